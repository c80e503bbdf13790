"""A disagreement goes up a level: whose time ran out, or whose answer did not settle it."""

from datetime import datetime

from storage.ids import new_id
from storage.tx import Tx
from triage import clocks
from triage.case import Case
from triage.disagreeing import Standing, rung
from triage.handing import answerers
from triage.hub import Hub
from triage.records import Clock, DisagreementStep
from triage.roster import Roster
from triage.visibility import among

CLOCK = "disagreement"


def owner_for(
    roster: Roster,
    case: Case,
    level: int,
    raised_by: str,
    at: datetime,
    *,
    disagreement: str = "",
    about: str = "",
) -> str:
    """Who answers at this level, or above it; empty where nobody else than who raised it could."""
    found = answerers(roster, case, level, raised_by, at, disagreement=disagreement, about=about)
    return next(iter(found), "")


def start_clock(tx: Tx, case: Case, step: DisagreementStep) -> None:
    """The time that a level has."""
    if step.due_at is not None:
        tx.clocks.add(
            Clock(new_id(), case.referral.id, step.disagreement, CLOCK, str(step.level), step.at, step.due_at)
        )


def stop_clock(tx: Tx, case: Case, disagreement: str) -> None:
    """Nobody has to answer now."""
    for clock in case.clocks:
        if clock.kind == CLOCK and clock.subject == disagreement and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=tx.now)


def go_up(tx: Tx, hub: Hub, roster: Roster, case: Case, now: Standing, *, by: str = "") -> bool:
    """One level up, from the moment that this one ended; says whether there was one."""
    above = rung(hub.profile, now.level + 1)
    if above is None:
        return False
    one = now.disagreement
    owner = owner_for(roster, case, now.level + 1, one.by, tx.now, disagreement=one.id)
    since = now.due_at if now.due_at is not None and now.due_at < tx.now else tx.now
    step = tx.disagreement_steps.add(
        DisagreementStep(
            id=new_id(),
            referral=case.referral.id,
            disagreement=one.id,
            kind="level",
            at=tx.now,
            by=by,
            level=now.level + 1,
            owner=owner,
            due_at=clocks.due(since, above.length.length, hub.hours),
        )
    )
    stop_clock(tx, case, one.id)
    start_clock(tx, case, step)
    return True


def time_ran_out(tx: Tx, hub: Hub, roster: Roster, clock: Clock) -> None:
    """The level's time is over without an answer: the next one answers. Above the last, its miss alone is told."""
    case = tx.case(clock.referral, hub.profile)
    now = case.standing(clock.subject) if case else None
    if case is not None and now is not None and now.due_at is not None and not now.settled:
        go_up(tx, hub, among(roster, case, tx.now), case, now)
