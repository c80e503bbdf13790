"""When a thing arrived, read from what its form wrote."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from triage.clocks import LocalReading, local_to_utc

TimeDoubt = Literal[
    "no_time",
    "impossible_time",
    "no_time_of_day",
    "clocks_changed",
    "received_in_future",
    "received_long_ago",
]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCKS_DIFFER_BY = timedelta(minutes=5)
LONG_AGO = timedelta(days=366)

_WRITTEN = re.compile(
    r"(?:[a-z]+,? +)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ /.\-]+(?P<month>\d{1,2}|[a-z]{3,9})[ /.\-,]+(?P<year>\d{4}),?"
    r"(?:(?: +| *t| +at +)(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:[:.](?P<second>\d{2}))? *(?P<half>am|pm)?)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Received:
    """The instant (aware, UTC) from which clocks run, and what is doubtful about it."""

    at: datetime
    doubts: tuple[TimeDoubt, ...] = ()


def read_received(text: str, *, now: datetime, tz: ZoneInfo) -> Received:
    """The instant that a form wrote as day-first local time, or as an ISO time with or without an offset.

    `now` is aware. What cannot be read, or lies in the future, is received now, when it was imported:
    a clock never starts later than the hub could know. A day without a time counts from its start.
    A local time that comes twice is the first of the two; one that the clocks skip is noted too.
    """
    if not text.strip():
        return Received(now.astimezone(UTC), ("no_time",))
    written, whole = _read(text.strip())
    reading = _in_utc(written, tz) if written else None
    if reading is None:
        return Received(now.astimezone(UTC), ("impossible_time",))
    at = reading.at
    if at > now:
        skewed = at - now <= CLOCKS_DIFFER_BY
        return Received(now.astimezone(UTC), () if skewed else ("received_in_future",))
    checks: tuple[tuple[TimeDoubt, bool], ...] = (
        ("no_time_of_day", not whole),
        ("clocks_changed", reading.noted),
        ("received_long_ago", now - at > LONG_AGO),
    )
    return Received(at, tuple(doubt for doubt, applies in checks if applies))


def _read(text: str) -> tuple[datetime | None, bool]:
    """The time as written, naive unless it had an offset, and whether it had a time of day."""
    match = _WRITTEN.fullmatch(text)
    try:
        if match:
            return _day_first(match), match["hour"] is not None
        return datetime.fromisoformat(text), len(text) > len("2026-11-16")
    except ValueError:
        return None, False


def _day_first(match: re.Match[str]) -> datetime:
    month = match["month"]
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3].lower()) + 1
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a 12-hour clock
            raise ValueError("not an hour of a 12-hour clock")
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    return datetime(  # noqa: DTZ001 - local time as written; its zone is applied by the caller
        int(match["year"]),
        number,
        int(match["day"]),
        hour,
        int(match["minute"] or 0),
        int(match["second"] or 0),
    )


def _in_utc(written: datetime, tz: ZoneInfo) -> LocalReading | None:
    """The instant in UTC; None for a year at the edge of what can be counted."""
    try:
        return (
            LocalReading(written.astimezone(UTC), noted=False)
            if written.tzinfo
            else local_to_utc(written, tz)
        )
    except OverflowError:
        return None
