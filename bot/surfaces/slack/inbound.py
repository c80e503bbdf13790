"""Slack's payloads in our own words. Nothing is decided here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards.elements import Fields
from bot.cards.render.blockkit_ids import LINK, named, read_origin, thing_and_page
from bot.interaction import REFER, WORRY, Identity, Interaction, Phase, SurfaceName

Body = dict[str, Any]

_LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_BARE = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True)
class Whence:
    """Where somebody pressed or typed, and so where they are answered.

    `conversation` is the channel or chat they were in, empty in a modal, App Home and a global shortcut.
    `view` is the modal they were in, as Slack describes it; None elsewhere.
    """

    user: str
    trigger: str
    conversation: str
    view: Body | None


def whence(body: Body) -> Whence:
    """Where a press, submit, command or shortcut came from."""
    view = body.get("view")
    conversation = body.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    return Whence(
        _user(body),
        body.get("trigger_id", ""),
        conversation,
        view if view and view["type"] == "modal" else None,
    )


def identity(body: Body) -> Identity:
    """Who Slack says it is: by organisation where the app is installed for one, else by the person's own team."""
    return Identity(SurfaceName.SLACK, _tenant(body), _user(body))


def pressed(body: Body) -> Interaction | None:
    """A press on one of our buttons; None for what asks nothing of us (a link, a choice in an open form)."""
    action = body["actions"][0]
    verb = named(action["action_id"])
    if action["type"] != "button" or verb == LINK:
        return None
    thing, page = thing_and_page(action.get("value", ""))
    values = typed(body["view"]) if body.get("view") else {}
    return Interaction(identity(body), verb, thing, Phase.PRESS, delivery(body), values, page=page)


def submitted(body: Body) -> Interaction:
    """The submit of a form."""
    origin = read_origin(body["view"]["private_metadata"])
    return Interaction(
        identity(body),
        origin.verb,
        origin.thing,
        Phase.SUBMIT,
        delivery(body),
        typed(body["view"]),
        token=origin.token,
        page=origin.page,
    )


def asked_to_refer(body: Body) -> Interaction:
    """The command or a shortcut. Words typed after the command are not taken; a chosen message's words are shown."""
    message = body.get("message") or {}
    prefill = {WORRY: plain_words(message.get("text", ""))} if message else {}
    return Interaction(identity(body), REFER, "", Phase.PRESS, delivery(body), prefill=prefill)


def delivery(body: Body) -> str:
    """Slack's own key for this delivery; a redelivery repeats it."""
    return str(body.get("event_id") or body["trigger_id"])


def typed(view: Body) -> Fields:
    """What is filled in on a view, by field id; the groups of one field together."""
    fields: dict[str, tuple[str, ...]] = {}
    for _, action_id, state in _states(view):
        field = named(action_id)
        fields[field] = fields.get(field, ()) + _values(state)
    return fields


def input_blocks(view: Body) -> Mapping[str, str]:
    """The id of the (first) block of each field on a view: where an error is shown."""
    blocks: dict[str, str] = {}
    for block_id, action_id, _ in _states(view):
        blocks.setdefault(named(action_id), block_id)
    return blocks


def plain_words(text: str) -> str:
    """A message's words without Slack's markup for links, mentions and the three escaped characters."""
    bare = _BARE.sub(r"\1", _LABELLED.sub(r"\1", text))
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _user(body: Body) -> str:
    user = body.get("user") or {}
    return str(user.get("id") or body.get("user_id") or body.get("event", {}).get("user") or "")


def _tenant(body: Body) -> str:
    if body.get("is_enterprise_install") in (True, "true"):
        return str((body.get("enterprise") or {}).get("id") or body.get("enterprise_id") or "")
    event, user = body.get("event", {}), body.get("user") or {}
    own = user.get("team_id") or event.get("user_team")
    return str(own or (body.get("team") or {}).get("id") or body.get("team_id") or "")


def _states(view: Body) -> Iterator[tuple[str, str, Body]]:
    values: dict[str, dict[str, Body]] = view.get("state", {}).get("values", {})
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            yield block_id, action_id, state


def _values(state: Body) -> tuple[str, ...]:
    if "selected_options" in state:
        return tuple(option["value"] for option in state["selected_options"])
    one = (state.get("selected_option") or {}).get("value") or state.get("value")
    return (one,) if one else ()
