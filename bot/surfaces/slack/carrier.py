"""Delivers cards to Slack, and says what stands in the way in the courier's words."""

from typing import Any

from bot import logs
from bot.cards.elements import Card
from bot.cards.render import blockkit
from bot.interaction import SurfaceName
from bot.ports import ChannelFacts, Gone, NotDelivered, Place, Posted, TryLater, Unreachable
from bot.surfaces.slack.calls import NOT_THERE, PAGE, call, deadline, next_page
from bot.surfaces.slack.onlooker import Onlooker
from bot.surfaces.slack.workspace import APP_HOME, Me, Workspace
from bot.words import Words

log = logs.get(__name__)

EVENT_TYPE = "mash_card"
"""The type of the metadata in which a message keeps its registry key."""

_PAGES = 5
_NO_HOME = frozenset({"user_disabled", "user_not_found", "user_not_visible"})
"""Whoever has no account any more has no App Home either."""


class SlackCarrier:
    """Posts, updates, deletes and finds our own messages, and describes a channel."""

    surface = SurfaceName.SLACK

    def __init__(self, workspace: Workspace, words: Words) -> None:
        self._workspace = workspace
        self._client = workspace.client
        self._words = words
        self._onlooker = Onlooker(workspace)

    async def post(self, place: Place, card: Card, key: str) -> Posted:
        """Post a new message with its key in its metadata, link previews off."""
        until = deadline()
        conversation = await self._conversation(place, until)
        told = await call(
            self._client.chat_postMessage(
                channel=conversation,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
                **blockkit.message(card, self._words),
            ),
            until,
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
            await call(
                self._client.chat_update(channel=posted.conversation, ts=posted.message, **sent), deadline()
            )
        except Gone as gone:
            if str(gone) != NOT_THERE:
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
            await call(self._client.views_publish(user_id=user, view=view), deadline())
        except Unreachable as unreachable:
            if str(unreachable) in _NO_HOME:
                raise Gone(str(unreachable)) from None
            raise

    async def delete(self, posted: Posted) -> None:
        """Take a message away. One that Slack does not let us delete still stands, and somebody is told of it."""
        try:
            await call(self._client.chat_delete(channel=posted.conversation, ts=posted.message), deadline())
        except Gone as gone:
            if str(gone) != NOT_THERE:
                raise NotDelivered(str(gone)) from None

    async def find(self, place: Place, key: str) -> Posted | None:
        """Look for the key among our own latest messages; nothing of the others is looked at or kept."""
        until = deadline()
        conversation, me = await self._conversation(place, until), await self._me(until)
        cursor = ""
        for _ in range(_PAGES):
            page = await call(
                self._client.conversations_history(
                    channel=conversation, include_all_metadata=True, limit=PAGE, cursor=cursor or None
                ),
                until,
            )
            for message in page["messages"]:
                if message.get("user") == me.user and _key(message) == key:
                    return Posted(conversation, str(message["ts"]))
            cursor = next_page(page)
            if not cursor:
                break
        return None

    async def channel_facts(self, channel: str) -> ChannelFacts:
        """Who and what is in the channel now."""
        return await self._onlooker.facts(channel)

    async def _conversation(self, place: Place, until: float) -> str:
        """The conversation to write to; a personal chat is opened to learn its own id, which updates need."""
        if place.channel is not None:
            return place.channel
        if place.person is None:
            raise Unreachable("no place")
        opened = await call(self._client.conversations_open(users=place.person.user), until)
        return str(opened["channel"]["id"])

    async def _me(self, until: float) -> Me:
        return await call(self._workspace.me(), until)


def _key(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return (
        str(metadata.get("event_payload", {}).get("key", ""))
        if metadata.get("event_type") == EVENT_TYPE
        else ""
    )
