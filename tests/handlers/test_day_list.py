"""The day's list: made at the cut-off, kept up to date, taken away when the next is made, and its meeting."""

from datetime import UTC, datetime

import pytest

from bot.cards.meetings.day_list import ListMeeting, todays_meeting
from bot.due.listing import make_lists, tell_of_late_meetings
from bot.reading.my_work import gather
from storage.ids import new_id
from storage.tx import Tx
from tests.cards.reading import at, sight
from tests.handlers.test_meeting import PROPOSAL, UNTIL, words
from tests.support.desk import Desk
from tests.support.meeting import NEEDED, called, cards, red
from tests.support.referring import refer, screen
from triage.records import Conflict, DayList, Meeting


async def amber(desk: Desk, **typed: str) -> str:
    """A referral rated amber at the moment it arrived."""
    referral = await refer(desk, **typed)
    answer = await screen(desk, referral, urgency_1="amber")
    assert answer.kind == "done"
    return referral


async def to(desk: Desk, hour: int, minute: int = 0, *, days: int = 0) -> None:
    """Go on to this time, with what falls due on the way."""
    now = desk.clock.now()
    then = now.replace(hour=hour, minute=minute)
    desk.move_clock(days=days, seconds=(then - now).total_seconds())
    await desk.store.write(lambda tx: make_lists(tx, desk.hubs, desk.projection))
    await desk.store.write(lambda tx: tell_of_late_meetings(tx, desk.hubs, desk.projection))


async def newest(desk: Desk) -> DayList | None:
    return await desk.store.read(lambda tx: tx.day_lists.newest("hub"))


async def made(desk: Desk) -> DayList:
    found = await newest(desk)
    assert found is not None
    return found


async def meeting_of(desk: Desk, of: DayList) -> Meeting:
    return (await desk.store.read(lambda tx: tx.meetings.of_list(of.id)))[-1]


async def reference(desk: Desk, referral: str) -> str:
    return (await desk.case(referral)).referral.reference


async def test_it_is_made_at_the_cut_off_and_once(desk: Desk) -> None:
    await amber(desk)
    await to(desk, 12, 59)
    assert await newest(desk) is None

    await to(desk, 13, 0)
    await to(desk, 13, 30)

    of = await made(desk)
    assert (of.day, of.built_at, of.meeting_at) == (
        "2026-11-16", datetime(2026, 11, 16, 13, tzinfo=UTC), datetime(2026, 11, 16, 14, tzinfo=UTC),
    )  # fmt: skip
    assert len(await desk.messages("day_list")) == 1


async def test_none_is_made_on_a_day_off(desk: Desk) -> None:
    await to(desk, 14, days=5)  # a Saturday

    assert await newest(desk) is None


async def test_references_by_rating_and_never_whom_a_case_is_about(desk: Desk) -> None:
    urgent, other, green = (
        await red(desk),
        await amber(desk, name="Kyle Stone"),
        await refer(desk, name="Ann Reed"),
    )
    await screen(desk, green, urgency_1="green")
    await to(desk, 13)

    (card,) = await cards(desk, "day_list")

    assert card.title == "TODAY'S LIST · Monday 16 November 2026 · 2 cases · meeting 2:00pm"
    assert card.fallback == "Today's list: 2 cases. Meeting 2:00pm."
    said = words(card)
    assert f"RED ◆ {await reference(desk, urgent)} due 1:12pm Mon 16 November, ready" in said
    assert f"AMBER ▲ {await reference(desk, other)} due 9:40am Tue 17 November, 0 of 12 answered" in said
    assert await reference(desk, green) not in said
    assert "K.B." not in said
    assert "K.S." not in said
    assert [button.label for button in card.buttons] == ["Open the list", "Call the meeting", "More"]


async def test_it_says_what_was_added_and_goes_when_the_next_is_made(desk: Desk) -> None:
    await amber(desk)
    await to(desk, 13)
    first = await made(desk)
    desk.move_clock(minutes=20)
    late = await amber(desk, name="Kyle Stone")

    (card,) = await cards(desk, "day_list")
    assert f"Added since cut-off: {await reference(desk, late)}." in words(card)

    await to(desk, 13, days=1)
    assert (await made(desk)).id != first.id
    assert {message.thing for message in await desk.messages("day_list")} == {(await made(desk)).id}
    refused = await desk.press("duty-1", "list.call", first.id)
    assert refused.kind == "refused"


async def test_who_opens_it(desk: Desk) -> None:
    referral = await amber(desk)
    await to(desk, 13)
    of = await made(desk)

    opened = await desk.press("police-1", "list.open", of.id)
    assert opened.form is not None
    assert await reference(desk, referral) in str(opened.form)
    assert (await desk.press("teacher-1", "list.open", of.id)).kind == "refused"
    assert (await desk.press("police-1", "list.call", of.id)).kind == "refused"


