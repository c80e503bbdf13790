"""A meeting whole, and what follows from it: who is there, who is missing, which case is in hand, who must be asked.

Nothing here ends a meeting or blocks a decision by itself: what is missing is named, and a person chooses how to go on.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from triage.profile import Profile
from triage.records import Attendance, Guest, How, Meeting, MeetingItem, Minutes, Proposal

if TYPE_CHECKING:
    from triage.case import Case

LIVE = ("called", "open")
HERE: tuple[How, ...] = ("here", "deputy", "phone")
INSIDE = "meeting"
"""The clock of an urgent meeting: to be opened inside the urgency [001]."""
BEGINS = "meeting_begins"
"""The clock of the time that a meeting was set for, with the grace that the profile gives it."""
Stage = Literal["roll_call", "short", "in_hand", "over"]


@dataclass(frozen=True)
class Sitting:
    """A meeting with its cases in the order of the agenda, who came, guests, and the versions of its minutes."""

    meeting: Meeting
    items: tuple[MeetingItem, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    guests: tuple[Guest, ...] = ()
    minutes: tuple[Minutes, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether it was called and has not ended."""
        return self.meeting.state in LIVE

    @property
    def is_open(self) -> bool:
        """Whether it is going on."""
        return self.meeting.state == "open"

    def attended(self, seat: str) -> Attendance | None:
        """How a seat is in it now: the newest that was recorded."""
        mine = [one for one in self.attendance if one.seat == seat]
        return mine[-1] if mine else None

    def seats(self, *how: How) -> tuple[str, ...]:
        """The seats that are in it in one of these ways, in the order in which they first said so."""
        known = dict.fromkeys(one.seat for one in self.attendance)
        return tuple(seat for seat in known if (now := self.attended(seat)) and now.how in how)

    @property
    def here(self) -> tuple[str, ...]:
        """The seats that take part, by deputy or by phone too."""
        return self.seats(*HERE)

    @property
    def took_part(self) -> tuple[str, ...]:
        """The seats that are here, or were here and left with apologies; what the roll call puts right to absent never was."""
        were = {one.seat for one in self.attendance if one.how in HERE}
        return tuple(seat for seat in self.seats(*HERE, "apologies", "apologies_sent") if seat in were)

    def missing(self, needed: tuple[str, ...]) -> tuple[str, ...]:
        """Of the seats that are needed, those that do not take part."""
        return tuple(seat for seat in needed if seat not in self.here)

    def stage(self, needed: tuple[str, ...]) -> Stage:
        """Where the meeting is: roll call, not enough agencies, a case in hand, or over."""
        if not self.is_live:
            return "over"
        if self.is_open:
            return "in_hand"
        return "short" if self.meeting.tried_at and self.missing(needed) else "roll_call"

    @property
    def agenda(self) -> tuple[MeetingItem, ...]:
        """The cases that are discussed or wait for it, without those that no longer need it."""
        return tuple(item for item in self.items if item.state != "not_needed")

    @property
    def in_hand(self) -> MeetingItem | None:
        """The case that is discussed now."""
        return next((item for item in self.items if item.state == "in_hand"), None)

    @property
    def next_item(self) -> MeetingItem | None:
        """The case that comes next."""
        return next((item for item in self.items if item.state == "waiting"), None)

    def number(self, item: MeetingItem) -> int:
        """Which of its cases this is, from 1."""
        return self.agenda.index(item) + 1

    def item_of(self, referral: str) -> MeetingItem | None:
        """The part of the meeting that is about this referral."""
        return next((item for item in self.items if item.referral == referral), None)


def to_ask(case: "Case", sitting: Sitting) -> tuple[str, ...]:
    """Seats in the meeting that nobody has asked for a view on this case yet [001].

    A view that a seat gave counts, a recorded "no view" too, and being asked in this meeting.
    """
    asked = {one.seat for one in case.views_asked if one.meeting == sitting.meeting.id}
    open_ones = tuple(subject for subject in case.subjects if subject.stage in {"rated", "proposed"})
    return tuple(
        seat
        for seat in sitting.here
        if seat not in asked and any(case.vote_of(seat, subject) is None for subject in open_ones)
    )


