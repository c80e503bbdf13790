"""A real browser for tests of pages: Debian's Chromium, started once per test run."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LOOKS: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("light", WCAG), ("dark", OF_COLOURS))
"""How axe looks at a page: in light with all rules, then in dark with those that the same page can only then break."""
LOOK = """rules => axe.run(document, {...rules, resultTypes: ["violations"]})
    .then(found => ({...found, passes: [], incomplete: [], inapplicable: []}))"""
"""One look. What is right with the page is left out: carrying that over took longer than looking."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window. Without it the tests that ask for it are skipped here, and fail in CI."""
    if not os.access(CHROMIUM, os.X_OK):
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Chromium at {CHROMIUM}: the pages were not looked at")
        pytest.skip(f"no Chromium at {CHROMIUM}: install it, or set CHROMIUM to where it is")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        await started.close()
