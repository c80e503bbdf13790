"""Walking through an Adaptive Card: its elements, inputs and actions, in the order in which people meet them."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_NESTED = ("body", "items", "columns", "rows", "cells", "inlines", "images")
_ACTION_LISTS = ("actions",)
_SINGLE_ACTIONS = ("selectAction", "inlineAction")


def elements(card: Json) -> Iterator[Json]:
    """Every element below `card` in reading order, without the actions."""
    for key in _NESTED:
        for child in _dicts(card.get(key)):
            yield child
            yield from elements(child)
    for action in _dicts(card.get("actions")):
        if action.get("type") == "Action.ShowCard":
            yield from elements(action.get("card", {}))


def inputs(card: Json) -> list[Json]:
    """The fields of a card."""
    return [element for element in elements(card) if str(element.get("type", "")).startswith("Input.")]


def action_sets(card: Json) -> Iterator[list[Json]]:
    """Each row of buttons, the card's own last, as a screen shows them."""
    for element in elements(card):
        for key in _ACTION_LISTS:
            if key in element:
                yield _dicts(element[key])
        singles = [element[key] for key in _SINGLE_ACTIONS if isinstance(element.get(key), dict)]
        if singles:
            yield singles
    yield from _own_actions(card)


def _own_actions(card: Json) -> Iterator[list[Json]]:
    own = _dicts(card.get("actions"))
    if own:
        yield own
    for action in own:
        if action.get("type") == "Action.ShowCard":
            yield from _own_actions(action.get("card", {}))
    if isinstance(card.get("selectAction"), dict):
        yield [card["selectAction"]]


def actions(card: Json) -> list[Json]:
    """Every button of a card; fallbacks are not among them, since nobody sees both."""
    return [action for row in action_sets(card) for action in row]


def _dicts(value: object) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
