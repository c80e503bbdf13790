"""A backup is a database file of its own, made from one moment of the running database, whichever kind that is.

Rows are copied as they are: what was sealed stays sealed, and keys stay wrapped by the master key, which is not in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, insert, select

from storage.engines import is_sqlite, parse_url, postgres_engine, sqlite_engine
from storage.migrate import current_revision, head_revision, is_current, migrate
from storage.tables import lease, metadata, web_session

_BATCH = 500
_LEFT_OUT = frozenset({lease.name, web_session.name})
"""What belongs to processes and browsers that are no more after a restore."""


class BackupProblem(ValueError):
    """Why no backup can be made or taken back; says what to do, and nothing of what is kept."""


def back_up(url: str, file: Path) -> int:
    """Write a backup of the database at `url`, readable by its owner only; return how many rows it holds.

    The database may be in use meanwhile. A file that is there already is replaced once the new one is whole. Raises
    BackupProblem.
    """
    if not is_current(url):
        raise BackupProblem("the database's tables are not those of this program: run `mash-triage migrate`")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    copy = f"sqlite:///{part}"
    migrate(copy)
    with _reading(url) as source, _writing(copy) as target:
        rows = _copy(source, target)
    part.replace(file)
    return rows


def restore(file: Path, url: str) -> int:
    """Fill the empty database at `url` from a backup; return how many rows it held. Raises BackupProblem.

    Everything or nothing: it is one transaction.
    """
    if not file.is_file():
        raise BackupProblem(f"there is no file {file}")
    backup = f"sqlite:///{file}"
    found = _revision(backup)
    if found != head_revision():
        raise BackupProblem(
            f"the backup is at revision {found or 'none'}, this program at {head_revision()}: "
            "restore it with the version that made it, then upgrade"
        )
    migrate(url)
    with _reading(backup) as source, _writing(url) as target:
        if any(_count(target, table) for table in metadata.sorted_tables):
            raise BackupProblem("the database is not empty: name a new one in DATABASE_URL")
        rows = _copy(source, target)
        _number_on(target)
    return rows


def _revision(backup: str) -> str | None:
    try:
        return current_revision(backup)
    except Exception:  # noqa: BLE001 - whatever the driver says of a file that is no database
        raise BackupProblem("the file is not a backup") from None


def _copy(source: Connection, target: Connection) -> int:
    rows = 0
    for table in metadata.sorted_tables:
        if table.name in _LEFT_OUT:
            continue
        read = source.execution_options(yield_per=_BATCH).execute(select(table))
        for batch in read.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in batch])
            rows += len(batch)
    return rows


def _count(connection: Connection, table: Table) -> int:
    found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return found


def _number_on(target: Connection) -> None:
    """PostgreSQL counts rows apart from the rows: what comes next is numbered after what was restored."""
    if target.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "seq" in table.c and table.c.seq.autoincrement is True:
            sequence = func.pg_get_serial_sequence(f'"{table.name}"', "seq")
            following = select(func.coalesce(func.max(table.c.seq), 0) + 1).scalar_subquery()
            target.execute(select(func.setval(sequence, following, False)))  # noqa: FBT003 - SQL's argument


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """One moment of a database, whatever is written meanwhile."""
    with _opened(_engine(url, "BEGIN", read_only=True), "REPEATABLE READ") as connection:
        yield connection


@contextmanager
def _writing(url: str) -> Iterator[Connection]:
    with _opened(_engine(url, "BEGIN IMMEDIATE")) as connection:
        yield connection


@contextmanager
def _opened(engine: Engine, isolation: str = "") -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            if isolation and connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level=isolation)
            with connection.begin():
                yield connection
    finally:
        engine.dispose()


def _engine(url: str, begin: str, *, read_only: bool = False) -> Engine:
    parsed = parse_url(url)
    return (
        sqlite_engine(parsed, begin=begin, read_only=read_only)
        if is_sqlite(parsed)
        else postgres_engine(parsed)
    )
