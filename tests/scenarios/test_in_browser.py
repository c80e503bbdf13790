"""In a real browser: one story with the keyboard alone (refer, screen, nothing known), and the board on a narrow screen."""

import asyncio
import re

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import REFERENCE, rated
from tests.support.browser import CHROMIUM, FLAGS
from tests.support.surfaces.hub import RunningHub

NARROW = 305
"""What a scroll bar leaves of 320 pixels, a window of 1280 at 400 % zoom."""


@told(Stage("web"))
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: set CHROMIUM to where it is")
async def test_from_a_worry_to_an_answer_with_the_keyboard_alone(hub: RunningHub) -> None:
    people = ("teacher-1", "screening-1", "police-1")
    links = [f"{hub.address}/sign-in/{await hub.core.accounts.sign_in_link(person)}" for person in people]
    reference = await asyncio.to_thread(_story, hub.address, links)
    case = await hub.case(reference)
    assert (case.level, case.answered) == ("red", ("police",))


def _story(address: str, links: list[str]) -> str:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        teacher, screener, police = (_signed_in(browser, link) for link in links)
        reference = _refers(teacher)
        _screens(screener, address)
        _knows_nothing(police, address, reference)
        browser.close()
    return reference


def _signed_in(browser: Browser, link: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(link)
    _press(page, "button", "Sign in")
    expect(page).to_have_title(re.compile("My work"))
    return page


def _refers(page: Page) -> str:
    _press(page, "link", "Refer a concern")
    _choose(page, "A child or young person")
    page.get_by_label("Name", exact=True).press_sequentially("Kacey Brannigan")
    page.get_by_label("Date of birth or age").press_sequentially("4 3 2017")
    page.get_by_label("What are you worried about?").press_sequentially("A bruise that nobody explains.")
    page.get_by_role("group", name="Is anyone in danger right now?").get_by_label("No", exact=True).press(
        "Space"
    )
    _choose(page, "No, it could put someone at risk")
    page.get_by_label("Your phone number today").press_sequentially("01632 960 001")
    _press(page, "button", "Send referral")
    found = REFERENCE.search(page.get_by_role("main").inner_text())
    assert found, page.get_by_role("main").inner_text()
    return found.group()


def _screens(page: Page, address: str) -> None:
    page.goto(f"{address}/messages")
    _press(page, "link", "Screen the next one")
    _choose(page, "Rate it and ask agencies")
    page.get_by_label(re.compile("^RED")).press("Space")
    page.get_by_label("Reason", exact=True).press_sequentially("Not explained.")
    _press(page, "button", "Save and act")
    expect(page.get_by_role("status").first).to_contain_text("Recorded")


def _knows_nothing(page: Page, address: str, reference: str) -> None:
    page.goto(f"{address}/channel")
    _press(page, "link", f"Nothing known for {reference}")
    _press(page, "button", "Confirm: nothing known")
    expect(page.get_by_role("main")).to_contain_text("Answered 1 of 12.")


def _press(page: Page, role: str, name: str) -> None:
    """With the Enter key, as somebody does who has no mouse."""
    page.get_by_role(role, name=name).first.press("Enter")  # type: ignore[arg-type]  # a role of ARIA
    page.wait_for_load_state()


def _choose(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).press("Space")


@told(Stage("web"))
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: set CHROMIUM to where it is")
async def test_the_board_is_no_wider_than_a_window_of_320_pixels(hub: RunningHub) -> None:
    await rated(hub)
    link = f"{hub.address}/sign-in/{await hub.core.accounts.sign_in_link('duty-1')}"

    assert await asyncio.to_thread(_width_of_board, hub.address, link) <= NARROW


def _width_of_board(address: str, link: str) -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = _signed_in(browser, link)
        page.set_viewport_size({"width": NARROW, "height": 640})
        page.goto(f"{address}/board")
        expect(page.locator(".board tbody tr")).to_have_count(1)
        width: int = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    return width
