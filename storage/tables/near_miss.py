"""What nearly went wrong, and what was learnt from it."""

from sqlalchemy import Column, ForeignKey, Table

from storage.columns import UTCDateTime
from storage.tables.base import CODE, ID, in_order, metadata, sealed_body

near_miss = Table(
    "near_miss",
    metadata,
    *in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False, index=True),
    Column("referral", ID, nullable=False, index=True),
    Column("kind", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("reviewed_at", UTCDateTime),
    Column("reviewed_by", ID, nullable=False),
    sealed_body(),
)
