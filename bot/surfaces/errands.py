"""What goes on beside the answers of a surface: work that follows one, and work that a platform no longer waits for."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from structlog.typing import FilteringBoundLogger

from bot import logs

Result = TypeVar("Result")

IN_HAND_SECONDS = 4.0
"""How long a stop waits for what is in hand."""


class TooSlow(Exception):
    """The work is not done in the time that the platform waits. It goes on to its end."""


class Errands:
    """Keeps what was begun until it is done. `event` names in the log what failed after nobody waited any more."""

    def __init__(self, log: FilteringBoundLogger, event: str) -> None:
        self._log = log
        self._event = event
        self._tasks: set[asyncio.Task[Any]] = set()

    def later(self, work: Coroutine[Any, Any, object], verb: str) -> None:
        """Do something once the answer is given."""
        self._begin(self._guarded(work, verb))

    async def in_time(self, work: Coroutine[Any, Any, Result], deadline: float, verb: str) -> Result:
        """What the work returns or raises, before the deadline (loop time).

        Raises:
            TooSlow: it is not done by then. It is never cut off in the middle: it may be about to commit.

        """
        task = self._begin(work)
        await asyncio.wait((task,), timeout=deadline - asyncio.get_running_loop().time())
        if task.done():
            return await task
        self.later(_end_of(task), verb)
        raise TooSlow

    async def settled(self) -> None:
        """Wait until all that was begun is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self, seconds: float = IN_HAND_SECONDS) -> None:
        """Give what was begun so long to end, and no longer: a process that is told to stop has to."""
        try:
            async with asyncio.timeout(seconds):
                await self.settled()
        except TimeoutError:
            for task in self._tasks:
                task.cancel()
            await self.settled()

    def _begin(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guarded(self, work: Coroutine[Any, Any, object], verb: str) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - nobody waits for this any more; the log is told
            logs.failure(self._log, self._event, error, verb=verb)


async def _end_of(task: asyncio.Task[Any]) -> None:
    await task
