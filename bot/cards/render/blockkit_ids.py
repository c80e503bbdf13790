"""What our blocks carry back to us: verbs, opaque ids and a one-use token, and never case data."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from bot.cards.elements import Button, Form

LINK = "link"
"""The action id of a button that only leads to a web page; a press on it asks us for nothing."""

_AGAIN = "~"


class ActionIds:
    """Gives out action ids that differ within one message or view: the verb, then the verb with a number."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def new(self, name: str) -> str:
        """The next id for this verb or field."""
        self._given[name] += 1
        count = self._given[name]
        return name if count == 1 else f"{name}{_AGAIN}{count}"


def named(action_id: str) -> str:
    """The verb or field behind an action id."""
    return action_id.partition(_AGAIN)[0]


def button_value(button: Button) -> str:
    """The thing a button is about, with the page when it is not the first."""
    return button.thing if button.page == 1 else f"{button.thing}{_AGAIN}{button.page}"


def thing_and_page(value: str) -> tuple[str, int]:
    """What `button_value` put in. Raises ValueError when it is not of our making."""
    thing, _, page = value.partition(_AGAIN)
    return thing, int(page or 1)


@dataclass(frozen=True)
class Origin:
    """Which form a view shows: what its submit does, on what, its one-use token, and which page of it."""

    verb: str
    thing: str
    token: str
    page: int = 1


def write_origin(form: Form) -> str:
    """The form's `private_metadata`."""
    page = {"page": form.page} if form.page > 1 else {}
    return json.dumps({"verb": form.verb, "thing": form.thing, "token": form.token} | page)


def read_origin(metadata: str) -> Origin:
    """What `write_origin` wrote. Raises ValueError or KeyError when it is not of our making."""
    known = json.loads(metadata)
    return Origin(known["verb"], known["thing"], known["token"], int(known.get("page", 1)))


def form_mark(form: Form) -> str:
    """A mark for the block ids of one opened form.

    Slack keeps what was typed in a block whose id stays the same: it must stay while a person corrects a form, and
    change when the next form takes its place.
    """
    whole = f"{form.verb}\n{form.thing}\n{form.token}"
    return hashlib.sha256(whole.encode()).hexdigest()[:12]
