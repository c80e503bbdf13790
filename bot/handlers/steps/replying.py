"""A reply to whoever referred that somebody gives by hand, and one that was ended already."""

from datetime import datetime

from bot.cards.desk import tasks
from bot.reply import Done, Refused, Reply
from bot.verbs import Press
from storage.tx import Tx
from triage.authority import may
from triage.records import Task


def by_hand(tx: Tx, press: Press, task: Task, how: str) -> Reply:
    """Somebody rings or writes: it waits in business support's list, and opens at once for who may tick it."""
    case = press.the_case
    tx.tasks.add(task)
    ringing = may(press.actor, "task.do", case, task.id).allowed
    then = tasks.form(press.sight, task, case.referral.reference) if ringing else None
    return Done(note={"how": how}, then=then)


def ended_already(sent_at: datetime | None) -> Reply:
    """It was sent meanwhile, or ended in another way."""
    return Done("already", {"at": sent_at.isoformat()}) if sent_at else Refused("not_now")
