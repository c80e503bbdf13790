from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.hours import ALWAYS, LONDON, NINE_TO_FIVE, SPLIT_DAYS, london
from triage.calendar import OpeningHours
from triage.clocks import (
    Counted,
    ElapsedTime,
    EndOfDay,
    Length,
    Rebased,
    WorkingTime,
    cut_off,
    days_after,
    days_before,
    due,
    halfway,
    is_missed,
    local_to_utc,
    meeting_time,
    rebase,
)


def elapsed(hours: int) -> ElapsedTime:
    return ElapsedTime(timedelta(hours=hours))


def working(hours: int) -> WorkingTime:
    return WorkingTime(timedelta(hours=hours))


LENGTHS: tuple[Length, ...] = (
    elapsed(4), working(4), elapsed(24), working(24), elapsed(72), working(72), EndOfDay(1)
)  # fmt: skip

VECTORS = {
    london(2026, 6, 12, 15): (
        london(2026, 6, 12, 19),
        london(2026, 6, 15, 11),
        london(2026, 6, 13, 15),
        london(2026, 6, 17, 15),
        london(2026, 6, 15, 15),
        london(2026, 6, 25, 15),
        london(2026, 6, 16),  # midnight at the end of Monday 15
    ),
    london(2026, 5, 22, 23, 30): (
        london(2026, 5, 23, 3, 30),
        london(2026, 5, 26, 13),
        london(2026, 5, 23, 23, 30),
        london(2026, 5, 28, 17),
        london(2026, 5, 25, 23, 30),
        london(2026, 6, 5, 17),
        london(2026, 5, 27),
    ),
    london(2026, 3, 28, 22): (
        london(2026, 3, 29, 3),
        london(2026, 3, 30, 13),
        london(2026, 3, 29, 23),
        london(2026, 4, 1, 17),
        london(2026, 3, 31, 23),
        london(2026, 4, 13, 17),
        london(2026, 3, 31),
    ),
    london(2026, 12, 24, 16): (
        london(2026, 12, 24, 20),
        london(2026, 12, 29, 12),
        london(2026, 12, 25, 16),
        london(2026, 12, 31, 16),
        london(2026, 12, 27, 16),
        london(2027, 1, 11, 16),
        london(2026, 12, 30),
    ),
}


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (start, length, expected)
        for start, row in VECTORS.items()
        for length, expected in zip(LENGTHS, row, strict=True)
    ],
)
def test_due_times_of_the_rules(start: datetime, length: Length, expected: datetime) -> None:
    instant = due(start, length, NINE_TO_FIVE)
    assert instant == expected.astimezone(UTC)
    assert instant.tzinfo is UTC


def test_closing_time_ends_a_day_by_five() -> None:
    decided = london(2026, 11, 16, 12, 51)
    assert due(decided, EndOfDay(1, ends="closing"), NINE_TO_FIVE) == london(2026, 11, 17, 17)
    disputed = london(2026, 11, 17, 10)
    assert due(disputed, EndOfDay(2, ends="closing"), NINE_TO_FIVE) == london(2026, 11, 19, 17)


def test_calendar_days_run_over_the_weekend() -> None:
    friday = london(2026, 11, 13, 12)
    assert due(friday, EndOfDay(7, "calendar"), NINE_TO_FIVE) == london(2026, 11, 21)
    assert due(friday, EndOfDay(1, "calendar", "closing"), NINE_TO_FIVE) == london(2026, 11, 15)


def test_refuses_a_start_without_a_zone_and_a_length_of_nothing() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 11, 16, 9), elapsed(4), NINE_TO_FIVE)  # noqa: DTZ001 - what is refused
    for nothing in (lambda: elapsed(0), lambda: working(0), lambda: EndOfDay(0)):
        with pytest.raises(ValueError, match="longer than nothing"):
            nothing()


