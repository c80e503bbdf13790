"""Somebody does not accept what was decided: it gets an owner and a time, and the decision stands meanwhile."""

from bot.cards.deciding import disagree
from bot.handlers.steps.disagreements import CLOCK, owner_for
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage import clocks
from triage.records import Clock, Disagreement

FIRST_LEVEL = 1


def open_form(tx: Tx, press: Press) -> Reply:
    """Ask what and why, and whether anyone is unsafe."""
    return Open(disagree.form(press.sight, press.the_case))


def put(tx: Tx, press: Press) -> Reply:
    """Keep it at the first step of the profile's ladder."""
    step, about = press.hub.profile.disagreement[0], press.text("about")
    owner = owner_for(press.roster, press.the_case, FIRST_LEVEL, press.actor.person, press.now, about=about)
    one = tx.disagreements.add(
        Disagreement(
            id=new_id(),
            referral=press.the_case.referral.id,
            by=press.actor.person,
            seat=press.actor.seat,
            at=press.now,
            unsafe=press.text("unsafe") == "yes",
            about=about,
            why=press.text("why"),
            level=FIRST_LEVEL,
            owner=owner,
            due_at=clocks.due(press.now, step.length.length, press.hub.hours),
        )
    )
    tx.clocks.add(Clock(new_id(), one.referral, one.id, CLOCK, str(one.level), one.at, one.due_at))
    facts = {"owner": one.owner, "role": step.role, "due_at": one.due_at.isoformat()}
    facts |= {"unsafe": "yes"} if one.unsafe else {}
    return Done("disagreed", facts, note={"about": one.about, "unsafe": str(one.unsafe)})


VERBS = (Verb("disagreement.raise", "referral", opens=open_form, does=put),)
