"""When whoever referred is to hear that nothing is decided yet, and what may truly be said to them then."""

from datetime import datetime, timedelta

from triage.calendar import OpeningHours
from triage.case import Case
from triage.clocks import due, local_to_utc
from triage.lifecycle import OPEN
from triage.profile import HoldingRule, Profile
from triage.records import Referral

HOLDING = "holding"
"""The kind of its clock."""
WITHOUT = ("information_request",)
"""Kinds of contact whose asker waits for an answer, not for a decision about a child."""


def write_at(referral: Referral, rule: HoldingRule, hours: OpeningHours) -> datetime:
    """The first time of day of the rule on a working day that leaves the hub its least time after receipt, in UTC."""
    earliest = referral.received_at + timedelta(minutes=rule.least_minutes)
    day = hours.local_date(referral.received_at)
    while True:
        at = local_to_utc(datetime.combine(day, rule.at), hours.timezone).at
        if hours.is_working_day(day) and at >= earliest:
            return at
        day = hours.add_working_days(day, 1)


def is_wanted(case: Case) -> bool:
    """Whether nothing is decided yet, nobody was told anything, and no such reply was ever prepared."""
    undecided = any(subject.stage in ("received", *OPEN) for subject in case.told_of)
    return undecided and case.referral.closed_at is None and not (case.feedback or case.holding)


def is_read(case: Case) -> bool:
    """Whether somebody has screened all of it."""
    return all(subject.stage != "received" for subject in case.subjects)


def are_asked(case: Case, now: datetime) -> bool:
    """Whether agencies are being asked at this moment."""
    return bool(case.asked) and not case.ready(now)


def again_by(case: Case, profile: Profile, hours: OpeningHours, now: datetime) -> datetime:
    """By when they hear again: by the time of the decision that was promised, or if that is over, by that of a reply."""
    decide = case.clock("decide")
    if decide is not None and decide.due_at > now:
        return decide.due_at
    return due(now, profile.feedback.length.length, hours)
