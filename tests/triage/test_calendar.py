from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.hours import ALWAYS, LONDON, NINE_TO_FIVE, SPLIT_DAYS, london, weekday_hours
from triage.calendar import OpeningHours, Span

ALL_HOURS = st.sampled_from([NINE_TO_FIVE, ALWAYS, SPLIT_DAYS])
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone


@pytest.mark.parametrize(
    ("now", "is_open", "next_opening"),
    [
        (london(2026, 11, 16, 8, 59), False, london(2026, 11, 16, 9)),
        (london(2026, 11, 16, 9), True, london(2026, 11, 17, 9)),
        (london(2026, 11, 16, 16, 59), True, london(2026, 11, 17, 9)),
        (london(2026, 11, 16, 17), False, london(2026, 11, 17, 9)),
        (london(2026, 11, 20, 17), False, london(2026, 11, 23, 9)),
        (london(2026, 5, 25, 12), False, london(2026, 5, 26, 9)),  # spring bank holiday
        (london(2026, 12, 24, 20), False, london(2026, 12, 29, 9)),  # Boxing Day on Saturday moves to Monday
        (london(2026, 3, 28, 12), False, london(2026, 3, 30, 9)),  # clocks go forward in between
    ],
)
def test_says_whether_it_is_open_and_when_it_opens_next(
    now: datetime, is_open: bool, next_opening: datetime
) -> None:
    assert NINE_TO_FIVE.is_open(now) is is_open
    assert NINE_TO_FIVE.next_opening(now) == next_opening


def test_opening_is_local_time_all_year() -> None:
    assert NINE_TO_FIVE.next_opening(london(2026, 7, 1, 3)).hour == 8
    assert NINE_TO_FIVE.next_opening(london(2026, 12, 1, 3)).hour == 9


def test_closes_early_on_christmas_eve() -> None:
    christmas_eve = date(2026, 12, 24)
    hours = weekday_hours(early_close={christmas_eve: time(13)})
    assert hours.is_open(london(2026, 12, 24, 12, 59))
    assert not hours.is_open(london(2026, 12, 24, 13))
    assert hours.closing_time(christmas_eve) == london(2026, 12, 24, 13)
    assert hours.is_working_day(christmas_eve)
    assert hours.add_working_time(london(2026, 12, 24, 12), timedelta(hours=2)) == london(2026, 12, 29, 10)


def test_early_closing_before_opening_closes_the_day() -> None:
    hours = weekday_hours(early_close={date(2026, 12, 24): time(9)})
    assert not hours.is_working_day(date(2026, 12, 24))
    with pytest.raises(ValueError, match="does not open"):
        hours.closing_time(date(2026, 12, 24))


def test_early_closing_does_not_lengthen_a_day() -> None:
    hours = weekday_hours(early_close={date(2026, 12, 24): time(19)})
    assert hours.closing_time(date(2026, 12, 24)) == london(2026, 12, 24, 17)


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 6, 12), 1, date(2026, 6, 15)),
        (date(2026, 6, 13), 1, date(2026, 6, 15)),
        (date(2026, 6, 12), 0, date(2026, 6, 12)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 12, 24), 5, date(2027, 1, 5)),
    ],
)
def test_adds_working_days(day: date, days: int, expected: date) -> None:
    assert NINE_TO_FIVE.add_working_days(day, days) == expected


def test_working_day_ends_at_midnight_in_local_time() -> None:
    assert NINE_TO_FIVE.end_of_working_day(date(2026, 6, 15)) == datetime(2026, 6, 15, 23, tzinfo=UTC)
    assert NINE_TO_FIVE.end_of_working_day(date(2026, 12, 29)) == datetime(2026, 12, 30, tzinfo=UTC)


def test_a_night_of_the_clock_change_has_its_true_length() -> None:
    assert ALWAYS.working_time_between(london(2026, 3, 29), london(2026, 3, 30)) == timedelta(hours=23)
    assert ALWAYS.working_time_between(london(2026, 10, 25), london(2026, 10, 26)) == timedelta(hours=25)


@pytest.mark.parametrize(
    "week",
    [
        (((time(9), time(17)),),) * 5,
        ((),) * 7,
        (((time(17), time(9)),),) * 7,
        (((time(9), time(9)),),) * 7,
        (((time(13), time(17)), (time(9), time(12))),) * 7,
        (((time(9), time(14)), (time(13), time(17))),) * 7,
        (((time(9), time(0)), (time(13), time(17))),) * 7,
    ],
)
def test_refuses_a_week_that_makes_no_sense(week: tuple[tuple[Span, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"week|opens|order"):
        OpeningHours(timezone=LONDON, week=week)


@given(ALL_HOURS, INSTANTS)
def test_next_opening_is_later_and_nothing_opens_before_it(hours: OpeningHours, now: datetime) -> None:
    opening = hours.next_opening(now)
    assert opening > now
    assert hours.is_open(opening)
    if not hours.is_open(now):
        assert hours.working_time_between(now, opening) == timedelta()


@given(ALL_HOURS, INSTANTS, st.timedeltas(timedelta(minutes=1), timedelta(days=9)))
def test_added_working_time_is_exactly_the_time_open_in_between(
    hours: OpeningHours, start: datetime, length: timedelta
) -> None:
    end = hours.add_working_time(start, length)
    assert hours.working_time_between(start, end) == length
    assert hours.is_open(end - timedelta(microseconds=1))


@given(ALL_HOURS, INSTANTS, st.lists(st.timedeltas(timedelta(), timedelta(days=5)), min_size=2, max_size=2))
def test_working_time_adds_up(hours: OpeningHours, start: datetime, lengths: list[timedelta]) -> None:
    middle = start + lengths[0]
    end = middle + lengths[1]
    in_parts = hours.working_time_between(start, middle) + hours.working_time_between(middle, end)
    assert hours.working_time_between(start, end) == in_parts


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(1, 40))
def test_working_days_back_and_forth(day: date, days: int) -> None:
    later = NINE_TO_FIVE.add_working_days(day, days)
    assert NINE_TO_FIVE.is_working_day(later)
    counted = [day + timedelta(n) for n in range(1, (later - day).days + 1)]
    assert sum(map(NINE_TO_FIVE.is_working_day, counted)) == days
    assert NINE_TO_FIVE.add_working_days(later, -days) <= day
