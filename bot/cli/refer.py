"""Take referrals in from a file."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bot.cards.referring import doubts, refused_row
from bot.cards.sight import Sight
from bot.cli.common import note, opened, read_bytes, say, unreadable
from bot.core import Core
from bot.intake.decoding import FileRefused
from bot.intake.files import UnreadableRow, read_json, read_table
from bot.intake.mapping import FieldErrors, arrival_from_json, arrival_from_row, headings
from bot.intake.taking import Attached, Same, TakenIn, Taking, TurnedAway, take, turn_away
from bot.problems import Problem
from bot.words import Words
from storage.tx import Tx
from triage.arrivals import Arrival
from triage.hub import Hub


class Item(NamedTuple):
    """What stands on a line of a file, and its row: all cells of it, by heading, whatever the order of the columns."""

    line: int
    found: Arrival | UnreadableRow | FieldErrors
    row: str = ""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("refer")(refer)


def refer(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV as a council's form exports it, or JSON")],
    hub: Annotated[str, typer.Option(help="The hub's id, where several run here")] = "",
) -> None:
    """Take in each referral of a file and print what became of each line. A second time adds nothing."""
    data = read_bytes(file)
    with opened() as core:
        there = _hub(core, hub)
        refused = 0
        items = _items(data, file, there, core)
        for item in items:
            taking, words = core.store.write_now(partial(_take, core=core, hub=there, item=item))
            refused += isinstance(taking, TurnedAway)
            say(f"line {item.line}: {words}")
    if not items:
        say(f"{file.name} holds no referrals. Nothing was taken.")
    if refused:
        say(f"{refused} refused. They wait in My work for business support.")
        raise typer.Exit(1)


def _hub(core: Core, hub_id: str) -> Hub:
    try:
        return core.hubs.of(hub_id) if hub_id else core.hubs.first()
    except KeyError:
        known = ", ".join(hub.forum.id for hub in core.hubs.all())
        raise Problem((f"There is no hub {hub_id} here. There is {known}.",)) from None


def _items(data: bytes, file: Path, hub: Hub, core: Core) -> list[Item]:
    """What the file holds, in its order."""
    rules = hub.profile.intake
    found: list[Item] = []
    try:
        if file.suffix.casefold() in {".json", ".jsonl"}:
            read = read_json(data)
            now = core.clock.now()
            found += [
                Item(item.line, arrival_from_json(item.fields, rules, now=now), _row(item.fields))
                for item in read.items
            ]
            found += [Item(row.line, row) for row in read.unreadable]
        else:
            table = read_table(data, header_names=headings(rules))
            found += [
                Item(row.line, arrival_from_row(row.cells, rules), _row(row.cells)) for row in table.rows
            ]
            found += [Item(row.line, row) for row in table.unreadable]
            for told in table.notes:
                say(f'column "{told.heading}": {told.code.replace("_", " ")}')
    except FileRefused as refused:
        raise unreadable(file, refused) from None
    return sorted(found, key=lambda item: item.line)


def _row(cells: Mapping[str, object]) -> str:
    """The row as text that can be kept: half a character, which JSON can hold, becomes a question mark."""
    return json.dumps(cells, sort_keys=True, ensure_ascii=False).encode(errors="replace").decode()


def _take(tx: Tx, core: Core, hub: Hub, item: Item) -> tuple[Taking, str]:
    core.hubs.refresh(tx)
    roster = core.hubs.roster(tx)
    match item.found:
        case UnreadableRow(reason=reason, text=text):
            taking: Taking = turn_away(tx, hub, roster, reason=reason, line=item.line, row=text)
        case FieldErrors(errors):
            fields = ", ".join(errors)
            row = f"Not understood: {fields}\n{item.row}"
            taking = turn_away(tx, hub, roster, reason="unreadable", line=item.line, row=row)
        case arrival:
            taking = take(tx, hub, roster, arrival, source="file", line=item.line, row=item.row)
    note(
        tx,
        "file.take",
        getattr(taking, "referral_id", ""),
        outcome="refused" if isinstance(taking, TurnedAway) else "done",
    )
    if not isinstance(taking, TurnedAway):
        core.projection.referral(tx, hub, roster, taking.referral_id)
    core.projection.desk(tx, hub, roster)
    return taking, _words(taking, Sight(Words(), hub, roster, tx.now))


def _words(taking: Taking, sight: Sight) -> str:
    match taking:
        case TakenIn(_, reference, found):
            doubtful = " ".join(doubts.words(sight, found))
            return f"{reference}. Doubtful: {doubtful}" if doubtful else f"{reference}."
        case Attached(_, reference):
            return f"{reference}: other words under a known number. They wait for somebody to accept them."
        case Same(_, reference):
            return f"{reference} came before with the same words. Nothing was added."
        case TurnedAway(reason, _):
            return f"refused. {refused_row.words(sight, 0, reason)}"  # type: ignore[arg-type]
