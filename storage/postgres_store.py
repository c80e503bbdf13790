"""PostgreSQL: each call is one transaction on one of a few threads, so several replicas can work side by side."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.engines import SEES_ONE_STATE, postgres_engine
from storage.errors import StoreBusy, StoreFull, StoreUnavailable

_R = TypeVar("_R")

THREADS = 8
MOST_TRIES = 3

_SERIALIZATION_FAILURE = "40001"
_DEADLOCK = "40P01"
_LOCK_NOT_FREE = "55P03"
_READ_ONLY = "25006"
_DISK_FULL = "53100"
# Classes of SQLSTATE that mean the server, not the call: connection, resources, operator, system.
_SERVER_CLASSES = ("08", "53", "57", "58")


class PostgresBackend:
    """The database on a server. Writes are READ COMMITTED and lock what they change; reads see one state."""

    def __init__(self, url: URL) -> None:
        self._writing = postgres_engine(url, connections=THREADS)
        # The same connections, with other settings while a read uses them.
        self._reading = self._writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True, **{SEES_ONE_STATE: True}
        )
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="postgres")

    def submit_write(self, work: Callable[[Connection], _R]) -> Future[_R]:
        """Queue `work`; after a deadlock or a serialization failure it runs again, three times at most."""
        return self._threads.submit(self._write, work)

    def submit_read(self, work: Callable[[Connection], _R]) -> Future[_R]:
        """Queue `work` for a transaction that can change nothing."""
        return self._threads.submit(_in_transaction, self._reading, work)

    def close(self) -> None:
        """Finish what is queued, then close the connections."""
        self._threads.shutdown(wait=True)
        self._writing.dispose()

    def _write(self, work: Callable[[Connection], _R]) -> _R:
        for _ in range(MOST_TRIES - 1):
            try:
                return _in_transaction(self._writing, work)
            except _TryAgain:
                continue
        return _in_transaction(self._writing, work)


class _TryAgain(StoreBusy):
    """PostgreSQL undid the transaction because of another one; the same again may succeed."""


def _in_transaction(engine: Engine, work: Callable[[Connection], _R]) -> _R:
    try:
        with engine.begin() as connection:
            return work(connection)
    except DBAPIError as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise fault from error


def fault_of(error: DBAPIError) -> StoreUnavailable | None:
    """The store's own error when the database failed; None when only this one call was wrong."""
    state = getattr(error.orig, "sqlstate", None)
    if state in (_SERIALIZATION_FAILURE, _DEADLOCK):
        return _TryAgain("Other transactions kept changing the same rows")
    if state == _LOCK_NOT_FREE:
        return StoreBusy("Another transaction kept its lock")
    if state == _DISK_FULL:
        return StoreFull("The database server's disk is full")
    if state == _READ_ONLY:
        return StoreUnavailable("The database may not be written to here")
    never_answered = state is None and isinstance(error, OperationalError)
    if error.connection_invalidated or never_answered or (state or "")[:2] in _SERVER_CLASSES:
        return StoreUnavailable(
            "The connection to the database was lost; what was being written may or may not be kept"
        )
    return None
