"""Meetings, who came, what was said, the day's lists and the minutes."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.columns import UTCDateTime
from storage.tables.base import CODE, ID, in_order, metadata, of_referral, row_id, sealed_body

DAY = String(10)
"""A day as "2026-11-17"."""


def of_meeting() -> Column[str]:
    """The meeting that a row belongs to."""
    return Column("meeting", ID, ForeignKey("meeting.id"), nullable=False, index=True)


day_list = Table(
    "day_list",
    metadata,
    row_id(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("day", DAY, nullable=False),
    Column("built_at", UTCDateTime, nullable=False),
    Column("meeting_at", UTCDateTime, nullable=False),
    Column("next_at", UTCDateTime, nullable=False),
    UniqueConstraint("forum", "day"),
)
meeting = Table(
    "meeting",
    metadata,
    *in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("referral", ID, nullable=False, index=True),
    Column("day_list", ID, nullable=False, index=True),
    Column("kind", CODE, nullable=False),
    Column("state", CODE, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("closed_at", UTCDateTime),
    sealed_body(),
    Index("ix_meeting_forum_state", "forum", "state"),
)
meeting_item = Table(
    "meeting_item",
    metadata,
    *in_order(),
    of_referral(),
    of_meeting(),
    Column("position", Integer, nullable=False),
    Column("state", CODE, nullable=False),
    Column("back_on", DAY, nullable=False),
    Column("started_at", UTCDateTime),
    Column("ended_at", UTCDateTime),
    sealed_body(),
    UniqueConstraint("meeting", "referral"),
)
attendance = Table(
    "attendance",
    metadata,
    *in_order(),
    of_meeting(),
    Column("seat", CODE, nullable=False),
    Column("how", CODE, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    Column("person", ID, nullable=False),
)
guest = Table(
    "guest",
    metadata,
    *in_order(),
    of_referral(),
    of_meeting(),
    Column("person", ID, nullable=False, index=True),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    sealed_body(),
)
view_asked = Table(
    "view_asked",
    metadata,
    *in_order(),
    of_referral(),
    of_meeting(),
    Column("seat", CODE, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
)
statement = Table(
    "statement",
    metadata,
    *in_order(),
    of_referral(),
    of_meeting(),
    Column("seat", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("confirmed_at", UTCDateTime),
    Column("confirmed_by", ID, nullable=False),
    sealed_body(),
)
destination_rating = Table(
    "destination_rating",
    metadata,
    *in_order(),
    of_referral(),
    Column("subject", ID, nullable=False),
    Column("round", Integer, nullable=False),
    Column("destination", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    sealed_body(),
)
minutes = Table(
    "minutes",
    metadata,
    *in_order(),
    of_meeting(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("referral", ID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    Column("approved_at", UTCDateTime),
    Column("approved_by", ID, nullable=False),
    sealed_body(),
    UniqueConstraint("meeting", "version"),
)
minutes_part = Table(
    "minutes_part",
    metadata,
    *in_order(),
    of_referral(),
    Column("minutes", ID, ForeignKey("minutes.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    sealed_body(),
)
