"""Fields of a form as inputs of an Adaptive Card, each with its problem and its hint below it.

Teams sends what was typed in one object together with a button's own data, and joins several choices with commas. So an
input's id says what it is: `one_` or `many_`, then the field's id.
"""

from collections.abc import Mapping
from typing import Any

from bot.cards.elements import Choice, Choices, DateField, Field, Fields, Option, TextField
from bot.cards.limits import TEAMS
from bot.cards.render.adaptive_text import inert, plain
from bot.words import Words

Json = dict[str, Any]

_ONE, _MANY = "one_", "many_"


def field_element(field: Field, problem: str, words: Words) -> Json:
    """One field with what belongs to it: its label, the box or the choices, what is wrong, the hint, in that order."""
    if isinstance(field, Choice | Choices) and not field.options:
        return _nothing_to_choose(field, problem, words)
    element = _input(field) | {"label": plain(field.label)}
    if not field.optional:
        element |= {"isRequired": True, "errorMessage": plain(field.missing or _missing(field, words))}
    below = [_small(text, weight) for text, weight in ((problem, "Bolder"), (field.hint, "Default")) if text]
    return {"type": "Container", "spacing": "Medium", "items": [element, *below]} if below else element


def _nothing_to_choose(field: Choice | Choices, problem: str, words: Words) -> Json:
    """A field that cannot be filled in holds up no submit: Teams would not send the form."""
    told = (field.label, problem, words.gettext("There is nothing to choose from."))
    lines = [{"type": "TextBlock", "text": inert(text), "wrap": True} for text in told if text]
    return {"type": "Container", "spacing": "Medium", "items": lines}


def typed(data: Mapping[str, Any]) -> Fields:
    """What was typed and chosen, from the data of a submit."""
    return {
        name: tuple(text.split(",")) if prefix == _MANY and text else (text,) if text else ()
        for prefix in (_ONE, _MANY)
        for name, text in _texts(data, prefix)
    }


def _texts(data: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    return [
        (key.removeprefix(prefix), value)
        for key, value in data.items()
        if key.startswith(prefix) and isinstance(value, str)
    ]


def _input(field: Field) -> Json:
    if isinstance(field, Choice | Choices):
        return _choice_set(field)
    element: Json = {"type": "Input.Text", "id": _ONE + field.id, "maxLength": field.limit}
    if isinstance(field, TextField) and field.multiline:
        element["isMultiline"] = True
    return element | ({"value": plain(field.value)} if field.value else {})


def _choice_set(field: Choice | Choices) -> Json:
    several = isinstance(field, Choices)
    chosen = field.values if isinstance(field, Choices) else (field.value,)
    offered = [option.value for option in field.options]
    if several and any("," in value for value in offered):
        raise ValueError("Teams joins several values with commas, so no value may hold one")
    style = _style(field)
    element: Json = {
        "type": "Input.ChoiceSet",
        "id": (_MANY if several else _ONE) + field.id,
        "style": style,
        "wrap": True,
        "choices": [_choice(option, style) for option in field.options],
    }
    if several:
        element["isMultiSelect"] = True
    kept = [value for value in chosen if value in offered]
    return element | ({"value": ",".join(kept)} if kept else {})


def _choice(option: Option, style: str) -> Json:
    # Radio buttons and checkboxes read markdown, lists do not.
    title = inert(option.label) if style == "expanded" else plain(option.label)
    return {"title": title, "value": option.value}


def _style(field: Choice | Choices) -> str:
    if isinstance(field, Choices):
        return "expanded" if field.ticks else "compact"
    if len(field.options) > TEAMS.options:
        return "filtered"
    return "expanded" if field.at_once else "compact"


def _missing(field: Field, words: Words) -> str:
    if isinstance(field, TextField | DateField):
        return words.gettext("Enter an answer")
    return words.gettext("Select an answer")


def _small(text: str, weight: str) -> Json:
    element: Json = {
        "type": "TextBlock",
        "text": inert(text),
        "wrap": True,
        "size": "Small",
        "spacing": "None",
    }
    return element | ({"weight": weight} if weight != "Default" else {})
