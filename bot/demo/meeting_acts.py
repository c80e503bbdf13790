"""What colleagues do so that a meeting can be: it is set, people say that they are there, the roll is called."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.demo.acts import Act
from bot.demo.story import Part, share
from triage.case import Case
from triage.meetings import Sitting, invited
from triage.profile import Profile
from triage.records import DayList

SETTING = timedelta(minutes=12)
"""So long after a meeting is made a duty manager names its chair."""
COMING = timedelta(minutes=5)
"""People say that they are there from a little before the time to as much after it."""
CALLING_THE_ROLL = timedelta(minutes=3)
READING_MINUTES = timedelta(minutes=20)
CHAIR, MINUTES = "s.patel", "t.byrne"


def calling(day_list: DayList | None, meetings: tuple[Sitting, ...], now: datetime) -> Iterator[Act]:
    """The day's list gets its meeting, unless it has one or its time has gone."""
    if day_list is None or any(one.meeting.day_list == day_list.id for one in meetings):
        return
    at = day_list.built_at + 2 * SETTING
    if max(at, now) < day_list.meeting_at:
        yield Act(at, "list.call", day_list.id, roles=("duty_manager",), typed=_WHO)


def acts(profile: Profile, sitting: Sitting, case: Case | None, part: Part, now: datetime) -> Iterator[Act]:
    """What is next in one meeting; `case` is whom an urgent one is about."""
    meeting = sitting.meeting
    if meeting.state == "closed" and sitting.minutes and sitting.minutes[-1].approved_at is None:
        at = (meeting.closed_at or now) + READING_MINUTES
        yield Act(at, "minutes.approve", sitting.minutes[-1].id, roles=("chair",))
    if meeting.state != "called":
        return
    if meeting.set_at is None:
        if case is not None and meeting.at > now:
            at = meeting.made_at + SETTING
            yield Act(at, "meeting.call", case.referral.id, roles=("duty_manager",), typed=_WHO)
        return
    seats = invited(profile, sitting, case)
    yield from _here(profile, sitting, seats, part, now)
    yield from _roll(sitting, seats, part)


_WHO = {"when": "suggested", "chair": CHAIR, "minute_taker": MINUTES, "place": "hub_link"}


def _here(
    profile: Profile, sitting: Sitting, seats: tuple[str, ...], part: Part, now: datetime
) -> Iterator[Act]:
    meeting = sitting.meeting
    for seat in seats:
        if sitting.attended(seat) is None and _comes(profile, seat, part, now):
            at = meeting.at - COMING + 2 * COMING * share(meeting.id, seat)
            yield Act(at, "meeting.here", meeting.id, seat)


def _roll(sitting: Sitting, seats: tuple[str, ...], part: Part) -> Iterator[Act]:
    """The chair calls the roll; whoever is needed and not there is phoned."""
    meeting = sitting.meeting
    if meeting.tried_at is not None:
        at = meeting.tried_at + CALLING_THE_ROLL
        yield Act(at, "meeting.phone", meeting.id, roles=("chair",), typed={"how": "phone"})
        return
    absent = {seat: "absent" for seat in part.silent if seat in seats and sitting.attended(seat) is None}
    typed = {f"seat_{seat}": how for seat, how in absent.items()}
    at = meeting.at + COMING + CALLING_THE_ROLL
    yield Act(at, "meeting.roll", meeting.id, roles=("chair",), typed=typed)


def _comes(profile: Profile, seat: str, part: Part, now: datetime) -> bool:
    """Whether somebody of this seat comes: nobody who answers nothing, and nobody on a day on which it does not sit."""
    sits_on = profile.seat(seat).sits_on
    today = f"{now.astimezone(profile.zone):%A}".lower()
    return seat not in part.silent and (not sits_on or today in sits_on)
