"""Bringing tables up to date, on both databases, with revisions made for the test."""

import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import psycopg
import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, inspect
from sqlalchemy.exc import OperationalError

from storage import migrate
from storage.columns import Json, UTCDateTime
from tests.storage.conftest import open_bare
from tests.support.postgres import PostgresServer

# Without names for constraints, a later revision could not remove them.
NAMES = {"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
FIRST = MetaData(naming_convention=NAMES)
Table("sample", FIRST, Column("id", Integer, primary_key=True), Column("at", UTCDateTime, nullable=False))

SECOND = MetaData(naming_convention=NAMES)
Table(
    "sample",
    SECOND,
    Column("id", Integer, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("body", Json),
    Column("note", Text, unique=True),
)


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy of our migration directory without its revisions."""
    copy = tmp_path / "100% ours" / "migrations"
    (copy / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        copyfile(migrate.SCRIPTS / name, copy / name)
    return copy


def tables_of(url: str) -> dict[str, set[str]]:
    def look(tx: Connection) -> dict[str, set[str]]:
        found = inspect(tx)
        return {
            table: {column["name"] for column in found.get_columns(table)}
            for table in found.get_table_names()
            if table != "alembic_version"
        }

    store = open_bare(url)
    try:
        return store.read_now(look)
    finally:
        store.close_now()


def test_a_new_database_gets_its_tables_and_a_second_run_changes_nothing(
    empty_store_url: str, scripts: Path
) -> None:
    migrate.draft_revision(empty_store_url, "first", FIRST, scripts=scripts)
    assert migrate.head_revision(scripts=scripts) == "0001"
    assert migrate.current_revision(empty_store_url) is None
    assert not migrate.is_current(empty_store_url, scripts=scripts)
    for _ in range(2):
        migrate.migrate(empty_store_url, scripts=scripts)
        assert migrate.is_current(empty_store_url, scripts=scripts)
        assert tables_of(empty_store_url) == {"sample": {"id", "at"}}


def test_the_next_revision_takes_up_where_the_first_ended(empty_store_url: str, scripts: Path) -> None:
    for metadata in (FIRST, SECOND):
        migrate.draft_revision(empty_store_url, "step", metadata, scripts=scripts)
        migrate.migrate(empty_store_url, scripts=scripts)
    assert migrate.current_revision(empty_store_url) == "0002"
    assert tables_of(empty_store_url) == {"sample": {"id", "at", "body", "note"}}
    last = migrate.draft_revision(empty_store_url, "nothing", SECOND, scripts=scripts)
    assert "op." not in last.read_text()


def test_a_revision_that_fails_half_way_leaves_the_database_as_it_was(
    empty_store_url: str, scripts: Path
) -> None:
    path = migrate.draft_revision(empty_store_url, "first", FIRST, scripts=scripts)
    migrate.migrate(empty_store_url, scripts=scripts)
    path = migrate.draft_revision(empty_store_url, "second", SECOND, scripts=scripts)
    before_end = "\n\ndef downgrade"
    path.write_text(
        path.read_text().replace(before_end, f"    raise RuntimeError('power cut')\n{before_end}")
    )
    with pytest.raises(RuntimeError, match="power cut"):
        migrate.migrate(empty_store_url, scripts=scripts)
    assert migrate.current_revision(empty_store_url) == "0001"
    assert tables_of(empty_store_url) == {"sample": {"id", "at"}}


def test_processes_that_start_at_once_migrate_once(empty_store_url: str, scripts: Path) -> None:
    migrate.draft_revision(empty_store_url, "first", FIRST, scripts=scripts)
    program = (
        "import sys, pathlib, storage.migrate as m; m.migrate(sys.argv[1], scripts=pathlib.Path(sys.argv[2]))"
    )
    processes = [
        subprocess.Popen(  # noqa: S603 — our own module with our own arguments
            [sys.executable, "-c", program, empty_store_url, str(scripts)],
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    errors = [process.communicate(timeout=60)[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], errors
    assert migrate.is_current(empty_store_url, scripts=scripts)


def test_on_postgresql_it_waits_for_a_process_that_is_migrating(
    postgres_server: PostgresServer, scripts: Path
) -> None:
    with postgres_server.database() as url:
        impatient = f"{url}&options=-c%20lock_timeout%3D100ms"
        with psycopg.connect(url) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", (migrate._ADVISORY_LOCK,))
            with pytest.raises(OperationalError, match="lock timeout"):
                migrate.migrate(impatient, scripts=scripts)
        migrate.migrate(impatient, scripts=scripts)
