"""A promise about time was missed: to the people whom its rule names. It changes no outcome."""

from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.elements import Button, Card, Section
from bot.cards.meetings import meeting_buttons
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import BEGINS, own_meeting
from triage.records import Clock


def card(case: Case, sight: Sight, thing: str) -> Card:
    """One missed clock; `thing` is its id."""
    _ = sight.words.gettext
    clock = next(one for one in case.clocks if one.id == thing)
    reference = case.referral.reference
    rated = (posts.rating_due(sight, case),) if case.level else ()
    return Card(
        title=" · ".join((_("LATE"), reference, *rated)),
        fallback=_("{reference}: late since {when}.").format(
            reference=reference, when=times.posted(sight, clock.due_at)
        ),
        body=(Section((f"{what(case, sight, clock)} {_since_when(case, sight, clock)}",)),),
        buttons=(*_main(case, sight, clock), posts.open_details(sight, case)),
    )


def what(case: Case, sight: Sight, clock: Clock) -> str:
    """Which promise was missed, as a sentence."""
    _ = sight.words.gettext
    words = {
        "acknowledge": _("Nobody has told the person who referred that it arrived."),
        "decide": _("No social worker's decision yet."),
        "feedback": _("The person who referred has had no reply."),
        "handover": _("It came in overnight and nobody has picked it up.")
        if _arrived_overnight(case, clock)
        else _("It was urgent overnight and nobody has picked it up."),
        "disagreement": _("A disagreement at the last level has had no answer."),
        "late_view": _("A late view has had no answer. The decision stands."),
        "household": _("New household information has had no answer. The decision stands."),
        "urgency": _("Only an interim decision on {child}, rated {rating}.")
        if _is_interim(case, clock)
        else _("No decision yet on {child}, rated {rating}."),
        "access": _("Nobody has answered an access request."),
        "information": _("An information request has had no reply."),
        "meeting": _("The meeting has not been opened inside the urgency."),
        "meeting_begins": _("The meeting has not been opened."),
    }
    subject = next((s for s in case.subjects if s.id == clock.subject), None)
    return words[clock.kind].format(
        child=phrases.label_inside(sight, subject) if subject else "",
        rating=phrases.rating_word(sight, clock.level) if clock.kind == "urgency" else "",
    )


def _since_when(case: Case, sight: Sight, clock: Clock) -> str:
    """Since when, where it stands as long as the message does."""
    _ = sight.words.gettext
    words = _("It was to begin {when}.") if clock.kind == BEGINS else _("Late since {when}.")
    return words.format(when=times.posted(sight, since(case, clock)))


def since(case: Case, clock: Clock) -> datetime:
    """When it was due; of a meeting, when it was to begin: its clock gives it some minutes more."""
    begins = (
        one.meeting.at for one in case.sittings if clock.kind == BEGINS and one.meeting.id == clock.subject
    )
    return next(begins, clock.due_at)


def _arrived_overnight(case: Case, clock: Clock) -> bool:
    """Whether it came in during the night of this clock, not before."""
    return any(item.arrived for item in [one for one in case.nights if one.opens_at <= clock.due_at][-1:])


def _is_interim(case: Case, clock: Clock) -> bool:
    """Whether what is decided on the child of this clock holds for the time being only."""
    return any(
        made.interim_until
        for subject in case.subjects
        if subject.id == clock.subject and (made := case.decision_on(subject))
    )


def _main(case: Case, sight: Sight, clock: Clock) -> tuple[Button, ...]:
    """The step that would stop the clock, where it can be pressed from here."""
    _ = sight.words.gettext
    reference = case.referral.reference
    if clock.kind == "feedback":
        name = _("Feedback for {reference}").format(reference=reference)
        waiting = [one.id for one in case.feedback if one.state == "prepared"][-1:]
        return tuple(
            phrases.button(_("Feedback"), name, "feedback.send", one, primary=True) for one in waiting
        )
    if clock.kind in posts.LOOK_AGAIN:
        return (posts.the_decision_stands(sight, case, posts.LOOK_AGAIN[clock.kind], clock.subject),)
    if clock.kind in {"meeting", "meeting_begins"} and (sitting := own_meeting(case)):
        if sight.reader is not None and sitting.meeting.chair == sight.reader.person:
            return (meeting_buttons.roll(sight, sitting, reference),)
        return (meeting_buttons.set_time_and_chair(sight, case),)
    if clock.kind in {"decide", "urgency"} and case.asked and case.to_propose():
        name = _("Propose decision on {reference}").format(reference=reference)
        return (
            phrases.button(_("Propose decision"), name, "decision.propose", case.referral.id, primary=True),
        )
    return ()
