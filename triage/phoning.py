"""Who was phoned about what is late in an agency, so that the next one does not phone for nothing."""

from datetime import datetime

from triage.case import Case
from triage.records import LeadPhoned


def calls(case: Case, about: str, thing: str, seat: str) -> tuple[LeadPhoned, ...]:
    """Every call to this agency about this, oldest first."""
    return tuple(one for one in case.phoned if (one.about, one.thing, one.seat) == (about, thing, seat))


def last_call(case: Case, about: str, thing: str, seat: str, *, late_since: datetime) -> LeadPhoned | None:
    """The newest call since it is late; what was said of an earlier due time is about that one."""
    since = [one for one in calls(case, about, thing, seat) if one.at >= late_since]
    return since[-1] if since else None
