"""When a case may be closed, what holds it, and when its posts and its words may go: pure rules, each with its reason.

Time alone erases nothing: the words of a case go only after a person said that the record stands in the case system.
"""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from triage.actions import less_safe
from triage.case import Case
from triage.disagreeing import Standing
from triage.lifecycle import ENDED
from triage.meetings import interim_until, now_in
from triage.records import Action, Addition, Export, Feedback, LegalHold, Subject, Task

MUST_BE_DONE = ("forward", "information", "late_view", "household")
"""What a case may not be closed before: passing it or a reply on, a view that came late, somebody new in the household."""


@dataclass(frozen=True)
class StillOpen:
    """What stands between a case and its end. Feedback may be left out with a reason, the rest must be finished."""

    undecided: tuple[Subject, ...]
    actions: tuple[Action, ...]
    feedback: tuple[Feedback, ...]
    tasks: tuple[Task, ...]
    disagreements: tuple[Standing, ...] = ()
    """Those that somebody has still to answer."""
    additions: tuple[Addition, ...] = ()
    """Other words that came for it, and that nobody has read."""
    less_safe: tuple[Action, ...] = ()
    """Those that will not be done, of which nobody has said what is done instead for who is less safe."""
    interim: bool = False
    """A decision for the time being is in force: the case comes back on a list."""
    in_meeting: bool = False

    @property
    def prevents(self) -> bool:
        """Whether the case may not be closed yet, whatever reason is given."""
        waits = (
            self.undecided, self.actions, self.tasks, self.disagreements, self.additions, self.less_safe
        )  # fmt: skip
        return any(waits) or self.interim or self.in_meeting


def still_open(case: Case) -> StillOpen:
    """What is not finished, open actions that were offered to somebody else included; an access request goes on by itself."""
    return StillOpen(
        disagreements=tuple(now for now in case.standings if now.due_at is not None),
        additions=tuple(
            one for one in case.additions if one.kind == "other_words" and one.accepted_at is None
        ),
        less_safe=tuple(action for action in case.actions if less_safe(case, action)),
        interim=bool(interim_until(case)),
        in_meeting=now_in(case) is not None,
        undecided=tuple(subject for subject in case.subjects if subject.stage not in ENDED),
        actions=tuple(action for action in case.actions if action.done_at is None),
        feedback=tuple(one for one in case.feedback if one.state in {"prepared", "to_do"}),
        tasks=tuple(task for task in case.tasks if task.kind in MUST_BE_DONE and task.done_at is None),
    )


# Legal hold.


def hold_on(case: Case) -> LegalHold | None:
    """The legal hold in force, which the newest entry says; None when nothing is held."""
    newest = case.legal_holds[-1] if case.legal_holds else None
    return newest if newest and newest.on else None


# The life of posts.


def posts_end_at(case: Case) -> datetime | None:
    """When the posts of a closed case end; None while it goes on or a legal hold keeps them."""
    if case.referral.closed_at is None or hold_on(case):
        return None
    return case.referral.closed_at + timedelta(days=case.profile.chat_life.days_after_closing)


# Erasing.


class Keeps(StrEnum):
    """Why the words of a case are still kept."""

    NOT_CLOSED = "not_closed"
    HELD = "held"
    ASKED_FOR = "asked_for"
    NOT_EXPORTED = "not_exported"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Retention:
    """Whether the words of a case may be erased: `keeps` says why not, `due_at` from when on its time allows it."""

    keeps: Keeps | None
    due_at: datetime | None = None

    @property
    def may_erase(self) -> bool:
        """Whether nothing keeps them any more."""
        return self.keeps is None


def retention(case: Case, now: datetime) -> Retention:
    """Judge one case. What keeps it for certain comes first, time last."""
    closed_at = case.referral.closed_at
    if closed_at is None:
        return Retention(Keeps.NOT_CLOSED)
    due_at = months_after(closed_at, case.profile.retention.months_after_closing, case.profile.zone)
    if hold_on(case):
        return Retention(Keeps.HELD, due_at)
    if any(request.state == "open" for request in case.access_requests):
        return Retention(Keeps.ASKED_FOR, due_at)
    if not in_case_system(case):
        return Retention(Keeps.NOT_EXPORTED, due_at)
    return Retention(Keeps.NOT_YET if now < due_at else None, due_at)


def in_case_system(case: Case) -> bool:
    """Whether somebody confirmed that an export made since the case was closed stands in the case system."""
    confirmed = {one.export for one in case.export_confirmations}
    return any(one.id in confirmed for one in _since_closing(case))


def to_confirm(case: Case) -> tuple[Export, ...]:
    """Exports for the case system that nobody has confirmed yet, oldest first."""
    confirmed = {one.export for one in case.export_confirmations}
    return tuple(one for one in case.exports if one.kind == "case_system" and one.id not in confirmed)


def _since_closing(case: Case) -> tuple[Export, ...]:
    closed_at = case.referral.closed_at
    made = (one for one in case.exports if one.kind == "case_system")
    return tuple(one for one in made if closed_at is not None and one.at >= closed_at)


def months_after(start: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The end of the same day some months on, in local time; the month's last day where it has no such day."""
    local = start.astimezone(zone)
    years, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month + 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    midnight = datetime(year, month, day, tzinfo=zone) + timedelta(days=1)
    return midnight.astimezone(start.tzinfo)
