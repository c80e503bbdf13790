"""What is late in agencies, at the desk: all of it in one list, and who was phoned about it with what came of that."""

from dataclasses import replace
from typing import Literal

from bot.cards.acting import digest
from bot.cards.answering import phone_lead
from bot.cards.answering.phone_lead import SOMEBODY_ELSE
from bot.handlers.steps.phoning import reached
from bot.reading.digests import late_in_case, lines_of
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.reminders import Line
from storage.tx import Tx
from triage import phoning
from triage.records import LeadPhoned

CameOfIt = Literal["told", "no_answer", "message"]


def open_all(tx: Tx, press: Press) -> Reply:
    """Everything that one message of reminders lists, for which it has no room itself."""
    made = tx.reminders.get(press.thing)
    if made is None or made.person != press.actor.person or made.forum != press.hub.forum.id:
        return Refused("not_yours")
    return Open(
        digest.page(press.sight, "reminder.all", made.id, made.level, lines_of(tx, press.sight, made))
    )


def open_late(tx: Tx, press: Press) -> Reply:
    """Everything that is late in one case, as this person was told at the desk."""
    late = late_in_case(tx, press.hub.forum.id, press.actor.person, press.the_case)
    return Open(digest.page(press.sight, "reminder.late", press.thing, "desk", late))


def open_phone(tx: Tx, press: Press) -> Reply:
    """Show who leads the agency whose answer or action is late, on which number, and who phoned before."""
    line = _line(tx, press)
    if line is None:
        return Refused("nothing_here")
    calls = phoning.calls(press.the_case, line.about, line.thing, line.seat)
    found = reached(tx, press, line.seat)
    return Open(phone_lead.form(press.sight, press.the_case, line.id, found, calls))


def phoned(tx: Tx, press: Press) -> Reply:
    """Keep whom they phoned and what came of it; it changes nothing that is due."""
    line = _line(tx, press)
    if line is None:
        return Refused("nothing_here")
    call = tx.leads_phoned.add(
        LeadPhoned(
            id=new_id(),
            referral=line.referral,
            about="action" if line.about == "action" else "answer",
            thing=line.thing,
            seat=line.seat,
            by=press.actor.person,
            at=press.now,
            whom="" if press.text("whom") == SOMEBODY_ELSE else press.text("whom"),
            came_of_it=_came_of_it(press),
            words=press.text("words"),
        )
    )
    return Done(note={"seat": call.seat, "whom": call.whom, "came_of_it": call.came_of_it})


def _came_of_it(press: Press) -> CameOfIt:
    match press.text("came_of_it"):
        case "told":
            return "told"
        case "no_answer":
            return "no_answer"
    return "message"


def _line(tx: Tx, press: Press) -> Line | None:
    """The line that was pressed, where it is about something late in an agency: of an action the one that has it now."""
    line = tx.reminders.line(press.thing)
    if line is not None and line.about == "action":
        line = replace(line, seat=press.the_case.action(line.thing).seat)
    return line if line is not None and line.seat and line.about in {"answer", "action"} else None


VERBS = (
    Verb("reminder.all", "none", opens=open_all, looking=True),
    Verb("reminder.late", "referral", opens=open_late, looking=True),
    Verb("reminder.phone", "digest_line", opens=open_phone, does=phoned),
)
