"""Who is asked for a deputy where somebody knows a family."""

from collections.abc import Iterator

from bot.projection.personal import Personal
from storage.tx import Tx
from triage.case import Case
from triage.hub import Hub
from triage.lifecycle import ENDED
from triage.records import Conflict, Person
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Until somebody was chosen, while there is still something to do."""
    if all(subject.stage in ENDED and subject.stage != "decided" for subject in case.subjects):
        return
    waiting = [one for one in case.conflicts_now if one.state != "deputy"]
    first = {conflict.seat: conflict for conflict in reversed(waiting)}  # of one agency one after the other
    for conflict in first.values():
        for who in _asked(tx, hub, roster, conflict):
            yield Personal("deputy", who.id, conflict.id)


def _asked(tx: Tx, hub: Hub, roster: Roster, conflict: Conflict) -> tuple[Person, ...]:
    """The agency's lead; where there is none who may know of the case, and for the hub's own people, a duty manager."""
    leads = roster.lead_of(hub.forum.id, conflict.seat, tx.now) if conflict.seat else ()
    return leads or roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now)
