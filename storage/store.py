"""The store: plain synchronous functions, each in one transaction, behind `await`.

`fn(tx)` is ordinary code. It awaits nothing and calls no network, so no transaction stays open while somebody
else is slow. A write that returned is on the disk.
"""

import asyncio
import inspect
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection

from storage.engines import is_sqlite, parse_url
from storage.errors import StoreBusy, StoreClosed, StoreFull, StoreUnavailable
from storage.postgres_store import PostgresBackend
from storage.sqlite_store import SqliteBackend

__all__ = ["Store", "StoreBusy", "StoreClosed", "StoreFull", "StoreUnavailable", "open_store"]

_R = TypeVar("_R")
TxT = TypeVar("TxT")


class _Backend(Protocol):
    """What a database does for the store."""

    def submit_write(self, work: Callable[[Connection], _R]) -> Future[_R]:
        """Do `work` in a transaction that is committed before the future is answered."""

    def submit_read(self, work: Callable[[Connection], _R]) -> Future[_R]:
        """Do `work` in a transaction that sees one state and can change nothing."""

    def close(self) -> None:
        """Finish what is queued, then let go of the database."""


class Store(Generic[TxT]):
    """Runs functions in transactions; `make_tx` gives each one its own `tx` and the time it runs at.

    Every call raises StoreUnavailable (StoreBusy, StoreFull, StoreClosed) when the database failed; anything
    that `fn` raises comes back as it is, with nothing of that call kept.
    """

    def __init__(
        self,
        backend: _Backend,
        clock: Callable[[], datetime],
        make_tx: Callable[[Connection, datetime], TxT],
    ) -> None:
        self._backend = backend
        self._clock = clock
        self._make_tx = make_tx
        self._closed = False
        self._closing = threading.Lock()
        self._running = threading.local()

    async def write(self, fn: Callable[[TxT], _R]) -> _R:
        """Run `fn(tx)` and commit. A caller that is cancelled stops waiting; its write is still done whole."""
        return await asyncio.shield(asyncio.wrap_future(self._submit(self._backend.submit_write, fn)))

    async def read(self, fn: Callable[[TxT], _R]) -> _R:
        """Run `fn(tx)` on one unchanging state of the database."""
        return await asyncio.wrap_future(self._submit(self._backend.submit_read, fn))

    def write_now(self, fn: Callable[[TxT], _R]) -> _R:
        """`write` for the command line: blocks. Never call it from an event loop."""
        return self._submit(self._backend.submit_write, fn).result()

    def read_now(self, fn: Callable[[TxT], _R]) -> _R:
        """`read` for the command line: blocks. Never call it from an event loop."""
        return self._submit(self._backend.submit_read, fn).result()

    async def close(self) -> None:
        """Wait for what is queued and let go of the database; later calls raise StoreClosed."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """`close` for the command line: blocks."""
        with self._closing:
            self._closed = True
        self._backend.close()

    def _submit(
        self, submit: Callable[[Callable[[Connection], _R]], Future[_R]], fn: Callable[[TxT], _R]
    ) -> Future[_R]:
        if getattr(self._running, "now", False):
            raise RuntimeError("A transaction cannot start another one: pass tx on instead")
        with self._closing:
            if self._closed:
                raise StoreClosed("The store is closed")
            return submit(lambda connection: self._call(fn, connection))

    def _call(self, fn: Callable[[TxT], _R], connection: Connection) -> _R:
        self._running.now = True
        try:
            result = fn(self._make_tx(connection, self._clock()))
        except StopIteration as stop:
            # asyncio cannot hand a StopIteration to who awaits: they would wait for ever.
            raise RuntimeError("A transaction ran out of something it iterated over") from stop
        finally:
            self._running.now = False
        if inspect.isawaitable(result):
            if inspect.iscoroutine(result):
                result.close()
            raise TypeError("A transaction must be a plain function: nothing is awaited inside")
        return result


def open_store(
    url: str,
    *,
    clock: Callable[[], datetime],
    make_tx: Callable[[Connection, datetime], TxT],
) -> Store[TxT]:
    """The store at `sqlite:///PATH` or `postgresql://…`. Raises ValueError for another address.

    Nothing is connected yet, and the tables are not made: `storage.migrate` does that.
    """
    parsed = parse_url(url)
    backend: _Backend = SqliteBackend(parsed) if is_sqlite(parsed) else PostgresBackend(parsed)
    return Store(backend, clock, make_tx)
