"""What the surfaces and the middle of the bot ask of each other.

A surface talks to the `FrontDesk` when something comes in; the courier talks to a `Carrier` when something goes out.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.cards.elements import Card
from bot.interaction import Answer, Identity, Interaction, SurfaceName
from bot.paper.sheet import Sheet


@dataclass(frozen=True)
class PostedCard:
    """A message as a page shows it: the registry's opaque id and the card as it is now."""

    message_id: str
    card: Card


MY_WORK = "my work"
"""The words that ask for one's own list in a chat."""


@dataclass(frozen=True)
class OwnList:
    """One person's own list as a chat shows it. `as_of` says from which state of who may know what it was worked out."""

    card: Card
    as_of: int


class Standing(StrEnum):
    """A card that answered somebody in a chat, and stays there."""

    HOME = "home"
    LIST = "my_work"
    SAID = "said"


class FrontDesk(Protocol):
    """The one door through which every surface reaches the bot."""

    async def press(self, interaction: Interaction) -> Answer:
        """Do what was pressed or submitted; returns only after the commit."""
        ...

    async def said(self, identity: Identity, text: str, delivery: str) -> Card:
        """Answer words typed to the bot in a personal chat: "my work", "refer", a reference, a one-time code."""
        ...

    async def my_work(self, identity: Identity) -> Card:
        """One person's own list, worked out now. For somebody unknown: a card that says what to do."""
        ...

    async def own_list(self, identity: Identity) -> OwnList:
        """The same for a chat, where it stays until it is shown anew: tell `stands` where."""
        ...

    async def stands(self, identity: Identity, what: Standing, posted: "Posted", as_of: int = 0) -> None:
        """A card that answered this person stands there now: the courier sees to it from here on."""
        ...

    async def channel(self, identity: Identity | None) -> tuple[PostedCard, ...]:
        """The hub's channel as a page; for None, as an onlooker sees it (cards only, in the demo)."""
        ...

    async def personal(self, identity: Identity) -> tuple[PostedCard, ...]:
        """One person's messages as a page, newest first."""
        ...

    async def paper(self, identity: Identity, verb: str, thing: str) -> Sheet | Answer:
        """A document to read and print; judged and recorded like a press on that verb, whose refusal is the answer."""
        ...

    async def channel_changed(self, surface: SurfaceName, channel: str) -> None:
        """Somebody joined or left, or the channel was made public or shared: look at its guard again now."""
        ...


@dataclass(frozen=True)
class Place:
    """Where a card is to go: the secure channel (`person` is None) or one person's own chat."""

    channel: str | None
    person: Identity | None


@dataclass(frozen=True)
class Posted:
    """Where a message stands, in the platform's own ids, kept as text."""

    conversation: str
    message: str


@dataclass(frozen=True)
class Member:
    """Somebody or something in the channel, as the platform describes it."""

    identity: Identity
    is_guest: bool = False
    is_app: bool = False
    is_self: bool = False


@dataclass(frozen=True)
class ChannelFacts:
    """What the channel guard asks a platform before a case card may stand in a channel."""

    private: bool
    partners: frozenset[str]
    """Ids of other workspaces or tenants that the channel is shared with."""
    members: tuple[Member, ...]


@dataclass(frozen=True)
class SeenChannel:
    """A hub's channel as an examination found it; `facts` is None when the bot cannot look at it."""

    hub: str
    facts: ChannelFacts | None


class NotDelivered(Exception):
    """A call to the platform failed; the message is still wanted. Never holds what the message said."""


class TryLater(NotDelivered):
    """Rate limit, time-out or a fault of the platform: the same call may work after `seconds`."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


class MaybeDelivered(NotDelivered):
    """The connection broke after sending: the message may stand. `Carrier.find` tells, before it is posted again."""


class Gone(NotDelivered):
    """The message is no longer there or can no longer be changed: post it again."""


class Unreachable(NotDelivered):
    """This place cannot be reached until somebody acts: not installed, blocked, not in the channel, no chat known."""


class ShutOut(Unreachable):
    """Nothing on this platform can be reached until somebody acts: it does not accept the bot itself."""


def nothing_answers(problem: NotDelivered) -> bool:
    """Whether a call failed as every call does when the platform cannot be reached, and not for its place alone."""
    return isinstance(problem, TryLater | MaybeDelivered | ShutOut)


class Carrier(Protocol):
    """How one surface delivers cards. Each call ends within 5 seconds, and raises a `NotDelivered` if it failed."""

    surface: SurfaceName

    async def post(self, place: Place, card: Card, key: str) -> Posted:
        """Post a new message. `key` is the registry's opaque id, kept with the message so that it can be found again."""
        ...

    async def update(self, posted: Posted, card: Card) -> None:
        """Bring a message up to date; raises `Gone` when it is no longer there."""
        ...

    async def delete(self, posted: Posted) -> None:
        """Take a message away; one that is not there any more counts as taken away."""
        ...

    async def find(self, place: Place, key: str) -> Posted | None:
        """Look among the bot's own posts for the one with this key, where the platform can tell."""
        ...

    async def channel_facts(self, channel: str) -> ChannelFacts:
        """Who and what is in the channel now."""
        ...
