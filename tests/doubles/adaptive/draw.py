"""What a card looks like: the open-source renderer in a real browser, and what it could not make sense of.

The renderer is the npm package `adaptivecards`; its files are fetched once by `npm ci`. Nothing is loaded
from the network while a card is drawn.
"""

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, Route, sync_playwright

from tests.doubles.adaptive.walk import Json

HERE = Path(__file__).parent
_LIBRARIES = (
    "node_modules/adaptivecards/dist/adaptivecards.min.js",
    "node_modules/markdown-it/dist/browser/markdown-it.umd.min.js",
)
_STYLE = "node_modules/adaptivecards/dist/adaptivecards.css"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NPM_SECONDS = 300


class CannotDrawError(Exception):
    """npm, its packages or Chromium are not there; the message says which."""


@dataclass(frozen=True)
class Drawing:
    """A picture of a card, the words in it, and what the renderer complained about."""

    name: str
    path: Path
    text: str
    problems: tuple[str, ...]


def draw(cards: Mapping[str, Json], directory: Path, *, width: int = 480) -> list[Drawing]:
    """Draw each card as `NAME.png` in `directory`, `width` pixels wide.

    Raises `CannotDrawError` where the renderer or the browser is missing. Call it from a thread if an event
    loop is running.
    """
    _fetch_libraries()
    directory.mkdir(parents=True, exist_ok=True)
    with _page(width) as page:
        return [_draw(page, name, card, directory / f"{name}.png") for name, card in cards.items()]


def draw_or_skip(cards: Mapping[str, Json], directory: Path, *, width: int = 480) -> list[Drawing]:
    """As `draw`, but a test on a machine that cannot draw is skipped; with CI=true it fails."""
    try:
        return draw(cards, directory, width=width)
    except CannotDrawError as reason:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"cards cannot be drawn here: {reason}")


def _fetch_libraries() -> None:
    if _are_fetched():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise CannotDrawError("npm is not installed")
    # Only one of several test processes fetches; the others wait for it.
    with Path(tempfile.gettempdir(), f"draw-cards-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _are_fetched():
            return
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            subprocess.run(  # noqa: S603  # a fixed command, in our own directory
                command, cwd=HERE, check=True, capture_output=True, timeout=_NPM_SECONDS
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise CannotDrawError(f"npm ci failed in {HERE.name}") from error


def _are_fetched() -> bool:
    fetched = HERE / "node_modules/.package-lock.json"
    wanted = HERE / "package-lock.json"
    return fetched.exists() and _versions(wanted).items() <= _versions(fetched).items()


def _versions(lock: Path) -> dict[str, str]:
    packages: dict[str, Any] = json.loads(lock.read_text("utf-8"))["packages"]
    return {name: package["version"] for name, package in packages.items() if name}


@contextmanager
def _page(width: int) -> Iterator[Page]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise CannotDrawError("chromium is not installed")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        except BrowserError as error:
            raise CannotDrawError("chromium does not start") from error
        page = browser.new_page(viewport={"width": width, "height": 800}, device_scale_factor=2)
        page.route("**/*", _refuse)
        page.set_content((HERE / "page.html").read_text("utf-8"))
        page.add_style_tag(path=HERE / _STYLE)
        page.add_style_tag(path=HERE / "page.css")
        for library in _LIBRARIES:
            page.add_script_tag(path=HERE / library)
        page.add_script_tag(path=HERE / "page.js")
        yield page
        browser.close()


def _refuse(route: Route) -> None:
    route.abort()


def _draw(page: Page, name: str, card: Json, path: Path) -> Drawing:
    look = json.loads((HERE / "look.json").read_text("utf-8"))
    problems = page.evaluate("([card, look]) => drawCard(card, look)", [card, look])
    frame = page.locator("#card")
    frame.screenshot(path=path)
    return Drawing(name, path, frame.inner_text(), tuple(problems))
