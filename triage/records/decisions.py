"""What was proposed and decided, what is to be done, and who does not agree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ProposalState = Literal["open", "approved", "returned"]
ActionState = Literal["open", "done", "not_possible", "not_undertaken", "transferred"]
ActionStepKind = Literal[
    "added",
    "done",
    "not_possible",
    "not_undertaken",
    "offered",
    "taken",
    "declined",
    "moved",
    "to_area",
    "accepted",
    "time_asked",
    "time_refused",
    "extended",
    "instead",
]


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
    meeting: str = ""
    """The meeting in which it was put forward."""
    interim_until: str = ""
    """Put forward without an agency that is needed: the day, as "2026-11-17", on whose list the case comes back."""


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
    interim_until: str = ""
    """Decided for the time being only: the day, as "2026-11-17", on whose list the case comes back."""


@dataclass(frozen=True)
class Action:
    """Something an agency is to do by a time. Its owner, seat, due time, state and ends move; its steps say why.

    `done_at` is when it ended, in whatever way. `proof` is how the hub will know that it is done. `unsafe_since` is when
    it was said that it will not be done and somebody is less safe, until it is said what is done instead: this alone
    decides whether that is asked, since what waits is found without opening the steps.
    """

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
    begun_at: datetime | None = None
    state: ActionState = "open"
    proof: str = ""
    unsafe_since: datetime | None = None


@dataclass(frozen=True)
class ActionStep:
    """One entry in an action's history. Never changed: what follows from it moves on the action.

    `person` and `seat` are to whom it was given, `area` the other area; `due_at` a new due time, `was_due_at` the old.
    """

    id: str
    referral: str
    action: str
    kind: ActionStepKind
    by: str
    at: datetime
    person: str = ""
    seat: str = ""
    due_at: datetime | None = None
    was_due_at: datetime | None = None
    words: str = ""
    area: str = ""
    less_safe: bool = False


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
