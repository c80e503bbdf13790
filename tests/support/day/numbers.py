"""What the day took: presses, calls, second tries, and how long an answer took against a bare transaction."""

import time
from collections import Counter
from statistics import median

from sqlalchemy import insert, select

from storage.ids import new_id
from storage.tables import revision
from storage.tx import Tx
from tests.support.day.stage import Day

READS, WRITES = 6, 6


def bare(tx: Tx) -> None:
    """As many one-row statements as a view needs, without any rule or card."""
    for _ in range(READS):
        tx.connection.execute(select(revision.c.number).where(revision.c.name == "roster")).scalar()
    for _ in range(WRITES):
        tx.connection.execute(insert(revision).values(name=f"bare-{new_id()}", number=1))


async def bare_transaction(day: Day) -> None:
    """Time one, beside what else is going on."""
    began = time.perf_counter()
    await day.hub.core.store.write(bare)
    day.bare_seconds.append(time.perf_counter() - began)


def presses(day: Day) -> dict[str, int]:
    """Clicks, taps and choices by surface."""
    found: Counter[str] = Counter()
    for teller in day.hub.tellers.values():
        found[
            f"{teller.surface} by {teller.transport}" if hasattr(teller, "transport") else teller.surface
        ] += teller.presses
    return dict(found)


def calls(day: Day) -> dict[str, Counter[str]]:
    """Calls that the bot made, by kind; those that were refused or failed counted apart."""
    assert day.hub.slack is not None
    assert day.hub.teams is not None
    made: dict[str, Counter[str]] = {"Slack": Counter(), "Teams": Counter()}
    for call in day.hub.slack.recorder.calls:
        if not call.method.startswith("answer:"):
            made["Slack"][call.method] += 1
            made["Slack"][f"{call.method} failed: {call.error}"] += not call.ok
    for told in day.hub.teams.record.calls:
        made["Teams"][told.operation] += 1
        made["Teams"][f"{told.operation} failed: {told.status}"] += not 200 <= told.status < 300
    return {where: +counts for where, counts in made.items()}


def seconds(day: Day) -> dict[str, list[float]]:
    """How long each press waited for its answer, by surface."""
    assert day.hub.slack is not None
    assert day.hub.teams is not None
    return {
        "Slack": [each.seconds for each in day.hub.slack.deliverer.sent if each.kind != "events_api"],
        "Teams": [
            each.seconds for each in day.hub.teams.record.deliveries if each.activity["type"] == "invoke"
        ],
        "web": day.web_seconds,
    }


def ratios(day: Day) -> dict[str, tuple[int, float, float, float]]:
    """How many presses, and their median, 95th percentile and worst against the bare transaction's median."""
    base = median(day.bare_seconds)
    found = {}
    for surface, took in seconds(day).items():
        if took:
            ordered = sorted(took)
            at_95 = ordered[int(len(ordered) * 0.95)]
            found[surface] = (len(ordered), median(ordered) / base, at_95 / base, ordered[-1] / base)
    return found
