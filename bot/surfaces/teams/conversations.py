"""Where people and channels can be written to, learned from what Teams sends."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.interaction import Identity, SurfaceName
from bot.surfaces.recent import Recent
from bot.surfaces.teams.doorman import tenant_of

Json = Mapping[str, Any]
Reference = Mapping[str, str]
"""`conversation`, `service_url`, `tenant`, `bot`; for a channel also `team` and `kind` (standard, private, shared)."""

_OF_CHANNELS = ("team", "kind")
_REMEMBERED = 10_000


class ConversationBook(Protocol):
    """Conversation references kept over a restart; they hold ids and addresses, no names."""

    async def remember(self, key: str, reference: Reference) -> None:
        """Keep a reference in place of the one before."""
        ...

    async def find(self, key: str) -> Reference | None:
        """The reference kept under this key."""
        ...


class Conversations:
    """Keeps what each activity tells, and writes it down only when it is new."""

    def __init__(self, book: ConversationBook) -> None:
        self._book = book
        self._known: Recent[str, Reference] = Recent(_REMEMBERED)

    async def learn(self, activity: Json) -> None:
        """Note where this activity came from: the chat or channel, and the service that carries it."""
        where = _reference(activity)
        if not where["conversation"] or not where["tenant"]:
            return
        tenant = {"service_url": where["service_url"], "bot": where["bot"], "tenant": where["tenant"]}
        await self._keep(_of_tenant(where["tenant"]), tenant)
        where = {**_told_once(await self.at(where["conversation"])), **where}
        await self._keep(_of_conversation(where["conversation"]), where)
        person = _text(activity.get("from"), "aadObjectId")
        if person and is_personal(activity):
            await self._keep(_of_person(Identity(SurfaceName.TEAMS, where["tenant"], person)), where)

    async def opened(self, person: Identity, reference: Reference) -> None:
        """Note the personal chat that was opened with somebody."""
        await self._keep(_of_conversation(reference["conversation"]), reference)
        await self._keep(_of_person(person), reference)

    async def with_person(self, person: Identity) -> Reference | None:
        """The personal chat with somebody."""
        return await self._find(_of_person(person))

    async def at(self, conversation: str) -> Reference | None:
        """A chat or channel by its id."""
        return await self._find(_of_conversation(conversation))

    async def of_tenant(self, tenant: str) -> Reference | None:
        """The service that carries a tenant's conversations, and the bot's own id there."""
        return await self._find(_of_tenant(tenant))

    async def _keep(self, key: str, reference: Reference) -> None:
        if self._known.get(key) == reference:
            return
        await self._book.remember(key, reference)
        self._known.keep(key, reference)

    async def _find(self, key: str) -> Reference | None:
        known = self._known.get(key)
        if known is not None:
            return known
        found = await self._book.find(key)
        if found is not None:
            self._known.keep(key, found)
        return found


def is_personal(activity: Json) -> bool:
    """Whether this is the chat between one person and the bot."""
    return _text(activity.get("conversation"), "conversationType") == "personal"


def channel_of(activity: Json) -> str:
    """The conversation's id without the thread that it may name."""
    return _text(activity.get("conversation"), "id").partition(";")[0]


def _reference(activity: Json) -> dict[str, str]:
    reference = {
        "conversation": channel_of(activity),
        "service_url": str(activity.get("serviceUrl") or ""),
        "tenant": tenant_of(activity),
        "bot": _text(activity.get("recipient"), "id"),
    }
    data = activity.get("channelData") or {}
    told = {"team": _text(data.get("team"), "id"), "kind": _text(data.get("channel"), "type")}
    return reference | {part: text for part, text in told.items() if text}


def _told_once(known: Reference | None) -> dict[str, str]:
    """What was told of a channel before: not every activity from it names its team and its kind, and neither changes."""
    return {part: text for part, text in (known or {}).items() if part in _OF_CHANNELS}


def _of_person(person: Identity) -> str:
    return f"person/{person.tenant}/{person.user}"


def _of_conversation(conversation: str) -> str:
    return f"conversation/{conversation}"


def _of_tenant(tenant: str) -> str:
    return f"tenant/{tenant}"


def _text(value: object, name: str) -> str:
    text = value.get(name) if isinstance(value, Mapping) else None
    return text if isinstance(text, str) else ""
