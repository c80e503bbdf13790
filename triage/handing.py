"""Whose it is: what an agency was asked, and what somebody disagrees with."""

from datetime import datetime

from triage.case import Case
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


def answerers(roster: Roster, case: Case, level: int, raised_by: str, at: datetime) -> tuple[str, ...]:
    """Who answers at this level: who is on duty with its role; where none of them is free to, those of the next above.

    Nobody is asked to judge what they raised, nor a case in which they approved something.
    """
    for step in case.profile.disagreement[level - 1 :]:
        people = roster.on_duty_with_role(case.referral.forum, (step.role,), at)
        if free := tuple(person.id for person in people if person.id not in case.partial(raised_by)):
            return free
    return ()
