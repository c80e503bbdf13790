"""A legal hold keeps all that there is about a case; information governance sets and lifts it, each time with a reason."""

from bot.cards.cases import legal_hold
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.ends import hold_on
from triage.records import LegalHold


def open_set(_tx: Tx, press: Press) -> Reply:
    """Ask why it is held."""
    if hold_on(press.the_case):
        return Refused("held_already")
    return Open(legal_hold.form(press.sight, press.the_case, on=True))


def open_lift(_tx: Tx, press: Press) -> Reply:
    """Ask why it is held no longer."""
    if not hold_on(press.the_case):
        return Refused("not_held")
    return Open(legal_hold.form(press.sight, press.the_case, on=False))


def set_hold(tx: Tx, press: Press) -> Reply:
    """Hold it from now on."""
    return Refused("held_already") if hold_on(press.the_case) else _keep(tx, press, on=True)


def lift(tx: Tx, press: Press) -> Reply:
    """Hold it no longer."""
    return _keep(tx, press, on=False) if hold_on(press.the_case) else Refused("not_held")


def _keep(tx: Tx, press: Press, *, on: bool) -> Reply:
    reason = press.text("reason")
    tx.legal_holds.add(
        LegalHold(new_id(), press.the_case.referral.id, press.now, press.actor.person, on, reason)
    )
    return Done(note={"hold": "on" if on else "off", "reason": reason})


VERBS = (
    Verb("hold.set", "referral", opens=open_set, does=set_hold),
    Verb("hold.lift", "referral", opens=open_lift, does=lift),
)
