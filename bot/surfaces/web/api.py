"""The HTTP API: one referral handed in by another system.

An answer is an agreement: 201 means that it is kept, 200 that this key had brought it before, 409 that this key had
brought something else, 422 that nobody could act on it and why.
"""

import hmac
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, NoReturn

from aiohttp import web
from pydantic import ValidationError

from bot import logs
from bot.surfaces.web.api_description import REFERRAL, Problem, Received, document
from bot.surfaces.web.ports import IntakeKeyReused, IntakeRefused, IntakeTaken, ReferralIntake
from bot.surfaces.web.rate_limit import RateLimit
from bot.surfaces.web.site import SITE

log = logs.get(__name__)

MOST_BYTES = 256 * 1024
LONGEST_KEY = 200
KEY = re.compile(f"[!-~]{{1,{LONGEST_KEY}}}")
A_MINUTE = 120
INTAKE: Final = web.AppKey("intake", ReferralIntake)
TOKEN: Final = web.AppKey("token", str)
PACE: Final = web.AppKey("pace", RateLimit)


def add_api(app: web.Application, intake: ReferralIntake, token: str) -> None:
    """Add the API to the web pages' application. `token` is what senders put after "Bearer"; it must not be empty."""
    if not token:
        raise ValueError("INTAKE_TOKEN is empty: the API would let everybody in")
    app[INTAKE] = intake
    app[TOKEN] = token
    app[PACE] = RateLimit(tries=A_MINUTE, seconds=60)
    app.router.add_post("/api/referrals", hand_in, name="api_referrals")
    app.router.add_get("/api/openapi.json", openapi, name="api_openapi")


async def hand_in(request: web.Request) -> web.StreamResponse:
    """Take one referral."""
    early = _turned_away(request)
    if early is not None:
        return early
    try:
        sent = json.loads(await _body(request), parse_constant=_no_such_number)
        REFERRAL.model_validate(sent)
    except web.HTTPRequestEntityTooLarge:
        return _problem(413, f"The referral is longer than {MOST_BYTES} bytes.")
    except ValidationError as error:
        return _problem(422, "Some fields cannot be understood.", _by_field(error))
    except (ValueError, RecursionError):
        return _problem(422, "The body is not a JSON object in UTF-8.", {"": "unreadable"})
    return await _take(request, sent)


async def openapi(request: web.Request) -> web.StreamResponse:
    """The description of this API."""
    return web.json_response(document(request.app[SITE].public_url))


def _turned_away(request: web.Request) -> web.Response | None:
    """The answer to a request that is not read at all, None if it is."""
    if not _knows_token(request):
        refusal = _problem(401, "Send the intake token: Authorization: Bearer …")
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    if not request.app[PACE].allows("senders", request.app[SITE].now()):
        wait = _problem(429, "Too many referrals in a minute. Nothing was recorded: send it again later.")
        wait.headers["Retry-After"] = "60"
        return wait
    if request.content_type != "application/json":
        return _problem(415, "Send application/json.")
    if not KEY.fullmatch(request.headers.get("Idempotency-Key", "")):
        return _problem(
            422, f"Send an Idempotency-Key of 1 to {LONGEST_KEY} characters.", {"Idempotency-Key": "missing"}
        )
    return None


async def _take(request: web.Request, sent: Mapping[str, Any]) -> web.Response:
    try:
        result = await request.app[INTAKE].take(sent, request.headers["Idempotency-Key"])
    except Exception as error:  # noqa: BLE001 - whatever failed, the sender learns that it may send again
        fault = logs.failure(log, "api.failed", error)
        return _problem(503, f"Nothing was recorded. Send it again with the same key. Fault {fault}.")
    match result:
        case IntakeTaken(reference, doubts, replayed):
            body = Received(reference=reference, doubts=list(doubts))
            return web.json_response(body.model_dump(), status=200 if replayed else 201)
        case IntakeKeyReused():
            return _problem(409, "This Idempotency-Key came before with other words. Nothing was added.")
        case IntakeRefused(problems):
            return _problem(422, "Nobody could act on this referral.", problems)


async def _body(request: web.Request) -> bytes:
    """The body; raises `web.HTTPRequestEntityTooLarge` as soon as it is too long."""
    read = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        read += chunk
        if len(read) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=MOST_BYTES, actual_size=len(read))
    return bytes(read)


def _knows_token(request: web.Request) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    sent, ours = (text.encode(errors="surrogateescape") for text in (token, request.app[TOKEN]))
    return scheme.casefold() == "bearer" and hmac.compare_digest(sent, ours)


def _no_such_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _by_field(error: ValidationError) -> dict[str, str]:
    """A code for each field; what was sent is not repeated."""
    return {
        str(each["loc"][0]) if each["loc"] else "": each["type"] for each in error.errors(include_input=False)
    }


def _problem(status: int, detail: str, errors: Mapping[str, str] | None = None) -> web.Response:
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=dict(errors or {}))
    return web.json_response(body.model_dump(), status=status, content_type="application/problem+json")
