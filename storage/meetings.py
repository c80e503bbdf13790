"""Meetings: finding them, and reading one whole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from storage import shapes, tables
from storage.kept import Kept, R
from triage.meetings import LIVE, Sitting
from triage.records import Attendance, DayList, Guest, Meeting, MeetingItem, Minutes, MinutesPart

if TYPE_CHECKING:
    from storage.tx import Tx


_OF_MEETINGS = {
    table.name: select(table)
    .where(table.c.meeting.in_(bindparam("some", expanding=True)))
    .order_by(table.c.seq)
    for table in (tables.meeting_item, tables.attendance, tables.guest, tables.minutes)
}
"""Made once, as those below: what belongs to a meeting is asked for with each of its cases."""
_OF_HUB = (
    select(tables.meeting).where(tables.meeting.c.forum == bindparam("hub")).order_by(tables.meeting.c.seq)
)
_GO_ON = _OF_HUB.where(tables.meeting.c.state.in_(LIVE))
_SHOWN = _OF_HUB.where(tables.meeting.c.state.in_(LIVE) | (tables.meeting.c.closed_at > bindparam("since")))
_OF_LIST = (
    select(tables.meeting).where(tables.meeting.c.day_list == bindparam("day")).order_by(tables.meeting.c.seq)
)
_NEWEST_LIST = (
    select(tables.day_list)
    .where(tables.day_list.c.forum == bindparam("hub"))
    .order_by(tables.day_list.c.day.desc())
    .limit(1)
)


class Meetings(Kept[Meeting]):
    """Meetings, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        super().__init__(tx, shapes.MEETINGS)
        self.items: Kept[MeetingItem] = Kept(tx, shapes.MEETING_ITEMS)
        self.attendance: Kept[Attendance] = Kept(tx, shapes.ATTENDANCE)
        self.guests: Kept[Guest] = Kept(tx, shapes.GUESTS)
        self.minutes: Kept[Minutes] = Kept(tx, shapes.MINUTES)
        self.minutes_parts: Kept[MinutesPart] = Kept(tx, shapes.MINUTES_PARTS)
        self._sittings: dict[str, Sitting] = {}
        """Those that were read whole since anything of a meeting was written last: a press reads its case several times."""
        self._read_at = self._state

    def sitting(self, meeting_id: str) -> Sitting | None:
        """A meeting with all that belongs to it."""
        return self.sittings((meeting_id,)).get(meeting_id)

    def sittings(self, meeting_ids: Sequence[str]) -> dict[str, Sitting]:
        """Those of these meetings that are there, by id, each with all that belongs to it."""
        state = self._state
        if self._read_at != state:
            self._sittings.clear()
            self._read_at = state
        new = [one for one in meeting_ids if one not in self._sittings]
        self._sittings |= self._whole(new) if new else {}
        return {one: self._sittings[one] for one in meeting_ids if one in self._sittings}

    @property
    def _state(self) -> tuple[int, int]:
        """Moves when a meeting may be another than it was read: one was written, or a lock was waited for."""
        parts = (self, self.items, self.attendance, self.guests, self.minutes)
        return sum(part.writes for part in parts), self._tx.locks

    def _whole(self, meeting_ids: Sequence[str]) -> dict[str, Sitting]:
        meetings = self.by_ids(meeting_ids)
        if not meetings:
            return {}
        items = self._of(self.items, meeting_ids)
        attendance = self._of(self.attendance, meeting_ids)
        guests = self._of(self.guests, meeting_ids)
        minutes = self._of(self.minutes, meeting_ids)
        return {
            meeting.id: Sitting(
                meeting=meeting,
                items=tuple(sorted(items.get(meeting.id, ()), key=lambda item: item.position)),
                attendance=tuple(attendance.get(meeting.id, ())),
                guests=tuple(guests.get(meeting.id, ())),
                minutes=tuple(minutes.get(meeting.id, ())),
            )
            for meeting in meetings
        }

    def lock(self, meeting_id: str) -> None:
        """Keep everybody else from changing this meeting until the transaction ends."""
        table = tables.meeting
        self._tx.connection.execute(select(table.c.id).where(table.c.id == meeting_id).with_for_update())
        self._tx.revisions.look_again()
        self._tx.locks += 1

    def behind(self, kind: str, thing: str) -> Sitting | None:
        """The meeting with this id, or the one that these minutes are of."""
        if kind == "minutes":
            version = self.minutes.get(thing)
            return self.sitting(version.meeting) if version else None
        return self.sitting(thing)

    def live(self, forum: str) -> tuple[Meeting, ...]:
        """Meetings that were called and have not ended, in the order in which they were made."""
        return self.read(self._tx.connection.execute(_GO_ON, {"hub": forum}))

    def shown(self, forum: str, since: object) -> tuple[Meeting, ...]:
        """Meetings that go on, and those that ended since then."""
        return self.read(self._tx.connection.execute(_SHOWN, {"hub": forum, "since": since}))

    def of_list(self, day_list: str) -> tuple[Meeting, ...]:
        """The meetings called for a day's list, oldest first."""
        return self.read(self._tx.connection.execute(_OF_LIST, {"day": day_list}))

    def called_for(self, day_list: str) -> Meeting | None:
        """The meeting of a day's list as it stands; None while nobody has called one."""
        called = [one for one in self.of_list(day_list) if one.state != "not_needed"]
        return called[-1] if called else None

    def touch(self, referral: str) -> bool:
        """Whether a meeting has this referral among its cases."""
        table = tables.meeting_item
        found = select(table.c.id).where(table.c.referral == referral).limit(1)
        return self._tx.connection.execute(found).first() is not None

    def parts_of(self, minutes: str) -> tuple[MinutesPart, ...]:
        """What one version of the minutes says about each case, in the order of the meeting."""
        table = tables.minutes_part
        found = select(table).where(table.c.minutes == minutes).order_by(table.c.position)
        return self.minutes_parts.read(self._tx.connection.execute(found))

    def _of(self, kept: Kept[R], meeting_ids: Sequence[str]) -> dict[str, list[R]]:
        """The records of these meetings, by meeting."""
        found: dict[str, list[R]] = {}
        for row in self._tx.connection.execute(_OF_MEETINGS[kept.table], {"some": meeting_ids}).all():
            found.setdefault(row.meeting, []).extend(kept.read([row]))
        return found


class DayLists(Kept[DayList]):
    """The day's lists, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        super().__init__(tx, shapes.DAY_LISTS)

    def newest(self, forum: str) -> DayList | None:
        """The list that stands now."""
        found = self._tx.connection.execute(_NEWEST_LIST, {"hub": forum})
        return next(iter(self.read(found)), None)
