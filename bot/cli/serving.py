"""Run the bot, or its demo."""

import asyncio
import os
from pathlib import Path

import typer

from bot import logs
from bot.settings import read_settings


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.command()(demo)


def serve() -> None:
    """Run the bot: the web pages, and the chats that are set."""
    from bot.serve import run_bot  # noqa: PLC0415 - other commands start without all of it

    settings = read_settings()
    logs.configure(settings.log_level)
    asyncio.run(run_bot(settings, lambda address: typer.echo(f"Ready: {address}")))


def demo() -> None:
    """Run the demo on this machine: invented people, a clock that moves. RESET=1 begins anew; DEMO_DIR, PORT."""
    from bot.demo.start import run_demo  # noqa: PLC0415 - other commands start without all of it

    run_demo(
        folder=Path(os.environ.get("DEMO_DIR") or "var/demo").resolve(),
        host=os.environ.get("HOST") or "127.0.0.1",
        port=int(os.environ.get("PORT") or 8080),
        ready=lambda address: typer.echo(f"The demo is ready: {address}"),
        reset=os.environ.get("RESET") == "1",
    )
