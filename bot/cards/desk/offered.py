"""To the duty desk: an agency that was not asked offered information. Which agency stands only in details."""

from bot.cards import posts, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """One offer; `thing` is the answer's id."""
    _ = sight.words.gettext
    offer = next(one for one in case.answers if one.id == thing)
    reference = case.referral.reference
    said = _("An agency that was not asked added what it knows {when}. Read it in details.").format(
        when=times.posted(sight, offer.at)
    )
    return Card(
        title=_("INFORMATION OFFERED · {reference} · {rating_due}").format(
            reference=reference, rating_due=posts.rating_due(sight, case)
        ),
        fallback=_("{reference}: information was offered. {word_due}").format(
            reference=reference, word_due=posts.word_due(sight, case)
        ),
        body=(Section((said,)),),
        buttons=(posts.open_details(sight, case),),
    )
