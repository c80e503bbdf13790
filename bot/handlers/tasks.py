"""Business support's list: what people do outside the bot, ticked with how it went and by whom."""

from dataclasses import replace

from bot.cards.desk import tasks as cards
from bot.handlers.feedback import settle
from bot.reading.known import known_ids
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.holding import HOLDING
from triage.records import Feedback, HoldingReply, Task


def open_list(tx: Tx, press: Press) -> Reply:
    """Show what waits, soonest due first."""
    waiting = open_tasks(tx, press)
    return Open(cards.list_form(press.sight, waiting, references(tx, waiting)))


def open_task(tx: Tx, press: Press) -> Reply:
    """Show one task whole."""
    task = _task(tx, press)
    if task is None:
        return Refused("nothing_here")
    if task.done_at is not None:
        return Done("already", {"at": task.done_at.isoformat()})
    return Open(cards.form(press.sight, task, press.case.referral.reference if press.case else ""))


def tick(tx: Tx, press: Press) -> Reply:
    """Record what was done; of two people who tick, the first is kept."""
    task = _task(tx, press)
    if task is None:
        return Refused("nothing_here")
    outcome, words = press.text("outcome"), press.text("words")
    if not tx.tasks.move(task.id, only_if={"done_at": None}, done_at=press.now, done_by=press.actor.person):
        return Done("already", {"at": task.done_at.isoformat()} if task.done_at else {})
    done = replace(task, done_at=press.now, done_by=press.actor.person, outcome=outcome, outcome_words=words)
    tx.tasks.rewrite(done)
    _effect(tx, press, done)
    return Done(note={"outcome": outcome, "kind": task.kind})


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """What was sent needs when and to whom, what could not be sent needs why."""
    outcome = press.text("outcome")
    not_sent = outcome == cards.NOT_SAFE
    no_words = not press.text("words") and (not_sent or outcome in cards.SENT)
    return cards.problems(press.sight, no_words=no_words, not_sent=not_sent)


def open_tasks(tx: Tx, press: Press) -> tuple[Task, ...]:
    """What waits in business support's list, without what is about a case that this person may not know of."""
    waiting = [task for task in tx.open_tasks(press.hub.forum.id) if task.kind in cards.KINDS]
    known = set(known_ids(tx, press.actor, {task.referral for task in waiting}))
    return tuple(task for task in waiting if not task.referral or task.referral in known)


def references(tx: Tx, tasks: tuple[Task, ...]) -> dict[str, str]:
    """The references of the referrals that tasks are about, by id."""
    about = dict.fromkeys(task.referral for task in tasks if task.referral)
    return {found.id: found.reference for one in about if (found := tx.referrals.get(one))}


def _task(tx: Tx, press: Press) -> Task | None:
    task = tx.tasks.get(press.thing)
    if task is None or task.kind not in cards.KINDS or task.forum != press.hub.forum.id:
        return None
    return task


def _effect(tx: Tx, press: Press, task: Task) -> None:
    """What a tick stops: the clock of the acknowledgement, or the wait for the reply."""
    if press.case is None:
        return
    if task.kind == "acknowledge":
        clock = press.case.clock("acknowledge")
        if clock is not None and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=press.now)
    for one in press.case.feedback:
        if one.id == task.feedback and one.state == "to_do":
            settle(tx, press, _told(press, one, task))

    for holding in press.case.holding:
        if task.kind == HOLDING and holding.state == "to_do":
            tx.holding_replies.rewrite(_heard(press, holding, task))


def _heard(press: Press, one: HoldingReply, task: Task) -> HoldingReply:
    if task.outcome in cards.SENT:
        return replace(one, state="sent", how=task.outcome, sent_at=press.now, spoken_to=task.outcome_words)
    return replace(one, state="withheld", reason=task.outcome_words or task.outcome)


def _told(press: Press, one: Feedback, task: Task) -> Feedback:
    if task.outcome in cards.SENT:
        return replace(one, state="sent", how=task.outcome, sent_at=press.now, spoken_to=task.outcome_words)
    return replace(one, state="withheld", reason=task.outcome_words or task.outcome)


VERBS = (
    Verb("tasks.list", "none", opens=open_list, looking=True),
    Verb("task.do", "task", opens=open_task, does=tick, checks=check),
)
