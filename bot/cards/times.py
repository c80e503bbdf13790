"""Times and days in words, as people say them. All take instants and say them in the hub's own time.

Posted cards name the day, since a posted "today" is wrong at midnight; forms, My work and the web say "today",
"tomorrow" and what is left.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from bot.cards.sight import Sight
from bot.words import listed

DAY = timedelta(days=1)


def clock_time(sight: Sight, at: datetime) -> str:
    """A time of day: "1:12pm", "midday"; an hour that comes twice says which."""
    _ = sight.words.gettext
    local = at.astimezone(sight.hub.zone)
    said = of_day(sight, local.time())
    if (local.hour, local.minute) in {(12, 0), (0, 0)}:
        return said
    return _("{time}, before the clocks go back").format(time=said) if _comes_again(sight, at) else said


def of_day(sight: Sight, when: time) -> str:
    """A time on the wall clock: "8:45am", "midday"."""
    _ = sight.words.gettext
    if (when.hour, when.minute) == (12, 0):
        return _("midday")
    if (when.hour, when.minute) == (0, 0):
        return _("midnight")
    half = _("am") if when.hour < 12 else _("pm")  # noqa: PLR2004 - noon
    return f"{(when.hour - 1) % 12 + 1}:{when.minute:02d}{half}"


def weekday(sight: Sight, number: int) -> str:
    """A day of the week by its number from Monday, which is 0."""
    return sight.words.gettext(_WEEKDAYS[number])


def day(sight: Sight, when: date) -> str:
    """A day in full: "Thursday 19 November", with the year when it is not this one."""
    _ = sight.words.gettext
    said = _("{weekday} {day} {month}").format(
        weekday=_(_WEEKDAYS[when.weekday()]), day=when.day, month=_(_MONTHS[when.month - 1])
    )
    return said if when.year == sight.today.year else f"{said} {when.year}"


def day_and_year(sight: Sight, at: datetime) -> str:
    """The day of an instant with its year, for what happened: "13 November 2026"."""
    return born_on(sight, at.astimezone(sight.hub.zone).date())


def born_on(sight: Sight, when: date) -> str:
    """A date of birth: "4 March 2017"."""
    _ = sight.words.gettext
    return f"{when.day} {_(_MONTHS[when.month - 1])} {when.year}"


def month(sight: Sight, when: date) -> str:
    """A month: "January 2027"."""
    return f"{sight.words.gettext(_MONTHS[when.month - 1])} {when.year}"


def posted(sight: Sight, at: datetime) -> str:
    """An instant on a posted card: "1:12pm Mon 16 November", "midnight at the end of Tue 17 November"."""
    return with_day(sight, at, posted_day)


def posted_day(sight: Sight, when: date) -> str:
    """A day on a posted card: "Mon 16 November", with the year when it is not this one."""
    _ = sight.words.gettext
    said = _("{weekday} {day} {month}").format(
        weekday=_(_SHORT_WEEKDAYS[when.weekday()]), day=when.day, month=_(_MONTHS[when.month - 1])
    )
    return said if when.year == sight.today.year else f"{said} {when.year}"


def now_read(sight: Sight, at: datetime) -> str:
    """An instant where it is read at once: "1:12pm today", "9:12am tomorrow"; on paper "1:12pm Monday 16 November"."""
    return with_day(sight, at, _day_read)


def with_day(sight: Sight, at: datetime, say_day: Callable[[Sight, date], str]) -> str:
    """An instant with its day, said in that way; midnight is the end of a day, never the time of one."""
    when, midnight = local_day(sight, at)
    said = say_day(sight, when)
    if midnight:
        return sight.words.gettext("midnight at the end of {day}").format(day=said)
    return f"{clock_time(sight, at)} {said}"


def happened(sight: Sight, at: datetime) -> str:
    """A moment that is over, where it is read at once: "12:51pm" of today, "12:51pm Thursday 19 November" of another day."""
    of_today = at.astimezone(sight.hub.zone).date() == sight.today
    return clock_time(sight, at) if of_today and not sight.on_paper else now_read(sight, at)


def by_end(sight: Sight, at: datetime) -> str:
    """The end of a promise: "by the end of Tuesday 17 November" when it is midnight, else "by 5:00pm Tuesday …"."""
    _ = sight.words.gettext
    when, midnight = local_day(sight, at)
    if midnight:
        return _("by the end of {day}").format(day=day(sight, when))
    return _("by {time} {day}").format(time=clock_time(sight, at), day=day(sight, when))


def left(sight: Sight, due: datetime) -> str:
    """What is left until an instant, for forms and My work: "22 minutes left", "Overdue by 25 minutes"."""
    _, many = sight.words.gettext, sight.words.ngettext
    span = due - sight.now
    if span < timedelta(0):
        if -span >= DAY:
            return _("Overdue since {when}").format(when=now_read(sight, due))
        return _("Overdue by {span}").format(span=_span(sight, -span))
    if span < timedelta(minutes=1):
        return _("less than a minute left")
    if span >= DAY and (days := _working_days_left(sight, due)):
        return many("{n} working day left", "{n} working days left", days).format(n=days)
    return _("{span} left").format(span=_span(sight, span))


def due_or_overdue(sight: Sight, at: datetime) -> str:
    """By when something is asked, in a list of work: "due 1:12pm today", and once that is over "Overdue by 25 minutes"."""
    if at < sight.now:
        return left(sight, at)
    return sight.words.gettext("due {when}").format(when=now_read(sight, at))


def _span(sight: Sight, span: timedelta) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    said_hours = many("{n} hour", "{n} hours", hours).format(n=hours)
    if not hours and not minutes:
        return _("less than a minute")
    said_minutes = many("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if hours and minutes:
        return f"{said_hours} {said_minutes}"
    return said_hours if hours else said_minutes


def _working_days_left(sight: Sight, due: datetime) -> int:
    """Whole working days after today, up to the due day."""
    last = due.astimezone(sight.hub.zone).date()
    when, days = sight.today, 0
    while when < last:
        when += DAY
        days += sight.hub.hours.is_working_day(when)
    return days


def _day_read(sight: Sight, when: date) -> str:
    _ = sight.words.gettext
    if sight.on_paper:
        return day(sight, when)
    if when == sight.today:
        return _("today")
    if when == sight.today + DAY:
        return _("tomorrow")
    return day(sight, when)


def local_day(sight: Sight, at: datetime) -> tuple[date, bool]:
    """The day an instant belongs to; midnight belongs to the day that it ends."""
    local = at.astimezone(sight.hub.zone)
    midnight = (local.hour, local.minute) == (0, 0)
    return (local.date() - DAY if midnight else local.date()), midnight


def _comes_again(sight: Sight, at: datetime) -> bool:
    local = at.astimezone(sight.hub.zone)
    return local.fold == 0 and local.replace(fold=1).astimezone(UTC) != local.astimezone(UTC)


_WEEKDAYS = (
    listed("Monday"),
    listed("Tuesday"),
    listed("Wednesday"),
    listed("Thursday"),
    listed("Friday"),
    listed("Saturday"),
    listed("Sunday"),
)
_SHORT_WEEKDAYS = (
    listed("Mon"),
    listed("Tue"),
    listed("Wed"),
    listed("Thu"),
    listed("Fri"),
    listed("Sat"),
    listed("Sun"),
)
_MONTHS = (
    listed("January"),
    listed("February"),
    listed("March"),
    listed("April"),
    listed("May"),
    listed("June"),
    listed("July"),
    listed("August"),
    listed("September"),
    listed("October"),
    listed("November"),
    listed("December"),
)
