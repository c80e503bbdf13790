"""A decision is looked at again: somebody who answers for it is asked by when, and says that it stands.

Nothing here changes a decision, and that nobody answers in time does not either: it is told one higher.
"""

from datetime import timedelta

from bot.reply import Done, Refused, Reply
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.records import Clock, Referral, Task


def ask(tx: Tx, press: Press, of: Referral, kind: str, *, who: str = "") -> None:
    """Ask for a look at the decision on this referral, inside the profile's time; its clock runs beside the task."""
    due_at = press.now + timedelta(minutes=press.hub.profile.views.late_view_minutes)
    task = tx.tasks.add(Task(new_id(), of.forum, kind, of.id, press.now, due_at, who=who))
    tx.clocks.add(Clock(new_id(), of.id, task.id, kind, "", task.at, task.due_at))


def stands(tx: Tx, press: Press, kind: str, *, gone: str) -> Reply:
    """Tick the task that asked for the look; of two who do, the first is kept. `gone` refuses another kind of task."""
    task = tx.tasks.get(press.thing)
    if task is None or task.kind != kind:
        return Refused(gone)
    if not settle(tx, press, task):
        return Done("already", {"at": (task.done_at or press.now).isoformat()})
    return Done(note={kind: "stands"})


def settle(tx: Tx, press: Press, task: Task) -> bool:
    """Nobody has to look any more; says whether that was still to be done."""
    done = {"done_at": press.now, "done_by": press.actor.person}
    if not tx.tasks.move(task.id, only_if={"done_at": None}, **done):
        return False
    for clock in tx.clocks.of(task.referral):
        if clock.subject == task.id and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=press.now)
    return True
