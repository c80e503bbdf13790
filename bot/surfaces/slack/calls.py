"""Calls to Slack's Web API, and what stands in the way in the courier's words."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.cards.limits import SLACK
from bot.ports import Gone, MaybeDelivered, NotDelivered, ShutOut, TryLater, Unreachable
from bot.surfaces.slack.workspace import refusal, status

T = TypeVar("T")

PAGE = 200
"""So many members or messages are asked for at once."""

_SOON = 5.0
_LATER = 30.0
_TOO_MANY = 429
_SERVER_FAULT = 500

NOT_THERE = "message_not_found"
"""Slack's word for a message that was deleted."""
_GONE = frozenset({NOT_THERE, "edit_window_closed", "cant_update_message", "cant_delete_message"})
_FAULTS = frozenset({"internal_error", "fatal_error", "request_timeout"})
"""Slack failed on the way: what was asked may be done or not."""
_BUSY = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"})
_SHUT_OUT = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    }
)
"""Slack does not accept the bot's token."""
_UNREACHABLE = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "missing_scope",
        "not_in_channel",
        "restricted_action",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)


async def call(asked: Awaitable[T], until: float, *, posting: bool = False) -> T:
    """Wait for one call until then (loop time). What it raises names Slack's code and nothing else."""
    try:
        async with asyncio.timeout_at(until):
            return await asked
    except SlackApiError as error:
        raise _meaning(error, posting=posting) from None
    except aiohttp.ClientConnectorError:
        raise TryLater(_SOON, "no connection") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        told = type(error).__name__
        raise (MaybeDelivered(told) if posting else TryLater(_SOON, told)) from None


def _meaning(error: SlackApiError, *, posting: bool) -> NotDelivered:
    code, http = refusal(error), status(error)
    if http == _TOO_MANY or code in _BUSY:
        return TryLater(_retry_after(error), code)
    if http >= _SERVER_FAULT or code in _FAULTS:
        return MaybeDelivered(code) if posting else TryLater(_LATER, code)
    if code in _GONE:
        return Gone(code)
    if code in _SHUT_OUT:
        return ShutOut(code)
    return Unreachable(code) if code in _UNREACHABLE else NotDelivered(code)


def _retry_after(error: SlackApiError) -> float:
    asked = getattr(error.response, "headers", {}).get("Retry-After", "")
    return float(asked) if asked.isdecimal() else _LATER


def deadline() -> float:
    """When a call that begins now has to be done (loop time)."""
    return asyncio.get_running_loop().time() + SLACK.call_seconds


def next_page(page: AsyncSlackResponse) -> str:
    """The cursor of the page after this one, "" when it is the last."""
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
