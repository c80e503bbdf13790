"""Buttons of an Adaptive Card: what a press sends, on a card in a chat and inside a dialog.

Only a verb, an opaque id and a page go out with a press; a form's submit adds its one-use token.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.cards.elements import Button, Form, Link
from bot.cards.limits import TEAMS, utf16_length
from bot.cards.render.adaptive_text import plain
from bot.interaction import Phase

Json = dict[str, Any]

_STYLES = {"primary": {"style": "positive"}, "danger": {"style": "destructive"}, "default": {}}


def button_sets(buttons: Sequence[Button], draw: Callable[[Button], Json]) -> list[Json]:
    """Buttons in as many rows as it takes: Teams cuts labels that have no room, and hides what is too much for one."""
    return [{"type": "ActionSet", "actions": [draw(button) for button in row]} for row in _rows(buttons)]


def on_card(button: Button) -> Json:
    """A button on a card in a chat: one that opens asks for a dialog, one that acts is answered at once."""
    if button.opens:
        data = {"msteams": {"type": "task/fetch"}} | _about(button)
        return _named(button) | {"type": "Action.Submit", "data": data}
    older_clients = {"type": "Action.Submit", "title": plain(button.label), "data": _about(button)}
    return _named(button) | {
        "type": "Action.Execute",
        "verb": button.verb,
        "data": {"thing": button.thing},
        "fallback": older_clients,
    }


def in_dialog(button: Button) -> Json:
    """A button of a form: its answer takes the form's place. It takes no notice of what is typed."""
    data = _about(button) | {"phase": Phase.PRESS.value}
    return _named(button) | {"type": "Action.Submit", "associatedInputs": "none", "data": data}


def submit(form: Form) -> Json:
    """The button that sends the form."""
    data = _about(form) | {"token": form.token, "phase": Phase.SUBMIT.value}
    return {"type": "Action.Submit", "title": plain(form.submit), "style": "positive", "data": data}


def open_url(link: Link) -> Json:
    """A link to a page, as a button."""
    return {"type": "Action.OpenUrl", "title": plain(link.label), "url": link.url}


def _about(asked: Button | Form) -> Json:
    return {"verb": asked.verb, "thing": asked.thing} | ({"page": asked.page} if asked.page > 1 else {})


def _named(button: Button) -> Json:
    return {"title": plain(button.label), "tooltip": plain(button.name)} | _STYLES[button.style]


def _rows(buttons: Sequence[Button]) -> list[list[Button]]:
    rows: list[list[Button]] = []
    room = 0
    for button in buttons:
        units = utf16_length(button.label) + TEAMS.button_units
        if not rows or units > room or len(rows[-1]) == TEAMS.actions_in_set:
            rows.append([])
            room = TEAMS.row_units
        rows[-1].append(button)
        room -= units
    return rows
