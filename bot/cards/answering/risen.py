"""To each asked seat whom no red alert tells it: the rating went up, from what and when to what and when."""

from bot.cards import posts, times
from bot.cards.answering import red_alert
from bot.cards.cases import side_states
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """One rise; `thing` is the rating. What is due now stands in line 1."""
    _ = sight.words.gettext
    rating = next(one for one in case.ratings if one.id == thing)
    was_due = side_states.due_before(case, rating)
    due = side_states.due_under(case, rating)
    line = _("{rating_due} · {reference}").format(
        rating_due=posts.rating_due(sight, case), reference=case.referral.reference
    )
    said = red_alert.risen(
        sight,
        rating,
        was_due=times.posted(sight, was_due) if was_due else _("not known"),
        due=times.posted(sight, due) if due else _("not known"),
    )
    return Card(
        title=line,
        fallback=line,
        body=(Section((said,)),),
        buttons=(posts.give_our_view(sight, case), posts.open_details(sight, case)),
    )
