"""The day's list: when it is made, and which cases stand on it. It is worked out anew whenever it is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from triage.calendar import OpeningHours
from triage.case import Case
from triage.clocks import local_to_utc
from triage.meetings import agenda, back_on, interim_until, is_listed, late_from, meets_at_once
from triage.profile import DailyMeeting, Profile
from triage.records import DayList, Meeting

Why = Literal["papers_late", "adjourned"]
PAPERS_LATE: Why = "papers_late"


class Times(NamedTuple):
    """A list that is due: its day, and when its meeting and the next list's meeting are."""

    day: date
    meeting_at: datetime
    next_at: datetime


@dataclass(frozen=True)
class Rows:
    """The cases of a list in the order of its meeting. `added` came after the cut-off and stand in `listed` too."""

    listed: tuple[Case, ...] = ()
    added: tuple[Case, ...] = ()
    rolled: tuple[tuple[Case, Why], ...] = ()


def due(rule: DailyMeeting, hours: OpeningHours, now: datetime, newest: DayList | None) -> Times | None:
    """The list that must be made now; None before the cut-off, on a day off, and when it is there already."""
    day = hours.local_date(now)
    if not hours.is_working_day(day) or (newest is not None and newest.day >= day.isoformat()):
        return None
    if now < local_to_utc(datetime.combine(day, rule.cut_off), hours.timezone).at:
        return None
    return Times(day, _at(rule, hours, day), _at(rule, hours, hours.add_working_days(day, 1)))


def next_day(hours: OpeningHours, now: datetime, newest: DayList | None) -> date:
    """The day of the list that comes next: today's while it is not made yet, else the next working day's."""
    today = hours.local_date(now)
    made = newest is not None and newest.day >= today.isoformat()
    return hours.add_working_days(today, 1) if made or not hours.is_working_day(today) else today


def rows(cases: tuple[Case, ...], of: DayList) -> Rows:
    """Which of a hub's cases stand on this list. Give only those that the reader may know of.

    A case whose answers cannot be in by the meeting rolls to the next list where that is still inside its clock.
    """
    listed: list[Case] = []
    rolled: list[tuple[Case, Why]] = []
    for case in cases:
        if not _belongs(case, of):
            continue
        why = _rolls(case, of)
        if why:
            rolled.append((case, why))
        else:
            listed.append(case)
    added = tuple(case for case in listed if min(one.at for one in case.ratings) > of.built_at)
    return Rows(agenda(tuple(listed), listed[0].profile) if listed else (), added, tuple(rolled))


def meeting_is_late(profile: Profile, of: DayList, meeting: Meeting | None, now: datetime) -> bool:
    """Whether the meeting of this list was to begin some minutes ago and nobody has opened it, or even called it."""
    if meeting is not None and meeting.opened_at is not None:
        return False
    ended = meeting is not None and meeting.closed_at is not None
    return not ended and late_from(profile, meeting.at if meeting else of.meeting_at) <= now


def papers_due(case: Case) -> datetime | None:
    """When the last answer that is still missing is due; None when none is missing."""
    return max((one.due_at for one in case.still_asked), default=None)


def _belongs(case: Case, of: DayList) -> bool:
    interim = interim_until(case)
    if interim:
        return interim <= of.day
    came = min((one.at for one in case.ratings), default=None)
    return is_listed(case) and came is not None and (came < of.meeting_at or meets_at_once(case))


def _rolls(case: Case, of: DayList) -> Why | None:
    if back_on(case) > of.day:
        return "adjourned"
    papers = papers_due(case)
    if meets_at_once(case) or papers is None or case.due_at is None or interim_until(case):
        return None
    late = papers > of.meeting_at and case.due_at > of.next_at
    return PAPERS_LATE if late else None


def _at(rule: DailyMeeting, hours: OpeningHours, day: date) -> datetime:
    return local_to_utc(datetime.combine(day, rule.meeting_at), hours.timezone).at
