"""To each person at the duty desk, by itself: a referral says that somebody is in danger, and nobody has screened it."""

from bot.cards import phrases, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, _thing: str) -> Card:
    """It says the reference and since when it waits, never who it is about."""
    _ = sight.words.gettext
    reference = case.referral.reference
    waits = _("Arrived {when}. Nobody has screened it yet.").format(
        when=times.posted(sight, case.referral.received_at)
    )
    name = _("Screen it: {reference}").format(reference=reference)
    return Card(
        title=_("SOMEONE MAY BE IN DANGER NOW · {reference}").format(reference=reference),
        fallback=_("{reference}: to screen. It says someone is in danger now.").format(reference=reference),
        body=(Section((waits,)),),
        buttons=(phrases.button(_("Screen it"), name, "referral.screen", case.referral.id, primary=True),),
    )
