"""A disagreement is answered at its level; whoever raised it says that this settles it, or goes a level up."""

from typing import Literal

from bot.cards.deciding import disagreement_answer as cards
from bot.handlers.steps.acting import begin
from bot.handlers.steps.disagreements import go_up, stop_clock
from bot.handlers.steps.names import named_in_the_record
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.action_due import END_OF_TODAY, TWO_WORKING_DAYS, due_at
from triage.disagreeing import Standing
from triage.records import Action, DisagreementStep


def open_answer(tx: Tx, press: Press) -> Reply:
    """The disagreement whole, to whoever answers at its level."""
    now = press.the_case.standing(press.thing)
    if now is None:
        return Refused("nothing_here")
    return Open(cards.form(press.sight, press.the_case, now)) if now.due_at else _already(now)


def answer(tx: Tx, press: Press) -> Reply:
    """Keep the answer; its clock stops, and what keeps the child safe becomes an action."""
    now = press.the_case.standing(press.thing)
    if now is None:
        return Refused("nothing_here")
    if now.due_at is None:
        return _already(now)
    result = press.text("result")
    _step(tx, press, now, "answered", f"{_said(press, result)}\n{press.text('words')}")
    if press.text("safety"):
        _take_on(tx, press, press.text("safety"), END_OF_TODAY)
    if result == cards.AGAIN:
        _take_on(tx, press, cards.look_again(press.sight), TWO_WORKING_DAYS)
    return Done(note={"result": result})


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """Whoever raised it reads the answer, and may not be one who reads the case: no name of the record is in it."""
    name = named_in_the_record(press.the_case, press.text("words"))
    return {"words": cards.names_nobody(press.sight, name)} if name else {}


def read(tx: Tx, press: Press) -> Reply:
    """The answer, to whoever raised it."""
    now = press.the_case.standing(press.thing)
    if now is None or now.answer is None:
        return Refused("nothing_here")
    return Open(cards.read_form(press.sight, press.the_case, now))


def settle(tx: Tx, press: Press) -> Reply:
    """It ends here."""
    now = press.the_case.standing(press.thing)
    if now is None or now.answer is None:
        return Refused("nothing_here")
    if now.settled:
        return _already(now)
    _step(tx, press, now, "settled")
    return Done()


def still(tx: Tx, press: Press) -> Reply:
    """A level up: the next one answers, within the time of its own."""
    now = press.the_case.standing(press.thing)
    if now is None or now.answer is None:
        return Refused("nothing_here")
    if now.settled or now.due_at is not None:
        return _already(now)
    if not go_up(tx, press.hub, press.roster, press.the_case, now, by=press.actor.person):
        return Refused("nothing_here")
    found = tx.case(press.the_case.referral.id, press.hub.profile)
    up = found.standing(press.thing) if found else None
    if up is None or up.due_at is None:
        raise LookupError("the step up that was just kept is not there")
    role = press.hub.profile.disagreement[up.level - 1].role
    return Done("disagreed", {"owner": up.owner, "role": role, "due_at": up.due_at.isoformat()})


def _step(tx: Tx, press: Press, now: Standing, kind: Literal["answered", "settled"], words: str = "") -> None:
    tx.disagreement_steps.add(
        DisagreementStep(
            id=new_id(),
            referral=press.the_case.referral.id,
            disagreement=now.disagreement.id,
            kind=kind,
            at=press.now,
            by=press.actor.person,
            level=now.level,
            owner=now.owner,
            due_at=None,
            words=words,
        )
    )
    stop_clock(tx, press.the_case, now.disagreement.id)


def _said(press: Press, result: str) -> str:
    """The answer that was chosen, as whoever disagrees will read it."""
    return f"{cards.results(press.sight, press.the_case)[result]}."


def _take_on(tx: Tx, press: Press, what: str, due: str) -> None:
    """What was promised with the answer becomes an action of whoever gave it, so that they are reminded."""
    case = press.the_case
    begin(
        tx,
        press,
        Action(
            id=new_id(),
            referral=case.referral.id,
            subject="",
            number=max((action.number for action in tx.actions.of(case.referral.id)), default=0) + 1,
            what=what,
            seat=press.actor.seat,
            owner=press.actor.person,
            due_at=due_at(due, press.now, press.hub.hours),
            proposal="",
        ),
    )


def _already(now: Standing) -> Reply:
    at = now.answer.at if now.answer else now.disagreement.at
    return Done("already", {"at": at.isoformat()})


VERBS = (
    Verb("disagreement.answer", "disagreement", opens=open_answer, does=answer, checks=check),
    Verb("disagreement.read", "disagreement", opens=read, looking=True),
    Verb("disagreement.settle", "disagreement", does=settle),
    Verb("disagreement.still", "disagreement", does=still),
)
