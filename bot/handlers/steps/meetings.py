"""What ratings, decisions and the chair do to meetings: made at once when urgent, opened, ended when not needed."""

from dataclasses import replace
from datetime import date, datetime

from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage import day_list
from triage.case import Case
from triage.clocks import meeting_time
from triage.hub import Hub
from triage.lifecycle import OPEN
from triage.meetings import BEGINS, INSIDE, Sitting, late_from, meets_at_once, own_meeting
from triage.records import Clock, Meeting, MeetingItem


def keep_in_step(tx: Tx, press: Press) -> None:
    """After a rating: an urgent case gets a meeting of its own at once, one that is urgent no more needs none."""
    case = _fresh(tx, press)
    own = own_meeting(case)
    waits = any(subject.stage in OPEN for subject in case.subjects)
    if own is not None and own.meeting.state == "called" and not (waits and meets_at_once(case)):
        not_needed(tx, case, own)
    elif own is not None and own.meeting.set_at is None and case.due_at is not None:
        move_to(tx, case, own.meeting, meeting_time(press.now, case.due_at))
    elif own is None and waits and meets_at_once(case) and not _met(case):
        call(tx, press, case)


def call(tx: Tx, press: Press, case: Case, at: datetime | None = None) -> Meeting:
    """Make a meeting about one case, at the suggested time unless another is given, with its clocks."""
    suggested = meeting_time(press.now, case.due_at) if case.due_at else press.now
    referral = case.referral
    meeting = tx.meetings.add(
        Meeting(new_id(), referral.forum, "urgent", at or suggested, press.now, referral=referral.id)
    )
    tx.meetings.items.add(MeetingItem(new_id(), referral.id, meeting.id, 1))
    if case.due_at and meets_at_once(case):
        tx.clocks.add(Clock(new_id(), referral.id, meeting.id, INSIDE, case.level, press.now, case.due_at))
    late_at = late_from(case.profile, meeting.at)
    tx.clocks.add(Clock(new_id(), referral.id, meeting.id, BEGINS, case.level, press.now, late_at))
    return meeting


def move_to(tx: Tx, case: Case, meeting: Meeting, at: datetime) -> Meeting:
    """Have a meeting begin at another time; the clocks go with it."""
    moved = replace(meeting, at=at)
    tx.meetings.rewrite(moved)
    _restart(tx, case, meeting, BEGINS, late_from(case.profile, at))
    if case.due_at is not None and meeting.kind == "urgent":
        _restart(tx, case, meeting, INSIDE, case.due_at)
    return moved


def open_meeting(tx: Tx, press: Press, sitting: Sitting) -> None:
    """Let the meeting begin: the clocks stop, and the first case is in hand with its views open."""
    meeting = replace(sitting.meeting, state="open", opened_at=press.now)
    tx.meetings.rewrite(meeting)
    for item in sitting.items:
        _stop(tx, item.referral, meeting.id, press.now)
    if sitting.next_item:
        take_up(tx, press.now, sitting.next_item)


def take_up(tx: Tx, now: datetime, item: MeetingItem) -> None:
    """Begin to discuss a case: its views are open from now on."""
    tx.meetings.items.rewrite(replace(item, state="in_hand", started_at=now))
    for subject in tx.subjects.of(item.referral):
        if subject.views_open_at is None and subject.stage in OPEN:
            tx.subjects.move(subject.id, views_open_at=now)


def not_needed(tx: Tx, case: Case, sitting: Sitting) -> None:
    """End a meeting that nobody needs any more before it began."""
    tx.meetings.rewrite(replace(sitting.meeting, state="not_needed", closed_at=tx.now))
    _stop(tx, case.referral.id, sitting.meeting.id, tx.now)
    for item in sitting.items:
        tx.meetings.items.rewrite(replace(item, state="not_needed", ended_at=tx.now))


def put_off(tx: Tx, sitting: Sitting) -> None:
    """Before it began: it does not begin at its time any more. That an urgent case must meet in time runs on."""
    for item in sitting.items:
        _stop(tx, item.referral, sitting.meeting.id, tx.now, kinds=(BEGINS,))


def decided(tx: Tx, press: Press, *, interim: bool = False) -> None:
    """After an approval: a case that waits for nothing needs no meeting that has not come to it yet.

    A case with an interim decision keeps a meeting that somebody has set: it looks at the case again.
    """
    case = _fresh(tx, press)
    if any(subject.stage in OPEN for subject in case.subjects):
        return
    for sitting in case.sittings:
        item = sitting.item_of(case.referral.id)
        if item is not None and _was_approved(case, item):
            tx.meetings.items.rewrite(replace(item, state="decided"))
        comes = sitting.is_live and item is not None and item.state == "waiting"
        if comes and interim and sitting.meeting.set_at is not None:
            continue
        if sitting.meeting.kind == "urgent":  # one that was put off is waited for no more either
            _stop(tx, case.referral.id, sitting.meeting.id, press.now)
        if not comes or item is None:
            continue
        if sitting.meeting.kind == "urgent":
            not_needed(tx, case, sitting)
        else:
            tx.meetings.items.rewrite(replace(item, state="not_needed", ended_at=press.now))


def _was_approved(case: Case, item: MeetingItem) -> bool:
    """Whether what this meeting put forward is approved now: its card says how each of its cases ended."""
    approved = (made.meeting for made in case.proposals if made.state == "approved")
    return item.state == "proposed" and item.meeting in approved


def next_list_day(tx: Tx, hub: Hub, now: datetime) -> date:
    """The day on whose list a case can come back."""
    return day_list.next_day(hub.hours, now, tx.day_lists.newest(hub.forum.id))


def list_after_hours(tx: Tx, hub: Hub, now: datetime) -> date:
    """The day on whose list a case comes back that is decided while the hub is closed: the next one that it opens."""
    opens = hub.hours.local_date(hub.hours.next_opening(now))
    return max(opens, next_list_day(tx, hub, now))


def _met(case: Case) -> bool:
    return any(
        sitting.meeting.kind == "urgent" and sitting.meeting.state != "not_needed"
        for sitting in case.sittings
    )


def _fresh(tx: Tx, press: Press) -> Case:
    case = tx.case(press.the_case.referral.id, press.hub.profile)
    if case is None:
        raise LookupError("the case of this press")
    return case


def _restart(tx: Tx, case: Case, meeting: Meeting, kind: str, due_at: datetime) -> None:
    """A clock that still runs is due at another time from now on; one that was missed stays missed."""
    clock = case.clock(kind, meeting.id)
    if clock is None or clock.due_at == due_at:
        return
    if clock.stopped_at is None:
        tx.clocks.move(clock.id, stopped_at=tx.now)
    tx.clocks.add(Clock(new_id(), case.referral.id, meeting.id, kind, case.level, clock.started_at, due_at))


def _stop(
    tx: Tx, referral: str, meeting: str, now: datetime, kinds: tuple[str, ...] = (BEGINS, INSIDE)
) -> None:
    for clock in tx.clocks.of(referral):
        if clock.subject == meeting and clock.kind in kinds and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=now)
