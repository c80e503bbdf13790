"""A whole story in a real browser with the Tab, Space, Enter and arrow keys, without a script, on 320 pixels.

320 by 256 pixels is a window of 1280 by 1024 at 400 % zoom.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import ANSWER, KACEY, PROPOSAL, REFERENCE, SEATS, VIEW, nothing_known
from tests.support.browser import CHROMIUM, FLAGS
from tests.support.surfaces import Typed
from tests.support.surfaces.hub import RunningHub

MOST_TABS = 150
LOST = """[...document.querySelectorAll('main :is(p, a, button, label, input, h1, h2, h3, select, textarea, blockquote, li)')]
    .filter(e => { const b = e.getBoundingClientRect(); return b.width && (b.right > 320.5 || b.left < -0.5) })
    .map(e => e.outerHTML.slice(0, 80))"""
PEOPLE = ("teacher-1", "screening-1", "police-1", "health-1", "chair-1", "duty-1", "minutes-1")


@dataclass
class Keyboard:
    """Somebody who has no mouse, at their own browser."""

    page: Page
    address: str

    def goes_to(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.looks()

    def looks(self) -> None:
        """Nothing is wider than the window, and nothing is outside of it."""
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{self.page.url} is {width} wide"
        assert self.page.evaluate(LOST) == [], self.page.url

    def presses(self, name: str) -> None:
        """Go to a link or button with the Tab key, and press Enter."""
        named = re.compile(f"^{re.escape(name)}")
        found = self.page.get_by_role("link", name=named).or_(self.page.get_by_role("button", name=named))
        self._reaches(found.first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.looks()

    def fills(self, values: Mapping[str, Typed]) -> None:
        for label, value in values.items():
            self._fills(label, value)

    def reads(self) -> str:
        return self.page.get_by_role("main").inner_text()

    def _fills(self, label: str, value: Typed) -> None:
        group = self.page.get_by_role("group", name=label, exact=True)
        if group.count() == 0:
            self._types(self.page.get_by_label(label, exact=True), str(value))
        elif group.get_by_label("Day", exact=True).count():
            for part, text in zip(("Day", "Month", "Year"), str(value).split(), strict=True):
                self._types(group.get_by_label(part), text)
        elif isinstance(value, list):
            for each in value:
                self._reaches(group.get_by_label(each))
                self.page.keyboard.press("Space")
        else:
            self._chooses(group, value)

    def _types(self, box: Locator, text: str) -> None:
        self._reaches(box)
        if box.evaluate("e => e.tagName") == "SELECT":
            self.page.keyboard.type(text)
            assert box.locator("option:checked").inner_text() == text
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)

    def _chooses(self, group: Locator, label: str) -> None:
        """In radio buttons one goes on with the arrow keys."""
        self._reaches(group.get_by_role("radio"))
        self.page.keyboard.press("Space")
        wanted = group.get_by_label(label, exact=True)
        for _ in range(group.get_by_role("radio").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label!r} cannot be chosen")

    def _reaches(self, wanted: Locator) -> None:
        focused = wanted.and_(self.page.locator(":focus"))
        for _ in range(MOST_TABS):
            if focused.count():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {wanted}")


@told(Stage("web"))
@pytest.mark.timeout(180)
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: set CHROMIUM to where it is")
async def test_a_whole_story_by_keyboard_without_a_script_on_320_pixels(hub: RunningHub) -> None:
    links = {person: f"/sign-in/{await hub.core.accounts.sign_in_link(person)}" for person in PEOPLE}
    loop = asyncio.get_running_loop()

    def others_answer(reference: str) -> None:
        others = [seat for seat in SEATS if seat not in ("police", "health")]
        asyncio.run_coroutine_threadsafe(nothing_known(hub, reference, *others), loop).result(60)

    reference = await asyncio.to_thread(_story, hub.address, links, others_answer)
    case = await hub.case(reference)
    assert [decision.outcome for decision in case.decisions] == ["section_47_joint"]
    assert [answer.text for answer in case.answers if answer.seat == "health"] == ["Two visits this year."]
    assert [one.why for one in case.disagreements] == ["Nobody came today."]
    await hub.audit_is_whole()


def _story(address: str, links: dict[str, str], others_answer: Callable[[str], None]) -> str:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        at = {person: _signed_in(browser, address, link) for person, link in links.items()}
        reference = _refers(at["teacher-1"])
        _screens(at["screening-1"], reference)
        _answers(at["police-1"], at["health-1"], reference)
        others_answer(reference)
        _decides(at["chair-1"], at["duty-1"], reference)
        _is_told(at["minutes-1"], at["teacher-1"], reference)
        browser.close()
    return reference


def _signed_in(browser: Browser, address: str, link: str) -> Keyboard:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 256})
    person = Keyboard(context.new_page(), address)
    person.goes_to(link)
    person.presses("Sign in")
    expect(person.page).to_have_title(re.compile("My work"))
    return person


def _refers(teacher: Keyboard) -> str:
    teacher.presses("Refer a concern")
    teacher.fills(KACEY)
    teacher.presses("Send referral")
    found = REFERENCE.search(teacher.reads())
    assert found, teacher.reads()
    return found.group()


def _screens(screener: Keyboard, reference: str) -> None:
    screener.goes_to("/messages")
    screener.presses("Screen the next one")
    screener.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": "RED ◆ due 1:12pm today",
            "Reason": "Not explained.",
        }
    )
    screener.presses("Save and act")
    assert f"Recorded 9:12am. {reference}." in screener.reads()


def _answers(police: Keyboard, health: Keyboard, reference: str) -> None:
    for person in (police, health):
        person.goes_to("/channel")
    police.presses(f"Nothing known for {reference}")
    police.presses("Confirm: nothing known")
    assert "Answered 1 of 12." in police.reads()
    health.presses(f"Add what we know for {reference}")
    health.fills(ANSWER)
    health.presses("Record answer")
    assert f"Recorded 9:12am. {reference}." in health.reads()
    health.goes_to("/channel")
    health.presses(f"Give our view on {reference}")
    health.fills(VIEW)
    health.presses("Record view")
    assert "Views: 1 in" in health.reads()


def _decides(chair: Keyboard, manager: Keyboard, reference: str) -> None:
    for rationale in ("Too short.", "An injury that nobody explains."):
        chair.goes_to("/channel")
        chair.presses(f"Propose decision on {reference}")
        chair.fills(PROPOSAL | {"Rationale": rationale})
        chair.presses("Send for approval")
        manager.goes_to("/messages")
        manager.presses("Read and decide")
        assert rationale in manager.reads()
        if rationale == "Too short.":
            manager.presses("Return it instead")
            manager.fills({"What is needed?": "More information", "Say what": "Where is she tonight?"})
            manager.presses("Return")
        else:
            manager.presses("Approve")
        assert f"Recorded 9:12am. {reference}." in manager.reads()


def _is_told(minutes: Keyboard, teacher: Keyboard, reference: str) -> None:
    minutes.goes_to("/my-work")
    minutes.presses(f"Send feedback for {reference}")
    minutes.fills(
        {
            "How": "Here in chat",
            "I have checked that this is the person who referred and that they may be told": [
                "I have checked"
            ],
        }
    )
    minutes.presses("Send feedback")
    teacher.goes_to("/messages")
    teacher.presses("Read the full reply")
    assert "A social worker and the police will look into what you told us." in teacher.reads()
    teacher.goes_to("/messages")
    teacher.presses("I disagree")
    teacher.fills(
        {
            "Is anyone unsafe now because of this?": "No",
            "What do you disagree with?": "Time taken",
            "Why, and what should happen instead": "Nobody came today.",
        }
    )
    teacher.presses("Send")
    assert "The decision stands meanwhile." in teacher.reads()
