"""A meeting that was read whole is read again in the same transaction as soon as anything of it was written."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from storage.meetings import Meetings
from storage.tx import Tx
from tests.storage.test_remembered import statements
from tests.support.desk import Desk
from tests.support.meeting import red, sitting
from triage.meetings import Sitting
from triage.records import Attendance, Guest, Minutes


def a_case(meetings: Meetings, read: Sitting) -> None:
    meetings.items.rewrite(replace(read.items[0], state="decided"))


def who_is_there(meetings: Meetings, read: Sitting) -> None:
    meetings.attendance.add(
        Attendance("there-1", read.meeting.id, "police", "here", read.meeting.at, "duty-1")
    )


def a_guest(meetings: Meetings, read: Sitting) -> None:
    of, at = read.items[0].referral, read.meeting.at
    meetings.guests.add(Guest("guest-1", of, read.meeting.id, "A. Guest", "", at, "duty-1"))


def minutes(meetings: Meetings, read: Sitting) -> None:
    of, at = read.items[0].referral, read.meeting.at
    meetings.minutes.add(Minutes("minutes-of-1", read.meeting.id, "hub", of, 1, at, "minutes-1"))


def itself(meetings: Meetings, read: Sitting) -> None:
    meetings.rewrite(replace(read.meeting, chair="chair-1"))


@pytest.mark.parametrize("write", [itself, a_case, who_is_there, a_guest, minutes])
async def test_what_was_written_of_it_is_seen(desk: Desk, write: Callable[[Meetings, Sitting], None]) -> None:
    meeting = (await sitting(desk, await red(desk))).meeting.id

    def look(tx: Tx) -> None:
        before = tx.meetings.sitting(meeting)
        assert before is not None
        write(tx.meetings, before)
        assert tx.meetings.sitting(meeting) != before

    await desk.store.write(look)


async def test_without_a_write_it_is_not_read_again(desk: Desk) -> None:
    meeting = (await sitting(desk, await red(desk))).meeting.id

    def look(tx: Tx) -> None:
        before = tx.meetings.sitting(meeting)
        with statements() as asked_for:
            assert tx.meetings.sitting(meeting) is before
        assert asked_for == []

    await desk.store.write(look)
