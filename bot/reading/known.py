"""Cases for whatever shows several at once, without those that must look as if they were not there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from storage.tx import Tx
from triage.authority import Actor
from triage.case import Case
from triage.hub import Hub
from triage.linking import NEW_IN_HOUSEHOLD
from triage.roster import Roster
from triage.visibility import apart, as_known, may_know


def known_ids(tx: Tx, actor: Actor, referrals: Iterable[str]) -> tuple[str, ...]:
    """Those of these referrals that the actor may know of, in this order; nothing of the others is read."""
    ids = tuple(referrals)
    circles = tx.circles.of_each(ids)
    return tuple(one for one in ids if one in circles and may_know(actor, circles[one]))


def known_cases(tx: Tx, hub: Hub, actor: Actor, referrals: Iterable[str]) -> tuple[Case, ...]:
    """The cases that the actor may know of, in this order, each with the earlier contacts they may know of."""
    ids = known_ids(tx, actor, referrals)
    return tuple(as_known(actor, case) for case in tx.cases(ids, hub.profile))


def without_kept_household(tx: Tx, roster: Roster, case: Case, now: datetime) -> Case:
    """The case without what tells of another of the household, as long as the referral of that one may stand in no channel.

    It is worked out with each showing: when they were linked the other may have been for everybody.
    """
    tasks = [one for one in case.tasks if one.kind == NEW_IN_HOUSEHOLD]
    if not tasks:
        return case
    later = {link.id: link.referral for link in tx.links.by_ids([one.who for one in tasks])}
    circles = tx.circles.of_each(dict.fromkeys(later.values()))
    open_to_all = {of for of, circle in circles.items() if not apart(roster, circle, now)}
    kept = {one.id for one in tasks if later.get(one.who) not in open_to_all}
    return replace(
        case,
        tasks=tuple(one for one in case.tasks if one.id not in kept),
        clocks=tuple(one for one in case.clocks if one.subject not in kept),
    )
