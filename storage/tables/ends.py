"""How referrals end: closed, reopened, held, exported, given out on request."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, UniqueConstraint

from storage.columns import UTCDateTime
from storage.tables.base import CODE, ID, in_order, metadata, of_referral, sealed_body

closing = Table(
    "closing",
    metadata,
    *in_order(),
    of_referral(),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    sealed_body(),
)
reopening = Table(
    "reopening",
    metadata,
    *in_order(),
    of_referral(),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    sealed_body(),
)
legal_hold = Table(
    "legal_hold",
    metadata,
    *in_order(),
    of_referral(),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    Column("on", Boolean, nullable=False),
    sealed_body(),
)
export = Table(
    "export",
    metadata,
    *in_order(),
    of_referral(),
    Column("kind", CODE, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    sealed_body(),
    UniqueConstraint("referral", "kind", "copy", name="uq_export_referral"),
)
export_confirmation = Table(
    "export_confirmation",
    metadata,
    *in_order(),
    of_referral(),
    Column("export", ID, ForeignKey("export.id"), nullable=False, unique=True),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    sealed_body(),
)
access_request = Table(
    "access_request",
    metadata,
    *in_order(),
    of_referral(),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("state", CODE, nullable=False, index=True),
    Column("released_at", UTCDateTime),
    sealed_body(),
)
access_review = Table(
    "access_review",
    metadata,
    *in_order(),
    of_referral(),
    Column("request", ID, ForeignKey("access_request.id"), nullable=False),
    Column("seat", CODE, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    sealed_body(),
)
information_request = Table(
    "information_request",
    metadata,
    *in_order(),
    of_referral(),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    sealed_body(),
)
information_reply = Table(
    "information_reply",
    metadata,
    *in_order(),
    of_referral(),
    Column("at", UTCDateTime, nullable=False),
    Column("by", ID, nullable=False),
    Column("state", CODE, nullable=False),
    Column("decided_by", ID, nullable=False),
    Column("decided_at", UTCDateTime),
    Column("read_at", UTCDateTime),
    sealed_body(),
)
