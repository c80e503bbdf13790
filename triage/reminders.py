"""Who is reminded of what, and when: the owner at half time and at the due time, then the agency's lead, then a duty manager.

Everything waits in rows; what was said before is given as keys, so that nobody is told twice of the same moment, whoever
asks how often. Only what waits is given: what is done is never a reason to write. Times are aware.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from triage.calendar import OpeningHours

Level = Literal["owner", "lead", "desk"]
About = Literal["answer", "view", "action", "less_safe", "approval", "feedback", "task"]
HALF, DUE, GIVEN, SNOOZED, LATE = "half", "due", "given", "snoozed", "late"


@dataclass(frozen=True)
class ReminderRules:
    """The profile's numbers: `share` of the time until something is due, and how long each step waits."""

    share: float
    cap: timedelta
    snooze: timedelta
    lead_after: timedelta
    grace: timedelta
    grace_urgent: timedelta


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody. `thing` is what its buttons are about.

    `given_at` is when it was handed to whom it waits for now, `urgent` whether its case is one that alerts.
    """

    about: About
    thing: str
    referral: str
    seat: str
    begun_at: datetime
    due_at: datetime
    urgent: bool = False
    given_at: datetime | None = None


class Key(NamedTuple):
    """One moment of one thing for one person: what may be said once."""

    person: str
    level: str
    about: str
    thing: str
    seat: str
    moment: str
    moment_at: datetime


class Snoozed(NamedTuple):
    """What a person put off."""

    person: str
    about: str
    thing: str


@dataclass(frozen=True)
class Owed:
    """Something that waits, and somebody who is told of it, as the owner, as the lead or at the desk."""

    person: str
    level: Level
    waiting: Waiting


@dataclass(frozen=True)
class NewDigest:
    """One message to one person: what is new in it, and all that it lists, soonest first."""

    person: str
    level: Level
    new: tuple[tuple[Owed, Key], ...]
    lines: tuple[Waiting, ...]


def less_safe(thing: str, referral: str, since: datetime, rules: ReminderRules) -> Waiting:
    """An action that leaves somebody less safe, until it is said what is done instead; always urgent.

    No time is set for it: it counts as late once the grace has gone, and from there climbs as everything does.
    """
    return Waiting("less_safe", thing, referral, "", since, since + rules.grace, urgent=True)


def half_time(waiting: Waiting, rules: ReminderRules) -> datetime:
    """When the profile's share of the time until it is due has gone."""
    return waiting.begun_at + (waiting.due_at - waiting.begun_at) * rules.share


def late_at(level: Level, waiting: Waiting, rules: ReminderRules) -> datetime:
    """When a lead, or after the grace whoever comes next, is told that something is late."""
    told = waiting.due_at + rules.lead_after
    if level == "lead":
        return told
    return told + (rules.grace_urgent if waiting.urgent else rules.grace)


def moments(
    owed: Owed, rules: ReminderRules, put_off_until: datetime | None = None
) -> Iterator[tuple[str, datetime]]:
    """The moments at which this person is told of this thing, each with its name."""
    waiting = owed.waiting
    if owed.level != "owner":
        yield LATE, late_at(owed.level, waiting, rules)
        return
    if waiting.given_at is not None:
        yield GIVEN, waiting.given_at
    if half_time(waiting, rules) < waiting.due_at:
        yield HALF, half_time(waiting, rules)
    yield DUE, waiting.due_at
    if put_off_until is not None and put_off_until < waiting.due_at:
        yield SNOOZED, put_off_until


def snooze_until(
    made_at: datetime, waiting: Waiting, rules: ReminderRules, hours: OpeningHours
) -> datetime | None:
    """Until when a reminder in a message of that time may be put off; None where it may not.

    Never past the due time, never what is urgent, never what is late; never to a time at which nobody is reminded.
    """
    if waiting.urgent or waiting.due_at <= made_at:
        return None
    until = min(made_at + rules.snooze, waiting.due_at)
    if hours.is_open(until):
        return until
    opening = hours.next_opening(until)
    return opening if opening < waiting.due_at else None


def plan(
    owed: Iterable[Owed],
    *,
    said: frozenset[Key],
    snoozed: Mapping[Snoozed, datetime],
    last: Mapping[tuple[str, str], datetime],
    now: datetime,
    hours: OpeningHours,
    rules: ReminderRules,
) -> tuple[NewDigest, ...]:
    """The messages to be made now: one at most for each person and level.

    `snoozed` says until when a person put something off, `last` when they got their last message of a level. In closed
    hours only what is urgent is said; within the cap only together with something new that is urgent. A message takes the
    place of the one before, so it lists as well what was said before and waits; in closed hours after what is urgent.
    """
    is_open = hours.is_open(now)
    people: dict[tuple[str, Level], list[Owed]] = {}
    for one in owed:
        people.setdefault((one.person, one.level), []).append(one)
    made = []
    for (person, level), theirs in people.items():
        digest = _digest(
            person, level, theirs, said=said, snoozed=snoozed, now=now, is_open=is_open, rules=rules
        )
        before = last.get((person, level))
        waits = before is not None and now - before < rules.cap
        if digest.new and not (waits and not any(one.waiting.urgent for one, _ in digest.new)):
            made.append(digest)
    return tuple(made)


def _digest(
    person: str,
    level: Level,
    theirs: list[Owed],
    *,
    said: frozenset[Key],
    snoozed: Mapping[Snoozed, datetime],
    now: datetime,
    is_open: bool,
    rules: ReminderRules,
) -> NewDigest:
    new: list[tuple[Owed, Key]] = []
    lines: list[Waiting] = []
    for one in theirs:
        until = snoozed.get(Snoozed(person, one.waiting.about, one.waiting.thing))
        reached = [_key(one, name, at) for name, at in moments(one, rules, until) if at <= now]
        before = [key for key in reached if key in said]
        put_off = until is not None and now < until and now < one.waiting.due_at
        may_be_said = is_open or one.waiting.urgent
        if put_off or not (reached if may_be_said else before):
            continue
        lines.append(one.waiting)
        if may_be_said:
            new += [(one, key) for key in reached if key not in before]
    lines.sort(key=lambda one: (not (is_open or one.urgent), one.due_at, one.about, one.thing, one.seat))
    return NewDigest(person, level, tuple(new), tuple(lines))


def _key(owed: Owed, moment: str, at: datetime) -> Key:
    waiting = owed.waiting
    return Key(owed.person, owed.level, waiting.about, waiting.thing, waiting.seat, moment, at)
