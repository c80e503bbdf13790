"""The ticking: jobs that only look at rows, so that a tick that is late or comes twice does no harm."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import logs

log = logs.get(__name__)

Job = Callable[[], Awaitable[object]]


class Ticking:
    """Does each job at its interval, one run of it at a time, and lets what has begun end before it stops."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 30}
        )
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is skipped does no harm
        self._running: set[asyncio.Future[object]] = set()

    def every(self, seconds: int, name: str, job: Job) -> None:
        """Do this job every so many seconds. One that fails is logged and comes round again."""
        self._scheduler.add_job(self._run, "interval", seconds=seconds, id=name, args=[name, job])

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, and wait so long for what has begun."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        self._scheduler.shutdown(wait=False)

    async def _run(self, name: str, job: Job) -> None:
        running = asyncio.ensure_future(job())
        self._running.add(running)
        try:
            await running
        except Exception as error:  # noqa: BLE001 - the next tick tries again; the rows are still due
            logs.failure(log, "job_failed", error, job=name)
        finally:
            self._running.discard(running)
