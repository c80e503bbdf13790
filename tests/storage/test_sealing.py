import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import new_key
from storage.sealing import Unreadable, seal, unseal
from storage.search_tokens import search_token

KEY = new_key()
HERE = {"table": "subject", "row": "s1", "column": "name"}


@given(value=st.text())
def test_a_value_comes_back_as_it_was(value: str) -> None:
    assert unseal(KEY, seal(KEY, value, **HERE), **HERE) == value


def test_the_value_cannot_be_seen_and_equal_values_look_different() -> None:
    sealed = seal(KEY, "Mia Hartley", **HERE)
    assert b"Mia" not in sealed
    assert sealed != seal(KEY, "Mia Hartley", **HERE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        HERE | {"table": "referrer"},
        HERE | {"row": "s2"},
        HERE | {"column": "address"},
        {"table": "subjects", "row": "1", "column": "name"},  # the same letters, cut elsewhere
    ],
)
def test_a_value_moved_to_another_place_cannot_be_read(elsewhere: dict[str, str]) -> None:
    sealed = seal(KEY, "Mia Hartley", **HERE)
    with pytest.raises(Unreadable) as caught:
        unseal(KEY, sealed, **elsewhere)
    assert "Mia" not in str(caught.value)


def test_another_referrals_key_does_not_open_it() -> None:
    with pytest.raises(Unreadable):
        unseal(new_key(), seal(KEY, "Mia Hartley", **HERE), **HERE)


@given(position=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
def test_a_changed_value_cannot_be_read(position: int, flip: int) -> None:
    sealed = bytearray(seal(KEY, "Mia Hartley", **HERE))
    sealed[position % len(sealed)] ^= flip
    with pytest.raises(Unreadable):
        unseal(KEY, bytes(sealed), **HERE)


@given(length=st.integers(min_value=0, max_value=39))
def test_a_value_cut_short_cannot_be_read(length: int) -> None:
    with pytest.raises(Unreadable):
        unseal(KEY, seal(KEY, "Mia Hartley", **HERE)[:length], **HERE)


def test_a_search_token_is_the_same_each_time_and_tells_nothing() -> None:
    token = search_token(KEY, "surname+year", "HRTL", "2019")
    assert token == search_token(KEY, "surname+year", "HRTL", "2019")
    assert len(token) == 16
    assert int(token, 16) >= 0


@pytest.mark.parametrize(
    ("key", "pair"),
    [
        (new_key(), ("surname+year", "HRTL", "2019")),
        (KEY, ("surname+year", "HRTL", "2018")),
        (KEY, ("surname+year", "HRTL2", "019")),
        (KEY, ("surname+year", "2019", "HRTL")),
        (KEY, ("first+date", "HRTL", "2019")),
    ],
    ids=["key", "half", "cut", "order", "kind"],
)
def test_another_pair_or_another_key_gives_another_token(key: bytes, pair: tuple[str, ...]) -> None:
    assert search_token(key, *pair) != search_token(KEY, "surname+year", "HRTL", "2019")
