"""What a meeting makes of somebody: who chairs it acts as a chair in it, whoever they are otherwise [001]."""

from dataclasses import replace
from datetime import datetime

from triage.authority import Actor
from triage.calendar import OpeningHours
from triage.meetings import Sitting


def as_in_meeting(actor: Actor, sittings: tuple[Sitting, ...], hours: OpeningHours, now: datetime) -> Actor:
    """The actor with the roles that these meetings give them now: of who is named to chair one, or to take its minutes."""
    lasting = [sitting.meeting for sitting in sittings if gives_roles(sitting, hours, now)]
    given = set()
    if any(meeting.chair == actor.person for meeting in lasting):
        given.add("chair")
    if any(meeting.minute_taker == actor.person for meeting in lasting):
        given.add("minute_taker")
    return replace(actor, roles=actor.roles | given) if given and actor.person else actor


def gives_roles(sitting: Sitting, hours: OpeningHours, now: datetime) -> bool:
    """Whether whoever is named in a meeting acts in it now.

    They do from when they are named, while it goes on, and after it until the chair approves its newest minutes; a new
    version gives the roles again until it is approved too. Of a meeting without minutes they last to the end of the first
    working day after the one on which it closed or, where it never began, for which it was set. A meeting that nobody
    needed any more gives none.
    """
    meeting = sitting.meeting
    if meeting.state == "not_needed":
        return False
    if sitting.is_open:
        return True
    if sitting.minutes:
        return sitting.minutes[-1].approved_at is None
    last = hours.add_working_days(hours.local_date(meeting.closed_at or meeting.at), 1)
    return now < hours.end_of_working_day(last)
