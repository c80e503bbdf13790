import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.limits import cut, fitting, shorten, utf16_length
from bot.words import Words

WORDS = Words("en")
FAMILY = "👨‍👩‍👧"


def in_utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(st.characters(exclude_categories=())))
def test_lengths_are_those_of_utf16(text: str) -> None:
    assert utf16_length(text) == in_utf16(text)


@pytest.mark.parametrize("limit", [4, 5, 75, 3_000])
def test_a_text_of_just_the_limit_is_left_alone(limit: int) -> None:
    text = "𝄞" * (limit // 2) + "a" * (limit % 2)
    assert shorten(text, limit) == text
    assert cut(text, limit, WORDS) == text


def test_a_cut_says_how_much_is_missing() -> None:
    shown = cut("a" * 3_312, 3_000, WORDS)
    kept = shown.index("…")
    assert shown == "a" * kept + f"… {3_312 - kept} more characters in the record"
    assert utf16_length(shown) <= 3_000


@given(st.text(min_size=60), st.integers(45, 60))
def test_a_cut_fits_counts_what_is_gone_and_starts_like_the_text(text: str, limit: int) -> None:
    shown = cut(text, limit, WORDS)
    assert in_utf16(shown) <= limit
    kept, mark, told = shown.rpartition("… ")
    if shown != text:
        assert mark
        assert text.startswith(kept)
        assert told == f"{len(text) - len(kept)} more characters in the record"


@given(st.text(st.sampled_from("ae\u0301\u200d👩👧🏽🇬🇧x\r\n"), min_size=10), st.integers(2, 9))
def test_no_seen_character_is_split(text: str, limit: int) -> None:
    end = fitting(text, limit)
    assert in_utf16(text[:end]) <= limit
    if 0 < end < len(text):
        assert not unicodedata.combining(text[end])
        assert "\u200d" not in text[end - 1 : end + 1]
        assert text[end - 1 : end + 1] != "\r\n"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        (f"a{FAMILY}b", 5, "a…"),
        (f"a{FAMILY}b", 9, "a…"),
        ("ae\u0301b", 3, "a…"),
        ("ab👍🏽c", 5, "ab…"),
        ("a🇬🇧b", 4, "a…"),
        ("𝄞𝄞", 3, "𝄞…"),
    ],
)
def test_what_is_seen_as_one_is_kept_or_left_as_one(text: str, limit: int, shown: str) -> None:
    assert shorten(text, limit) == shown