async def test_my_work_says_when_today_s_meeting_is(desk: Desk) -> None:
    await amber(desk)
    await to(desk, 13)

    def work(tx: Tx) -> str:
        roster = desk.hubs.roster(tx)
        return str(
            [gather(tx, desk.hub, roster, roster.people[one]).meeting for one in ("police-1", "teacher-1")]
        )

    of = await made(desk)
    assert await desk.store.read(work) == str([ListMeeting(of.id, of.meeting_at, 1), None])
    await to(desk, 9, days=1)
    assert await desk.store.read(work) == "[None, None]"


async def test_its_meeting_goes_case_by_case_the_most_urgent_first(desk: Desk) -> None:
    first, second = await amber(desk), await amber(desk, name="Kyle Stone")
    await to(desk, 13)
    of = await made(desk)
    called_it = await desk.do("duty-1", "list.call", of.id, {"chair": "screening-1"})
    assert called_it.kind == "done", called_it.form and called_it.form.problems
    meeting = await meeting_of(desk, of)
    assert (meeting.at, meeting.chair) == (of.meeting_at, "screening-1")
    third = await amber(desk, name="Ann Reed")
    await to(desk, 14)
    for person in NEEDED:
        await desk.press(person, "meeting.here", meeting.id)

    await desk.press("screening-1", "meeting.start", meeting.id)

    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("CASE 1 OF 3 · AMBER ▲ due 9:12am Tue 17 November · ")
    assert card.title.endswith(await reference(desk, first))
    shown = [card for card in await cards(desk, "referral") if await reference(desk, first) in card.title]
    assert "Now: in the meeting, case 1 of 3, since 2:00pm Mon 16 November." in words(shown[0])
    await desk.press("screening-1", "meeting.ask_views", first)
    await desk.do("screening-1", "decision.propose", first, PROPOSAL)
    await desk.do(
        "screening-1", "meeting.next", meeting.id, {"destination_1": "early_help", "reason_1": "Enough."}
    )
    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("CASE 2 OF 3")
    assert card.title.endswith(await reference(desk, second))
    assert (await desk.case(second)).views_open
    assert not (await desk.case(third)).views_open
    await desk.do("screening-1", "meeting.adjourn", meeting.id, UNTIL)
    await desk.do("screening-1", "meeting.next", meeting.id, {})
    (closed,) = await cards(desk, "meeting")
    assert closed.title == (
        "MEETING CLOSED 2:00pm Mon 16 November · 3 cases · 1 proposed, 1 without a decision, "
        "1 adjourned to Tue 17 November"
    )
    (listed,) = await cards(desk, "day_list")
    assert f"Rolled to the next list: {await reference(desk, second)}, adjourned." in words(listed)
    await to(desk, 13, days=1)
    (tomorrow,) = await cards(desk, "day_list")
    assert await reference(desk, second) in words(tomorrow)


async def test_called_as_suggested_after_its_time_it_begins_now_and_not_before(desk: Desk) -> None:
    await amber(desk)
    await to(desk, 14, 10)
    of = await made(desk)

    answer = await desk.do("duty-1", "list.call", of.id, {"when": "suggested", "chair": "chair-1"})

    assert answer.kind == "done", answer.form and answer.form.problems
    assert (await meeting_of(desk, of)).at == desk.clock.now()


async def test_it_goes_on_without_a_case_whose_family_somebody_turns_out_to_know(desk: Desk) -> None:
    first, second = await amber(desk), await amber(desk, name="Kyle Stone")
    await to(desk, 13)
    of = await made(desk)
    await desk.do("duty-1", "list.call", of.id, {"chair": "chair-1"})
    meeting = await meeting_of(desk, of)
    await to(desk, 14)
    for person in NEEDED:
        await desk.press(person, "meeting.here", meeting.id)
    await desk.press("chair-1", "meeting.start", meeting.id)
    matched = Conflict(new_id(), first, "housing-1", "bot", desk.clock.now(), "matched", seat="housing")
    await desk.store.write(lambda tx: tx.conflicts.add(matched))

    opened = await desk.press("chair-1", "meeting.next", meeting.id)
    (between,) = await cards(desk, "meeting")
    assert between.title == "MEETING 2:00pm Mon 16 November · 1 case · between cases"
    assert [button.label for button in between.buttons] == ["Next case", "More"]
    assert (await desk.submit(opened.form, {}, by="chair-1")).kind == "done"

    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("CASE 1 OF 1 · AMBER ▲ ")
    assert card.title.endswith(await reference(desk, second))
    roll = await desk.press("chair-1", "meeting.adjourn", meeting.id)
    assert await reference(desk, first) not in str(roll.form)


async def test_a_red_with_its_own_meeting_is_listed_and_not_on_the_agenda(desk: Desk) -> None:
    urgent, other = await red(desk), await amber(desk, name="Kyle Stone")
    await called(desk, urgent)
    await to(desk, 13)
    of = await made(desk)

    await desk.do("duty-1", "list.call", of.id, {"chair": "chair-1"})

    meeting = await meeting_of(desk, of)
    found = await desk.store.read(lambda tx: tx.meetings.sitting(meeting.id))
    assert found is not None
    assert [item.referral for item in found.items] == [other]


