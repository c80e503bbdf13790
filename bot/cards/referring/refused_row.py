"""Why something that arrived waits for a person, in words."""

from typing import Literal

from bot.cards.sight import Sight
from triage.arrivals import Refusal

Unreadable = Literal["too_few_cells", "too_many_cells", "not_json", "not_an_object"]


def words(sight: Sight, line: int, reason: Refusal | Unreadable) -> str:
    """The line of the file, if there was one, and what is wrong with it."""
    _ = sight.words.gettext
    why = {
        "unreadable": _("It cannot be read."),
        "no_worry": _("No worry is written."),
        "nobody_and_nowhere": _("Nobody is named, and no place."),
        "unknown_type": _("The type of contact is not known."),
        "too_few_cells": _("It has fewer cells than the header."),
        "too_many_cells": _("It has more cells than the header."),
        "not_json": _("It cannot be read."),
        "not_an_object": _("It is not a referral."),
    }[reason]
    return _("Line {line}. {why}").format(line=line, why=why) if line else why
