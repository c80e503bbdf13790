"""What every step of an action does alike: it is found, it is still open, and its history grows by one entry."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.reply import Done, Refused, Reply
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage import action_due
from triage.authority import AGENCY_ROLES
from triage.records import Action, ActionStep, ActionStepKind, Person
from triage.typed_dates import read_date


def the_action(press: Press) -> Action:
    """The action that was pressed."""
    return press.the_case.action(press.thing)


def ended(action: Action) -> Reply | None:
    """What to answer when somebody ended it first; None while it is open."""
    if action.state == "open":
        return None
    return Done("already", {"at": action.done_at.isoformat()}) if action.done_at else Refused("not_now")


def keep_step(
    tx: Tx,
    press: Press,
    action: Action,
    kind: ActionStepKind,
    *,
    words: str = "",
    person: str = "",
    seat: str = "",
    area: str = "",
    due_at: datetime | None = None,
    was_due_at: datetime | None = None,
    less_safe: bool = False,
) -> ActionStep:
    """Add one entry to the action's history."""
    return tx.action_steps.add(
        ActionStep(
            id=new_id(),
            referral=action.referral,
            action=action.id,
            kind=kind,
            by=press.actor.person,
            at=press.now,
            person=person,
            seat=seat,
            due_at=due_at,
            was_due_at=was_due_at,
            words=words,
            area=area,
            less_safe=less_safe,
        )
    )


def begin(tx: Tx, press: Press, action: Action) -> None:
    """Keep a new action, with the first entry of its history."""
    keep_step(tx, press, tx.actions.add(replace(action, begun_at=press.now)), "added")


def due_chosen(press: Press, field: str = "due") -> datetime | None:
    """The due time that was chosen, also as a date; None for a date that is none."""
    code = press.text(field)
    if code == action_due.ANOTHER_DATE:
        day = read_date(press.text(f"{field}_date"), press.sight.today, ahead=True)
        if day is None:
            return None
        code = action_due.on(day.day)
    return action_due.due_at(code, press.now, press.hub.hours) if code else None


def wrong_due(press: Press, field: str = "due") -> dict[str, str]:
    """What is wrong with the due time that was chosen, as a code by field."""
    if not press.text(field):
        return {}
    chosen = due_chosen(press, field)
    if chosen is None:
        return {f"{field}_date": "date"}
    return {f"{field}_date": "past"} if chosen <= press.now else {}


def colleagues(press: Press, seat: str, besides: str) -> tuple[tuple[str, Person], ...]:
    """Who else answers for a seat; for what belongs to no agency, the hub's own staff who propose."""
    people = press.roster.in_seat(press.hub.forum.id, seat, press.now)
    if not seat:
        people = press.roster.with_role(press.hub.forum.id, _HUB_STAFF, press.now)
    return tuple((seat, person) for person in people if person.id != besides)


def inside(press: Press) -> tuple[tuple[str, Person], ...]:
    """Everybody who may know of the case and can have an action: who answers for a seat, and the hub's own staff."""
    forum, now = press.hub.forum.id, press.now
    people = press.roster.with_role(forum, (*AGENCY_ROLES, *_HUB_STAFF), now)
    return tuple((seat_of(press, person.id), person) for person in people)


def other_leads(press: Press, seat: str) -> Iterator[tuple[str, Person]]:
    """The leads of all other agencies."""
    for other in press.hub.profile.seats:
        if other.id != seat:
            for lead in press.roster.lead_of(press.hub.forum.id, other.id, press.now):
                yield other.id, lead


def seat_of(press: Press, person: str) -> str:
    """The seat that somebody answers for; empty for hub staff."""
    actor = press.roster.actor(person, press.hub.forum.id, press.now)
    return actor.seat if actor else ""


_HUB_STAFF = ("screening", "duty_manager", "chair", "minute_taker", "edt", "service_manager")
