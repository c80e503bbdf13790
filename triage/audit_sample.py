"""Which cases an auditor looks at: some by chance, and each that needs looking at [002].

The chance is drawn from a seed, so that anybody can draw the same cases again.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from triage.case import Case

Why = Literal["chance", "shared_without_consent", "urgent_late"]
HEADS = (
    "Referral quality",
    "Risk assessment",
    "Child-centred practice",
    "Management oversight",
    "Multi-agency working",
    "Timeliness",
)
"""What an audit looks at in each case."""


@dataclass(frozen=True)
class Chosen:
    """A case to look at, and every reason why."""

    reference: str
    why: tuple[Why, ...]


def sample(cases: Iterable[Case], number: int, seed: int) -> tuple[Chosen, ...]:
    """So many cases by chance, and every one in which consent was overruled or the most urgent rating was late."""
    by_reference = {case.referral.reference: case for case in cases}
    references = sorted(by_reference)
    drawn = set(random.Random(seed).sample(references, min(number, len(references))))  # noqa: S311 - no secret
    chosen = (Chosen(one, _why(by_reference[one], by_chance=one in drawn)) for one in references)
    return tuple(one for one in chosen if one.why)


def _why(case: Case, *, by_chance: bool) -> tuple[Why, ...]:
    reasons: list[Why] = ["chance"] if by_chance else []
    if any(decision.share for decision in case.consent_decisions):
        reasons.append("shared_without_consent")
    if any(_late(case, clock.level) and clock.missed_at for clock in case.clocks if clock.kind == "urgency"):
        reasons.append("urgent_late")
    return tuple(reasons)


def _late(case: Case, level: str) -> bool:
    return case.profile.level(level).alerts
