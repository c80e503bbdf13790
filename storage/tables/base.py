"""What every table is made of: how names are formed, ids, the order of writing, the sealed body."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(64)
CODE = String(60)


def row_id() -> Column[str]:
    """A random id as the key, for rows whose order means nothing."""
    return Column("id", ID, primary_key=True)


def in_order() -> tuple[Column[int], Column[str]]:
    """A number in the order of writing, and the id: what came later is told by the number, never by a clock."""
    number = BigInteger().with_variant(Integer, "sqlite")
    return Column("seq", number, primary_key=True, autoincrement=True), Column(
        "id", ID, nullable=False, unique=True
    )


def of_referral() -> Column[str]:
    """The referral that a row belongs to."""
    return Column("referral", ID, ForeignKey("referral.id"), nullable=False, index=True)


def sealed_body() -> Column[bytes]:
    """All that rows are not found by, sealed under the key of what they belong to."""
    return Column("body", LargeBinary, nullable=False)
