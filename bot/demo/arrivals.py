"""What arrives in the demo, and when: the sample of a council's form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import bot
from bot.demo.story import story
from bot.intake.files import read_table
from bot.intake.mapping import arrival_from_row, headings
from bot.intake.taking import take
from bot.projection import Projection
from storage.tx import Tx
from triage.arrivals import Arrival, Taken, judge
from triage.hub import Hub
from triage.intake_rules import CONTACT_KINDS
from triage.roster import Roster

SAMPLE = Path(bot.__file__).parents[1] / "samples" / "referrals.csv"


@dataclass(frozen=True, repr=False)
class Coming:
    """One arrival and the moment at which it reaches the hub."""

    at: datetime
    arrival: Arrival


def coming(hub: Hub) -> tuple[Coming, ...]:
    """The sample, in the order in which it arrives."""
    return tuple(sorted(_read(hub), key=lambda each: each.at))


def take_in(tx: Tx, hub: Hub, roster: Roster, projection: Projection, each: Coming) -> None:
    """One arrival reaches the hub. A second start takes nothing twice: its number is known."""
    person = story().referrers.get(each.arrival.referrer_name, "")
    taken = take(tx, hub, roster, each.arrival, source="web" if person else "file", person=person)
    referral = getattr(taken, "referral_id", "")
    if referral:
        projection.referral(tx, hub, roster, referral)
    projection.desk(tx, hub, roster)


def _read(hub: Hub) -> Iterator[Coming]:
    rules = hub.profile.intake
    table = read_table(SAMPLE.read_bytes(), header_names=headings(rules))
    for row in table.rows:
        arrival = arrival_from_row(row.cells, rules)
        judged = judge(arrival, now=_LONG_AFTER, known_types=CONTACT_KINDS, tz=hub.zone)
        if isinstance(judged, Taken):
            yield Coming(judged.received_at, arrival)


_LONG_AFTER = datetime.fromisoformat("2026-12-31T00:00:00+00:00")
