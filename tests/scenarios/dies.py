"""The bot in processes of their own that are killed, as by kill -9, before or after one of their steps.

``python -m tests.scenarios.dies SETTINGS`` with the bot's settings as JSON. Each line that it reads has `now` and `at`, the
number of the step, and is one life: a process that knows of nothing yet. It answers with how that ended, below 0 when it was
killed. A life whose step is never reached ends when nothing is left to deliver. A step is a transaction or a call to the
platform.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot import logs
from bot.app import App
from bot.clock import MovableClock
from bot.core import Core, open_core
from bot.settings import Settings
from bot.surfaces.slack import app as slack  # so that each life need not load it

STEPS = ("post", "update", "delete", "find")


class Steps:
    """Counts the steps and ends the process at one of them."""

    def __init__(self, at: int) -> None:
        self._left = at

    def around(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """The same call, with a step before it and one after."""

        async def counted(*arguments: Any) -> Any:
            self._step()
            answer = await call(*arguments)
            self._step()
            return answer

        return counted

    def _step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


async def _run(core: Core, at: int) -> None:
    app = App(core)
    (courier,) = app.couriers
    steps = Steps(at)
    for name in STEPS:
        setattr(courier._carrier, name, steps.around(getattr(courier._carrier, name)))
    core.store.write = steps.around(core.store.write)  # type: ignore[method-assign, assignment]  # each transaction is a step
    assert app._slack
    await app._slack.start()
    while await core.store.read(lambda tx: bool(tx.messages.out_of_date("slack", 1))):
        await courier.deliver_once()
    await app.stop()


def _life(given: dict[str, str], line: str) -> int:
    """Begin, and deliver until killed; returns how it ended."""
    child = os.fork()
    if child == 0:
        asked = json.loads(line)
        core = open_core(Settings(**given), MovableClock(datetime.fromisoformat(asked["now"]), runs=False))
        asyncio.run(_run(core, asked["at"]))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Live as often as is asked."""
    assert slack
    logs.configure("WARNING")
    given = json.loads(sys.argv[1])
    for line in sys.stdin:
        print(_life(given, line), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
