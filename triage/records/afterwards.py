"""What follows outside the hub: the reply to whoever referred, and work done by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FeedbackState = Literal["prepared", "sent", "to_do", "withheld"]


@dataclass(frozen=True)
class Feedback:
    """The reply to the person who referred. Prepared when a decision is approved; `state` moves."""

    id: str
    referral: str
    prepared_at: datetime
    due_at: datetime
    outcomes: tuple[tuple[str, str], ...]
    state: FeedbackState = "prepared"
    how: str = ""
    added_words: str = ""
    reason: str = ""
    by: str = ""
    sent_at: datetime | None = None
    spoken_to: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True)
class Nudge:
    """Somebody was reminded, or told that something is late: as its owner, its agency's lead, or at the desk. Never changed."""

    id: str
    referral: str
    person: str
    level: Literal["owner", "lead", "desk"]
    about: str
    thing: str
    seat: str
    at: datetime


@dataclass(frozen=True)
class Task:
    """Something business support does outside the bot (ring, send by secure e-mail, look at a refused row)."""

    id: str
    forum: str
    kind: str
    referral: str
    at: datetime
    due_at: datetime
    words: str = ""
    who: str = ""
    feedback: str = ""
    """The reply that its words are, where it is one."""
    done_at: datetime | None = None
    done_by: str = ""
    outcome: str = ""
    outcome_words: str = ""


HoldingState = Literal["prepared", "sent", "to_do", "withheld", "withdrawn"]


@dataclass(frozen=True)
class HoldingReply:
    """What whoever referred is told when nothing is decided by then: one for each referral at most.

    `read`, `asked` and `again_by` are what it said, kept when it was sent. `state` moves; a decision made first withdraws it.
    """

    id: str
    referral: str
    prepared_at: datetime
    state: HoldingState = "prepared"
    how: str = ""
    read: bool = False
    asked: bool = False
    again_by: datetime | None = None
    reason: str = ""
    by: str = ""
    sent_at: datetime | None = None
    spoken_to: str = ""
