"""An information request is answered without rating or views: agencies say, one writes, another approves, it is sent."""

from dataclasses import replace

from bot.cards.afterwards import information as cards
from bot.cards.desk import tasks
from bot.handlers.asking import answer_clock
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.clocks import due, halfway
from triage.records import Check, Clock, InformationReply, InformationRequest, Task

CLOCK = "information"
STOPS = (CLOCK, "decide", "answer")


def open_start(_tx: Tx, press: Press) -> Reply:
    """Ask who asks, and whom to ask."""
    return Open(cards.start(press.sight, press.the_case))


def start(tx: Tx, press: Press) -> Reply:
    """Nobody rates it: agencies are asked, and the reply is due after its own time from arrival."""
    case, hub = press.the_case, press.hub
    due_at = due(case.began_at, hub.profile.information_requests.length.length, hub.hours)
    request = InformationRequest(
        new_id(), case.referral.id, press.now, press.actor.person, press.text("asker"), due_at
    )
    tx.information_requests.add(request)
    tx.referrals.move(case.referral.id, kind="information_request")
    for clock in case.clocks:
        if clock.kind == "decide" and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=press.now)
    tx.clocks.add(Clock(new_id(), case.referral.id, "", CLOCK, "", case.began_at, due_at))
    asked = _ask(tx, press, request)
    for subject in case.subjects:
        if subject.stage == "received":
            tx.subjects.move(subject.id, stage="requested")
    return Done(note={"asker": request.asker, "asked": " ".join(asked)})


def open_reply(_tx: Tx, press: Press) -> Reply:
    """Write it; while one waits for approval there is no second."""
    case = press.the_case
    before = case.information_replies[-1] if case.information_replies else None
    if before is not None and before.state == "open":
        return Refused("reply_waits")
    return Open(cards.reply(press.sight, case, before))


def write(tx: Tx, press: Press) -> Reply:
    """Keep it for a duty manager to approve."""
    if any(one.state == "open" for one in press.the_case.information_replies):
        return Refused("reply_waits")
    tx.information_replies.add(
        InformationReply(
            id=new_id(),
            referral=press.the_case.referral.id,
            at=press.now,
            by=press.actor.person,
            right=press.text("right"),
            checked=press.text("checked"),
            words=press.text("words"),
            held_back=press.text("held_back"),
        )
    )
    return Done()


def open_decide(_tx: Tx, press: Press) -> Reply:
    """Show the whole reply."""
    return Open(cards.decide(press.sight, press.the_case, _this(press)))


def approve(tx: Tx, press: Press) -> Reply:
    """Send it: in chat to whoever asked, or by hand."""
    one, case = _this(press), press.the_case
    if not _settle(tx, press, "approved"):
        return Refused("not_now")
    for subject in case.subjects:
        if subject.stage == "requested":
            tx.subjects.move(subject.id, stage="supplied")
    for clock in case.clocks:
        if clock.kind in STOPS and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=press.now)
    if not case.referral.referrer.person:
        _by_hand(tx, press, one)
    return Done("sent", note={"reply": one.id})


def open_return(_tx: Tx, press: Press) -> Reply:
    """Ask what is needed."""
    return Open(cards.give_back(press.sight, press.the_case, _this(press)))


def give_back(tx: Tx, press: Press) -> Reply:
    """Back to whoever wrote it, with what it needs."""
    if not _settle(tx, press, "returned"):
        return Refused("not_now")
    kept = next(one for one in tx.information_replies.of(press.the_case.referral.id) if one.id == press.thing)
    tx.information_replies.rewrite(replace(kept, needed=press.text("needed")))
    return Done(note={"needed": press.text("needed")})


def read(tx: Tx, press: Press) -> Reply:
    """Show the reply to whoever asked, and note that they have read it."""
    one = _this(press)
    if one.state != "approved":
        return Refused("nothing_here")
    if one.read_at is None:
        tx.information_replies.move(one.id, read_at=press.now)
    return Open(cards.full(press.sight, press.the_case, one))


def _ask(tx: Tx, press: Press, request: InformationRequest) -> list[str]:
    """Each agency chosen, due at half of what is left."""
    case, hub = press.the_case, press.hub
    answers_due = request.due_at
    if request.due_at > press.now:
        answers_due = halfway(press.now, request.due_at, hub.profile.checks.share, hub.hours)
    subjects = tuple(subject.id for subject in case.subjects)
    asked = [seat.id for seat in hub.profile.seats if seat.id in press.chosen("seats")]
    for seat in asked:
        check = Check(new_id(), case.referral.id, seat, subjects, press.now, answers_due, press.actor.person)
        tx.checks.add(check)
        tx.clocks.add(answer_clock(check, ""))
    return asked


def _settle(tx: Tx, press: Press, state: str) -> bool:
    """Of two who decide, the first is kept."""
    return tx.information_replies.move(
        press.thing,
        only_if={"state": "open"},
        state=state,
        decided_by=press.actor.person,
        decided_at=press.now,
    )


def _by_hand(tx: Tx, press: Press, one: InformationReply) -> None:
    """Whoever asked has no chat: somebody rings or writes, and ticks that it was done."""
    referral = press.the_case.referral
    tx.tasks.add(
        Task(
            id=new_id(),
            forum=press.hub.forum.id,
            kind="information",
            referral=referral.id,
            at=press.now,
            due_at=max(press.now, cards.newest(press.the_case).due_at),
            words=one.words,
            who=tasks.whom(press.sight, referral.referrer, tasks.WRITTEN),
        )
    )


def _this(press: Press) -> InformationReply:
    return cards.of(press.the_case, press.thing)


VERBS = (
    Verb("information.start", "referral", opens=open_start, does=start),
    Verb("information.reply", "referral", opens=open_reply, does=write),
    Verb("information.approve", "information_reply", opens=open_decide, does=approve),
    Verb("information.return", "information_reply", opens=open_return, does=give_back),
    Verb("information.read", "information_reply", opens=read, looking=True),
)
