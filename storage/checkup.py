"""What an administrator's checkup asks of the database."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

if TYPE_CHECKING:
    from storage.tx import Tx


def server_time(tx: "Tx") -> datetime | None:
    """The time by the database server's own clock; None for a file, which has none."""
    if tx.connection.dialect.name != "postgresql":
        return None
    now: datetime = tx.connection.execute(select(func.clock_timestamp())).scalar_one()
    return now
