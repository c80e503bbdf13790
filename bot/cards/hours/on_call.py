"""To the on-call manager, while the hub is closed: something cannot wait until it opens."""

from bot.cards import phrases, posts, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, thing: str) -> Card:
    """Until one of them says that they are dealing with it; `thing` is the night's item."""
    _ = sight.words.gettext
    item = next(each for each in case.nights if each.id == thing)
    reference = case.referral.reference
    rated = posts.rating_due(sight, case) if case.level else _("SOMEONE MAY BE IN DANGER NOW")
    title = _("ON CALL · {reference} · {what}").format(reference=reference, what=rated)
    team = _("The hub is closed. Emergency duty team: {phone}.").format(
        phone=sight.hub.profile.contact.emergency_team_phone
    )
    if item.answered_at:
        taken = _("{name} is dealing with it since {time}.").format(
            name=sight.name(item.answered_by), time=times.posted(sight, item.answered_at)
        )
        return Card(title, title, (Section((team, taken)),), (posts.open_details(sight, case),))
    name = _("I am dealing with this: {reference}").format(reference=reference)
    answer = phrases.button(
        _("I am dealing with this"), name, "night.answer", case.referral.id, opens=False, primary=True
    )
    return Card(title, title, (Section((team,)),), (answer, posts.open_details(sight, case)))
