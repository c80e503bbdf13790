"""Makes each hub's list of the day at its cut-off; the list before goes with it."""

from bot.hubs import Hubs
from bot.projection import Projection
from storage.ids import new_id
from storage.tx import Tx
from triage import day_list
from triage.hub import Hub
from triage.records import DayList


def make_lists(tx: Tx, hubs: Hubs, projection: Projection) -> None:
    """Make the lists that are due. Made a second time, nothing happens."""
    hubs.refresh(tx)
    for hub in hubs.all():
        if _due(tx, hub) is None:
            continue
        tx.forums.lock(hub.forum.id)  # another process may be making it in this moment
        due = _due(tx, hub)
        if due is None:
            continue
        tx.day_lists.add(
            DayList(new_id(), hub.forum.id, due.day.isoformat(), tx.now, due.meeting_at, due.next_at)
        )
        projection.meetings(tx, hub, hubs.roster(tx))


def _due(tx: Tx, hub: Hub) -> day_list.Times | None:
    newest = tx.day_lists.newest(hub.forum.id)
    return day_list.due(hub.profile.meetings.daily, hub.hours, tx.now, newest)