async def test_a_case_decided_before_it_begins_is_left_out(desk: Desk) -> None:
    first, second = await amber(desk), await amber(desk, name="Kyle Stone")
    await to(desk, 13)
    of = await made(desk)
    await desk.do("duty-1", "list.call", of.id, {"chair": "chair-1"})
    meeting = await meeting_of(desk, of)
    await desk.do("chair-1", "decision.propose", first, PROPOSAL)
    (proposal,) = (await desk.case(first)).open_proposals
    await desk.do("duty-2", "proposal.approve", proposal.id, {})

    for person in NEEDED:
        await desk.press(person, "meeting.here", meeting.id)
    await desk.press("chair-1", "meeting.start", meeting.id)

    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("CASE 1 OF 1")
    assert card.title.endswith(await reference(desk, second))


async def test_an_interim_decision_is_on_the_next_list(desk: Desk) -> None:
    referral = await red(desk)
    one = await called(desk, referral)
    await desk.press("chair-1", "meeting.start", one.meeting.id)
    await desk.do("chair-1", "meeting.interim", one.meeting.id, {**UNTIL, "without": "Nobody answers."})
    await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
    (proposal,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})
    await to(desk, 13)
    (today,) = await cards(desk, "day_list")
    assert await reference(desk, referral) not in words(today)

    await to(desk, 13, days=1)

    (tomorrow,) = await cards(desk, "day_list")
    assert f"{await reference(desk, referral)} due 1:12pm Mon 16 November, interim decision" in words(
        tomorrow
    )


async def test_a_restricted_case_stands_in_no_shared_list_or_count(desk: Desk) -> None:
    hidden, shown = await amber(desk), await amber(desk, name="Kyle Stone")
    restricted = await desk.press("duty-1", "case.restrict", hidden)
    assert restricted.kind == "open"
    why = {"why": "safety", "named": ("duty-1", "chair-1")}
    known = {field.id for field in restricted.form.fields()} if restricted.form else set()
    await desk.submit(restricted.form, {k: v for k, v in why.items() if k in known}, by="duty-1")
    await to(desk, 13)
    of = await made(desk)

    (card,) = await cards(desk, "day_list")
    assert "1 case ·" in card.title
    assert await reference(desk, hidden) not in words(card)
    assert await reference(desk, shown) in words(card)
    police = await desk.press("police-1", "list.open", of.id)
    assert await reference(desk, hidden) not in str(police.form)


async def test_the_actions_that_are_still_open_are_there_to_be_reviewed(desk: Desk) -> None:
    referral = await amber(desk)
    action = {
        "action_1_what": "Ring the school",
        "action_1_who": "education",
        "action_1_due": "working_days_2",
    }
    opened = await desk.press("chair-1", "decision.propose", referral)
    dues = next(f for f in opened.form.fields() if f.id == "action_1_due") if opened.form else None
    assert dues is not None
    action["action_1_due"] = dues.options[2].value  # type: ignore[union-attr]  # it is a choice
    sent = await desk.submit(opened.form, {**PROPOSAL, **action}, by="chair-1")
    assert sent.kind == "done", sent.form and sent.form.problems
    (proposal,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})
    await to(desk, 13)

    menu = await desk.press("chair-1", "list.more", (await made(desk)).id)

    assert f"Action 1 on {await reference(desk, referral)} · Education" in str(menu.form)
    assert "Ring the school" not in str(menu.form)


@pytest.mark.parametrize(
    ("now", "opened", "line"),
    [
        (at(13, 59), False, "TODAY'S MEETING 2:00pm · 7 cases"),
        (at(14, 30), False, "TODAY'S MEETING was due 2:00pm, not opened · 7 cases"),
        (at(14, 30), True, "TODAY'S MEETING 2:00pm · 7 cases"),
    ],
)
def test_after_its_time_the_list_of_work_says_that_it_was_due(now: datetime, opened: bool, line: str) -> None:
    (row,) = todays_meeting(sight(now), ListMeeting("list-1", at(14), 7, opened))

    assert row.lines == (line,)


async def test_two_who_go_on_at_once_pass_over_no_case(desk: Desk) -> None:
    first, second, third = [await amber(desk, name=name) for name in ("Kacey Ash", "Kyle Stone", "Ann Reed")]
    await to(desk, 13)
    of = await made(desk)
    await desk.do("duty-1", "list.call", of.id, {"chair": "chair-1"})
    meeting = await meeting_of(desk, of)
    await to(desk, 14)
    for person in NEEDED:
        await desk.press(person, "meeting.here", meeting.id)
    await desk.press("chair-1", "meeting.start", meeting.id)
    of_chair = await desk.press("chair-1", "meeting.next", meeting.id)
    of_manager = await desk.press("duty-1", "meeting.next", meeting.id)
    desk.move_clock(minutes=5)

    assert (await desk.submit(of_chair.form, {}, by="chair-1")).kind == "done"
    again = await desk.submit(of_manager.form, {}, by="duty-1")

    assert again.note.startswith("Already recorded")
    now = await desk.store.read(lambda tx: tx.meetings.sitting(meeting.id))
    assert now is not None
    assert [item.state for item in now.items] == ["left", "in_hand", "waiting"], (first, second, third)
