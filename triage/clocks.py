"""When something is due: the lengths that a clock may have, and how a due time moves.

Every instant that comes in is aware and every instant that goes out is aware and in UTC. Elapsed hours are
true hours, also across a clock change; working hours are counted in the hub's opening hours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from triage.calendar import OpeningHours

QUARTER = timedelta(minutes=15)
MEETING_BEFORE_DUE = timedelta(hours=1)

Counted = Literal["calendar", "working"]
"""How days are counted: every day, or only those on which the hub opens."""


@dataclass(frozen=True)
class ElapsedTime:
    """True time, which runs at night, at weekends and across clock changes."""

    length: timedelta

    def __post_init__(self) -> None:
        _check_positive(self.length > timedelta())


@dataclass(frozen=True)
class WorkingTime:
    """Time that runs only while the hub is open."""

    length: timedelta

    def __post_init__(self) -> None:
        _check_positive(self.length > timedelta())


@dataclass(frozen=True)
class EndOfDay:
    """The end of the day that lies so many days after the start, which is itself not counted.

    `ends` says what the end of the day is: midnight ("by the end of Tuesday 17 November") or the hub's
    closing time ("by 5:00pm Tuesday 17 November"). A calendar day on which the hub is closed has no closing
    time and ends at midnight.
    """

    days: int
    counted: Counted = "working"
    ends: Literal["midnight", "closing"] = "midnight"

    def __post_init__(self) -> None:
        _check_positive(self.days > 0)


Length = ElapsedTime | WorkingTime | EndOfDay
"""How long a clock runs."""


class LocalReading(NamedTuple):
    """A local time read as an instant in UTC; `noted` when that local time comes twice or never."""

    at: datetime
    noted: bool


@dataclass(frozen=True)
class Rebased:
    """A clock after a change of rating: the new due time, and the old one if it was missed already."""

    due: datetime
    missed: datetime | None


def due(start: datetime, length: Length, hours: OpeningHours) -> datetime:
    """The instant at which a clock that started at `start` runs out, in UTC.

    Raises `ValueError` for a start without a time zone.
    """
    if start.tzinfo is None:
        raise ValueError("a clock starts at an instant with a time zone")
    match length:
        case ElapsedTime():
            return start.astimezone(UTC) + length.length
        case WorkingTime():
            return hours.add_working_time(start, length.length)
        case EndOfDay():
            return _end_of_day(hours.local_date(start), length, hours)


def is_missed(due_at: datetime, now: datetime) -> bool:
    """Whether what is not yet done is late: from the due time on."""
    return now >= due_at


def halfway(
    now: datetime, due_at: datetime, share: float = 0.5, hours: OpeningHours | None = None
) -> datetime:
    """The instant at which this share of the time still left has gone, in UTC.

    For a clock of working time give `hours`: then the share is one of the open time left. When nothing is
    left it is `now`.
    """
    start = now.astimezone(UTC)
    if due_at <= start:
        return start
    if hours is None:
        return start + (due_at - start) * share
    return hours.add_working_time(start, hours.working_time_between(start, due_at) * share)


def rebase(
    *,
    start: datetime,
    now: datetime,
    old_due: datetime,
    new_length: Length,
    raised: bool,
    hours: OpeningHours,
) -> Rebased:
    """The due time after a change of rating, by the rule "keep the start".

    A rating that goes up takes whichever limit ends sooner, one that goes down the new limit, both counted
    from the same start. A limit already missed stays missed at its level.
    """
    new_due = due(start, new_length, hours)
    return Rebased(
        due=min(old_due.astimezone(UTC), new_due) if raised else new_due,
        missed=old_due.astimezone(UTC) if is_missed(old_due, now) else None,
    )


def local_to_utc(naive: datetime, timezone: ZoneInfo) -> LocalReading:
    """Read a local time without a zone as an instant in UTC.

    A time that comes twice is read as the first; a time that the clocks jump over is read as if they had
    not yet moved. Both are noted.
    """
    first = naive.replace(tzinfo=timezone, fold=0)
    second = naive.replace(tzinfo=timezone, fold=1)
    return LocalReading(first.astimezone(UTC), noted=first.utcoffset() != second.utcoffset())


def meeting_time(rated_at: datetime, due_at: datetime) -> datetime:
    """When an urgent meeting is proposed for: an hour before due, on a quarter hour, in UTC.

    It is inside the clock and never in the past. When no quarter hour is left before the due time it is at
    once. Quarter hours are the same in UTC and in every British local time.
    """
    rated = rated_at.astimezone(UTC)
    proposed = _quarter_at_or_before(due_at.astimezone(UTC) - MEETING_BEFORE_DUE + QUARTER / 2)
    if proposed < rated:
        proposed = _quarter_at_or_after(rated)
    return proposed if proposed < due_at else rated


def days_before(day: date, days: int, counted: Counted, hours: OpeningHours) -> date:
    """The date so many calendar or working days before this one."""
    return days_after(day, -days, counted, hours)


def days_after(day: date, days: int, counted: Counted, hours: OpeningHours) -> date:
    """The date so many calendar or working days after this one."""
    if counted == "working":
        return hours.add_working_days(day, days)
    return day + timedelta(days=days)


def cut_off(meeting: date, days: int, counted: Counted, at: time, hours: OpeningHours) -> datetime:
    """The instant by which papers must be in: a local time of day, so many days before a meeting, in UTC."""
    last = datetime.combine(days_before(meeting, days, counted, hours), at)
    return local_to_utc(last, hours.timezone).at


def _end_of_day(start: date, length: EndOfDay, hours: OpeningHours) -> datetime:
    day = days_after(start, length.days, length.counted, hours)
    if length.ends == "closing" and hours.is_working_day(day):
        return hours.closing_time(day)
    return hours.end_of_working_day(day)


def _quarter_at_or_before(instant: datetime) -> datetime:
    past_the_quarter = timedelta(
        minutes=instant.minute % 15, seconds=instant.second, microseconds=instant.microsecond
    )
    return instant - past_the_quarter


def _quarter_at_or_after(instant: datetime) -> datetime:
    quarter = _quarter_at_or_before(instant)
    return quarter if quarter == instant else quarter + QUARTER


def _check_positive(is_positive: bool) -> None:  # noqa: FBT001 - the one fact that is checked
    if not is_positive:
        raise ValueError("a clock runs for longer than nothing")
