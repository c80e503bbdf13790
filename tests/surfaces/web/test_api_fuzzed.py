"""The API against its own description: whatever is sent, every answer is one that the description allows."""

import asyncio
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import schemathesis
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.surfaces.web.api import add_api
from bot.surfaces.web.api_description import document
from bot.surfaces.web.app import web_app
from tests.surfaces.web.conftest import Behind
from tests.surfaces.web.test_api import Intake

schema = schemathesis.openapi.from_dict(document("http://127.0.0.1"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The API on a real port, in a loop of its own, since schemathesis calls it from outside."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    seconds = iter(range(0, 10_000_000, 60))
    behind = Behind()
    app = web_app(behind.site(now=lambda: float(next(seconds))))
    add_api(app, Intake(), "intake-token")
    server = TestServer(app)
    asyncio.run_coroutine_threadsafe(server.start_server(), loop).result()
    yield str(server.make_url(""))
    asyncio.run_coroutine_threadsafe(server.close(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_described(case: Any, address: str) -> None:
    headers = {"Authorization": "Bearer intake-token"}
    # Whether anybody could act on a referral is judged from what it says, which no schema can.
    case.call_and_validate(base_url=address, headers=headers, excluded_checks=[positive_data_acceptance])
