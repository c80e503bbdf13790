"""Every number that a platform sets for what we show, and how text is kept inside it.

Where a vendor's pages disagree the stricter number stands. Both platforms count text in UTF-16 units, so that is how it
is counted here.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.words import Words


@dataclass(frozen=True)
class SlackLimits:
    """Block Kit and the Web API, in UTF-16 units, items, blocks or seconds."""

    message_blocks: int = 50
    view_blocks: int = 100
    page_blocks: int = 90
    """Ours, below the platform's: room for the title's neighbours, problems and buttons of a page."""
    view_bytes: int = 250_000
    quoted_text: int = 30_000
    """Ours: so much of people's words stands above the fields of a form that would be too large."""
    message_text: int = 4_000
    section_text: int = 3_000
    header_text: int = 150
    context_text: int = 2_000
    label_text: int = 2_000
    input_text: int = 3_000
    view_title: int = 24
    view_button: int = 24
    button_text: int = 75
    button_value: int = 2_000
    button_name: int = 75
    actions: int = 25
    url: int = 3_000
    option_text: int = 75
    option_value: int = 150
    options: int = 100
    ticks: int = 10
    ids: int = 255
    private_metadata: int = 3_000
    acknowledge_seconds: float = 2.5
    """Ours: Slack waits for 3 s and counts the way there and back."""
    call_seconds: float = 5.0


@dataclass(frozen=True)
class TeamsLimits:
    """Adaptive Cards and the Bot Connector, in bytes as UTF-16, UTF-16 units, items or seconds."""

    message_bytes: int = 28 * 1024
    """A card in a chat: the smallest of the numbers that Microsoft's pages give, safe on every path."""
    page_bytes: int = 24 * 1024
    """Ours, below the platform's: one page of a form."""
    dialog_title: int = 24
    actions_in_set: int = 6
    """Teams does not show what comes after."""
    row_units: int = 50
    """Ours: the labels, with `button_units` more for each button's edges, that stand side by side uncut."""
    button_units: int = 4
    options: int = 100
    """Ours: a longer list is one that searches."""
    invoke_seconds: float = 4.0
    """Ours: Teams waits for 5 s in a message extension and counts the way there and back."""
    call_seconds: float = 5.0


SLACK: Final = SlackLimits()
TEAMS: Final = TeamsLimits()


def utf16_length(text: str) -> int:
    """How long the platforms count a text to be: characters outside the basic plane count twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def shorten(text: str, limit: int) -> str:
    """A short label inside `limit` UTF-16 units, ending in "…" where something is missing."""
    if utf16_length(text) <= limit:
        return text
    return text[: fitting(text, limit - 1)].rstrip() + "…"


def cut(text: str, limit: int, words: Words) -> str:
    """A text inside `limit` UTF-16 units; what is missing is said in words, and is read in the record."""
    if utf16_length(text) <= limit:
        return text
    end = fitting(text, limit - utf16_length(_missing(len(text), words)))
    return text[:end] + _missing(len(text) - end, words)


def fitting(text: str, limit: int) -> int:
    """Where to end a text so that it fits `limit` UTF-16 units and no visible character is split."""
    units, end = 0, len(text)
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            end = index
            break
    while 0 < end < len(text) and _joined(text[end - 1], text[end]):
        end -= 1
    return end


def piece_end(text: str, limit: int) -> int:
    """Where to end the first piece of a text that is read in pieces: after at least one character, within `limit` units.

    That is the end of a line or a word in the second half of the piece, if there is one. What is seen as one character
    and alone is too long for a piece is divided like any other.
    """
    end = fitting(text, limit) or limit // 2
    for gap in "\n", " ":
        at = text.rfind(gap, end // 2, end)
        if at > 0:
            return at + 1
    return end


def _missing(count: int, words: Words) -> str:
    return words.ngettext(
        "… {count} more character in the record", "… {count} more characters in the record", count
    ).format(count=count)


def _joined(before: str, after: str) -> bool:
    """Whether two code points are seen as one character: accents, joined emoji, skin tones, flags, CR LF."""
    return (
        unicodedata.category(after).startswith("M")
        or "\u200d" in (before, after)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
        or (before == "\r" and after == "\n")
    )
