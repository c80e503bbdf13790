"""What colleagues do that is about no single case: they come in the morning, and business support works through its list."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.cards.desk import tasks
from bot.demo.acts import Act, Typed
from bot.demo.story import share
from triage.authority import WATCHES
from triage.hub import Hub
from triage.records import Task
from triage.roster import Roster

MORNING = ("m.reyes", "a.novak", "s.patel", "t.byrne", "h.castellan")
"""The hub's own who begin its day; of each agency it is whoever stands first."""
ARRIVING = timedelta(minutes=12)
DOING_A_TASK = timedelta(minutes=90)


def mornings(hub: Hub, roster: Roster, now: datetime) -> Iterator[Act]:
    """Whoever begins the day goes on duty soon after the hub opens, unless somebody is already."""
    today = datetime.combine(hub.hours.local_date(now), time.min, hub.zone)
    opens = hub.hours.next_opening(today if hub.hours.is_open(now) else now)
    for person in beginning(hub, roster, opens):
        if not _stood(hub, roster, person, max(opens, now)):
            at = opens + ARRIVING * share(person)
            yield Act(at, "duty.start", "", person=person, any_hour=True)


def beginning(hub: Hub, roster: Roster, now: datetime) -> tuple[str, ...]:
    """Who begins the hub's day."""
    leads = {person.id for person in roster.with_role(hub.forum.id, ("lead",), now)}
    seats = (roster.in_seat(hub.forum.id, seat.id, now) for seat in hub.profile.seats)
    working = ([person.id for person in people if person.id not in leads] for people in seats)
    return (*MORNING, *(people[0] for people in working if people))


def business_support(hub: Hub, waiting: tuple[Task, ...]) -> Iterator[Act]:
    """Somebody rings or writes, and ticks that it was done."""
    for task in waiting:
        if task.kind in tasks.KINDS and task.kind != tasks.REFUSED_ROW:
            at = task.at + DOING_A_TASK * share(task.kind, task.referral)
            at = at if hub.hours.is_open(at) else hub.hours.next_opening(at) + ARRIVING
            typed: Typed = {"outcome": tasks.PHONED, "words": "Rang and spoke to them in person."}
            yield Act(at, "task.do", task.id, roles=("minute_taker",), typed=typed)


def _stood(hub: Hub, roster: Roster, person: str, now: datetime) -> bool:
    """Whether somebody is on duty for what this person would be."""
    forum, actor = hub.forum.id, roster.actor(person, hub.forum.id, now)
    if actor is None:
        return True
    if actor.seat:
        return bool(roster.holding_seat(forum, actor.seat, now))
    return bool(roster.holding_role(forum, actor.roles & WATCHES, now))
