"""Whose it is: what an agency was asked, and what somebody disagrees with."""

from datetime import datetime
from typing import Protocol

from triage.case import Case
from triage.records import HandedOn, Person
from triage.roster import Roster


class HeldAction(Protocol):
    """What is known of an action in whose hands it is, read whole or from plain columns alone."""

    @property
    def seat(self) -> str:
        """Its agency; empty for the hub's own."""

    @property
    def owner(self) -> str:
        """Who has it; empty when its agency has no lead."""


def responsible(
    forum: str, roster: Roster, seat: str, handed: HandedOn | None, now: datetime
) -> tuple[Person, ...]:
    """Who of a seat is reminded: those on duty, or to whom it was handed on; the lead when that person has left."""
    if handed is None:
        return roster.on_duty_for_seat(forum, seat, now)
    named = tuple(person for person in roster.in_seat(forum, seat, now) if person.id == handed.to)
    return named or roster.lead_of(forum, seat, now) or roster.on_duty_for_seat(forum, seat, now)


def doers(forum: str, roster: Roster, action: HeldAction, now: datetime) -> tuple[Person, ...]:
    """Whose an action is: its owner's, else the lead's of its agency, else a manager's on duty, who finds whose it is.

    `roster` is that of who may know of the case (`triage.visibility.among`): an owner who may not know of it any more, or
    who left, does nothing about it.
    """
    return _holders(forum, roster, action, now) or roster.on_duty_with_role(forum, ("duty_manager",), now)


def fallen(forum: str, roster: Roster, action: HeldAction, now: datetime) -> bool:
    """Whether neither its owner nor a lead of its agency may know of the case any more: it is a manager's (`doers`)."""
    return bool(action.owner or action.seat) and not _holders(forum, roster, action, now)


def _holders(forum: str, roster: Roster, action: HeldAction, now: datetime) -> tuple[Person, ...]:
    """Its owner, else the leads of its agency, as far as this roster has them."""
    if action.owner and roster.actor(action.owner, forum, now) is not None:
        return (roster.people[action.owner],)
    return roster.lead_of(forum, action.seat, now) if action.seat else ()


def asked_instead(forum: str, roster: Roster, now: datetime) -> tuple[Person, ...]:
    """Who is asked what is done instead of an action: duty managers; where none of them may know, service managers.

    `roster` is that of who may know of the case, as for `doers`.
    """
    managers = roster.on_duty_with_role(forum, ("duty_manager",), now)
    return managers or roster.on_duty_with_role(forum, ("service_manager",), now)


def told_unanswered(forum: str, roster: Roster, now: datetime) -> tuple[Person, ...]:
    """To whom that climbs when none of them has said it in time; never somebody who is asked already.

    The service managers on duty; where none is, or only who is asked already, all the others: it must reach somebody.
    """
    asked = {one.id for one in asked_instead(forum, roster, now)}
    role = ("service_manager",)
    on_duty, all_of_them = roster.holding_role(forum, role, now), roster.with_role(forum, role, now)
    above = (tuple(one for one in people if one.id not in asked) for people in (on_duty, all_of_them))
    return next((people for people in above if people), ())


def answerers(
    roster: Roster,
    case: Case,
    level: int,
    raised_by: str,
    at: datetime,
    *,
    disagreement: str = "",
    about: str = "",
) -> tuple[str, ...]:
    """Who answers a disagreement at this level, best somebody on duty who has judged nothing of it yet.

    `disagreement` is its id; while it is only being raised, `about` says what it is about.
    Where nobody with the level's role is free to, those of the next above are asked; where nobody is at all, those who
    judged it: it must not stay without an answer. Never who raised it.
    """
    asked = [
        _with_role(roster, case, step.role, raised_by, at) for step in case.profile.disagreement[level - 1 :]
    ]
    partial = case.partial(disagreement, about)
    free = [tuple(one for one in people if one not in partial) for people in asked]
    return next((people for people in (*free, *asked) if people), ())


def _with_role(roster: Roster, case: Case, role: str, besides: str, at: datetime) -> tuple[str, ...]:
    """Those on duty with a role first, then the others who hold it."""
    forum = case.referral.forum
    people = (*roster.holding_role(forum, (role,), at), *roster.with_role(forum, (role,), at))
    return tuple(dict.fromkeys(person.id for person in people if person.id != besides))
