"""One person who answers for two agencies in one hub: nothing is ever recorded for the wrong one."""

from dataclasses import replace

from bot.accounts import StoredDrafts
from bot.cards.elements import Card, Row
from bot.cards.sight import Sight
from bot.reading.my_work import build
from bot.surfaces.web.ports import About
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


async def test_what_they_type_for_one_agency_and_do_not_send_is_kept_for_that_one(desk: Desk) -> None:
    await of_police_and_health(desk)
    referral = await only_asked(desk, "police", "health")
    drafts = StoredDrafts(desk.store, desk.hubs)
    checks = {check.seat: check.id for check in (await desk.case(referral)).checks}
    forms = {seat: (await desk.press(BOTH, "check.answer", check)).form for seat, check in checks.items()}
    about = {seat: About(form.verb, form.thing, form.token) for seat, form in forms.items() if form}

    for seat in ("police", "health"):
        assert await drafts.keep(BOTH, about[seat], {"text": (f"What {seat} knows",)})
        desk.move_clock(minutes=1)

    for seat in ("police", "health"):
        found = await drafts.find(BOTH, about[seat])
        assert found is not None
        assert found.fields == {"text": (f"What {seat} knows",)}
        assert await drafts.named(BOTH, about[seat]) == checks[seat]
    begun = [row for row in rows(await work(desk)) if row.lines[0].startswith("Draft")]
    assert [row.lines[0].split(" · ")[2] for row in begun] == ["Police", "Health"]
    assert [row.buttons[0].thing for row in begun] == [checks["police"], checks["health"]]

    typed = {"kind": "known_no_concern", "text": "What police knows", "consent": "not_needed", "need": "risk"}
    sent = await desk.submit(forms["police"], typed, by=BOTH)
    assert sent.kind == "done", sent.form and sent.form.problems
    assert await drafts.find(BOTH, about["police"]) is None
    assert await drafts.find(BOTH, about["health"]) is not None
    assert await drafts.keep(BOTH, about["police"], {"text": ("What was on its way",)}) is None, "it was sent"


async def test_what_was_typed_for_one_agency_never_fills_the_form_of_another(desk: Desk) -> None:
    referral = await only_asked(desk, "health")
    drafts = StoredDrafts(desk.store, desk.hubs)
    opened = (await desk.press(BOTH, "check.offer", referral)).form
    assert opened is not None
    assert await drafts.keep(
        BOTH, About(opened.verb, opened.thing, opened.token), {"text": ("Police know.",)}
    )

    def moves_to_housing(tx: Tx) -> None:
        roster = desk.hubs.roster(tx)
        held = [Membership(BOTH, "hub", "housing", frozenset({"practitioner"}))]
        tx.people.put(roster.people[BOTH], held, list(roster.accounts(BOTH)))

    await desk.store.write(moves_to_housing)

    again = (await desk.press(BOTH, "check.offer", referral)).form
    assert again is not None
    assert await drafts.find(BOTH, About(again.verb, again.thing, again.token)) is None
    assert [row for row in rows(await work(desk)) if row.lines[0].startswith("Draft")] == []
