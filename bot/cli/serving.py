"""Run the bot, or its demo."""

import asyncio
from pathlib import Path
from typing import Annotated

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


def demo(
    folder: Annotated[Path, typer.Option(envvar="DEMO_DIR", help="Where it keeps what happened")] = Path(
        "var/demo"
    ),
    host: Annotated[str, typer.Option(envvar="HOST", help="An address of this machine only")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535)] = 8080,
    reset: Annotated[bool, typer.Option(envvar="RESET", help="Begin anew")] = False,  # noqa: FBT002 - an option
) -> None:
    """Run the demo on this machine: invented people, and a clock that can be moved."""
    from bot.demo.start import run_demo  # noqa: PLC0415 - other commands start without all of it

    run_demo(
        folder=folder.resolve(),
        host=host,
        port=port,
        ready=lambda address: typer.echo(f"The demo is ready: {address}"),
        reset=reset,
    )
