"""A seat looked and found nothing: the answer that must never take more than two presses."""

from bot.cards.answering import nothing_known
from bot.handlers.answers import open_own_answer
from bot.handlers.steps.answering import keep_answer
from bot.handlers.steps.viewing import keep_views, view
from bot.interaction import Phase
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import NO_VIEW
from triage.lifecycle import OPEN
from triage.records import Answer, Subject


def open_form(tx: Tx, press: Press) -> Reply:
    """Ask about the people this seat has not answered for yet, all ticked; with none left, open its answer."""
    people = _still_asked(press)
    if people:
        systems = tx.last_used(press.actor.person, "systems")
        return Open(nothing_known.form(press.sight, press.the_case, people, systems))
    return open_own_answer(press) if press.interaction.phase is Phase.PRESS else Refused("not_now")


def confirm(tx: Tx, press: Press) -> Reply:
    """Record "checked, nothing known" for those ticked, and "no view" where this seat gave none."""
    people = _still_asked(press)
    if not people:
        before = press.the_case.answers_of(press.actor.seat)[-1]
        return Done("already", {"at": before.at.isoformat()})
    ticked = _ticked(press, people)
    keep_answer(tx, press, _nothing_known(press, ticked))
    keep_views(
        tx,
        press,
        [
            view(press, subject, NO_VIEW, NO_VIEW)
            for subject in people
            if subject.id in ticked and subject.stage in OPEN
            if press.the_case.vote_of(press.actor.seat, subject) is None
        ],
    )
    if press.text("systems"):
        tx.use(press.actor.person, "systems", press.text("systems"))
    return Done(note={"people": str(len(ticked))})


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """Somebody must be ticked, in whichever group."""
    return {} if _ticked(press, _still_asked(press)) else nothing_known.nobody_ticked(press.sight)


def _ticked(press: Press, people: tuple[Subject, ...]) -> tuple[str, ...]:
    return tuple(who for group in nothing_known.groups(people) for who in press.chosen(group.id))


def _still_asked(press: Press) -> tuple[Subject, ...]:
    left = press.the_case.seat_answer(press.actor.seat).left
    return tuple(subject for subject in press.the_case.subjects if subject.id in left)


def _nothing_known(press: Press, ticked: tuple[str, ...]) -> Answer:
    return Answer(
        id=new_id(),
        referral=press.the_case.referral.id,
        check=press.the_case.check_of(press.actor.seat),
        seat=press.actor.seat,
        person=press.actor.person,
        at=press.now,
        kind="checked_nothing_known",
        subjects=ticked,
        systems=press.text("systems"),
    )


VERBS = (Verb("check.nothing_known", "referral", opens=open_form, does=confirm, checks=check),)
