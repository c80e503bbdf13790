"""Which earlier contacts may be of the same people: proposals for a person to decide, best first."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from triage.matching import KnownPerson, score
from triage.records import Subject

MOST = 3
"""How many are asked about at once."""


@dataclass(frozen=True)
class Contact:
    """Somebody in another referral, with what is said of that contact. `outcome` is a code, empty when there is none."""

    subject: Subject
    person: KnownPerson
    reference: str
    received_at: datetime
    level: str
    outcome: str


@dataclass(frozen=True)
class Proposed:
    """Two subjects that may be one, or live in one household."""

    subject: Subject
    contact: Contact
    kind: Literal["same", "household"]
    score: int

    @property
    def field(self) -> str:
        """The id of the question about this pair."""
        return f"same_{self.subject.number}_{self.contact.subject.id}"


def propose(pairs: Iterable[tuple[Subject, KnownPerson, Contact]]) -> tuple[Proposed, ...]:
    """The pairs that a person should look at: three at most, the same before a household, the likeliest first.

    The likeliest of each subject comes before the second of any, so that no child's contact is crowded out.
    """
    found = []
    for subject, person, contact in pairs:
        match = score(person, contact.person)
        if match.proposed:
            found.append(Proposed(subject, contact, match.proposed, match.score))
    found.sort(key=lambda one: (one.kind == "household", -one.score, one.contact.received_at))
    seen: Counter[tuple[str, str]] = Counter()
    ranks = []
    for one in found:
        ranks.append(seen[one.kind, one.subject.id])
        seen[one.kind, one.subject.id] += 1
    ranked = sorted(zip(ranks, found, strict=True), key=lambda pair: (pair[1].kind == "household", pair[0]))
    return tuple(one for _rank, one in ranked[:MOST])


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months earlier, or the last day of that month."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)
