"""Reading the time of day that a person types."""

import re
from datetime import time

NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}
NOON = 12
_TYPED = re.compile(
    r"(?:at |about )?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>am|pm)?\b(?![:.\d])", re.IGNORECASE
)


def read_time(text: str) -> time | None:
    """The time that a text begins with: "10:40am", "10.40", "3pm yesterday", "midday"; None where there is none.

    A bare number is no time, and neither is an hour or a minute that no clock shows.
    """
    words = text.strip().casefold()
    for name, named in NAMED.items():
        if words.startswith(name):
            return named
    found = _TYPED.match(words)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if found["half"] == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None
