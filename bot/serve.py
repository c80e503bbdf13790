"""Serve: the bot for real, or with a clock that can be moved where DEMO_CLOCK is set."""

from collections.abc import Callable

from bot.app import run
from bot.core import open_core
from bot.demo.clock import DemoClock
from bot.demo.controls import Controls
from bot.demo.play import Play
from bot.settings import Settings


async def run_bot(settings: Settings, ready: Callable[[str], None]) -> None:
    """Run until stopped; raises `Problem`. `ready` gets the address."""
    if settings.demo_clock is None:
        core = open_core(settings)
        await run(core, lambda: ready(settings.web_address))
        return
    clock = DemoClock(settings.demo_clock)
    core = open_core(settings, clock)
    clock.run()
    play = Play(core, clock, ())
    play.colleagues.answering = False
    await run(core, lambda: ready(settings.web_address), Controls(core, play), play.run)
