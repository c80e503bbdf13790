"""The board of the hub's staff and the wall screen: one row for each case that goes on, by when it is due.

A row says where a case is, never who it is about by name; the wall leaves initials out too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.overview import work_rows
from bot.cards.roles import roles
from bot.cards.sight import Sight
from triage.case import Case, CaseState
from triage.meetings import day_of, interim_until


@dataclass(frozen=True)
class Row:
    """One case as the board shows it; `about` is empty on the wall."""

    reference: str
    due: str
    rating: str
    level: str
    about: str
    where: str
    state: CaseState
    answers: str
    waiting_for: str
    late: bool


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Filters:
    """What the board may be narrowed to: the choices there are, in words."""

    states: tuple[Option, ...]
    levels: tuple[Option, ...]


def rows(sight: Sight, cases: Iterable[Case]) -> tuple[Row, ...]:
    """All rows, the earliest due first."""
    return tuple(row(sight, case) for case in sorted(cases, key=_due))


def row(sight: Sight, case: Case) -> Row:
    """One case as it is now."""
    state = case.state(sight.now)
    return Row(
        reference=case.referral.reference,
        due=_due_read(sight, case, state),
        rating=phrases.rating(sight, case.level) if case.level or "requested" in case.stages else "",
        level=case.level,
        about=work_rows.about(sight, case),
        where=_where(sight, case, state),
        state=state,
        answers=_answers(sight, case),
        waiting_for=_waiting_for(sight, case, state),
        late=is_late(case, sight.now),
    )


def is_late(case: Case, now: datetime) -> bool:
    """Whether an answer or the decision is late; a decision for the time being ends no urgency."""
    late = _is_awaited(case, case.state(now)) and case.due_at is not None and case.due_at <= now
    return bool(case.late(now)) or late


def filters(sight: Sight) -> Filters:
    """The choices of the board's filters."""
    _ = sight.words.gettext
    states: tuple[CaseState, ...] = (
        "not_asked",
        "checks_out",
        "some_late",
        "ready",
        "in_meeting",
        "proposed",
        "decided",
    )
    levels = sight.hub.profile.levels
    return Filters(
        states=tuple(Option(state, _state(sight, state)) for state in states),
        levels=tuple(Option(level.id, phrases.rating(sight, level.id)) for level in levels),
    )


def _is_awaited(case: Case, state: CaseState) -> bool:
    """Whether a decision for good is still to come."""
    return state not in {"decided", "closed"} or (state == "decided" and bool(interim_until(case)))


def _due_read(sight: Sight, case: Case, state: CaseState) -> str:
    if case.due_at is None or not _is_awaited(case, state):
        return ""
    late = case.due_at < sight.now
    return times.left(sight, case.due_at) if late else times.now_read(sight, case.due_at)


def _due(case: Case) -> tuple[bool, datetime, str]:
    decided = all(subject.stage == "decided" for subject in case.subjects) and not interim_until(case)
    return decided, case.due_at or case.referral.received_at, case.referral.reference


def _state(sight: Sight, state: CaseState) -> str:
    _ = sight.words.gettext
    return {
        "received": _("Not screened"),
        "not_asked": _("Not asked yet"),
        "checks_out": _("Checks out"),
        "some_late": _("Checks out, some late"),
        "ready": _("Ready"),
        "in_meeting": _("In the meeting"),
        "proposed": _("Decision proposed"),
        "decided": _("Decided"),
        "closed": _("Closed"),
    }.get(state, state)


def _where(sight: Sight, case: Case, state: CaseState) -> str:
    """Where it is; a restriction is marked, and a decision for the time being, also where something else goes on."""
    where = _stage_or_interim(sight, case, state)
    return sight.words.gettext("{where}, restricted").format(where=where) if case.restriction else where


def _stage_or_interim(sight: Sight, case: Case, state: CaseState) -> str:
    _ = sight.words.gettext
    if not interim_until(case):
        return _stage(sight, case, state)
    if state == "decided":
        return _("Interim decision")
    return _("{where}, interim decision").format(where=_stage(sight, case, state))


def _stage(sight: Sight, case: Case, state: CaseState) -> str:
    if state == "some_late":
        late = len(case.late(sight.now))
        return sight.words.gettext("Checks out, {n} late").format(n=late)
    return _state(sight, state)


def _answers(sight: Sight, case: Case) -> str:
    if not case.asked:
        return ""
    return sight.words.gettext("{n} of {all}").format(n=len(case.answered), all=len(case.asked))


def _waiting_for(sight: Sight, case: Case, state: CaseState) -> str:
    """Who is to act next, as the board says it."""
    _ = sight.words.gettext
    if state == "proposed":
        wanted = tuple(dict.fromkeys(proposal.role for proposal in case.open_proposals))
        return _("Approval: {role}").format(role=roles(sight, wanted))
    if state == "ready":
        return _("Reply") if "requested" in case.stages else _("Decision")
    if state == "decided":
        return _after(sight, case)
    return phrases.seats(sight, case.waiting(sight.now))


def _after(sight: Sight, case: Case) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    open_actions = sum(action.done_at is None for action in case.actions)
    parts = []
    if back := day_of(interim_until(case)):
        parts.append(_("Decision, on the list {day}").format(day=times.posted_day(sight, back)))
    if open_actions:
        parts.append(many("{n} action", "{n} actions", open_actions).format(n=open_actions))
    if any(one.state in {"prepared", "to_do"} for one in case.feedback):
        parts.append(_("Feedback"))
    return ", ".join(parts)
