"""How referrals come in and are screened."""

import csv
import io
import json
import re
from pathlib import Path

import aiohttp

from bot.cli import refer as file_intake
from tests.scenarios.steps import KACEY, REFERENCE
from tests.support.day import answering, deciding
from tests.support.day.plan import MARK, Story
from tests.support.day.stage import INTAKE_TOKEN, Day
from tests.support.surfaces import Teller, Typed

LEVELS = {"red": "RED ◆", "amber": "AMBER ▲", "green": "GREEN ●"}
EXITS = {"advice": "Advice, then close", "early_help": "Early help", "other_area": "Another area"}
WHAT = "What should happen with this?"


async def refers(day: Day, story: Story) -> None:
    """Somebody sends the short form, and tells of the other children after it."""
    person = await day.person(story.by)
    if not story.reference:
        await person.refers(_typed(story))
        found = REFERENCE.search(await person.reads())
        assert found, await person.reads()
        story.reference = found.group()
        day.later(day.rng.randint(3, 10), screens, story)
        for number, name in enumerate(story.children[1:], start=1):
            await person.press("Add another person")
            await person.fills(
                {
                    "Who is it about?": "A child or young person",
                    "Name": name,
                    "Date of birth or age": story.born(number),
                }
            )
            await person.submits()
            assert not person.problems, person.problems
        await person.closes()


def _typed(story: Story) -> dict[str, Typed]:
    return KACEY | {
        "Name": story.children[0],
        "Date of birth or age": story.born(0),
        "Where are they now? (optional)": f"Where{MARK}",
        "Who else is in the home? (optional)": f"Home{MARK}, 4",
        "What are you worried about?": story.worry,
        "Is anyone in danger right now?": "Yes" if "danger" in story.flags else "No",
    }


async def handed_in(day: Day, story: Story) -> None:
    """A council's form sends it to the API."""
    children = [_named(name, story.born(n)) for n, name in enumerate(story.children)]
    sent = {
        "submission_id": f"api-{story.number}",
        "type": "Referral",
        "referrer_name": f"Sender{MARK}",
        "referrer_phone": "01632 960 002",
        "worry": story.worry,
        "danger": "Yes" if "danger" in story.flags else "No",
        **children[0],
        "also_about": [{"kind": "child", **each} for each in children[1:]],
    }
    headers = {"Authorization": f"Bearer {INTAKE_TOKEN}", "Idempotency-Key": f"api-{story.number}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{day.hub.address}/api/referrals", json=sent, headers=headers) as answer,
    ):
        assert answer.status in (200, 201), await answer.text()
        story.reference = json.loads(await answer.text())["reference"]
    await day.hub.settle()
    day.later(day.rng.randint(3, 10), screens, story)


def _named(name: str, born: str) -> dict[str, str]:
    first, _, surname = name.partition(" ")
    return {"first_name": first, "surname": surname, "date_of_birth": born}


async def from_a_file(day: Day, stories: list[Story]) -> None:
    """A CSV file, as the command line takes it in."""
    core = day.hub.core
    hub = core.hubs.first()
    headings = hub.profile.intake.columns
    rows = [{heading: row.get(key, "") for key, heading in headings.items()} for row in map(_row, stories)]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    items = file_intake._items(text.getvalue().encode(), Path("day.csv"), hub, core)
    for story, item in zip(stories, items, strict=True):
        _, words = await core.store.write(
            lambda tx, item=item: file_intake._take(tx, core=core, hub=hub, item=item)
        )
        found = REFERENCE.search(words)
        assert found, words
        story.reference = found.group()
        day.later(day.rng.randint(3, 12), screens, story)
    await day.hub.settle()


def _row(story: Story) -> dict[str, str]:
    first, _, surname = story.children[0].partition(" ")
    day, month, year = story.born(0).split()
    doubtful = "doubtful" in story.flags
    return {
        "submission_id": f"F-{story.number}",
        "submitted_at": "16/11/2026 08:50",
        "type": "Referral",
        "referrer_name": f"Writer{MARK}",
        "referrer_phone": "01632 960 003",
        "first_name": first,
        "surname": surname,
        "date_of_birth": "31/02/2031" if doubtful else f"{int(day):02}/{int(month):02}/{year}",
        "nhs_number": "123 456 7890" if doubtful else "",
        "household": f"Mum{MARK}",
        "worry": story.worry,
        "danger": "Yes" if "danger" in story.flags else "No",
    }


async def screens(day: Day, story: Story) -> None:
    """A screening officer reads it and says what happens with it."""
    case = await day.hub.case(story.reference)
    if case.stages != {"received"}:
        return
    officer = await day.person("screening-1")
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {story.reference}")
    if story.end == "information":
        await _is_a_request(officer, story)
    else:
        await officer.fills(await _screened(officer, story))
        await officer.submits()
    assert not officer.problems, officer.problems
    await officer.closes()
    if story.end in EXITS:
        day.later(10, deciding.tells_who_referred, story)
    else:
        answering.asked(day, story)


async def _is_a_request(officer: Teller, story: Story) -> None:
    await officer.press(f"Information request {story.reference}")
    await officer.fills({"Who asks?": "a court", "Ask these agencies": ["Health", "Education"]})
    await officer.submits()


async def _screened(officer: Teller, story: Story) -> dict[str, Typed]:
    said = await officer.reads()
    if story.end in EXITS:
        elsewhere = {"Send to (only if it goes elsewhere)": f"Somebody{MARK}"}
        return {WHAT: EXITS[story.end], "Reason": f"Reason{MARK}"} | elsewhere
    level = LEVELS[story.end]
    found = re.search(rf"{level} due [^\n)]+", said)
    assert found, said
    fields: dict[str, Typed] = {WHAT: "Rate it and ask agencies", "Reason": f"Reason{MARK}"}
    labels = dict.fromkeys(re.findall(r"Urgency for \w+(?: \w+)* \d+ \(only if you rate it\)", said))
    return fields | dict.fromkeys(labels, found.group().strip())
