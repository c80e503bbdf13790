"""What the night brought, as far as one reader may know of it."""

from bot.cards.elements import Card
from bot.cards.hours import overnight
from bot.cards.sight import Sight
from bot.due.nights import night
from bot.reading.known import known_cases
from storage.tx import Tx
from triage.authority import Actor


def brought(tx: Tx, sight: Sight) -> Card | None:
    """The card for the desk, while some of it waits to be picked up."""
    closed_at, opens_at = night(sight.hub, tx.now)
    items = tx.nights(sight.hub.forum.id, opens_at)
    known = known_cases(tx, sight.hub, sight.reader or Actor(""), tuple(item.referral for item in items))
    cases = {case.referral.id: case for case in known}
    if not any(item.picked_up_at is None and item.referral in cases for item in items):
        return None
    return overnight.card(sight, items, cases, closed_at)
