"""To the duty manager and the chair: a view came after the decision, which stands until somebody reopens it."""

from bot.cards import posts, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """One late view, or several that came together; `thing` is the task to look at it."""
    _ = sight.words.gettext
    task = next(one for one in case.tasks if one.id == thing)
    reference = case.referral.reference
    stands = posts.the_decision_stands(sight, case, "late_view.confirm", thing)
    until = times.posted(sight, task.due_at)
    return Card(
        title=_("LATE VIEW {time} · {reference}").format(
            time=times.posted(sight, task.at), reference=reference
        ),
        fallback=_("{reference}: a late view came. Confirm or reopen by {until}.").format(
            reference=reference, until=until
        ),
        body=(
            Section(
                (
                    _(
                        "It changes nothing by itself. Read it in details, then confirm or reopen by {until}."
                    ).format(until=until),
                )
            ),
        ),
        buttons=(stands, posts.open_details(sight, case)),
    )
