"""The choices of a view and their words, the same in every form and wherever a view is read."""

from bot.cards import phrases
from bot.cards.answering.answer_words import label_of
from bot.cards.elements import Option
from bot.cards.sight import Sight
from triage.case import NEED_MORE, NO_VIEW


def urgencies(sight: Sight) -> tuple[Option, ...]:
    """How urgent a child's case may be said to be."""
    levels = tuple(
        Option(level.id, phrases.rating(sight, level.id)) for level in sight.hub.profile.levels if level.asks
    )
    return levels + _without(sight)


def destinations(sight: Sight) -> tuple[Option, ...]:
    """Where needs may best be met."""
    places = tuple(Option(one.id, one.label) for one in sight.hub.profile.views.destinations)
    return places + _without(sight)


def urgency(sight: Sight, code: str) -> str:
    """A view's urgency in words."""
    return label_of(urgencies(sight), code) or phrases.rating(sight, code)


def destination(sight: Sight, code: str) -> str:
    """A view's destination in words."""
    return label_of(destinations(sight), code)


def _without(sight: Sight) -> tuple[Option, ...]:
    _ = sight.words.gettext
    return Option(NEED_MORE, _("Need more information")), Option(NO_VIEW, _("No view"))
