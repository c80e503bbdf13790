"""To each duty manager and service manager, at once: protection cannot wait. Never who it is about, or what was said."""

from bot.cards import phrases, posts, times
from bot.cards.cases import urgent
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import UrgentProtection, UrgentTaken


def card(case: Case, sight: Sight, thing: str) -> Card:
    """Until somebody deals with it; then one line that says who. `thing` is the urgent protection's id."""
    started = next(one for one in case.urgent if one.id == thing)
    taken = case.taken(started)
    return _taken(case, sight, taken) if taken else _waiting(case, sight, started)


def _waiting(case: Case, sight: Sight, started: UrgentProtection) -> Card:
    _ = sight.words.gettext
    reference = case.referral.reference
    rated = (posts.rating_due(sight, case),) if case.level else ()
    said = _("Started {when}. By: {who}. {called}").format(
        when=times.posted(sight, started.at),
        who=urgent.started_by(sight, case, started),
        called=urgent.called(sight, started),
    )
    take = phrases.button(
        _("I am dealing with it"),
        _("I am dealing with it, {reference}").format(reference=reference),
        "urgent.take",
        started.id,
        opens=False,
        primary=True,
    )
    return Card(
        title=" · ".join((_("URGENT PROTECTION"), reference, *rated)),
        fallback=_("{reference}: urgent protection was started {when}. It needs you now.").format(
            reference=reference, when=times.posted(sight, started.at)
        ),
        body=(Section((said, _("Do not wait for checks or the meeting. Read what was said in details."))),),
        buttons=(take, posts.open_details(sight, case)),
    )


def _taken(case: Case, sight: Sight, taken: UrgentTaken) -> Card:
    _ = sight.words.gettext
    line = _("{reference}: {name} is dealing with the urgent protection since {when}.").format(
        reference=case.referral.reference,
        name=sight.name(taken.by),
        when=times.posted(sight, taken.at),
    )
    return Card(title=line, fallback=line, buttons=(posts.open_details(sight, case),))
