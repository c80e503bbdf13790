"""Who is asking, and what they are told: their own list, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cards import refusals, said
from bot.cards.elements import Card
from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.interaction import Identity, SurfaceName
from bot.reading import my_work
from bot.words import Words
from storage.tx import Tx
from triage.authority import Actor
from triage.hub import Hub
from triage.records import Person
from triage.roster import Roster


@dataclass(frozen=True)
class Visitor:
    """Who is asking. `person` is None for an account that nobody linked, `actor` for somebody who is in no hub now."""

    person: Person | None
    actor: Actor | None
    hub: Hub
    roster: Roster
    sight: Sight


def visitor_behind(tx: Tx, hubs: Hubs, identity: Identity) -> Visitor:
    """Whoever this account belongs to, as they are in this transaction."""
    hubs.refresh(tx)
    roster = hubs.roster(tx)
    person = roster.person_behind(identity.surface, identity.tenant, identity.user)
    hub = hubs.of_person(roster, person, tx.now) if person else hubs.first()
    actor = roster.actor(person.id, hub.forum.id, tx.now) if person else None
    words = Words(person.language if person else hub.forum.language)
    sight = Sight(words, hub, roster, tx.now, actor or Actor(""), hubs.web_address)
    return Visitor(person, actor, hub, roster, sight)


def told(visitor: Visitor, then: Callable[[Person, Actor], Card]) -> Card:
    """What `then` says to somebody whose access holds; for others, why not."""
    person, actor = visitor.person, visitor.actor
    if person is None:
        return said.refused(refusals.words("unknown_person", {}, visitor.sight))
    if actor is None:
        ended = visitor.roster.ended_at(person.id, visitor.hub.forum.id)
        facts = {"ended_at": ended.isoformat()} if ended else {}
        return said.refused(refusals.words("access_ended", facts, visitor.sight))
    return then(person, actor)


def own_list(tx: Tx, hubs: Hubs, identity: Identity) -> Card:
    """The list of work of whoever is behind this account, worked out now."""
    visitor = visitor_behind(tx, hubs, identity)
    on_web = identity.surface == SurfaceName.WEB

    def listed(person: Person, actor: Actor) -> Card:
        del actor
        theirs = hubs.each_of_person(visitor.roster, person, tx.now)
        others = tuple(hub for hub in theirs if hub.forum.id != visitor.hub.forum.id)
        return my_work.build(
            tx, visitor.hub, visitor.roster, person, visitor.sight, on_web=on_web, others=others
        )

    return told(visitor, listed)
