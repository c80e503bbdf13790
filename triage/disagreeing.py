"""Where a disagreement stands: its level, who answers and by when. It never holds up protection nor changes a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from triage.profile import Ladder, Profile
from triage.records import Disagreement, DisagreementStep


@dataclass(frozen=True)
class Standing:
    """A disagreement as it is now. `answer` is the newest one; `due_at` is None while nobody has to answer."""

    disagreement: Disagreement
    level: int
    owner: str
    due_at: datetime | None
    answer: DisagreementStep | None
    settled: bool


def standing(one: Disagreement, steps: Iterable[DisagreementStep]) -> Standing:
    """Where a disagreement stands after these steps, in the order in which they happened."""
    level, owner, due_at = one.level, one.owner, one.due_at
    answer: DisagreementStep | None = None
    settled = False
    due: datetime | None = due_at
    for step in steps:
        if step.disagreement != one.id:
            continue
        level, owner, due = step.level, step.owner, step.due_at
        answer = step if step.kind == "answered" else answer
        settled = step.kind == "settled"
    return Standing(one, level, owner, due, answer, settled)


def rung(profile: Profile, level: int) -> Ladder | None:
    """Who answers at this level and within what time; None above the last."""
    return profile.disagreement[level - 1] if level <= len(profile.disagreement) else None
