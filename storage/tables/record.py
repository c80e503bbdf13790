"""The record of what was done, refused and opened."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from storage.columns import UTCDateTime
from storage.tables.base import CODE, ID, metadata

audit = Table(
    "audit",
    metadata,
    Column("chain", ID, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UTCDateTime, nullable=False),
    Column("actor", ID, nullable=False),
    Column("seat", CODE, nullable=False),
    Column("surface", String(10), nullable=False),
    Column("verb", CODE, nullable=False),
    Column("thing", ID, nullable=False, index=True),
    Column("outcome", CODE, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)
audit_head = Table(
    "audit_head",
    metadata,
    Column("chain", ID, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)
