"""Two subjects in two referrals that a person says are one, or of one household. People are never merged."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from triage.case import Case
from triage.records import Link, Subject

MAY_MAKE = ("duty_manager", "service_manager")
"""Who says so for good; whoever else may compare two people proposes."""

NEW_IN_HOUSEHOLD = "household"
"""The task of looking again at a decision since somebody else of the household was referred; `who` is the link's id."""

Differs = Literal["first_name", "surname", "born", "nhs_number", "address"]
COMPARED: tuple[Differs, ...] = ("first_name", "surname", "born", "nhs_number", "address")


def in_force(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links that no other link supersedes."""
    known = tuple(links)
    replaced = {link.supersedes for link in known}
    return tuple(link for link in known if link.id not in replaced and link.kind != "undone")


def differing(one: Subject, other: Subject) -> tuple[Differs, ...]:
    """The facts that both records hold and that are not the same; nothing is said of a secret address."""
    return tuple(
        fact
        for fact in COMPARED
        if not (fact == "address" and (one.address_secret or other.address_secret))
        and (mine := getattr(one, fact))
        and (theirs := getattr(other, fact))
        and _plain(mine) != _plain(theirs)
    )


def later_first(one: Case, other: Case) -> tuple[Case, Case]:
    """The two cases, the later one before the earlier."""
    return (one, other) if _arrived(one) > _arrived(other) else (other, one)


def stands_until_reviewed(case: Case) -> bool:
    """Whether a decision was made here that new information about the household may touch."""
    return any(subject.stage == "decided" for subject in case.subjects)


def _arrived(case: Case) -> tuple[datetime, str]:
    return case.referral.received_at, case.referral.id


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
