"""Who can be spoken to at an agency that somebody phones about a case."""

from dataclasses import replace

from bot.cards.answering.phone_lead import Reached
from bot.verbs import Press
from storage.tx import Tx


def reached(tx: Tx, press: Press, seat: str) -> Reached:
    """Who may be spoken to there: the press's roster has those alone who may know of the case, the whole one all leads."""
    forum, now, inside = press.hub.forum.id, press.now, press.roster
    leads = inside.lead_of(forum, seat, now)
    found = Reached(
        seat=seat,
        leads=leads,
        deputies=inside.deputies_of(forum, seat, now),
        on_duty=inside.holding_seat(forum, seat, now),
        kept_from_lead=not set(leads).issuperset(tx.people.roster().lead_of(forum, seat, now)),
    )
    if found.kept_from_lead and not found.people:
        return replace(found, others=inside.in_seat(forum, seat, now))
    return found


def reached_at_once(tx: Tx, press: Press, seat: str) -> Reached:
    """The same for a meeting that waits: with nobody on duty there, everybody who answers for the agency."""
    found = reached(tx, press, seat)
    if found.on_duty:
        return found
    return replace(found, others=press.roster.in_seat(press.hub.forum.id, seat, press.now))
