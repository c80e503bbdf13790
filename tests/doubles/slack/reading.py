"""What people get from a message or view: what is seen, what a screen reader says, what can be pressed."""

import html
import re
from collections.abc import Iterator

from tests.doubles.slack.block_elements import all_options
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.blocks import elements_of
from tests.doubles.slack.forms import is_stateful
from tests.doubles.slack.rich_text import rich_text_words
from tests.doubles.slack.things import Message, View

Surface = Message | View
_LINK = re.compile(r"<(?:[^<>|]*\|([^<>]*)|([^<>|]*))>")
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")


def spoken(message: Message) -> str:
    """What Slack's screen readers and notifications say: the top-level text, never the blocks."""
    return _shown(message.text)


def seen(surface: Surface) -> str:
    """What a sighted person reads, top to bottom, a line for each piece."""
    lines = list(_block_lines(surface.blocks))
    if isinstance(surface, Message):
        return "\n".join(lines or [_shown(surface.text)])
    ends = [_words(surface.spec.get(key)) for key in ("submit", "close")]
    return "\n".join(line for line in [surface.title, *lines, *ends] if line)


def controls(surface: Surface) -> list[tuple[Json, Json]]:
    """Every interactive element with its block, in the order of reading."""
    return [(block, element) for block in surface.blocks for element in elements_of(block)]


def button_name(element: Json) -> str:
    """The name under which a screen reader finds a button."""
    return str(element.get("accessibility_label") or _words(element.get("text")))


def button_names(surface: Surface) -> list[str]:
    """The names of all buttons, for a test that no two are equal."""
    return [button_name(element) for _, element in controls(surface) if element["type"] == "button"]


def labels(view: View) -> list[str]:
    """The labels of a view's inputs, in order."""
    return [_label(block) for block in view.blocks if block["type"] == "input"]


def find_button(surface: Surface, label: str) -> tuple[Json, Json]:
    """The one button with that visible text or accessible name; AssertionError if none or several."""
    buttons = [each for each in controls(surface) if each[1]["type"] == "button"]
    exact = [each for each in buttons if button_name(each[1]) == label]
    return _only(exact or [each for each in buttons if _words(each[1]["text"]) == label], label, surface)


def find_control(surface: Surface, label: str) -> tuple[Json, Json]:
    """The one select, choice, picker or input under that label.

    The label is an input's label, a section's text, a placeholder or an action id.
    """
    found = [
        (block, element)
        for block, element in controls(surface)
        if element["type"] != "button" and label in _control_labels(block, element)
    ]
    return _only(found, label, surface)


def input_label(view: View, block_id: str) -> str:
    """The label of the input block with that id, else the id."""
    for block in view.blocks:
        if block["block_id"] == block_id and block["type"] == "input":
            return _label(block)
    return block_id


def _control_labels(block: Json, element: Json) -> list[str]:
    own = [
        _words(block.get("label")),
        _label(block),
        _words(block.get("text")),
        _words(element.get("placeholder")),
    ]
    return [*filter(None, own), element["action_id"]]


def _label(block: Json) -> str:
    """A label as Slack shows it: Slack itself adds "(optional)" where a field may stay empty."""
    return _words(block.get("label")) + (" (optional)" if block.get("optional") else "")


def _only(found: list[tuple[Json, Json]], label: str, surface: Surface) -> tuple[Json, Json]:
    if len(found) != 1:
        there = [button_name(element) or element["action_id"] for _, element in controls(surface)]
        raise AssertionError(f"{len(found)} controls named {label!r}; there are {there}")
    return found[0]


def _block_lines(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        kind = block["type"]
        if kind == "rich_text":
            yield rich_text_words(block)
        elif kind == "table":
            yield from (" | ".join(rich_text_words(cell) for cell in row) for row in block["rows"])
        elif kind == "markdown":
            yield block["text"]
        elif kind == "image":
            yield block["alt_text"]
        else:
            yield from _common_lines(block)


def _common_lines(block: Json) -> Iterator[str]:
    if "label" in block:
        yield _label(block)
    texts = [block.get("text"), *block.get("fields", []), block.get("hint")]
    if block["type"] == "context":
        texts += block["elements"]
    for text in texts:
        if text:
            yield _words(text) or text.get("alt_text", "")
    for element in elements_of(block):
        yield from _element_lines(element)


def _element_lines(element: Json) -> Iterator[str]:
    if element["type"] == "button":
        yield f"[{_words(element['text'])}]"
    for option in all_options(element):
        yield f"- {_words(option['text'])}"
        if "description" in option:
            yield _words(option["description"])
    if is_stateful(element) and isinstance(element.get("initial_value"), str):
        yield element["initial_value"]


def _words(text: Json | None) -> str:
    if not text or "text" not in text:
        return ""
    return _shown(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _shown(mrkdwn: str) -> str:
    """Slack's markup as it is shown: links by their words, no marks, entities decoded."""
    without_links = _LINK.sub(lambda match: match.group(1) or match.group(2) or "", mrkdwn)
    return html.unescape(_MARKS.sub(r"\2", without_links))
