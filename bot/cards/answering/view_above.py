"""To the duty manager, at once: an agency's view is more urgent than the rating in force."""

from bot.cards import phrases, posts, times
from bot.cards.desk import rating_stands
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """One such view; `thing` is its id. Whose it is and what it says stand only in details."""
    _ = sight.words.gettext
    vote = next(one for one in case.votes if one.id == thing)
    reference = case.referral.reference
    said = _("A view on {child} came {when}. It is more urgent than the rating. Read it in details.").format(
        child=phrases.label_inside(sight, case.subject(vote.subject)),
        when=times.posted(sight, vote.at),
    )
    change = phrases.button(
        _("Change rating"),
        _("Change rating of {reference}").format(reference=reference),
        "rating.change",
        case.referral.id,
        primary=True,
    )
    return Card(
        title=_("A VIEW ABOVE THE RATING · {reference} · {rating_due}").format(
            reference=reference, rating_due=posts.rating_due(sight, case)
        ),
        fallback=_("{reference}: a view is above the rating. {word_due}").format(
            reference=reference, word_due=posts.word_due(sight, case)
        ),
        body=(Section((said,)),),
        buttons=(change, rating_stands.button(sight, case, vote), posts.open_details(sight, case)),
    )
