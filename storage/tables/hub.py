"""The hub and its people."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from storage.columns import Json, UTCDateTime
from storage.tables.base import CODE, ID, in_order, metadata, row_id, sealed_body

forum = Table(
    "forum",
    metadata,
    row_id(),
    Column("profile", CODE, nullable=False),
    Column("name", Text, nullable=False),
    Column("timezone", CODE, nullable=False),
    Column("language", String(10), nullable=False),
    Column("channels", Json, nullable=False),
    Column("partners", Json, nullable=False),
    Column("allowed_apps", Json, nullable=False),
    Column("public_form", Boolean, nullable=False, server_default=false()),
)
person = Table(
    "person",
    metadata,
    row_id(),
    Column("name", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("told_at", UTCDateTime),
    Column("phone", String(60), nullable=False, server_default=""),
)
membership = Table(
    "membership",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("forum", ID, ForeignKey("forum.id"), primary_key=True),
    Column("seat", CODE, primary_key=True),
    Column("roles", Json, nullable=False),
    Column("deputy_for", ID, nullable=False),
    Column("starts_at", UTCDateTime),
    Column("ends_at", UTCDateTime),
)
identity = Table(
    "identity",
    metadata,
    Column("surface", String(10), primary_key=True),
    Column("tenant", ID, primary_key=True),
    Column("user", ID, primary_key=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False, index=True),
)
link_code = Table(
    "link_code",
    metadata,
    Column("code_hash", ID, primary_key=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("purpose", CODE, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("used_at", UTCDateTime),
)
duty = Table(
    "duty",
    metadata,
    row_id(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("seat", CODE, nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("until", UTCDateTime),
    Column("stands_for", ID, nullable=False, server_default=""),
    Index("ix_duty_forum_until", "forum", "until"),
)
handover = Table(
    "handover",
    metadata,
    *in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("duty", ID, ForeignKey("duty.id"), nullable=False, index=True),
    Column("giver", ID, ForeignKey("person.id"), nullable=False),
    Column("taker", ID, ForeignKey("person.id"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    sealed_body(),
)
follow_up = Table(
    "follow_up",
    metadata,
    Column("forum", ID, ForeignKey("forum.id"), primary_key=True),
    Column("mark", String(200), nullable=False),
)
revision = Table(
    "revision",
    metadata,
    Column("name", CODE, primary_key=True),
    Column("number", Integer, nullable=False),
)
