"""What an administrator's checkup asks of the database."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.engines import is_sqlite, parse_url

if TYPE_CHECKING:
    from storage.tx import Tx


def server_time(tx: "Tx") -> datetime | None:
    """The time by the database server's own clock; None for a file, which has none."""
    if tx.connection.dialect.name != "postgresql":
        return None
    now: datetime = tx.connection.execute(select(func.clock_timestamp())).scalar_one()
    return now


def file_of(url: str) -> Path | None:
    """The database's file; None where it is on a server."""
    parsed = parse_url(url)
    return Path(parsed.database) if is_sqlite(parsed) and parsed.database else None
