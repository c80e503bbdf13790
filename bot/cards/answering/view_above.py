"""To the duty manager, at once: agencies' views are more urgent than the rating in force. One message, however many they are."""

from collections.abc import Iterator
from itertools import groupby

from bot.cards import phrases, posts, times
from bot.cards.desk import rating_stands
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage import views_above
from triage.case import Case
from triage.records import Vote


def card(case: Case, sight: Sight, thing: str) -> Card:
    """All such views that nobody has answered; `thing` is the newest there was. Whose they are and what they say stand only in details."""
    _, many = sight.words.gettext, sight.words.ngettext
    waiting = views_above.to_answer(case) or tuple(one for one in case.votes if one.id == thing)
    reference, n = case.referral.reference, len(waiting)
    change = phrases.button(
        _("Change rating"),
        _("Change rating of {reference}").format(reference=reference),
        "rating.change",
        case.referral.id,
        primary=True,
    )
    title = many(
        "A VIEW ABOVE THE RATING · {reference} · {rating_due}",
        "{n} VIEWS ABOVE THE RATING · {reference} · {rating_due}",
        n,
    )
    fallback = many(
        "{reference}: a view is above the rating. {word_due}",
        "{reference}: {n} views are above the rating. {word_due}",
        n,
    )
    return Card(
        title=title.format(n=n, reference=reference, rating_due=posts.rating_due(sight, case)),
        fallback=fallback.format(n=n, reference=reference, word_due=posts.word_due(sight, case)),
        body=(Section((" ".join(_listed(sight, case, waiting)),)),),
        buttons=(
            change,
            rating_stands.button(sight, case, waiting[0]),
            posts.open_details(sight, case),
        ),
    )


def _listed(sight: Sight, case: Case, waiting: tuple[Vote, ...]) -> Iterator[str]:
    """The views on each person, then where they are read."""
    _, many = sight.words.gettext, sight.words.ngettext
    for subject, found in groupby(waiting, key=lambda vote: vote.subject):
        theirs = tuple(found)
        said = many(
            "A view on {child} came {when}.",
            "{n} views on {child} came, the last {when}.",
            len(theirs),
        )
        yield said.format(
            n=len(theirs),
            child=phrases.label_inside(sight, case.subject(subject)),
            when=times.posted(sight, max(vote.at for vote in theirs)),
        )
    yield many(
        "It is more urgent than the rating. Read it in details.",
        "They are more urgent than the rating. Read them in details.",
        len(waiting),
    )
