"""The holding reply is sent: in chat, by hand, or not at all with a reason."""

from dataclasses import replace
from datetime import timedelta

from bot.cards.afterwards import holding as cards
from bot.cards.afterwards import send_feedback
from bot.cards.afterwards.holding import Said
from bot.cards.desk import tasks
from bot.cards.elements import Form
from bot.handlers.steps.changed import again_if_changed
from bot.handlers.steps.replying import by_hand, ended_already
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage import clocks
from triage.holding import HOLDING, again_by, are_asked, is_read
from triage.records import Clock, HoldingReply, HoldingState, Task

BY_HAND = clocks.WorkingTime(timedelta(hours=1))
"""How long somebody has to ring or write."""


def open_form(_tx: Tx, press: Press) -> Reply:
    """Show to whom, how, and the exact text, as it is true now."""
    waiting = _this(press)
    if waiting.state != "prepared":
        return ended_already(waiting.sent_at)
    return Open(_form(press, waiting))


def send(tx: Tx, press: Press) -> Reply:
    """Send it, give it to business support to ring or write, or record why it cannot be sent."""
    waiting = _this(press)
    if waiting.state != "prepared":
        return ended_already(waiting.sent_at)
    again = again_if_changed(tx, press, _form(press, waiting))
    if again:
        return again
    how = press.text("how")
    if how == send_feedback.NOT_POSSIBLE:
        withheld = replace(_with(press, waiting, "withheld"), reason=press.text("reason"))
        tx.holding_replies.rewrite(withheld)
        return Done(note={"how": "withheld", "reason": press.text("reason")})
    _promise(tx, press)
    if how == send_feedback.CHAT:
        tx.holding_replies.rewrite(replace(_with(press, waiting, "sent"), sent_at=press.now))
        return Done("sent", note={"how": how})
    return _by_hand(tx, press, waiting, how)


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """What this way of sending needs."""
    how = press.text("how")
    possible = how != send_feedback.NOT_POSSIBLE
    return send_feedback.problems(
        press.sight,
        name="",
        unchecked=bool(how) and possible and "yes" not in press.chosen("checked"),
        no_reason=not possible and not press.text("reason"),
        address=False,
    )


def _this(press: Press) -> HoldingReply:
    return next(one for one in press.the_case.holding if one.id == press.thing)


def _said(press: Press) -> Said:
    case = press.the_case
    return Said(
        read=is_read(case),
        asked=are_asked(case, press.now),
        again_by=again_by(case, press.hub.profile, press.hub.hours, press.now),
    )


def _form(press: Press, waiting: HoldingReply) -> Form:
    return cards.form(press.sight, press.the_case, waiting, _said(press))


def _with(press: Press, waiting: HoldingReply, state: HoldingState) -> HoldingReply:
    """How it ended, with what it said."""
    said = _said(press)
    return replace(
        waiting,
        state=state,
        how=press.text("how"),
        read=said.read,
        asked=said.asked,
        again_by=said.again_by,
        by=press.actor.person,
    )


def _promise(tx: Tx, press: Press) -> None:
    """When they hear again is promised: where the clock of the decision has run out, by a clock of its own."""
    case, by = press.the_case, _said(press).again_by
    decide = case.clock("decide")
    if decide is None or decide.due_at != by:
        tx.clocks.add(Clock(new_id(), case.referral.id, "", "feedback", "", press.now, by))


def _by_hand(tx: Tx, press: Press, waiting: HoldingReply, how: str) -> Reply:
    """Somebody rings or writes: it waits in business support's list until that is ticked."""
    case = press.the_case
    tx.holding_replies.rewrite(_with(press, waiting, "to_do"))
    task = Task(
        id=new_id(),
        forum=press.hub.forum.id,
        kind=HOLDING,
        referral=case.referral.id,
        at=press.now,
        due_at=clocks.due(press.now, BY_HAND, press.hub.hours),
        words=cards.text(press.sight, case, _said(press)),
        who=tasks.whom(press.sight, case.referral.referrer, how),
    )
    return by_hand(tx, press, task, how)


VERBS = (Verb("holding.send", "holding_reply", opens=open_form, does=send, checks=check),)
