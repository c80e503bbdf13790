"""A card as a person reads it: the words, without layout and colour."""

import html
import re
from collections.abc import Callable
from typing import Any

from tests.doubles.adaptive.walk import Json

_LINK = re.compile(r"(?<!\\)\[([^\]]*)\]\([^)]*\)")
_STRONG = re.compile(r"(?<![\\\w])(\*\*|__)(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")
_EMPHASIS = re.compile(r"(?<![\\\w*_])([*_])(?=\S)(.+?)(?<=[^\s\\])\1(?![\w*_])")
_ENTITY = re.compile(r"(?<!\\)&#?\w+;")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(markdown: str) -> str:
    """Text as Teams shows it: bold, italics, links and backslashes taken out, the words kept."""
    text = _LINK.sub(r"\1", markdown)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return _ESCAPE.sub(r"\1", text)


def card_text(card: Json) -> str:
    """All that can be read on a card, a line for each thing; buttons in square brackets."""
    lines = [line for element in card.get("body", []) for line in _lines(element)]
    lines += _buttons(card.get("actions", []))
    return "\n".join(lines)


def first_text(card: Json) -> str:
    """The text of the first TextBlock, which some clients show as the notification."""
    for element in card.get("body", []):
        found = _first_block(element)
        if found is not None:
            return plain(found)
    return ""


def _first_block(element: Json) -> str | None:
    if element.get("type") == "TextBlock":
        return str(element.get("text", ""))
    for child in _children(element):
        found = _first_block(child)
        if found is not None:
            return found
    return None


def _children(element: Json) -> list[Json]:
    return [child for key in ("items", "columns", "rows", "cells") for child in element.get(key, [])]


def _lines(element: Json) -> list[str]:
    if element.get("isVisible") is False:
        return []
    kind = str(element.get("type", ""))
    if kind.startswith("Input."):
        return _field(element)
    if kind in _WORDS:
        return _WORDS[kind](element)
    return [line for child in _children(element) for line in _lines(child)]


def _rich_text(element: Json) -> list[str]:
    return ["".join(run if isinstance(run, str) else run.get("text", "") for run in element["inlines"])]


def _facts(element: Json) -> list[str]:
    return [f"{plain(fact['title'])}: {plain(fact['value'])}" for fact in element.get("facts", [])]


def _field(field: Json) -> list[str]:
    lines = [str(field[key]) for key in ("label", "placeholder") if field.get(key)]
    if field["type"] == "Input.Toggle":
        return [*lines, plain(field["title"])]
    if field["type"] == "Input.ChoiceSet":
        chosen = str(field.get("value", "")).split(",")
        marks = {
            choice["value"]: "x" if choice["value"] in chosen else " " for choice in field.get("choices", [])
        }
        titles = choice_titles(field)
        return lines + [f"({marks[value]}) {title}" for title, value in titles.items()]
    return lines + ([str(field["value"])] if field.get("value") not in (None, "") else [])


def choice_titles(field: Json) -> dict[str, str]:
    """What a field offers, as it is read, with its values; radio buttons and checkboxes read markdown, lists do not."""
    as_list = field.get("style", "compact") != "expanded"
    return {
        choice["title"] if as_list else plain(choice["title"]): str(choice["value"])
        for choice in field.get("choices", [])
    }


def _buttons(actions: list[dict[str, Any]]) -> list[str]:
    return [f"[{action.get('title', '')}]" for action in actions]


_WORDS: dict[str, Callable[[Json], list[str]]] = {
    "TextBlock": lambda element: [plain(element.get("text", ""))],
    "RichTextBlock": _rich_text,
    "FactSet": _facts,
    "Image": lambda element: [str(element["altText"])] if element.get("altText") else [],
    "ActionSet": lambda element: _buttons(element.get("actions", [])),
}
