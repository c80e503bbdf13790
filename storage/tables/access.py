"""Who may know of a referral at all, and whom people must not meet in their work."""

from sqlalchemy import Boolean, Column, ForeignKey, String, Table

from storage.columns import Json, UTCDateTime
from storage.tables.base import CODE, ID, in_order, metadata, of_referral, row_id, sealed_body

restriction = Table(
    "restriction",
    metadata,
    *in_order(),
    of_referral(),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("lifted", Boolean, nullable=False),
    Column("named", Json, nullable=False),
    sealed_body(),
)
conflict = Table(
    "conflict",
    metadata,
    *in_order(),
    of_referral(),
    Column("person", ID, nullable=False, index=True),
    Column("by", ID, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("state", CODE, nullable=False),
    Column("deputy", ID, nullable=False),
    sealed_body(),
)
family = Table(
    "family",
    metadata,
    row_id(),
    Column("person", ID, ForeignKey("person.id"), nullable=False, index=True),
    Column("forum", ID, ForeignKey("forum.id"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    sealed_body(),
)
"""Relatives whom an administrator noted for a person, sealed under the hub's key."""
family_token = Table(
    "family_token",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("family", ID, ForeignKey("family.id"), primary_key=True),
)
"""What a relative is found by when somebody arrives; the same keyed hashes as a subject's."""
