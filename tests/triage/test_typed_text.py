"""Text as people can read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.typed_text import readable, typed_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Siân said\tno.\nThen she left. 👩‍👧 五月", "Siân said\tno.\nThen she left. 👩‍👧 五月"),
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b \x1b[31m", "a\ufffdb \ufffd[31m"),
        ("cut in the middle of \ud83d", "cut in the middle of \ufffd"),
        ("Kian\u202egnp.exe\u202c", "Kian\ufffdgnp.exe\ufffd"),
    ],
)
def test_what_was_typed_is_kept_as_it_can_be_read(typed: str, kept: str) -> None:
    assert typed_text(typed) == kept


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_can_be_kept_and_is_kept_once(text: str) -> None:
    kept = readable(text)
    assert kept.encode().decode() == kept
    assert readable(kept) == kept
    assert not any(ord(each) < 32 and each not in "\t\n" for each in kept)
