"""Column types that both databases share."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine


class NaiveTimeError(TypeError, DontWrapMixin):
    """A time without a time zone was about to be stored or compared.

    It reaches the caller as the TypeError it is: SQLAlchemy does not wrap it.
    """


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: takes aware values only and gives back aware values in UTC.

    PostgreSQL keeps `timestamptz`. SQLite has no such type and keeps ISO text, always with six decimals and
    `+00:00`, so that its order as text is its order in time.
    Raises TypeError for a value that has no time zone.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """`timestamptz` where there is one, text elsewhere."""
        kept_as = DateTime(timezone=True) if dialect.name == "postgresql" else String(32)
        return dialect.type_descriptor(kept_as)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The value as the database keeps it."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveTimeError("A time without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The stored moment, aware, in UTC."""
        if value is None:
            return None
        stored: datetime = value if dialect.name == "postgresql" else datetime.fromisoformat(value)
        return stored.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A value kept as compact JSON text with sorted keys: equal values are equal text on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 — SQLAlchemy's signature
        """The value as text; None is kept as NULL."""
        if value is None:
            return None
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 — SQLAlchemy's signature
        """The value that was stored; tuples come back as lists."""
        return None if value is None else json.loads(value)
