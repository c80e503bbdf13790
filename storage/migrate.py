"""Bring a database's tables up to date; safe when several processes start at once.

One transaction holds a lock and all steps: a database is at the old revision or at the new one, never between.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, NullPool, create_engine, text

from storage.engines import is_sqlite, parse_url, sqlite_engine

SCRIPTS = Path(__file__).parent / "migrations"

_WAIT_SECONDS = 60.0  # for another process that is migrating
_ADVISORY_LOCK = 0x6D617368  # any number that only we use: "mash"


def migrate(url: str, *, scripts: Path = SCRIPTS) -> None:
    """Bring the tables to the newest revision; does nothing when they are there."""
    with _connection(url, for_change=True) as connection:
        command.upgrade(_config(scripts, connection), "head")


def current_revision(url: str) -> str | None:
    """The revision the tables are at; None for a new database."""
    with _connection(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision(*, scripts: Path = SCRIPTS) -> str | None:
    """The newest revision this program knows; None when there is none yet."""
    return _newest(scripts)


def is_current(url: str, *, scripts: Path = SCRIPTS) -> bool:
    """Whether the tables are what this program expects."""
    return current_revision(url) == head_revision(scripts=scripts)


def draft_revision(url: str, message: str, metadata: MetaData, *, scripts: Path = SCRIPTS) -> Path:
    """Write the next revision file: what brings the (migrated) database at `url` to `metadata`.

    For developers; the file is a draft to read and correct. Revisions are numbered 0001, 0002 and so on.
    """
    number = int(head_revision(scripts=scripts) or "0") + 1
    with _connection(url, for_change=True) as connection:
        config = _config(scripts, connection)
        config.attributes["metadata"] = metadata
        made = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
    _newest.cache_clear()
    assert not isinstance(made, list)
    assert made is not None
    return Path(made.path)


@cache
def _newest(scripts: Path) -> str | None:
    """Read once: each of the scripts is run for it."""
    return ScriptDirectory.from_config(_config(scripts)).get_current_head()


def _config(scripts: Path, connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic reads % as the start of a placeholder.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connection(url: str, *, for_change: bool = False) -> Iterator[Connection]:
    """A connection in one transaction, which holds the lock when it is for a change."""
    engine = _engine(url, for_change=for_change)
    try:
        with engine.begin() as connection:
            if for_change and connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
            yield connection
    finally:
        engine.dispose()


def _engine(url: str, *, for_change: bool) -> Engine:
    parsed = parse_url(url)
    if is_sqlite(parsed):
        begin = "BEGIN IMMEDIATE" if for_change else "BEGIN"
        return sqlite_engine(parsed, begin=begin, busy_seconds=_WAIT_SECONDS)
    # Unlike the store's own connections, these wait for their locks.
    return create_engine(parsed, poolclass=NullPool, hide_parameters=True)
