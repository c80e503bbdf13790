"""Who is told at once that protection cannot wait."""

from collections.abc import Iterator

from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage.authority import URGENT_TO
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Duty managers and service managers, those on duty of each, for a day; the newest alone where there are several."""
    started = case.urgent_now
    until = started.at + ALERT_LIFE if started else tx.now
    if started is None or until <= tx.now:
        return
    for role in URGENT_TO:
        for who in roster.on_duty_with_role(hub.forum.id, (role,), tx.now):
            yield Personal("urgent", who.id, started.id, until)
