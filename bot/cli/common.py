"""What commands share: the bot's parts opened for one command, who runs it, and how it speaks."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.core import Core, open_core
from bot.intake.decoding import FileRefused
from bot.problems import Problem
from bot.settings import read_settings
from storage.tx import Tx

say = typer.echo


@contextmanager
def opened() -> Iterator[Core]:
    """The parts of the bot, closed again afterwards."""
    core = open_core(read_settings())
    try:
        yield core
    finally:
        core.store.close_now()


def operator() -> str:
    """Who runs this command, as the audit names them."""
    return f"cli:{getpass.getuser()}"[:64]


def note(
    tx: Tx, verb: str, thing: str = "", *, outcome: str = "done", actor: str = "", seat: str = ""
) -> None:
    """Record in the audit what a command did or read."""
    tx.audit.record(
        actor=actor or operator(), seat=seat, surface="cli", verb=verb, thing=thing[:64], outcome=outcome
    )


def read_bytes(path: Path) -> bytes:
    """What a file holds; raises `Problem`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem((f"{path} cannot be read: {error.strerror}.",)) from None


def unreadable(path: Path, refused: FileRefused) -> Problem:
    """What is said of a file that cannot be read as a whole."""
    reason = str(refused).replace("_", " ")
    return Problem((f"{path.name} cannot be read: {reason}. Nothing was taken.",))
