"""What people do with a reminder: put it off, say that it is not theirs, give it to a colleague."""

from typing import Literal

from bot.cards.acting import action_forms
from bot.cards.acting.action_forms import COLLEAGUE
from bot.cards.answering import handing_on
from bot.handlers.steps.acting import colleagues
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.reminders import Line
from storage.tx import Tx
from triage.case import Case
from triage.records import HandedOn, Person
from triage.reminders import Waiting, snooze_until

Whose = Literal["colleague", "lead", "not_ours"]


def snooze(tx: Tx, press: Press) -> Reply:
    """Put one reminder off, for this person alone. Nothing else changes, and nothing that is red or late is put off."""
    line = tx.reminders.line(press.thing)
    made = tx.reminders.get(line.digest) if line else None
    if line is None or made is None or made.person != press.actor.person:
        return Refused("not_yours")
    rules, hours = press.hub.profile.reminders.rules, press.hub.hours
    until = snooze_until(made.made_at, _waiting(press.the_case, line), rules, hours)
    if until is None or until <= press.now:
        return Refused("no_snooze")
    tx.reminders.put_off(line, press.actor.person, press.hub.forum.id, until)
    return Done("snoozed", {"until": until.isoformat()}, note={"until": until.isoformat()})


def _waiting(case: Case, line: Line) -> Waiting:
    """The thing with the due time it has now, which may have moved since it was listed."""
    due_at = line.due_at
    if line.about == "action":
        due_at = case.action(line.thing).due_at
    elif line.about == "answer" and line.seat in case.asked:
        due_at = case.seat_answer(line.seat).due_at
    urgent = line.urgent or (bool(case.level) and case.profile.level(case.level).alerts)
    return Waiting("answer", line.thing, line.referral, line.seat, due_at, due_at, urgent)


def open_not_mine(_tx: Tx, press: Press) -> Reply:
    """Ask whose it is."""
    return Open(handing_on.whose(press.sight, press.the_case, _others(press)))


def check_not_mine(_tx: Tx, press: Press) -> dict[str, str]:
    """A colleague has a name."""
    nameless = press.text("whose") == COLLEAGUE and not press.text("to")
    return action_forms.problems(press.sight, {"to": "colleague"} if nameless else {})


def not_mine(tx: Tx, press: Press) -> Reply:
    """It moves at once: to the colleague, else to the agency's lead."""
    match press.text("whose"):
        case "colleague":
            return _hand_on(tx, press, "colleague", press.text("to"))
        case "lead":
            return _hand_on(tx, press, "lead", "")
        case _:
            return _hand_on(tx, press, "not_ours", "")


def open_give(_tx: Tx, press: Press) -> Reply:
    """Ask to which colleague."""
    people = _others(press)
    return Open(handing_on.give(press.sight, press.the_case, people)) if people else Refused("nobody_else")


def give(tx: Tx, press: Press) -> Reply:
    """A colleague has it from now on."""
    return _hand_on(tx, press, "colleague", press.text("to"))


def _others(press: Press) -> tuple[tuple[str, Person], ...]:
    return colleagues(press, press.actor.seat, press.actor.person)


def _hand_on(tx: Tx, press: Press, choice: Whose, to: str) -> Reply:
    handed = tx.handed_on.add(
        HandedOn(
            id=new_id(),
            referral=press.the_case.referral.id,
            seat=press.actor.seat,
            by=press.actor.person,
            at=press.now,
            to=to,
            choice=choice,
            why=press.text("words"),
        )
    )
    return Done(note={"seat": handed.seat, "to": to or "lead", "choice": choice})


VERBS = (
    Verb("reminder.snooze", "digest_line", does=snooze),
    Verb("answer.not_mine", "referral", opens=open_not_mine, does=not_mine, checks=check_not_mine),
    Verb("answer.give", "referral", opens=open_give, does=give),
)
