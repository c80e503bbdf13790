"""The pages in a real browser: accessibility, keyboard, small screens, no script, hostile text, links from a chat."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.async_api import Browser, Page, expect

from bot.cards.elements import Card
from bot.ports import PostedCard
from bot.surfaces.web.app import web_app
from tests.support.browser import LOOK, LOOKS
from tests.surfaces.web import examples
from tests.surfaces.web.conftest import Behind

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = [
    "/my-work",
    "/messages",
    "/channel",
    "/refer",
    "/board",
    "/measures",
    "/what-is-recorded",
    "/nowhere",
    "/invite/i1",
    "/sign-in/any",
    "/open/vote.cast/c42",
    "/open/check.answer/c42",
    "/open/check.nothing_known/c42",
    "/open/proposal.approve/pr1",
    "/open/details.open/c42",
    "/open/menu.open/c42",
]


@dataclass
class Look:
    """A browser window at a hub."""

    behind: Behind
    page: Page
    at: str

    async def go(self, path: str) -> None:
        await self.page.goto(self.at + path)

    async def be_somebody(self, landing: str = "My work") -> None:
        self.behind.accounts.links["browser"] = "t.lowe"
        await self.go("/sign-in/browser")
        await self.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        await expect(self.page).to_have_title(f"{landing} – Harbour MASH")

    async def send(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()


@asynccontextmanager
async def looking(browser: Browser, *, demo: bool = False, **how: Any) -> AsyncIterator[Look]:
    behind = Behind()
    behind.accounts.invitations["i1"] = "t.lowe"
    async with TestServer(web_app(behind.site(demo=demo))) as server:
        context = await browser.new_context(**how)
        page = await context.new_page()
        yield Look(behind, page, str(server.make_url("")).rstrip("/"))
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser) -> AsyncIterator[Look]:
    async with looking(browser) as window:
        yield window


async def no_violations(page: Page, what: str) -> None:
    await page.evaluate(AXE_SCRIPT)
    for scheme, rules in LOOKS:
        await page.emulate_media(color_scheme=scheme)
        found = AxeResults(await page.evaluate(LOOK, rules))
        assert not found.response["violations"], f"{what}, {scheme}\n{found.generate_report()}"


@pytest.mark.parametrize(
    "how",
    [{}, {"viewport": {"width": 320, "height": 640}}],
    ids=["desktop", "phone"],
)
async def test_no_page_breaks_a_rule_of_axe(browser: Browser, how: dict[str, Any]) -> None:
    async with looking(browser, bypass_csp=True, **how) as look:
        await look.go("/sign-in")
        await no_violations(look.page, "/sign-in")
        await look.go("/tell-us")
        await no_violations(look.page, "/tell-us")
        look.behind.the_public.problems = {"worry": "Enter what you are worried about"}
        await look.send("Send")
        await no_violations(look.page, "a mistake in what the public tells")
        await look.be_somebody()
        for path in PAGES:
            await look.go(path)
            await no_violations(look.page, path)
        problems = {
            "about": "Select who it is about",
            "born": "Enter a date",
            "worry": "Enter what you are worried about",
        }
        look.behind.desk.find_wrong("referral.start", {}, problems)
        await look.go("/refer")
        await no_violations(look.page, "a form with errors")
        look.behind.desk.refuse("vote.cast")
        await look.go("/open/vote.cast/c42")
        await no_violations(look.page, "a refusal")
    async with looking(browser, demo=True, bypass_csp=True, **how) as look:
        await look.go("/")
        await no_violations(look.page, "the demo")


async def test_at_320_pixels_nothing_is_lost_or_scrolled_sideways(browser: Browser) -> None:
    async with looking(browser, demo=True, viewport={"width": 320, "height": 256}) as look:
        await look.go("/")
        await look.send("Be this person")
        for path in [*PAGES, "/"]:
            await look.go(path)
            width = await look.page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, f"{path} is {width} wide"
            lost = await look.page.evaluate(
                """[...document.querySelectorAll('main :is(p, a, button, label, input, h1, h2, select, textarea)')]
                .filter(e => { const b = e.getBoundingClientRect(); return b.width && (b.right > 320.5 || b.left < -0.5) })
                .map(e => e.outerHTML.slice(0, 80))"""
            )
            assert not lost, f"{path}: {lost}"


@pytest.mark.parametrize(("width", "smallest"), [(1280, 24), (320, 44)])
async def test_what_can_be_pressed_is_large_enough(browser: Browser, width: int, smallest: int) -> None:
    async with looking(browser, demo=True, viewport={"width": width, "height": 800}) as look:
        await look.go("/")
        await look.send("Be this person")
        for path in PAGES:
            await look.go(path)
            small = await look.page.evaluate(
                """smallest => [...document.querySelectorAll('button, a.button, nav a, select, .option, input[type=text]')]
                .filter(e => { const b = e.getBoundingClientRect(); return b.height && b.height < smallest - 0.5 })
                .map(e => `${e.outerHTML.slice(0, 80)} ${e.getBoundingClientRect().height}`)""",
                smallest,
            )
            assert not small, f"{path}: {small}"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_a_check_by_keyboard_alone_and_back_to_the_next_row(browser: Browser, *, script: bool) -> None:
    async with looking(browser, java_script_enabled=script) as look:
        await look.be_somebody()
        page = look.page
        for _ in range(30):
            await page.keyboard.press("Tab")
            focused = page.locator(":focus")
            if await focused.get_attribute("aria-label") == "Nothing known for MASH-2611-0042":
                break
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Nothing known")).to_be_focused()
        for _ in range(30):
            await page.keyboard.press("Tab")
            if await page.locator(":focus").inner_text() == "Confirm: nothing known":
                break
        look.behind.desk.work = replace(look.behind.desk.work, body=look.behind.desk.work.body[3:])
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Recorded 10:42am. MASH-2611-0042.")).to_be_visible()
        sent = look.behind.desk.came[-1]
        assert sent.fields["people"] == ("1", "2")
        row = page.get_by_role("listitem").filter(has_text="MASH-2611-0039")
        await expect(row).to_be_focused()


async def test_the_focus_is_seen(look: Look) -> None:
    await look.be_somebody()
    for path in ("/my-work", "/refer"):
        await look.go(path)
        for _ in range(9):
            await look.page.keyboard.press("Tab")
            ring = await look.page.locator(":focus").evaluate("e => getComputedStyle(e).outline")
            assert "3px" in ring
            assert "solid" in ring


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_a_referral_with_a_mistake_keeps_its_text(browser: Browser, *, script: bool) -> None:
    async with looking(browser, java_script_enabled=script) as look:
        await look.be_somebody()
        page = look.page
        await look.go("/refer")
        await page.get_by_label("A child or young person").check()
        await page.get_by_label("Day", exact=True).fill("4")
        await page.get_by_label("Month").fill("3")
        await page.get_by_label("Year").fill("2017")
        await page.get_by_label("What are you worried about?").fill(examples.HOSTILE + "\nSecond line")
        typed = {"about": ("child",), "born": ("4 3 2017",), "worry": (examples.HOSTILE + "\nSecond line",)}
        look.behind.desk.find_wrong("referral.start", typed, {"name": 'Enter a name, or "not known"'})
        await look.send("Send referral")
        sent = look.behind.desk.came[-1].fields
        assert {name: sent[name] for name in typed} == typed
        await expect(page).to_have_title("Error: Refer a concern – Harbour MASH")
        await expect(page.locator(".summary")).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Name", exact=True)).to_be_focused()
        await expect(page.get_by_label("Name", exact=True)).to_have_accessible_description(
            'First name and surname. If you do not know, write "not known" Error: Enter a name, or "not known"'
        )
        await expect(page.get_by_label("What are you worried about?")).to_have_value(
            examples.HOSTILE + "\nSecond line"
        )
        await expect(page.get_by_label("Month")).to_have_value("3")


async def test_hostile_text_does_nothing(look: Look) -> None:
    dialogs: list[str] = []
    look.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    asked: list[str] = []
    look.page.on("request", lambda request: asked.append(request.url))
    look.behind.desk.posts = [PostedCard("p1", Card(examples.HOSTILE, examples.HOSTILE))]
    await look.be_somebody()
    for path in ("/channel", "/open/details.open/c42"):
        await look.go(path)
        await expect(look.page.get_by_text("onerror=alert(1)").first).to_be_visible()
    assert dialogs == []
    assert all(url.startswith(look.at) for url in asked)


async def test_a_link_from_a_chat_opens_the_case_for_who_is_signed_in(look: Look) -> None:
    async def chat(_: web.Request) -> web.Response:
        return web.Response(
            text=f'<a href="{look.at}/case/MASH-2611-0042">open</a>', content_type="text/html"
        )

    app = web.Application()
    app.router.add_get("/", chat)
    await look.be_somebody()
    async with TestServer(app) as server:
        await look.page.goto(f"http://localhost:{server.port}/")
        await look.page.get_by_text("open").click()
        await expect(look.page.get_by_role("heading", name="Open details")).to_be_visible()
    assert [each.thing for each in look.behind.desk.came] == ["MASH-2611-0042"]


async def test_what_was_typed_just_before_another_page_was_opened_is_kept(look: Look) -> None:
    await look.be_somebody()
    await look.go("/refer")
    worry = look.page.get_by_label("What are you worried about?")
    await worry.fill("Half a thought")
    await look.go("/my-work")
    await look.go("/refer")
    await expect(worry).to_have_value("Half a thought")


Act = Literal["stay", "nothing"]


@pytest.mark.parametrize("act", ["stay", "nothing"])
async def test_two_minutes_of_warning_one_press_to_stay_and_no_text_lost(look: Look, act: Act) -> None:
    await look.be_somebody()
    page = look.page
    await page.clock.install()
    await look.go("/refer")
    worry = page.get_by_label("What are you worried about?")
    await worry.fill("Half a thought")
    look.behind.accounts.nearly_over()
    bar = page.get_by_role("button", name="Stay signed in")
    await expect(bar).to_be_hidden()
    await page.clock.fast_forward(781_000)
    await expect(bar).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_text(
        "You will be signed out in 2 minutes. What you have typed will be kept."
    )
    await expect(worry).to_be_focused()
    await expect(page.get_by_text("Draft, saved 9:58am")).to_be_visible()
    if act == "stay":
        look.behind.accounts.go_on()
        await bar.click()
        await expect(bar).to_be_hidden()
        await expect(worry).to_have_value("Half a thought")
        return
    look.behind.accounts.go_idle()
    await page.clock.fast_forward(120_000)
    await expect(page).to_have_title("Sign in – Harbour MASH")
    await look.be_somebody(landing="Refer a concern")
    await expect(worry).to_have_value("Half a thought")


async def test_changed_rows_are_counted_and_never_move_the_reader(look: Look) -> None:
    await look.be_somebody()
    page = look.page
    await page.clock.install()
    await look.go("/channel")
    reading = page.get_by_role("link", name="Open details of MASH-2611-0039")
    await reading.focus()
    look.behind.desk.posts[0] = PostedCard("p1", Card("DECIDED 12:51pm · MASH-2611-0042", "F"))
    look.behind.desk.posts[3] = PostedCard("p4", Card("MEETING CLOSED 3:04pm", "F"))
    await page.clock.fast_forward(11_000)
    live = page.locator("#live")
    await expect(live).to_have_text("2 rows changed. Show them.")
    await expect(live).to_have_attribute("role", "status")
    await expect(reading).to_be_focused()
    await expect(page.get_by_text("DECIDED 12:51pm")).to_have_count(0)
    await page.get_by_role("link", name="Show them.").click()
    await expect(page.get_by_text("DECIDED 12:51pm")).to_be_visible()
    await expect(live).to_be_empty()


async def test_characters_are_counted_as_they_are_typed(look: Look) -> None:
    await look.be_somebody()
    await look.go("/open/check.answer/c42")
    await expect(look.page.locator("#c-known")).to_have_text("Up to 3,000 characters")
    await look.page.get_by_label("What you know").fill("👩‍👧" + "x" * 1200)
    await expect(look.page.locator("#c-known")).to_have_text("1,205 of 3,000 characters")


async def test_the_demo_without_a_script(browser: Browser) -> None:
    async with looking(browser, demo=True, java_script_enabled=False) as look:
        page = look.page
        await look.go("/")
        await page.get_by_label("Who are you?").select_option("m.reyes")
        await look.send("Be this person")
        await expect(page).to_have_title("My work – Harbour MASH")
        await look.send("Next working day")
        await expect(page.get_by_text("It is Monday 16 November 2026, 2:00pm.")).to_be_visible()
        await expect(page).to_have_title("My work – Harbour MASH")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_high_contrast_keeps_the_shape_of_things(
    browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    async with looking(browser, forced_colors="active", color_scheme=scheme) as look:
        await look.be_somebody()
        await look.go("/channel")
        edges = await look.page.locator("article.card.red, article .button").evaluate_all(
            "all => all.map(e => getComputedStyle(e).borderLeftWidth)"
        )
        assert edges
        assert all(edge in ("1px", "6px") for edge in edges)