@pytest.mark.parametrize(
    ("day", "days", "calendar", "working_days"),
    [
        (date(2026, 4, 21), -9, date(2026, 4, 12), date(2026, 4, 8)),
        (date(2026, 4, 21), -7, date(2026, 4, 14), date(2026, 4, 10)),
        (date(2026, 4, 21), 7, date(2026, 4, 28), date(2026, 4, 30)),
    ],
)
def test_date_counts_of_the_rules(day: date, days: int, calendar: date, working_days: date) -> None:
    counts: list[tuple[Counted, date]] = [("calendar", calendar), ("working", working_days)]
    for counted, expected in counts:
        assert days_after(day, days, counted, NINE_TO_FIVE) == expected
        assert days_before(day, -days, counted, NINE_TO_FIVE) == expected


def test_papers_are_in_by_five_nine_days_before() -> None:
    assert cut_off(date(2026, 4, 21), 9, "working", time(17), NINE_TO_FIVE) == london(2026, 4, 8, 17)


@pytest.mark.parametrize(
    ("now", "due_at", "hours", "expected"),
    [
        (london(2026, 11, 16, 9, 40), london(2026, 11, 16, 13, 12), None, london(2026, 11, 16, 11, 26)),
        (london(2026, 11, 16, 13, 12), london(2026, 11, 16, 13, 12), None, london(2026, 11, 16, 13, 12)),
        (london(2026, 11, 16, 15), london(2026, 11, 16, 13, 12), None, london(2026, 11, 16, 15)),
        (london(2026, 6, 12, 15), london(2026, 6, 17, 15), NINE_TO_FIVE, london(2026, 6, 16, 11)),
    ],
)
def test_half_of_what_is_left(
    now: datetime, due_at: datetime, hours: OpeningHours | None, expected: datetime
) -> None:
    assert halfway(now, due_at, 0.5, hours) == expected


@pytest.mark.parametrize(
    ("now", "raised", "new_length", "expected"),
    [
        # raised from amber: the start stays, the shorter limit holds
        (london(2026, 11, 16, 10), True, elapsed(4), (london(2026, 11, 16, 13), None)),
        # raised to a level whose limit would be longer: the old one holds
        (london(2026, 11, 16, 10), True, elapsed(72), (london(2026, 11, 17, 9), None)),
        # lowered: the start stays, the new limit holds
        (london(2026, 11, 16, 10), False, elapsed(72), (london(2026, 11, 19, 9), None)),
        # missed before it was lowered: that stays missed
        (london(2026, 11, 17, 9), False, elapsed(72), (london(2026, 11, 19, 9), london(2026, 11, 17, 9))),
        # raised so late that the new limit is over at once
        (london(2026, 11, 16, 20), True, elapsed(4), (london(2026, 11, 16, 13), None)),
    ],
)
def test_a_change_of_rating_keeps_the_start(
    now: datetime, raised: bool, new_length: Length, expected: tuple[datetime, datetime | None]
) -> None:
    start = london(2026, 11, 16, 9)
    changed = rebase(
        start=start,
        now=now,
        old_due=due(start, elapsed(24), NINE_TO_FIVE),
        new_length=new_length,
        raised=raised,
        hours=NINE_TO_FIVE,
    )
    assert changed == Rebased(*expected)


def test_late_from_the_due_time_on() -> None:
    due_at = london(2026, 11, 16, 11, 26)
    assert not is_missed(due_at, due_at - timedelta(seconds=1))
    assert is_missed(due_at, due_at)


@pytest.mark.parametrize(
    ("local", "expected", "noted"),
    [
        ("2026-11-16T09:12", "2026-11-16T09:12Z", False),
        ("2026-07-01T09:12", "2026-07-01T08:12Z", False),
        ("2026-10-25T01:30", "2026-10-25T00:30Z", True),  # comes twice: the first
        ("2026-10-25T02:00", "2026-10-25T02:00Z", False),
        ("2026-03-29T01:30", "2026-03-29T01:30Z", True),  # never comes
        ("2026-03-29T02:00", "2026-03-29T01:00Z", False),
    ],
)
def test_local_time_that_comes_twice_or_never_is_noted(local: str, expected: str, noted: bool) -> None:
    reading = local_to_utc(datetime.fromisoformat(local), LONDON)
    assert reading == (datetime.fromisoformat(expected), noted)


