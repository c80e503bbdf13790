"""The hub is closed: to its channel at closing time, and privately to whoever referred or pressed after it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.cards import phrases, posts, times
from bot.cards.elements import Button, Card, Section
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import AfterHours

ONE_NIGHT = timedelta(hours=24)


def in_channel(sight: Sight, opens_at: datetime) -> Card:
    """The first line alone."""
    return Card(title=_until(sight, opens_at), fallback=_fallback(sight))


def card(case: Case, sight: Sight, thing: str) -> Card:
    """To one person, about one referral. `thing` is the row that says that they did something after hours."""
    one = next(each for each in case.after_hours if each.id == thing)
    return Card(
        title=_until(sight, one.opens_at),
        fallback=_fallback(sight),
        body=(Section(_lines(case, sight, one)),),
        buttons=() if one.called_at else (_called(case, sight),),
    )


def _until(sight: Sight, opens_at: datetime) -> str:
    said = sight.words.gettext("THE HUB IS CLOSED until {when}. Nobody is watching this channel.")
    return said.format(when=posts.in_full(sight, opens_at))


def _fallback(sight: Sight) -> str:
    return sight.words.gettext("The hub is closed. In danger: 999.")


def _lines(case: Case, sight: Sight, one: AfterHours) -> tuple[str, ...]:
    _ = sight.words.gettext
    danger = _("If anyone is in danger now, call 999. Emergency duty team: {phone}.").format(
        phone=sight.hub.profile.contact.emergency_team_phone
    )
    recorded = _("Your referral {reference} is recorded.")
    if case.referral.referrer.person != one.person:
        recorded = _("What you did about {reference} is recorded.")
    kept = recorded.format(reference=case.referral.reference)
    kept = " ".join((kept, *_paged(case, sight, one.opens_at)))
    if not one.called_at:
        return danger, kept
    called = _("You called the emergency duty team, recorded {time}.").format(
        time=times.posted(sight, one.called_at)
    )
    return danger, kept, called


def _paged(case: Case, sight: Sight, opens_at: datetime) -> Iterator[str]:
    """When on call was last told in this night; with the day where it is longer than one, as over a weekend."""
    told = [item.urgent_at for item in case.nights if item.urgent_at and item.opens_at == opens_at]
    if told:
        one_night = opens_at - max(told) < ONE_NIGHT
        when = times.clock_time(sight, max(told)) if one_night else times.posted(sight, max(told))
        yield sight.words.gettext("The on-call manager was told at {time}.").format(time=when)


def _called(case: Case, sight: Sight) -> Button:
    _ = sight.words.gettext
    label = _("I have called the emergency duty team")
    name = _("I have called the emergency duty team about {reference}").format(
        reference=case.referral.reference
    )
    return phrases.button(label, name, "night.called", case.referral.id, opens=False)
