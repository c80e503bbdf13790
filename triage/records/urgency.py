"""How urgent it is, and what was promised about time."""

from dataclasses import dataclass
from datetime import datetime


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
