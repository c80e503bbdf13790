"""Hostile words in every field stay words: on no surface do they become markup, a mention, a link or a script."""

import asyncio
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.doubles.adaptive.draw import draw_or_skip
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import ANSWER, KACEY, PROPOSAL, SEATS, VIEW, nothing_known, rated
from tests.support.surfaces import Teller, Typed
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.teams import TeamsTeller
from tests.support.surfaces.web import WebTeller

SAMPLE = Path(__file__).parents[2] / "samples" / "referrals-messy.csv"
LINE = 7


def _hostile_words() -> str:
    """What somebody wrote in the sample that a council's form sent."""
    text = SAMPLE.read_bytes().decode("utf-8-sig", "replace")
    row = next(each for each in csv.reader(text.splitlines(), delimiter=";") if "<script>" in ";".join(each))
    words = next(cell for cell in row if "<script>" in cell)
    return " ".join(words.split()) + " {{DATE(2026-11-16T09:12:00Z)}} &lt;b&gt; ](x) \\*y\\* _z_ ~q~ `c`"


HOSTILE = _hostile_words()
CONCERN = KACEY | {"Name": "<b>Kacey</b> <!here>", "What are you worried about?": HOSTILE}


async def _written_and_read(hub: RunningHub) -> list[str]:
    """The words go through each form of a story; returns the forms in which somebody reads them."""
    read: list[str] = []
    reference = await rated(hub, concern=CONCERN)
    police, health, chair, manager = await hub.people("police-1", "health-1", "chair-1", "duty-1")
    known: dict[str, Typed] = {
        "What you know (only if there is information)": HOSTILE,
        "Consent": "Asked and given",
    }
    await health.does("Add what we know", ANSWER | known, on=reference, place="channel")
    await health.does("Give our view", VIEW | {"Reason": HOSTILE}, on=reference, place="channel")
    await nothing_known(hub, reference, *(seat for seat in SEATS if seat != "health"))
    await police.does("Give our view", VIEW, on=reference, place="channel")
    await police.press("Open details", on=reference, place="channel")
    read += await _pages(police)
    await chair.does("Propose decision", PROPOSAL | {"Rationale": HOSTILE}, on=reference, place="channel")
    await manager.press("Read and decide", on="DECISION TO APPROVE")
    read += await _pages(manager)
    return read


async def _pages(person: Teller) -> list[str]:
    read = [await person.reads()]
    while any(each.label == "Next page" for each in person.form_buttons):
        await person.press("Next page")
        read.append(await person.reads())
    return read


def _count(read: list[str]) -> int:
    """How often the words are read, whole and as written. Teams is kept from reading a date by a mark of no width."""
    return " ".join("\n".join(read).replace("\u200b", "").replace("\u2060", "").split()).count(HOSTILE)


@told(Stage("slack-http"))
async def test_in_slack(hub: RunningHub) -> None:
    read = await _written_and_read(hub)
    assert _count(read) >= 4
    assert hub.slack
    for call in hub.slack.recorder.calls:
        for text in _read_as_markup(call.args):
            assert not re.search(r"<(?!/?$)", text), text
    assert hub.slack.recorder.failures == []


def _read_as_markup(value: Any) -> Iterator[str]:
    """The texts in which Slack looks for links, mentions and marks: a message's own, and those of the type mrkdwn."""
    if isinstance(value, list):
        for each in value:
            yield from _read_as_markup(each)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn" or "blocks" in value:
            yield str(value.get("text", ""))
        for inner in value.values():
            yield from _read_as_markup(inner)


@told(Stage("teams"))
async def test_in_teams(hub: RunningHub, tmp_path: Path) -> None:
    read = await _written_and_read(hub)
    assert _count(read) >= 4
    assert hub.teams
    assert hub.teams.problems == []
    manager = hub["duty-1"]
    assert isinstance(manager, TeamsTeller)
    assert manager.user.dialog
    (drawn,) = await asyncio.to_thread(draw_or_skip, {"decision": manager.user.dialog.card}, tmp_path)
    assert drawn.problems == ()
    assert _count([drawn.text]) >= 1


@told(Stage("web"))
async def test_on_the_web(hub: RunningHub) -> None:
    read = await _written_and_read(hub)
    assert _count(read) >= 4
    for teller in hub.tellers.values():
        assert isinstance(teller, WebTeller)
        for page in teller.forms:
            assert [each["src"].partition("?")[0] for each in page.all("script")] == ["/static/web.js"]
            assert page.all("b") == page.all("img") == []
            assert not any(name.startswith("on") for each in page.all() for name in each.attributes)
            links = [each["href"] for each in page.all("a")]
            assert all(link.startswith(("/", "#")) for link in links), links
