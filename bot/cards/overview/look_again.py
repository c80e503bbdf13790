"""Decisions that stand until somebody looked at what came since, or for the time being only, as rows of My work."""

from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.elements import Row
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import day_of, interim_until


def row(sight: Sight, case: Case, thing: str, rated: str) -> Row:
    """One such task: after the case with its rating what came, and until when an answer is asked."""
    _ = sight.words.gettext
    task = next(one for one in case.tasks if one.id == thing)
    what = {"late_view": _("late view"), "household": _("new household information")}[task.kind]
    line = " · ".join((rated, what, times.due_or_overdue(sight, task.due_at)))
    about = f"{what}, {case.referral.reference}"
    stands, details = _("The decision stands"), _("Open details")
    return Row(
        (line,),
        (
            phrases.button(stands, f"{stands}, {about}", posts.LOOK_AGAIN[task.kind], task.id, opens=False),
            phrases.button(details, f"{details}, {about}", "details.open", case.referral.id),
        ),
    )


def interim_row(sight: Sight, case: Case, due_at: datetime, rated: str, *, proposes: bool) -> Row:
    """A decision for the time being: by when one for good is due, and on whose list it is; `proposes` offers it."""
    _ = sight.words.gettext
    reference, what = case.referral.reference, _("interim decision")
    back = day_of(interim_until(case))
    listed = (_("back on the list {day}").format(day=times.posted_day(sight, back)),) if back else ()
    propose, details = _("Propose decision"), _("Open details")
    offered = (
        phrases.button(
            propose,
            _("Propose decision on {reference}").format(reference=reference),
            "decision.propose",
            case.referral.id,
        ),
    )
    opened = phrases.button(details, f"{details}, {what}, {reference}", "details.open", case.referral.id)
    return Row(
        (" · ".join((rated, what, times.due_or_overdue(sight, due_at), *listed)),),
        (*(offered if proposes else ()), opened),
    )