def test_the_second_of_two_local_times_is_read_as_the_first_too() -> None:
    second = datetime.fromisoformat("2026-10-25T01:30").replace(fold=1)
    assert local_to_utc(second, LONDON).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rated", "due_at", "expected"),
    [
        ((9, 40), (13, 12), (12, 15)),  # an hour before is 12:12
        ((10, 0), (13, 0), (12, 0)),
        ((9, 40), (10, 12), (9, 45)),  # an hour before is over
        ((9, 45), (10, 12), (9, 45)),
        ((10, 1), (10, 12), (10, 1)),  # no quarter hour left
        ((11, 0), (10, 12), (11, 0)),  # rated when already late
        ((9, 40), (10, 45), (9, 45)),
    ],
)
def test_meeting_an_hour_before_due_on_a_quarter_hour(
    rated: tuple[int, int], due_at: tuple[int, int], expected: tuple[int, int]
) -> None:
    day = (2026, 11, 16)
    assert meeting_time(london(*day, *rated), london(*day, *due_at)) == london(*day, *expected)


HOURS = st.sampled_from([NINE_TO_FIVE, ALWAYS, SPLIT_DAYS])
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
WHOLE_HOURS = st.integers(1, 100)
ANY_LENGTH = st.one_of(
    st.builds(elapsed, WHOLE_HOURS),
    st.builds(working, WHOLE_HOURS),
    st.builds(
        EndOfDay,
        st.integers(1, 12),
        st.sampled_from(["calendar", "working"]),
        st.sampled_from(["midnight", "closing"]),
    ),
)


@given(HOURS, STARTS, ANY_LENGTH, st.timedeltas(timedelta(), timedelta(days=12)))
def test_due_is_later_than_start_and_grows_with_it(
    hours: OpeningHours, start: datetime, length: Length, later: timedelta
) -> None:
    first = due(start, length, hours)
    assert first > start
    assert due(start + later, length, hours) >= first
    assert due(start.astimezone(LONDON), length, hours) == first


@given(HOURS, STARTS, WHOLE_HOURS)
def test_elapsed_and_working_hours_are_exact(hours: OpeningHours, start: datetime, number: int) -> None:
    assert due(start, elapsed(number), hours) - start == timedelta(hours=number)
    end = due(start, working(number), hours)
    assert hours.working_time_between(start, end) == timedelta(hours=number)


@given(HOURS, STARTS, st.integers(1, 12))
def test_working_days_end_on_a_working_day(hours: OpeningHours, start: datetime, days: int) -> None:
    midnight = due(start, EndOfDay(days), hours)
    closing = due(start, EndOfDay(days, ends="closing"), hours)
    last = hours.local_date(midnight - timedelta(microseconds=1))
    assert hours.is_working_day(last)
    assert midnight.astimezone(LONDON).time() == time(0)
    assert hours.local_date(closing - timedelta(microseconds=1)) == last
    assert hours.is_open(closing - timedelta(microseconds=1))


@given(STARTS, st.timedeltas(timedelta(minutes=1), timedelta(hours=80)))
def test_meeting_is_inside_the_clock_and_not_in_the_past(rated: datetime, left: timedelta) -> None:
    proposed = meeting_time(rated, rated + left)
    assert rated <= proposed < rated + left
    if left > timedelta(minutes=15):
        assert proposed.minute % 15 == proposed.second == proposed.microsecond == 0


@given(HOURS, STARTS, st.timedeltas(timedelta(), timedelta(days=9)), st.floats(0, 1), st.booleans())
def test_share_of_what_is_left_is_between_now_and_due(
    hours: OpeningHours, now: datetime, left: timedelta, share: float, in_working_time: bool
) -> None:
    part = halfway(now, now + left, share, hours if in_working_time else None)
    assert now <= part <= now + left
