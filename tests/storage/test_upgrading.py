"""Our own revisions, one after the other, each over tables that already hold something: nothing is lost on the way."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    func,
    select,
    text,
)
from sqlalchemy.types import JSON, TypeEngine

from storage import migrate
from storage.tables import metadata
from tests.storage.conftest import open_bare

REVISIONS = sorted((migrate.SCRIPTS / "versions").glob("0*.py"))
Counts = dict[str, int]
"""How many rows each table holds."""
A_ROW = "row"
"""The id of every row, and what refers to one: where a column is shorter, its beginning."""


def begun(folder: Path) -> Path:
    """Our migration directory before its first revision."""
    scripts = folder / "migrations"
    copytree(migrate.SCRIPTS, scripts, ignore=lambda _folder, names: [n for n in names if n[0] == "0"])
    return scripts


def something(of: TypeEngine[Any]) -> object:
    match of:
        case Boolean():
            return True
        case Integer():
            return 7
        case DateTime():
            return datetime(2026, 11, 16, 13, tzinfo=UTC)
        case LargeBinary():
            return b"sealed"
        case JSON():
            return {}
        case String(length=length):
            return A_ROW[:length]
        case _:
            raise LookupError(str(of))


def fill(tx: Connection) -> tuple[Counts, Counts]:
    """Put a row into every table that has none; says how many each held before, and holds now.

    A column without a default gets something.
    """
    tables = MetaData()
    tables.reflect(tx)
    ours = [table for table in tables.sorted_tables if table.name != "alembic_version"]
    before = {table.name: tx.scalar(select(func.count()).select_from(table)) or 0 for table in ours}
    for table in ours:
        if not before[table.name]:
            needed = [column for column in table.c if column.server_default is None]
            tx.execute(table.insert().values({column.name: something(column.type) for column in needed}))
    return before, {name: count or 1 for name, count in before.items()}


def test_each_revision_keeps_what_the_tables_hold_and_the_last_has_what_the_program_expects(
    empty_store_url: str, tmp_path: Path
) -> None:
    scripts, held = begun(tmp_path), Counts()
    for revision in REVISIONS:
        copyfile(revision, scripts / "versions" / revision.name)
        migrate.migrate(empty_store_url, scripts=scripts)
        store = open_bare(empty_store_url)
        kept, now = store.write_now(fill)
        store.close_now()
        assert {name: kept.get(name) for name in held} == held, revision.name
        held = now

    assert set(held) == {table.name for table in metadata.tables.values()}
    assert migrate.is_current(empty_store_url)
    drafted = migrate.draft_revision(empty_store_url, "nothing", metadata, scripts=scripts).read_text()
    assert "op." not in drafted, drafted


def test_whom_a_platform_could_not_reach_is_still_told_otherwise(
    empty_store_url: str, tmp_path: Path
) -> None:
    """Who could not be reached was a state of the message before it became a fact of its own."""
    scripts = begun(tmp_path)
    for revision in REVISIONS[: [path.name[:4] for path in REVISIONS].index("0013")]:
        copyfile(revision, scripts / "versions" / revision.name)
    migrate.migrate(empty_store_url, scripts=scripts)
    store = open_bare(empty_store_url)
    store.write_now(fill)
    store.write_now(lambda tx: tx.execute(text("UPDATE message SET state = 'handed_on'")))
    store.close_now()

    migrate.migrate(empty_store_url)

    store = open_bare(empty_store_url)
    (row,) = store.read_now(lambda tx: list(tx.execute(text("SELECT state, reach FROM message"))))
    store.close_now()
    assert tuple(row) == ("wanted", "handed_on")
