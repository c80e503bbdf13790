"""`mash-triage`: everything that is done from the command line."""

import sys

import typer

from bot import logs
from bot.cli import serving
from bot.problems import CannotStart

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
serving.add_to(app)


def main() -> None:
    """Run a command; what cannot begin is said in one line per problem, and nothing of a traceback."""
    logs.configure("WARNING")
    try:
        app()
    except CannotStart as problem:
        for line in problem.lines:
            print(line, file=sys.stderr)  # noqa: T201 - what a command says
        sys.exit(1)
