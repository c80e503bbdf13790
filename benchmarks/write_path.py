"""How much the write path costs: against a bare sqlite3 loop on the same disk, in the same run.

Absolute numbers differ between machines, so ratios are what to compare: python -m benchmarks.write_path
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, insert, select

from storage.columns import UTCDateTime
from storage.keys import new_key
from storage.sealing import seal
from storage.store import Store, open_store

WRITES = 1000
CALLERS = 50
READS_EACH = 6
WRITES_EACH = 6
SEALED_EACH = 2

metadata = MetaData()
rows = Table(
    "bench",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
KEY = new_key()
WORDS = "Checked, nothing known. " * 10


def bare_loop(directory: Path) -> float:
    """Writes a second with sqlite3 alone: one statement and one commit each."""
    with closing(sqlite3.connect(directory / "bare.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, at TEXT, body BLOB)")
        began = time.perf_counter()
        for _ in range(WRITES):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO bench (at, body) VALUES (?, ?)", ("2026-11-16", WORDS.encode()))
            connection.execute("COMMIT")
        return WRITES / (time.perf_counter() - began)


def one_row(tx: Connection) -> None:
    """The same as the bare loop: one statement."""
    tx.execute(insert(rows).values(at=datetime.now(UTC), body=WORDS.encode()))


def like_a_vote(tx: Connection) -> None:
    """What a vote costs: six reads, six writes, two sealed fields."""
    for n in range(READS_EACH):
        tx.execute(select(rows).where(rows.c.id == n + 1)).first()
    for n in range(WRITES_EACH):
        body = seal(KEY, WORDS, table="bench", row="1", column="body") if n < SEALED_EACH else b"plain"
        tx.execute(insert(rows).values(at=datetime.now(UTC), body=body))


async def rate(store: Store[Connection], work: Callable[[Connection], None], callers: int) -> float:
    """Writes a second that so many callers at once get answered."""

    async def call_often() -> None:
        for _ in range(WRITES // callers):
            await store.write(work)

    began = time.perf_counter()
    await asyncio.gather(*(call_often() for _ in range(callers)))
    return WRITES / (time.perf_counter() - began)


async def through_the_store(directory: Path) -> dict[str, float]:
    """Writes a second through the store, by what is written and by how many."""
    store = open_store(
        f"sqlite:///{directory / 'store.sqlite3'}",
        clock=partial(datetime.now, UTC),
        make_tx=lambda connection, _now: connection,
    )
    await store.write(metadata.create_all)
    rates = {
        "one row, one caller": await rate(store, one_row, 1),
        f"one row, {CALLERS} callers": await rate(store, one_row, CALLERS),
        "like a vote, one caller": await rate(store, like_a_vote, 1),
        f"like a vote, {CALLERS} callers": await rate(store, like_a_vote, CALLERS),
    }
    await store.close()
    return rates


def main() -> None:
    """Print each rate and how it compares with the bare loop."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        bare = bare_loop(Path(name))
        rates = asyncio.run(through_the_store(Path(name)))
    print(f"{'sqlite3 alone, one row':32} {bare:8.0f} a second   1.00")
    for label, found in rates.items():
        print(f"{label:32} {found:8.0f} a second   {found / bare:.2f}")


if __name__ == "__main__":
    main()
