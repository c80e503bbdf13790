"""A meeting whose time has passed and that nobody has opened: who is told, and when no more."""

from collections import Counter

from bot.due.jobs import DueScan
from tests.handlers.test_day_list import amber, made, meeting_of, to
from tests.handlers.test_meeting import words
from tests.support.desk import Desk
from tests.support.meeting import NEEDED, called, cards, opened, red, sitting
from tests.support.people import WEB_TENANT
from triage.records import Membership, Person
from triage.roster import LinkedIdentity


async def test_a_time_that_passes_unopened_alerts_and_ends_nothing(desk: Desk) -> None:
    referral = await red(desk)
    await called(desk, referral, chair="screening-1")
    scan = DueScan(desk.store, desk.hubs, desk.projection)

    desk.move_clock(hours=2, minutes=36)
    await scan.run_once()
    assert await desk.messages("late_clock") == [], "it was to begin a moment ago"
    desk.move_clock(minutes=10)
    await scan.run_once()

    told = {m.audience for m in await desk.messages("late_clock")}
    assert told == {"screening-1", "duty-1", "duty-2"}, "its own chair, and the duty managers"
    (to_chair,) = await cards(desk, "late_clock", "screening-1")
    (to_manager,) = await cards(desk, "late_clock", "duty-1")
    assert "The meeting has not been opened. It was to begin 12:15pm Mon 16 November." in words(to_chair)
    assert to_chair.buttons[0].label == "Roll call"
    assert to_manager.buttons[0].label == "Set time and chair"
    assert (await sitting(desk, referral)).meeting.state == "called"
    assert (await desk.case(referral)).level == "red"
    await opened(desk, referral)
    assert await desk.messages("late_clock") == []


async def test_of_a_red_without_decision_or_meeting_each_is_told_once(desk: Desk) -> None:
    referral = await red(desk)
    await called(desk, referral, chair="screening-1")
    scan = DueScan(desk.store, desk.hubs, desk.projection)

    desk.move_clock(hours=5)
    await scan.run_once()

    about = Counter(m.audience for m in await desk.messages("late_clock") if m.scope == referral)
    children = len((await desk.case(referral)).subjects)
    assert about["duty-1"] == children, "one for each child without a decision, none for the meeting"
    assert about["screening-1"] == 1
    (to_chair,) = await cards(desk, "late_clock", "screening-1")
    assert "The meeting has not been opened inside the urgency." in words(to_chair)


async def test_a_meeting_of_the_day_that_nobody_calls_is_told_of_once(desk: Desk) -> None:
    await amber(desk)
    await to(desk, 14, 5)
    of = await made(desk)
    assert await desk.messages("day_late") == [], "it was to begin some minutes ago"

    await to(desk, 14, 10)

    told = await desk.messages("day_late")
    assert {message.audience for message in told} == {"duty-1", "duty-2"}, "on duty, and nobody chairs it yet"
    (card,) = await cards(desk, "day_late", "duty-1")
    assert card.title == "LATE · the day's meeting · 1 case"
    assert "The day's meeting was to begin 2:00pm Mon 16 November and nobody has called it." in words(card)
    assert [button.label for button in card.buttons] == ["Call the meeting", "Open the list"]
    await to(desk, 14, 11)
    assert [m.wanted_revision for m in await desk.messages("day_late")] == [m.wanted_revision for m in told]

    await desk.do("duty-1", "list.call", of.id, {"when": "suggested", "chair": "chair-1"})
    assert await desk.messages("day_late") == [], "called for now, it has its minutes again"
    await to(desk, 14, 30)
    (card,) = await cards(desk, "day_late", "chair-1")
    assert "has not been opened" in words(card)
    assert [button.label for button in card.buttons] == ["Roll call", "Open the list"]

    meeting = await meeting_of(desk, of)
    for person in NEEDED:
        await desk.press(person, "meeting.here", meeting.id)
    await desk.press("chair-1", "meeting.start", meeting.id)
    assert await desk.messages("day_late") == []


async def test_a_day_without_a_case_misses_no_meeting(desk: Desk) -> None:
    await to(desk, 13)
    await to(desk, 14, 30)

    assert await cards(desk, "day_late", "duty-1") == []


async def test_who_comes_on_duty_afterwards_is_told_of_it_too(desk: Desk) -> None:
    await amber(desk)
    await to(desk, 13)
    await to(desk, 14, 10)
    assert {m.audience for m in await desk.messages("day_late")} == {"duty-1", "duty-2"}

    new = Person("duty-3", "Ama Boateng", "Council")
    account = LinkedIdentity("web", WEB_TENANT, "duty-3", "duty-3")
    held = [Membership("duty-3", "hub", "", frozenset({"duty_manager"}))]
    await desk.store.write(lambda tx: tx.people.put(new, held, [account]))
    assert (await desk.press("duty-3", "duty.start")).kind == "done"
    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    assert {m.audience for m in await desk.messages("day_late")} == {"duty-1", "duty-2", "duty-3"}
