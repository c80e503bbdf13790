"""Protection cannot wait: anybody who may know of a case says so, and a manager says who deals with it."""

from bot.cards.cases import urgent
from bot.handlers.steps.urgent import Called999, start
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.records import UrgentTaken

CALLED_999: dict[str, Called999] = {"yes": "yes", "not_needed": "not_needed", "not_yet": "not_yet"}


def open_form(_tx: Tx, press: Press) -> Reply:
    """Ask what is happening, and whether 999 was called."""
    return Open(urgent.form(press.sight, press.the_case))


def begin(tx: Tx, press: Press) -> Reply:
    """Keep it; duty managers and service managers are told in the same moment."""
    called = CALLED_999.get(press.text("called_999"), "")
    start(tx, press, press.text("words"), called)
    return Done("urgent", {"called_999": called}, note={"called_999": called})


def take(tx: Tx, press: Press) -> Reply:
    """Keep who deals with it; of two managers who press, the second is told who was first."""
    case = press.the_case
    started = next(one for one in case.urgent if one.id == press.thing)
    taken = case.taken(started)
    if taken is not None:
        return Refused("urgent_taken", {"by": taken.by, "at": taken.at.isoformat()})
    tx.urgent_taken.add(UrgentTaken(new_id(), case.referral.id, started.id, press.actor.person, press.now))
    return Done()


VERBS = (
    Verb("urgent.start", "referral", opens=open_form, does=begin),
    Verb("urgent.take", "urgent_protection", does=take),
)
