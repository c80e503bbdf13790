"""Decisions that stand until somebody looked at what came since, as rows of My work."""

from bot.cards import phrases, posts, times
from bot.cards.elements import Row
from bot.cards.sight import Sight
from triage.case import Case


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
