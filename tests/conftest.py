"""What tests of every part may use."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

from storage.migrate import migrate
from tests.support.desk import Desk, fill, open_desk
from tests.support.memory import memory_or_disk
from tests.support.postgres import PostgresServer

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
ROOM = 50_000_000
"""Bytes that a test's SQLite file and its log may grow to."""


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """A real PostgreSQL, started once per test run and shared by its workers."""
    server = PostgresServer()
    server.speed_up()
    return server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a database with the newest tables, to copy."""
    return postgres_server.make_template("mash_tables", migrate)


@pytest.fixture(scope="session")
def postgres_hub(postgres_server: PostgresServer) -> str:
    """The name of a database with a hub and its people, to copy."""
    return postgres_server.make_template("mash_hub", fill)


@pytest.fixture(scope="session")
def sqlite_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a hub and its people, to copy."""
    path = tmp_path_factory.mktemp("hub") / "hub.sqlite3"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest tables, to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database with the newest tables."""
    with postgres_server.database(template=postgres_template) as url:
        yield url


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder for a database."""
    with TemporaryDirectory(dir=memory_or_disk(ROOM), prefix="mash-triage-") as folder:
        yield Path(folder)


@pytest.fixture
def sqlite_url(sqlite_template: Path, in_memory: Path) -> str:
    """A fresh SQLite database with the newest tables."""
    path = in_memory / "store.sqlite3"
    copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with the newest tables: each test that asks for it runs on both stores."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database without any table, on both stores."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture
def sqlite_hub_url(sqlite_hub: Path, in_memory: Path) -> str:
    """A fresh SQLite database with a hub and its people."""
    path = in_memory / "hub.sqlite3"
    copyfile(sqlite_hub, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_hub_url(postgres_server: PostgresServer, postgres_hub: str) -> Iterator[str]:
    """A fresh PostgreSQL database with a hub and its people."""
    with postgres_server.database(template=postgres_hub) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def hub_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with a hub and its people, on both stores."""
    name = "sqlite_hub_url" if request.param == "sqlite" else "postgres_hub_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
async def desk(hub_url: str) -> AsyncIterator[Desk]:
    """A whole hub without surfaces, on both stores: people press and submit, time is moved."""
    async with open_desk(hub_url) as opened:
        yield opened


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test of a handler runs on one of the two stores, which its name picks; with STORES=both, on both.

    The stores' own tests and the stories run on both always.
    """
    left_out = [item for item in items if _is_for_the_other_store(item)]
    if left_out and os.environ.get("STORES") != "both":
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    items[:] = _dealt(items)


def pytest_collection_finish() -> None:
    """What was loaded by now stays: looking through it again and again for garbage took an eighth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _dealt(items: list[pytest.Item]) -> list[pytest.Item]:
    """Stories first, an equal share of them for each worker: what ends a run is short, and nobody waits for the last.

    A worker of `--dist worksteal` begins with one stretch of the list.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    stories_first = sorted(items, key=lambda item: item.path.parent.name != "scenarios")
    return [item for worker in range(workers) for item in stories_first[worker::workers]]


def _is_for_the_other_store(item: pytest.Item) -> bool:
    params: dict[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    store = params.get("hub_url")
    if item.path.parent.name != "handlers" or store is None:
        return False
    name = f"{item.path.stem}::{getattr(item, 'originalname', item.name)}"
    return store != ("sqlite", "postgresql")[crc32(name.encode()) % 2]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything must run, a skipped test is a failure: nothing may be left out unseen."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
