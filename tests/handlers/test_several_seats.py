"""One person who answers for two agencies in one hub: nothing is ever recorded for the wrong one."""

from dataclasses import replace

from bot.accounts import StoredDrafts
from bot.cards.elements import Card, Row
from bot.cards.sight import Sight
from bot.reading.my_work import build
from bot.words import Words
from storage.tx import Tx
from tests.support.cases import answered, asked
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.records import Membership

BOTH = "police-1"


async def of_police_and_health(desk: Desk, *, left: str = "") -> None:
    """The same person in two seats; `left` is one that is theirs no longer."""
    seats = [seat for seat in ("police", "health") if seat != left]
    held = [Membership(BOTH, "hub", seat, frozenset({"practitioner"})) for seat in seats]

    def put(tx: Tx) -> None:
        person = desk.hubs.roster(tx).people[BOTH]
        tx.people.put(person, held, list(desk.hubs.roster(tx).accounts(BOTH)))

    await desk.store.write(put)


async def only_asked(desk: Desk, *seats: str) -> str:
    whole = asked()
    return await keep(desk, replace(whole, checks=tuple(c for c in whole.checks if c.seat in seats)))


async def work(desk: Desk) -> Card:
    def built(tx: Tx) -> Card:
        roster = desk.hubs.roster(tx)
        sight = Sight(Words(), desk.hub, roster, tx.now, roster.actor(BOTH, "hub", tx.now))
        return build(tx, desk.hub, roster, roster.people[BOTH], sight)

    return await desk.store.read(built)


def rows(card: Card) -> list[Row]:
    return [part for part in card.body if isinstance(part, Row) and "MASH-" in part.lines[0]]


async def test_the_seat_that_was_asked_answers_though_it_is_not_their_first(desk: Desk) -> None:
    await of_police_and_health(desk)
    referral = await only_asked(desk, "police")

    opened = await desk.press(BOTH, "check.nothing_known", referral)
    await desk.submit(opened.form, {}, by=BOTH)

    assert "You answer for Police" in repr(opened.form)
    assert [one.seat for one in (await desk.case(referral)).answers] == ["police"]


async def test_each_seat_has_its_row_and_its_form_says_which_it_is(desk: Desk) -> None:
    await of_police_and_health(desk)
    referral = await only_asked(desk, "police", "health")
    of_health, of_police = rows(await work(desk))

    assert [row.lines[0].split(" · ")[1] for row in (of_health, of_police)] == ["Health", "Police"]
    names = [button.name for row in (of_health, of_police) for button in row.buttons]
    assert len(names) == len(set(names))

    button = of_police.buttons[0]
    opened = await desk.press(BOTH, button.verb, button.thing)
    await desk.submit(opened.form, {}, by=BOTH)

    assert "You answer for Police" in repr(opened.form)
    assert [one.seat for one in (await desk.case(referral)).answers] == ["police"]


async def test_a_form_answers_for_the_seat_it_was_opened_for_whoever_answered_meanwhile(desk: Desk) -> None:
    await of_police_and_health(desk)
    referral = await only_asked(desk, "police", "health")
    first = await desk.press(BOTH, "check.nothing_known", referral)
    second = await desk.press(BOTH, "check.nothing_known", rows(await work(desk))[1].buttons[0].thing)

    await desk.submit(second.form, {}, by=BOTH)
    await desk.submit(first.form, {}, by=BOTH)

    assert [one.seat for one in (await desk.case(referral)).answers] == ["police", "health"]


async def test_a_form_of_a_seat_that_is_theirs_no_longer_records_nothing(desk: Desk) -> None:
    await of_police_and_health(desk)
    referral = await only_asked(desk, "police", "health")
    opened = await desk.press(BOTH, "check.nothing_known", referral)

    await of_police_and_health(desk, left="health")
    answer = await desk.submit(opened.form, {}, by=BOTH)

    assert answer.kind == "refused"
    assert (await desk.case(referral)).answers == ()


async def test_once_one_seat_has_answered_the_same_button_asks_for_the_other(desk: Desk) -> None:
    await of_police_and_health(desk)
    whole = asked()
    both = replace(whole, checks=tuple(c for c in whole.checks if c.seat in {"police", "health"}))
    referral = await keep(desk, answered(both, "health"))

    opened = await desk.press(BOTH, "check.nothing_known", referral)

    assert "You answer for Police" in repr(opened.form)


async def test_my_work_names_both_agencies(desk: Desk) -> None:
    await of_police_and_health(desk)

    assert (await work(desk)).title.startswith("My work · Health · Police")


async def test_what_they_type_and_do_not_send_is_not_kept_lest_it_be_sent_for_the_other(desk: Desk) -> None:
    drafts = StoredDrafts(desk.store, desk.hubs)
    assert await drafts.keep(BOTH, "vote.cast", "thing", {"reason": ("He is afraid",)})

    await of_police_and_health(desk)

    assert not await drafts.keep(BOTH, "vote.cast", "thing", {"reason": ("She is afraid",)})
    assert await drafts.find(BOTH, "vote.cast", "thing") is None
