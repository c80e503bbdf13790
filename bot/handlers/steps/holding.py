"""A holding reply: prepared when its time comes and nothing is decided, withdrawn when a decision is made first."""

from dataclasses import replace

from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.holding import HOLDING, is_wanted
from triage.records import HoldingReply

WITHDRAWN = "withdrawn"


def prepare_holding(tx: Tx, case: Case) -> None:
    """Its time has come: the clock stops, and if nothing is decided the reply waits to be sent."""
    _stop_clock(tx, case)
    if is_wanted(case):
        tx.holding_replies.add(HoldingReply(new_id(), case.referral.id, tx.now))


def withdraw_holding(tx: Tx, case: Case, by: str) -> None:
    """A decision was made: what was not sent yet goes no more, nor is anybody to ring with it."""
    _stop_clock(tx, case)
    for one in tx.holding_replies.of(case.referral.id):
        if one.state in {"prepared", "to_do"}:
            tx.holding_replies.rewrite(replace(one, state="withdrawn"))
    for task in tx.tasks.of(case.referral.id):
        if task.kind == HOLDING and task.done_at is None:
            tx.tasks.rewrite(replace(task, done_at=tx.now, done_by=by, outcome=WITHDRAWN))


def _stop_clock(tx: Tx, case: Case) -> None:
    for clock in case.clocks:
        if clock.kind == HOLDING and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=tx.now)
