"""One person's own list, worked out from rows at the moment it is read."""

from collections.abc import Iterable
from dataclasses import replace

from bot.cards.elements import Card
from bot.cards.meetings.day_list import ListMeeting
from bot.cards.overview import my_work as cards
from bot.cards.overview.my_work import Work
from bot.cards.overview.work_rows import TO_ANSWER, Item
from bot.cards.sight import Sight
from bot.reading import channels
from bot.reading.day_lists import how_many_for_reader
from bot.reading.overnight import brought
from bot.reading.said_once import said_once
from bot.reading.unsent import unsent
from bot.reading.waiting_for_me import ONLY_REFERS, Waiting
from bot.reading.what_first import in_order
from storage.tx import Tx
from triage.authority import SCREENERS, Actor, may
from triage.being_recorded import must_read
from triage.hub import Hub
from triage.meetings import LIVE
from triage.records import Person
from triage.roster import Roster


def build(
    tx: Tx,
    hub: Hub,
    roster: Roster,
    person: Person,
    sight: Sight,
    *,
    on_web: bool = True,
    others: Iterable[Hub] = (),
) -> Card:
    """The list as a card, for somebody whose access holds; after it what waits in the `others` of their hubs."""
    elsewhere = tuple(
        (
            replace(sight, hub=other, reader=roster.actor(person.id, other.forum.id, tx.now)),
            gather(tx, other, roster, person),
        )
        for other in others
    )
    here, *there = (
        (seen, replace(work, about_hub=(*_night(tx, seen), *channels.asked(tx, seen))))
        for seen, work in ((sight, gather(tx, hub, roster, person)), *elsewhere)
    )
    return cards.card(*here, tuple(there), on_web=on_web)


def _night(tx: Tx, sight: Sight) -> tuple[Card, ...]:
    """What the night brought, for whom the desk's message about it stands."""
    reader = sight.reader
    if reader is None or not reader.has(*SCREENERS):
        return ()
    forum = sight.hub.forum.id
    told = any(one.card == "overnight" and one.forum == forum for one in tx.messages.to_person(reader.person))
    card = brought(tx, sight) if told else None
    return (card,) if card else ()


def gather(tx: Tx, hub: Hub, roster: Roster, person: Person) -> Work:
    """All that waits for this person now; nothing for somebody who is in this hub no longer."""
    actors = roster.actors(person.id, hub.forum.id, tx.now)
    if not actors:
        return Work()
    actor = actors[0]
    items = in_order(said_once(Waiting(tx, hub, roster, actors).items()), tx.now)
    duties = roster.duties_of(person.id, hub.forum.id, tx.now)
    held = {duty.stands_for for duty in duties}
    charges = roster.charges(person.id, hub.forum.id, tx.now)
    return Work(
        items=tuple(items),
        duties=duties,
        charges=tuple(charge for charge in charges if charge.stands_for not in held),
        handovers=tx.handed_over(person.id, tuple(duty.id for duty in duties)),
        drafts=unsent(tx, hub, actors),
        to_read=must_read(tx.people.told_at(person.id), tx.now),
        meeting=_todays_meeting(tx, hub, actor),
        only_referrals=actor.roles <= ONLY_REFERS,
        seats=tuple(one.seat for one in actors if one.seat),
    )


def _todays_meeting(tx: Tx, hub: Hub, actor: Actor) -> ListMeeting | None:
    """The meeting of today's list, for who may open it, until it is over."""
    of = tx.day_lists.newest(hub.forum.id)
    today = hub.hours.local_date(tx.now).isoformat()
    if of is None or of.day != today or not may(actor, "list.open", None).allowed:
        return None
    called = tx.meetings.called_for(of.id)
    if called and called.state not in LIVE:
        return None
    at = called.at if called else of.meeting_at
    opened = called is not None and called.opened_at is not None
    return ListMeeting(of.id, at, how_many_for_reader(tx, hub, actor, of), opened)


def to_answer(tx: Tx, hub: Hub, roster: Roster, person: Person, seat: str) -> tuple[Item, ...]:
    """What this person has still to answer for this seat, urgent first, then by when it is due."""
    items = gather(tx, hub, roster, person).items
    return tuple(item for item in items if item.group in TO_ANSWER and item.seat == seat)
