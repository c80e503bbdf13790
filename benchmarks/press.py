"""What one press costs in a busy hub: against the database's bare share of it, in the same run.

Absolute numbers differ between machines, so ratios are what to compare: python -m benchmarks.press
The bare share is one transaction of as many one-row reads and writes as a vote needs, through the same store. A ratio that
grows with the number of live referrals means that a press does work for all of them; so may My work alone, for a seat that
has still to answer them all. Statements are counted for one time, keys that are in memory by then not read again.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.engine import Engine

from storage.ids import new_reference
from storage.migrate import migrate
from storage.tables import revision
from storage.tx import Tx
from tests.support.cases import RECEIVED, asked
from tests.support.desk import Desk, open_desk
from tests.support.keeping import keep
from triage.case import Case
from triage.records import DayList

LIVE = (30, 100, 200)
PRESSES = 30
READS, WRITES = 6, 6
TODAY = DayList(
    "list-1", "hub", "2026-11-16", RECEIVED, RECEIVED + timedelta(hours=5), RECEIVED + timedelta(hours=29)
)
MOVED = ("id", "referral", "subject", "check")
"""Fields of a record that name it or its owner."""


def another(case: Case, number: int) -> Case:
    """The same case under ids and a reference of its own."""

    def renamed(record: Any) -> Any:
        new = {f.name: f"{getattr(record, f.name)}-{number}" for f in fields(record) if f.name in MOVED}
        if hasattr(record, "subjects"):
            new["subjects"] = tuple(f"{one}-{number}" for one in record.subjects)
        return replace(record, **new)

    referral = replace(case.referral, id=f"{case.referral.id}-{number}", reference=new_reference(2026, 11))
    lists = ("subjects", "ratings", "clocks", "checks")
    return replace(
        case, referral=referral, **{name: tuple(map(renamed, getattr(case, name))) for name in lists}
    )


async def cost(work: Callable[[int], Awaitable[object]]) -> tuple[float, int]:
    """The median milliseconds of doing it once for each of so many referrals, and the statements of the last time."""
    took, statements = [], [0]

    def count(*_: object) -> None:
        statements[0] += 1

    event.listen(Engine, "before_cursor_execute", count)
    for number in range(PRESSES):
        statements[0] = 0
        began = time.perf_counter()
        await work(number)
        took.append(time.perf_counter() - began)
    event.remove(Engine, "before_cursor_execute", count)
    return median(took) * 1000, statements[0]


def bare(tx: Tx, number: int) -> None:
    """One transaction of one-row statements, without any rule or card."""
    for _ in range(READS):
        tx.connection.execute(select(revision.c.number).where(revision.c.name == "roster")).scalar()
    for n in range(WRITES):
        tx.connection.execute(insert(revision).values(name=f"bare-{number}-{n}", number=1))


async def press(desk: Desk, verb: str, person: str, referral: str) -> None:
    """Open a form and submit it, filled in as shortly as it may be."""
    typed = {}
    opened = await desk.press(person, verb, referral)
    if verb == "vote.cast":
        typed = {f"urgency_{n}": "amber" for n in (1, 2)} | {f"destination_{n}": "no_view" for n in (1, 2)}
        typed["reason"] = "What we know."
    answer = await desk.submit(opened.form, typed, by=person)
    if answer.kind != "done":
        raise RuntimeError(f"{verb} was {answer.kind}")


async def measured(live: int, folder: Path) -> dict[str, tuple[float, int]]:
    """Milliseconds and statements by what was done, in a hub with so many live referrals."""
    url = f"sqlite:///{folder / f'{live}.sqlite3'}"
    migrate(url)
    async with open_desk(url) as desk:
        kept = [await keep(desk, another(asked(), number)) for number in range(live)]
        found = {
            "bare": await cost(lambda n: desk.store.write(lambda tx: bare(tx, n))),
            "form opened": await cost(lambda n: desk.press("police-1", "check.nothing_known", kept[n])),
            "nothing known": await cost(lambda n: press(desk, "check.nothing_known", "police-1", kept[n])),
            "view": await cost(lambda n: press(desk, "vote.cast", "health-1", kept[n])),
            "work, all asked": await cost(lambda _: desk.press("housing-1", "work.open")),
            "work, none asked": await cost(lambda _: desk.press("duty-1", "work.open")),
        }
        await desk.store.write(lambda tx: tx.day_lists.add(TODAY))
        for label, person in (("all asked", "housing-1"), ("none asked", "duty-1")):
            found[f"list, {label}"] = await cost(lambda _, who=person: desk.press(who, "work.open"))
        return found


def main() -> None:
    """Print what each costs (an answer: opening and submitting together), and its ratio to the bare transaction."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        for live in LIVE:
            found = asyncio.run(measured(live, Path(name)))
            for label, (took, statements) in found.items():
                ratio = took / found["bare"][0]
                print(f"{live:4} live  {label:16} {took:8.1f} ms   {ratio:6.1f}   {statements:4} statements")


if __name__ == "__main__":
    main()
