"""A meeting gets its time, its chair and its place: an urgent case's own, or the one of the day's list."""

from dataclasses import replace
from datetime import date, datetime

from bot.cards import phrases
from bot.cards.elements import Form
from bot.cards.meetings import meeting_forms
from bot.handlers.steps import meetings
from bot.reading.day_lists import for_channel, to_meet
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.clocks import local_to_utc, meeting_time
from triage.meetings import ahead, meets_at_once, now_in, own_meeting
from triage.records import DayList, Meeting, MeetingItem
from triage.typed_dates import read_date
from triage.typed_times import read_time

Due = tuple[str, datetime]


def open_case(_tx: Tx, press: Press) -> Reply:
    """When and who, for one case."""
    if now_in(press.the_case):
        return Refused("not_now")
    return Open(_case_form(press))


def check_case(_tx: Tx, press: Press) -> dict[str, str]:
    """The time can be read and is still to come; after the due time somebody says why."""
    own = own_meeting(press.the_case)
    return _problems(press, own.meeting if own else None, _suggested(press), _due(press.the_case))


def call_case(tx: Tx, press: Press) -> Reply:
    """Set it; a case without a meeting of its own gets one."""
    case = press.the_case
    if now_in(case):
        return Refused("not_now")
    own = own_meeting(case)
    at = _at(press, own.meeting if own else None, _suggested(press))
    if at is None:
        return Refused("not_now")
    meeting = own.meeting if own else meetings.call(tx, press, case, at)
    if own is not None:
        meeting = meetings.move_to(tx, case, meeting, at)
    tx.meetings.rewrite(_filled(press, meeting))
    return Done(note={"meeting": meeting.id, "at": at.isoformat(), "chair": press.text("chair")})


def open_list(tx: Tx, press: Press) -> Reply:
    """When and who, for the day's list."""
    of = _list(tx, press)
    if of is None:
        return Refused("nothing_here")
    return Open(_list_form(tx, press, of))


def check_list(tx: Tx, press: Press) -> dict[str, str]:
    """The time can be read and is still to come."""
    of = _list(tx, press)
    return _problems(press, tx.meetings.called_for(of.id), _suggested_for(press, of), None) if of else {}


def call_list(tx: Tx, press: Press) -> Reply:
    """Call the meeting of the list, or change it before it begins."""
    of = _list(tx, press)
    if of is None:
        return Refused("nothing_here")
    tx.forums.lock(press.hub.forum.id)
    known = tx.meetings.called_for(of.id)
    at = _at(press, known, _suggested_for(press, of))
    if at is None or (known is not None and known.state != "called"):
        return Refused("not_now")
    if known is not None:
        tx.meetings.rewrite(replace(_filled(press, known), at=at))
        return Done(note={"meeting": known.id, "chair": press.text("chair")})
    fresh = Meeting(new_id(), press.hub.forum.id, "daily", at, press.now, day_list=of.id)
    meeting = tx.meetings.add(_filled(press, fresh))
    put_on_agenda(tx, press, meeting, of)
    return Done(note={"meeting": meeting.id, "chair": press.text("chair")})


def put_on_agenda(tx: Tx, press: Press, meeting: Meeting, of: DayList) -> None:
    """The cases of the list that no meeting of their own takes, and that are not on the agenda yet."""
    known = tx.meetings.sitting(meeting.id)
    there = {item.referral for item in known.items} if known else set()
    cases = to_meet(tx, press.hub, press.roster, of)
    wanted = [case for case in cases if case.referral.id not in there]
    for position, case in enumerate(wanted, start=len(there) + 1):
        tx.meetings.items.add(MeetingItem(new_id(), case.referral.id, meeting.id, position))


def _case_form(press: Press) -> Form:
    own = own_meeting(press.the_case)
    return meeting_forms.call(
        press.sight,
        verb="meeting.call",
        thing=press.the_case.referral.id,
        line=phrases.case_line(press.sight, press.the_case),
        meeting=own.meeting if own else None,
        suggested=_suggested(press),
        due=_due(press.the_case),
        any_day=True,
    )


def _list_form(tx: Tx, press: Press, of: DayList) -> Form:
    rows = for_channel(tx, press.hub, press.roster, of)
    n = len(rows.listed)
    return meeting_forms.call(
        press.sight,
        verb="list.call",
        thing=of.id,
        line=press.sight.words.ngettext("{n} case on the list", "{n} cases on the list", n).format(n=n),
        meeting=tx.meetings.called_for(of.id),
        suggested=_suggested_for(press, of),
        due=None,
        any_day=False,
    )


def _list(tx: Tx, press: Press) -> DayList | None:
    """The list that stands now, if it is the one that was pressed."""
    newest = tx.day_lists.newest(press.hub.forum.id)
    return newest if newest is not None and newest.id == press.thing else None


def _suggested(press: Press) -> datetime:
    """An urgent case's own time once made; before, an hour before due."""
    case = press.the_case
    sitting = ahead(case)
    made = sitting.meeting if sitting is not None and sitting.meeting.kind == "urgent" else None
    if made is not None and made.set_at is None and made.at > press.now:
        return made.at
    if case.due_at is None:
        return press.now
    return max(meeting_time(press.now, case.due_at), press.now)


def _suggested_for(press: Press, of: DayList) -> datetime:
    """The list's own time; now, once that has gone."""
    return max(of.meeting_at, press.now)


def _due(case: Case) -> Due | None:
    return (case.level, case.due_at) if case.due_at and meets_at_once(case) else None


def _at(press: Press, meeting: Meeting | None, suggested: datetime) -> datetime | None:
    chosen = press.text("when")
    if chosen == meeting_forms.AS_SET and meeting is not None:
        return meeting.at
    if chosen == meeting_forms.SUGGESTED:
        return suggested
    typed, day = read_time(press.text("other_time")), _day(press)
    if typed is None or day is None:
        return None
    at = local_to_utc(datetime.combine(day, typed), press.hub.zone).at
    return at if at >= press.now else None


def _day(press: Press) -> date | None:
    """The day that another time is on: today, unless another was typed; None for one that is over or cannot be read."""
    typed, today = press.text("other_day"), press.sight.today
    if not typed:
        return today
    read = read_date(typed, today, ahead=True)
    return read.day if read and read.day >= today else None


def _problems(press: Press, meeting: Meeting | None, suggested: datetime, due: Due | None) -> dict[str, str]:
    at = _at(press, meeting, suggested)
    if at is None and _day(press) is None:
        return {"other_day": meeting_forms.not_a_day_ahead(press.sight)}
    if at is None:
        return {"other_time": meeting_forms.not_a_time(press.sight)}
    if due and at >= due[1] and not press.text("why_late"):
        return {"why_late": meeting_forms.after_due(press.sight, *due)}
    return {}


def _filled(press: Press, meeting: Meeting) -> Meeting:
    rooms = {room.id: room.label for room in press.hub.profile.meetings.rooms}
    return replace(
        meeting,
        chair=press.text("chair"),
        minute_taker=press.text("minute_taker"),
        place=rooms[press.text("place")],
        why_late=press.text("why_late"),
        set_at=press.now,
    )


VERBS = (
    Verb("meeting.call", "referral", opens=open_case, does=call_case, checks=check_case),
    Verb("list.call", "none", opens=open_list, does=call_list, checks=check_list),
)
