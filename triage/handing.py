"""Whose it is, of what an agency was asked: everybody's on duty for it, until somebody says that it is another's."""

from datetime import datetime

from triage.records import HandedOn, Person
from triage.roster import Roster


def responsible(
    forum: str, roster: Roster, seat: str, handed: HandedOn | None, now: datetime
) -> tuple[Person, ...]:
    """Who of a seat is reminded: those on duty, or to whom it was handed on; the lead when that person has left."""
    if handed is None:
        return roster.on_duty_for_seat(forum, seat, now)
    named = tuple(person for person in roster.in_seat(forum, seat, now) if person.id == handed.to)
    return named or roster.lead_of(forum, seat, now) or roster.on_duty_for_seat(forum, seat, now)
