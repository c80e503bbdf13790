"""The one address that Teams calls, and how the surface is put together."""

from typing import Any, Final

from aiohttp import web

from bot import logs
from bot.ports import FrontDesk
from bot.surfaces.teams.carrier import TeamsCarrier
from bot.surfaces.teams.conversations import ConversationBook, Conversations
from bot.surfaces.teams.doorman import Caller, Doorman, NotLetIn
from bot.surfaces.teams.inbound import Malformed
from bot.surfaces.teams.sdk import Sdk
from bot.surfaces.teams.settings import TeamsSettings
from bot.surfaces.teams.signing_keys import SigningKeys
from bot.surfaces.teams.turns import Turns, Unanswerable
from bot.words import Words

Json = dict[str, Any]
log = logs.get(__name__)

PATH: Final = "/api/messages"


class TeamsSurface:
    """Teams, ready to run: `routes` for the web application, `carrier` for the courier, `close` at the end.

    `words` are the hub's, for the few words that no answer of the front desk brings. `login` is given by tests only.
    """

    def __init__(
        self,
        settings: TeamsSettings,
        front_desk: FrontDesk,
        book: ConversationBook,
        words: Words,
        login: Any = None,
    ) -> None:
        conversations = Conversations(book)
        self._sdk = Sdk(settings, login)
        self._doorman = Doorman(settings, SigningKeys(settings.metadata_url))
        self.carrier = TeamsCarrier(self._sdk, conversations, settings, words)
        self._turns = Turns(front_desk, settings, conversations, self.carrier, words)

    def routes(self) -> list[web.RouteDef]:
        """The one route."""
        return [web.post(PATH, self._receive)]

    async def close(self) -> None:
        """Finish what is under way and close all connections."""
        await self._turns.close()
        await self._sdk.close()

    async def _receive(self, request: web.Request) -> web.Response:
        activity = await _read(request)
        try:
            await self._doorman.check(activity, Caller(request.headers, request.remote))
        except NotLetIn as refused:
            log.warning("teams.not_let_in", reason=str(refused))
            return web.Response(status=401)
        try:
            answer = await self._sdk.turn(activity, lambda: self._turns.handle(activity))
        except Malformed as fault:
            log.warning("teams.malformed", part=str(fault))
            return web.Response(status=400)
        except Unanswerable:
            return web.Response(status=500)
        except Exception as error:  # noqa: BLE001 - a trace in the web server's log may hold what was typed
            logs.failure(log, "teams.fault", error)
            return web.Response(status=500)
        return web.json_response(answer) if answer else web.Response(status=200)


async def _read(request: web.Request) -> Json:
    try:
        activity = await request.json()
    except (ValueError, LookupError, RecursionError):
        # No JSON, no text, an unknown alphabet, or nested without end: whatever it is, it is not from Teams.
        raise web.HTTPBadRequest from None
    if not isinstance(activity, dict):
        raise web.HTTPBadRequest
    return activity
