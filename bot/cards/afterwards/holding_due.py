"""To business support: nothing is decided yet, and whoever referred should hear so."""

from bot.cards import phrases, posts, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """One reply that waits to be sent; `thing` is its id."""
    _ = sight.words.gettext
    reference = case.referral.reference
    waiting = next(one for one in case.holding if one.id == thing)
    said = _("Nothing is decided yet at {when}. Tell the person who referred.")
    send = phrases.button(
        _("Send holding reply"),
        _("Send holding reply for {reference}").format(reference=reference),
        "holding.send",
        waiting.id,
        primary=True,
    )
    return Card(
        title=_("FEEDBACK TO SEND · {reference}").format(reference=reference),
        fallback=_("{reference}: the person who referred waits to hear.").format(reference=reference),
        body=(Section((said.format(when=times.posted(sight, waiting.prepared_at)),)),),
        buttons=(send, posts.open_details(sight, case)),
    )
