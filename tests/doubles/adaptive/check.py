"""What is wrong with an Adaptive Card meant for Teams.

The official JSON schema of version 1.5 says what a card may hold; the rest is what Teams does beyond it
and what the renderers of Teams silently get wrong: two fields with one id, buttons that nobody can tell
apart, an `Action.Execute` that older clients cannot press, a card too large.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import jsonschema_rs
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]  # it has no stubs
from jsonschema.validators import Draft6Validator  # type: ignore[import-untyped]  # it has no stubs

from tests.doubles.adaptive.text import first_text
from tests.doubles.adaptive.walk import Json, action_sets, actions, elements, inputs

Place = Literal["message", "dialog"]

CARD_BUDGET = 28 * 1024  # bytes as UTF-16: fits every path a card can take
BUTTONS_IN_A_ROW = 6  # Teams drops what comes after
REFRESH_USERS = 60
_NEEDS_MESSAGE = ("isRequired", "regex", "min", "max")


def utf16_size(value: object) -> int:
    """The size in bytes that Teams counts: the JSON without spaces, as UTF-16."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


def check_card(card: Json, place: Place = "message") -> list[str]:
    """Every fault of a card, in words; an empty list is a good card.

    `place` is where it is shown: a message has a notification and may act at once, a dialog does neither.
    """
    if card.get("type") != "AdaptiveCard":
        return ["this is not an Adaptive Card"]
    problems = [*_schema(card)]
    if problems:
        return problems
    problems += [*_version(card), *_size(card), *_ids(card), *_fields(card), *_buttons(card, place)]
    if place == "message":
        problems += [*_safe_words(card), *_refresh(card)]
    return problems


@cache
def _official() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(
        files("adaptive_cards").joinpath("schemas/schema-1.5.json").read_text("utf-8")
    )
    # The searching list came with 1.5 and works in Teams; this copy of the schema forgot it.
    schema["definitions"]["ChoiceInputStyle"]["anyOf"][0]["enum"].append("filtered")
    return schema


@cache
def _judge() -> jsonschema_rs.Validator:
    """Says only whether a card is good, a hundred times as fast as who can say what is wrong."""
    return jsonschema_rs.Draft6Validator(_official())


def _schema(card: Json) -> Iterator[str]:
    # `msteams` on the card itself is an extension of Teams that the schema does not know.
    known = {key: value for key, value in card.items() if key != "msteams"}
    if _judge().is_valid(known):
        return
    for error in Draft6Validator(_official()).iter_errors(known):
        deepest = max(_leaves(error), key=_depth)
        where = "/".join(str(part) for part in deepest.absolute_path) or "card"
        yield f"schema 1.5: {where}: {deepest.message[:300]}"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    if not error.context:
        yield error
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [branch for branch in branches.values() if not any(map(_is_other_type, branch))]
    for branch in meant or branches.values():
        for inner in branch:
            yield from _leaves(inner)


def _is_other_type(error: ValidationError) -> bool:
    """The element is of another type than this branch of the schema describes."""
    return error.validator == "enum" and bool(error.absolute_path) and error.absolute_path[-1] == "type"


def _depth(error: ValidationError) -> int:
    return len(error.absolute_path)


def _version(card: Json) -> Iterator[str]:
    if card.get("version") != "1.5":
        yield f"version is {card.get('version')!r}, not '1.5'"


def _size(card: Json) -> Iterator[str]:
    size = utf16_size(card)
    if size > CARD_BUDGET:
        yield f"the card takes {size} bytes, more than {CARD_BUDGET}"


def _ids(card: Json) -> Iterator[str]:
    for name in _twice(element["id"] for element in elements(card) if element.get("id")):
        yield f"two elements have the id {name!r}"
    for name in _twice(action["id"] for action in actions(card) if action.get("id")):
        yield f"two buttons have the id {name!r}"


def _fields(card: Json) -> Iterator[str]:
    fields = inputs(card)
    for label in _twice(field["label"] for field in fields if field.get("label")):
        yield f"two fields have the label {label!r}"
    for field in fields:
        name = field.get("id")
        if not field.get("label"):
            yield f"field {name!r} has no label"
        if any(field.get(key) not in (None, False) for key in _NEEDS_MESSAGE) and not field.get(
            "errorMessage"
        ):
            yield f"field {name!r} can be wrong and has no errorMessage"
        if field["type"] == "Input.ChoiceSet":
            yield from _choices(field)


