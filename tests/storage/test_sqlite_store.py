"""What holds on SQLite only: shared commits, its locks, its file, and a full disk."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from storage import engines
from storage.group_commit import MOST_WRITES_PER_COMMIT
from storage.store import Store, StoreBusy, StoreFull, StoreUnavailable
from tests.storage.conftest import add, metadata, notes, open_bare, words


class Refused(Exception):
    """What a handler might raise."""


def engine_of(store: Store[Connection]) -> Any:
    backend: Any = store._backend
    return backend._writing


@contextmanager
def writer_held(store: Store[Connection]) -> Iterator[None]:
    """The writer thread is busy with a write until the block ends, so that others queue behind it."""
    began, go_on = threading.Event(), threading.Event()

    def hold(_tx: Connection) -> None:
        began.set()
        assert go_on.wait(10)

    def write() -> None:
        # It shares its commit with those who queue, and so their bad luck.
        with suppress(Exception):
            store.write_now(hold)

    thread = threading.Thread(target=write)
    thread.start()
    assert began.wait(10)
    try:
        yield
    finally:
        go_on.set()
        thread.join()


def path_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


def words_on_disk(url: str) -> list[str]:
    """What another program would read now."""
    with closing(sqlite3.connect(path_of(url))) as other:
        return sorted(word for (word,) in other.execute("SELECT word FROM engine_notes"))


async def queue(
    store: Store[Connection], tried: Sequence[Callable[[Connection], None]]
) -> list[asyncio.Task[None]]:
    writes = [asyncio.create_task(store.write(fn)) for fn in tried]
    await asyncio.sleep(0)
    return writes


async def test_writes_that_wait_share_commits(sqlite_store: Store[Connection]) -> None:
    commits: list[object] = []
    event.listen(engine_of(sqlite_store), "commit", commits.append)
    with writer_held(sqlite_store):
        writes = await queue(sqlite_store, [partial(add, word=str(n)) for n in range(200)])
    await asyncio.gather(*writes)
    assert 200 / MOST_WRITES_PER_COMMIT < len(commits) <= 20


async def test_one_that_fails_among_those_that_share_is_undone_alone(
    sqlite_store: Store[Connection], sqlite_url: str
) -> None:
    def half(tx: Connection) -> None:
        add(tx, "half")
        raise Refused

    with writer_held(sqlite_store):
        writes = await queue(sqlite_store, [partial(add, word="before"), half, partial(add, word="after")])
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), Refused, type(None)]
    assert words_on_disk(sqlite_url) == ["after", "before"]


async def test_nobody_is_answered_before_the_commit(sqlite_store: Store[Connection], sqlite_url: str) -> None:
    async def write_and_look(word: str) -> bool:
        await sqlite_store.write(partial(add, word=word))
        return word in words_on_disk(sqlite_url)

    assert all(await asyncio.gather(*(write_and_look(str(n)) for n in range(40))))


async def test_a_commit_that_fails_fails_everybody_who_shared_it(
    sqlite_store: Store[Connection], sqlite_url: str
) -> None:
    await sqlite_store.write(
        lambda tx: tx.execute(
            text("CREATE TABLE child (of_note REFERENCES engine_notes DEFERRABLE INITIALLY DEFERRED)")
        ).close()
    )

    def orphan(tx: Connection) -> None:
        tx.execute(text("INSERT INTO child VALUES (99)"))

    with writer_held(sqlite_store):
        writes = await queue(sqlite_store, [partial(add, word="innocent"), orphan])
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert all(isinstance(outcome, Exception) for outcome in outcomes)
    assert words_on_disk(sqlite_url) == []
    await sqlite_store.write(partial(add, word="next"))
    assert words_on_disk(sqlite_url) == ["next"]


def limit_pages(more: int, tx: Connection) -> None:
    """Let the file grow by a few pages only, as on a disk that is nearly full."""
    pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}").close()


def big(tx: Connection) -> None:
    tx.execute(insert(notes), [{"word": f"{n}-{'x' * 4000}"} for n in range(100)])


async def test_a_full_disk_is_named_and_undone_and_the_store_works_on(
    sqlite_store: Store[Connection], sqlite_url: str
) -> None:
    await sqlite_store.write(partial(limit_pages, 8))
    with writer_held(sqlite_store):
        writes = await queue(sqlite_store, [partial(add, word="shared its commit"), big])
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreFull, StoreFull]
    assert words_on_disk(sqlite_url) == []
    assert await sqlite_store.read(words) == []
    await sqlite_store.write(partial(add, word="small"))
    await sqlite_store.write(partial(limit_pages, 10_000))
    await sqlite_store.write(big)
    assert len(words_on_disk(sqlite_url)) == 101


async def test_a_write_that_hides_a_lost_transaction_is_not_acknowledged(
    sqlite_store: Store[Connection], sqlite_url: str
) -> None:
    def swallows(tx: Connection) -> None:
        add(tx, "lost")
        tx.exec_driver_sql("ROLLBACK").close()

    with pytest.raises(StoreUnavailable):
        await sqlite_store.write(swallows)
    await sqlite_store.write(partial(add, word="next"))
    assert words_on_disk(sqlite_url) == ["next"]


async def test_another_program_that_keeps_the_lock_is_named_and_nobody_waits_twice(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "SQLITE_BUSY_SECONDS", 0.2)
    store = open_bare(sqlite_url)
    await store.write(metadata.create_all)
    loop = asyncio.get_running_loop()
    with closing(sqlite3.connect(path_of(sqlite_url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = loop.time()
        outcomes = await asyncio.gather(
            *(store.write(partial(add, word=str(n))) for n in range(20)), return_exceptions=True
        )
        assert {type(outcome) for outcome in outcomes} == {StoreBusy}
        assert loop.time() - began < 20 * 0.2 / 2
        assert await store.read(words) == []
        other.execute("ROLLBACK")
    await store.write(partial(add, word="next"))
    assert words_on_disk(sqlite_url) == ["next"]
    await store.close()


async def test_a_short_lock_of_another_program_is_waited_for(
    sqlite_store: Store[Connection], sqlite_url: str
) -> None:
    with closing(sqlite3.connect(path_of(sqlite_url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO engine_notes (word) VALUES ('other')")
        writing = asyncio.ensure_future(sqlite_store.write(partial(add, word="ours")))
        # A read passes a lock; when it is answered the write has had its turn to wait.
        assert await sqlite_store.read(words) == []
        assert not writing.done()
        other.execute("COMMIT")
        await writing
    assert words_on_disk(sqlite_url) == ["other", "ours"]


def test_nobody_else_can_write_between_what_a_write_reads_and_what_it_writes(
    sqlite_store: Store[Connection], sqlite_url: str
) -> None:
    def read_then_write(tx: Connection) -> None:
        found = words(tx)
        with (
            closing(sqlite3.connect(path_of(sqlite_url), timeout=0, isolation_level=None)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("INSERT INTO engine_notes (word) VALUES ('other')")
        add(tx, f"found {found}")

    sqlite_store.write_now(read_then_write)
    assert words_on_disk(sqlite_url) == ["found []"]


WRITE_ELSEWHERE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as other:
    other.execute("INSERT INTO engine_notes (word) VALUES ('from outside')")
other.close()
"""


