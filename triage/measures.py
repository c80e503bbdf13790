"""The hub's own figures over a period [001], by agency and never by person.

Where referrals came from, what for, how ratings changed, what came of them, how long it took, how agencies answered. They
are counted here exactly; `triage.small_numbers` decides what of them may be shown.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from triage.case import Case
from triage.lifecycle import EXITS
from triage.records import Answer, Check, Clock, Subject

_K = TypeVar("_K")

NOTHING_KNOWN = "checked_nothing_known"
CANNOT_CHECK = "cannot_check"
OPEN = "open"
"""The outcome of a subject for whom nothing has been decided yet."""


@dataclass(frozen=True)
class Within:
    """Of the clocks of one level that have ended or run out: how many ended in time."""

    level: str
    ended: int
    in_time: int


@dataclass(frozen=True)
class Taken:
    """How long decisions took from receipt: how many there were, the median and what nine in ten stayed under."""

    decided: int
    median: timedelta | None = None
    nine_in_ten: timedelta | None = None


@dataclass(frozen=True)
class Response:
    """How one agency answered what it was asked. `no_reply` counts only what is past its time."""

    seat: str
    asked: int
    in_time: int
    late: int
    no_reply: int
    nothing_known: int
    cannot_check: int


@dataclass(frozen=True)
class Measures:
    """All figures of one period. Tallies go from the most frequent down; outcomes and ratings are counted per person."""

    referrals: int
    people: int
    information_requests: int
    sources: tuple[tuple[str, int], ...]
    issues: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, int], ...]
    rating_change: tuple[tuple[tuple[str, str], int], ...]
    """First and last rating of each rated person."""
    taken: Taken
    within: tuple[Within, ...]
    responses: tuple[Response, ...]


def measure(cases: Iterable[Case], *, now: datetime, source_of: Callable[[Case], str]) -> Measures:
    """The figures of these cases as they stand now. `source_of` says what kind of agency a referral came from.

    Information requests are counted and are in no other figure: nothing about risk was asked of anybody.
    """
    everything = tuple(cases)
    counted = tuple(case for case in everything if case.referral.kind != "information_request")
    subjects = tuple((case, subject) for case in counted for subject in case.subjects)
    return Measures(
        referrals=len(counted),
        people=len(subjects),
        information_requests=len(everything) - len(counted),
        sources=_tally(source_of(case) for case in counted),
        issues=_tally(issue for case in counted for issue in case.referral.issues),
        outcomes=_tally(_outcome(case, subject) for case, subject in subjects),
        rating_change=_tally(change for pair in subjects for change in _rating_change(*pair)),
        taken=_taken(counted),
        within=_within(counted, now),
        responses=_responses(counted, now),
    )


def _tally(found: Iterable[_K]) -> tuple[tuple[_K, int], ...]:
    counted = Counter(found)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], str(one[0]))))


def _outcome(case: Case, subject: Subject) -> str:
    decision = case.decision_on(subject)
    if decision is not None:
        return decision.outcome
    return subject.stage if subject.stage in EXITS else OPEN


def _rating_change(case: Case, subject: Subject) -> Iterator[tuple[str, str]]:
    given = [rating.level for rating in case.ratings if rating.subject == subject.id]
    if given:
        yield given[0], given[-1]


def _taken(cases: tuple[Case, ...]) -> Taken:
    """From receipt to the first decision on each person."""
    first: dict[str, timedelta] = {}
    for case in cases:
        for made in case.decisions:
            first.setdefault(made.subject, made.at - case.referral.received_at)
    spans = sorted(first.values())
    if not spans:
        return Taken(0)
    return Taken(len(spans), _at_share(spans, 0.5), _at_share(spans, 0.9))


def _at_share(spans: list[timedelta], share: float) -> timedelta:
    """The smallest span that this share of all spans does not exceed."""
    place = -(-len(spans) * share // 1)
    return spans[max(int(place), 1) - 1]


def _within(cases: tuple[Case, ...], now: datetime) -> tuple[Within, ...]:
    """By level, in the profile's order: the clock that ran last for each person decides."""
    ended: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    levels: tuple[str, ...] = ()
    for case in cases:
        levels = tuple(level.id for level in case.profile.levels)
        for clock in _last_clocks(case):
            if clock.stopped_at is not None or clock.due_at <= now:
                ended[clock.level] += 1
                in_time[clock.level] += clock.stopped_at is not None and clock.stopped_at <= clock.due_at
    return tuple(Within(level, ended[level], in_time[level]) for level in levels if ended[level])


def _last_clocks(case: Case) -> tuple[Clock, ...]:
    return tuple({clock.subject: clock for clock in case.clocks if clock.kind == "urgency"}.values())


def _responses(cases: tuple[Case, ...], now: datetime) -> tuple[Response, ...]:
    told: dict[str, Counter[str]] = {}
    seats: tuple[str, ...] = ()
    for case in cases:
        seats = tuple(seat.id for seat in case.profile.seats)
        for check in case.checks:
            told.setdefault(check.seat, Counter()).update(_replied(case, check, now))
    return tuple(
        Response(
            seat,
            asked=told[seat]["asked"],
            in_time=told[seat]["in_time"],
            late=told[seat]["late"],
            no_reply=told[seat]["no_reply"],
            nothing_known=told[seat][NOTHING_KNOWN],
            cannot_check=told[seat][CANNOT_CHECK],
        )
        for seat in seats
        if seat in told
    )


def _replied(case: Case, check: Check, now: datetime) -> Iterator[str]:
    yield "asked"
    answered = sorted((one for one in case.answers if one.check == check.id), key=lambda one: one.at)
    done_at = _complete_at(check, answered)
    if done_at is not None:
        yield "in_time" if done_at <= check.due_at else "late"
    elif check.due_at <= now and check.seat not in case.kept_from:
        yield "no_reply"
    kinds = {answer.kind for answer in answered}
    if kinds in ({NOTHING_KNOWN}, {CANNOT_CHECK}):
        yield kinds.pop()


def _complete_at(check: Check, answered: list[Answer]) -> datetime | None:
    """When everybody that was asked about had an answer; None while somebody has none."""
    left = set(check.subjects)
    for answer in answered:
        left -= set(answer.subjects)
        if not left:
            return answer.at
    return None
