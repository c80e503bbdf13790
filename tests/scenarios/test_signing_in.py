"""Somebody at a chat comes to the web pages in a real browser, stays, goes idle, and comes back; or by an authenticator."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.accounts import real_now
from tests.doubles.slack.reading import controls
from tests.scenarios.conftest import Stage, told
from tests.support.browser import CHROMIUM, FLAGS
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.slack import SlackTeller

WARNED_AFTER = 13 * 60
LEEWAY = 20
"""Seconds: real time goes on beside what is moved, a slow machine's more."""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: set CHROMIUM to where it is")


@dataclass
class RealTime:
    """Real time, as far as the accounts know it; the hub's own clock stands elsewhere, and does not matter here."""

    passed: timedelta = timedelta()

    def now(self) -> datetime:
        return real_now() + self.passed

    def move(self, **span: float) -> None:
        self.passed += timedelta(**span)


@pytest.fixture
def real(hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> RealTime:
    time = RealTime()
    monkeypatch.setattr(hub.core.accounts, "_now", time.now)
    return time


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


async def _asks_for_a_link(person: SlackTeller) -> str:
    """They type "sign in" to the bot; returns the address behind the answer's button."""
    await person.user.say("sign in")
    await person._settled()
    (link,) = [each["url"] for _, each in controls(person.user.dms[-1]) if "url" in each]
    return str(link)


async def _fetches_it_as_scanners_do(link: str) -> None:
    async with aiohttp.ClientSession() as scanner:
        for _ in range(2):
            async with scanner.get(link) as answer:
                assert answer.status == 200
            async with scanner.head(link) as answer:
                assert answer.status in (200, 405)
            async with scanner.post(link) as answer:
                assert answer.status == 403, "no page of ours was read: nothing is used up"


@told(Stage("slack-http"))
async def test_a_link_from_the_chat_signs_in_once_and_only_its_own_five_minutes(
    hub: RunningHub, real: RealTime
) -> None:
    (police,) = await hub.people("police-1")
    assert isinstance(police, SlackTeller)
    link = await _asks_for_a_link(police)
    await _fetches_it_as_scanners_do(link)
    await hub.move_clock(hours=2)
    real.move(minutes=4, seconds=50)
    too_old = "This link no longer works"
    assert await asyncio.to_thread(_titles, [link, link]) == ["My work", too_old]
    link = await _asks_for_a_link(police)
    real.move(minutes=5, seconds=1)
    assert await asyncio.to_thread(_titles, [link]) == [too_old]
    first, second = await _asks_for_a_link(police), await _asks_for_a_link(police)
    assert await asyncio.to_thread(_titles, [first, second]) == [too_old, "My work"]


def _titles(links: list[str]) -> list[str]:
    """Where each link leads to, each in a browser of its own."""
    with chromium() as browser:
        return [_signs_in(browser, link).title().partition(" – ")[0] for link in links]


def _signs_in(browser: Browser, link: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(link)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    return page


@told(Stage("web"))
async def test_fifteen_idle_minutes_with_a_warning_and_then_the_draft_is_there(
    hub: RunningHub, real: RealTime
) -> None:
    accounts, loop = hub.core.accounts, asyncio.get_running_loop()

    def new_link() -> str:
        token = asyncio.run_coroutine_threadsafe(accounts.sign_in_link("teacher-1"), loop).result(10)
        return f"{hub.address}/sign-in/{token}"

    await asyncio.to_thread(_goes_idle, hub.address, new_link, real)


def _goes_idle(address: str, new_link: Callable[[], str], real: RealTime) -> None:
    with chromium() as browser:
        page = _signs_in(browser, new_link())
        page.clock.install()
        page.goto(f"{address}/refer")
        worry = page.get_by_label("What are you worried about?")
        worry.fill("Half a thought")
        stay = page.get_by_role("button", name="Stay signed in")
        _time_passes(page, real, seconds=6)
        expect(page.locator("#draft")).to_contain_text("Draft, saved")
        _time_passes(page, real, seconds=WARNED_AFTER - LEEWAY)
        expect(stay).to_be_hidden()
        _time_passes(page, real, seconds=2 * LEEWAY)
        expect(stay).to_be_visible()
        stay.click()
        expect(stay).to_be_hidden()
        _time_passes(page, real, seconds=WARNED_AFTER + LEEWAY)
        expect(stay).to_be_visible()
        _time_passes(page, real, seconds=2 * 60)
        expect(page).to_have_title(re.compile("^Sign in"))
        assert "Half a thought" not in page.content()
        page.goto(new_link())
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(page).to_have_title(re.compile("^Refer a concern"))
        expect(worry).to_have_value("Half a thought")
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_title(re.compile("^Sign in"))
        page.go_back()
        page.goto(f"{address}/refer")
        expect(page).to_have_title(re.compile("^Sign in"))


def _time_passes(page: Page, real: RealTime, *, seconds: int) -> None:
    real.move(seconds=seconds)
    page.clock.fast_forward(seconds * 1000)


@told(Stage("web"))
async def test_who_has_no_chat_sets_up_an_authenticator_once_and_comes_in_by_its_codes(
    hub: RunningHub,
) -> None:
    core = hub.core
    token = await core.store.write(lambda tx: core.accounts.issue(tx, "nurse-1", "invite", by="cli"))
    invitation = f"{hub.address}/invite/{token}"
    secret = await asyncio.to_thread(_sets_up, invitation)
    assert await core.accounts.code_secret("nurse-1") == secret
    verbs = [(entry.verb, entry.outcome) for entry in await hub.audit() if entry.actor == "nurse-1"]
    assert ("invitation.accept", "done") in verbs


def _sets_up(invitation: str) -> str:
    with chromium() as browser:
        page = browser.new_context().new_page()
        page.goto(invitation)
        assert "Your sign-in name is nurse-1." in page.get_by_role("main").inner_text()
        secret = page.locator("code.key").inner_text().replace(" ", "")
        page.get_by_label("Six digits").fill("000000")
        page.get_by_role("button", name="Set up and sign in").click()
        expect(page).to_have_title(re.compile("^Error: Set up"))
        assert page.locator("code.key").inner_text().replace(" ", "") == secret, "the app has this one"
        code = pyotp.TOTP(secret).now()
        page.get_by_label("Six digits").fill(code)
        page.get_by_role("button", name="Set up and sign in").click()
        expect(page).to_have_title(re.compile("^My work"))
        other = browser.new_context().new_page()
        other.goto(invitation)
        expect(other).to_have_title(re.compile("no longer works"))
        other.goto(invitation.partition("/invite/")[0] + "/sign-in")
        other.get_by_label("Your sign-in name").fill("nurse-1")
        other.get_by_label("The six digits that your app shows").fill(code)
        other.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(other).to_have_title(re.compile("^Error: Sign in"))
        other.get_by_label("The six digits that your app shows").fill(
            pyotp.TOTP(secret).at(real_now() + timedelta(seconds=30))
        )
        other.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(other).to_have_title(re.compile("^My work"))
        return secret
