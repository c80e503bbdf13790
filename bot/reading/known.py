"""Cases for whatever shows several at once, without those that must look as if they were not there."""

from collections.abc import Iterable

from storage.tx import Tx
from triage.authority import Actor
from triage.case import Case
from triage.hub import Hub
from triage.visibility import as_known, may_know


def known_ids(tx: Tx, actor: Actor, referrals: Iterable[str]) -> tuple[str, ...]:
    """Those of these referrals that the actor may know of, in this order; nothing of the others is read."""
    ids = tuple(referrals)
    circles = tx.circles.of_each(ids)
    return tuple(one for one in ids if one in circles and may_know(actor, circles[one]))


def known_cases(tx: Tx, hub: Hub, actor: Actor, referrals: Iterable[str]) -> tuple[Case, ...]:
    """The cases that the actor may know of, in this order, each with the earlier contacts they may know of."""
    ids = known_ids(tx, actor, referrals)
    return tuple(as_known(actor, case) for case in tx.cases(ids, hub.profile))
