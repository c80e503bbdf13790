"""What waits in a hub and until when, from plain columns alone: nothing sealed is opened to see whether anything is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, exists, or_, select, union

from storage.tables import (
    action,
    answer,
    check,
    clock,
    conflict,
    feedback,
    proposal,
    rating,
    referral,
    restriction,
    subject,
    task,
    vote,
)
from triage.lifecycle import ASKED, OPEN
from triage.reminders import About

if TYPE_CHECKING:
    from storage.tx import Tx


_HUB: BindParameter[str] = bindparam("hub")


def _live(*, open_only: bool = False) -> Select[tuple[str]]:
    """Referrals of the hub that are not closed; of those only such with somebody still to decide on."""
    live = select(referral.c.id).where(referral.c.forum == _HUB, referral.c.closed_at.is_(None))
    if not open_only:
        return live
    return live.where(referral.c.id.in_(select(subject.c.referral).where(subject.c.stage.in_(ASKED))))


_LEVELS = (
    select(rating.c.referral, rating.c.subject, rating.c.level)
    .where(rating.c.referral.in_(_live()))
    .order_by(rating.c.seq)
)
_URGENCY_DUE = select(clock.c.referral, clock.c.due_at).where(
    clock.c.referral.in_(_live()), clock.c.kind == "urgency", clock.c.stopped_at.is_(None)
)
_CHECKS = (
    select(check.c.referral, check.c.seat, clock.c.started_at, clock.c.due_at, clock.c.stopped_at)
    .join(clock, (clock.c.subject == check.c.id) & (clock.c.kind == "answer"))
    .where(check.c.referral.in_(_live(open_only=True)))
    .order_by(check.c.seq)
)
_OPEN_SUBJECTS = select(subject.c.referral, subject.c.id, subject.c.round).where(
    subject.c.referral.in_(_live(open_only=True)), subject.c.stage.in_(OPEN)
)
_VIEWED = select(vote.c.referral, vote.c.subject, vote.c.round, vote.c.seat).where(
    vote.c.referral.in_(_live(open_only=True))
)
_ACTIONS = select(action).where(action.c.referral.in_(_live()), action.c.state == "open")
_LESS_SAFE = select(action).where(action.c.referral.in_(_live()), action.c.unsafe_since.is_not(None))
_APPROVALS = select(proposal).where(proposal.c.referral.in_(_live()), proposal.c.state == "open")
_FEEDBACK = select(feedback).where(feedback.c.referral.in_(_live()), feedback.c.state == "prepared")
_TASKS = select(task).where(task.c.forum == _HUB, task.c.done_at.is_(None))
"""Made once: each second's look asks them."""


@dataclass(frozen=True)
class OpenItem:
    """Something that is not done. `levels` are the ratings in force in its case, `role` is who approves a proposal.

    `owner` is who has an action, or who made a proposal and cannot approve it; `kind` is a task's.
    """

    about: About
    thing: str
    referral: str
    seat: str
    begun_at: datetime
    due_at: datetime
    levels: frozenset[str] = frozenset()
    owner: str = ""
    role: str = ""
    kind: str = ""


class WaitingItems:
    """Reads all that waits in one hub, inside one transaction."""

    def __init__(self, tx: "Tx", forum: str) -> None:
        self._tx = tx
        self._forum = forum
        self._levels = self._levels_in_force()
        self._due = self._urgency_due()

    def items(self) -> Iterator[OpenItem]:
        """Everything, in no order."""
        yield from self._asked()
        yield from self._actions()
        yield from self._less_safe()
        yield from self._approvals()
        yield from self._feedback()
        yield from self._tasks()

    def _asked(self) -> Iterator[OpenItem]:
        """Answers that are missing; where a seat has answered, its view on whoever is still open."""
        open_subjects = self._open_subjects()
        asked: dict[tuple[str, str], list[Row[Any]]] = {}
        for row in self._rows(_CHECKS):
            asked.setdefault((row.referral, row.seat), []).append(row)
        viewed = self._viewed()
        for (owner, seat), rows in asked.items():
            missing = [row for row in rows if row.stopped_at is None]
            if missing:
                last = max(missing, key=lambda row: row.due_at)
                yield self._item("answer", owner, owner, seat, last.started_at, last.due_at)
                continue
            due_at = self._due.get(owner)
            begun_at = max(row.stopped_at for row in rows)
            to_view = {(owner, *one, seat) for one in open_subjects.get(owner, ())}
            if due_at is not None and begun_at < due_at and to_view - viewed:
                yield self._item("view", owner, owner, seat, begun_at, due_at)

    def _actions(self) -> Iterator[OpenItem]:
        for row in self._rows(_ACTIONS):
            begun_at = row.begun_at or row.due_at
            yield self._item("action", row.id, row.referral, row.seat, begun_at, row.due_at, owner=row.owner)

    def _less_safe(self) -> Iterator[OpenItem]:
        """Actions that will not be done and leave somebody less safe, until it is said what is done instead."""
        for row in self._rows(_LESS_SAFE):
            yield self._item("less_safe", row.id, row.referral, "", row.unsafe_since, row.due_at)

    def _approvals(self) -> Iterator[OpenItem]:
        for row in self._rows(_APPROVALS):
            due_at = self._due.get(row.referral)
            if due_at is not None and row.at < due_at:
                yield self._item(
                    "approval", row.id, row.referral, "", row.at, due_at, owner=row.by, role=row.role
                )

    def _feedback(self) -> Iterator[OpenItem]:
        for row in self._rows(_FEEDBACK):
            yield self._item("feedback", row.id, row.referral, "", row.prepared_at, row.due_at)

    def _tasks(self) -> Iterator[OpenItem]:
        for row in self._rows(_TASKS):
            yield self._item("task", row.id, row.referral, "", row.at, row.due_at, kind=row.kind)

    def _item(  # noqa: PLR0917 - in the order in which the record has them
        self,
        about: About,
        thing: str,
        owner_referral: str,
        seat: str,
        begun_at: datetime,
        due_at: datetime,
        **more: str,
    ) -> OpenItem:
        levels = self._levels.get(owner_referral, frozenset())
        return OpenItem(about, thing, owner_referral, seat, begun_at, due_at, levels, **more)

    def _open_subjects(self) -> dict[str, set[tuple[str, int]]]:
        found: dict[str, set[tuple[str, int]]] = {}
        for row in self._rows(_OPEN_SUBJECTS):
            found.setdefault(row.referral, set()).add((row.id, row.round))
        return found

    def _viewed(self) -> set[tuple[str, str, int, str]]:
        return {(row.referral, row.subject, row.round, row.seat) for row in self._rows(_VIEWED)}

    def _levels_in_force(self) -> dict[str, frozenset[str]]:
        """The newest rating of each subject, by referral."""
        newest: dict[tuple[str, str], str] = {}
        for row in self._rows(_LEVELS):
            newest[(row.referral, row.subject)] = row.level
        found: dict[str, set[str]] = {}
        for (owner, _), level in newest.items():
            found.setdefault(owner, set()).add(level)
        return {owner: frozenset(levels) for owner, levels in found.items()}

    def _urgency_due(self) -> dict[str, datetime]:
        """The earliest urgency clock that runs, by referral."""
        found: dict[str, datetime] = {}
        for row in self._rows(_URGENCY_DUE):
            found[row.referral] = min(found.get(row.referral, row.due_at), row.due_at)
        return found

    def _rows(self, wanted: Select[Any]) -> list[Row[Any]]:
        return list(self._tx.connection.execute(wanted, {"hub": self._forum}))


