"""The pages on a real server, with everything behind them in memory."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from bot.surfaces.web.app import web_app
from bot.surfaces.web.site import Hub, Site
from tests.support.browser import browser
from tests.surfaces.web.desk import Accounts, Demo, Desk, Drafts, Overview, Public
from tests.surfaces.web.visitor import Visit

__all__ = ["browser"]

HUB = Hub("Harbour MASH", "01632 960 100", "Emergency duty team", "01632 960 199")


@dataclass
class Behind:
    """What is behind the pages, for a test to lay out and look into."""

    desk: Desk = field(default_factory=Desk)
    accounts: Accounts = field(default_factory=Accounts)
    drafts: Drafts = field(default_factory=Drafts)
    overview: Overview = field(default_factory=Overview)
    demo: Demo = field(default_factory=Demo)
    public: Public | None = field(default_factory=Public)
    now: float = 1_800_000_000.0

    @property
    def the_public(self) -> Public:
        """The door for members of the public, where there is one."""
        assert self.public
        return self.public

    def site(self, *, demo: bool = False, now: Callable[[], float] | None = None) -> Site:
        site = Site(
            self.desk,
            self.accounts,
            self.drafts,
            self.overview,
            HUB,
            secret=b"s" * 32,
            public=self.public,
            now=now or (lambda: self.now),
        )
        return replace(site, demo=self.demo) if demo else site


@pytest_asyncio.fixture
async def behind() -> Behind:
    return Behind()


@pytest_asyncio.fixture
async def visit(behind: Behind) -> AsyncIterator[Visit]:
    """A browser without JavaScript that looks at a running hub."""
    async with TestClient(TestServer(web_app(behind.site()))) as client:
        yield Visit(client)


@pytest_asyncio.fixture
async def demo_visit(behind: Behind) -> AsyncIterator[Visit]:
    """The same, at the demo."""
    async with TestClient(TestServer(web_app(behind.site(demo=True)))) as client:
        yield Visit(client)
