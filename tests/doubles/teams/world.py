"""The world as Teams holds it: tenants, people, chats, teams with channels, and what was posted in them."""

import hashlib
import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from tests.doubles.adaptive import card_text, first_text, plain, utf16_size

if TYPE_CHECKING:
    from tests.doubles.teams.people import User

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
Json = dict[str, Any]
ChatKind = Literal["personal", "groupChat", "channel"]
ChannelKind = Literal["standard", "private", "shared"]

_FIRST_ID = 1_763_300_000_000  # ids of messages look like milliseconds
_ids = itertools.count(_FIRST_ID)


def new_activity_id() -> str:
    """An id as Teams gives to a message: digits, unique, rising."""
    return str(next(_ids))


def opaque(*parts: str) -> str:
    """An identifier that says nothing about what it is made from, the same each time."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


@dataclass(eq=False)
class Version:
    """One state of a message, as the bot sent it."""

    activity: Json
    at: datetime


@dataclass(eq=False)
class Message:
    """A message in a chat, with everything that it was before."""

    id: str
    chat: "Chat"
    author: "User | None"  # None is the bot
    versions: list[Version]
    root_id: str | None = None
    deleted: bool = False
    views: dict[str, Json] = field(default_factory=dict)

    @property
    def activity(self) -> Json:
        """As it is now."""
        return self.versions[-1].activity

    @property
    def edits(self) -> int:
        """How often it was changed; above 0 Teams shows "Edited"."""
        return len(self.versions) - 1

    @property
    def card(self) -> Json:
        """The card that everybody sees, empty for a message without one."""
        return card_of(self.activity)

    def card_for(self, user: "User") -> Json:
        """The card that this person sees: an answer to a press is local, and an edit takes it away."""
        return self.views.get(user.mri, self.card)

    @property
    def text(self) -> str:
        """All that can be read."""
        return readable(self.activity)

    @property
    def previews(self) -> tuple[str, ...]:
        """What a lock screen may show; it depends on the client."""
        written = plain(self.activity.get("text") or "")
        choices = [self.activity.get("summary") or written, first_text(self.card) or written, written]
        return tuple(dict.fromkeys([choice for choice in choices if choice] or ["Sent a card"]))

    @property
    def size(self) -> int:
        """Bytes of the whole message as Teams counts them."""
        return utf16_size(self.activity)

    @property
    def card_size(self) -> int:
        """Bytes of the card alone as Teams counts them."""
        return utf16_size(self.card)


@dataclass(eq=False)
class Chat:
    """A conversation: one person and the bot, a group, or a channel."""

    id: str
    kind: ChatKind
    tenant: "Tenant"
    name: str = ""
    own_members: list["User"] = field(default_factory=list)
    team: "Team | None" = None
    channel_kind: ChannelKind | None = None
    app_added: bool = True
    app_blocked: bool = False
    everything: list[Message] = field(default_factory=list)

    @property
    def members(self) -> list["User"]:
        """Who can read here; a standard channel is read by its whole team."""
        if self.team is not None and self.channel_kind == "standard":
            return self.team.members
        return self.own_members

    @property
    def installed(self) -> bool:
        """May the bot speak here?"""
        if self.team is not None and not self.team.installed:
            return False
        return self.app_added

    @property
    def messages(self) -> list[Message]:
        """What is to be seen now, oldest first."""
        return [message for message in self.everything if not message.deleted]

    @property
    def latest(self) -> Message:
        """The newest message to be seen."""
        if not self.messages:
            raise AssertionError(f"nothing is posted in {self.name or self.kind}")
        return self.messages[-1]

    def showing(self, words: str) -> Message:
        """The one message that says `words`."""
        found = [message for message in self.messages if words in message.text]
        if len(found) != 1:
            seen = "\n---\n".join(message.text for message in self.messages)
            raise AssertionError(f"{len(found)} messages say {words!r}; posted here:\n{seen}")
        return found[0]

    def thread(self, root: Message) -> list[Message]:
        """A message and the answers below it."""
        return [message for message in self.messages if root.id in (message.id, message.root_id)]

    def message(self, activity_id: str) -> Message | None:
        """The message with this id if it is there and was not deleted."""
        return next((each for each in self.messages if each.id == activity_id), None)

    def post(self, author: "User | None", activity: Json, root_id: str | None = None) -> Message:
        """Add a message."""
        message = Message(new_activity_id(), self, author, [Version(activity, datetime.now(UTC))], root_id)
        self.everything.append(message)
        return message


@dataclass(eq=False)
class Team:
    """A team: people, channels, and whether the app is installed. Its id is that of its first channel."""

    id: str
    tenant: "Tenant"
    name: str
    members: list["User"]
    installed: bool = True
    channels: list[Chat] = field(default_factory=list)
    group_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def channel(self, name: str, kind: ChannelKind = "standard", members: list["User"] | None = None) -> Chat:
        """Make a channel. A private or shared one has members of its own, and the app was added to it."""
        chat = Chat(
            id=f"19:{opaque(self.id, name)}@thread.tacv2",
            kind="channel",
            tenant=self.tenant,
            name=name,
            own_members=list(members or []),
            team=self,
            channel_kind=kind,
        )
        self.channels.append(chat)
        return chat


@dataclass(eq=False)
class Tenant:
    """An organisation's directory with its teams."""

    id: str
    name: str
    people: list["User"] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)

    def team(self, name: str, members: list["User"]) -> Team:
        """Make a team with its first channel, General, and the app installed."""
        team = Team(
            id=f"19:{opaque(self.id, name)}@thread.tacv2", tenant=self, name=name, members=list(members)
        )
        team.channel("General").id = team.id
        self.teams.append(team)
        return team


def card_of(activity: Json) -> Json:
    """The first card of an activity, empty if it has none."""
    for attachment in activity.get("attachments") or []:
        if attachment.get("contentType") == CARD_TYPE:
            return dict(attachment["content"])
    return {}


def readable(activity: Json) -> str:
    """The words of an activity and its cards as a person reads them."""
    parts = [plain(activity.get("text") or "")]
    parts += [
        card_text(attachment["content"])
        for attachment in activity.get("attachments") or []
        if attachment.get("contentType") == CARD_TYPE
    ]
    return "\n".join(part for part in parts if part)
