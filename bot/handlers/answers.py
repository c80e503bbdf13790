"""What an agency knows: said, corrected, or offered without being asked."""

from dataclasses import replace

from bot.cards.answering import answer
from bot.cards.elements import Choices, Form
from bot.handlers.steps.answering import keep_answer
from bot.handlers.steps.viewing import keep_views, on_whom, view
from bot.interaction import Phase
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import NO_VIEW
from triage.records import Answer, AnswerKind, Subject, Vote

# Said by a seat that was asked.


def open_answer(tx: Tx, press: Press) -> Reply:
    """Ask about those this seat has not answered for; a seat that has answered opens its answer to correct it."""
    case, seat = press.the_case, press.actor.seat
    left = case.seat_answer(seat).left
    if not left and press.interaction.phase is Phase.PRESS:
        return open_own_answer(press)
    draft = answer.Draft(
        verb="check.answer",
        thing=case.referral.id,
        title=press.sight.words.gettext("Add what we know"),
        people=_asked_about(press),
        about=left or case.asked_about(seat),
        basis=press.hub.profile.seat(seat).basis,
        views=on_whom(press, seat),
    )
    return Open(answer.form(press.sight, case, draft))


def open_cannot(tx: Tx, press: Press) -> Reply:
    """Ask why this seat cannot check; what it says stands in the place of an answer."""
    opened = open_answer(tx, press)
    if not isinstance(opened, Open) or opened.form.verb != "check.answer":
        return opened
    form = opened.form.filled({**_held(opened.form), "kind": ("cannot_check",)}, {})
    return Open(replace(form, verb="check.cannot"))


def _held(form: Form) -> dict[str, tuple[str, ...]]:
    """What a form's fields hold before anybody types."""
    return {
        field.id: field.values if isinstance(field, Choices) else (field.value,) for field in form.fields()
    }


def record(tx: Tx, press: Press) -> Reply:
    """Keep the answer, and the view that came with it."""
    return _record(tx, press)


# Corrected.


def open_own_answer(press: Press) -> Reply:
    """Open this seat's newest answer to be corrected."""
    return Open(_correction(press, press.the_case.answers_of(press.actor.seat)[-1]))


def open_correction(tx: Tx, press: Press) -> Reply:
    """Open one answer to be corrected, with all that it says."""
    given = _answer(press)
    if press.interaction.phase is Phase.PRESS:
        given = _newest_of(press, given)
    return Open(_correction(press, given))


def correct(tx: Tx, press: Press) -> Reply:
    """Keep the corrected answer in the place of the one that was opened.

    Somebody else of the seat may have corrected it meanwhile: then theirs is said first, and what was typed is kept.
    """
    given = _answer(press)
    newest = _newest_of(press, given)
    if newest.id != given.id:
        notice = answer.corrected_meanwhile(press.sight, newest)
        form = _correction(press, newest).filled(press.fields, {})
        return Open(replace(form, notice=notice))
    return _record(tx, press, corrects=given)


def _correction(press: Press, given: Answer) -> Form:
    draft = answer.Draft(
        verb="check.correct",
        thing=given.id,
        title=press.sight.words.gettext("Correct our answer"),
        people=_about_whom(press, given),
        about=given.subjects,
        basis=press.hub.profile.seat(given.seat).basis,
        before=given,
        views=on_whom(press, given.seat),
    )
    return answer.form(press.sight, press.the_case, draft)


def _answer(press: Press) -> Answer:
    return next(one for one in press.the_case.answers if one.id == press.thing)


def _newest_of(press: Press, given: Answer) -> Answer:
    """The answer that stands in this one's place now."""
    after = {one.supersedes: one for one in press.the_case.answers if one.supersedes}
    while given.id in after:
        given = after[given.id]
    return given


# Offered by a seat that was not asked.