def _choices(field: Json) -> Iterator[str]:
    name, choices = field.get("id"), field.get("choices", [])
    if not choices:
        yield f"field {name!r} offers no choice"
    for key in ("title", "value"):
        for again in _twice(choice[key] for choice in choices):
            yield f"field {name!r} offers {key} {again!r} twice"
    several = field.get("isMultiSelect") is True
    if several and any("," in choice["value"] for choice in choices):
        yield f"field {name!r}: Teams joins several values with commas, so no value may hold one"
    chosen = str(field.get("value") or "")
    for value in chosen.split(",") if several else [chosen]:
        if value and value not in {choice["value"] for choice in choices}:
            yield f"field {name!r} starts with a value that it does not offer"


def _buttons(card: Json, place: Place) -> Iterator[str]:
    for row in action_sets(card):
        if len(row) > BUTTONS_IN_A_ROW:
            yield f"{len(row)} buttons in a row, Teams shows {BUTTONS_IN_A_ROW}"
    for name in _twice(action.get("tooltip") or action.get("title", "") for action in actions(card)):
        yield f"two buttons have the name {name!r}"
    for action in actions(card):
        if not action.get("title"):
            yield f"a button of type {action['type']} has no title"
        if action["type"] == "Action.Execute":
            yield from _execute(action, place)
        if action["type"] == "Action.Submit":
            yield from _submit(action, place)


def _execute(action: Json, place: Place) -> Iterator[str]:
    title, fallback = action.get("title"), action.get("fallback")
    if place == "dialog":
        yield f"button {title!r}: a dialog takes no Action.Execute"
    if not action.get("verb"):
        yield f"button {title!r} has no verb"
    if not isinstance(fallback, dict) or fallback.get("type") != "Action.Submit":
        yield f"button {title!r} has no fallback Action.Submit for older clients"
        return
    if fallback.get("title") != title:
        yield f"button {title!r} has another title in its fallback"
    data, old = action.get("data", {}), fallback.get("data", {})
    if not isinstance(data, dict) or not isinstance(old, dict) or not data.items() <= old.items():
        yield f"button {title!r} sends other data in its fallback"


def _submit(action: Json, place: Place) -> Iterator[str]:
    title, data = action.get("title"), action.get("data", {})
    if not isinstance(data, dict):
        yield f"button {title!r}: Teams takes only an object as data"
        return
    if "msteams" not in data:
        return
    if place == "dialog":
        yield f"button {title!r}: in a dialog msteams data is not looked at"
    yield from (f"button {title!r}: {fault}" for fault in _msteams(data["msteams"]))


def _msteams(value: Any) -> Iterator[str]:
    kinds = {
        "task/fetch": {"type"},
        "messageBack": {"type", "text", "displayText", "value"},
        "imBack": {"type", "value"},
        "signin": {"type", "value"},
    }
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield "msteams data of an unknown type"
        return
    extra = value.keys() - kinds[value["type"]]
    if extra:
        yield f"msteams data of type {value['type']} holds {sorted(extra)}"
    if value["type"] in ("imBack", "signin") and not isinstance(value.get("value"), str):
        yield f"msteams data of type {value['type']} needs a value that is a string"


def _safe_words(card: Json) -> Iterator[str]:
    words = {
        "fallbackText": card.get("fallbackText"),
        "speak": card.get("speak"),
        "first text": first_text(card),
    }
    for name, said in words.items():
        if not said:
            yield f"{name} is empty: a client would choose its own words for the notification"
    if len(set(words.values())) > 1:
        yield "fallbackText, speak and the first TextBlock differ: a notification may show any of them"


def _refresh(card: Json) -> Iterator[str]:
    refresh = card.get("refresh")
    if not refresh:
        return
    if (refresh.get("action") or {}).get("type") != "Action.Execute":
        yield "refresh needs an Action.Execute"
    if len(refresh.get("userIds") or []) > REFRESH_USERS:
        yield f"refresh lists more than {REFRESH_USERS} people"


def _twice(names: Iterable[Any]) -> list[Any]:
    return [name for name, count in Counter(names).items() if count > 1]
