"""Who is pressing: somebody on the roster or nobody, in which hub, for which seats, and whether a case is kept from them."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.interaction import Interaction
from bot.words import Words
from storage.tx import Tx
from triage import visibility
from triage.authority import Actor, may_read
from triage.hub import Hub
from triage.records import Circle, Person
from triage.roster import Roster

ANONYMOUS = Actor(person="")


@dataclass(frozen=True)
class Known:
    """Who is pressing, in which hub, and how they see it. `person` is None for an account nobody linked.

    `actors` are what they are for each of their seats, `actor` for the first: for which they act is told by the case.
    """

    person: Person | None
    actors: tuple[Actor, ...]
    roster: Roster
    sight: Sight

    @property
    def actor(self) -> Actor:
        """Who it is, whatever it is about."""
        return self.actors[0]


class Who:
    """Finds who somebody is. There is no fallback: an account that nobody linked is nobody."""

    def __init__(self, hubs: Hubs) -> None:
        self._hubs = hubs

    def behind(self, tx: Tx, interaction: Interaction) -> Known:
        """Whose account sent this, in the hub that it is about."""
        roster = self._hubs.roster(tx)
        identity = interaction.identity
        person = roster.person_behind(identity.surface, identity.tenant, identity.user)
        hub = self._hub(tx, interaction, roster, person) if person else self._hubs.first()
        return self._in(tx, hub, person, roster)

    def inside(self, tx: Tx, known: Known, circle: Circle) -> Known | None:
        """Somebody as they are in a case's own hub and circle; None when the case is kept from them.

        Nobody else from whom it is kept is on the roster that they then see.
        """
        person = known.person.id if known.person else ""
        actor = known.roster.actor(person, circle.forum, tx.now)
        if actor is None or not (
            visibility.may_know(actor, circle) or visibility.may_know_own(person, circle)
        ):
            return None
        roster = visibility.among(known.roster, circle, tx.now)
        return self._in(tx, self._hubs.of(circle.forum), known.person, roster)

    def only_referred(self, tx: Tx, known: Known, referral: str) -> bool:
        """Whether somebody referred this and may read no more of it than what is theirs.

        For a case that is kept from them it takes the same steps as for none.
        """
        circle = tx.circles.of(referral)
        person = known.person.id if known.person else ""
        if circle is None or not visibility.may_know_own(person, circle):
            return False
        inside = self.inside(tx, known, circle)
        case = tx.case(referral, inside.sight.hub.profile) if inside else None
        if inside is None or case is None:
            return False
        return not any(may_read(actor, case) for actor in inside.actors)

    def has_several_seats(self, known: Known, now: datetime) -> bool:
        """Whether somebody answers for more than one agency in a hub."""
        person = known.person.id if known.person else ""
        found = (known.roster.actors(person, hub.forum.id, now) for hub in self._hubs.all())
        return any(len(actors) > 1 for actors in found)

    def _hub(self, tx: Tx, interaction: Interaction, roster: Roster, person: Person) -> Hub:
        """The hub of a press about no case: the one that its thing names or belongs to if they are in it, else their first.

        It names a hub by its id, after which a colon and more may stand.
        """
        theirs = self._hubs.each_of_person(roster, person, tx.now)
        if len(theirs) > 1:
            named = tx.forum_behind(interaction.thing) or interaction.thing.partition(":")[0]
            theirs = tuple(hub for hub in theirs if hub.forum.id == named)
        return next(iter(theirs), self._hubs.of_person(roster, person, tx.now))

    def _in(self, tx: Tx, hub: Hub, person: Person | None, roster: Roster) -> Known:
        """Somebody as they are in one hub: what they may do elsewhere counts for nothing."""
        actors = roster.actors(person.id, hub.forum.id, tx.now) if person else ()
        actors = actors or (ANONYMOUS,)
        words = Words(person.language if person else hub.forum.language)
        sight = Sight(words, hub, roster, tx.now, actors[0], self._hubs.web_address)
        return Known(person, actors, roster, sight)
