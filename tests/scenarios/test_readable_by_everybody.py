"""With no colour, no shapes and no mouse: what is on screen in the middle of a story says and does the same."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, sync_playwright

from tests.doubles.adaptive import check_card
from tests.doubles.adaptive.draw import draw_or_skip
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import ANSWER, KACEY, KYLE, SEATS, VIEW, nothing_known, proposes, rated, refers
from tests.support.browser import CHROMIUM, FLAGS, LOOK, LOOKS
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.teller import PLACES

WORDS = {"◆": "RED", "▲": "AMBER", "●": "GREEN"}


async def the_middle_of_a_story(hub: RunningHub) -> None:
    """One decided, one proposed, one late, one just referred: every card of the hub is on somebody's screen."""
    first, second = await rated(hub), await rated(hub, concern=KYLE)
    await rated(hub, "AMBER ▲", KACEY | {"Name": "Rowan Ash"})
    chair, manager, health, police, teacher = await hub.people(
        "chair-1", "duty-1", "health-1", "police-1", "teacher-1"
    )
    await health.does(
        "Add what we know", ANSWER | {"Consent": "Asked and refused"}, on=second, place="channel"
    )
    for reference in (first, second):
        await nothing_known(hub, reference, *(seat for seat in SEATS if seat != "health"))
    await police.does("Give our view", VIEW, on=second, place="channel")
    await health.does("Nothing known", on=first, place="channel")
    await proposes(chair, first)
    await manager.does("Read and decide", on=f"DECISION TO APPROVE · {first}")
    await hub.clock_shows(13)
    await refers(teacher, KACEY | {"Name": "Sorrel Finch", "Is anyone in danger right now?": "Yes"})


@told(Stage("web"), Stage("slack-http"), Stage("teams"))
async def test_no_two_buttons_in_one_place_have_one_name_and_no_card_speaks_in_shapes_alone(
    hub: RunningHub,
) -> None:
    await the_middle_of_a_story(hub)
    await hub.people(*(f"{seat}-1" for seat in SEATS), "minutes-1", "duty-2")
    for person in list(hub.tellers.values()):
        for place in PLACES:
            posts = await person.posts(place)
            if place == "channel":
                assert _twice([button.name for post in posts for button in post.buttons]) == []
            for post in posts:
                assert _twice([button.name for button in post.buttons]) == []
                assert all(button.name.startswith(button.label) for button in post.buttons)
                for line in post.text.splitlines():
                    assert all(f"{word} {shape}" in line for shape, word in WORDS.items() if shape in line), (
                        line
                    )


@told(Stage("teams"))
async def test_every_adaptive_card_is_valid_and_drawn(hub: RunningHub, tmp_path: Path) -> None:
    await the_middle_of_a_story(hub)
    assert hub.teams
    kinds = {}
    for chat in hub.teams.chats.values():
        for message in chat.everything:
            if message.author is None:
                for version in message.versions:
                    card = version.activity["attachments"][0]["content"]
                    kinds[card["body"][0]["text"].split("MASH")[0][:20]] = card
                    assert check_card(card, "message") == []
    assert len(kinds) > 5
    drawn = await asyncio.to_thread(
        draw_or_skip, {f"{n}": card for n, card in enumerate(kinds.values())}, tmp_path
    )
    assert [each.problems for each in drawn if each.problems] == []


@told(Stage("web"))
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: set CHROMIUM to where it is")
async def test_no_page_of_a_story_breaks_a_rule_of_axe(hub: RunningHub) -> None:
    await the_middle_of_a_story(hub)
    seen: set[str] = set()
    for person in ("duty-1", "police-1", "teacher-1", "minutes-1"):
        link = f"{hub.address}/sign-in/{await hub.core.accounts.sign_in_link(person)}"
        found = await asyncio.to_thread(lambda at=link: list(_look_at_everything(hub.address, at, seen)))
        assert found == [], person


def _look_at_everything(address: str, link: str, seen: set[str]) -> Iterator[str]:
    """Sign in, look at each list and at the first form behind each kind of button; what axe finds wrong.

    A form of one kind that somebody before has `seen` is built of the same parts for everybody.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(link)
        page.get_by_role("main").get_by_role("button").first.click()
        forms: dict[str, str] = {}
        for path in ("/my-work", "/messages", "/channel", "/refer"):
            page.goto(address + path)
            yield from _problems(page, path)
            for opens in page.locator("a.opens").all():
                href = opens.get_attribute("href") or ""
                forms.setdefault(href.split("/")[2], href)
        for verb in forms.keys() - seen:
            page.goto(address + forms[verb])
            yield from _problems(page, verb)
        seen |= forms.keys()
        browser.close()


def _problems(page: Page, what: str) -> Iterator[str]:
    page.evaluate(AXE_SCRIPT)
    for scheme, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)
        found = AxeResults(page.evaluate(LOOK, rules))
        if found.response["violations"]:
            yield f"{what}, {scheme}\n{found.generate_report()}"


def _twice(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
