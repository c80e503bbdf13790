"""While the hub is closed: whoever referred or pressed is told so, and an urgent case pages the on-call manager."""

from collections.abc import Iterator

from bot.projection.personal import Personal
from storage.tx import Tx
from triage.case import Case
from triage.hub import Hub
from triage.nights import night, unscreened
from triage.records import NightItem, Person
from triage.roster import Roster
from triage.visibility import may_know

ON_CALL = ("on_call",)
ELSE = ("duty_manager", "service_manager")
"""Who is paged where nobody is on call: somebody must be."""


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Until the hub opens."""
    for item in case.nights:
        if item.urgent_at and tx.now < item.opens_at:
            for who in on_call(hub, roster, tx):
                yield Personal("on_call", who.id, item.id, item.opens_at)
    for one in case.after_hours:
        if tx.now < one.opens_at:
            yield Personal("after_hours", one.person, one.id, one.opens_at)


def of_hub(tx: Tx, hub: Hub, people: tuple[Person, ...], roster: Roster) -> Iterator[Personal]:
    """What the night brought, for the desk: from the opening until each item is picked up and screened.

    Where something was decided or begun that night it stands to be read until the hub closes again.
    """
    items = {item.referral: item for item in tx.overnight(hub.forum.id) if item.opens_at <= tx.now}
    to_read = settled(tx, hub)
    of_night = tx.cases(tuple(dict.fromkeys((*items, *to_read))), hub.profile)
    standing = [one for one in of_night if one.referral.id in to_read or _waits(one, items[one.referral.id])]
    for who in people:
        actor = roster.actor(who.id, hub.forum.id, tx.now)
        if actor and any(may_know(actor, case.circle) for case in standing):
            yield Personal("overnight", who.id, hub.forum.id)


def settled(tx: Tx, hub: Hub) -> tuple[str, ...]:
    """The referrals in which something was decided or begun in the night that is over, until the hub closes again."""
    closed_at, opens_at = night(hub, tx.now)
    return tx.settled_in(hub.forum.id, closed_at, opens_at) if tx.now >= opens_at else ()


def _waits(case: Case, item: NightItem) -> bool:
    return item.picked_up_at is None or unscreened(case, item)


def on_call(hub: Hub, roster: Roster, tx: Tx) -> tuple[Person, ...]:
    """The on-call manager or managers."""
    forum = hub.forum.id
    return roster.on_duty_with_role(forum, ON_CALL, tx.now) or roster.with_role(forum, ELSE, tx.now)
