"""Which referrals stand on a day's list, as far as plain columns tell: how many it holds is shown often, the list seldom."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from storage.referrals import is_live
from storage.tables import check, clock, decision, meeting_item, rating, referral, subject
from triage.records import DayList

if TYPE_CHECKING:
    from storage.tx import Tx

Conditions = tuple[ColumnElement[bool], ...]
DUE = ("urgency", "information")
"""The clocks that say when a case is due."""
WAITS = ("rated", "proposed")
"""Stages at which somebody waits for a decision."""


def may_stand_on(tx: "Tx", of: DayList, levels: Sequence[str]) -> dict[str, bool]:
    """The hub's live referrals that may stand on this list, oldest first; True for those that do for certain.

    `levels` are the urgencies that are listed. It leaves out none that `triage.day_list.rows` lists; of those that are
    not certain only the whole case tells.
    """
    certain = and_(*_surely_waits(of, levels), *_surely_stays(of))
    wanted = (
        select(referral.c.id, certain.label("certain"))
        .where(is_live(of.forum), or_(and_(*_waits(levels)), and_(*_decided_for_now())))
        .order_by(referral.c.seq)
    )
    return {row.id: bool(row.certain) for row in tx.connection.execute(wanted)}


def _waits(levels: Sequence[str]) -> Conditions:
    """Somebody waits for a decision, and one of its urgencies is listed."""
    return _has(subject, subject.c.stage.in_(WAITS)), _has(rating, rating.c.level.in_(levels))


def _decided_for_now() -> Conditions:
    """After a decision for the time being, and after no other, the urgency runs on."""
    return _has(decision), _has(clock, clock.c.kind == "urgency", clock.c.stopped_at.is_(None))


def _surely_waits(of: DayList, levels: Sequence[str]) -> Conditions:
    """It came in time, its urgency is listed whichever of its subjects counts, and nothing is decided yet."""
    of_subject = (rating.c.subject == subject.c.id) & (rating.c.round == subject.c.round)
    return (
        _has(rating, of_subject, subject.c.stage.in_(WAITS)),
        _has(rating, rating.c.at < of.meeting_at),
        ~_has(rating, rating.c.level.not_in(levels)),
        ~_has(decision),
    )


def _surely_stays(of: DayList) -> Conditions:
    """No meeting put it off past the day, and either no answer is due after the meeting or it cannot wait for the next."""
    asked_late = _has(check, check.c.due_at > of.meeting_at)
    can_wait = _has(clock, clock.c.kind.in_(DUE), clock.c.due_at > of.next_at)
    return ~_has(meeting_item, meeting_item.c.back_on > of.day), or_(~asked_late, ~can_wait)


def _has(table: Table, *of_it: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a referral has such a row."""
    return exists().where(table.c.referral == referral.c.id, *of_it)
