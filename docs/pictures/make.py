"""Makes the pictures of README.md and of the guides, from the running bot: `make pictures`.

The whole bot runs before a web page in Chromium, a Slack double and a Teams double, with invented people, a fixed clock
and fixed references. The web pages are photographed; the card for Teams is drawn by the Adaptive Cards renderer; the
payload for Slack is laid out by us (`slack_drawing`).
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.surfaces.slack.manifest import NAME
from bot.surfaces.web.page import STATIC
from docs.pictures import slack_drawing, story
from storage.migrate import migrate
from tests.doubles.adaptive.draw import draw
from tests.support.browser import CHROMIUM, FLAGS
from tests.support.cases import REFERENCE
from tests.support.surfaces.hub import RunningHub, running_hub
from tests.support.surfaces.teams import TeamsTeller

HERE = Path(__file__).parent
DESKTOP = (760, 900)
WIDE = (1100, 900)
PHONE = (390, 844)
TEAMS_WIDTH = 540
MARGIN = 12
ONE_SCREEN = 760
"""So much of a long form is shown, in CSS pixels."""
WAITED_FOR = (
    "education-1",
    "education-2",
    "probation-1",
    "probation-2",
    "mental_health-1",
    "mental_health-2",
)


async def make() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        store = f"sqlite:///{folder}/pictures.sqlite3"
        await asyncio.to_thread(migrate, store)
        async with running_hub("mixed", store, patch, start=story.NOW) as hub, _chromium() as browser:
            await _tell(hub, browser)


async def _tell(hub: RunningHub, browser: Browser) -> None:
    desk, referral = await story.at_a_quarter_to_eleven(hub)
    await _card_in_chats(hub, browser)
    async with _person(hub, browser, "housing-1") as page:
        await _card_on_the_web(hub, page)
        await _visit(hub, page, "/my-work")
        await _take(page, "main article", "my-work")
        await _opened(hub, page, "Nothing known", "nothing-known")
        await _opened(hub, page, "Add what we know", "add-what-we-know")
        await _opened(hub, page, "Give our view", "give-our-view")
    async with _person(hub, browser, "housing-1", PHONE) as page:
        await _visit(hub, page, "/my-work")
        await page.screenshot(path=HERE / "phone.png")
    async with _person(hub, browser, "teacher-1") as page:
        await _visit(hub, page, "/refer")
        await _take(page, "main article", "refer")
    async with _person(hub, browser, "duty-1", WIDE) as page:
        await _visit(hub, page, "/board")
        await _take(page, "main table", "board")
    meeting = await story.meeting_begins(hub, desk, referral.id)
    await _meeting(hub, browser)
    await story.decision_proposed(hub, desk, referral.id, meeting)
    async with _person(hub, browser, "duty-1") as page:
        await _opened(hub, page, "Read and decide", "read-and-decide")
        await _take(page, "main article", "approve", end=True)
    await story.decided_and_told(hub, desk, referral.id, meeting)
    async with _person(hub, browser, "chair-1") as page:
        await _visit(hub, page, "/channel")
        await page.locator("article:has-text('MEETING CLOSED')").get_by_text("Minutes", exact=True).click()
        await _take(page, "main article", "minutes", end=True)
    async with _person(hub, browser, "teacher-1") as page:
        await _visit(hub, page, "/messages")
        await _take(page, f"article:has-text('Decision on your referral · {REFERENCE}')", "told")
    await story.list_made(hub)
    async with _person(hub, browser, "duty-1") as page:
        await _visit(hub, page, "/channel")
        await _take(page, "article:has-text('TODAY')", "day-list")
    owner = await story.reminded(hub, desk, referral.id)
    async with _person(hub, browser, owner) as page:
        await _visit(hub, page, "/messages")
        await _take(page, "article:has-text('needs you')", "reminder")


async def _card_in_chats(hub: RunningHub, browser: Browser) -> None:
    """Card 1.1 from what the bot sent to each platform."""
    assert hub.slack_channel
    assert hub.teams_channel
    slack = next(each for each in hub.slack_channel.messages if REFERENCE in each.text)
    await _in_slack(browser, slack.blocks, "10:42 AM", "card-slack")
    teams = next(each for each in hub.teams_channel.messages if REFERENCE in str(each.card))
    person = await hub.person(next(who for who in WAITED_FOR if hub.at_surface[who] == "teams"))
    assert isinstance(person, TeamsTeller)
    await person.press("Nothing known", on=REFERENCE, place="channel")
    assert person.user.dialog
    cards = {"card-teams": teams.card, "nothing-known-teams": person.user.dialog.card}
    for drawing in await asyncio.to_thread(draw, cards, HERE, width=TEAMS_WIDTH):
        assert not drawing.problems, drawing.problems


async def _meeting(hub: RunningHub, browser: Browser) -> None:
    """Card 1.7 on the web, and from what the bot sent to each platform."""
    assert hub.slack_channel
    assert hub.teams_channel
    slack = next(each for each in hub.slack_channel.messages if "roll call" in each.text)
    await _in_slack(browser, slack.blocks, "12:16 PM", "meeting-slack")
    teams = next(each for each in hub.teams_channel.messages if "roll call" in str(each.card))
    for drawing in await asyncio.to_thread(draw, {"meeting-teams": teams.card}, HERE, width=TEAMS_WIDTH):
        assert not drawing.problems, drawing.problems
    async with _person(hub, browser, "chair-1") as page:
        await _visit(hub, page, "/channel")
        await _take(page, "article:has-text('roll call')", "meeting")


async def _in_slack(browser: Browser, blocks: list[slack_drawing.Block], posted: str, name: str) -> None:
    icon = (STATIC / "icon.svg").read_text("utf-8")
    page = await browser.new_page(viewport={"width": 720, "height": 400}, device_scale_factor=1.5)
    await page.set_content(slack_drawing.page(NAME, icon, posted, blocks))
    await page.locator("#message").screenshot(path=HERE / f"{name}.png")
    await page.close()


async def _card_on_the_web(hub: RunningHub, page: Page) -> None:
    await _visit(hub, page, "/channel")
    await _take(page, f"article:has-text('{REFERENCE}')", "card-web")


async def _opened(hub: RunningHub, page: Page, label: str, name: str) -> None:
    """The form behind a button of the card, opened by a real press."""
    await _visit(hub, page, "/channel")
    await page.locator(f"article:has-text('{REFERENCE}')").get_by_text(label, exact=True).first.click()
    await _take(page, "main article", name)


async def _visit(hub: RunningHub, page: Page, path: str) -> None:
    await page.goto(hub.address + path)


async def _take(page: Page, what: str, name: str, *, end: bool = False) -> None:
    """A picture of an element: of its beginning, or its end, where it is longer than a screen."""
    box = await page.locator(what).bounding_box()
    assert box
    left, top = box["x"] - MARGIN, box["y"] - MARGIN
    width, height = box["width"] + 2 * MARGIN, box["height"] + 2 * MARGIN
    cut = max(0, height - ONE_SCREEN)
    await page.screenshot(
        path=HERE / f"{name}.png",
        full_page=True,
        animations="disabled",
        clip={"x": left, "y": top + cut * end, "width": width, "height": height - cut},
    )


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def _person(
    hub: RunningHub, browser: Browser, person: str, size: tuple[int, int] = DESKTOP
) -> AsyncIterator[Page]:
    """A page of a browser in which this person has signed in by a one-time link."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=1.5, color_scheme="light"
    )
    page = await context.new_page()
    await _visit(hub, page, f"/sign-in/{await hub.core.accounts.sign_in_link(person)}")
    await page.get_by_role("button").first.click()
    yield page
    await context.close()


if __name__ == "__main__":
    asyncio.run(make())
