"""What happened while the hub was closed."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table

from storage.columns import UTCDateTime
from storage.tables.base import ID, in_order, metadata, of_referral

night_item = Table(
    "night_item",
    metadata,
    *in_order(),
    of_referral(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("opens_at", UTCDateTime, nullable=False),
    Column("arrived", Boolean, nullable=False),
    Column("urgent_at", UTCDateTime),
    Column("answered_at", UTCDateTime),
    Column("answered_by", ID, nullable=False),
    Column("picked_up_at", UTCDateTime),
    Column("picked_up_by", ID, nullable=False),
    Index("ix_night_item_forum_picked_up_at", "forum", "picked_up_at"),
)
after_hours = Table(
    "after_hours",
    metadata,
    *in_order(),
    of_referral(),
    Column("person", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("opens_at", UTCDateTime, nullable=False),
    Column("called_at", UTCDateTime),
)
