"""What a day's meeting does when nothing is left to discuss, or when a case may not be discussed there any more."""

import pytest

from tests.handlers.test_day_list import amber, made, meeting_of, reference, to
from tests.handlers.test_meeting import words
from tests.support.desk import Desk
from tests.support.kept_from import declare, restrict
from tests.support.meeting import NEEDED, cards
from triage.records import Meeting


async def begun(desk: Desk) -> Meeting:
    """The day's meeting at two, with everybody there who is needed."""
    await to(desk, 13)
    of = await made(desk)
    await desk.do("duty-1", "list.call", of.id, {"chair": "chair-1"})
    meeting = await meeting_of(desk, of)
    await to(desk, 14)
    for person in NEEDED:
        await desk.press(person, "meeting.here", meeting.id)
    assert (await desk.press("chair-1", "meeting.start", meeting.id)).kind == "done"
    return meeting


async def state(desk: Desk, meeting: Meeting) -> str:
    found = await desk.store.read(lambda tx: tx.meetings.sitting(meeting.id))
    assert found is not None
    return found.meeting.state


async def test_a_meeting_without_any_case_is_over_when_it_begins(desk: Desk) -> None:
    hidden = await amber(desk)
    await restrict(desk, hidden)

    meeting = await begun(desk)

    assert await state(desk, meeting) == "closed"
    (card,) = await cards(desk, "meeting")
    assert card.title == "MEETING CLOSED 2:00pm Mon 16 November · 0 cases"
    desk.move_clock(minutes=20)
    assert await cards(desk, "meeting") == [card]


@pytest.mark.parametrize("how", ["restricted", "conflict"])
async def test_a_case_kept_from_the_channel_leaves_the_meeting_and_the_next_one_comes(
    desk: Desk, how: str
) -> None:
    first, second = await amber(desk), await amber(desk, name="Kyle Stone")
    meeting = await begun(desk)

    if how == "restricted":
        await restrict(desk, first)
    else:
        await declare(desk, "housing-1", first)

    (card,) = await cards(desk, "meeting")
    assert card.title.startswith("CASE 1 OF 1 · ")
    assert card.title.endswith(await reference(desk, second))
    assert await reference(desk, first) not in words(card)
    assert (await desk.do("chair-1", "meeting.next", meeting.id, {})).kind == "done"
    assert await state(desk, meeting) == "closed"


async def test_the_last_case_kept_from_the_channel_ends_the_meeting(desk: Desk) -> None:
    only = await amber(desk)
    meeting = await begun(desk)

    await restrict(desk, only)

    assert await state(desk, meeting) == "closed"
    (card,) = await cards(desk, "meeting")
    assert card.title == "MEETING CLOSED 2:00pm Mon 16 November · 0 cases"


async def test_a_case_that_waits_and_is_kept_from_the_channel_is_not_taken_up(desk: Desk) -> None:
    await amber(desk)
    waits = await amber(desk, name="Kyle Stone")
    meeting = await begun(desk)

    await restrict(desk, waits)
    assert (await desk.do("chair-1", "meeting.next", meeting.id, {})).kind == "done"

    assert await state(desk, meeting) == "closed"
