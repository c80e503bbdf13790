"""What commands share: the bot's parts opened for one command, who runs it, and how it speaks."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.core import Core, open_core
from bot.intake.decoding import FileRefused, Refusal
from bot.problems import Problem
from bot.settings import read_settings
from storage.tx import Tx

say = typer.echo

_UNREADABLE: dict[Refusal, str] = {
    "empty": "it is empty",
    "too_large": "it is larger than 10 MB. Split it",
    "too_many_rows": "it has more than 5,000 rows. Split it",
    "xlsx": "it is an Excel workbook. Save it as CSV",
    "xls": "it is an Excel workbook. Save it as CSV",
    "zip": "it is a ZIP archive, or an Excel workbook. Unpack it, or save it as CSV",
    "pdf": "it is a PDF. Export the rows as CSV",
    "binary": "it is no text file. Save it as CSV",
    "no_header": "no line holds at least half of the columns that the profile names. Add them as the first line",
    "not_json": "it is not complete JSON. Export it again",
    "broken": "its rows cannot be told apart. Export it again",
}


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
    return Problem((f"{path.name} cannot be read: {_UNREADABLE[refused.reason]}. Nothing was taken.",))
