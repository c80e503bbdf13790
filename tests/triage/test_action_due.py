"""When an action is due, from the moment its proposal is approved."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import PROFILE
from triage.action_due import CHOICES, chosen_date, due_at, on

HOURS = PROFILE.hours.opening(frozenset({date(2026, 12, 25)}))


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc]  # year to minute


@pytest.mark.parametrize(
    ("code", "approved", "due"),
    [
        ("end_of_today", at(2026, 11, 16, 12, 51), at(2026, 11, 16, 17, 0)),
        ("end_of_today", at(2026, 11, 16, 17, 30), at(2026, 11, 17, 0, 0)),
        ("end_of_today", at(2026, 11, 14, 12, 0), at(2026, 11, 15, 0, 0)),
        ("tomorrow_midday", at(2026, 11, 16, 12, 51), at(2026, 11, 17, 12, 0)),
        ("tomorrow_midday", at(2026, 3, 28, 12, 0), at(2026, 3, 29, 11, 0)),
        ("working_days_2", at(2026, 11, 16, 12, 51), at(2026, 11, 18, 17, 0)),
        ("working_days_2", at(2026, 11, 19, 12, 51), at(2026, 11, 23, 17, 0)),
        ("working_days_5", at(2026, 12, 21, 9, 0), at(2026, 12, 29, 17, 0)),
        ("2026-11-20", at(2026, 11, 16, 12, 51), at(2026, 11, 20, 16, 30)),
        ("2026-11-21", at(2026, 11, 16, 12, 51), at(2026, 11, 22, 0, 0)),
        ("2026-11-13", at(2026, 11, 16, 12, 51), at(2026, 11, 14, 0, 0)),
    ],
)
def test_each_choice(code: str, approved: datetime, due: datetime) -> None:
    assert due_at(code, approved, HOURS) == due


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        due_at("next_week", at(2026, 11, 16, 12, 0), HOURS)


@given(
    code=st.sampled_from(CHOICES),
    approved=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware by `timezones`
)
def test_no_fixed_choice_is_ever_in_the_past(code: str, approved: datetime) -> None:
    assert due_at(code, approved, HOURS) > approved


@given(day=st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_date_comes_back_as_it_was_chosen(day: date) -> None:
    assert chosen_date(on(day)) == day
