"""Cards out to Teams, and what the channel guard asks."""

from bot.cards.elements import Card
from bot.cards.render.adaptive import message
from bot.interaction import Identity, SurfaceName
from bot.ports import (
    ChannelFacts,
    Gone,
    MaybeDelivered,
    Member,
    NotDelivered,
    Place,
    Posted,
    TryLater,
    Unreachable,
)
from bot.surfaces.teams.conversations import Conversations, Reference
from bot.surfaces.teams.sdk import CallFailed, RosterEntry, Sdk
from bot.surfaces.teams.settings import TeamsSettings
from bot.words import Words

_SECONDS = 2.0
"""How long to wait when Teams does not say."""
_NOT_FOUND = 404
_NOT_IN_TIME = frozenset({400, 403, 413})
"""What does not go away by waiting: not installed or blocked, and what would be a fault of ours."""


class TeamsCarrier:
    """Delivers cards through the Bot Connector.

    A card goes alone, with its first line as the message's summary. `words` are the few of the renderer's own.
    """

    surface = SurfaceName.TEAMS

    def __init__(self, sdk: Sdk, conversations: Conversations, settings: TeamsSettings, words: Words) -> None:
        self._sdk = sdk
        self._conversations = conversations
        self._settings = settings
        self._words = words

    async def post(self, place: Place, card: Card, key: str) -> Posted:  # noqa: ARG002 - Teams has no place for a key
        """Post a new message, in a personal chat opened for it if need be."""
        where = await self._where(place)
        try:
            return await self._send(where, card)
        except CallFailed as error:
            if error.status != _NOT_FOUND or place.person is None:
                raise _not_posted(error) from None
        # The person has removed the chat with its history: it can be opened anew.
        try:
            return await self._send(await self._open_chat(place.person), card)
        except CallFailed as error:
            raise _not_posted(error) from None

    async def update(self, posted: Posted, card: Card) -> None:
        """Bring a message up to date."""
        where = await self._at(posted.conversation)
        content, summary = message(card, self._words)
        try:
            await self._sdk.update(
                where["service_url"], posted.conversation, posted.message, content, summary
            )
        except CallFailed as error:
            raise _not_delivered(error, not_found=Gone("not_found")) from None

    async def delete(self, posted: Posted) -> None:
        """Take a message away; one that is not there any more counts as taken away."""
        where = await self._at(posted.conversation)
        try:
            await self._sdk.delete(where["service_url"], posted.conversation, posted.message)
        except CallFailed as error:
            if error.status != _NOT_FOUND:
                raise _not_delivered(error, not_found=Gone("not_found")) from None

    async def find(self, place: Place, key: str) -> Posted | None:  # noqa: ARG002 - the port's signature
        """None, always: a bot on Teams cannot read what it posted, so a post whose answer was lost is posted again."""
        return None

    async def channel_facts(self, channel: str) -> ChannelFacts:
        """Who is in the channel, and whether it is private; what Teams does not tell counts as not private."""
        where = await self._at(channel)
        try:
            roster = await self._sdk.roster(where["service_url"], channel)
            kind = await self._kind(where, channel)
        except CallFailed as error:
            raise _not_delivered(error, not_found=Unreachable("not_found")) from None
        members = tuple(self._member(entry) for entry in roster)
        partners = {member.identity.tenant for member in members} - {self._home(where)}
        return ChannelFacts(kind in ("private", "shared"), frozenset(partners), members)

    async def _send(self, where: Reference, card: Card) -> Posted:
        content, summary = message(card, self._words)
        posted = await self._sdk.send(where["service_url"], where["conversation"], content, summary)
        return Posted(where["conversation"], posted)

    async def _kind(self, where: Reference, channel: str) -> str:
        """The channel's kind, as its team lists it, else as the last event from it said."""
        listed = (
            await self._sdk.channel_kinds(where["service_url"], where["team"]) if where.get("team") else {}
        )
        return listed.get(channel) or where.get("kind", "")

    def _member(self, entry: RosterEntry) -> Member:
        identity = Identity(SurfaceName.TEAMS, entry.tenant or self._settings.tenant, entry.user)
        return Member(identity, is_guest=entry.role not in ("", "user"))

    def _home(self, where: Reference) -> str:
        return self._settings.tenant or where["tenant"]

    async def _where(self, place: Place) -> Reference:
        if place.person is not None:
            return await self._chat_with(place.person)
        if place.channel is None:
            raise Unreachable("no_place")
        return await self._at(place.channel)

    async def _at(self, conversation: str) -> Reference:
        """Where a conversation is; one that nothing has come from yet is taken to be the home tenant's."""
        known = await self._conversations.at(conversation)
        if known is not None:
            return known
        home = await self._conversations.of_tenant(self._settings.tenant)
        if home is None:
            raise Unreachable("no_conversation_known")
        return {**home, "conversation": conversation}

    async def _chat_with(self, person: Identity) -> Reference:
        known = await self._conversations.with_person(person)
        return known if known is not None else await self._open_chat(person)

    async def _open_chat(self, person: Identity) -> Reference:
        """The personal chat with somebody, opened where the app is installed for them."""
        service = await self._conversations.of_tenant(person.tenant)
        if service is None:
            raise Unreachable("no_conversation_known")
        try:
            chat = await self._sdk.open_chat(
                service["service_url"], person.tenant, person.user, service["bot"]
            )
        except CallFailed as error:
            raise _not_delivered(error, not_found=Unreachable("not_found")) from None
        where = {**service, "conversation": chat}
        await self._conversations.opened(person, where)
        return where


def _not_posted(error: CallFailed) -> NotDelivered:
    """What a failed post means: without an answer the message may stand."""
    if error.maybe_done:
        return MaybeDelivered("no_answer")
    return _not_delivered(error, not_found=Unreachable("not_found"))


def _not_delivered(error: CallFailed, *, not_found: NotDelivered) -> NotDelivered:
    """What a failed call means for the message. All calls but a post can be made twice without harm."""
    if error.status == _NOT_FOUND:
        return not_found
    if error.status in _NOT_IN_TIME:
        return Unreachable(f"status_{error.status}")
    return TryLater(error.retry_after or _SECONDS, f"status_{error.status}")
