"""The surface behind a real web server, with the double of Teams in front of it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.cards.elements import Form
from bot.interaction import Identity, SurfaceName
from bot.surfaces.teams.app import TeamsSurface
from bot.surfaces.teams.settings import TeamsSettings
from bot.words import Words
from tests.doubles.teams import MsalTransport, TeamsDouble, User
from tests.surfaces.teams.desk import Book, Desk

WEB = "https://hub.example.org"


@dataclass
class Hub:
    """Everything that one test of the Teams surface needs."""

    teams: TeamsDouble
    surface: TeamsSurface
    desk: Desk
    book: Book
    people: dict[str, User] = field(default_factory=dict)

    def person(self, name: str = "S. Patel", **details: Any) -> User:
        return self.people.setdefault(name, self.teams.user(name, **details))


def identity(user: User) -> Identity:
    return Identity(SurfaceName.TEAMS, user.tenant.id, user.object_id)


def web_page(form: Form) -> str:
    return f"{WEB}/open/{form.verb}/{form.thing}"


def settings(teams: TeamsDouble, **changes: Any) -> TeamsSettings:
    usual: dict[str, Any] = {
        "web_page": web_page,
        "web_address": WEB,
        "phone": "01632 960 100",
        "app_id": teams.app_id,
        "password": teams.app_password,
        "tenant": teams.home.id,
        "service_hosts": frozenset({"127.0.0.1"}),
        "metadata_url": teams.metadata_url,
    }
    return TeamsSettings(**usual | changes)


@pytest.fixture
def teams(monkeypatch: pytest.MonkeyPatch) -> Iterator[TeamsDouble]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with TeamsDouble() as double:
        yield double


@asynccontextmanager
async def running(teams: TeamsDouble, chosen: TeamsSettings) -> AsyncIterator[Hub]:
    """The surface with these settings, on a port of its own."""
    desk, book = Desk(), Book()
    surface = TeamsSurface(chosen, desk, book, Words(), MsalTransport(teams.login_url))
    application = web.Application()
    application.add_routes(surface.routes())
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    try:
        yield Hub(teams, surface, desk, book)
    finally:
        await runner.cleanup()
        await surface.close()


@pytest.fixture
async def hub(teams: TeamsDouble) -> AsyncIterator[Hub]:
    async with running(teams, settings(teams)) as up:
        yield up
