"""Who is asked to approve, who hears of it afterwards, and who must answer a disagreement."""

from collections.abc import Iterator
from datetime import datetime

from bot.projection.nights import on_call
from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage.approving import asked_to_approve
from triage.case import Case
from triage.disagreeing import Standing
from triage.handing import answerers
from triage.hub import Hub
from triage.records import Proposal
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Approvals, returns and disagreements."""
    yield from _approvals(tx, hub, roster, case)
    yield from _disagreements(tx, hub, roster, case)


def _approvals(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Until it is decided, then one line for a day; what came back, until it is proposed again."""
    for proposal in case.proposals:
        until = proposal.decided_at + ALERT_LIFE if proposal.decided_at else None
        if until and until <= tx.now:
            continue
        for who in asked_to_approve(
            roster, hub.forum.id, proposal.role, proposal.by, tx.now, decided_at=proposal.decided_at
        ):
            yield Personal("approval", who.id, proposal.id, until)
        if case.is_to_propose_again(proposal):
            for person in _proposers(tx, hub, roster, proposal):
                yield Personal("returned", person, proposal.id, until)


def _proposers(tx: Tx, hub: Hub, roster: Roster, proposal: Proposal) -> tuple[str, ...]:
    """Whoever put it forward; the duty managers on duty once that person has left."""
    if roster.actor(proposal.by, hub.forum.id, tx.now):
        return (proposal.by,)
    return tuple(who.id for who in roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now))


def _disagreements(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Who must answer is told until then; when somebody may be unsafe, each duty manager on duty is told at once.

    Raised while the hub is closed, that is for the on-call manager too, until it opens.

    Whoever raised it is told of the answer, until they have said what they make of it.
    """
    for now in case.standings:
        one = now.disagreement
        ends = dict.fromkeys(_answerers(tx, hub, roster, case, now), now.due_at) if now.due_at else {}
        if one.unsafe and now.answer is None:
            told_until = one.at + ALERT_LIFE
            for who in roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now):
                ends[who.id] = max(ends.get(who.id, told_until), told_until)
            for person, until in _at_night(tx, hub, roster, one.at):
                ends[person] = max(ends.get(person, until), until)
        for person, until in ends.items():
            if tx.now < until:
                yield Personal("disagreement", person, one.id, until)
        if now.answer is not None and not now.settled and now.due_at is None:
            yield Personal("disagreement_answer", one.by, one.id)


def _at_night(tx: Tx, hub: Hub, roster: Roster, raised_at: datetime) -> Iterator[tuple[str, datetime]]:
    """Whoever is on call in the night in which it was raised, and when that is over."""
    if not hub.hours.is_open(raised_at):
        opens_at = hub.hours.next_opening(raised_at)
        yield from ((who.id, opens_at) for who in on_call(hub, roster, tx))


def _answerers(tx: Tx, hub: Hub, roster: Roster, case: Case, now: Standing) -> tuple[str, ...]:
    """Whose it is; with nobody named, or when they have left or judged it meanwhile, each who is free to answer."""
    one = now.disagreement
    free = answerers(roster, case, now.level, one.by, tx.now, disagreement=one.id)
    there = bool(now.owner) and roster.actor(now.owner, hub.forum.id, tx.now) is not None
    return (now.owner,) if there and (now.owner in free or now.owner not in case.partial(one.id)) else free
