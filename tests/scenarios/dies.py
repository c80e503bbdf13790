"""The bot in a process of its own that is killed, as by kill -9, before or after one of its steps.

``python -m tests.scenarios.dies SETTINGS`` with SETTINGS as JSON: the bot's settings, `now`, and `at`, the number of the
step; 0 lets it live until nothing is left to deliver. A step is a transaction or a call to the platform.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.app import App
from bot.clock import MovableClock
from bot.core import Core, open_core
from bot.settings import Settings

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


def main() -> None:
    """Run with the settings that were given."""
    given = json.loads(sys.argv[1])
    at, now = given.pop("at"), datetime.fromisoformat(given.pop("now"))
    core = open_core(Settings(**given), MovableClock(now, runs=False))
    asyncio.run(_run(core, at))


if __name__ == "__main__":
    main()
