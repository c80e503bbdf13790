"""Actions' history, whose something is, and who was reminded of what. No row here says what an action is about."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from storage.columns import UTCDateTime
from storage.tables.base import CODE, ID, in_order, metadata, of_referral, sealed_body

action_step = Table(
    "action_step",
    metadata,
    *in_order(),
    of_referral(),
    Column("action", ID, ForeignKey("action.id"), nullable=False, index=True),
    Column("kind", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("person", ID, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("due_at", UTCDateTime),
    sealed_body(),
)
handed_on = Table(
    "handed_on",
    metadata,
    *in_order(),
    of_referral(),
    Column("seat", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("to", ID, nullable=False),
    Column("choice", CODE, nullable=False),
    sealed_body(),
)
lead_phoned = Table(
    "lead_phoned",
    metadata,
    *in_order(),
    of_referral(),
    Column("about", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    sealed_body(),
)
digest = Table(
    "digest",
    metadata,
    *in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("level", CODE, nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("replaced_at", UTCDateTime),
    Index("ix_digest_person_level", "forum", "person", "level"),
)
digest_line = Table(
    "digest_line",
    metadata,
    *in_order(),
    Column("digest", ID, ForeignKey("digest.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("referral", ID, nullable=False, index=True),
    Column("about", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("urgent", Boolean, nullable=False),
    UniqueConstraint("digest", "number"),
)
nudge = Table(
    "nudge",
    metadata,
    *in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("referral", ID, nullable=False, index=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("level", CODE, nullable=False),
    Column("about", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("moment", CODE, nullable=False),
    Column("moment_at", UTCDateTime, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("digest", ID, ForeignKey("digest.id"), nullable=False),
    UniqueConstraint("person", "level", "about", "thing", "seat", "moment", "moment_at"),
    Index("ix_nudge_forum_thing", "forum", "thing"),
)
snooze = Table(
    "snooze",
    metadata,
    *in_order(),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("referral", ID, nullable=False, index=True),
    Column("person", ID, ForeignKey("person.id"), nullable=False),
    Column("about", CODE, nullable=False),
    Column("thing", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("until", UTCDateTime, nullable=False),
    Index("ix_snooze_forum_until", "forum", "until"),
)
