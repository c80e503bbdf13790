"""How Web API methods are registered, and what all of them share: errors, scopes, channels, pages."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.things import Channel, Workspace
from tests.doubles.slack.world import World

Work = Callable[[World, Workspace, Json], Json]
_FIRST_PAGE = 100
# Bolt sends it with every call; it means something only with a token for a whole organisation.
_ALWAYS = frozenset({"team_id"})


class SlackError(Exception):
    """A call that Slack refuses: its error code, and messages that give the reason."""

    def __init__(self, code: str, messages: list[str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []


@dataclass(frozen=True)
class Method:
    """A method: its work, its tier (None: one message a second a channel), the arguments it knows."""

    work: Work
    tier: int | None
    required: frozenset[str]
    known: frozenset[str]


METHODS: dict[str, Method] = {}


def method(name: str, *, tier: int | None, required: str = "", optional: str = "") -> Callable[[Work], Work]:
    """Register a method under its name; arguments are named in a text, separated by spaces."""

    def register(work: Work) -> Work:
        needs = frozenset(required.split())
        METHODS[name] = Method(work, tier, needs, needs | _ALWAYS | frozenset(optional.split()))
        return work

    return register


def check_arguments(called: Method, args: Json) -> None:
    """Refuse missing and unknown arguments (stricter than Slack, which ignores unknown ones)."""
    missing = sorted(name for name in called.required if args.get(name) in (None, ""))
    unknown = sorted(args.keys() - called.known)
    problems = [f"[ERROR] missing required field: {name}" for name in missing]
    problems += [f"[ERROR] unknown field: {name}" for name in unknown]
    if problems:
        raise SlackError("invalid_arguments", problems)


def need_scope(workspace: Workspace, scope: str) -> None:
    """Refuse if the app was installed without a scope."""
    if workspace.scopes is not None and scope not in workspace.scopes:
        raise SlackError("missing_scope", [f"[ERROR] needed: {scope}"])


def need_channel_scope(workspace: Workspace, channel: Channel, right: str) -> None:
    """Refuse without ``right`` (``read`` or ``history``) for this kind of channel."""
    kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
    need_scope(workspace, f"{kind}:{right}")


def visible_channel(world: World, workspace: Workspace, channel_id: str) -> Channel:
    """The channel, if the app can know of it: public, or private with the bot a member."""
    channel = world.channels.get(channel_id)
    if channel is None or workspace.team_id not in {channel.team_id, *channel.shared_team_ids}:
        raise SlackError("channel_not_found")
    if channel.is_private and workspace.bot_user_id not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def joined_channel(world: World, workspace: Workspace, channel_id: str) -> Channel:
    """The channel, if the bot is a member."""
    channel = visible_channel(world, workspace, channel_id)
    if workspace.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def page(everything: list[Any], args: Json, most: int | None) -> tuple[list[Any], str]:
    """One page and the cursor of the next (empty at the end); ``most`` caps what the caller asks for."""
    try:
        limit = int(args.get("limit") or _FIRST_PAGE)
        start = int(base64.b64decode(args["cursor"], validate=True)) if args.get("cursor") else 0
    except (ValueError, binascii.Error):
        raise SlackError("invalid_cursor") from None
    end = start + min(limit, most or limit)
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(everything) else ""
    return everything[start:end], cursor
