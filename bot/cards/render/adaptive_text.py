"""Plain text made inert for Adaptive Cards, whose TextBlocks read a little markdown.

Only TextBlocks and the labels of radio buttons and checkboxes are read as markup. The functions `{{DATE(…)}}` and
`{{TIME(…)}}` are carried out everywhere, so they are taken apart in all text.
"""

import re

_ANYWHERE = re.compile(r"[\\`*_~\[\]<]|&(?=#?\w+;)")
_AT_START = re.compile(r"^(?=[#>+=-])")
_NUMBERED = re.compile(r"^(\d+)(?=[.)])")
_FUNCTION = re.compile(r"\{(?=\{(?:DATE|TIME)\()", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """Text for a place that reads no markdown (text runs, titles, labels, values)."""
    return _FUNCTION.sub("{" + _WORD_JOINER, text)


def inert(text: str) -> str:
    """One line for a place that reads markdown, shown as it was written; line breaks become spaces."""
    line = _ANYWHERE.sub(r"\\\g<0>", " ".join(plain(text).split()))
    return _NUMBERED.sub(r"\1\\", _AT_START.sub(r"\\", line))
