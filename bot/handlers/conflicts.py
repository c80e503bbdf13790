"""Conflicts of interest: somebody knows the family, does not see the case any more, and a deputy is asked."""

from dataclasses import replace

from bot.cards.cases import conflict as cards
from bot.handlers.steps.sitting import leave_shared_meetings
from bot.reply import GAVE_UP, Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.authority import HUB_ROLES
from triage.records import Conflict, ConflictState, Person

STAND_IN_AT_THE_HUB = (*HUB_ROLES, "chair", "minute_taker")


def open_form(_tx: Tx, press: Press) -> Reply:
    """Ask how they are connected."""
    return Open(cards.form(press.sight, press.the_case))


def declare(tx: Tx, press: Press) -> Reply:
    """Take the case away from them, everywhere, and ask for a deputy."""
    tx.conflicts.add(
        Conflict(
            id=new_id(),
            referral=press.the_case.referral.id,
            person=press.actor.person,
            by=press.actor.person,
            at=press.now,
            state="declared",
            seat=press.actor.seat,
            connection=press.text("connection"),
        )
    )
    leave_shared_meetings(tx, press)
    return Done(GAVE_UP)


def open_deputy(_tx: Tx, press: Press) -> Reply:
    """Ask who takes their place."""
    found = _in_force(press)
    if found is None:
        return Refused("not_now")
    return Open(cards.deputy_form(press.sight, press.the_case, found, _others(press, found)))


def choose(tx: Tx, press: Press) -> Reply:
    """Keep who takes their place; they get the case as their own item."""
    found, deputy = _in_force(press), press.text("deputy")
    if found is None:
        return Refused("not_now")
    _follow(tx, press, found, state="deputy", deputy=deputy)
    return Done(note={"deputy": deputy})


def open_lift(_tx: Tx, press: Press) -> Reply:
    """Ask why."""
    found = _in_force(press)
    return Refused("not_now") if found is None else Open(cards.lift_form(press.sight, press.the_case, found))


def lift(tx: Tx, press: Press) -> Reply:
    """They may see the case again."""
    found = _in_force(press)
    if found is None:
        return Refused("not_now")
    _follow(tx, press, found, state="lifted", deputy="")
    return Done(note={"why": press.text("why"), "person": found.person})


def _in_force(press: Press) -> Conflict | None:
    """The conflict that was pressed, as it is now; None once it was lifted or followed by another row."""
    return next((one for one in press.the_case.conflicts_now if one.id == press.thing), None)


def _follow(tx: Tx, press: Press, found: Conflict, *, state: ConflictState, deputy: str) -> None:
    by, now = press.actor.person, press.now
    tx.conflicts.add(replace(found, id=new_id(), by=by, at=now, state=state, deputy=deputy))


def _others(press: Press, found: Conflict) -> tuple[Person, ...]:
    """Who could: the others of the same agency; for the hub's own people, the others of the hub."""
    forum, roster = press.hub.forum.id, press.roster
    if found.seat:
        return roster.in_seat(forum, found.seat, press.now)
    return roster.with_role(forum, STAND_IN_AT_THE_HUB, press.now)


VERBS = (
    Verb("conflict.declare", "referral", opens=open_form, does=declare, moves_circle=True),
    Verb("deputy.choose", "conflict", opens=open_deputy, does=choose),
    Verb("conflict.lift", "conflict", opens=open_lift, does=lift, moves_circle=True),
)
