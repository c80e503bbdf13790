"""What agencies were asked, what they said they know, and their views."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

AnswerKind = Literal["known_with_info", "known_no_concern", "checked_nothing_known", "cannot_check"]


@dataclass(frozen=True)
class Check:
    """A seat was asked what it knows about these subjects."""

    id: str
    referral: str
    seat: str
    subjects: tuple[str, ...]
    asked_at: datetime
    due_at: datetime
    asked_by: str


@dataclass(frozen=True)
class Answer:
    """What a seat says it knows. A correction is a new answer that supersedes the one before.

    `check` is empty when the seat was not asked and offered it. `told_by` and `told_at` are set when somebody at the hub
    wrote down what the seat said by phone; `confirmed_at` when the seat said that is right.
    """

    id: str
    referral: str
    check: str
    seat: str
    person: str
    at: datetime
    kind: AnswerKind
    subjects: tuple[str, ...]
    text: str = ""
    need: str = ""
    basis: str = ""
    consent: str = ""
    tier: Literal["hub", "lead", "referrer", ""] = ""
    why_not: str = ""
    systems: str = ""
    told_by: str = ""
    told_at: str = ""
    confirmed_at: datetime | None = None
    supersedes: str = ""


@dataclass(frozen=True)
class ConsentDecision:
    """What a duty manager decided about an answer whose family refused consent."""

    id: str
    referral: str
    answer: str
    by: str
    at: datetime
    share: bool
    asked: str
    why: str
    reasons: str
    basis: str
    told: str
    told_words: str


@dataclass(frozen=True)
class Vote:
    """An agency's recorded professional view on one subject. A change is a new vote; late ones change nothing."""

    id: str
    referral: str
    subject: str
    round: int
    seat: str
    person: str
    at: datetime
    urgency: str
    destination: str
    reason: str = ""
    why_changed: str = ""
    late: bool = False
    written_by: str = ""
    """Who wrote it down, when the seat said it in a meeting."""


@dataclass(frozen=True)
class HandedOn:
    """Somebody said that what their agency was asked is not theirs: whose it is from then on. Never changed.

    `to` is the colleague; empty for the agency's lead, whoever that is when it is looked at.
    """

    id: str
    referral: str
    seat: str
    by: str
    at: datetime
    to: str
    choice: Literal["colleague", "lead", "not_ours"]
    why: str = ""


@dataclass(frozen=True)
class LeadPhoned:
    """Somebody of the hub phoned an agency about what is late there: whom, and what came of it. Never changed.

    `thing` is the action, or of an answer the referral. `whom` is empty for somebody there who is not on the roster.
    """

    id: str
    referral: str
    about: Literal["answer", "action"]
    thing: str
    seat: str
    by: str
    at: datetime
    whom: str
    came_of_it: Literal["told", "no_answer", "message"]
    words: str = ""
