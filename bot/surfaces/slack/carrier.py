"""Delivers cards to Slack, and says what stands in the way in the courier's words."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import logs
from bot.cards.elements import Card
from bot.cards.limits import SLACK
from bot.cards.render import blockkit
from bot.interaction import Identity, SurfaceName
from bot.ports import (
    ChannelFacts,
    Gone,
    MaybeDelivered,
    Member,
    NotDelivered,
    Place,
    Posted,
    ShutOut,
    TryLater,
    Unreachable,
)
from bot.surfaces.recent import Recent
from bot.surfaces.slack.workspace import APP_HOME, Me, Workspace, refusal, status
from bot.words import Words

log = logs.get(__name__)

EVENT_TYPE = "mash_card"
"""The type of the metadata in which a message keeps its registry key."""

T = TypeVar("T")

_SOON = 5.0
_LATER = 30.0
_AT_ONCE = 10
_DESCRIBED_FOR = 120.0
"""Seconds for which what Slack told of somebody holds: it answers so many questions in a minute, for all channels."""
_MANY = 10_000
_PAGE = 200
_PAGES = 5
_TOO_MANY = 429
_SERVER_FAULT = 500

_NOT_THERE = "message_not_found"
_GONE = frozenset({_NOT_THERE, "edit_window_closed", "cant_update_message", "cant_delete_message"})
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

_NO_HOME = frozenset({"user_disabled", "user_not_found", "user_not_visible"})
"""Whoever has no account any more has no App Home either."""

_SHARED_WITH = ("shared_team_ids", "connected_team_ids", "pending_connected_team_ids", "pending_shared")


class SlackCarrier:
    """Posts, updates, deletes and finds our own messages, and describes a channel."""

    surface = SurfaceName.SLACK

    def __init__(
        self, workspace: Workspace, words: Words, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._workspace = workspace
        self._client = workspace.client
        self._words = words
        self._seconds = seconds
        self._told: Recent[str, tuple[float, Member]] = Recent(_MANY)

    async def post(self, place: Place, card: Card, key: str) -> Posted:
        """Post a new message with its key in its metadata, link previews off."""
        deadline = _deadline()
        conversation = await self._conversation(place, deadline)
        told = await _call(
            self._client.chat_postMessage(
                channel=conversation,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
                **blockkit.message(card, self._words),
            ),
            deadline,
            posting=True,
        )
        return Posted(str(told["channel"]), str(told["ts"]))

    async def update(self, posted: Posted, card: Card) -> None:
        """Bring a message up to date, its fallback with it; the metadata stays. An App Home is published anew.

        One that Slack lets nobody change any more is taken away, so that it does not stand beside the new one.
        """
        if posted.conversation == APP_HOME:
            await self._publish(posted.message, card)
            return
        sent = blockkit.message(card, self._words)
        try:
            await _call(
                self._client.chat_update(channel=posted.conversation, ts=posted.message, **sent), _deadline()
            )
        except Gone as gone:
            if str(gone) != _NOT_THERE:
                await self._give_up(posted)
            raise

    async def _give_up(self, posted: Posted) -> None:
        """Delete what cannot be changed; what belongs to an earlier installation of the app cannot even be deleted."""
        try:
            await self.delete(posted)
        except TryLater:
            raise
        except NotDelivered as refused:
            log.warning("slack.left_standing", reason=str(refused))

    async def _publish(self, user: str, card: Card) -> None:
        view = blockkit.home(card, self._words)
        try:
            await _call(self._client.views_publish(user_id=user, view=view), _deadline())
        except Unreachable as unreachable:
            if str(unreachable) in _NO_HOME:
                raise Gone(str(unreachable)) from None
            raise

    async def delete(self, posted: Posted) -> None:
        """Take a message away. One that Slack does not let us delete still stands, and somebody is told of it."""
        try:
            await _call(self._client.chat_delete(channel=posted.conversation, ts=posted.message), _deadline())
        except Gone as gone:
            if str(gone) != _NOT_THERE:
                raise NotDelivered(str(gone)) from None

    async def find(self, place: Place, key: str) -> Posted | None:
        """Look for the key among our own latest messages; nothing of the others is looked at or kept."""
        deadline = _deadline()
        conversation, me = await self._conversation(place, deadline), await self._me(deadline)
        cursor = ""
        for _ in range(_PAGES):
            page = await _call(
                self._client.conversations_history(
                    channel=conversation, include_all_metadata=True, limit=_PAGE, cursor=cursor or None
                ),
                deadline,
            )
            for message in page["messages"]:
                if message.get("user") == me.user and _key(message) == key:
                    return Posted(conversation, str(message["ts"]))
            cursor = _next(page)
            if not cursor:
                break
        return None

    async def channel_facts(self, channel: str) -> ChannelFacts:
        """Who and what is in the channel now, each as Slack described them two minutes ago at most.

        Somebody whom Slack does not describe counts as a guest.
        """
        deadline = _deadline()
        me = await self._me(deadline)
        info = await _call(self._client.conversations_info(channel=channel), deadline)
        if info["channel"].get("is_archived"):
            raise Unreachable("is_archived")
        ids = await self._member_ids(channel, deadline)
        slots = asyncio.Semaphore(_AT_ONCE)
        members = await asyncio.gather(*(self._member(user, me, slots, deadline) for user in ids))
        found = info["channel"]
        return ChannelFacts(bool(found.get("is_private")), _partners(found, me), tuple(members))

    async def _conversation(self, place: Place, deadline: float) -> str:
        """The conversation to write to; a personal chat is opened to learn its own id, which updates need."""
        if place.channel is not None:
            return place.channel
        if place.person is None:
            raise Unreachable("no place")
        opened = await _call(self._client.conversations_open(users=place.person.user), deadline)
        return str(opened["channel"]["id"])

    async def _me(self, deadline: float) -> Me:
        return await _call(self._workspace.me(), deadline)

    async def _member_ids(self, channel: str, deadline: float) -> list[str]:
        ids: list[str] = []
        cursor = ""
        while True:
            page = await _call(
                self._client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor or None),
                deadline,
            )
            ids += page["members"]
            cursor = _next(page)
            if not cursor:
                return ids

    async def _member(self, user: str, me: Me, slots: asyncio.Semaphore, deadline: float) -> Member:
        told_at, member = self._told.get(user) or (-_DESCRIBED_FOR, None)
        if member is not None and self._seconds() - told_at < _DESCRIBED_FOR:
            return member
        try:
            async with slots:
                told = await _call(self._client.users_info(user=user), deadline)
        except Unreachable as unknown:
            if str(unknown) not in {"user_not_found", "user_not_visible"}:
                raise
            return Member(Identity(self.surface, "", user), is_guest=True)
        member = _described(told["user"], me)
        self._told.keep(user, (self._seconds(), member))
        return member


async def _call(call: Awaitable[T], deadline: float, *, posting: bool = False) -> T:
    """Wait for one call until the deadline (loop time). What it raises names Slack's code and nothing else."""
    try:
        async with asyncio.timeout_at(deadline):
            return await call
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


