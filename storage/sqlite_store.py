"""SQLite: one writer thread with shared commits, and a few threads that read snapshots beside it."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from storage import engines
from storage.errors import StoreBusy, StoreFull, StoreUnavailable
from storage.group_commit import GroupCommit

_R = TypeVar("_R")

READERS = 3


class SqliteBackend:
    """The database on disk. The write lock is taken when a write begins, so no write builds on a stale read."""

    def __init__(self, url: URL) -> None:
        self._writing = engines.sqlite_engine(
            url, begin="BEGIN IMMEDIATE", busy_seconds=engines.SQLITE_BUSY_SECONDS
        )
        self._reading = engines.sqlite_engine(url, begin="BEGIN", connections=READERS, read_only=True)
        self._writer = GroupCommit(self._writing, fault_of, patience=engines.SQLITE_BUSY_SECONDS)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")

    def submit_write(self, work: Callable[[Connection], _R]) -> Future[_R]:
        """Queue `work` for the writer thread."""
        return self._writer.submit(work)

    def submit_read(self, work: Callable[[Connection], _R]) -> Future[_R]:
        """Queue `work` for a reader thread; it sees one state of the database throughout."""
        return self._readers.submit(self._read, work)

    def close(self) -> None:
        """Finish what is queued, then close the file."""
        self._writer.close()
        self._readers.shutdown(wait=True)
        self._reading.dispose()
        self._writing.dispose()

    def _read(self, work: Callable[[Connection], _R]) -> _R:
        try:
            with self._reading.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            fault = fault_of(error)
            if fault is None:
                raise
            raise fault from error


_FAULTS: dict[int, tuple[type[StoreUnavailable], str]] = {
    sqlite3.SQLITE_FULL: (StoreFull, "The disk is full, or the database has reached its size limit"),
    sqlite3.SQLITE_BUSY: (StoreBusy, "Another process kept the database locked"),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "Another process kept the database locked"),
    sqlite3.SQLITE_READONLY: (StoreUnavailable, "The database may not be written to here"),
    sqlite3.SQLITE_IOERR: (StoreUnavailable, "The disk could not be read or written"),
    sqlite3.SQLITE_CANTOPEN: (StoreUnavailable, "The database file cannot be opened"),
    sqlite3.SQLITE_CORRUPT: (StoreUnavailable, "The database file is damaged"),
    sqlite3.SQLITE_NOTADB: (StoreUnavailable, "The file is not a database"),
    sqlite3.SQLITE_NOMEM: (StoreUnavailable, "There is not enough memory"),
}


def fault_of(error: BaseException) -> StoreUnavailable | None:
    """The store's own error when the database failed; None when only this one call was wrong."""
    if isinstance(error, StoreUnavailable):
        return error
    if not isinstance(error, DBAPIError):
        return None
    # The low byte is the kind; the rest says more about it.
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code not in _FAULTS:
        return None
    kind, words = _FAULTS[code]
    fault = kind(words)
    fault.__cause__ = error
    return fault