def concerning(tx: "Tx", forum: str, person: str, seats: Sequence[str]) -> tuple[str, ...]:
    """The ids of a hub's live referrals in which something may wait for this person or one of these seats, oldest first.

    It leaves none out, and names none to which the seats have said all that they were asked.
    """
    live = (referral.c.forum == forum) & referral.c.closed_at.is_(None)
    going_on = referral.c.id.in_(select(subject.c.referral).where(subject.c.stage.in_(ASKED)))
    to_do = select(action.c.referral).where(
        action.c.state == "open", (action.c.owner == person) | action.c.seat.in_(seats)
    )
    theirs: ColumnElement[bool] = referral.c.id.in_(to_do)
    if seats:
        theirs = or_(theirs, going_on & (_unanswered(seats) | _without_view(seats)))
    wanted = select(referral.c.id).where(live, theirs)
    by_phone = _taken_by_phone(tx, live & going_on, seats) if seats else ()
    found = {*tx.connection.execute(wanted).scalars(), *by_phone}
    ordered = select(referral.c.id).where(referral.c.id.in_(found)).order_by(referral.c.seq)
    return tuple(tx.connection.execute(ordered).scalars()) if found else ()


def kept_with_actions(tx: "Tx", forum: str) -> tuple[str, ...]:
    """The ids of a hub's referrals that were ever kept from somebody and have open actions, oldest first."""
    ever = union(select(restriction.c.referral), select(conflict.c.referral))
    wanted = (
        select(action.c.referral)
        .join(referral, referral.c.id == action.c.referral)
        .where(referral.c.forum == forum, action.c.state == "open", action.c.referral.in_(ever))
        .order_by(referral.c.seq)
    )
    return tuple(dict.fromkeys(tx.connection.execute(wanted).scalars()))


def _unanswered(seats: Sequence[str]) -> ColumnElement[bool]:
    """A check of one of these seats whose clock runs, or that has none."""
    its = exists().where(
        clock.c.referral == check.c.referral, clock.c.subject == check.c.id, clock.c.kind == "answer"
    )
    waits = or_(its.where(clock.c.stopped_at.is_(None)), ~its)
    return exists().where(check.c.referral == referral.c.id, check.c.seat.in_(seats), waits)


def _without_view(seats: Sequence[str]) -> ColumnElement[bool]:
    """An open subject on which one of these seats, that was asked, has given no view in this round."""
    given = exists().where(
        vote.c.referral == check.c.referral,
        vote.c.subject == subject.c.id,
        vote.c.round == subject.c.round,
        vote.c.seat == check.c.seat,
    )
    return exists().where(
        check.c.referral == referral.c.id,
        check.c.seat.in_(seats),
        subject.c.referral == referral.c.id,
        subject.c.stage.in_(OPEN),
        ~given,
    )


def _taken_by_phone(tx: "Tx", where: ColumnElement[bool], seats: Sequence[str]) -> Iterator[str]:
    """Where somebody at the hub took down what one of these seats said, and the seat has not said that it is right."""
    wanted = (
        select(answer)
        .join(referral, referral.c.id == answer.c.referral)
        .where(where, answer.c.seat.in_(seats), answer.c.confirmed_at.is_(None))
    )
    given = tx.answers.read(tx.connection.execute(wanted))
    return (one.referral for one in given if one.told_by)
