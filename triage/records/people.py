"""Who works here: people, what they are in a hub, the hub itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Person:
    """Somebody on the roster: staff of an agency, or a known referrer."""

    id: str
    name: str
    agency: str
    email: str = ""
    language: str = "en"
    phone: str = ""
    """Where they are reached at work; empty where the roster does not know."""


@dataclass(frozen=True)
class Membership:
    """What a person is in one forum, from when until when. `seat` is empty for hub staff and referrers."""

    person: str
    forum: str
    seat: str
    roles: frozenset[str]
    deputy_for: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether it is in force; access ends at the recorded minute."""
        return (self.starts_at is None or self.starts_at <= now) and (
            self.ends_at is None or now < self.ends_at
        )


@dataclass(frozen=True)
class Handover:
    """A duty that somebody gave to somebody, with a note that only who took it reads. `duty` is the taker's."""

    id: str
    forum: str
    duty: str
    giver: str
    taker: str
    at: datetime
    note: str


@dataclass(frozen=True)
class Forum:
    """A hub that runs: which profile it follows and where its channels are."""

    id: str
    profile: str
    name: str
    timezone: str
    language: str
    channels: Mapping[str, str] = field(default_factory=dict)
    partners: frozenset[str] = frozenset()
    allowed_apps: frozenset[str] = frozenset()
    public_form: bool = False
    """Whether members of the public may tell it of a worry on the web page."""
