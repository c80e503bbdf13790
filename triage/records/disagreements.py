"""How a disagreement went on: answered, settled, not settled, or gone up a level. Append-only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class DisagreementStep:
    """One step after a disagreement was raised.

    `level`, `owner` and `due_at` are those in force from this step on; `due_at` is None once it was answered or settled.
    `by` is empty where nobody pressed: the time of a level ran out.
    """

    id: str
    referral: str
    disagreement: str
    kind: Literal["answered", "settled", "level"]
    at: datetime
    by: str
    level: int
    owner: str
    due_at: datetime | None
    words: str = ""
