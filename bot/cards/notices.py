"""The one private line that says something is recorded."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards import times
from bot.cards.sight import Sight


def done(code: str, facts: Mapping[str, str], sight: Sight) -> str:
    """The words for what was recorded. Facts hold the time, the reference and codes."""
    _ = sight.words.gettext
    at = datetime.fromisoformat(facts["at"])
    said = {
        "recorded": _("Recorded {time}."),
        "already": _("Already recorded {time}. Nothing was added."),
        "sent": _("Sent {time}."),
    }
    line = said.get(code, said["recorded"]).format(time=times.clock_time(sight, at))
    reference = facts.get("reference", "")
    return f"{line} {reference}." if reference else line
