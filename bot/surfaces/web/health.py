"""Whether the bot is alive and ready, for whoever runs it; and its numbers, on an address of this machine only."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot import logs

log = logs.get(__name__)

Check = Callable[[], Awaitable[bool]]
SECONDS = 3
FRESH_SECONDS = 1.0


class Readiness:
    """Makes the checks, and tells everybody who asks within the same second what it found: anybody may ask."""

    def __init__(self, checks: Mapping[str, Check], seconds: Callable[[], float]) -> None:
        self._checks = checks
        self._seconds = seconds
        self._found: dict[str, bool] = {}
        self._found_at = -FRESH_SECONDS
        self._looking = asyncio.Lock()

    async def found(self) -> dict[str, bool]:
        """Which check passes."""
        async with self._looking:
            if self._seconds() - self._found_at >= FRESH_SECONDS:
                self._found = {name: await _passes(name, check) for name, check in self._checks.items()}
                self._found_at = self._seconds()
        return self._found


READINESS: Final = web.AppKey("readiness", Readiness)


def add_health(
    app: web.Application, checks: Mapping[str, Check], seconds: Callable[[], float] = time.monotonic
) -> None:
    """Add /healthz and /readyz. Each check says whether one thing is ready: the database answers, migrations are current.

    `seconds` counts on steadily.
    """
    app[READINESS] = Readiness(checks, seconds)
    app.router.add_get("/healthz", alive, name="healthz")
    app.router.add_get("/readyz", ready, name="readyz")


def metrics_app(registry: CollectorRegistry) -> web.Application:
    """The numbers as Prometheus reads them. Serve it on 127.0.0.1 only, apart from the pages."""

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    return app


async def alive(_: web.Request) -> web.StreamResponse:
    """The process answers."""
    return web.json_response({"alive": True})


async def ready(request: web.Request) -> web.StreamResponse:
    """Whether presses can be taken; says by name which check fails, and nothing more."""
    results = await request.app[READINESS].found()
    return web.json_response(results, status=200 if all(results.values()) else 503)


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(SECONDS):
            return await check()
    except Exception as error:  # noqa: BLE001 - a check that fails in any way is a check that does not pass
        logs.failure(log, "health.check_failed", error, check=name)
        return False
