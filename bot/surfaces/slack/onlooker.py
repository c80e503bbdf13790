"""Who and what is in a channel, and with whom it is shared: what the channel guard asks Slack."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from bot.interaction import Identity, SurfaceName
from bot.ports import ChannelFacts, Member, Unreachable
from bot.surfaces.recent import Recent
from bot.surfaces.slack.calls import PAGE, call, deadline, next_page
from bot.surfaces.slack.workspace import Me, Workspace

_AT_ONCE = 10
_DESCRIBED_FOR = 120.0
"""Seconds for which what Slack told of somebody holds: it answers so many questions in a minute, for all channels."""
_MANY = 10_000
_SHARED_WITH = ("shared_team_ids", "connected_team_ids", "pending_connected_team_ids", "pending_shared")


class Onlooker:
    """Looks at channels. `seconds` counts on steadily."""

    def __init__(self, workspace: Workspace, seconds: Callable[[], float] = time.monotonic) -> None:
        self._workspace = workspace
        self._client = workspace.client
        self._seconds = seconds
        self._told: Recent[str, tuple[float, Member]] = Recent(_MANY)

    async def facts(self, channel: str) -> ChannelFacts:
        """Who and what is in the channel now, each as Slack described them two minutes ago at most.

        Somebody whom Slack does not describe counts as a guest.
        """
        until = deadline()
        me = await call(self._workspace.me(), until)
        info = await call(self._client.conversations_info(channel=channel), until)
        if info["channel"].get("is_archived"):
            raise Unreachable("is_archived")
        ids = await self._ids(channel, until)
        slots = asyncio.Semaphore(_AT_ONCE)
        members = await asyncio.gather(*(self._member(user, me, slots, until) for user in ids))
        found = info["channel"]
        return ChannelFacts(bool(found.get("is_private")), partners(found, me), tuple(members))

    async def _ids(self, channel: str, until: float) -> list[str]:
        ids: list[str] = []
        cursor = ""
        while True:
            page = await call(
                self._client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None),
                until,
            )
            ids += page["members"]
            cursor = next_page(page)
            if not cursor:
                return ids

    async def _member(self, user: str, me: Me, slots: asyncio.Semaphore, until: float) -> Member:
        told_at, member = self._told.get(user) or (-_DESCRIBED_FOR, None)
        if member is not None and self._seconds() - told_at < _DESCRIBED_FOR:
            return member
        try:
            async with slots:
                told = await call(self._client.users_info(user=user), until)
        except Unreachable as unknown:
            if str(unknown) not in {"user_not_found", "user_not_visible"}:
                raise
            return Member(Identity(SurfaceName.SLACK, "", user), is_guest=True)
        member = described(told["user"], me)
        self._told.keep(user, (self._seconds(), member))
        return member


def described(user: dict[str, Any], me: Me) -> Member:
    """Somebody as the channel guard knows people: by organisation where the app is installed for one."""
    grid = user.get("enterprise_user") or {}
    tenant = grid.get("enterprise_id") if me.tenant != me.team else user.get("team_id")
    guest = any(user.get(sign) for sign in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    return Member(
        Identity(SurfaceName.SLACK, str(tenant or user.get("team_id") or ""), str(user["id"])),
        is_guest=guest,
        is_app=bool(user.get("is_bot")),
        is_self=user["id"] == me.user,
    )


def partners(channel: dict[str, Any], me: Me) -> frozenset[str]:
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