def _deadline() -> float:
    return asyncio.get_running_loop().time() + SLACK.call_seconds


def _key(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return (
        str(metadata.get("event_payload", {}).get("key", ""))
        if metadata.get("event_type") == EVENT_TYPE
        else ""
    )


def _next(page: AsyncSlackResponse) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")


def _described(user: dict[str, Any], me: Me) -> Member:
    grid = user.get("enterprise_user") or {}
    tenant = grid.get("enterprise_id") if me.tenant != me.team else user.get("team_id")
    guest = any(user.get(sign) for sign in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    return Member(
        Identity(SurfaceName.SLACK, str(tenant or user.get("team_id") or ""), str(user["id"])),
        is_guest=guest,
        is_app=bool(user.get("is_bot")),
        is_self=user["id"] == me.user,
    )


def _partners(channel: dict[str, Any], me: Me) -> frozenset[str]:
    """Every other workspace or organisation; one that Slack does not name counts as unknown, and so is not listed.

    To a bot that is installed for a whole organisation, the organisation's other workspaces are no others.
    """
    inside = set(channel.get("internal_team_ids") or ())
    outside = {team for each in _SHARED_WITH for team in channel.get(each) or ()}
    outside |= {channel["conversation_host_id"]} if channel.get("conversation_host_id") else set()
    whole_organisation = me.tenant != me.team
    others = (outside - inside if whole_organisation else outside | inside) - {me.team, me.tenant}
    shared = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
    shared = shared or (channel.get("is_shared") and not whole_organisation)
    return frozenset(others or ({"unknown"} if shared else ()))
