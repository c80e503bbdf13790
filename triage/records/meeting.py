"""Meetings: when they are, who came, what each case came to, what was said, and the day's list they go by."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MeetingKind = Literal["urgent", "daily"]
MeetingState = Literal["called", "open", "closed", "adjourned", "not_needed"]
ItemState = Literal["waiting", "in_hand", "decided", "proposed", "left", "adjourned", "not_needed"]
MinutePart = tuple[Literal["heading", "below", "said", "quote"], str]
"""A heading, a heading below it, words of our own, or words that somebody wrote."""
How = Literal["here", "deputy", "phone", "apologies_sent", "apologies", "absent"]


@dataclass(frozen=True)
class Meeting:
    """One meeting: an urgent one about one referral, or the one of a day's list.

    `at` is when it is to begin. `set_at` is when somebody set its time and chair; before, it was only suggested.
    `tried_at` is when it was to begin and agencies were missing; with `interim_at` it went on without them, as `interim_by`
    said. `state` moves.
    """

    id: str
    forum: str
    kind: MeetingKind
    at: datetime
    made_at: datetime
    state: MeetingState = "called"
    referral: str = ""
    day_list: str = ""
    chair: str = ""
    minute_taker: str = ""
    place: str = ""
    why_late: str = ""
    set_at: datetime | None = None
    tried_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    interim_at: datetime | None = None
    interim_why: str = ""
    interim_safe: str = ""
    interim_until: str = ""
    interim_by: str = ""


@dataclass(frozen=True)
class MeetingItem:
    """One case of a meeting. `back_on` is the day (as "2026-11-17") on whose list an adjourned case comes back."""

    id: str
    referral: str
    meeting: str
    position: int
    state: ItemState = "waiting"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    back_on: str = ""
    why: str = ""
    safe: str = ""


@dataclass(frozen=True)
class Attendance:
    """Whether a seat is in a meeting, by whom it was recorded. A change is a new one; both times are kept."""

    id: str
    meeting: str
    seat: str
    how: How
    at: datetime
    by: str
    person: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody invited to one case of a meeting. `person` is set when they are on the roster."""

    id: str
    referral: str
    meeting: str
    name: str
    person: str
    at: datetime
    by: str


@dataclass(frozen=True)
class ViewAsked:
    """A seat that is in the meeting was asked there for its view on a case."""

    id: str
    referral: str
    meeting: str
    seat: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Statement:
    """What a seat said in the meeting, written down by somebody else until the seat confirms or corrects it."""

    id: str
    referral: str
    meeting: str
    seat: str
    by: str
    at: datetime
    words: str = ""
    votes: tuple[str, ...] = ()
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    supersedes: str = ""


@dataclass(frozen=True)
class DestinationRating:
    """The second rating: where a subject's needs will best be met, as a qualified person rates it after the meeting."""

    id: str
    referral: str
    subject: str
    round: int
    destination: str
    by: str
    at: datetime
    reason: str
    meeting: str = ""


@dataclass(frozen=True)
class DayList:
    """The list of a day, made at the cut-off. `next_at` is when the next list's meeting is."""

    id: str
    forum: str
    day: str
    built_at: datetime
    meeting_at: datetime
    next_at: datetime


@dataclass(frozen=True)
class Minutes:
    """One version of a meeting's minutes: who came, and what belongs to no single case. `approved_at` moves once."""

    id: str
    meeting: str
    forum: str
    referral: str
    version: int
    made_at: datetime
    by: str
    parts: tuple[MinutePart, ...] = ()
    approved_at: datetime | None = None
    approved_by: str = ""


@dataclass(frozen=True)
class MinutesPart:
    """What a version of the minutes says about one case, kept under that case's own key."""

    id: str
    referral: str
    minutes: str
    position: int
    parts: tuple[MinutePart, ...] = ()
