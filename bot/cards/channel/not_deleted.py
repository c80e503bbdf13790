"""The message to an administrator when posts whose life has ended could not be taken away."""

from bot.cards.channel.guard import SURFACES
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight


def card(sight: Sight, surface: str, count: int) -> Card:
    """How many posts still stand, and what to do; not which, since their cases may be nobody's business."""
    _, many = sight.words.gettext, sight.words.ngettext
    where = SURFACES.get(surface, surface)
    line = many(
        "{where}: {n} post could not be deleted", "{where}: {n} posts could not be deleted", count
    ).format(where=where, n=count)
    return Card(
        title=line,
        fallback=f"{line}.",
        body=(
            Section(
                (
                    _(
                        "The bot goes on trying. Look whether it is still in the channel and may delete there."
                    ),
                    _("mash-triage doctor says what is wrong with its settings and permissions."),
                )
            ),
        ),
    )
