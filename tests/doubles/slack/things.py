"""What a Slack workspace is made of, as the double keeps it."""

import copy
import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.doubles.slack.block_rules import Json

APP_ID = "A0APP0001"
Transport = Literal["http", "socket"]


@dataclass(eq=False)
class Workspace:
    """A workspace in which the app under test is installed.

    ``scopes`` None grants everything; otherwise methods outside it answer ``missing_scope``.
    """

    team_id: str
    name: str
    bot_token: str
    bot_id: str
    bot_user_id: str
    transport: Transport = "http"
    request_url: str | None = None
    scopes: frozenset[str] | None = None

    @property
    def domain(self) -> str:
        return self.name.lower().replace(" ", "-")


@dataclass(eq=False)
class Account:
    """A person or a bot in a workspace."""

    id: str
    team_id: str
    name: str
    bot_id: str | None = None
    app_id: str | None = None
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False

    @property
    def is_bot(self) -> bool:
        return self.bot_id is not None


@dataclass(frozen=True)
class Version:
    """What a message said from ``at`` (the double's monotonic seconds) until its next version."""

    text: str
    blocks: list[Json]
    at: float


@dataclass(eq=False)
class Message:
    """A message with all its versions; ``ephemeral_to`` names the one person who sees it, if so."""

    ts: str
    channel_id: str
    team_id: str
    user: str
    text: str
    blocks: list[Json]
    bot_id: str | None = None
    app_id: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: bool = False
    deleted: bool = False
    ephemeral_to: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)

    def say(self, text: str, blocks: list[Json], at: float) -> None:
        """Become the next version of itself."""
        self.text, self.blocks = text, blocks
        self.versions.append(Version(text, copy.deepcopy(blocks), at))

    def as_first_posted(self) -> "Message":
        """The message as someone still sees it whose screen was not brought up to date."""
        first = self.versions[0]
        return dataclasses.replace(self, text=first.text, blocks=copy.deepcopy(first.blocks))

    def shape(self, *, with_metadata: bool = False) -> Json:
        """The message as Slack's API shows it."""
        shape: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "team": self.team_id,
            "blocks": copy.deepcopy(self.blocks),
        }
        optional = {"bot_id": self.bot_id, "app_id": self.app_id, "thread_ts": self.thread_ts}
        shape |= {key: value for key, value in optional.items() if value}
        if self.edited:
            shape["edited"] = {"user": self.user, "ts": self.ts}
        if with_metadata and self.metadata:
            shape["metadata"] = self.metadata
        return shape


@dataclass(eq=False)
class Channel:
    """A channel or a personal conversation (``is_im``), with its members in the order they came."""

    id: str
    team_id: str
    name: str
    is_private: bool = True
    is_im: bool = False
    is_archived: bool = False
    shared_team_ids: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    history: list[Message] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        """What is in the channel now, oldest first, without ephemeral messages."""
        return [each for each in self.history if not each.deleted and not each.ephemeral_to]

    def everything(self) -> list[Message]:
        """What was ever in the channel, deleted and ephemeral messages included."""
        return list(self.history)


@dataclass(eq=False)
class View:
    """A modal or an App Home, with what its person has filled in so far.

    ``values`` is shaped as Slack's ``state.values``; ``offered`` holds the last search results by action.
    """

    id: str
    team_id: str
    user_id: str
    spec: Json
    hash: str
    app_id: str
    bot_id: str
    root_view_id: str
    previous_view_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        return list(self.spec["blocks"])

    @property
    def title(self) -> str:
        """The title that is shown; a home has none."""
        title: dict[str, Any] = self.spec.get("title") or {}
        return str(title.get("text", ""))

    def shape(self) -> Json:
        """The view as Slack's API and payloads show it."""
        defaults: Json = {
            "title": None,
            "submit": None,
            "close": None,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return copy.deepcopy(defaults | self.spec) | {
            "id": self.id,
            "team_id": self.team_id,
            "state": {"values": copy.deepcopy(self.values)},
            "hash": self.hash,
            "root_view_id": self.root_view_id,
            "previous_view_id": self.previous_view_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }


@dataclass(eq=False)
class Trigger:
    """A trigger id: good once, for three seconds after ``issued`` (the double's monotonic seconds)."""

    user_id: str
    team_id: str
    issued: float
    view_id: str | None = None
    used: bool = False


@dataclass(eq=False)
class ResponseUrl:
    """A response URL: five uses within thirty minutes of ``issued`` (monotonic seconds)."""

    user_id: str
    team_id: str
    channel_id: str
    issued: float
    message: Message | None = None
    uses: int = 0
