"""What is asked about a hub's channels: one that may not get cards, posts that could not be deleted."""

from collections.abc import Callable

from bot.cards.channel import guard, not_deleted
from bot.cards.elements import Card
from bot.cards.sight import Sight
from storage.tx import Tx

TOLD = ("administrator", "duty_manager")
"""Whom messages about channels go to."""


def _closed(tx: Tx, sight: Sight, surface: str) -> Card | None:
    state = tx.forums.guard(sight.hub.forum.id, surface)
    return guard.card(state, sight, surface) if state and state.closed_since else None


def _not_deleted(tx: Tx, sight: Sight, surface: str) -> Card | None:
    count = tx.messages.undeleted().get((sight.hub.forum.id, surface), 0)
    return not_deleted.card(sight, surface, count) if count else None


CARDS: dict[str, Callable[[Tx, Sight, str], Card | None]] = {"guard": _closed, "not_deleted": _not_deleted}
"""By the kind of message: its card about the channel of a surface, None once there is nothing left to do."""


def asked(tx: Tx, sight: Sight) -> tuple[Card, ...]:
    """The cards about channels that the reader has messages about, while they ask for something."""
    reader = sight.reader
    if reader is None or not reader.has(*TOLD):
        return ()
    told = {
        (one.card, one.thing): None
        for one in tx.messages.to_person(reader.person)
        if one.card in CARDS and one.forum == sight.hub.forum.id
    }
    cards = (CARDS[card](tx, sight, surface) for card, surface in told)
    return tuple(card for card in cards if card is not None)
