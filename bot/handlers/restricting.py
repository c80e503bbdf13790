"""A case is restricted to named people, from that moment, and opened again."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.cases import restrict
from bot.handlers.steps.sitting import leave_shared_meetings
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.handing import fallen
from triage.lifecycle import ASKED
from triage.records import Person, Restriction
from triage.visibility import among

MUST_BE_NAMED = ("duty_manager", "chair")
"""Without one of each a restricted case could be neither run nor decided."""


def open_form(tx: Tx, press: Press) -> Reply:
    """Ask why, and who may see it."""
    return Open(restrict.form(press.sight, press.the_case, _can_be_named(tx, press)))


def check(tx: Tx, press: Press) -> dict[str, str]:
    """At least a duty manager and a chair."""
    named = press.chosen("named")
    roster, forum = tx.people.roster(), press.hub.forum.id
    actors = [actor for person in named if (actor := roster.actor(person, forum, press.now))]
    if named and not all(any(actor.has(role) for actor in actors) for role in MUST_BE_NAMED):
        return {"named": restrict.at_least(press.sight)}
    return {}


def put(tx: Tx, press: Press) -> Reply:
    """From now on nobody else finds it."""
    named, why = press.chosen("named"), press.text("why")
    tx.restrictions.add(
        Restriction(
            id=new_id(),
            referral=press.the_case.referral.id,
            by=press.actor.person,
            at=press.now,
            lifted=False,
            named=named,
            why=why,
        )
    )
    leave_shared_meetings(tx, press)
    case = tx.case(press.the_case.referral.id, press.hub.profile)
    waited_for = case.shut_out if case and not case.stages.isdisjoint(ASKED) else ()
    facts = {"seats": " ".join(waited_for), "doing": " ".join(_fallen(tx, press, case)) if case else ""}
    return Done("restricted", facts, note={"why": why, "named": " ".join(named)})


def _fallen(tx: Tx, press: Press, case: Case) -> tuple[str, ...]:
    """The agencies whose actions are a duty manager's from now on."""
    forum, now = press.hub.forum.id, press.now
    inside = among(tx.people.roster(), case, now)
    actions = (one for one in case.actions if one.state == "open" and fallen(forum, inside, one, now))
    return tuple(dict.fromkeys(one.seat for one in actions if one.seat))


def open_lift(_tx: Tx, press: Press) -> Reply:
    """Ask why."""
    return Open(restrict.lift_form(press.sight, press.the_case))


def lift(tx: Tx, press: Press) -> Reply:
    """Whoever works on the case can find it again."""
    held = press.the_case.restriction
    if held is not None:
        tx.restrictions.add(
            replace(held, id=new_id(), by=press.actor.person, at=press.now, lifted=True, named=())
        )
    return Done(note={"why": press.text("why")})


def _can_be_named(tx: Tx, press: Press) -> Sequence[Person]:
    """Everybody who works with the hub and has no conflict in this case, by name."""
    roster, forum = tx.people.roster(), press.hub.forum.id
    conflicted = {one.person for one in press.the_case.conflicts_now}
    found = []
    for person in roster.people.values():
        actor = roster.actor(person.id, forum, press.now)
        if actor and not actor.roles <= {"referrer", "administrator"} and person.id not in conflicted:
            found.append(person)
    return sorted(found, key=lambda person: (person.name, person.id))


VERBS = (
    Verb("case.restrict", "referral", opens=open_form, does=put, checks=check, moves_circle=True),
    Verb("restriction.lift", "referral", opens=open_lift, does=lift, moves_circle=True),
)
