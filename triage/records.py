"""What the bot keeps, as values: plain frozen records without behaviour.

Times are aware and in UTC. Personal text is in the clear here; storage seals it. Records are never edited: a change is a
new record that names the one it supersedes, except where a field says "moves" (a stage, a state, a clock's stop).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ContactKind = Literal[
    "referral", "notification", "information_request", "edt_report", "transfer_in", "advice"
]
SubjectKind = Literal["child", "unborn", "adult", "place", "group"]
Stage = Literal[
    "received", "rated", "proposed", "decided", "closed", "already_open", "early_help", "other_area", "advice"
]
AnswerKind = Literal["known_with_info", "known_no_concern", "checked_nothing_known", "cannot_check"]
ProposalState = Literal["open", "approved", "returned"]
FeedbackState = Literal["prepared", "sent", "to_do", "withheld"]


@dataclass(frozen=True)
class Person:
    """Somebody on the roster: staff of an agency, or a known referrer."""

    id: str
    name: str
    agency: str
    email: str = ""
    language: str = "en"


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


@dataclass(frozen=True)
class Referrer:
    """Who referred, as they said; `person` is set when they are on the roster."""

    person: str = ""
    name: str = ""
    role: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    anonymous: bool = False


@dataclass(frozen=True)
class Referral:
    """One thing that arrived. `received_at` is when it reached the hub; `recorded_at` when the bot learnt of it."""

    id: str
    forum: str
    reference: str
    kind: ContactKind
    source: str
    received_at: datetime
    recorded_at: datetime
    referrer: Referrer
    worry: str
    danger: str = ""
    family_told: str = ""
    child_words: str = ""
    household: str = ""
    where_now: str = ""
    issues: tuple[str, ...] = ()
    consent: str = ""
    consent_reason: str = ""
    already_open_to: str = ""
    submission_id: str = ""
    safe_contact: bool = False
    doubts: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    shared_words: Literal["referral", "summary"] = "referral"
    summary: str = ""
    revision: int = 0
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Addition:
    """Something added after the referral arrived: by the referrer, or a file's same number with other words."""

    id: str
    referral: str
    at: datetime
    by: str
    kind: Literal["added", "other_words"]
    fields: Mapping[str, str]
    accepted_at: datetime | None = None


@dataclass(frozen=True)
class Subject:
    """Whom or what a referral is about. `stage` and `round` move; each has its own rating, views and decision.

    `number` goes by age among what came together, a later one takes the next. `told_order` counts from 0 in the order in
    which the referral told of them: its own answers are about the first. `by_hub` marks one whom the hub added: whoever
    referred did not tell of them, and hears nothing of them.
    """

    id: str
    referral: str
    number: int
    kind: SubjectKind
    first_name: str = ""
    surname: str = ""
    other_names: str = ""
    born: str = ""
    sex: str = ""
    ethnicity: str = ""
    first_language: str = ""
    religion: str = ""
    address: str = ""
    postcode: str = ""
    address_secret: bool = False
    school: str = ""
    gp: str = ""
    nhs_number: str = ""
    stage: Stage = "received"
    round: int = 1
    views_open_at: datetime | None = None
    cumulative_note: str = ""
    told_order: int = 0
    by_hub: bool = False


@dataclass(frozen=True)
class Link:
    """Two subjects in different referrals that a person compared. Undone by a link that supersedes it."""

    id: str
    referral: str
    subject: str
    other: str
    kind: Literal["same", "different", "household", "later"]
    by: str
    at: datetime
    why: str = ""
    supersedes: str = ""


@dataclass(frozen=True)
class Rating:
    """An urgency given to one subject by a qualified person."""

    id: str
    referral: str
    subject: str
    round: int
    level: str
    by: str
    at: datetime
    reason: str
    was: str = ""


@dataclass(frozen=True)
class Clock:
    """A promise about time.

    `level` is the rating it belongs to. `subject` is empty when it is the whole referral's, and a check's id for the
    clock of an answer. `stopped_at` and `missed_at` move once.
    """

    id: str
    referral: str
    subject: str
    kind: str
    level: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    missed_at: datetime | None = None


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


@dataclass(frozen=True)
class ProposedOutcome:
    """An outcome for one subject, and the role that must approve it."""

    subject: str
    outcome: str
    role: str


@dataclass(frozen=True)
class ProposedAction:
    """An action that begins when the proposal is approved. `due_at` is worked out then, from the `due` that was chosen."""

    what: str
    seat: str
    due: str
    subject: str = ""


@dataclass(frozen=True)
class Proposal:
    """A decision put forward. `state` moves once, from open, by one conditional update."""

    id: str
    referral: str
    role: str
    by: str
    at: datetime
    rationale: str
    outcomes: tuple[ProposedOutcome, ...]
    without: Mapping[str, str] = field(default_factory=dict)
    safety: str = ""
    referrer_words: str = ""
    actions: tuple[ProposedAction, ...] = ()
    state: ProposalState = "open"
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True)
class ProposalReturn:
    """Why a proposal was returned, and what it needs."""

    id: str
    referral: str
    proposal: str
    by: str
    at: datetime
    need: str
    words: str


@dataclass(frozen=True)
class Decision:
    """What was decided for one subject, on an approved proposal."""

    id: str
    referral: str
    subject: str
    round: int
    proposal: str
    outcome: str
    by: str
    at: datetime
    supersedes: str = ""


@dataclass(frozen=True)
class Action:
    """Something an agency is to do by a time."""

    id: str
    referral: str
    subject: str
    number: int
    what: str
    seat: str
    owner: str
    due_at: datetime
    proposal: str
    done_at: datetime | None = None


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
class Disagreement:
    """Somebody does not accept a rating, an outcome or the time taken. The decision stands meanwhile."""

    id: str
    referral: str
    by: str
    seat: str
    at: datetime
    unsafe: bool
    about: str
    why: str
    level: int
    owner: str
    due_at: datetime


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


@dataclass(frozen=True)
class EarlierContact:
    """A contact before this one, of somebody a person said is the same child or of the same household."""

    subject: str
    other: str
    kind: Literal["same", "household"]
    reference: str
    received_at: datetime
    level: str
    outcome: str


@dataclass(frozen=True)
class Screening:
    """Who opened a referral to screen it, and when; it shows others and locks nothing."""

    referral: str
    person: str
    at: datetime
