"""A form as Teams shows it: fields found by their labels, checked before anything is sent."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.adaptive import actions, card_text, choice_titles, inputs
from tests.doubles.teams.world import Chat, Json, Message

Typed = str | bool | int | list[str]


@dataclass(eq=False)
class Dialog:
    """The window that is open in front of a person. `message` is set when it only says something."""

    chat: Chat
    title: str = ""
    card: Json = field(default_factory=dict)
    message: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    opened_from: Message | None = None
    command: str | None = None
    payload: Json | None = None

    @property
    def text(self) -> str:
        """All that can be read in it."""
        return self.message or "\n".join([self.title, card_text(self.card)])

    @property
    def labels(self) -> list[str]:
        """The labels of the fields, in order."""
        return [str(each.get("label")) for each in inputs(self.card)]

    @property
    def buttons(self) -> list[str]:
        """The titles of the buttons, in order."""
        return [str(action.get("title")) for action in actions(self.card)]

    def typed(self, label: str) -> Any:
        """What a field holds when the form opens."""
        return _labelled(self.card)[label].get("value", "")

    def choices(self, label: str) -> list[str]:
        """What a field offers."""
        return list(choice_titles(_labelled(self.card)[label]))


def button(card: Json, label: str | None) -> Json:
    """The button with this title or full name; without a label the first that sends what was typed."""
    if label is None:
        found = [action for action in actions(card) if _sends_what_is_typed(action)][:1]
    else:
        found = [action for action in actions(card) if _is_called(action, label)]
    if len(found) != 1:
        names = [action.get("tooltip") or action.get("title") for action in actions(card)]
        raise AssertionError(f"{len(found)} buttons are called {label!r}; there are {names}")
    if found[0].get("isEnabled") is False:
        raise AssertionError(f"button {label!r} is greyed out")
    return found[0]


def _sends_what_is_typed(action: Json) -> bool:
    return action["type"] == "Action.Submit" and action.get("associatedInputs") != "none"


def _is_called(action: Json, label: str) -> bool:
    return label.removesuffix(" >") in (str(action.get("title")).removesuffix(" >"), action.get("tooltip"))


def fill(card: Json, action: Json, values: dict[str, Typed]) -> tuple[Json, dict[str, str]]:
    """What is sent and what the client complains about, by label."""
    if action.get("associatedInputs") == "none":
        return {}, {}
    fields = _labelled(card)
    missing = values.keys() - fields.keys()
    if missing:
        raise AssertionError(f"no field is labelled {sorted(missing)}; there are {list(fields)}")
    sent: Json = {}
    errors: dict[str, str] = {}
    for label, each in fields.items():
        value = _entered(each, values[label]) if label in values else _prefilled(each)
        if _is_wrong(each, value):
            errors[label] = str(each.get("errorMessage") or "wrong")
        if value is not None:
            sent[each["id"]] = value
    return sent, errors


def _labelled(card: Json) -> dict[str, Json]:
    return {str(each.get("label") or each.get("id")): each for each in inputs(card)}


def _prefilled(each: Json) -> str | None:
    """An untouched field; an untouched choice is not sent at all, an untouched text is sent empty."""
    if each["type"] == "Input.Toggle":
        return str(each.get("value", each.get("valueOff", "false")))
    if each["type"] == "Input.ChoiceSet":
        return str(each["value"]) if each.get("value") else None
    return str(each.get("value", ""))


def _entered(each: Json, value: Typed) -> str | None:
    if each["type"] == "Input.Toggle":
        return str(each.get("valueOn", "true") if value else each.get("valueOff", "false"))
    if each["type"] == "Input.ChoiceSet":
        titles = value if isinstance(value, list) else [str(value)]
        if len(titles) > 1 and not each.get("isMultiSelect"):
            raise AssertionError(f"{each.get('label')!r} takes one choice")
        return ",".join(_choice(each, title) for title in titles) or None
    # A client lets nobody type on when the field is full.
    return str(value)[: each.get("maxLength")]


def _choice(each: Json, title: str) -> str:
    offered = choice_titles(each)
    if title not in offered:
        raise AssertionError(f"{each.get('label')!r} does not offer {title!r}; it offers {list(offered)}")
    return offered[title]


def _is_wrong(each: Json, value: str | None) -> bool:
    if each["type"] == "Input.Toggle":
        return bool(each.get("isRequired")) and value != str(each.get("valueOn", "true"))
    if not value:
        return bool(each.get("isRequired"))
    if each["type"] == "Input.Number":
        return not _is_number_within(each, value)
    if each["type"] == "Input.Text" and each.get("regex"):
        return re.search(each["regex"], value) is None
    return False


def _is_number_within(each: Json, value: str) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    return bool(each.get("min", number) <= number <= each.get("max", number))
