"""Times of day as people type them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.typed_times import read_time


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10:40am", time(10, 40)),
        ("10.40 AM", time(10, 40)),
        ("3pm yesterday", time(15)),
        ("at 12:05am", time(0, 5)),
        ("12pm", time(12)),
        ("22:15 on Monday", time(22, 15)),
        ("Midday", time(12)),
        ("midnight", time(0)),
        ("25:99", None),
        ("24:00", None),
        ("13:00pm", None),
        ("10:4", None),
        ("10:400", None),
        ("10", None),
        ("this morning", None),
        ("", None),
    ],
)
def test_a_time_is_read_or_is_none(typed: str, read: time | None) -> None:
    assert read_time(typed) == read


@given(st.times())
def test_every_minute_of_the_day_can_be_typed_both_ways(at: time) -> None:
    minute = at.replace(second=0, microsecond=0)
    assert read_time(f"{at:%H:%M}") == minute
    assert read_time(f"{at:%I:%M%p}".lower()) == minute


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    assert read_time(typed) is None or isinstance(read_time(typed), time)
