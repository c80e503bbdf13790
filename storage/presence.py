"""Which kinds of record some referrals have at all: there are many kinds, and most referrals have few of them."""

from collections.abc import Callable, Sequence

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    bindparam,
    exists,
    literal_column,
    select,
    union_all,
)

from storage.tables import metadata, referral


def _present(theirs: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> CompoundSelect[str]:
    """The names of the tables in which a row belongs to them, as this condition on its referral says."""
    tables = [table for table in metadata.sorted_tables if "referral" in table.c]
    return union_all(
        *(
            select(literal_column(f"'{table.name}'")).where(exists().where(theirs(table.c.referral)))
            for table in tables
        )
    )


_THESE = select(referral.c.id).where(referral.c.id.in_(bindparam("some", expanding=True))).cte("these")
_OF_SOME = _present(lambda owner: owner.in_(select(_THESE.c.id)))
_OF_ONE = _present(lambda owner: owner == bindparam("one"))
"""Most often it is one, and asking for it by its name costs a hundredth."""


def tables_of(connection: Connection, referrals: Sequence[str]) -> frozenset[str]:
    """The names of the tables in which at least one of these referrals has a row, in one query."""
    if len(referrals) == 1:
        return frozenset(connection.execute(_OF_ONE, {"one": referrals[0]}).scalars())
    return frozenset(connection.execute(_OF_SOME, {"some": list(referrals)}).scalars())
