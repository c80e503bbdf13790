"""Makes each hub's list of the day at its cut-off, and tells of a day's meeting that nobody opens."""

from bot.hubs import Hubs
from bot.projection import Projection, shared_scope
from bot.projection.meetings import DAY_LATE, late_day
from bot.reading.day_lists import to_meet
from storage.ids import new_id
from storage.listed import may_stand_on
from storage.tx import Tx
from triage import day_list
from triage.case import Case
from triage.hub import Hub
from triage.records import DayList, Task
from triage.roster import Roster


def make_lists(tx: Tx, hubs: Hubs, projection: Projection) -> None:
    """Make the lists that are due, and note what goes to the next one. Made a second time, nothing happens."""
    hubs.refresh(tx)
    for hub in hubs.all():
        if _due(tx, hub) is None:
            continue
        live = sorted(tx.referrals.live(hub.forum.id))
        for referral in live:
            tx.referrals.lock(referral)  # in one order, and before the forum, as a press does
        tx.forums.lock(hub.forum.id)  # another process may be making it in this moment
        due = _due(tx, hub)
        if due is None:
            continue
        made = tx.day_lists.add(
            DayList(new_id(), hub.forum.id, due.day.isoformat(), tx.now, due.meeting_at, due.next_at)
        )
        projection.meetings(tx, hub, hubs.roster(tx))
        for case, why in day_list.rows(tx.cases(live, hub.profile), made).rolled:
            if why == day_list.PAPERS_LATE:
                tx.tasks.add(_note(case, made))
                projection.referral(tx, hub, hubs.roster(tx), case.referral.id)


def tell_of_late_meetings(tx: Tx, hubs: Hubs, projection: Projection) -> None:
    """Tell of the day's meeting that nobody opened, as soon as it is late. Told a second time, nothing happens."""
    hubs.refresh(tx)
    for hub in hubs.all():
        roster = hubs.roster(tx)
        told = tx.messages.wants(shared_scope(hub.forum.id), DAY_LATE)
        if not told and any(late_day(tx, hub, roster)) and _cases_wait(tx, hub, roster):
            projection.meetings(tx, hub, roster)


def _cases_wait(tx: Tx, hub: Hub, roster: Roster) -> bool:
    of = tx.day_lists.newest(hub.forum.id)
    if of is None or not may_stand_on(tx, of, hub.profile.meetings.listed):
        return False
    return bool(to_meet(tx, hub, roster, of))


def _note(case: Case, made: DayList) -> Task:
    """That people are told until the next meeting: nothing that anybody has still to do."""
    return Task(
        id=new_id(),
        forum=made.forum,
        kind=day_list.PAPERS_LATE,
        referral=case.referral.id,
        at=made.built_at,
        due_at=made.next_at,
        done_at=made.built_at,
    )


def _due(tx: Tx, hub: Hub) -> day_list.Times | None:
    newest = tx.day_lists.newest(hub.forum.id)
    return day_list.due(hub.profile.meetings.daily, hub.hours, tx.now, newest)
