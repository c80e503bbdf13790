"""`mash-triage`: everything that is done from the command line."""

import sys

import typer

from bot import logs
from bot.cli import auditing, backing_up, doctor, keeping, people, refer, serving, setting_up
from bot.problems import Problem

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
for part in (serving, doctor, people, refer, setting_up, auditing, keeping, backing_up):
    part.add_to(app)


def main() -> None:
    """Run a command; what cannot begin is said in one line per problem, and nothing of a traceback."""
    logs.configure("WARNING")
    try:
        app()
    except Problem as problem:
        for line in problem.lines:
            print(line, file=sys.stderr)  # noqa: T201 - what a command says
        sys.exit(1)
