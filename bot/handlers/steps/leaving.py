"""A way out of screening: the referral goes elsewhere or ends with advice, and the person who referred hears of it."""

from dataclasses import replace

from bot.handlers.steps.preparing import prepare_feedback
from bot.reply import Done, Refused, Reply
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.clocks import due
from triage.lifecycle import EXITS, leads_to
from triage.records import Task

FORWARD = "forward"


def leave(tx: Tx, press: Press) -> Reply:
    """Take each subject that nobody screened yet the way that was chosen, stop the clock of the decision, prepare feedback."""
    case = press.the_case
    chosen = next((stage for stage in EXITS if stage == press.text("what")), None)
    if chosen is None:
        return Refused("not_now")
    leaving = [s for s in case.subjects if leads_to("referral.screen", s.stage, chosen)]
    for subject in leaving:
        tx.subjects.rewrite(replace(subject, stage=chosen, cumulative_note=press.text("add_up")))
    decide = case.clock("decide")
    if decide is not None and decide.stopped_at is None:
        tx.clocks.move(decide.id, stopped_at=press.now)
    prepare_feedback(tx, press, tuple((subject.id, chosen) for subject in leaving))
    if press.text("send_to"):
        _ask_to_forward(tx, press)
    return Done(note={"exit": chosen, "reason": press.text("reason"), "send_to": press.text("send_to")})


def _ask_to_forward(tx: Tx, press: Press) -> None:
    """Nothing is sent by e-mail: somebody at the hub passes it on, and ticks that it was done."""
    referral = press.the_case.referral
    due_at = due(press.now, press.hub.profile.decide.length.length, press.hub.hours)
    tx.tasks.add(
        Task(
            id=new_id(),
            forum=referral.forum,
            kind=FORWARD,
            referral=referral.id,
            at=press.now,
            due_at=due_at,
            words=press.text("reason"),
            who=press.text("send_to"),
        )
    )