def agenda(cases: tuple["Case", ...], profile: Profile) -> tuple["Case", ...]:
    """The order in which a meeting takes its cases: the most urgent first, then by when they are due, then as they came."""
    return tuple(
        sorted(cases, key=lambda case: (-profile.rank(case.level), case.due_at or case.referral.received_at))
    )


def meets_at_once(case: "Case") -> bool:
    """Whether this urgency calls a meeting of its own."""
    return bool(case.level) and case.level in case.profile.meetings.at_once


def is_listed(case: "Case") -> bool:
    """Whether a case of this urgency that waits for a decision belongs on a day's list."""
    waits = any(subject.stage in {"rated", "proposed"} for subject in case.subjects)
    return waits and case.level in case.profile.meetings.listed


def interim_until(case: "Case") -> str:
    """The day on whose list a case with an interim decision in force comes back; empty when none is."""
    in_force = (case.decision_on(subject) for subject in case.subjects)
    days = [case.interim_until(case.proposal(made.proposal)) for made in in_force if made]
    return max(days, default="")


def back_on(case: "Case") -> str:
    """The day on whose list a case that was adjourned comes back; empty when its newest meeting did not adjourn it."""
    items = [item for sitting in case.sittings if (item := sitting.item_of(case.referral.id))]
    return items[-1].back_on if items else ""


def late_from(profile: Profile, at: datetime) -> datetime:
    """When a meeting that was to begin at this time is late."""
    return at + timedelta(minutes=profile.meetings.grace_minutes)


def own_meeting(case: "Case") -> Sitting | None:
    """The meeting of its own that an urgent case has and that has not ended."""
    live = [s for s in case.sittings if s.is_live and s.meeting.kind == "urgent"]
    return live[-1] if live else None


def ahead(case: "Case") -> Sitting | None:
    """The meeting that will discuss this case: one that was called and has not come to it yet."""
    for sitting in reversed(case.sittings):
        item = sitting.item_of(case.referral.id)
        if sitting.is_live and item is not None and item.state == "waiting":
            return sitting
    return None


def now_in(case: "Case") -> Sitting | None:
    """The meeting that has this case in hand."""
    for sitting in case.sittings:
        item = sitting.in_hand
        if sitting.is_open and item is not None and item.referral == case.referral.id:
            return sitting
    return None


def ends_for_guest(sitting: Sitting, guest: Guest) -> datetime | None:
    """When a guest's item ended; None while they may still see it."""
    item = sitting.item_of(guest.referral)
    if item is not None and item.ended_at is not None:
        return item.ended_at
    return sitting.meeting.closed_at


def settled_since(case: "Case", version: Minutes) -> tuple[Proposal, ...]:
    """Proposals that this version of the minutes calls undecided, and that were approved or returned after it was made."""
    return tuple(
        one
        for one in case.proposals
        if one.at <= version.made_at and one.decided_at is not None and one.decided_at > version.made_at
    )


def day_of(code: str) -> date | None:
    """A day as it is kept ("2026-11-17"); None for an empty one."""
    return date.fromisoformat(code) if code else None


def invited(profile: Profile, sitting: Sitting, case: "Case | None") -> tuple[str, ...]:
    """The seats that a meeting counts on: those without whom it decides nothing, and those that were asked.

    In a meeting of one case, without those of which nobody may know of it.
    """
    wanted = set(profile.meetings.needed)
    if sitting.meeting.kind == "urgent" and case is not None:
        wanted |= set(case.asked)
        wanted -= set(case.shut_out)
    else:
        wanted |= {seat for level in profile.meetings.listed for seat in profile.level(level).asks}
    return tuple(seat.id for seat in profile.seats if seat.id in wanted)
