"""Which kinds of record some referrals have at all: there are many kinds, and most referrals have few of them."""

from collections.abc import Sequence

from sqlalchemy import CompoundSelect, Connection, bindparam, exists, literal_column, select, union_all

from storage.tables import metadata, referral

_THESE = select(referral.c.id).where(referral.c.id.in_(bindparam("ids", expanding=True))).cte("these")
_OF_REFERRALS = [table for table in metadata.sorted_tables if "referral" in table.c]
_PRESENT: CompoundSelect[str] = union_all(
    *(
        select(literal_column(f"'{table.name}'")).where(
            exists().where(table.c.referral.in_(select(_THESE.c.id)))
        )
        for table in _OF_REFERRALS
    )
)


def tables_of(connection: Connection, referrals: Sequence[str]) -> frozenset[str]:
    """The names of the tables in which at least one of these referrals has a row, in one query."""
    return frozenset(connection.execute(_PRESENT, {"ids": list(referrals)}).scalars())
