"""What the night brought, as far as one reader may know of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.cards.elements import Card
from bot.cards.hours import overnight
from bot.cards.sight import Sight
from bot.reading.known import known_cases
from storage.tx import Tx
from triage.authority import Actor
from triage.case import Case
from triage.nights import Night, night, unscreened
from triage.records import NightItem, Screening
from triage.visibility import may_know


def night_of(tx: Tx, sight: Sight) -> Night:
    """The last night, with what earlier ones left and what of them was picked up since the hub opened."""
    closed_at, opens_at = night(sight.hub, tx.now)
    items = tx.nights(sight.hub.forum.id, opens_at)
    settled = tx.settled_in(sight.hub.forum.id, closed_at, opens_at)
    known = _known(tx, sight, (*(item.referral for item in items), *settled))
    cases = {item.referral: known[item.referral] for item in items if item.referral in known}
    opened = {one: _still_here(sight, cases[one], by) for one, by in tx.screenings(tuple(cases)).items()}
    mine = (
        _as_it_is_held(sight, cases[i.referral], i, opened[i.referral]) for i in items if i.referral in cases
    )
    return Night(
        forum=sight.hub.forum.id,
        closed_at=closed_at,
        opens_at=opens_at,
        items=tuple(item for item in mine if _belongs(cases, item, opens_at)),
        cases=cases,
        opened=opened,
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


def _still_here(sight: Sight, case: Case, opened: Iterable[Screening]) -> tuple[Screening, ...]:
    """Who opened it to screen it and may still know of it."""
    return tuple(one for one in opened if _may_hold(sight, case, one.person))


def _as_it_is_held(sight: Sight, case: Case, item: NightItem, opened: Sequence[Screening]) -> NightItem:
    """Whose holder left, or may know of the case no longer, has it no more: who opened it since has it, or nobody."""
    if item.picked_up_at is None or _may_hold(sight, case, item.picked_up_by):
        return item
    since = next((one for one in opened if one.at >= item.opens_at), None)
    if since is None:
        return replace(item, picked_up_at=None, picked_up_by="")
    return replace(item, picked_up_at=since.at, picked_up_by=since.person)


def _may_hold(sight: Sight, case: Case, person: str) -> bool:
    actor = sight.roster.actor(person, sight.hub.forum.id, sight.now)
    return actor is not None and may_know(actor, case.circle)


def _known(tx: Tx, sight: Sight, referrals: Iterable[str]) -> dict[str, Case]:
    found = known_cases(tx, sight.hub, sight.reader or Actor(""), dict.fromkeys(referrals))
    return {case.referral.id: case for case in found}
