"""Who is told that a person who referred should hear that nothing is decided yet."""

from collections.abc import Iterator

from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage.authority import FEEDBACK_SENDERS
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Until it is sent or a decision withdraws it, a day at most: those whom the rule names, else all who may send it."""
    for one in case.holding:
        until = one.prepared_at + ALERT_LIFE
        if one.state != "prepared" or until <= tx.now:
            continue
        named = roster.on_duty_with_role(hub.forum.id, hub.profile.holding.tells, tx.now)
        for who in named or roster.on_duty_with_role(hub.forum.id, FEEDBACK_SENDERS, tx.now):
            yield Personal("holding_due", who.id, one.id, until)
