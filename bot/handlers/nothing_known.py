"""A seat looked and found nothing: the answer that must never take more than two presses."""

from bot.cards import nothing_known
from bot.handlers.answering import keep_answer
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import NO_VIEW
from triage.records import Answer, Subject, Vote


def open_form(tx: Tx, press: Press) -> Reply:
    """Ask about the people this seat has not answered for yet, all ticked."""
    people = _still_asked(press)
    if not people:
        return Refused("answered_already")
    return Open(
        nothing_known.form(press.sight, press.the_case, people, tx.last_used(press.actor.person, "systems"))
    )


def confirm(tx: Tx, press: Press) -> Reply:
    """Record "checked, nothing known" for those ticked, and "no view" where this seat gave none."""
    ticked = press.chosen("people")
    keep_answer(
        tx,
        press,
        Answer(
            id=new_id(),
            referral=press.the_case.referral.id,
            check=press.the_case.check_of(press.actor.seat),
            seat=press.actor.seat,
            person=press.actor.person,
            at=press.now,
            kind="checked_nothing_known",
            subjects=ticked,
            systems=press.text("systems"),
        ),
    )
    for subject in _still_asked(press):
        if subject.id in ticked and press.the_case.vote_of(press.actor.seat, subject) is None:
            tx.votes.add(_no_view(press, subject))
    if press.text("systems"):
        tx.use(press.actor.person, "systems", press.text("systems"))
    return Done(note={"people": str(len(ticked))})


def _still_asked(press: Press) -> tuple[Subject, ...]:
    left = press.the_case.seat_answer(press.actor.seat).left
    return tuple(subject for subject in press.the_case.subjects if subject.id in left)


def _no_view(press: Press, subject: Subject) -> Vote:
    return Vote(
        id=new_id(),
        referral=subject.referral,
        subject=subject.id,
        round=subject.round,
        seat=press.actor.seat,
        person=press.actor.person,
        at=press.now,
        urgency=NO_VIEW,
        destination=NO_VIEW,
    )


VERBS = (Verb("check.nothing_known", "referral", opens=open_form, does=confirm),)
