"""Somebody who answers for a decision looked at what is new: it stands."""

from bot.reply import Done, Refused, Reply
from bot.verbs import Press
from storage.tx import Tx


def stands(tx: Tx, press: Press, kind: str, *, gone: str) -> Reply:
    """Tick the task that asked for the look; of two who do, the first is kept. `gone` refuses another kind of task."""
    task = tx.tasks.get(press.thing)
    if task is None or task.kind != kind:
        return Refused(gone)
    done = {"done_at": press.now, "done_by": press.actor.person}
    if not tx.tasks.move(task.id, only_if={"done_at": None}, **done):
        return Done("already", {"at": (task.done_at or press.now).isoformat()})
    return Done(note={kind: "stands"})
