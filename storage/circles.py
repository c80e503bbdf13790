"""Who may know of a referral, read without reading anything of it.

Each look takes the same statements, whether the referral is there or not: how long a refusal takes must not say which.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, bindparam, select

from storage.tables import conflict, referral, restriction
from triage.records import Circle

if TYPE_CHECKING:
    from storage.tx import Tx


_SOME: BindParameter[str] = bindparam("some", expanding=True)
_ALL = select(referral.c.id, referral.c.forum, referral.c.referrer_person).where(referral.c.id.in_(_SOME))
_THERE = _ALL.where(referral.c.erased_at.is_(None))
_RESTRICTIONS = (
    select(restriction.c.referral, restriction.c.lifted, restriction.c.named)
    .where(restriction.c.referral.in_(_SOME))
    .order_by(restriction.c.seq)
)
_CONFLICTS = (
    select(conflict.c.referral, conflict.c.person, conflict.c.state)
    .where(conflict.c.referral.in_(_SOME))
    .order_by(conflict.c.seq)
)


class Circles:
    """The circles of referrals, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def of(self, referral_id: str, *, erased: bool = False) -> Circle | None:
        """The circle of one referral; None when there is no such referral."""
        return self.of_each((referral_id,), erased=erased).get(referral_id)

    def of_each(self, referral_ids: Iterable[str], *, erased: bool = False) -> dict[str, Circle]:
        """The circles of those of these referrals that are there, by id; of erased ones only for who reads the audit."""
        these = {"some": tuple(referral_ids)}
        rows = self._tx.connection.execute
        known = rows(_ALL if erased else _THERE, these).all()
        restrictions = rows(_RESTRICTIONS, these).all()
        conflicts = rows(_CONFLICTS, these).all()
        newest = {row.referral: row for row in restrictions}
        states = {(row.referral, row.person): row.state for row in conflicts}
        return {
            row.id: Circle(
                forum=row.forum,
                referrer=row.referrer_person,
                restricted=row.id in newest and not newest[row.id].lifted,
                named=frozenset(newest[row.id].named)
                if row.id in newest and not newest[row.id].lifted
                else frozenset(),
                conflicted=frozenset(
                    person for (of, person), state in states.items() if of == row.id and state != "lifted"
                ),
            )
            for row in known
        }
