"""The double's web server: routes, tokens, faults on demand, and the record of every call."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.doubles.teams.connector import Connector
from tests.doubles.teams.limits import ERROR_CODES, Fault
from tests.doubles.teams.record import Call
from tests.doubles.teams.wire import Asked, Refusal

if TYPE_CHECKING:
    from tests.doubles.teams.server import TeamsDouble

Work = Callable[[Asked], Awaitable[tuple[int, Any]]]
CONNECTOR = "/uk"  # each region of Teams has its own path
BODY_LIMIT = 4 * 1024 * 1024  # large enough that the Connector itself says what is too big


def application(teams: "TeamsDouble") -> web.Application:
    """All addresses of the double."""
    connector = Connector(teams)
    one, many = "/conversations/{conversation}", "/conversations/{conversation}/activities"
    routes: list[tuple[str, str, str, Work]] = [
        ("POST", "/conversations", "create", connector.create),
        ("POST", many, "send", connector.send),
        ("POST", many + "/{activity}", "send", connector.send),
        ("PUT", many + "/{activity}", "update", connector.update),
        ("DELETE", many + "/{activity}", "delete", connector.delete),
        ("GET", one + "/pagedmembers", "members", connector.paged_members),
        ("GET", one + "/members/{member}", "member", connector.member),
        ("GET", "/teams/{team}", "team", connector.team),
        ("GET", "/teams/{team}/conversations", "channels", connector.channels),
    ]
    app = web.Application(client_max_size=BODY_LIMIT)
    for method, path, operation, work in routes:
        handler = _handler(teams, operation, work, needs_token=not teams.local)
        app.router.add_route(method, f"{CONNECTOR}/v3{path}", handler)
    _add_login(app, teams)
    app.router.add_route("*", "/{path:.*}", _handler(teams, "unknown", _unknown))
    return app


def _add_login(app: web.Application, teams: "TeamsDouble") -> None:
    async def token(asked: Asked) -> tuple[int, Any]:
        return teams.login.token(asked.path["tenant"], asked.body)

    async def authority(asked: Asked) -> tuple[int, Any]:
        return 200, teams.login.metadata(asked.path["tenant"])

    async def metadata(_: Asked) -> tuple[int, Any]:
        return 200, teams.keys.documents(teams.base_url)[0]

    async def keys(_: Asked) -> tuple[int, Any]:
        return 200, teams.keys.documents(teams.base_url)[1]

    login = "/login/{tenant}"
    app.router.add_post(f"{login}/oauth2/v2.0/token", _handler(teams, "token", token))
    app.router.add_get(
        f"{login}/v2.0/.well-known/openid-configuration", _handler(teams, "authority", authority)
    )
    app.router.add_get("/openid", _handler(teams, "metadata", metadata))
    app.router.add_get("/keys", _handler(teams, "keys", keys))


async def _unknown(asked: Asked) -> tuple[int, Any]:
    raise Refusal(404, "NotFound", f"no such address: {asked.path['path']}")


def _handler(
    teams: "TeamsDouble", operation: str, work: Work, *, needs_token: bool = False
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        asked = Asked(request.match_info, request.query, await _read(request))
        fault = _next_fault(teams, operation, asked.path.get("conversation"))
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        if needs_token and not teams.login.knows(request.headers.get("Authorization")):
            denied = Refusal(401, "Unauthorized", "Authorization has been denied for this request.")
            status, answer = denied.status, denied.answer()
        else:
            status, answer = await _carried_out(work, asked, fault)
        teams.note(_call(operation, request, asked, status, answer))
        if fault is not None and fault.drop and request.transport is not None:
            request.transport.abort()
        return _response(status, answer, fault)

    return handle


def _call(operation: str, request: web.Request, asked: Asked, status: int, answer: Any) -> Call:
    # The token is left out of what is kept: it is the one secret that belongs in a call.
    headers = {name: value for name, value in request.headers.items() if name != "Authorization"}
    where = asked.path.get("conversation")
    return Call(operation, request.method, request.path_qs, headers, asked.body, status, answer, where)


async def _read(request: web.Request) -> Any:
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(await request.post())
    text = await request.text()
    return json.loads(text) if text.strip() else {}


def _next_fault(teams: "TeamsDouble", operation: str, conversation: str | None) -> Fault | None:
    for fault in teams.faults:
        if fault.concerns(operation, conversation):
            fault.times -= 1
            return fault
    return None


async def _carried_out(work: Work, asked: Asked, fault: Fault | None) -> tuple[int, Any]:
    """The right answer, or the one that was asked for; a fault before the work leaves it undone."""
    spoils = fault is not None and (fault.status > 0 or fault.drop)
    if fault is not None and spoils and not fault.after_work:
        return _wrong(fault)
    try:
        right = await work(asked)
    except Refusal as refusal:
        return refusal.status, refusal.answer()
    return _wrong(fault) if fault is not None and spoils else right


def _wrong(fault: Fault) -> tuple[int, Any]:
    if fault.drop:
        return 0, None
    return fault.status, {"error": {"code": ERROR_CODES[fault.status], "message": "as the test asked"}}


def _response(status: int, answer: Any, fault: Fault | None) -> web.Response:
    headers = (
        {"Retry-After": str(fault.retry_after)} if fault is not None and fault.retry_after is not None else {}
    )
    if answer is None:
        return web.Response(status=status or 500, headers=headers)
    return web.json_response(answer, status=status, headers=headers)
