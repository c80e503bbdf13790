"""What the database itself tells: its keys, its people, what could not be delivered, when it was last secured."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

from bot.cli.doctor.finding import Finding, clock
from bot.core import Core
from storage.checkup import file_of, server_time
from storage.tx import Tx

SECURED_EVERY = timedelta(days=2)
"""A nightly job may fail once."""
LEAST_FREE = 1_000_000_000
"""Bytes that must be free beside the database file."""
STUCK_AFTER = 3


def findings(tx: Tx, core: Core) -> Iterator[Finding]:
    """Everything in turn."""
    old = core.keyring.old(tx.connection)
    wrong = f"{old} are wrapped by an older master key: run `mash-triage keys rewrap`" if old else ""
    yield Finding("keys", "all are wrapped by the current master key", wrong)
    yield from _people(tx, core)
    yield clock(server_time(tx), "the database's")
    yield from _disk(core)
    yield _delivered(tx)
    if any(tx.referrals.all_ids(hub.forum.id) for hub in core.hubs.all()):
        yield _secured(tx, "backup.make", "backup", "run `mash-triage backup FILE` nightly")
        yield _secured(tx, "audit.heads", "audit heads", "run `mash-triage audit heads FILE` nightly")


def _people(tx: Tx, core: Core) -> Iterator[Finding]:
    roster = core.hubs.roster(tx)
    for hub in core.hubs.all():
        for role in ("administrator", "duty_manager"):
            held = roster.with_role(hub.forum.id, (role,), tx.now)
            missing = f"nobody is one in {hub.forum.id}: `mash-triage people import FILE`"
            yield Finding(role.replace("_", " "), f"{len(held)} in {hub.forum.id}", "" if held else missing)


def _disk(core: Core) -> Iterator[Finding]:
    file = file_of(core.settings.database_url.get_secret_value())
    if file is None:
        return
    free = shutil.disk_usage(file.parent).free
    wrong = f"only {free // 1_000_000} MB are free beside the database: make room"
    yield Finding("disk", f"{free // 1_000_000_000} GB are free", wrong if free < LEAST_FREE else "")


def _delivered(tx: Tx) -> Finding:
    stuck = tx.messages.stuck(STUCK_AFTER)
    told = ", ".join(
        f"{count} on {surface} ({reason or 'unknown'})" for (surface, reason), count in stuck.items()
    )
    wrong = f"the courier keeps trying, without success: {told}. The codes are the platform's own"
    return Finding("messages", "none is stuck", wrong if stuck else "")


def _secured(tx: Tx, verb: str, what: str, do: str) -> Finding:
    at = tx.audit.newest(verb)
    if at is None:
        return Finding(what, problem=f"there is none yet: {do}, and keep the file on another machine")
    late = tx.now - at > SECURED_EVERY
    return Finding(what, f"last on {at:%Y-%m-%d}", f"the last was on {at:%Y-%m-%d}: {do}" if late else "")
