"""A case is closed when nothing is left to do, and begins again as a new round when something is new."""

from dataclasses import replace

from bot.cards.cases import closing as cards
from bot.cards.desk import tasks
from bot.due.nights import pick_up
from bot.handlers.steps import meetings
from bot.handlers.steps.holding import WITHDRAWN, withdraw_holding
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage import clocks
from triage.ends import StillOpen, still_open
from triage.lifecycle import leads_to
from triage.records import Clock, Closing, Reopening, Task

RUN_ON = ("access",)
"""Clocks that closing does not stop: whoever asked what is held about them is answered all the same."""

MOOT = ("acknowledge", tasks.ALERT)
"""Calls that nobody has to make any more: that the referral arrived, and that it is urgent."""


def open_close(_tx: Tx, press: Press) -> Reply:
    """Show what is still open."""
    return Open(cards.close(press.sight, press.the_case, still_open(press.the_case)))


def close(tx: Tx, press: Press) -> Reply:
    """Close it: feedback was sent or its lack has a reason, and no action is left open."""
    case = press.the_case
    left = still_open(case)
    if left.prevents:
        return Refused("not_finished")
    reason = press.text("reason")
    tx.closings.add(Closing(new_id(), case.referral.id, press.now, press.actor.person, reason))
    _withhold(tx, press, left, reason)
    _clear_away(tx, press)
    for subject in case.subjects:
        if leads_to("case.close", subject.stage, "closed"):
            tx.subjects.move(subject.id, stage="closed")
    for clock in case.clocks:
        if clock.stopped_at is None and clock.kind not in RUN_ON:
            tx.clocks.move(clock.id, stopped_at=press.now)
    tx.referrals.move(case.referral.id, closed_at=press.now)
    return Done(note={"round": str(len(case.reopenings) + 1), "reason": reason})


def open_reopen(_tx: Tx, press: Press) -> Reply:
    """Ask what is new."""
    return Open(cards.reopen(press.sight, press.the_case))


def reopen(tx: Tx, press: Press) -> Reply:
    """Begin a new round: everybody in the case waits to be screened again, and the promise of a decision runs anew."""
    case, new = press.the_case, press.text("new")
    tx.reopenings.add(Reopening(new_id(), case.referral.id, press.now, press.actor.person, new))
    for subject in case.subjects:
        again = replace(subject, stage="received", round=subject.round + 1, views_open_at=None)
        tx.subjects.rewrite(again)
    due = clocks.due(press.now, press.hub.profile.decide.length.length, press.hub.hours)
    tx.clocks.add(Clock(new_id(), case.referral.id, "", "decide", "", press.now, due))
    tx.referrals.move(case.referral.id, closed_at=None)
    return Done(note={"round": str(len(case.reopenings) + 2), "new": new})


def _clear_away(tx: Tx, press: Press) -> None:
    """What waited for a case that goes on: its meeting, a reply that nothing is decided, calls to make, the night's list."""
    case, by = press.the_case, press.actor.person
    meetings.decided(tx, press)
    withdraw_holding(tx, case, by)
    for task in case.tasks:
        if task.kind in MOOT and task.done_at is None:
            tx.tasks.rewrite(replace(task, done_at=press.now, done_by=by, outcome=WITHDRAWN))
    for item in case.nights:
        if item.picked_up_at is None:
            pick_up(tx, item, by)


def _withhold(tx: Tx, press: Press, left: StillOpen, reason: str) -> None:
    """A reply that nobody sent is withheld with the reason given, and whoever had to send it has nothing more to do."""
    waiting = {one.id for one in left.feedback}
    for one in left.feedback:
        tx.feedback.rewrite(replace(one, state="withheld", reason=reason, by=press.actor.person))
    for task in press.the_case.tasks:
        if task.feedback in waiting and task.done_at is None:
            tx.tasks.rewrite(_not_needed(press, task, reason))


def _not_needed(press: Press, task: Task, reason: str) -> Task:
    by = press.actor.person
    return replace(task, done_at=press.now, done_by=by, outcome="withheld", outcome_words=reason)


VERBS = (
    Verb("case.close", "referral", opens=open_close, does=close),
    Verb("case.reopen", "referral", opens=open_reopen, does=reopen),
)
