import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.encoding import length_prefixed

PARTS = st.lists(st.none() | st.binary(max_size=3), max_size=4)


@given(first=PARTS, second=PARTS)
def test_two_lists_give_the_same_bytes_only_when_they_are_the_same(
    first: list[bytes | None], second: list[bytes | None]
) -> None:
    assert (length_prefixed(*first) == length_prefixed(*second)) == (first == second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("a\x01b",), ("a", "b")),
        (("ab", "c"), ("a", "bc")),
        (("",), (None,)),
        (("",), ()),
        (("\x00",), (None, None)),
    ],
)
def test_what_looks_alike_when_joined_stays_apart(
    first: tuple[str | None, ...], second: tuple[str | None, ...]
) -> None:
    assert length_prefixed(*first) != length_prefixed(*second)


def test_a_text_and_its_bytes_are_the_same() -> None:
    assert length_prefixed("é") == length_prefixed("é".encode())
