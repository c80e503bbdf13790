"""Health and numbers, for whoever runs the bot."""

from itertools import count

from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Counter

from bot.surfaces.web.app import web_app
from bot.surfaces.web.health import add_health, metrics_app
from tests.surfaces.web.conftest import Behind


async def passes() -> bool:
    return True


async def test_ready_only_while_every_check_passes(behind: Behind) -> None:
    failing: list[str] = []

    async def migrations() -> bool:
        return "migrations" not in failing

    async def database() -> bool:
        if "database" in failing:
            raise ConnectionError("password=secret")
        return True

    app = web_app(behind.site())
    add_health(app, {"database": database, "migrations": migrations}, count(0.0, 1.0).__next__)
    async with TestClient(TestServer(app)) as client:
        for broken, status in (([], 200), (["migrations"], 503), (["database"], 503), ([], 200)):
            failing[:] = broken
            async with client.get("/readyz") as answer:
                assert answer.status == status
                assert await answer.json() == {
                    name: name not in broken for name in ("database", "migrations")
                }
            async with client.get("/healthz") as answer:
                assert answer.status == 200


async def test_however_many_ask_the_checks_are_made_once_a_second(behind: Behind) -> None:
    made, now = [], 0.0

    async def database() -> bool:
        made.append(now)
        return True

    app = web_app(behind.site())
    add_health(app, {"database": database}, lambda: now)
    async with TestClient(TestServer(app)) as client:
        for now in (0.0, 0.1, 0.9, 1.0, 1.5, 2.0):  # noqa: B007 - the clock reads it
            async with client.get("/readyz") as answer:
                assert answer.status == 200
    assert made == [0.0, 1.0, 2.0]


async def test_numbers_are_apart_from_the_pages(behind: Behind) -> None:
    registry = CollectorRegistry()
    Counter("presses", "Presses.", ["surface"], registry=registry).labels("web").inc()
    async with TestClient(TestServer(metrics_app(registry))) as client, client.get("/metrics") as answer:
        assert 'presses_total{surface="web"} 1.0' in await answer.text()
    async with TestClient(TestServer(web_app(behind.site()))) as client, client.get("/metrics") as answer:
        assert answer.status == 404
