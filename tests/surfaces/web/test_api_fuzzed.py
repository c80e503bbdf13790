"""The API against its own description, with a real store behind it: every answer is one that the description allows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copyfile
from threading import Thread
from typing import Any

import pytest
import schemathesis
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.bindings import StoreIntake
from bot.surfaces.web.api import add_api
from bot.surfaces.web.api_description import document
from bot.surfaces.web.app import web_app
from tests.support.desk import open_desk
from tests.surfaces.web.conftest import Behind

schema = schemathesis.openapi.from_dict(document("http://127.0.0.1"))


@asynccontextmanager
async def serving(store_url: str) -> AsyncIterator[str]:
    """The API on a real port, over a real store; each request comes a minute after the one before."""
    seconds = iter(range(0, 10_000_000, 60))
    async with open_desk(store_url) as desk:
        app = web_app(Behind().site(now=lambda: float(next(seconds))))
        add_api(app, StoreIntake(desk.store, desk.hubs, desk.projection, lambda: None), "intake-token")
        async with TestServer(app) as server:
            yield str(server.make_url(""))


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API in a loop of its own, since schemathesis calls it from outside."""
    path = tmp_path_factory.mktemp("fuzzed") / "store.sqlite3"
    copyfile(sqlite_template, path)
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    server = serving(f"sqlite:///{path}")
    yield asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
    asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@schema.parametrize()
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_every_answer_is_described(case: Any, address: str) -> None:
    headers = {"Authorization": "Bearer intake-token"}
    # Whether anybody could act on a referral is judged from what it says, which no schema can.
    case.call_and_validate(base_url=address, headers=headers, excluded_checks=[positive_data_acceptance])
