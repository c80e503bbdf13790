"""The Slack surface, running against the Slack double, over both ways in."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from aiohttp import web

from bot.ports import Place, Posted
from bot.surfaces.slack.app import PATH, SlackSurface
from bot.surfaces.slack.settings import SlackSettings
from bot.words import Words
from tests.doubles.slack.double import SlackDouble
from tests.doubles.slack.person import Person
from tests.doubles.slack.things import Channel, Message, View
from tests.surfaces.slack.desk import CARD, Desk


@dataclass
class Hub:
    """A hub's channel in Slack, its people, and the bot with a front desk that tests tell what to answer."""

    slack: SlackDouble
    desk: Desk
    surface: SlackSurface
    channel: Channel
    officer: Person
    manager: Person

    async def post(self) -> Message:
        """The referral card, posted in the channel by the carrier."""
        posted = await self.surface.carrier.post(Place(self.channel.id, None), CARD, "key-1")
        return self.shown(posted)

    def shown(self, posted: Posted) -> Message:
        message = self.slack.world.message(self.slack.world.channels[posted.conversation], posted.message)
        assert message is not None
        return message

    async def press(self, label: str) -> None:
        """A press by the officer on the card in the channel, with all that follows it."""
        await self.officer.press(await self.post(), label)
        await self.surface.settled()

    @property
    def modal(self) -> View:
        """What the officer has open."""
        assert self.officer.modal is not None
        return self.officer.modal

    @property
    def said(self) -> list[tuple[str, str]]:
        """The private lines the officer got: where, and what."""
        return [(each.channel_id, each.blocks[0]["text"]["text"]) for each in self.officer.ephemerals]


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackDouble]:
    for name in "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN":
        monkeypatch.delenv(name, raising=False)
    with SlackDouble() as double:
        yield double


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def settings(slack: SlackDouble, transport: str) -> SlackSettings:
    return SlackSettings(
        bot_token=slack.bot_token,
        web_page=lambda form: f"https://hub.example/open/{form.verb}/{form.thing}",
        web_address="https://hub.example",
        phone="01632 960 100",
        signing_secret=slack.signing_secret if transport == "http" else "",
        app_token=slack.app_token if transport == "socket" else "",
        api_url=slack.api_url,
    )


@pytest.fixture
async def hub(slack: SlackDouble, transport: str) -> AsyncIterator[Hub]:
    desk = Desk()
    surface = SlackSurface(desk, settings(slack, transport), Words("en"))
    app = web.Application()
    app.add_routes(surface.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    await surface.start()
    if transport == "http":
        slack.use_http(f"http://{host}:{port}{PATH}")
    else:
        slack.use_socket()
    officer, manager = slack.add_user("Ada Novak"), slack.add_user("Jo Okafor")
    channel = slack.add_channel("mash-hub", officer, manager)
    yield Hub(slack, desk, surface, channel, officer, manager)
    await surface.stop()
    await surface.close()
    await runner.cleanup()
