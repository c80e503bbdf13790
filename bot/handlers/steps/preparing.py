"""The reply to the person who referred is prepared the moment something is decided, with a clock of its own."""

from dataclasses import replace

from bot.handlers.steps.holding import withdraw_holding
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage import clocks
from triage.records import Clock, Feedback


def prepare_feedback(tx: Tx, press: Press, outcomes: tuple[tuple[str, str], ...]) -> None:
    """Prepare the reply for these subjects and outcome codes (or ways out of screening).

    A holding reply goes no more. A reply that still waits takes them in: the person who referred hears once, by the time first promised. Of somebody
    whom the hub added they hear nothing.
    """
    case = press.the_case
    told_of = {subject.id for subject in case.told_of}
    outcomes = tuple(one for one in outcomes if one[0] in told_of)
    if not outcomes:
        return
    withdraw_holding(tx, case, press.actor.person)
    waiting = [one for one in tx.feedback.of(case.referral.id) if one.state == "prepared"]
    if waiting:
        told = {**dict(waiting[-1].outcomes), **dict(outcomes)}
        tx.feedback.rewrite(replace(waiting[-1], outcomes=tuple(told.items())))
        return
    due = clocks.due(press.now, press.hub.profile.feedback.length.length, press.hub.hours)
    tx.feedback.add(Feedback(new_id(), case.referral.id, press.now, due, outcomes))
    tx.clocks.add(Clock(new_id(), case.referral.id, "", "feedback", "", press.now, due))
