"""Who is on duty: starting it, handing it over, and reading the note that came with it."""

from datetime import datetime

from bot.cards.hours import duty as cards
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.duty import default_end, ends
from triage.records import Handover
from triage.roster import Charge, Duty


def start(tx: Tx, press: Press) -> Reply:
    """Go on duty until the hub closes, or out of hours until it opens. What is pressed names whom a deputy stands in for."""
    forum = press.hub.forum.id
    charges = press.roster.charges(press.actor.person, forum, press.now)
    charge = next((one for one in charges if one.stands_for == press.thing), None)
    if charge is None:
        return Refused("no_duty")
    held = [one for one in _held(press) if one.stands_for == charge.stands_for]
    if held:
        return Done("already", {"at": held[0].since.isoformat()})
    until = default_end(press.hub.hours, press.now)
    tx.people.start_duty(forum, press.actor.person, charge.seat, until, charge.stands_for)
    said = {"seat": charge.seat, "until": until.isoformat()}
    return Done("on_duty", said, note={**said, "stands_for": charge.stands_for})


def open_handover(tx: Tx, press: Press) -> Reply:
    """Show who could take it."""
    duty = _pressed(press)
    if duty is None:
        return Refused("not_on_duty")
    takers = press.roster.who_could_take(duty, press.now)
    if not takers:
        return Refused("nobody_to_take")
    return Open(cards.form(press.sight, duty, takers, ends(press.hub.hours, press.now)))


def hand_over(tx: Tx, press: Press) -> Reply:
    """It moves at once: from now on alerts and approvals go to whoever took it."""
    duty = _pressed(press)
    if duty is None or not tx.people.end_duty(duty.id):
        return Refused("not_on_duty")
    taker = _chosen(press, duty)
    until = ends(press.hub.hours, press.now)[press.text("until")]
    until = _until(tx, press, taker, until)
    taken = tx.people.start_duty(duty.forum, taker.person, taker.seat, until, taker.stands_for)
    tx.handovers.add(
        Handover(
            id=new_id(),
            forum=duty.forum,
            duty=taken,
            giver=press.actor.person,
            taker=taker.person,
            at=press.now,
            note=press.text("note"),
        )
    )
    return Done(note={"to": taker.person, "until": until.isoformat(), "seat": duty.seat})


def read_note(tx: Tx, press: Press) -> Reply:
    """Show a note to whoever took over, and to nobody else."""
    found = tx.handovers.get(press.thing)
    if found is None or found.taker != press.actor.person or found.forum != press.hub.forum.id:
        return Refused("nothing_here")
    return Open(cards.note(press.sight, found))


def _held(press: Press) -> tuple[Duty, ...]:
    return press.roster.duties_of(press.actor.person, press.hub.forum.id, press.now)


def _pressed(press: Press) -> Duty | None:
    return next((one for one in _held(press) if one.id == press.thing), None)


def _chosen(press: Press, duty: Duty) -> Charge:
    takers = press.roster.who_could_take(duty, press.now)
    return next(one for one in takers if one.person == press.text("to"))


def _until(tx: Tx, press: Press, taker: Charge, until: datetime) -> datetime:
    """One duty in the place of two: it lasts as long as the longer of what they held and what they take."""
    held = press.roster.duties_of(taker.person, press.hub.forum.id, press.now)
    same = [one for one in held if one.stands_for == taker.stands_for]
    for one in same:
        tx.people.end_duty(one.id)
    return max((until, *(one.until for one in same if one.until)))


VERBS = (
    Verb("duty.start", "none", does=start),
    Verb("duty.hand_over", "none", opens=open_handover, does=hand_over),
    Verb("duty.note", "none", opens=read_note, looking=True),
)
