"""Who is asked to approve a decision."""

from datetime import datetime

from triage.authority import STANDS_IN_AFTER_HOURS, approvers
from triage.records import Person
from triage.roster import Roster


def asked_to_approve(
    roster: Roster, forum: str, role: str, by: str, now: datetime, *, decided_at: datetime | None = None
) -> tuple[Person, ...]:
    """Who holds the role that the outcome needs; whoever stands in for it, if nobody else than the proposer does.

    After hours whoever stands in only then is asked beside them. With `decided_at`: who was asked until then.
    """
    asked = (_others(roster, forum, one, by, now) for one in approvers(role))
    first = next((people for people in asked if people), ())
    if not roster.is_closed(forum, decided_at or now):
        return first
    at_night = (_others(roster, forum, one, by, now) for one in STANDS_IN_AFTER_HOURS.get(role, ()))
    return tuple(dict.fromkeys((*first, *(who for people in at_night for who in people))))


def _others(roster: Roster, forum: str, role: str, by: str, now: datetime) -> tuple[Person, ...]:
    return tuple(who for who in roster.on_duty_with_role(forum, (role,), now) if who.id != by)
