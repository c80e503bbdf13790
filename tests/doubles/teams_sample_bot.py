"""A very small bot on botbuilder, to try the double with the real library. It is not the bot of this project.

It keeps the `CloudAdapter` and answers invokes itself, since the adapter's own `process` cannot.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from botframework.connector.auth import PasswordServiceClientCredentialFactory
from msal import ConfidentialClientApplication

from tests.doubles.teams.keys import CHANNEL_ISSUER
from tests.doubles.teams.login import REAL_LOGIN, MsalTransport
from tests.doubles.teams.server import TeamsDouble

Turn = Callable[[TurnContext], Awaitable[None]]


class Bot:
    """Serves /api/messages on 127.0.0.1. `turn` is what it does; `invoke_answer` the body for an invoke.

    With `careful` it checks what the library lets pass: that the token expires and who issued it.
    """

    def __init__(self, teams: TeamsDouble, *, careful: bool = True) -> None:
        self._teams = teams
        self.app_id = teams.app_id
        self._careful = careful
        self._authentication = ConfigurationBotFrameworkAuthentication(
            _Settings(teams), credentials_factory=_Credentials(teams)
        )
        self.adapter = CloudAdapter(self._authentication)
        self.heard: list[Activity] = []
        self.turn: Turn = nothing
        self.invoke_answer: Any = None
        self.invoke_status = 200

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/messages", self._messages)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._teams.bot_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/messages"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _messages(self, request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        try:
            who = await self._authentication.authenticate_request(
                activity, request.headers.get("Authorization", "")
            )
            claims = who.claims_identity.claims
            if self._careful and ("exp" not in claims or claims.get("iss") != CHANNEL_ISSUER):
                return web.Response(status=401)
        except Exception:  # noqa: BLE001  # the library fails in many ways, and each means no
            return web.Response(status=401)
        await self.adapter.process_activity(who, activity, self._on_turn)
        if activity.type == "invoke":
            if self.invoke_answer is None:
                return web.Response(status=self.invoke_status)
            return web.json_response(self.invoke_answer, status=self.invoke_status)
        return web.Response(status=201)

    async def _on_turn(self, context: TurnContext) -> None:
        self.heard.append(context.activity)
        await self.turn(context)


async def nothing(_: TurnContext) -> None:
    """A turn without a word."""


class _Settings:
    """What a deployment would set; every address leads to the double."""

    def __init__(self, teams: TeamsDouble) -> None:
        self.APP_TYPE = "SingleTenant"
        self.APP_ID = teams.app_id
        self.APP_PASSWORD = teams.app_password
        self.APP_TENANTID = teams.home.id
        self.TO_CHANNEL_FROM_BOT_LOGIN_URL = f"{REAL_LOGIN}/"
        self.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"
        self.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = CHANNEL_ISSUER
        self.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = teams.metadata_url
        self.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = teams.metadata_url


class _Credentials(PasswordServiceClientCredentialFactory):  # type: ignore[misc]  # botbuilder has no types
    """The library's own credentials, with an MSAL that asks the double."""

    def __init__(self, teams: TeamsDouble) -> None:
        super().__init__(teams.app_id, teams.app_password, teams.home.id)
        self._msal = ConfidentialClientApplication(
            teams.app_id,
            client_credential=teams.app_password,
            authority=f"{REAL_LOGIN}/{teams.home.id}",
            http_client=MsalTransport(teams.login_url),
        )

    async def create_credentials(self, *details: Any, **named: Any) -> Any:
        """As the library does it, for the channel's audience."""
        credentials = await super().create_credentials(*details, **named)
        credentials.app = self._msal
        return credentials
