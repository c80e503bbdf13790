"""The input blocks of a form."""

from collections.abc import Sequence
from typing import Any

from bot.cards.elements import Choice, Choices, DateField, Field, Option, TextField
from bot.cards.limits import SLACK, shorten
from bot.cards.render.blockkit_ids import ActionIds
from bot.cards.render.blockkit_parts import Block, plain, sections
from bot.words import Words


class Fields:
    """Turns the fields of one opened form into blocks. `mark` makes their block ids this form's own."""

    def __init__(self, mark: str, ids: ActionIds, words: Words) -> None:
        self._mark = mark
        self._ids = ids
        self._words = words

    def blocks(self, field: Field) -> list[Block]:
        """One input, or several where Slack sets a limit to what one can hold."""
        match field:
            case TextField():
                return [self._input(field, _text(field))]
            case DateField():
                return [self._input(field, _typed(field.value, multiline=False))]
            case Choice() | Choices() if not field.options:
                return sections(f"{field.label}\n{self._words.gettext('There is nothing to choose from.')}")
            case Choice():
                return [self._input(field, _choice(field))]
            case Choices(ticks=True):
                return self._ticks(field)
            case Choices():
                return [self._input(field, _list_of_many(field))]

    def _input(self, field: Field, element: Block, label: str = "", *, optional: bool | None = None) -> Block:
        action_id = self._ids.new(field.id)
        optional = field.optional if optional is None else optional
        block: Block = {
            "type": "input",
            "block_id": f"{action_id}.{self._mark}",
            "label": plain(shorten(self._label(label or field.label, optional=optional), SLACK.label_text)),
            "element": {**element, "action_id": action_id},
            "optional": optional,
        }
        if field.hint:
            block["hint"] = plain(shorten(field.hint, SLACK.label_text))
        return block

    def _label(self, label: str, *, optional: bool) -> str:
        """Slack itself adds "(optional)" to an optional field: ours would be there twice."""
        ours = self._words.gettext("(optional)")
        return label.removesuffix(ours).rstrip() if optional else label

    def _ticks(self, field: Choices) -> list[Block]:
        """Ten boxes to a group. No group of several can be required by itself: the submit checks them together."""
        groups = _in_groups(field.options, SLACK.ticks)
        optional = field.optional or len(groups) > 1
        more = self._words.gettext("{label} (continued)").format(label=field.label)
        return [
            self._input(field, _boxes(field, group), "" if group is groups[0] else more, optional=optional)
            for group in groups
        ]


def _text(field: TextField) -> Block:
    limit = min(field.limit, SLACK.input_text)
    return {**_typed(shorten(field.value, limit), multiline=field.multiline), "max_length": limit}


def _typed(value: str, *, multiline: bool) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": multiline}
    return {**element, "initial_value": value} if value else element


def _choice(field: Choice) -> Block:
    if field.at_once:
        element: Block = {"type": "radio_buttons", "options": _options(field.options)}
    else:
        element = _list(field)
    return element | _initially("initial_option", _chosen(field.options, (field.value,))[:1], one=True)


def _list_of_many(field: Choices) -> Block:
    element = {**_list(field), "type": "multi_static_select"}
    return element | _initially("initial_options", _chosen(field.options, field.values))


def _list(field: Choice | Choices) -> Block:
    """A list, which Slack's clients search as a person types; over a hundred in groups of a hundred."""
    element: Block = {"type": "static_select"}
    if len(field.options) <= SLACK.options:
        return {**element, "options": _options(field.options)}
    groups = _in_groups(field.options, SLACK.options)
    return {**element, "option_groups": [_group(group) for group in groups]}


def _group(options: Sequence[Option]) -> Block:
    half = SLACK.option_text // 2 - 1
    label = f"{shorten(options[0].label, half)} – {shorten(options[-1].label, half)}"
    return {"label": plain(label), "options": _options(options)}


def _boxes(field: Choices, options: Sequence[Option]) -> Block:
    element: Block = {"type": "checkboxes", "options": _options(options)}
    return element | _initially("initial_options", _chosen(options, field.values))


def _options(options: Sequence[Option]) -> list[Block]:
    return [{"text": plain(shorten(each.label, SLACK.option_text)), "value": each.value} for each in options]


def _chosen(options: Sequence[Option], values: Sequence[str]) -> list[Block]:
    return _options([each for each in options if each.value in values])


def _initially(key: str, chosen: list[Block], *, one: bool = False) -> dict[str, Any]:
    if not chosen:
        return {}
    return {key: chosen[0] if one else chosen}


def _in_groups(options: Sequence[Option], size: int) -> list[Sequence[Option]]:
    return [options[start : start + size] for start in range(0, len(options), size)]
