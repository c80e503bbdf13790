"""To a duty manager: somebody else of the household was referred after the decision, which stands until it is reviewed."""

from bot.cards import phrases, posts, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """What is asked; who was referred is read behind People and links, by those who may know."""
    _ = sight.words.gettext
    task = next(one for one in case.tasks if one.id == thing)
    reference = case.referral.reference
    stands = posts.the_decision_stands(sight, case, "household.confirm", thing)
    links = phrases.button(
        _("People and links"),
        _("People and links of {reference}").format(reference=reference),
        "people.links",
        case.referral.id,
    )
    return Card(
        title=_("NEW HOUSEHOLD INFORMATION {time} · {reference}").format(
            time=times.posted(sight, task.at), reference=reference
        ),
        fallback=_("{reference}: new household information. The decision stands until reviewed.").format(
            reference=reference
        ),
        body=(
            Section(
                (
                    _("Somebody else of this household was referred. The decision stands until reviewed."),
                    _("To decide anew, propose a decision or reopen the case."),
                )
            ),
        ),
        buttons=(stands, links, posts.open_details(sight, case)),
    )