def open_offer(tx: Tx, press: Press) -> Reply:
    """The same form for a seat that was not asked; who it is about stands there as in the channel."""
    case, seat = press.the_case, press.actor.seat
    if seat in case.asked and press.interaction.phase is Phase.PRESS:
        return open_answer(tx, press)
    draft = answer.Draft(
        verb="check.offer",
        thing=case.referral.id,
        title=press.sight.words.gettext("Offer information"),
        people=case.subjects,
        about=tuple(subject.id for subject in case.subjects),
        basis=press.hub.profile.seat(seat).basis,
    )
    return Open(answer.form(press.sight, case, draft))


def offer(tx: Tx, press: Press) -> Reply:
    """Keep what was offered; the duty desk is told."""
    return _record(tx, press)


# What they share.


def _record(tx: Tx, press: Press, corrects: Answer | None = None) -> Reply:
    given = made(press, press.actor.seat)
    if corrects is not None:
        given = replace(given, supersedes=corrects.id, systems=corrects.systems)
    keep_answer(tx, press, given)
    keep_views(tx, press, _views(press, _urgencies(press)))
    return Done(note={"kind": given.kind, "supersedes": given.supersedes})


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """What this kind of answer needs, and the views that come with it."""
    return what_is_missing(press, tuple(_urgencies(press).values()))


def _urgencies(press: Press) -> dict[Subject, str]:
    return {subject: press.text(f"urgency_{subject.number}") for subject in on_whom(press, press.actor.seat)}


def what_is_missing(press: Press, urgencies: tuple[str, ...] = ()) -> dict[str, str]:
    """What to say about the fields that this kind of answer needs."""
    return answer.problems(
        press.sight,
        kind=press.text("kind"),
        text=press.text("text"),
        need=press.text("need"),
        consent=press.text("consent"),
        why_not=press.text("why_not"),
        views=urgencies,
    )


def made(press: Press, seat: str, *, told_by: str = "", told_at: str = "") -> Answer:
    """The answer that was typed, for this seat. What does not belong to its kind is not kept."""
    kind: AnswerKind = press.text("kind")  # type: ignore[assignment]  # one of the options, as validation holds
    known = kind in {"known_with_info", "known_no_concern"}
    return Answer(
        id=new_id(),
        referral=press.the_case.referral.id,
        check=press.the_case.check_of(seat),
        seat=seat,
        person=press.actor.person,
        at=press.now,
        kind=kind,
        subjects=press.chosen("about"),
        text=press.text("text"),
        need=press.text("need") if known else "",
        basis=press.text("basis"),
        consent=press.text("consent") if known or press.text("text") else "",
        tier=press.text("tier"),  # type: ignore[arg-type]  # one of the options, as validation holds
        why_not=press.text("why_not") if kind == "cannot_check" else "",
        told_by=told_by,
        told_at=told_at,
    )


def _views(press: Press, urgencies: dict[Subject, str]) -> list[Vote]:
    """The views that came with an answer. Their reason is the answer itself, so that it is held when that is."""
    given = []
    for subject, urgency in urgencies.items():
        before = press.the_case.vote_of(press.actor.seat, subject)
        if urgency and (before is None or before.urgency != urgency):
            given.append(view(press, subject, urgency, before.destination if before else NO_VIEW))
    return given


def _asked_about(press: Press) -> tuple[Subject, ...]:
    asked = press.the_case.asked_about(press.actor.seat)
    return tuple(subject for subject in press.the_case.subjects if subject.id in asked)


def _about_whom(press: Press, given: Answer) -> tuple[Subject, ...]:
    """Whom an answer may be about: those its seat was asked about, or all when it was offered."""
    asked = press.the_case.asked_about(given.seat) or tuple(s.id for s in press.the_case.subjects)
    return tuple(s for s in press.the_case.subjects if s.id in {*asked, *given.subjects})


VERBS = (
    Verb("check.answer", "referral", opens=open_answer, does=record, checks=check),
    Verb("check.cannot", "referral", opens=open_cannot, does=record, checks=check),
    Verb("check.correct", "answer", opens=open_correction, does=correct, checks=check),
    Verb("check.offer", "referral", opens=open_offer, does=offer, checks=check),
)
