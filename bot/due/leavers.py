"""Somebody's access ended: what they held goes to their agency's lead, and what the bot wrote to them is taken away."""

from bot.cards.sight import BOT
from storage.ids import new_id
from storage.tx import Tx
from triage.hub import Hub
from triage.records import Action, ActionStep
from triage.roster import Roster
from triage.visibility import among


def hand_on(tx: Tx, hub: Hub, roster: Roster) -> None:
    """Hand on what leavers of this hub still held. What was handed on before is not found again."""
    forum = hub.forum.id
    anywhere = {m.person for m in roster.memberships if m.holds_at(tx.now)}
    here = {m.person for m in roster.memberships if m.forum == forum and m.holds_at(tx.now)}
    for person in {m.person for m in roster.memberships if m.forum == forum} - here:
        tx.messages.take_from(person, forum if person in anywhere else "")
        for action in tx.open_actions_of(person, forum):
            _to_the_lead(tx, hub, roster, action)


def _to_the_lead(tx: Tx, hub: Hub, roster: Roster, action: Action) -> None:
    """To the lead of the action's agency; to the agency as a whole where none may know of the case."""
    circle = tx.circles.of(action.referral)
    inside = among(roster, circle, tx.now) if circle else roster
    leads = inside.lead_of(hub.forum.id, action.seat, tx.now) if action.seat else ()
    lead = leads[0].id if leads else ""
    if not tx.actions.move(action.id, only_if={"owner": action.owner, "done_at": None}, owner=lead):
        return
    tx.action_steps.add(
        ActionStep(
            id=new_id(),
            referral=action.referral,
            action=action.id,
            kind="moved",
            by=BOT,
            at=tx.now,
            person=lead,
            seat=action.seat,
        )
    )
    tx.audit.record(
        actor=BOT,
        seat="",
        surface="",
        verb="action.reassigned",
        thing=action.id,
        outcome="done",
        referral_id=action.referral,
        body={"from": action.owner, "to": lead},
    )
