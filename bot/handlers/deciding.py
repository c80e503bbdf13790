"""A proposed decision is approved or returned, by the role that its outcomes need and never by who proposed it."""

from bot.cards.deciding import decide
from bot.cards.elements import Form
from bot.handlers.steps import meetings
from bot.handlers.steps.approved import carry_out
from bot.handlers.steps.changed import again_if_changed
from bot.handlers.steps.minutes import make_again
from bot.reading.known import known_ids
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.authority import may_approve, only_for_now
from triage.records import Proposal, ProposalReturn


def open_several(_tx: Tx, press: Press) -> Reply:
    """Show which proposals of the case wait, and the way to each that this person may decide."""
    case = press.the_case
    allowed = [one.id for one in case.open_proposals if may_approve(press.actor, one)]
    return Open(decide.several_form(press.sight, case, allowed))


def open_whole(tx: Tx, press: Press) -> Reply:
    """Show the whole decision: it is approved nowhere else."""
    return Open(_whole(tx, press, _proposal(press)))


def approve(tx: Tx, press: Press) -> Reply:
    """Approve exactly what was shown; of two people who do, one does."""
    proposal = _proposal(press)
    again = again_if_changed(tx, press, _whole(tx, press, proposal))
    if again:
        return again
    if not _settle(tx, press, proposal, "approved"):
        return _somebody_was_first(tx, proposal)
    note = carry_out(tx, press, proposal, _holds_until(tx, press, proposal))
    make_again(tx, press, proposal)
    return Done(note=note, then=_next(tx, press))


def open_return(tx: Tx, press: Press) -> Reply:
    """Ask what is needed."""
    return Open(decide.return_form(press.sight, press.the_case, _proposal(press)))


def return_it(tx: Tx, press: Press) -> Reply:
    """Send it back to who proposed it, with what it needs; what was decided before stands."""
    proposal = _proposal(press)
    if not _settle(tx, press, proposal, "returned"):
        return _somebody_was_first(tx, proposal)
    tx.proposal_returns.add(
        ProposalReturn(
            id=new_id(),
            referral=proposal.referral,
            proposal=proposal.id,
            by=press.actor.person,
            at=press.now,
            need=press.text("need"),
            words=press.text("words"),
        )
    )
    for one in proposal.outcomes:
        subject = press.the_case.subject(one.subject)
        made = press.the_case.decision_on(subject)
        stands = made is not None and made.round == subject.round
        tx.subjects.move(subject.id, stage="decided" if stands else "rated")
    make_again(tx, press, proposal)
    return Done(note={"proposal": proposal.id, "need": press.text("need")})


def _proposal(press: Press) -> Proposal:
    return press.the_case.proposal(press.thing)


def _whole(tx: Tx, press: Press, proposal: Proposal) -> Form:
    return decide.form(press.sight, press.the_case, proposal, _holds_until(tx, press, proposal))


def _holds_until(tx: Tx, press: Press, proposal: Proposal) -> str:
    """The day on whose list it comes back when it is decided for the time being only; empty when it is not."""
    if only_for_now(press.actor, proposal):
        return meetings.list_after_hours(tx, press.hub, press.now).isoformat()
    return proposal.interim_until


def _settle(tx: Tx, press: Press, proposal: Proposal, state: str) -> bool:
    """Close the proposal if it is still open; the row count says who was first."""
    return tx.proposals.move(
        proposal.id,
        only_if={"state": "open"},
        state=state,
        decided_by=press.actor.person,
        decided_at=press.now,
    )


def _somebody_was_first(tx: Tx, proposal: Proposal) -> Refused:
    settled = tx.proposals.get(proposal.id)
    if settled is None or settled.decided_at is None:
        raise LookupError("a proposal that is not open was decided by somebody")
    facts = {"state": settled.state, "by": settled.decided_by, "decided_at": settled.decided_at.isoformat()}
    return Refused("decided_already", facts)


def _next(tx: Tx, press: Press) -> Form | None:
    """The way to the oldest open proposal that this person may approve."""
    waiting = tx.open_proposals(press.hub.forum.id)
    known = known_ids(tx, press.actor, {proposal.referral for proposal in waiting})
    for proposal in waiting:
        if proposal.referral in known and may_approve(press.actor, proposal):
            referral = tx.referrals.get(proposal.referral)
            if referral is not None:
                return decide.next_form(press.sight, referral.reference, proposal.id)
    return None


VERBS = (
    Verb("proposal.list", "referral", opens=open_several, looking=True),
    Verb("proposal.approve", "proposal", opens=open_whole, does=approve),
    Verb("proposal.return", "proposal", opens=open_return, does=return_it),
)
