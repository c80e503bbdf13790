"""The Slack surface, put together: Socket Mode when an app token is set, otherwise signed HTTP."""

import asyncio

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.interaction import Identity
from bot.ports import FrontDesk
from bot.surfaces.slack.carrier import SlackCarrier
from bot.surfaces.slack.listeners import Listeners
from bot.surfaces.slack.settings import SlackSettings
from bot.surfaces.slack.shown import Shown
from bot.surfaces.slack.workspace import SDK_LOG, Workspace
from bot.words import Words

PATH = "/slack/events"


class SlackSurface:
    """Receives what people do in Slack. `carrier` delivers cards.

    `words` are for the few sentences of its own; what the front desk answers is in the person's language already.
    """

    def __init__(self, desk: FrontDesk, settings: SlackSettings, words: Words) -> None:
        self._settings = settings
        self._workspace = Workspace(settings.bot_token, settings.api_url)
        self._listeners = Listeners(desk, Shown(self._workspace, settings, words), settings, words)
        self._app = self._bolt()
        self._socket: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self.carrier = SlackCarrier(self._workspace, words)

    def routes(self) -> list[web.RouteDef]:
        """Where Slack calls us; nothing when we call Slack, so that no unsigned request is ever read."""
        return [] if self._settings.app_token else [web.post(PATH, self.events)]

    async def start(self) -> None:
        """Begin to take what people do. Slack need not be reachable yet: Socket Mode goes on trying."""
        await self._workspace.open()
        if self._settings.app_token:
            self._socket = AsyncSocketModeHandler(self._app, self._settings.app_token)
            self._socket.client.proxy = (
                None  # the SDK takes one from the environment, for loopback addresses too
            )
            self._connecting = asyncio.create_task(self._connect(self._socket))

    async def stop(self) -> None:
        """Take nothing more, and end what was begun. What the courier has in hand can still be delivered."""
        if self._connecting is not None:
            self._connecting.cancel()
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]  # the SDK does not annotate it
        await self._listeners.stop()

    async def close(self) -> None:
        """Close the connections."""
        await self._workspace.close()

    async def show_home(self, person: Identity) -> None:
        """Bring somebody's App Home up to date without their opening it: when their access has ended, for one."""
        await self._listeners.show_home(person)

    async def settled(self) -> None:
        """Wait until the lines and pages that follow earlier answers are shown."""
        await self._listeners.settled()

    async def events(self, request: web.Request) -> web.Response:
        """Anything that Slack sends over HTTP. What is not signed by Slack, or not now, gets 401 and reaches nobody."""
        try:
            read = await to_bolt_request(request)
        except (ValueError, LookupError):
            # No text, or in an unknown alphabet: whatever it is, it is not from Slack.
            return web.Response(status=401)
        return await to_aiohttp_response(await self._app.async_dispatch(read))

    def _bolt(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:
            """Spare Bolt its question to Slack: the signature, or the connection, says who is calling."""
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=self._settings.bot_token)

        app = AsyncApp(
            client=self._workspace.client,
            authorize=authorize,
            signing_secret=self._settings.signing_secret,
            process_before_response=True,
            logger=SDK_LOG,
        )
        self._listeners.register(app)
        return app

    @staticmethod
    async def _connect(socket: AsyncSocketModeHandler) -> None:
        await socket.connect_async()  # type: ignore[no-untyped-call]  # the SDK does not annotate it
