"""One area's own process, as data.

A profile picks and fills; it does not compute. Each rule has a `kind` from a closed list and that kind's own numbers and
names; a new kind is code, a test and a line in the docs. Code never knows an area's name.
"""

from datetime import date, time, timedelta
from functools import cached_property
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from triage.calendar import OpeningHours
from triage.clocks import ElapsedTime, EndOfDay, Length, WorkingTime
from triage.intake_rules import IntakeRules
from triage.reminders import ReminderRules

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Label = Annotated[str, Field(min_length=1, max_length=75)]


class Part(BaseModel):
    """The base of every part of a profile: closed and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """The document a profile follows, and what it had to assume where that document is silent."""

    document: str
    published: str
    read_on: date
    assumed: tuple[str, ...] = ()


class Contact(Part):
    """Where people ring."""

    hub_phone: str
    emergency_team_phone: str
    on_call_phone: str


class Span(Part):
    """One stretch of a day, local time."""

    opens: time
    closes: time


class Hours(Part):
    """When the hub is open, by day of the week. `bank_holidays` names one of GOV.UK's three divisions."""

    timezone: str
    bank_holidays: Literal["england-and-wales", "scotland", "northern-ireland"]
    monday: tuple[Span, ...] = ()
    tuesday: tuple[Span, ...] = ()
    wednesday: tuple[Span, ...] = ()
    thursday: tuple[Span, ...] = ()
    friday: tuple[Span, ...] = ()
    saturday: tuple[Span, ...] = ()
    sunday: tuple[Span, ...] = ()
    closed_on: tuple[date, ...] = ()
    closes_early: dict[date, time] = Field(default_factory=dict)

    def opening(self, bank_holidays: frozenset[date]) -> OpeningHours:
        """The opening hours that clocks reckon with."""
        days = (
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday,
        )  # fmt: skip
        return OpeningHours(
            timezone=ZoneInfo(self.timezone),
            week=tuple(tuple((span.opens, span.closes) for span in day) for day in days),
            closed_dates=bank_holidays | frozenset(self.closed_on),
            early_close=self.closes_early,
        )


class LengthRule(Part):
    """How long a clock runs: elapsed hours, working hours, or to the end (midnight, or closing time) of working days."""

    kind: Literal["elapsed_hours", "working_hours", "end_of_working_days", "close_of_working_days"]
    amount: int = Field(gt=0)

    @property
    def length(self) -> Length:
        """The length that clocks reckon with."""
        match self.kind:
            case "elapsed_hours":
                return ElapsedTime(timedelta(hours=self.amount))
            case "working_hours":
                return WorkingTime(timedelta(hours=self.amount))
            case "end_of_working_days":
                return EndOfDay(self.amount)
            case "close_of_working_days":
                return EndOfDay(self.amount, ends="closing")


class ClockRule(Part):
    """A clock that runs beside the urgency: how long, and the roles told when it is missed."""

    length: LengthRule
    tells: tuple[Code, ...]


class HoldingRule(Part):
    """When whoever referred hears that nothing is decided yet: at a time of a working day, not within a least time."""

    kind: Literal["time_of_working_day"]
    at: time
    least_minutes: int = Field(gt=0)
    tells: tuple[Code, ...]


class Level(Part):
    """One urgency, the most urgent first. `asks` are the seats asked at this level; `alerts` reaches each on-duty member of each."""

    id: Code
    word: Label
    shape: str = ""
    length: LengthRule
    asks: tuple[Code, ...] = ()
    alerts: bool = False


class Choice(Part):
    """A code and the words that people read."""

    id: Code
    label: Label


class Seat(Part):
    """An agency's place in the hub. `sits_on` empty means each open day."""

    id: Code
    name: Label
    basis: Code
    sits_on: tuple[Literal["monday", "tuesday", "wednesday", "thursday", "friday"], ...] = ()
    phone_when_away: bool = False


class Checks(Part):
    """When answers are due: a share of what is left of the urgency clock when asked, but not before a least time."""

    due: Literal["share_of_urgency"]
    share: float = Field(gt=0, lt=1)
    least_minutes: int = Field(gt=0)


class Views(Part):
    """Whether seats see each other's views before they are opened, and where needs may best be met."""

    shown: Literal["hidden", "open"]
    destinations: tuple[Choice, ...] = Field(max_length=6)
    late_view_minutes: int = Field(gt=0)


class Outcome(Part):
    """What may be decided for one subject, the role that must approve it, and what the referrer then hears."""

    id: Code
    called: Label
    """How it begins a sentence: "A section 47 enquiry"."""
    label: Label
    approver: Code
    protects: bool = False
    feedback: str = Field(min_length=1, max_length=300)


class Screening(Part):
    """Ways out of screening, by code; beside them every hub may rate it, or act at once."""

    exits: tuple[Choice, ...] = Field(max_length=4)
    feedback: dict[Code, str]


class History(Part):
    """How far back earlier contacts count, and from how many on they must be added up in words."""

    months: int = Field(gt=0)
    add_up_from: int = Field(gt=0)


class Consent(Part):
    """Whether consent is asked, and what a refusal needs before others read what was shared."""

    rule: Literal["sought_unless_unsafe", "not_required"]
    bases: tuple[Choice, ...]
    not_needed_by_default: bool


class Ladder(Part):
    """One step of a disagreement: who answers, and by when."""

    role: Code
    length: LengthRule


