"""A card that one person should have."""

from datetime import datetime, timedelta
from typing import NamedTuple

ALERT_LIFE = timedelta(hours=24)
"""How long an alert stands though nobody acts on it."""
DESK = ("screening", "duty_manager")
"""The roles that look after what arrives."""


class Personal(NamedTuple):
    """A card for one person; `until` is when it goes though nothing else happens."""

    card: str
    person: str
    thing: str
    until: datetime | None = None
