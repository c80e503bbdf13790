"""Many writes, few commits: on SQLite a commit waits for the disk, so writes that wait share one.

One thread writes. Each write has its own savepoint: one that fails is undone alone and only its caller is told.
Nobody is answered before the commit that holds their write.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from storage.errors import StoreUnavailable

_R = TypeVar("_R")

MOST_WRITES_PER_COMMIT = 64
MOST_SECONDS_PER_COMMIT = 0.05  # no more writes join after this, so that the first is not kept waiting


_GAVE_UP = "The database gave up the transaction"


class GroupCommit:
    """The writer thread of one SQLite database.

    `fault_of` says whether an error means that the database itself failed, and which error its callers get;
    such an error ends the whole batch. A write that has waited `patience` seconds when the database turns out
    to be locked fails with the batch instead of waiting all over again.
    """

    def __init__(
        self,
        engine: Engine,
        fault_of: Callable[[BaseException], StoreUnavailable | None],
        *,
        patience: float,
    ) -> None:
        self._engine = engine
        self._fault_of = fault_of
        self._patience = patience
        self._waiting: deque[_Write] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], _R]) -> Future[_R]:
        """Queue a write; the future is answered after the commit."""
        write = _Write(work)
        with self._changed:
            self._waiting.append(write)
            self._changed.notify()
        return write.answer

    def close(self) -> None:
        """Do what is queued, then end the thread. Nothing may be submitted afterwards."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while (first := self._wait_for_one()) is not None:
            self._commit_together(first)

    def _wait_for_one(self) -> "_Write | None":
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return self._waiting.popleft() if self._waiting else None

    def _commit_together(self, first: "_Write") -> None:
        batch = [first]
        try:
            with self._engine.begin() as connection:
                first.run(connection, self._fault_of)
                for write in self._others():
                    batch.append(write)
                    write.run(connection, self._fault_of)
        except BaseException as error:  # noqa: BLE001 — whatever it is, the callers must hear of it
            for write in batch + self._out_of_patience():
                write.fail(self._fault_of(error) or error)
        else:
            for write in batch:
                write.tell()

    def _others(self) -> Iterator["_Write"]:
        """Further writes for this commit: what is waiting now, within the limits."""
        closes_at = time.monotonic() + MOST_SECONDS_PER_COMMIT
        for _ in range(MOST_WRITES_PER_COMMIT - 1):
            with self._changed:
                if not self._waiting or time.monotonic() > closes_at:
                    return
                write = self._waiting.popleft()
            yield write

    def _out_of_patience(self) -> list["_Write"]:
        too_old = time.monotonic() - self._patience
        gone = []
        with self._changed:
            while self._waiting and self._waiting[0].since <= too_old:
                gone.append(self._waiting.popleft())
        return gone


class _Write:
    """One waiting write and, once it ran, what its caller will be told."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.answer: Future[Any] = Future()
        self.answer.set_running_or_notify_cancel()  # from here on nobody can cancel it half-way
        self.since = time.monotonic()
        self._work = work
        self._result: Any = None
        self._error: BaseException | None = None

    def run(
        self, connection: Connection, fault_of: Callable[[BaseException], StoreUnavailable | None]
    ) -> None:
        """Do the work in a savepoint. Raises only what must end the whole batch."""
        savepoint = connection.begin_nested()
        try:
            self._result = self._work(connection)
        except BaseException as error:
            if fault_of(error) is not None:
                raise
            if not _in_transaction(connection):
                raise StoreUnavailable(_GAVE_UP) from error
            savepoint.rollback()
            self._error = error
        else:
            if not _in_transaction(connection):
                raise StoreUnavailable(_GAVE_UP)
            savepoint.commit()

    def tell(self) -> None:
        """Answer the caller, after the commit."""
        if self._error is None:
            self.answer.set_result(self._result)
        else:
            self.answer.set_exception(self._error)

    def fail(self, error: BaseException) -> None:
        """Answer the caller that the batch was lost."""
        self.answer.set_exception(error)


def _in_transaction(connection: Connection) -> bool:
    """SQLite may roll everything back by itself, when the disk is full for one; what follows must not go on."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    in_transaction: bool = raw.in_transaction
    return in_transaction
