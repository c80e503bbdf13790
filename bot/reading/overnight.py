"""What the night brought, as far as one reader may know of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.cards.elements import Card
from bot.cards.hours import overnight
from bot.cards.sight import Sight
from bot.reading.known import known_cases
from storage.tx import Tx
from triage.authority import Actor
from triage.case import Case
from triage.nights import Night, night, unscreened
from triage.records import NightItem


def night_of(tx: Tx, sight: Sight) -> Night:
    """The last night, with what earlier ones left and what of them was picked up since the hub opened."""
    closed_at, opens_at = night(sight.hub, tx.now)
    items = tx.nights(sight.hub.forum.id, opens_at)
    settled = tx.settled_in(sight.hub.forum.id, closed_at, opens_at)
    known = _known(tx, sight, (*(item.referral for item in items), *settled))
    cases = {item.referral: known[item.referral] for item in items if item.referral in known}
    return Night(
        forum=sight.hub.forum.id,
        closed_at=closed_at,
        opens_at=opens_at,
        items=tuple(item for item in items if item.referral in cases and _belongs(cases, item, opens_at)),
        cases=cases,
        opened=tx.screenings(tuple(cases)),
        settled=tuple(known[referral] for referral in settled if referral in known),
    )


def brought(tx: Tx, sight: Sight) -> Card | None:
    """The card for the desk: while some of it waits to be picked up or screened, or something of it is to be read."""
    found = night_of(tx, sight)
    return overnight.card(sight, found) if found.to_pick_up or found.in_hand or found.settled else None


def _belongs(cases: Mapping[str, Case], item: NightItem, opens_at: datetime) -> bool:
    """Not what was picked up on an earlier day and is to be screened again since it was reopened."""
    at = item.picked_up_at
    of_today = item.opens_at == opens_at or at is None or at >= opens_at
    return of_today or unscreened(cases[item.referral], item)


def _known(tx: Tx, sight: Sight, referrals: Iterable[str]) -> dict[str, Case]:
    found = known_cases(tx, sight.hub, sight.reader or Actor(""), dict.fromkeys(referrals))
    return {case.referral.id: case for case in found}
