"""Until when somebody is on duty: by default the closing time of today, and out of hours the next opening."""

from datetime import datetime

from triage.calendar import OpeningHours

CLOSING, OPENING, NEXT_CLOSING = "closing", "opening", "next_closing"


def ends(hours: OpeningHours, now: datetime) -> dict[str, datetime]:
    """The ends that a duty which begins now may have, by code; the first is the default. In UTC."""
    opening = hours.next_opening(now)
    later = {OPENING: opening, NEXT_CLOSING: hours.closing_time(hours.local_date(opening))}
    if not hours.is_open(now):
        return later
    return {CLOSING: hours.closing_time(hours.local_date(now)), **later}


def default_end(hours: OpeningHours, now: datetime) -> datetime:
    """When a duty that begins now ends, unless something else is said."""
    return next(iter(ends(hours, now).values()))