class Reminders(Part):
    """When people are reminded. `share` is how much of the time until something is due has gone by the first reminder.

    Minutes: at most one message to a person in `cap`; put off for `snooze`; a lead is told `lead_after` the due time,
    a duty manager so much `grace` after that.
    """

    share: float = Field(gt=0, lt=1)
    cap_minutes: int = Field(gt=0)
    snooze_minutes: int = Field(gt=0)
    lead_after_minutes: int = Field(ge=0)
    grace_minutes: int = Field(gt=0)
    grace_urgent_minutes: int = Field(gt=0)

    @property
    def rules(self) -> ReminderRules:
        """The numbers that reminders reckon with."""
        return ReminderRules(
            share=self.share,
            cap=timedelta(minutes=self.cap_minutes),
            snooze=timedelta(minutes=self.snooze_minutes),
            lead_after=timedelta(minutes=self.lead_after_minutes),
            grace=timedelta(minutes=self.grace_minutes),
            grace_urgent=timedelta(minutes=self.grace_urgent_minutes),
        )


class ChatLife(Part):
    """How many days a post may stand after its referral closed."""

    days_after_closing: int = Field(gt=0, le=90)


class DailyMeeting(Part):
    """The day's list: when it is made, and when its meeting begins, local times of an open day."""

    cut_off: time
    meeting_at: time


class Meetings(Part):
    """Which urgencies meet: `at_once` each in a meeting of its own inside its clock, `listed` on the day's list.

    `needed` are the seats without which a meeting decides nothing but for the time being; `chairs` the roles of whom one
    can be named to chair; `rooms` where it meets, a room or a link; `grace_minutes` how long after its time a meeting
    that nobody opened is not yet late.
    """

    at_once: tuple[Code, ...]
    listed: tuple[Code, ...]
    needed: tuple[Code, ...]
    chairs: tuple[Code, ...]
    tells: tuple[Code, ...]
    rooms: tuple[Choice, ...] = Field(min_length=1)
    grace_minutes: int = Field(ge=0, le=60)
    daily: DailyMeeting


class Retention(Part):
    """How many months after closing the words of a case are kept here, once they stand in the case system."""

    kind: Literal["months_after_closing"]
    months_after_closing: int = Field(gt=0, le=1200)


class InformationRequests(Part):
    """How long the reply to an information request may take, from its arrival, and who may ask."""

    length: LengthRule
    tells: tuple[Code, ...]
    askers: tuple[Choice, ...] = Field(max_length=20)


class Profile(Part):
    """All of one area's process."""

    id: Code
    version: int
    valid_from: date
    name: str
    source: Source
    language: str
    on_cards: Literal["initials", "count"]
    """Whom a case is about on a card in chat: initials and ages, or only how many they are."""
    contact: Contact
    hours: Hours
    levels: tuple[Level, ...]
    seats: tuple[Seat, ...]
    checks: Checks
    views: Views
    outcomes: tuple[Outcome, ...]
    screening: Screening
    history: History
    consent: Consent
    acknowledge: ClockRule
    decide: ClockRule
    feedback: ClockRule
    holding: HoldingRule
    pick_up: ClockRule
    """How long what came in overnight may wait once the hub is open."""
    urgency_tells: tuple[Code, ...]
    disagreement: tuple[Ladder, ...]
    issues: tuple[Choice, ...]
    reminders: Reminders
    chat_life: ChatLife
    retention: Retention
    information_requests: InformationRequests
    meetings: Meetings
    intake: IntakeRules

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone that people of this hub live in."""
        return ZoneInfo(self.hours.timezone)

    def level(self, code: str) -> Level:
        """The urgency with this code; raises KeyError."""
        return _one(self.levels, code)

    def rank(self, code: str) -> int:
        """How urgent: a higher number is more urgent."""
        return -[level.id for level in self.levels].index(code)

    def seat(self, code: str) -> Seat:
        """The seat with this code; raises KeyError."""
        return _one(self.seats, code)

    def outcome(self, code: str) -> Outcome:
        """The outcome with this code; raises KeyError."""
        return _one(self.outcomes, code)

    @model_validator(mode="after")
    def _names_meet(self) -> "Profile":
        _unique("levels", self.levels)
        _unique("seats", self.seats)
        _unique("outcomes", self.outcomes)
        seats = {seat.id for seat in self.seats}
        for level in self.levels:
            unknown = sorted(set(level.asks) - seats)
            if unknown:
                raise ValueError(f"level {level.id} asks seats that do not exist: {', '.join(unknown)}")
        unknown = sorted(
            {*self.meetings.at_once, *self.meetings.listed} - {level.id for level in self.levels}
        )
        if unknown:
            raise ValueError(f"meetings name levels that do not exist: {', '.join(unknown)}")
        unknown = sorted(set(self.meetings.needed) - seats)
        if unknown:
            raise ValueError(f"meetings need seats that do not exist: {', '.join(unknown)}")
        if self.retention.months_after_closing < self.history.months:
            raise ValueError("cases are erased before earlier contacts stop counting")
        missing = sorted({way.id for way in self.screening.exits} - set(self.screening.feedback))
        if missing:
            raise ValueError(f"no feedback for these ways out of screening: {', '.join(missing)}")
        return self


Coded = Level | Seat | Outcome | Choice
T = TypeVar("T", bound=Coded)


def _one(items: tuple[T, ...], code: str) -> T:
    for item in items:
        if item.id == code:
            return item
    raise KeyError(code)


def _unique(what: str, items: tuple[Coded, ...]) -> None:
    codes = [item.id for item in items]
    if len(codes) != len(set(codes)):
        raise ValueError(f"{what} has a code twice")
