"""What holds on PostgreSQL only: retries, locks of other transactions, and a server that goes away."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, text

from storage.postgres_store import MOST_TRIES
from storage.store import Store, StoreBusy, StoreUnavailable
from tests.storage.conftest import add, open_bare, words
from tests.support.postgres import PostgresServer


def raise_in_database(tx: Connection, state: str) -> None:
    """The server itself ends the transaction with this SQLSTATE."""
    tx.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'told to' USING ERRCODE = '{state}'; END $$").close()


def fails_at_first(state: str, times: int, tries: list[int]) -> Callable[[Connection], None]:
    def work(tx: Connection) -> None:
        tries.append(len(tries) + 1)
        add(tx, f"try {len(tries)}")
        if len(tries) <= times:
            raise_in_database(tx, state)

    return work


@pytest.mark.parametrize("state", ["40001", "40P01"])
async def test_what_another_transaction_undid_is_done_again_from_the_start(
    postgres_store: Store[Connection], state: str
) -> None:
    tries: list[int] = []
    await postgres_store.write(fails_at_first(state, MOST_TRIES - 1, tries))
    assert await postgres_store.read(words) == [f"try {MOST_TRIES}"]


async def test_after_three_tries_it_is_given_up(postgres_store: Store[Connection]) -> None:
    tries: list[int] = []
    with pytest.raises(StoreBusy):
        await postgres_store.write(fails_at_first("40001", 99, tries))
    assert tries == [1, 2, 3]
    assert await postgres_store.read(words) == []


def test_two_writes_that_lock_each_other_both_succeed(postgres_store: Store[Connection]) -> None:
    for word in ("left", "right"):
        postgres_store.write_now(partial(add, word=word))
    meet, one_is_done = threading.Barrier(2, timeout=10), threading.Event()
    tries: list[str] = []

    def take_both(first: str, second: str, tx: Connection) -> None:
        lock = text("SELECT id FROM engine_notes WHERE word = :word FOR UPDATE")
        tries.append(first)
        again = len(tries) > 2
        if again:
            # A row that is let go is given to whoever asks next, not to who waits: this try could lock them both again.
            assert one_is_done.wait(10)
        tx.execute(lock, {"word": first}).close()
        if not again:
            meet.wait()
        tx.execute(lock, {"word": second}).close()
        add(tx, f"{first} had both")

    def write(first: str, second: str) -> None:
        postgres_store.write_now(partial(take_both, first, second))
        one_is_done.set()

    threads = [threading.Thread(target=write, args=order) for order in (("left", "right"), ("right", "left"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(tries) == 3
    assert postgres_store.read_now(words) == ["left", "left had both", "right", "right had both"]


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("53100", "StoreFull"),
        ("55P03", "StoreBusy"),
        ("57P03", "StoreUnavailable"),
        ("25006", "StoreUnavailable"),
    ],
)
async def test_trouble_of_the_server_is_named(
    postgres_store: Store[Connection], state: str, error: str
) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        await postgres_store.write(partial(raise_in_database, state=state))
    assert type(caught.value).__name__ == error


async def test_trouble_of_one_call_is_not_the_servers(postgres_store: Store[Connection]) -> None:
    with pytest.raises(Exception, match="told to") as caught:
        await postgres_store.write(partial(raise_in_database, state="22023"))
    assert not isinstance(caught.value, StoreUnavailable)


@pytest.mark.parametrize("call", ["write", "read"])
async def test_a_connection_lost_in_the_middle_is_named_and_the_next_call_works(
    postgres_store: Store[Connection], postgres_server: PostgresServer, postgres_url: str, call: str
) -> None:
    def lose(tx: Connection) -> Any:
        words(tx)
        postgres_server.disconnect_all(postgres_url)
        return words(tx)

    with pytest.raises(StoreUnavailable):
        await getattr(postgres_store, call)(lose)
    await postgres_store.write(partial(add, word="next"))
    assert await postgres_store.read(words) == ["next"]


async def test_connections_lost_while_idle_are_not_noticed_by_callers(
    postgres_store: Store[Connection], postgres_server: PostgresServer, postgres_url: str
) -> None:
    await postgres_store.write(partial(add, word="before"))
    postgres_server.disconnect_all(postgres_url)
    await postgres_store.write(partial(add, word="after"))
    assert await postgres_store.read(words) == ["after", "before"]


async def test_a_server_that_is_not_there_is_named() -> None:
    store = open_bare("postgresql://nobody@127.0.0.1:1/nowhere")
    with pytest.raises(StoreUnavailable):
        await store.write(words)
    await store.close()


async def test_a_row_locked_too_long_by_another_program_is_named(
    postgres_store: Store[Connection], postgres_url: str
) -> None:
    await postgres_store.write(partial(add, word="wanted"))

    def want(tx: Connection) -> None:
        tx.exec_driver_sql("SET LOCAL lock_timeout = '100ms'").close()
        tx.exec_driver_sql("SELECT * FROM engine_notes FOR UPDATE").close()

    with psycopg.connect(postgres_url) as other:
        other.execute("SELECT * FROM engine_notes FOR UPDATE")
        with pytest.raises(StoreBusy):
            await postgres_store.write(want)
    await postgres_store.write(want)


def test_writes_see_what_others_committed_and_locks_do_not_last(postgres_store: Store[Connection]) -> None:
    def setting(tx: Connection, name: str) -> object:
        return tx.exec_driver_sql(f"SHOW {name}").scalar_one()

    names = ("transaction_isolation", "transaction_read_only", "lock_timeout", "TimeZone")
    written = [postgres_store.write_now(partial(setting, name=name)) for name in names]
    read = [postgres_store.read_now(partial(setting, name=name)) for name in names]
    again = [postgres_store.write_now(partial(setting, name=name)) for name in names]
    assert written == again == ["read committed", "off", "5s", "UTC"]
    assert read == ["repeatable read", "on", "5s", "UTC"]
