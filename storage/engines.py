"""SQLAlchemy engines for the two databases, set up the same wherever they are opened.

Parameters are hidden in error messages, since they may hold what people wrote.
"""

import os
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from psycopg import Error as PostgresError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from storage.compiled import Compiled

SEES_ONE_STATE = "sees_one_state"
"""The option of connections whose transactions read one state of the database and write nothing."""
SQLITE_BUSY_SECONDS = 5.0
_POSTGRES_OPTIONS = "-c lock_timeout=5s -c timezone=UTC"
_POSTGRES_CONNECT = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""A server whose machine or network vanished is noticed in about ten seconds, not when the system gives up."""

_COMPILED_FOR_SQLITE, _COMPILED_FOR_POSTGRES = Compiled(), Compiled()


def parse_url(url: str) -> URL:
    """The address of a database on disk (`sqlite:///PATH`) or on a server (`postgresql://…`).

    Raises ValueError for anything else, without repeating the address: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except Exception:  # noqa: BLE001 — several kinds; the cause would show the address
        raise ValueError("DATABASE_URL is not the address of a database") from None
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise ValueError("DATABASE_URL must name a file: a database in memory would be lost")
        return parsed.set(drivername="sqlite+pysqlite")
    if parsed.drivername.split("+")[0] in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise ValueError("DATABASE_URL must start with sqlite:/// or postgresql://")


def is_sqlite(url: URL) -> bool:
    """Whether this is the database on disk."""
    return url.get_backend_name() == "sqlite"


def sqlite_engine(
    url: URL,
    *,
    begin: str,
    connections: int = 1,
    read_only: bool = False,
    busy_seconds: float = SQLITE_BUSY_SECONDS,
) -> Engine:
    """An engine whose transactions start with the statement `begin` (`BEGIN` or `BEGIN IMMEDIATE`).

    Makes the file, readable by its owner only, and its directory when they are not there.
    """
    assert url.database is not None
    _make_private_file(Path(url.database))
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        execution_options={SEES_ONE_STATE: read_only, "compiled_cache": _COMPILED_FOR_SQLITE},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: SqliteConnection, _record: Any) -> None:
        # The driver must not begin transactions by itself: `begin` does, below.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL").close()
        connection.execute("PRAGMA synchronous = FULL").close()
        connection.execute("PRAGMA foreign_keys = ON").close()
        connection.execute(f"PRAGMA query_only = {int(read_only)}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def postgres_engine(url: URL, *, connections: int = 1) -> Engine:
    """An engine for PostgreSQL; a lock that is not free within 5 seconds is an error, not a wait."""
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"options": _POSTGRES_OPTIONS, **_POSTGRES_CONNECT},
        execution_options={"compiled_cache": _COMPILED_FOR_POSTGRES},
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _hide_values)
    return engine


def _hide_values(context: ExceptionContext) -> None:
    """PostgreSQL's second line, DETAIL, repeats the values of the row; only its first line is kept."""
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    if wrapped is None or not isinstance(original, PostgresError) or original.diag.message_detail is None:
        return
    original.args = wrapped.args = (original.diag.message_primary,)


def _make_private_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Only when it is not there: closing any descriptor of a file drops every lock that this process holds on it, and
    # then another process would delete the -wal file under us. SQLite gives its -wal and -shm files the same mode.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
