"""Urgent protection starts, from whatever form: it is kept, and waits for nothing."""

from typing import Literal

from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.records import UrgentProtection

Called999 = Literal["yes", "not_needed", "not_yet", ""]


def start(tx: Tx, press: Press, words: str, called_999: Called999 = "") -> UrgentProtection:
    """Keep that protection cannot wait, as the presser says it."""
    return tx.urgent.add(
        UrgentProtection(
            id=new_id(),
            referral=press.the_case.referral.id,
            by=press.actor.person,
            seat=press.actor.seat,
            at=press.now,
            words=words,
            called_999=called_999,
        )
    )
