"""Cases made of values alone, for rules and cards: built step by step, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.hubs import read_profile
from triage.case import Case
from triage.records import (
    Answer,
    Check,
    Clock,
    Decision,
    Proposal,
    ProposedOutcome,
    Rating,
    Referral,
    Referrer,
    Subject,
    Vote,
)

PROFILE = read_profile(Path(__file__).parents[2] / "profiles" / "sandwell_mash.toml")

RECEIVED = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
RATED = datetime(2026, 11, 16, 9, 40, tzinfo=UTC)
ANSWERS_DUE = datetime(2026, 11, 16, 11, 26, tzinfo=UTC)
DUE = datetime(2026, 11, 16, 13, 12, tzinfo=UTC)

REFERENCE = "MASH-2611-7KDMQ"


def arrived(*children: tuple[str, str, str], **referral: Any) -> Case:
    """A referral that has just arrived, about children given as (first name, surname, born)."""
    given = children or (("Kacey", "Brannigan", "4 3 2017"), ("Kian", "Brannigan", "15 9 2020"))
    whole = Referral(
        id="referral-1",
        forum="hub",
        reference=REFERENCE,
        kind="referral",
        source="web",
        received_at=RECEIVED,
        recorded_at=RECEIVED,
        referrer=Referrer(person="teacher-1", name="Marcus Oyelaran"),
        worry="A bruise the shape of fingers.",
        danger="yes",
    )
    subjects = tuple(
        Subject(
            id=f"subject-{number}",
            referral="referral-1",
            number=number,
            kind="child",
            first_name=first,
            surname=surname,
            born=born,
        )
        for number, (first, surname, born) in enumerate(given, start=1)
    )
    return Case(replace(whole, **referral), PROFILE, subjects)


def rated(case: Case | None = None, level: str = "red", due_at: datetime = DUE) -> Case:
    """Each subject rated, nobody asked yet."""
    case = case or arrived()
    return replace(
        case,
        subjects=tuple(replace(s, stage="rated") for s in case.subjects),
        ratings=tuple(
            Rating(
                f"rating-{s.number}", "referral-1", s.id, s.round, level, "screening-1", RATED, "The bruise."
            )
            for s in case.subjects
        ),
        clocks=tuple(
            Clock(f"clock-{s.number}", "referral-1", s.id, "urgency", level, RECEIVED, due_at)
            for s in case.subjects
        ),
    )


def asked(case: Case | None = None, due_at: datetime = ANSWERS_DUE) -> Case:
    """Every seat of the rating asked."""
    case = case or rated()
    seats = PROFILE.level(case.level).asks
    subjects = tuple(s.id for s in case.subjects)
    return replace(
        case,
        checks=tuple(
            Check(f"check-{seat}", "referral-1", seat, subjects, RATED, due_at, "screening-1")
            for seat in seats
        ),
    )


def answered(case: Case, *seats: str, **answer: Any) -> Case:
    """These seats answered for everybody: "checked, nothing known" unless said otherwise."""
    new = tuple(
        replace(
            Answer(
                id=f"answer-{seat}-{len(case.answers)}",
                referral="referral-1",
                check=f"check-{seat}",
                seat=seat,
                person=f"{seat}-1",
                at=RATED + timedelta(minutes=30),
                kind="checked_nothing_known",
                subjects=tuple(s.id for s in case.subjects),
            ),
            **answer,
        )
        for seat in seats
    )
    return replace(case, answers=case.answers + new)


def voted(case: Case, seat: str, urgency: str, destination: str = "child_protection", **vote: Any) -> Case:
    """This seat gave this view on each subject."""
    new = tuple(
        replace(
            Vote(
                id=f"vote-{seat}-{s.number}-{len(case.votes)}",
                referral="referral-1",
                subject=s.id,
                round=s.round,
                seat=seat,
                person=f"{seat}-1",
                at=RATED + timedelta(minutes=40),
                urgency=urgency,
                destination=destination,
                reason="What we know.",
            ),
            **vote,
        )
        for s in case.subjects
    )
    return replace(case, votes=case.votes + new)


def proposed(case: Case, outcome: str = "section_47_joint", by: str = "chair-1") -> Case:
    """One proposal for all subjects, waiting for whoever must approve it."""
    role = PROFILE.outcome(outcome).approver
    proposal = Proposal(
        id="proposal-1",
        referral="referral-1",
        role=role,
        by=by,
        at=datetime(2026, 11, 16, 12, 48, tzinfo=UTC),
        rationale="Two unexplained injuries.",
        outcomes=tuple(ProposedOutcome(s.id, outcome, role) for s in case.subjects),
    )
    subjects = tuple(replace(s, stage="proposed", views_open_at=proposal.at) for s in case.subjects)
    return replace(case, proposals=(*case.proposals, proposal), subjects=subjects)


def decided(case: Case, by: str = "duty-1") -> Case:
    """The newest proposal approved."""
    at = datetime(2026, 11, 16, 12, 51, tzinfo=UTC)
    approved = replace(case.proposals[-1], state="approved", decided_by=by, decided_at=at)
    decisions = tuple(
        Decision(f"decision-{one.subject}", "referral-1", one.subject, 1, approved.id, one.outcome, by, at)
        for one in approved.outcomes
    )
    return replace(
        case,
        proposals=(*case.proposals[:-1], approved),
        decisions=case.decisions + decisions,
        subjects=tuple(replace(s, stage="decided") for s in case.subjects),
        clocks=tuple(replace(clock, stopped_at=at) for clock in case.clocks),
    )
