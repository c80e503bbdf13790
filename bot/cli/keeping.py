"""How long the words of closed cases are kept. Only information governance may look, and erase what is due."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.common import note, opened, say
from bot.core import Core
from bot.due.retention import Kept, closed_cases, erase
from bot.problems import Problem
from storage.tx import Tx
from triage.ends import Keeps

WHY = {
    Keeps.NOT_CLOSED: "not closed",
    Keeps.HELD: "kept: a legal hold",
    Keeps.ASKED_FOR: "kept: somebody asked what is held about them",
    Keeps.NOT_EXPORTED: "kept: nobody has confirmed that it stands in the case system",
    Keeps.NOT_YET: "kept: its time is not over",
    None: "may be erased",
}

Person = Annotated[str, typer.Option("--as", help="Your id on the roster; what you do is recorded")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    retention = typer.Typer(no_args_is_help=True, help=__doc__)
    retention.command("list")(list_closed)
    retention.command("erase")(erase_due)
    app.add_typer(retention, name="retention")


def list_closed(person: Person) -> None:
    """List every closed case: when its time is over, and what keeps it."""
    with opened() as core:
        kept, zone = _looked_at(core, person), core.hubs.first().zone
    for one in kept:
        due = f"{one.retention.due_at.astimezone(zone):%Y-%m-%d}" if one.retention.due_at else "-"
        say(f"{one.case.referral.reference} {_day(one, zone)} {due} {WHY[one.retention.keeps]}")
    if not kept:
        say("No closed case is kept.")


def erase_due(
    person: Person,
    references: Annotated[
        list[str] | None, typer.Argument(help="Without any: all that may be erased")
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Erase closed cases for good, after showing which. What may not be erased yet is left as it is."""
    with opened() as core:
        due = [one for one in _looked_at(core, person) if one.retention.may_erase]
        named = {reference.upper() for reference in references or ()}
        chosen = [ref for one in due if (ref := one.case.referral.reference) in named or not named]
        for reference in chosen:
            say(f"{reference} will be erased.")
        for reference in sorted(named.difference(chosen)):
            say(
                f"{reference} is left as it is: it may not be erased, or there is nothing with that reference."
            )
        if not chosen:
            say("Nothing may be erased.")
            return
        if not yes:
            typer.confirm("This cannot be undone. Go on?", abort=True)
        erased = core.store.write_now(lambda tx: erase(tx, core.hubs, person, chosen)) or ()
    say(f"{len(erased)} erased. Backups made before hold them until they are deleted as well.")


def _looked_at(core: Core, person: str) -> tuple[Kept, ...]:
    kept = core.store.write_now(lambda tx: _kept(tx, core, person))
    if kept is None:
        raise Problem((f"{person} is not of information governance here. That was recorded.",))
    return kept


def _kept(tx: Tx, core: Core, person: str) -> tuple[Kept, ...] | None:
    """The closed cases; the look is recorded, and so is that somebody was refused it."""
    kept = closed_cases(tx, core.hubs, person)
    note(tx, "retention.list", outcome="refused" if kept is None else "done", actor=person[:64])
    return kept


def _day(one: Kept, zone: ZoneInfo) -> str:
    closed: datetime | None = one.case.referral.closed_at
    return f"{closed.astimezone(zone):%Y-%m-%d}" if closed else "-"
