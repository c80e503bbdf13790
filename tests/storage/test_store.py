"""What every caller of the store relies on, on both databases."""

import asyncio
import threading
import traceback
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from storage.postgres_store import THREADS
from storage.store import Store, StoreClosed, StoreUnavailable, open_store
from tests.storage.conftest import add, notes, open_bare, words


class Refused(Exception):
    """What a handler might raise."""


async def test_what_was_written_is_there_for_the_next_reader(store: Store[Connection]) -> None:
    await store.write(lambda tx: add(tx, "kept"))
    assert await store.read(words) == ["kept"]


async def test_it_is_still_there_when_the_store_is_opened_again(
    store: Store[Connection], store_url: str
) -> None:
    await store.write(lambda tx: add(tx, "kept"))
    await store.close()
    again = open_bare(store_url)
    assert await again.read(words) == ["kept"]
    await again.close()


def test_the_command_line_writes_and_reads_without_a_loop(store: Store[Connection]) -> None:
    store.write_now(lambda tx: add(tx, "kept"))
    assert store.read_now(words) == ["kept"]


async def test_a_write_that_fails_keeps_nothing_and_says_why(store: Store[Connection]) -> None:
    def half(tx: Connection) -> None:
        add(tx, "half")
        raise Refused

    with pytest.raises(Refused):
        await store.write(half)
    assert await store.read(words) == []


async def test_writes_at_the_same_moment_fail_each_for_itself(store: Store[Connection]) -> None:
    await store.write(lambda tx: add(tx, "taken"))
    tried = ["a", "taken", "b", "taken", "c"]
    outcomes = await asyncio.gather(
        *(store.write(partial(add, word=word)) for word in tried), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        IntegrityError,
        type(None),
        IntegrityError,
        type(None),
    ]
    assert await store.read(words) == ["a", "b", "c", "taken"]


async def test_an_error_never_repeats_what_people_wrote(store: Store[Connection]) -> None:
    written = "Mia is not eating"
    await store.write(lambda tx: add(tx, written))
    with pytest.raises(IntegrityError) as caught:
        await store.write(lambda tx: add(tx, written))
    assert "Mia" not in "".join(traceback.format_exception(caught.value))


async def test_a_read_cannot_change_anything(store: Store[Connection]) -> None:
    with pytest.raises(StoreUnavailable):
        await store.read(lambda tx: add(tx, "sneaked"))
    assert await store.read(words) == []


async def test_a_read_sees_one_state_throughout(store: Store[Connection]) -> None:
    looked_once, written = threading.Event(), threading.Event()

    def look_twice(tx: Connection) -> tuple[list[str], list[str]]:
        first = words(tx)
        looked_once.set()
        assert written.wait(10)
        return first, words(tx)

    reading = asyncio.ensure_future(store.read(look_twice))
    await asyncio.to_thread(looked_once.wait, 10)
    await store.write(lambda tx: add(tx, "meanwhile"))
    written.set()
    assert await reading == ([], [])
    assert await store.read(words) == ["meanwhile"]


async def test_each_transaction_is_told_the_time_by_the_clock(store_url: str) -> None:
    noon = datetime(2026, 11, 16, 12, tzinfo=UTC)
    store = open_store(store_url, clock=lambda: noon, make_tx=lambda _connection, now: now)
    assert await store.write(lambda tx: tx) == noon
    assert await store.read(lambda tx: tx) == noon
    await store.close()


@pytest.mark.parametrize("call", ["write", "read"])
async def test_a_function_that_awaits_is_refused(store: Store[Connection], call: str) -> None:
    async def awaits(tx: Connection) -> None:
        add(tx, "never")

    with pytest.raises(TypeError, match="plain function"):
        await getattr(store, call)(awaits)
    assert await store.read(words) == []


async def test_a_transaction_inside_a_transaction_is_refused(store: Store[Connection]) -> None:
    def nested(tx: Connection) -> Any:
        add(tx, "outer")
        return store.write_now(lambda inner: add(inner, "inner"))

    with pytest.raises(RuntimeError, match="pass tx on"):
        await store.write(nested)
    assert await store.read(words) == []


async def test_running_out_of_an_iterator_does_not_leave_the_caller_waiting(store: Store[Connection]) -> None:
    with pytest.raises(RuntimeError):
        await store.write(lambda _tx: next(iter(())))


async def test_a_caller_that_is_cancelled_does_not_undo_its_write(store: Store[Connection]) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(tx: Connection) -> None:
        add(tx, "first half")
        began.set()
        assert go_on.wait(10)
        add(tx, "second half")

    running = asyncio.ensure_future(store.write(slow))
    await asyncio.to_thread(began.wait, 10)
    queued = asyncio.ensure_future(store.write(lambda tx: add(tx, "queued")))
    await asyncio.sleep(0)
    for task in (running, queued):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    go_on.set()
    await store.close()
    assert store_words_after(store) == ["first half", "queued", "second half"]


def store_words_after(store: Store[Connection]) -> list[str]:
    """What a closed store left behind."""
    backend: Any = store._backend
    again = open_bare(backend._writing.url.render_as_string(hide_password=False))
    try:
        return again.read_now(words)
    finally:
        again.close_now()


async def test_a_write_that_is_cancelled_before_its_turn_is_done_all_the_same(
    store: Store[Connection],
) -> None:
    go_on = threading.Event()
    # Enough of them to keep every thread busy on either database.
    held = [asyncio.create_task(store.write(lambda _tx: go_on.wait(10))) for _ in range(THREADS)]
    queued = asyncio.create_task(store.write(lambda tx: add(tx, "queued")))
    await asyncio.sleep(0)
    queued.cancel()
    with pytest.raises(asyncio.CancelledError):
        await queued
    go_on.set()
    await asyncio.gather(*held)
    await store.close()
    assert store_words_after(store) == ["queued"]


async def test_closing_waits_for_what_is_queued(store: Store[Connection]) -> None:
    writes = [asyncio.ensure_future(store.write(partial(add, word=f"{n:03}"))) for n in range(100)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*writes)
    assert store_words_after(store) == [f"{n:03}" for n in range(100)]


@pytest.mark.parametrize("call", ["write", "read"])
async def test_a_closed_store_says_so(store: Store[Connection], call: str) -> None:
    await store.close()
    with pytest.raises(StoreClosed):
        await getattr(store, call)(words)
    await store.close()


def test_two_threads_at_once_lose_no_update(store: Store[Connection]) -> None:
    store.write_now(lambda tx: tx.execute(text("INSERT INTO engine_notes VALUES (1, '0')")).close())

    def count_one_more(tx: Connection) -> None:
        found = tx.scalars(select(notes.c.word).with_for_update()).one()
        tx.execute(text("UPDATE engine_notes SET word = :word WHERE id = 1"), {"word": str(int(found) + 1)})

    def count_often() -> None:
        for _ in range(50):
            store.write_now(count_one_more)

    threads = [threading.Thread(target=count_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read_now(words) == ["200"]


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://user:secret@host/db", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_is_no_use_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as caught:
        open_bare(url)
    assert "secret" not in str(caught.value)
