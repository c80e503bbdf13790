"""The one private line that says something is recorded."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards import times
from bot.cards.roles import role
from bot.cards.sight import Sight


def done(code: str, facts: Mapping[str, str], sight: Sight) -> str:
    """The words for what was recorded. Facts hold the time, the reference and codes."""
    _ = sight.words.gettext
    at = datetime.fromisoformat(facts["at"])
    said = {
        "recorded": _("Recorded {time}."),
        "already": _("Already recorded {time}. Nothing was added."),
        "sent": _("Sent {time}."),
        "refreshed": _("Up to date at {time}."),
    }
    if code == "disagreed":
        return _disagreed(facts, sight)
    line = said.get(code, said["recorded"]).format(time=times.happened(sight, at))
    reference = facts.get("reference", "")
    return f"{line} {reference}." if reference else line


def _disagreed(facts: Mapping[str, str], sight: Sight) -> str:
    """Who answers, and by when; with nobody on duty for it, the role that does."""
    _ = sight.words.gettext
    owner = sight.name(facts["owner"]) if facts["owner"] else role(sight, facts["role"])
    due = times.by_end(sight, datetime.fromisoformat(facts["due_at"]))
    return _("{owner} will answer {by}. The decision stands meanwhile.").format(owner=owner, by=due)
