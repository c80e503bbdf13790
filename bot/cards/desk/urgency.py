"""The question how urgent it is for one subject: each answer carries the time that it would be due."""

from collections.abc import Callable
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import Choice, Option, TextField
from bot.cards.sight import Sight
from triage.records import Subject

MOST_RADIOS = 3
"""With more subjects than this each is a list to pick from."""


def field_id(subject: Subject) -> str:
    """The id of the question about this subject."""
    return f"urgency_{subject.number}"


def field(
    sight: Sight,
    subject: Subject,
    due: Callable[[str], datetime],
    *,
    label: str,
    as_list: bool,
    value: str = "",
) -> Choice:
    """The profile's levels, the most urgent first; `due` says when each would be due."""
    return Choice(
        field_id(subject),
        label,
        tuple(
            Option(level.id, _option(sight, level.id, due(level.id))) for level in sight.hub.profile.levels
        ),
        missing=missing(sight, subject),
        optional=True,
        value=value,
        as_list=as_list,
    )


def reason(sight: Sight) -> TextField:
    """Why it is this level: asked once for all subjects."""
    _ = sight.words.gettext
    return TextField(
        "reason",
        _("Reason"),
        hint=_("What makes it this and not the next level"),
        guarded=True,
        limit=1500,
        multiline=True,
        missing=_("Enter the reason for the rating"),
    )


def missing(sight: Sight, subject: Subject) -> str:
    """What is said when nothing was chosen for this subject."""
    return sight.words.gettext("Select an urgency for {child}").format(
        child=phrases.label_inside(sight, subject)
    )


def _option(sight: Sight, level: str, due_at: datetime) -> str:
    _ = sight.words.gettext
    rating, when = phrases.rating(sight, level), times.now_read(sight, due_at)
    late = _("{rating} was due {when}") if due_at <= sight.now else _("{rating} due {when}")
    return late.format(rating=rating, when=when)
