"""The first post in the channel: what it shows, when it is watched, and that what people do here is recorded."""

from datetime import time
from itertools import groupby

from bot.cards import phrases, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.profile import Hours, Span

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def card(sight: Sight) -> Card:
    """The notice. It is the same for everybody and says nothing of any case."""
    _ = sight.words.gettext
    profile = sight.hub.profile
    never = _("This channel shows where each case is. It never shows who.")
    return Card(
        title=never,
        fallback=never,
        body=(
            Section(
                (
                    _("Do not type names, addresses or details here: use Open details, or phone."),
                    _("It is watched {hours}. In danger now: 999. Emergency duty team: {phone}.").format(
                        hours=watched(sight, profile.hours), phone=profile.contact.emergency_team_phone
                    ),
                    _("What you open and do with the bot is recorded."),
                )
            ),
        ),
        buttons=(
            phrases.button(_("What is recorded"), _("What is recorded"), "recorded.read", ""),
            phrases.button(_("Report a slip"), _("Report a slip"), "slip.report", ""),
        ),
    )


def watched(sight: Sight, hours: Hours) -> str:
    """The opening hours: "8:45am to 5:00pm, Monday to Thursday, and 8:45am to 4:30pm, Friday"."""
    _ = sight.words.gettext
    week: list[tuple[Span, ...]] = [getattr(hours, day) for day in _DAYS]
    runs = [
        (spans, [day for day, _spans in run])
        for spans, run in groupby(enumerate(week), key=lambda one: one[1])
    ]
    said = [
        _("{hours}, {days}").format(hours=_spans(sight, spans), days=_run(sight, days))
        for spans, days in runs
        if spans
    ]
    return _(", and ").join(said)


def _spans(sight: Sight, spans: tuple[Span, ...]) -> str:
    _ = sight.words.gettext
    return _(" and ").join(
        _("{opens} to {closes}").format(opens=_at(sight, span.opens), closes=_at(sight, span.closes))
        for span in spans
    )


def _run(sight: Sight, days: list[int]) -> str:
    first, last = times.weekday(sight, days[0]), times.weekday(sight, days[-1])
    return first if first == last else sight.words.gettext("{first} to {last}").format(first=first, last=last)


def _at(sight: Sight, when: time) -> str:
    return times.of_day(sight, when)
