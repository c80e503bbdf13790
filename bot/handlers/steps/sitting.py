"""What the presses about a meeting share: finding it, its case in hand, and bringing it to its end."""

from dataclasses import replace
from datetime import date

from bot.cards.meetings import meeting_forms
from bot.handlers.steps import meetings
from bot.handlers.steps.minutes import make
from bot.reading.sittings import shared
from bot.verbs import Press
from storage.tx import Tx
from triage.case import Case
from triage.meetings import Sitting
from triage.records import ItemState, MeetingItem, MeetingState
from triage.typed_dates import read_date
from triage.visibility import apart, may_know


def found(tx: Tx, press: Press) -> Sitting:
    """The meeting that was pressed, as it is now; the dispatcher has made sure that it is there."""
    return _now(tx, press.thing)


def case_in_hand(tx: Tx, press: Press, sitting: Sitting) -> Case | None:
    """The case that the meeting is about now, the one in hand or the only one; None too for who may not know of it."""
    item = sitting.in_hand or (sitting.items[0] if sitting.meeting.kind == "urgent" else None)
    if item is None:
        return None
    if press.case is not None and press.case.referral.id == item.referral:
        return press.case
    case = tx.case(item.referral, press.hub.profile)
    return case if case is not None and may_know(press.actor, case) else None


def end_item(tx: Tx, press: Press, item: MeetingItem, state: ItemState) -> None:
    """The case is discussed, or goes to another list; then the next one is in hand, or the meeting is over."""
    tx.meetings.items.rewrite(replace(item, state=state, ended_at=press.now))
    next_or_over(tx, press, item.meeting)


def next_or_over(tx: Tx, press: Press, meeting: str) -> None:
    """The next case is in hand; with none left the meeting is over."""
    sitting = _now(tx, meeting)
    if sitting.next_item is not None:
        meetings.take_up(tx, press.now, sitting.next_item)
        return
    if sitting.meeting.opened_at is None:
        meetings.put_off(tx, sitting)
    states = {one.state for one in sitting.agenda}
    over: MeetingState = "adjourned" if states == {"adjourned"} else "closed"
    tx.meetings.rewrite(replace(sitting.meeting, state=over, closed_at=press.now))
    make(tx, press, _now(tx, meeting))


def leave_shared_meetings(tx: Tx, press: Press) -> None:
    """A case that may stand in no channel any more is discussed in no meeting that the whole channel reads."""
    case = tx.case(press.the_case.referral.id, press.hub.profile)
    if case is None or not apart(press.roster, case, press.now):
        return
    for sitting in case.sittings:
        item = sitting.item_of(case.referral.id)
        if sitting.meeting.kind == "urgent" or not sitting.is_live or item is None:
            continue
        if item.state == "in_hand":
            end_item(tx, press, item, "left")
        elif item.state == "waiting":
            tx.meetings.items.rewrite(replace(item, state="not_needed", ended_at=press.now))


def next_day(tx: Tx, press: Press) -> date:
    """The list that comes next; an interim decision is looked at again on the next working day, never the same."""
    if press.interaction.verb == "meeting.interim":
        return press.hub.hours.add_working_days(press.sight.today, 1)
    return meetings.next_list_day(tx, press.hub, press.now)


def until(tx: Tx, press: Press) -> date | str:
    """The day that was chosen to come back on; the words for what is wrong with another day."""
    if press.text("until") != meeting_forms.OTHER:
        return next_day(tx, press)
    typed = read_date(press.text("until_day"), press.sight.today, ahead=True)
    if typed is None or typed.day <= press.sight.today or not press.hub.hours.is_working_day(typed.day):
        return meeting_forms.not_a_day(press.sight)
    return typed.day


def _now(tx: Tx, meeting: str) -> Sitting:
    sitting = tx.meetings.sitting(meeting)
    if sitting is None:
        raise LookupError("the meeting of this press")
    return shared(tx, tx.people.roster(), sitting)
