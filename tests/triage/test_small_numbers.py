"""Nobody finds a family in the hub's figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.small_numbers import SMALL, is_small, share, shown

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), max_size=8)


@pytest.mark.parametrize(
    ("counts", "told", "total", "rounded"),
    [
        ({"a": 9, "b": 7}, {"a": 9, "b": 7}, 16, False),
        ({"a": 9, "b": 0}, {"a": 9, "b": 0}, 9, False),
        ({"a": 9, "b": 7, "c": 3}, {"a": 9, "b": None, "c": None}, 20, True),
        ({"a": 12, "b": 2, "c": 3}, {"a": 12, "b": None, "c": None}, 15, True),
        ({"a": 4}, {"a": None}, 5, True),
        ({}, {}, 0, False),
    ],
)
def test_what_is_shown(
    counts: dict[str, int], told: dict[str, int | None], total: int, rounded: bool
) -> None:
    found = shown(counts.items())
    assert (dict(found.counts), found.total, found.rounded) == (told, total, rounded)


@given(COUNTS)
def test_no_small_number_is_shown_nor_can_be_worked_out(counts: dict[str, int]) -> None:
    found = shown(counts.items())
    held = [key for key, count in found.counts.items() if count is None]
    assert not any(is_small(count) for count in found.counts.values() if count is not None)
    if any(is_small(count) for count in counts.values()):
        others = [count for key, count in counts.items() if count and key not in held]
        assert found.rounded
        assert len(held) > 1 or not others


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_share_hides_a_small_part_and_a_small_rest(part: int, rest: int) -> None:
    told = share(part, part + rest)
    if told is None:
        assert is_small(part) or is_small(rest) or part + rest < SMALL
    else:
        assert 0 <= told <= 100
        assert not is_small(part)
        assert not is_small(rest)


def test_shares_are_whole_percents() -> None:
    assert share(9, 10) is None
    assert share(90, 100) == 90
    assert share(20, 20) == 100
    assert share(0, 30) == 0
    assert share(0, 4) is None
