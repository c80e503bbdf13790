"""The reply to the person who referred: sent in chat, given to somebody to ring or write, or withheld with a reason."""

from dataclasses import replace

from bot.cards.afterwards import feedback as cards
from bot.cards.afterwards import send_feedback
from bot.cards.desk import tasks
from bot.cards.elements import Form
from bot.handlers.steps.changed import again_if_changed
from bot.handlers.steps.names import named_in_the_record
from bot.handlers.steps.replying import by_hand, ended_already
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.address_guard import address_in
from triage.records import Feedback, FeedbackState, Task


def open_form(tx: Tx, press: Press) -> Reply:
    """Show to whom, how, and the exact text."""
    prepared = _this(press)
    if prepared.state != "prepared":
        return ended_already(prepared.sent_at)
    return Open(_form(press, prepared))


def send(tx: Tx, press: Press) -> Reply:
    """Send it, give it to business support to ring or write, or record why it cannot be sent."""
    prepared = _this(press)
    if prepared.state != "prepared":
        return ended_already(prepared.sent_at)
    again = again_if_changed(tx, press, _form(press, prepared))
    if again:
        return again
    how = press.text("how")
    if how == send_feedback.CHAT:
        return _in_chat(tx, press, prepared)
    if how == send_feedback.NOT_POSSIBLE:
        return _withhold(tx, press, prepared)
    return _by_hand(tx, press, prepared, how)


def read(tx: Tx, press: Press) -> Reply:
    """Show the whole reply to the person it is for."""
    if _this(press).state != "sent":
        return Refused("nothing_here")
    return Open(cards.full(press.sight, press.the_case, press.thing))


def seen(tx: Tx, press: Press) -> Reply:
    """Note that the person who referred has read it."""
    sent = _this(press)
    if sent.state != "sent":
        return Refused("nothing_here")
    if sent.read_at is None:
        tx.feedback.move(sent.id, read_at=press.now)
    return Done()


def settle(tx: Tx, press: Press, one: Feedback) -> None:
    """Keep how it ended, and stop the clock when no other reply of this referral waits."""
    tx.feedback.rewrite(one)
    waiting = {"prepared", "to_do"}
    if any(other.state in waiting for other in tx.feedback.of(one.referral)):
        return
    for clock in press.the_case.clocks:
        if clock.kind == "feedback" and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=press.now)


def _this(press: Press) -> Feedback:
    return cards.of(press.the_case, press.thing)


def _form(press: Press, prepared: Feedback) -> Form:
    """The added words begin with what was proposed for the referrer, where that was approved."""
    subjects = {subject for subject, _ in prepared.outcomes}
    words = [
        proposal.referrer_words
        for proposal in press.the_case.proposals
        if proposal.state == "approved"
        and proposal.referrer_words
        and not subjects.isdisjoint(one.subject for one in proposal.outcomes)
    ]
    return send_feedback.form(press.sight, press.the_case, prepared, words[-1] if words else "")


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """What this way of sending needs, and nothing in the added words that belongs to anybody else."""
    possible = press.text("how") != send_feedback.NOT_POSSIBLE
    words = press.text("added_words") if possible else ""
    secret = tuple(s.address for s in press.the_case.subjects if s.address_secret)
    return send_feedback.problems(
        press.sight,
        name=named_in_the_record(press.the_case, words) or "",
        unchecked=bool(press.text("how")) and possible and "yes" not in press.chosen("checked"),
        no_reason=not possible and not press.text("reason"),
        address=bool(secret and address_in(words, secret)),
    )


def _decided(press: Press, prepared: Feedback, state: FeedbackState) -> Feedback:
    return replace(
        prepared,
        state=state,
        how=press.text("how"),
        added_words=press.text("added_words"),
        by=press.actor.person,
    )


def _in_chat(tx: Tx, press: Press, prepared: Feedback) -> Reply:
    settle(tx, press, replace(_decided(press, prepared, "sent"), sent_at=press.now))
    return Done("sent", note={"how": "chat"})


def _withhold(tx: Tx, press: Press, prepared: Feedback) -> Reply:
    withheld = _decided(press, prepared, "withheld")
    settle(tx, press, replace(withheld, added_words="", reason=press.text("reason")))
    return Done(note={"how": "withheld", "reason": press.text("reason")})


def _by_hand(tx: Tx, press: Press, prepared: Feedback, how: str) -> Reply:
    """Somebody rings or writes: it waits in business support's list, and its clock runs on until that is ticked."""
    case = press.the_case
    tx.feedback.rewrite(_decided(press, prepared, "to_do"))
    standard = cards.text(press.sight, case, prepared, here=False)
    added = press.text("added_words")
    task = Task(
        id=new_id(),
        forum=press.hub.forum.id,
        kind="feedback",
        referral=case.referral.id,
        at=press.now,
        due_at=prepared.due_at,
        words=f"{standard}\n\n{added}" if added else standard,
        who=tasks.whom(press.sight, case.referral.referrer, how),
        feedback=prepared.id,
    )
    return by_hand(tx, press, task, how)


VERBS = (
    Verb("feedback.send", "feedback", opens=open_form, does=send, checks=check),
    Verb("feedback.read", "feedback", opens=read, looking=True),
    Verb("feedback.seen", "feedback", does=seen),
)
