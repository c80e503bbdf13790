"""The sheet for an audit of cases: some by chance, and each that needs looking at."""

import csv
import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import note, opened, say
from bot.core import Core
from bot.problems import Problem
from storage.tx import Tx
from triage.audit_reading import reads_audit
from triage.audit_sample import HEADS, Chosen, sample
from triage.hub import Hub
from triage.visibility import may_know

_WHY = {
    "chance": "by chance",
    "shared_without_consent": "shared without consent",
    "urgent_late": "the most urgent rating was late",
}


def sample_cases(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The sheet, as CSV")],
    *,
    since: Annotated[str, typer.Option("--from", help="The first day, like 2026-11-01")],
    until: Annotated[str, typer.Option(help="The last day")],
    person: Annotated[str, typer.Option("--as", help="Who audits, with what they may know")],
    number: Annotated[int, typer.Option(help="How many by chance", min=1)] = 10,
    seed: Annotated[int, typer.Option(help="The same number draws the same cases again")] = 1,
) -> None:
    """Draw the cases of a period for an audit: some by chance, each override, each of the most urgent that was late."""
    first, last = _day(since), _day(until)
    if last < first:
        raise Problem((f"{until} is before {since}. Nothing was drawn.",))
    with opened() as core:
        chosen = core.store.write_now(lambda tx: _chosen(tx, core, person, (first, last), (number, seed)))
    if chosen is None:
        raise Problem((f"{person} may not read the audit. That was recorded.",))
    _write(file, chosen)
    say(f"{len(chosen)} cases are in {file}.")


def _chosen(
    tx: Tx, core: Core, person: str, days: tuple[date, date], drawn: tuple[int, int]
) -> tuple[Chosen, ...] | None:
    core.hubs.refresh(tx)
    roster = core.hubs.roster(tx)
    for hub in core.hubs.all():
        actor = roster.actor(person, hub.forum.id, tx.now)
        if actor is not None and reads_audit(actor):
            since, until = _spans(hub, days)
            ids = tx.referrals.received_since(hub.forum.id, since)
            cases = (case for case in tx.cases(ids, hub.profile) if case.referral.received_at < until)
            note(tx, "audit.sample", actor=person, seat=actor.seat)
            return sample((case for case in cases if may_know(actor, case)), *drawn)
    note(tx, "audit.sample", outcome="refused", actor=person)
    return None


def _spans(hub: Hub, days: tuple[date, date]) -> tuple[datetime, datetime]:
    """From the first midnight to the last, in the hub's own time."""
    return _midnight(hub, days[0]), _midnight(hub, days[1] + timedelta(days=1))


def _midnight(hub: Hub, day: date) -> datetime:
    return datetime.combine(day, time(), hub.zone).astimezone(UTC)


def _write(file: Path, chosen: tuple[Chosen, ...]) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise Problem((f"{file} cannot be written: {error.strerror}.",)) from None
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(("Reference", "Chosen because", *HEADS))
        for one in chosen:
            sheet.writerow((one.reference, ", ".join(_WHY[why] for why in one.why), *("" for _ in HEADS)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem((f"{text} is not a day like 2026-11-01.",)) from None
