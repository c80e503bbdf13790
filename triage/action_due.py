"""When an action is due: the choices of a proposal, worked out at the moment the proposal is approved."""

from datetime import date, datetime, time, timedelta

from triage.calendar import OpeningHours
from triage.clocks import local_to_utc

END_OF_TODAY = "end_of_today"
TOMORROW_MIDDAY = "tomorrow_midday"
TWO_WORKING_DAYS = "working_days_2"
FIVE_WORKING_DAYS = "working_days_5"
ANOTHER_DATE = "another_date"
"""Chosen instead of one of the choices: the date is typed in a field of its own, and is what is kept."""
CHOICES = (END_OF_TODAY, TOMORROW_MIDDAY, TWO_WORKING_DAYS, FIVE_WORKING_DAYS)
MIDDAY = time(12)

_WORKING_DAYS = {TWO_WORKING_DAYS: 2, FIVE_WORKING_DAYS: 5}


def on(day: date) -> str:
    """The code of a date of one's own choice."""
    return day.isoformat()


def chosen_date(code: str) -> date | None:
    """The date of one's own choice behind a code; None for the fixed choices."""
    return None if code in CHOICES else date.fromisoformat(code)


def due_at(code: str, now: datetime, hours: OpeningHours) -> datetime:
    """The instant, in UTC, at which an action that begins now is due.

    A day ends when the hub closes; when that is over already, or the hub is closed all day, at midnight. Raises
    `ValueError` for a code that is neither a choice nor a date.
    """
    today = hours.local_date(now)
    if code == TOMORROW_MIDDAY:
        tomorrow = datetime.combine(today + timedelta(days=1), MIDDAY)
        return local_to_utc(tomorrow, hours.timezone).at
    if code in _WORKING_DAYS:
        return hours.closing_time(hours.add_working_days(today, _WORKING_DAYS[code]))
    return _end_of(chosen_date(code) or today, now, hours)


def _end_of(day: date, now: datetime, hours: OpeningHours) -> datetime:
    if hours.is_working_day(day) and hours.closing_time(day) > now:
        return hours.closing_time(day)
    return hours.end_of_working_day(day)
