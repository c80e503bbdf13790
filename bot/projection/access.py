"""Who has to look at what an access request would give out, and who answers it."""

from collections.abc import Iterator

from bot.projection.personal import Personal
from storage.tx import Tx
from triage import access
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Until it is released: information governance, and the lead of each agency that has not looked yet."""
    for request in case.access_requests:
        if request.state != "open":
            continue
        for who in roster.with_role(hub.forum.id, ("information_governance",), tx.now):
            yield Personal("access_request", who.id, request.id)
        for seat in access.waits_for(case, request):
            for who in roster.lead_of(hub.forum.id, seat, tx.now) if seat else ():
                yield Personal("access_review", who.id, request.id)
