"""What the surfaces need."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false

from storage.columns import Json, UTCDateTime
from storage.tables.base import CODE, ID, in_order, metadata

message = Table(
    "message",
    metadata,
    *in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("scope", ID, nullable=False, index=True),
    Column("surface", String(10), nullable=False),
    Column("audience", ID, nullable=False),
    Column("card", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("dedupe_key", String(300), nullable=False, unique=True),
    Column("created_at", UTCDateTime, nullable=False),
    Column("wanted_revision", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("shown_revision", Integer, nullable=False),
    Column("shown_digest", String(64), nullable=False),
    Column("shown_at", UTCDateTime),
    Column("conversation", Text, nullable=False),
    Column("platform_id", Text, nullable=False),
    Column("next_change_at", UTCDateTime, index=True),
    Column("delete_at", UTCDateTime),
    Column("state", CODE, nullable=False),
    Column("reach", CODE, nullable=False, server_default=""),  # of a person whom the platform cannot reach
    Column("attempts", Integer, nullable=False),
    Column("try_at", UTCDateTime),
    Column("last_reason", CODE, nullable=False),
    Column("first", Boolean, nullable=False, server_default=false()),  # nobody may go on seeing it
    Index("ix_message_due", "surface", "state", "try_at"),
)
channel_guard = Table(
    "channel_guard",
    metadata,
    Column("forum", ID, ForeignKey("forum.id"), primary_key=True),
    Column("surface", String(10), primary_key=True),
    Column("checked_at", UTCDateTime, nullable=False),
    Column("closed_since", UTCDateTime),
    Column("failures", Json, nullable=False),
)
conversation = Table(
    "conversation",
    metadata,
    Column("surface", String(10), primary_key=True),
    Column("tenant", ID, primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("reference", Json, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)
delivery = Table(
    "delivery",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("at", UTCDateTime, nullable=False, index=True),
    Column("reply", Json, nullable=False),
)
form_token = Table(
    "form_token",
    metadata,
    Column("token", ID, primary_key=True),
    Column("person", ID, nullable=False),
    Column("verb", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("shown_revision", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False, index=True),
    Column("spent_at", UTCDateTime),
    Column("reply", Json),
    Column("seat", CODE, nullable=False, server_default=""),
    Column("shows", Json, nullable=False, server_default="[]"),
)
lease = Table(
    "lease",
    metadata,
    Column("name", CODE, primary_key=True),
    Column("holder", ID, nullable=False),
    Column("until", UTCDateTime, nullable=False),
)
web_session = Table(
    "web_session",
    metadata,
    Column("id_hash", ID, primary_key=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("began_at", UTCDateTime, nullable=False),
    Column("seen_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
)
authenticator = Table(
    "authenticator",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("confirmed_at", UTCDateTime),
    Column("last_step", Integer, nullable=False),
)
draft = Table(
    "draft",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("verb", CODE, primary_key=True),
    Column("thing", ID, primary_key=True),
    Column("saved_at", UTCDateTime, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
last_used = Table(
    "last_used",
    metadata,
    Column("person", ID, ForeignKey("person.id"), primary_key=True),
    Column("field", CODE, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
