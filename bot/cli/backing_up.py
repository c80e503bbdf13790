"""Backups: one file that holds everything but the master key, and a new database filled from it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.auditing import chain_problems
from bot.cli.common import note, opened, say
from bot.problems import Problem
from bot.settings import read_settings
from storage.backup import BackupProblem, back_up
from storage.backup import restore as fill


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="To keep on another machine, without the master key")
    ],
) -> None:
    """Write everything to one file. The bot may go on running."""
    with opened() as core:
        core.store.write_now(lambda tx: note(tx, "backup.make"))
        url = core.settings.database_url.get_secret_value()
        try:
            rows = back_up(url, file)
        except BackupProblem as problem:
            raise Problem((f"No backup: {problem}.",)) from None
        except OSError as error:
            raise Problem((f"{file} cannot be written: {error.strerror}.",)) from None
    say(f"{rows} rows are in {file}. Keep the master key apart from it: without that key it cannot be read.")


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote")]) -> None:
    """Fill the empty database that DATABASE_URL names, and check every audit chain in it."""
    try:
        rows = fill(file, read_settings().database_url.get_secret_value())
    except (BackupProblem, ValueError) as problem:
        raise Problem((f"Nothing was restored: {problem}.",)) from None
    say(f"{rows} rows restored.")
    with opened() as core:
        faults = core.store.write_now(chain_problems)
        core.store.write_now(lambda tx: note(tx, "backup.restore"))
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(1)
    say("Every audit chain is whole. Run `mash-triage doctor`, then `serve`.")
