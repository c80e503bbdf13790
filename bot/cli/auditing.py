"""Read and check the audit. Without --as only times, verbs and seats are shown; each reading is itself recorded."""

import base64
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from bot.cli.common import note, opened, read_bytes, say
from bot.cli.sampling import sample_cases
from bot.core import Core
from bot.problems import Problem
from storage.audit import REST, AuditEntry
from storage.audit_chain import ChainHead
from storage.tx import Tx
from triage.audit_reading import may_read_entry, reads_audit, reads_metadata
from triage.authority import Actor
from triage.visibility import attempts, may_know


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    audit = typer.Typer(no_args_is_help=True, help=__doc__)
    audit.command()(show)
    audit.command()(verify)
    audit.command()(heads)
    audit.command("sample")(sample_cases)
    app.add_typer(audit, name="audit")


def show(
    chain: Annotated[str, typer.Option(help="A referral's reference; without it, what belongs to none")] = "",
    person: Annotated[str, typer.Option("--as", help="Read as this person, with what they may read")] = "",
) -> None:
    """Print the entries of one chain, oldest first."""
    with opened() as core:
        lines = core.store.write_now(lambda tx: _show(tx, core, chain, person))
        zone = core.hubs.first().zone
    if isinstance(lines, str):
        raise Problem((lines,))
    for at, words in lines:
        say(f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S} {words}")


def verify(
    heads: Annotated[
        Path | None, typer.Option(help="Heads noted earlier: then a cut end is found too")
    ] = None,
) -> None:
    """Check every chain; says which entry of which is wrong."""
    noted = _read_heads(heads) if heads else {}
    with opened() as core:
        problems = core.store.write_now(lambda tx: chain_problems(tx, noted))
    for problem in problems:
        say(problem)
    if problems:
        raise typer.Exit(1)
    say("Every chain is whole.")


def heads(file: Annotated[Path, typer.Argument(metavar="FILE", help="To keep on another machine")]) -> None:
    """Note the head of every chain in a file."""
    with opened() as core:
        found = core.store.write_now(_heads)
    written = {chain: [head.seq, base64.b64encode(head.mac).decode()] for chain, head in found.items()}
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(written, out)
    say(f"{len(written)} heads noted.")


def _show(tx: Tx, core: Core, reference: str, person: str) -> list[tuple[datetime, str]] | str:
    """The lines to print, or why there are none."""
    chain = (tx.referrals.by_reference(reference) if reference else REST) or ""
    if not chain:
        note(tx, "audit.show", reference, outcome="nothing_here")
        return f"There is no referral {reference}."
    if person and chain != REST and not _may_know(tx, core, person, chain):
        note(tx, "audit.show", chain, outcome="nothing_here", actor=person)
        return f"There is no referral {reference}."
    if not person:
        note(tx, "audit.show", chain)
        return _metadata(tx, chain)
    actor = _actor(tx, core, person)
    allowed = actor is not None and (reads_audit(actor) or reads_metadata(actor))
    outcome = "done" if allowed else "refused"
    note(tx, "audit.show", chain, outcome=outcome, actor=person, seat=actor.seat if actor else "")
    if actor is None or not allowed:
        return f"{person} may not read the audit. That was recorded."
    if not reads_audit(actor):
        return _metadata(tx, chain)
    entries = [entry for entry in tx.audit.entries(chain) if _may_read(tx, actor, entry)]
    return [(entry.at, _in_full(entry)) for entry in entries]


def _metadata(tx: Tx, chain: str) -> list[tuple[datetime, str]]:
    """When what was done for which seat, and how it ended."""
    entries = tx.audit.entries(chain)
    return [(entry.at, f"{entry.verb} {entry.outcome} {entry.seat}".strip()) for entry in entries]


def _may_know(tx: Tx, core: Core, person: str, referral: str) -> bool:
    """Of an erased case it can still be read what was done and by whom; who might not know of it still may not."""
    circle = tx.circles.of(referral, erased=True)
    actor = core.hubs.roster(tx).actor(person, circle.forum, tx.now) if circle else None
    return circle is not None and actor is not None and may_know(actor, circle)


def _may_read(tx: Tx, actor: Actor, entry: AuditEntry) -> bool:
    """Attempts to reach a case that is kept from somebody are for those alone who run the case."""
    if not may_read_entry(actor, entry.seat):
        return False
    if entry.chain != REST or entry.outcome != "refused":
        return True
    circle = tx.circles.of(entry.thing, erased=True)
    return circle is None or (attempts(actor) is None and may_know(actor, circle))


def _actor(tx: Tx, core: Core, person: str) -> Actor | None:
    roster = core.hubs.roster(tx)
    found = (roster.actor(person, hub.forum.id, tx.now) for hub in core.hubs.all())
    return next((actor for actor in found if actor), None)


def _in_full(entry: AuditEntry) -> str:
    body = "erased" if entry.body is None else json.dumps(dict(entry.body), ensure_ascii=False)
    parts = (entry.verb, entry.outcome, entry.actor, entry.seat, entry.surface, entry.thing, body)
    return " ".join(part or "-" for part in parts)


def chain_problems(tx: Tx, noted: Mapping[str, ChainHead] = MappingProxyType({})) -> list[str]:
    """What is wrong with the audit's chains, a line for each fault; the look itself is recorded."""
    current = tx.audit.heads()
    found = []
    for chain, head in current.items():
        problems = [*tx.audit.problems(chain, head)]
        problems += tx.audit.problems(chain, noted[chain]) if chain in noted else []
        found += [f"{_name(tx, chain)}: entry {each.seq} {each.fault}" for each in dict.fromkeys(problems)]
    found += [f"{chain}: the whole chain is missing" for chain in noted.keys() - current.keys()]
    note(tx, "audit.verify", outcome="problems" if found else "done")
    return found


def _name(tx: Tx, chain: str) -> str:
    return tx.referrals.reference_of(chain) or chain


def _heads(tx: Tx) -> dict[str, ChainHead]:
    note(tx, "audit.heads")
    return tx.audit.heads()


def _read_heads(file: Path) -> dict[str, ChainHead]:
    try:
        written = json.loads(read_bytes(file))
        return {chain: ChainHead(int(seq), base64.b64decode(mac)) for chain, (seq, mac) in written.items()}
    except (ValueError, TypeError, AttributeError):
        raise Problem((f"{file} does not hold heads.",)) from None
