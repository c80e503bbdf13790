"""Text as people can read it, whatever was typed, pasted or sent."""

import re

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_OVERRIDES = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def readable(text: str) -> str:
    """The text with "�" for what nobody can read and nothing can keep: control characters, halves of a character.

    A line may end in any of the ways there are; here all end alike.
    """
    return _UNREADABLE.sub("\ufffd", _LINE_END.sub("\n", text))


def typed_text(text: str) -> str:
    """What was typed into a form, also without the marks that turn round what is written after them."""
    return _OVERRIDES.sub("\ufffd", readable(text))
