"""When a hub is open: its week, its bank holidays and its closures.

Days and times of day are local to the hub; every instant that comes in or goes out is aware, and what
comes out is in UTC. Open spans are measured in true time, so an open night in which the clocks change is
an hour longer or shorter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

DAYS_IN_WEEK = 7
ONE_DAY = timedelta(days=1)
MOST_DAYS = 400
"""Of so many dates it is remembered when the hub is open."""
MIDNIGHT = time.min

Span = tuple[time, time]
"""From opening to closing, in local time of day; a closing at 00:00 is midnight at the end of the day."""


@dataclass(frozen=True)
class OpeningHours:
    """The hours in which a hub works.

    `week` holds seven days, Monday first; a day holds its spans `(opens, closes)` in order, or nothing when
    the hub is closed. A span that closes at 00:00 runs to midnight at the end of the day.
    `closed_dates` are bank holidays and local closures. `early_close` is the local time at which the hub
    closes on one date, for example on Christmas Eve.

    Raises `ValueError` when the week has not seven days, is never open, or has spans out of order.
    """

    timezone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    closed_dates: frozenset[date] = frozenset()
    early_close: Mapping[date, time] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_IN_WEEK:
            raise ValueError("a week has seven days, Monday first")
        if not any(self.week):
            raise ValueError("a hub that never opens has no working time")
        for spans in self.week:
            _check_spans(spans)

    def is_open(self, now: datetime) -> bool:
        """Whether the hub works at this instant; open at its opening time, closed at its closing time."""
        return any(opens <= now < closes for opens, closes in self._spans_on(self.local_date(now)))

    def next_opening(self, now: datetime) -> datetime:
        """The first opening after this instant, in UTC."""
        return next(opens for opens, _ in self._spans_from(now) if opens > now)

    def last_closing(self, now: datetime) -> datetime:
        """The last closing that is not after this instant, in UTC."""
        day = self.local_date(now)
        while True:
            closed = [closes for _, closes in self._spans_on(day) if closes <= now]
            if closed:
                return closed[-1]
            day -= ONE_DAY

    def last_change(self, now: datetime) -> datetime:
        """The last opening or closing that is not after this instant, in UTC."""
        opened = [opens for opens, _ in self._spans_on(self.local_date(now)) if opens <= now]
        return max((self.last_closing(now), *opened))

    def is_working_day(self, day: date) -> bool:
        """Whether the hub opens at all on this local date."""
        return bool(self._local_spans(day))

    def add_working_days(self, day: date, days: int) -> date:
        """The date that is so many working days after this one, or before it when `days` is negative.

        The date itself is never counted, so one working day after a Friday or a Saturday is Monday.
        """
        step = ONE_DAY if days > 0 else -ONE_DAY
        left = abs(days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def end_of_working_day(self, day: date) -> datetime:
        """Midnight at the end of this local date, in UTC: the last instant of "by the end of Tuesday"."""
        return self._instant(day + ONE_DAY, MIDNIGHT)

    def closing_time(self, day: date) -> datetime:
        """When the hub closes for the night on this local date, in UTC.

        Raises `ValueError` when it does not open on that date.
        """
        spans = self._spans_on(day)
        if not spans:
            raise ValueError("the hub does not open on this date")
        return spans[-1][1]

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How long the hub is open from one instant to a later one; nothing when `end` is not later."""
        total = timedelta()
        for opens, closes in self._spans_from(start):
            if opens >= end:
                break
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total

    def add_working_time(self, start: datetime, length: timedelta) -> datetime:
        """The earliest instant by which the hub has been open for `length` since `start`, in UTC."""
        left = length
        if not left:
            return start.astimezone(UTC)
        for opens, closes in self._spans_from(start):
            begins = max(opens, start.astimezone(UTC))
            if closes - begins >= left:
                return begins + left
            left -= max(timedelta(), closes - begins)
        raise AssertionError("open spans never end")

    def local_date(self, instant: datetime) -> date:
        """The date on the hub's wall at this instant."""
        return instant.astimezone(self.timezone).date()

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.timezone).astimezone(UTC)

    def _local_spans(self, day: date) -> tuple[Span, ...]:
        if day in self.closed_dates:
            return ()
        spans = self.week[day.weekday()]
        last = self.early_close.get(day)
        if last is None:
            return spans
        return tuple((opens, _earlier(closes, last)) for opens, closes in spans if opens < last)

    def _spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """When it is open on this local date; worked out once for each date, as each press asks whether it is open."""
        spans = self._known.get(day)
        if spans is None:
            if len(self._known) == MOST_DAYS:
                self._known.clear()
            spans = self._known[day] = self._worked_out(day)
        return spans

    @cached_property
    def _known(self) -> dict[date, tuple[tuple[datetime, datetime], ...]]:
        return {}

    def _worked_out(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        return tuple(
            (
                self._instant(day, opens),
                self.end_of_working_day(day) if closes == MIDNIGHT else self._instant(day, closes),
            )
            for opens, closes in self._local_spans(day)
        )

    def _spans_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every open span that is not over at this instant, soonest first, without end."""
        day = self.local_date(instant)
        while True:
            yield from (span for span in self._spans_on(day) if span[1] > instant)
            day += ONE_DAY


def _check_spans(spans: tuple[Span, ...]) -> None:
    for opens, closes in spans:
        if closes not in (MIDNIGHT, max(opens, closes)) or opens == closes != MIDNIGHT:
            raise ValueError("a hub closes after it opens, on the same day")
    for (_, closes), (opens, _) in pairwise(spans):
        if closes == MIDNIGHT or opens < closes:
            raise ValueError("the spans of a day come in order and do not overlap")


def _earlier(closes: time, last: time) -> time:
    return last if closes == MIDNIGHT else min(closes, last)
