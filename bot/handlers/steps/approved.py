"""What an approval leads to, all in the one transaction: decisions, actions, stopped clocks, feedback to send."""

from bot.handlers.steps import meetings
from bot.handlers.steps.acting import begin
from bot.handlers.steps.preparing import prepare_feedback
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.action_due import END_OF_TODAY, due_at
from triage.lifecycle import ENDED
from triage.records import Action, Decision, Proposal, ProposedAction, ProposedOutcome


def carry_out(tx: Tx, press: Press, proposal: Proposal, interim_until: str) -> dict[str, str]:
    """Let an approved proposal take effect; returns what was decided before and is now, for the audit.

    `interim_until` is the day (as "2026-11-17") until which it holds for the time being; empty when it holds for good.
    """
    note: dict[str, str] = {"proposal": proposal.id}
    if interim_until:
        note["interim_until"] = interim_until
    for one in proposal.outcomes:
        before = _decide(tx, press, proposal, one, interim_until)
        note[one.subject] = f"{before} > {one.outcome}" if before else one.outcome
    _stop_clocks(tx, press, {one.subject for one in proposal.outcomes}, interim=bool(interim_until))
    _begin_actions(tx, press, proposal)
    prepare_feedback(tx, press, tuple((one.subject, one.outcome) for one in proposal.outcomes))
    meetings.decided(tx, press, interim=bool(interim_until))
    return note


def _decide(tx: Tx, press: Press, proposal: Proposal, one: ProposedOutcome, interim_until: str) -> str:
    """Keep the decision on one subject; the one it replaces stays in the record. Returns the old outcome."""
    subject = press.the_case.subject(one.subject)
    in_force = press.the_case.decision_on(subject)
    tx.decisions.add(
        Decision(
            id=new_id(),
            referral=proposal.referral,
            subject=subject.id,
            round=subject.round,
            proposal=proposal.id,
            outcome=one.outcome,
            by=press.actor.person,
            at=press.now,
            supersedes=in_force.id if in_force else "",
            interim_until=interim_until,
        )
    )
    tx.subjects.move(subject.id, stage="decided")
    return in_force.outcome if in_force else ""


def _stop_clocks(tx: Tx, press: Press, decided: set[str], *, interim: bool) -> None:
    """The urgency of what was decided stops; the clock of the whole referral when nothing waits for a decision.

    After a decision for the time being the urgency runs on.
    """
    all_decided = all(s.id in decided or s.stage in ENDED for s in press.the_case.subjects)
    for clock in press.the_case.clocks:
        urgency = clock.kind == "urgency" and clock.subject in decided and not interim
        if clock.stopped_at is None and (urgency or (clock.kind == "decide" and all_decided)):
            tx.clocks.move(clock.id, stopped_at=press.now)


def _begin_actions(tx: Tx, press: Press, proposal: Proposal) -> None:
    """What keeps the child safe until then is the proposer's own, by the end of the day."""
    wanted: list[tuple[ProposedAction, str]] = []
    if proposal.safety:
        own = ProposedAction(proposal.safety, _seat_of(press, proposal.by), END_OF_TODAY)
        wanted.append((own, proposal.by))
    wanted += [(one, _lead(press, one.seat)) for one in proposal.actions]
    for number, (one, owner) in enumerate(wanted, start=len(press.the_case.actions) + 1):
        begin(
            tx,
            press,
            Action(
                id=new_id(),
                referral=proposal.referral,
                subject=one.subject,
                number=number,
                what=one.what,
                seat=one.seat,
                owner=owner,
                due_at=due_at(one.due, press.now, press.hub.hours),
                proposal=proposal.id,
            ),
        )


def _seat_of(press: Press, person: str) -> str:
    actor = press.roster.actor(person, press.hub.forum.id, press.now)
    return actor.seat if actor else ""


def _lead(press: Press, seat: str) -> str:
    """An action given to an agency belongs to its lead."""
    leads = press.roster.lead_of(press.hub.forum.id, seat, press.now)
    return leads[0].id if leads else ""
