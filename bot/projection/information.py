"""Who approves the reply to an information request, and who gets it."""

from collections.abc import Iterator

from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Each duty manager on duty but whoever wrote it; afterwards one line for a day, and the asker's reply."""
    for one in case.information_replies:
        until = one.decided_at + ALERT_LIFE if one.decided_at else None
        if until is None or tx.now < until:
            for who in roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now):
                if who.id != one.by:
                    yield Personal("information_approval", who.id, one.id, until)
            if one.state == "returned":
                yield Personal("information_approval", one.by, one.id, until)
        if one.state == "approved" and case.referral.referrer.person:
            yield Personal("information_reply", case.referral.referrer.person, one.id)
