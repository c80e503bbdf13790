"""What tests of the store itself use: a store whose `tx` is the bare connection, and a small table."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from storage.store import Store, open_store

metadata = MetaData()
notes = Table(
    "engine_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("word", Text, nullable=False, unique=True),
)


def utc_now() -> datetime:
    return datetime.now(UTC)


def open_bare(url: str) -> Store[Connection]:
    """A store whose functions get the connection itself."""
    return open_store(url, clock=utc_now, make_tx=lambda connection, _now: connection)


def add(tx: Connection, word: str) -> None:
    tx.execute(insert(notes).values(word=word))


def words(tx: Connection) -> list[str]:
    return sorted(tx.scalars(select(notes.c.word)))


@pytest.fixture
def store(store_url: str) -> Iterator[Store[Connection]]:
    """A store with the small table, on both databases."""
    opened = open_bare(store_url)
    opened.write_now(metadata.create_all)
    yield opened
    opened.close_now()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store[Connection]]:
    """The same on SQLite only."""
    opened = open_bare(sqlite_url)
    opened.write_now(metadata.create_all)
    yield opened
    opened.close_now()


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[Store[Connection]]:
    """The same on PostgreSQL only."""
    opened = open_bare(postgres_url)
    opened.write_now(metadata.create_all)
    yield opened
    opened.close_now()
