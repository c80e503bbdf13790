"""For how long whoever is named in a meeting acts as its chair, or takes its minutes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.triage.hours import NINE_TO_FIVE
from triage.authority import Actor
from triage.chairing import as_in_meeting
from triage.meetings import Sitting
from triage.records import Meeting, Minutes

WORKER = Actor("worker-1", "", frozenset({"social_worker"}))


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A time of November 2026; the 16th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def sitting(*approved: datetime | None, **meeting: object) -> Sitting:
    """A meeting of Monday, chaired by the worker, with a version of its minutes for each time of approval."""
    called = Meeting("meeting-1", "hub", "urgent", at(16), at(16, 10), chair="worker-1", set_at=at(16, 10))
    one = replace(called, **meeting)  # type: ignore[arg-type]  # a row says which
    versions = tuple(
        Minutes(f"minutes-{n}", "meeting-1", "hub", "", n, at(16, 14), "worker-1", approved_at=when)
        for n, when in enumerate(approved, start=1)
    )
    return Sitting(one, minutes=versions)


CALLED: dict[str, object] = {}
OPEN: dict[str, object] = {"state": "open", "opened_at": at(16)}
CLOSED: dict[str, object] = {"state": "closed", "closed_at": at(16, 14)}


@pytest.mark.parametrize(
    ("told", "one", "now", "acts"),
    [
        ("as soon as they are named", sitting(**CALLED), at(16, 10, 1), True),
        ("who is not named never", sitting(chair="chair-1"), at(16, 10, 1), False),
        ("while it goes on, however long", sitting(**OPEN), at(27), True),
        ("while its minutes wait, however long", sitting(None, **CLOSED), at(27), True),
        ("also of one that was adjourned", sitting(None, state="adjourned", closed_at=at(16)), at(17), True),
        ("not once they are approved", sitting(at(16, 15), **CLOSED), at(16, 15), False),
        (
            "not by an older version that was never approved",
            sitting(None, at(16, 15), **CLOSED),
            at(17),
            False,
        ),
        ("again while a new version waits", sitting(at(16, 15), None, **CLOSED), at(17), True),
        ("without minutes on the next working day", sitting(**CLOSED), at(17, 23, 59), True),
        ("not after it", sitting(**CLOSED), at(18, 0), False),
        (
            "the next after a Friday is a Monday",
            sitting(state="closed", closed_at=at(20, 16)),
            at(23, 23),
            True,
        ),
        ("and is over then", sitting(state="closed", closed_at=at(20, 16)), at(24, 0), False),
        ("of one that never began the day after its time", sitting(**CALLED), at(17, 23, 59), True),
        ("not after it", sitting(**CALLED), at(18, 0), False),
        ("of one that is set for later until then", sitting(at=at(19, 9)), at(18), True),
        (
            "not of one that nobody needs",
            sitting(state="not_needed", closed_at=at(16, 11)),
            at(16, 11),
            False,
        ),
    ],
)
def test_for_how_long_somebody_chairs(told: str, one: Sitting, now: datetime, acts: bool) -> None:
    assert as_in_meeting(WORKER, (one,), NINE_TO_FIVE, now).has("chair") is acts, told


def test_what_they_are_otherwise_stays() -> None:
    over = sitting(at(16, 15), chair="", minute_taker="worker-1", **CLOSED)

    assert as_in_meeting(WORKER, (over,), NINE_TO_FIVE, at(17)) == WORKER


def test_of_several_meetings_one_that_lasts_is_enough() -> None:
    over, lasts = sitting(at(16, 15), **CLOSED), sitting(chair="", minute_taker="worker-1", **OPEN)

    acting = as_in_meeting(WORKER, (over, lasts), NINE_TO_FIVE, at(17))

    assert acting.roles == {"social_worker", "minute_taker"}


def test_nobody_is_nobody_in_a_meeting_without_a_chair() -> None:
    assert not as_in_meeting(Actor(""), (sitting(chair=""),), NINE_TO_FIVE, at(16)).has("chair")
