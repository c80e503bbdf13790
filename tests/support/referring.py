"""Referrals that arrive in a test: by the form, and by the sample files."""

from collections.abc import Mapping
from pathlib import Path

from bot.cards.elements import Choice, Choices, Form, Heading, Link, Quote, Row, Section
from bot.intake.files import read_table
from bot.intake.mapping import arrival_from_row, headings
from bot.intake.taking import Taking, take
from bot.interaction import Answer
from storage.tx import Tx
from tests.support.desk import Desk, Typed
from triage.arrivals import Arrival
from triage.profile import Profile
from triage.records import Subject

SAMPLES = Path(__file__).parents[2] / "samples"
CLEAN = SAMPLES / "referrals.csv"
MESSY = SAMPLES / "referrals-messy.csv"

KACEY: Mapping[str, str] = {
    "about": "child",
    "name": "Kacey Brannigan",
    "born": "4 3 2017",
    "where": "Harbour Lane Primary School",
    "household": "Mum, Kian Brannigan 6",
    "worry": "A bruise the shape of fingers.",
    "danger": "yes",
    "family_told": "no_unsafe",
    "phone": "01632 960 114",
}


async def send(desk: Desk, by: str = "teacher-1", **typed: str) -> Answer:
    """Somebody opens the short form and sends it."""
    opened = await desk.press(by, "referral.start")
    return await desk.submit(opened.form, {**KACEY, **typed}, by=by)


async def refer(desk: Desk, by: str = "teacher-1", **typed: str) -> str:
    """The same; the id of the referral that it became."""
    sent = await send(desk, by, **typed)
    assert sent.kind == "done", sent
    assert sent.form is not None
    return sent.form.buttons[0].thing


async def second_child(desk: Desk, referral: str) -> str:
    """Put a younger brother on the same referral."""
    kian = Subject(f"{referral}-2"[:64], referral, 2, "child", "Kian", "Brannigan", born="15 9 2020")
    await desk.store.write(lambda tx: tx.subjects.add(kian))
    return kian.id


async def screen(
    desk: Desk, referral: str, *, by: str = "screening-1", **typed: str | tuple[str, ...]
) -> Answer:
    """Rate the first child red, unless said otherwise."""
    fields: Typed = {"what": "rate", "urgency_1": "red", "reason": "Marks on the arm.", **typed}
    return await desk.do(by, "referral.screen", referral, fields)


def arrivals(path: Path, profile: Profile) -> dict[int, Arrival]:
    """The rows of a file as arrivals, by line."""
    table = read_table(path.read_bytes(), header_names=headings(profile.intake))
    return {row.line: arrival_from_row(row.cells, profile.intake) for row in table.rows}


async def take_file(desk: Desk, path: Path) -> dict[int, Taking]:
    """What became of each line."""

    def every_line(tx: Tx) -> dict[int, Taking]:
        hub, roster = desk.hub, desk.hubs.roster(tx)
        rows = arrivals(path, hub.profile)
        return {line: take(tx, hub, roster, row, source="file", line=line) for line, row in rows.items()}

    return await desk.store.write(every_line)


def read(form: Form | None) -> list[str]:
    """All that a person reads on a form, line by line, labels of fields and options included."""
    assert form is not None
    lines = [form.title]
    for part in form.body:
        match part:
            case Section(parts) | Row(parts):
                lines += parts
            case Heading(text) | Quote(text):
                lines.append(text)
            case Link(label):
                lines.append(label)
            case Choice() | Choices():
                lines += [part.label, *(option.label for option in part.options)]
            case _:
                lines += [part.label, part.value]
    return lines
