"""A night: the channel says that the hub is closed, a red pages on call, and the desk picks it all up in the morning."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.cards.elements import Form
from bot.drawing import Drawing
from bot.due.jobs import DueScan
from storage.ids import new_id
from storage.referrals import Referrals
from storage.tx import Tx
from tests.bot.test_unsent import work
from tests.cards.reading import buttons_of, read
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk
from tests.support.kept_from import declare
from tests.support.meeting import red
from tests.support.referring import read as read_form
from triage.records import Conflict, Membership, NightItem, Person, Reopening
from triage.roster import LinkedIdentity

REFER = {
    "about": "child",
    "name": "Kacey Brannigan",
    "born": "4 3 2017",
    "worry": "A bruise.",
    "danger": "no",
    "family_told": "yes",
    "phone": "01632 960 001",
}

PROPOSAL = {"outcome_1": "section_47_joint", "rationale": "An injury.", "without": "Late."}


async def scan(desk: Desk) -> None:
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def at(desk: Desk, hour: int, minute: int = 0, day: int = 16) -> None:
    desk.clock.move(datetime(2026, 11, day, hour, minute, tzinfo=UTC) - desk.clock.now())
    await scan(desk)


async def cards(desk: Desk, kind: str, to: str = "") -> list[str]:
    found = await desk.messages(kind, to)

    def drawn(tx: Tx) -> list[str]:
        shown = [Drawing(desk.hubs).draw(tx, message) for message in found]
        return [read(one.card) for one in shown if one]

    return await desk.store.read(drawn)


async def mark(desk: Desk, person: str) -> str:
    """How far the card says that its reader is: what its button to pick up the next one carries."""
    (message,) = await desk.messages("overnight", person)

    def drawn(tx: Tx) -> str:
        shown = Drawing(desk.hubs).draw(tx, message)
        assert shown is not None
        (button,) = [one for one in buttons_of(shown.card) if one.verb == "night.next"]
        return button.thing

    return await desk.store.read(drawn)


async def picks_up(desk: Desk, person: str, at_mark: str = "") -> Form:
    """Press "Pick up the next one" as it stands on the card, or stood on one that was drawn before."""
    answer = await desk.press(person, "night.next", at_mark or await mark(desk, person))
    assert answer.form is not None, answer.note
    await scan(desk)
    return answer.form


async def refers(desk: Desk, person: str = "teacher-1", **typed: str) -> str:
    opened = await desk.press(person, "referral.start")
    assert opened.form
    names = {field.id for field in opened.form.fields()}
    answer = await desk.submit(
        opened.form, {k: v for k, v in (REFER | typed).items() if k in names}, by=person
    )
    assert answer.kind == "done", (answer.form and answer.form.problems, names)
    (newest, *_) = await desk.store.read(lambda tx: tx.referrals.of_person(person))
    return newest


async def reference(desk: Desk, referral: str) -> str:
    return (await desk.case(referral)).referral.reference


async def rates_red(desk: Desk, referral: str) -> None:
    answer = await desk.do(
        "edt-1",
        "referral.screen",
        referral,
        {"what": "rate", "urgency_1": "red", "reason": "Cannot wait.", "seats": ("police", "social_work")},
    )
    assert answer.kind == "done", answer.form and answer.form.problems


async def test_at_closing_time_the_channel_says_so_until_the_hub_opens(desk: Desk) -> None:
    await at(desk, 16, 59)
    assert await desk.messages("closed") == []

    await at(desk, 17)
    assert await cards(desk, "closed") == [
        "THE HUB IS CLOSED until 8:45am Tuesday 17 November. Nobody is watching this channel."
    ]

    await at(desk, 8, 45, day=17)
    assert await desk.messages("closed") == []


async def test_on_a_friday_it_is_closed_until_monday(desk: Desk) -> None:
    await at(desk, 16, 30, day=20)

    (card,) = await cards(desk, "closed")
    assert "until 8:45am Monday 23 November." in card


async def test_whoever_refers_at_night_is_told_and_says_that_they_called(desk: Desk) -> None:
    await at(desk, 23)
    referral = await refers(desk)
    await scan(desk)
    known = await reference(desk, referral)

    (card,) = await cards(desk, "after_hours", "teacher-1")
    assert card.splitlines()[:3] == [
        "THE HUB IS CLOSED until 8:45am Tuesday 17 November. Nobody is watching this channel.",
        "If anyone is in danger now, call 999. Emergency duty team: 01632 960 199.",
        f"Your referral {known} is recorded.",
    ]
    assert "I have called the emergency duty team" in card

    answer = await desk.press("teacher-1", "night.called", referral)

    assert answer.note == f"Recorded 11:00pm. {known}."
    (card,) = await cards(desk, "after_hours", "teacher-1")
    assert "You called the emergency duty team, recorded 11:00pm Mon 16 November." in card
    assert "I have called" not in card
    assert (await desk.press("teacher-1", "night.called", referral)).note.startswith(
        "Already recorded 11:00pm."
    )
    assert (await desk.press("nurse-1", "night.called", referral)).kind == "refused"


async def test_by_day_nobody_is_told_that_the_hub_is_closed(desk: Desk) -> None:
    await refers(desk)
    await scan(desk)

    assert await desk.messages("after_hours") == []
    assert await desk.store.read(lambda tx: tx.overnight("hub")) == ()


async def test_a_red_at_night_pages_on_call_who_answers_for_it(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    await at(desk, 23)
    referral = await refers(desk)
    await scan(desk)
    assert await desk.messages("on_call") == []

    desk.move_clock(minutes=12)
    await rates_red(desk, referral)
    await scan(desk)
    known = await reference(desk, referral)

    assert {message.audience for message in await desk.messages("on_call")} == {"on-call-1"}
    (card,) = await cards(desk, "on_call")
    assert card.splitlines()[0] == f"ON CALL · {known} · RED ◆ due 3:00am Tue 17 November"
    assert "The on-call manager was told at 11:12pm." in (await cards(desk, "after_hours", "teacher-1"))[0]
    assert (await desk.press("on-call-1", "details.open", referral)).kind == "open"

    desk.move_clock(minutes=8)
    assert (await desk.press("on-call-1", "night.answer", referral)).kind == "done"
    (card,) = await cards(desk, "on_call")
    assert "N. Watch is dealing with it since 11:20pm Mon 16 November." in card


@pytest.mark.parametrize(
    ("hour", "unsafe", "told"), [(20, "yes", ["on-call-1"]), (20, "no", []), (14, "yes", [])]
)
async def test_on_call_is_told_of_a_disagreement_that_says_at_night_that_somebody_is_unsafe(
    desk: Desk, hour: int, unsafe: str, told: list[str]
) -> None:
    await desk.store.write(_on_call_comes)
    referral = await keep_answered(desk)
    await approve(desk, referral)
    await at(desk, hour)
    typed = {"unsafe": unsafe, "about": "outcome", "why": "He was seen at the flat."}

    assert (await desk.do("education-1", "disagreement.raise", referral, typed)).kind == "done"

    asked = await desk.messages("disagreement", "on-call-1")
    assert [one.audience for one in asked] == told
    if told:
        (card,) = await cards(desk, "disagreement", "on-call-1")
        assert "It says that somebody is unsafe now. Look at it at once." in card
        assert "flat" not in card
        opened = await desk.press("on-call-1", "details.open", referral)
        assert "He was seen at the flat." in read_form(opened.form)
    await at(desk, 8, 45, day=17)
    assert await desk.messages("disagreement", "on-call-1") == []
    assert await desk.messages("disagreement", "duty-2"), "who answers it still has it"


async def test_with_nobody_on_call_the_managers_are_paged(desk: Desk) -> None:
    await at(desk, 23)
    await refers(desk, danger="yes")
    await scan(desk)

    assert {message.audience for message in await desk.messages("on_call")} == {
        "duty-1",
        "duty-2",
        "service-1",
    }


async def test_danger_that_nobody_screened_by_day_pages_on_call_at_closing(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    await at(desk, 14, 31)
    referral = await refers(desk, danger="yes")
    calm = await refers(desk, "nurse-1", name="Kian Brannigan", born="15 9 2020", worry="He is afraid.")
    known = await reference(desk, referral)
    await at(desk, 16, 59)
    assert await desk.messages("on_call") == []

    await at(desk, 17)

    (card,) = await cards(desk, "on_call", "on-call-1")
    assert card.splitlines()[0] == f"ON CALL · {known} · SOMEONE MAY BE IN DANGER NOW"
    listed = read(await work(desk, "on-call-1"))
    assert f"{known} · somebody may be in danger, urgent while the hub is closed" in listed
    await at(desk, 8, 45, day=17)
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[:2] == [
        "OVERNIGHT · 1 left from before · 1 may be in danger, on call told 5:00pm, not answered",
        f"{known}, not screened",
    ]
    read_out = repr((await desk.press("duty-1", "night.read", "hub")).form)
    assert f"'{known}, not screened', 'Somebody may be in danger.'" in read_out
    assert "On call told 5:00pm Monday 16 November.', 'Nobody on call has answered." in read_out
    assert await reference(desk, calm) not in read_out


async def test_a_red_that_nobody_decided_by_day_pages_on_call_at_closing(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    undecided, decided = await red(desk), await red(desk)
    await desk.do("chair-1", "decision.propose", decided, PROPOSAL)
    (proposal,) = (await desk.case(decided)).open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})

    await at(desk, 17)

    (card,) = await cards(desk, "on_call", "on-call-1")
    assert await reference(desk, undecided) in card.splitlines()[0]
    await at(desk, 8, 45, day=17)
    (morning,) = await cards(desk, "overnight", "duty-1")
    assert "· 1 left from before · 1 RED ◆, on call told 5:00pm, not answered" in morning.splitlines()[0]
    await at(desk, 9, 45, day=17)
    assert any(
        "It was urgent overnight and nobody has picked it up. Late since 9:45am Tue 17 November." in late
        for late in await cards(desk, "late_clock", "duty-1")
    )


async def test_the_morning_holds_what_the_night_brought_until_each_is_picked_up(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    await at(desk, 22)
    first = await refers(desk)
    await at(desk, 23)
    red = await refers(desk, "nurse-1", name="Kian Brannigan", born="15 9 2020", worry="He is afraid.")
    await at(desk, 23, 12)
    await rates_red(desk, red)
    await scan(desk)
    await at(desk, 23, 20)
    await desk.press("on-call-1", "night.answer", red)
    assert await desk.messages("overnight") == []

    await at(desk, 8, 45, day=17)

    one, two = await reference(desk, first), await reference(desk, red)
    told = {message.audience for message in await desk.messages("overnight")}
    assert told == {"screening-1", "duty-1", "duty-2"}
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[:2] == [
        "OVERNIGHT · 2 arrived since 5:00pm · 1 RED ◆, on call told 11:12pm, answered 11:20pm",
        f"{two} RED ◆ · {one}, not screened",
    ]

    read_out = repr((await desk.press("duty-1", "night.read", "hub")).form)
    assert "N. Watch is dealing with it since 11:20pm" in read_out
    assert read_out.index(two) < read_out.index(one), "in the order in which they are picked up"

    picked = await picks_up(desk, "duty-1")
    assert picked.verb == "details.open", "what was urgent comes first"
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[1] == f"{one}, not screened"

    picked = await picks_up(desk, "screening-1")
    assert (picked.verb, picked.thing) == ("referral.screen", first)
    held = f"1 picked up, not screened yet: {one} by A. Novak 8:45am"
    assert held in read(await work(desk, "duty-2")), "My work says the same"
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[1] == f"1 picked up, not screened yet: {one} by A. Novak 8:45am"

    await screens(desk, "screening-1", picked)
    assert await desk.messages("overnight") == []


async def test_what_is_opened_to_be_screened_by_another_way_is_picked_up_too(desk: Desk) -> None:
    await at(desk, 22)
    referral = await refers(desk)
    await at(desk, 8, 45, day=17)

    opened = await desk.press("screening-1", "referral.screen", referral)
    await scan(desk)

    (card,) = await cards(desk, "overnight", "duty-1")
    known = await reference(desk, referral)
    assert card.splitlines()[1] == f"1 picked up, not screened yet: {known} by A. Novak 8:45am"
    await screens(desk, "screening-1", opened.form)
    assert await desk.messages("overnight") == []


async def two_of_the_night(desk: Desk) -> tuple[str, str]:
    """Two that nobody screened: the second says that somebody is in danger, so it comes first. The hub is open."""
    await desk.store.write(_on_call_comes)
    await at(desk, 22)
    calm = await refers(desk)
    await at(desk, 23)
    danger = await refers(
        desk, "nurse-1", name="Kian Brannigan", born="15 9 2020", worry="He is afraid.", danger="yes"
    )
    await at(desk, 8, 45, day=17)
    return danger, calm


async def test_what_was_picked_up_is_shown_again_until_it_is_screened(desk: Desk) -> None:
    danger, calm = await two_of_the_night(desk)
    first_mark = await mark(desk, "duty-1")
    picked = await picks_up(desk, "duty-1")
    assert (picked.thing, picked.notice) == (danger, "")

    for pressed in (first_mark, await mark(desk, "duty-1")):
        again = await picks_up(desk, "duty-1", pressed)
        assert again.thing == danger
        assert again.notice == (
            "You have this one, and it is not screened yet. Screen it, then pick up the next one."
        )
    one, two = await reference(desk, danger), await reference(desk, calm)
    (card,) = await cards(desk, "overnight", "duty-2")
    assert card.splitlines()[1:3] == [
        f"{two}, not screened",
        f"1 picked up, not screened yet: {one} by J. Okafor 8:45am",
    ]

    await screens(desk, "duty-1", again)
    again = await picks_up(desk, "duty-1", first_mark)
    assert (again.verb, again.notice) == (
        "details.open",
        "You picked this one up before. Nothing more was picked up.",
    ), "the page was loaded again"
    assert (await picks_up(desk, "duty-1")).thing == calm


async def test_a_press_that_is_done_again_picks_up_nothing_more(desk: Desk) -> None:
    await at(desk, 22)
    for person, name in (("teacher-1", "Kacey Brannigan"), ("nurse-1", "Kian Brannigan")):
        await rates_red(desk, await refers(desk, person, name=name))
    await at(desk, 8, 45, day=17)
    drawn = await mark(desk, "duty-1")

    first = await picks_up(desk, "duty-1", drawn)
    again = await picks_up(desk, "duty-1", drawn)

    assert (first.verb, again.verb) == ("details.open", "details.open")
    assert first.thing == again.thing
    assert len(await waiting(desk)) == 1
    assert (await picks_up(desk, "duty-1")).thing != first.thing
    assert await desk.messages("overnight") == []
    handover = await desk.press("duty-1", "night.next", "hub:2026-11-16")
    assert handover.form
    assert handover.form.verb == "night.read", "the page of another day"


async def test_two_who_press_at_once_never_get_the_same_one(desk: Desk) -> None:
    danger, calm = await two_of_the_night(desk)
    people = ("duty-1", "duty-2", "screening-1")
    marks = [await mark(desk, person) for person in people]

    answers = await asyncio.gather(
        *(desk.press(person, "night.next", at_mark) for person, at_mark in zip(people, marks, strict=True))
    )

    shown = sorted((one.form.verb, one.form.thing) for one in answers if one.form)
    assert shown == sorted([("referral.screen", danger), ("referral.screen", calm), ("night.read", "")]), (
        "what somebody picked up just now is nobody else's"
    )


async def test_what_is_kept_from_somebody_while_they_wait_for_it_is_not_shown_to_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    danger, calm = await two_of_the_night(desk)
    drawn = await mark(desk, "duty-1")
    lock = Referrals.lock

    def keeps_it_from_them(referrals: Referrals, referral: str) -> bool:
        """What a colleague committed, for whom the lock was waited for."""
        tx = referrals._tx
        if not tx.conflicts.of(danger):
            tx.conflicts.add(
                Conflict("conflict-1", danger, "duty-1", "duty-2", tx.now, "declared", connection="family")
            )
        return lock(referrals, referral)

    monkeypatch.setattr(Referrals, "lock", keeps_it_from_them)
    picked = await picks_up(desk, "duty-1", drawn)

    assert picked.thing == calm
    assert danger not in repr(picked)


async def test_what_somebody_leaves_unscreened_another_takes_over_after_all_others(desk: Desk) -> None:
    danger, calm = await two_of_the_night(desk)
    await picks_up(desk, "duty-1")
    await at(desk, 9, 5, day=17)

    other = await picks_up(desk, "duty-2")
    assert other.thing == calm, "what nobody has comes first"
    await screens(desk, "duty-2", other)
    over = await picks_up(desk, "duty-2")

    assert (over.verb, over.thing) == ("referral.screen", danger)
    assert over.notice == "J. Okafor opened this one 8:45am and has not screened it. You have it now."
    known = await reference(desk, danger)
    (card,) = await cards(desk, "overnight", "duty-1")
    assert card.splitlines()[1] == f"1 picked up, not screened yet: {known}, opened by M. Reyes 9:05am"
    handover = await picks_up(desk, "duty-1")
    assert handover.verb == "night.read", "it is with somebody else now, who has just opened it"
    read_out = repr(handover)
    assert "Picked up by J. Okafor, 8:45am today." in read_out
    assert "Not screened yet. M. Reyes opened it 9:05am today." in read_out
    assert f"Screen {known}" in read_out


async def test_two_who_take_over_at_once_never_get_the_same_one(desk: Desk) -> None:
    danger, calm = await two_of_the_night(desk)
    for person in ("duty-1", "screening-1"):
        await picks_up(desk, person)
    await at(desk, 9, 5, day=17)
    drawn = await mark(desk, "duty-2")

    answers = await asyncio.gather(
        *(desk.press(person, "night.next", drawn) for person in ("duty-2", "screening-2"))
    )

    assert {one.form.thing for one in answers if one.form} == {danger, calm}


async def test_a_page_that_took_something_over_takes_nothing_more_when_it_is_loaded_again(
    desk: Desk,
) -> None:
    danger, calm = await two_of_the_night(desk)
    for person in ("duty-1", "screening-1"):
        await picks_up(desk, person)
    await at(desk, 9, 5, day=17)
    drawn = await mark(desk, "duty-2")
    over = await picks_up(desk, "duty-2", drawn)
    assert over.thing == danger
    await screens(desk, "duty-2", over)

    again = await picks_up(desk, "duty-2", drawn)

    assert (again.verb, again.thing) == ("details.open", danger)
    assert (await picks_up(desk, "duty-2")).thing == calm


async def test_a_press_that_comes_twice_at_once_picks_up_one(desk: Desk) -> None:
    await two_of_the_night(desk)
    drawn = await mark(desk, "duty-1")

    answers = await asyncio.gather(*(desk.press("duty-1", "night.next", drawn) for _ in range(2)))

    assert len({answer.form.thing for answer in answers if answer.form}) == 1
    assert len([one for one in await waiting(desk) if one.picked_up_at is None]) == 1


async def test_what_was_not_screened_on_its_day_stands_the_morning_after(desk: Desk) -> None:
    danger, calm = await two_of_the_night(desk)
    assert (await picks_up(desk, "duty-1")).thing == danger
    assert (await picks_up(desk, "screening-1")).thing == calm
    await at(desk, 17, day=17)
    await at(desk, 8, 45, day=18)

    one, two = await reference(desk, danger), await reference(desk, calm)
    (card,) = await cards(desk, "overnight", "duty-2")
    assert card.splitlines()[:3] == [
        "OVERNIGHT · 2 left from before · 1 may be in danger, on call told 5:00pm, not answered",
        f"{one}, not screened",
        f"1 picked up, not screened yet: {two} by A. Novak 8:45am Tue 17 November",
    ], "danger that nobody screened is to be picked up again"
    assert (await picks_up(desk, "duty-2")).thing == danger


async def test_a_case_that_was_reopened_later_is_not_of_the_night_again(desk: Desk) -> None:
    await at(desk, 22)
    referral = await refers(desk)
    await at(desk, 8, 45, day=17)
    await screens(desk, "duty-1", await picks_up(desk, "duty-1"))
    assert await desk.messages("overnight") == []

    desk.move_clock(minutes=1)
    await desk.store.write(lambda tx: _begins_again(tx, referral))
    await scan(desk)

    assert await desk.messages("overnight") == []


async def screens(desk: Desk, person: str, form: Form | None) -> None:
    """It is rated amber by whoever has its form open."""
    typed = {
        "what": "rate",
        "urgency_1": "amber",
        "reason": "It can wait until tomorrow.",
        "seats": ("police",),
    }
    answer = await desk.submit(form, typed, by=person)
    assert answer.kind == "done", answer.form and answer.form.problems
    await scan(desk)


async def waiting(desk: Desk) -> tuple[NightItem, ...]:
    """What nobody has picked up, or has screened."""
    return await desk.store.read(lambda tx: tx.overnight("hub"))


def _begins_again(tx: Tx, referral: str) -> None:
    (subject,) = tx.subjects.of(referral)
    tx.subjects.move(subject.id, stage="received", round=2)
    tx.reopenings.add(Reopening(new_id(), referral, tx.now, "duty-1", "More is known."))


async def test_an_hour_after_the_opening_the_duty_manager_hears_of_what_nobody_picked_up(desk: Desk) -> None:
    await at(desk, 22)
    await refers(desk)
    await at(desk, 9, 44, day=17)
    assert not any("picked it up" in card for card in await cards(desk, "late_clock", "duty-1"))

    await at(desk, 9, 45, day=17)

    assert any(
        "It came in overnight and nobody has picked it up. Late since 9:45am Tue 17 November." in card
        for card in await cards(desk, "late_clock", "duty-1")
    )


def _on_call_comes(tx: Tx) -> None:
    who = Person("on-call-1", "Nora Watch", "Council")
    tx.people.put(
        who,
        [Membership("on-call-1", "hub", "", frozenset({"on_call"}))],
        [LinkedIdentity("web", "hub", "on-call-1", "on-call-1")],
    )


@pytest.mark.parametrize("how", ["knows the family", "has left"])
async def test_what_somebody_picked_up_who_has_it_no_more_is_free_again(desk: Desk, how: str) -> None:
    await at(desk, 20)
    referral = await refers(desk)
    await at(desk, 8, 45, day=17)
    await picks_up(desk, "duty-2")
    assert "1 picked up, not screened yet" in (await cards(desk, "overnight", "duty-1"))[0]

    if how == "has left":
        await desk.store.write(lambda tx: tx.people.end("duty-2", tx.now))
        desk.move_clock(minutes=1)
    else:
        await declare(desk, "duty-2", referral)
    await scan(desk)

    named = await reference(desk, referral)
    assert f"\n{named}, not screened\n" in (await cards(desk, "overnight", "duty-1"))[0]
    form = await picks_up(desk, "duty-1")
    assert (form.verb, form.thing) == ("referral.screen", referral)
    (card,) = await cards(desk, "overnight", "duty-1")
    assert f"1 picked up, not screened yet: {named}" in card
    assert "J. Okafor" in card


async def test_of_two_that_were_urgent_it_says_when_each_was_told_and_answered(desk: Desk) -> None:
    await desk.store.write(_on_call_comes)
    await at(desk, 18)
    first, second = await refers(desk), await refers(desk, "nurse-1", name="Kyle Brannigan", born="5 6 2015")
    await rates_red(desk, first)
    await scan(desk)
    await at(desk, 18, 6)
    await desk.press("on-call-1", "night.answer", first)
    await at(desk, 23, 6)
    await rates_red(desk, second)
    await scan(desk)
    await at(desk, 8, 45, day=17)

    (card,) = await cards(desk, "overnight", "duty-1")

    assert "2 RED ◆, on call told 6:00pm, answered 6:06pm, on call told 11:06pm, not answered" in card
