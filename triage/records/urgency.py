"""How urgent it is, and what was promised about time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


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
class RatingStands:
    """A duty manager looked at a view above the rating and said why that rating stands. Never changed."""

    id: str
    referral: str
    vote: str
    rating: str
    """The rating in force then: what was said is about this one."""
    by: str
    at: datetime
    reason: str


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
class UrgentProtection:
    """Somebody said that protection cannot wait, and what is happening: managers are told at once.

    `called_999` is empty when it was started while screening, where that is not asked.
    """

    id: str
    referral: str
    by: str
    seat: str
    at: datetime
    words: str
    called_999: Literal["yes", "not_needed", "not_yet", ""]


@dataclass(frozen=True)
class UrgentTaken:
    """A manager said that they are dealing with an urgent protection."""

    id: str
    referral: str
    urgent: str
    by: str
    at: datetime