def test_another_process_that_comes_and_goes_takes_nothing_away(
    sqlite_store: Store[Connection], sqlite_url: str
) -> None:
    """As when a command runs beside `serve`, after `/readyz` had opened the same file once more."""
    sqlite_store.write_now(partial(add, word="before"))
    engines.sqlite_engine(engines.parse_url(sqlite_url), begin="BEGIN").dispose()
    subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-c", WRITE_ELSEWHERE, path_of(sqlite_url)], check=True
    )
    sqlite_store.write_now(partial(add, word="after"))
    assert words_on_disk(sqlite_url) == ["after", "before", "from outside"]
    assert sqlite_store.write_now(words) == ["after", "before", "from outside"]


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    store = open_bare(f"sqlite:///{tmp_path}/new/store.sqlite3")
    store.write_now(metadata.create_all)
    files = list((tmp_path / "new").iterdir())
    assert {file.name for file in files} >= {"store.sqlite3", "store.sqlite3-wal"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    store.close_now()


def test_a_commit_waits_for_the_disk_and_rows_must_have_their_parents(
    sqlite_store: Store[Connection],
) -> None:
    def pragma(tx: Connection, name: str) -> object:
        return tx.exec_driver_sql(f"PRAGMA {name}").scalar_one()

    found = {
        name: sqlite_store.write_now(partial(pragma, name=name))
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def writer_process(url: str, name: str, *, writers: int, until: int) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 — our own module with our own arguments
        [sys.executable, "-m", "tests.storage.writes_until_killed", url, name, str(writers), str(until)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_kill_9_loses_nothing_that_was_acknowledged(sqlite_store: Store[Connection], sqlite_url: str) -> None:
    process = writer_process(sqlite_url, "n", writers=20, until=10_000_000)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(500)]
    process.kill()
    # What it had said before the kill but we had not read; the last line may be cut.
    acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    assert process.wait() == -9
    assert set(acknowledged) <= set(sqlite_store.read_now(words))
    sqlite_store.write_now(partial(add, word="next"))
    with closing(sqlite3.connect(path_of(sqlite_url))) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    store = open_bare(url)
    store.write_now(metadata.create_all)
    processes = [writer_process(url, name, writers=5, until=300) for name in ("a", "b")]
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert len(store.read_now(words)) == 600
    store.close_now()
