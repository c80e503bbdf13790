"""The Web API: tokens, arguments, faults, rates, the method itself, and the record of the call."""

import asyncio
import copy
import json
from typing import Any

from aiohttp import web

from tests.doubles.slack import methods_chat, methods_views, methods_world
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.faults import Fault, Faults
from tests.doubles.slack.methods import METHODS, SlackError, check_arguments
from tests.doubles.slack.rates import Rates
from tests.doubles.slack.recorder import Call, Recorder
from tests.doubles.slack.socket_mode import SocketHub
from tests.doubles.slack.things import Workspace
from tests.doubles.slack.world import World

REGISTERED = (methods_chat, methods_views, methods_world)
_JSON_ARGUMENTS = {"blocks", "view", "metadata"}
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_BOOLEAN_ARGUMENTS = {
    "include_all_metadata",
    "inclusive",
    "include_num_members",
    "include_locale",
    "return_im",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
}
_CONNECTIONS_OPEN = "apps.connections.open"
_PER_CHANNEL = "chat.postMessage"


class WebApi:
    """Answers ``/api/METHOD``."""

    def __init__(
        self, world: World, recorder: Recorder, rates: Rates, faults: Faults, hub: SocketHub
    ) -> None:
        self._world = world
        self._recorder = recorder
        self._rates = rates
        self._faults = faults
        self._hub = hub
        self.app_token = "xapp-1-A0APP0001-double"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or break the connection where a fault says so."""
        name = request.match_info["method"]
        args = await _arguments(request)
        token = args.pop("token", None) or request.headers.get("Authorization", "").removeprefix("Bearer ")
        workspace = next((w for w in self._world.workspaces.values() if w.bot_token == token), None)
        fault = self._faults.take(name)
        if fault and not fault.after:
            early = await self._before(fault, request, name, args, workspace)
            if early is not None:
                return early
        response = self._answer(request, name, args, token, workspace)
        if fault and fault.after:
            await _after(fault, request)
        return response

    async def _before(
        self, fault: Fault, request: web.Request, name: str, args: Json, workspace: Workspace | None
    ) -> web.StreamResponse | None:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault.hold:
            await fault.hold.stop_here()
        elif fault.kind == "drop":
            self._record(name, args, workspace, "connection_dropped", 0)
            _break(request)
            return web.Response()
        elif fault.kind == "error":
            return self._respond(name, args, workspace, {"ok": False, "error": fault.code})
        elif fault.kind == "refuse":
            return self._refuse(name, args, workspace, fault.status, fault.retry_after)
        return None

    def _answer(
        self, request: web.Request, name: str, args: Json, token: str, workspace: Workspace | None
    ) -> web.Response:
        wait = 0
        if workspace and name in METHODS:
            channel = str(args.get("channel")) if name == _PER_CHANNEL else None
            now = self._world.clock.now()
            wait = self._rates.note(workspace.team_id, name, METHODS[name].tier, channel, now)
        if wait:
            return self._refuse(name, args, workspace, 429, wait)
        answer: Json = {"ok": True}
        try:
            answer |= self._work(request, name, args, token, workspace)
        except SlackError as refusal:
            answer = {"ok": False, "error": refusal.code}
            if refusal.messages:
                answer["response_metadata"] = {"messages": refusal.messages}
        return self._respond(name, args, workspace, answer)

    def _work(
        self, request: web.Request, name: str, args: Json, token: str, workspace: Workspace | None
    ) -> Json:
        if name == _CONNECTIONS_OPEN:
            return self._open_connection(request, token)
        if not token:
            raise SlackError("not_authed")
        if token == self.app_token:
            raise SlackError("not_allowed_token_type")
        if workspace is None:
            raise SlackError("invalid_auth")
        if name not in METHODS:
            raise SlackError("unknown_method")
        check_arguments(METHODS[name], args)
        return METHODS[name].work(self._world, workspace, copy.deepcopy(args))

    def _open_connection(self, request: web.Request, token: str) -> Json:
        if token != self.app_token:
            raise SlackError("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
        return {"url": f"ws://{request.host}/socket?ticket={self._hub.new_ticket()}"}

    def _respond(self, name: str, args: Json, workspace: Workspace | None, answer: Json) -> web.Response:
        self._record(name, args, workspace, answer.get("error"), 200)
        headers = {}
        if workspace and workspace.scopes is not None:
            headers["X-OAuth-Scopes"] = ",".join(sorted(workspace.scopes))
        return web.json_response(answer, headers=headers)

    def _refuse(
        self, name: str, args: Json, workspace: Workspace | None, status: int, retry_after: int | None
    ) -> web.Response:
        error = "ratelimited" if status == web.HTTPTooManyRequests.status_code else "service_unavailable"
        self._record(name, args, workspace, error, status)
        headers = {"Retry-After": str(retry_after)} if retry_after else {}
        return web.json_response({"ok": False, "error": error}, status=status, headers=headers)

    def _record(
        self, name: str, args: Json, workspace: Workspace | None, error: str | None, status: int
    ) -> None:
        team_id = workspace.team_id if workspace else None
        now = self._world.clock.now()
        self._recorder.calls.append(Call(name, args, now, team_id, error is None, error, status))


async def _after(fault: Fault, request: web.Request) -> None:
    if fault.hold:
        await fault.hold.stop_here()
    if fault.kind == "drop":
        _break(request)


def _break(request: web.Request) -> None:
    """Cut the connection under the caller, as a network does."""
    if request.transport is not None:
        request.transport.abort()


async def _arguments(request: web.Request) -> Json:
    """The arguments from a JSON body, a form or the query, decoded alike."""
    if request.content_type == "application/json":
        body: Json = await request.json()
        return {key: _decoded(key, value) for key, value in body.items() if value is not None}
    given = {**request.query, **await request.post()}
    return {key: _decoded(key, value) for key, value in given.items()}


def _decoded(key: str, value: Any) -> Any:
    if key in _BOOLEAN_ARGUMENTS and isinstance(value, str):
        return _BOOLEANS.get(value.lower(), value)
    if key in _JSON_ARGUMENTS and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
