"""Times at which a chat could not be reached."""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from storage.columns import UTCDateTime
from storage.tables.base import ID, in_order, metadata

unreached = Table(
    "unreached",
    metadata,
    Column("surface", String(10), primary_key=True),
    Column("since", UTCDateTime, nullable=False),
)
outage = Table(
    "outage",
    metadata,
    *in_order(),
    Column("surface", String(10), nullable=False),
    Column("began_at", UTCDateTime, nullable=False),
    Column("noted_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime, index=True),
    UniqueConstraint("surface", "began_at"),
)
outage_notice = Table(
    "outage_notice",
    metadata,
    *in_order(),
    Column("outage", ID, ForeignKey("outage.id"), nullable=False, index=True),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("person", ID, nullable=False),
    Column("task", ID, nullable=False),
)
