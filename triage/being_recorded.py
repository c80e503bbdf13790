"""Everybody is asked to read what is recorded about them: at first use, then yearly."""

from datetime import datetime, timedelta

AGAIN_AFTER = timedelta(days=365)


def must_read(told_at: datetime | None, now: datetime) -> bool:
    """Whether somebody has never read it, or not for a year."""
    return told_at is None or now - told_at >= AGAIN_AFTER
