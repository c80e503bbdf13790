"""Which closed cases may be erased, and erasing them: done by a person of information governance, never by time alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.hubs import Hubs
from bot.reading.known import known_cases
from storage.tx import Tx
from triage.case import Case
from triage.ends import Retention, retention

ROLE = "information_governance"


@dataclass(frozen=True)
class Kept:
    """One closed case, and what is to be said of its words."""

    case: Case
    retention: Retention


def closed_cases(tx: Tx, hubs: Hubs, person: str) -> tuple[Kept, ...] | None:
    """The closed cases that this person may know of, oldest first; None for who may not look after them."""
    hubs.refresh(tx)
    roster, found, allowed = hubs.roster(tx), [], False
    for hub in hubs.all():
        actor = roster.actor(person, hub.forum.id, tx.now)
        if actor is None or not actor.has(ROLE):
            continue
        allowed = True
        cases = known_cases(tx, hub, actor, tx.referrals.closed(hub.forum.id))
        found += [Kept(case, retention(case, tx.now)) for case in cases]
    return tuple(found) if allowed else None


def erase(tx: Tx, hubs: Hubs, person: str, references: Iterable[str]) -> tuple[str, ...] | None:
    """Erase those of these cases that may be; returns the references of those that were. None as for `closed_cases`.

    Each is judged again with its row locked: somebody may have reopened or held it meanwhile.
    """
    kept, wanted = closed_cases(tx, hubs, person), frozenset(references)
    if kept is None:
        return None
    erased = []
    for one in kept:
        referral = one.case.referral
        if referral.reference not in wanted or not tx.referrals.lock(referral.id):
            continue
        case = tx.case(referral.id, one.case.profile)
        if case is None or not retention(case, tx.now).may_erase:
            continue
        _record(tx, person, referral.id)
        tx.erase(referral.id)
        erased.append(referral.reference)
    return tuple(erased)


def _record(tx: Tx, person: str, referral_id: str) -> None:
    """The last entry of the chain: written while there is a key to seal it with."""
    tx.audit.record(
        actor=person,
        seat="",
        surface="cli",
        verb="retention.deleted",
        thing=referral_id,
        outcome="done",
        referral_id=referral_id,
    )
