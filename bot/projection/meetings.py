"""Meetings: their cards in the channel, the day's list, and whom they need."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.projection import item
from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage import day_list
from triage.case import Case
from triage.hub import Hub
from triage.meetings import Sitting, ends_for_guest
from triage.roster import Roster

DAY_LATE = "day_late"
"""The card that tells somebody that nobody has opened the day's meeting."""
CARD_LIFE = timedelta(hours=24)
"""How long a meeting's card stands after it ended."""


class Shared(NamedTuple):
    """A card for everybody in the channel; `until` is when it goes though nothing else happens."""

    card: str
    thing: str
    until: datetime | None = None


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Who is to set the meeting, to give a view, to confirm words, to approve minutes; guests while their case lasts."""
    for sitting in case.sittings:
        if sitting.meeting.kind == "urgent":
            yield from _to_set(tx, hub, roster, sitting)
            yield from minutes_to_approve(sitting)
        yield from _guests(case, sitting)
    yield from _views_asked(tx, hub, roster, case)
    yield from _statements(tx, hub, roster, case)


def personally(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """The meeting of a case that may stand in no channel, to each who has that case as their own item."""
    for shared in in_channel(tx, case):
        for one in item.of_case(tx, hub, roster, case):
            yield Personal(shared.card, one.person, shared.thing, shared.until)


def in_channel(tx: Tx, case: Case) -> Iterator[Shared]:
    """The meeting of one case, once somebody set its time and chair."""
    for sitting in case.sittings:
        if sitting.meeting.kind == "urgent":
            yield from _card(tx, sitting)


def of_hub(tx: Tx, hub: Hub) -> Iterator[Shared]:
    """The day's list until the next is made, and its meeting."""
    newest = tx.day_lists.newest(hub.forum.id)
    if newest is not None:
        yield Shared("day_list", newest.id)
    for meeting in tx.meetings.shown(hub.forum.id, tx.now - CARD_LIFE):
        sitting = tx.meetings.sitting(meeting.id) if meeting.kind == "daily" else None
        if sitting is not None:
            yield from _card(tx, sitting)


def minutes_to_approve(sitting: Sitting) -> Iterator[Personal]:
    """The newest minutes, to the chair, until they are approved."""
    newest = sitting.minutes[-1] if sitting.minutes else None
    if newest is not None and newest.approved_at is None and sitting.meeting.chair:
        yield Personal("minutes", sitting.meeting.chair, sitting.meeting.id)


def to_chairs(tx: Tx, hub: Hub) -> Iterator[Personal]:
    """The minutes of a day's meeting, to its chair."""
    for meeting in tx.meetings.shown(hub.forum.id, tx.now - CARD_LIFE):
        sitting = tx.meetings.sitting(meeting.id) if meeting.kind == "daily" else None
        if sitting is not None:
            yield from minutes_to_approve(sitting)


def late_day(tx: Tx, hub: Hub, roster: Roster) -> Iterator[Personal]:
    """The day's meeting that nobody opened: whoever its rule names is told, and its own chair."""
    of = tx.day_lists.newest(hub.forum.id)
    meeting = tx.meetings.called_for(of.id) if of else None
    until = of.meeting_at + ALERT_LIFE if of else tx.now
    if of is None or until <= tx.now or not day_list.meeting_is_late(hub.profile, of, meeting, tx.now):
        return
    told = roster.on_duty_with_role(hub.forum.id, hub.profile.meetings.tells, tx.now)
    chair = (meeting.chair,) if meeting and meeting.chair else ()
    for person in dict.fromkeys((*chair, *(who.id for who in told))):
        yield Personal(DAY_LATE, person, of.id, until)


def _card(tx: Tx, sitting: Sitting) -> Iterator[Shared]:
    meeting = sitting.meeting
    until = meeting.closed_at + CARD_LIFE if meeting.closed_at else None
    if meeting.set_at is not None and meeting.state != "not_needed" and (until is None or tx.now < until):
        yield Shared("meeting", meeting.id, until)


def _to_set(tx: Tx, hub: Hub, roster: Roster, sitting: Sitting) -> Iterator[Personal]:
    """The duty managers, while nobody chairs: it was only suggested, or whoever was named has left."""
    meeting = sitting.meeting
    chaired = bool(meeting.chair) and roster.actor(meeting.chair, hub.forum.id, tx.now) is not None
    if sitting.is_live and not chaired:
        for who in roster.on_duty_with_role(hub.forum.id, ("duty_manager",), tx.now):
            yield Personal("set_meeting", who.id, meeting.id)


def _guests(case: Case, sitting: Sitting) -> Iterator[Personal]:
    for guest in sitting.guests:
        mine = guest.referral == case.referral.id and guest.person
        if mine and sitting.is_live and ends_for_guest(sitting, guest) is None:
            yield Personal("guest_item", guest.person, guest.id)


def _views_asked(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    for asked in case.views_asked:
        until = asked.at + ALERT_LIFE
        if tx.now < until:
            for who in roster.on_duty_for_seat(hub.forum.id, asked.seat, tx.now):
                yield Personal("view_asked", who.id, asked.id, until)


def _statements(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    for one in case.statements:
        if one.confirmed_at is None:
            for who in roster.on_duty_for_seat(hub.forum.id, one.seat, tx.now):
                yield Personal("said_for_you", who.id, one.id)
