"""Who sent a request: a session, or only a browser that we gave a visit's id."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from bot import logs
from bot.interaction import Identity, SurfaceName
from bot.surfaces.web import cookies
from bot.surfaces.web.ports import Session
from bot.surfaces.web.site import SITE
from bot.words import Words

log = logs.get(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PASSIVE = frozenset({"board_changes", "changes", "session", "wall"})
"""Routes that a page asks by itself: they do not count as somebody doing something."""


@dataclass(frozen=True)
class Visitor:
    """Who a request comes from. `csrf` is the token that each of their forms must bring back.

    `fault` says that nobody could look who it is, and what the log calls that.
    """

    session: Session | None
    session_id: str = field(repr=False)
    csrf: str = field(repr=False)
    words: Words
    fault: str = ""

    @property
    def live(self) -> Session | None:
        """The session, unless it has been idle too long."""
        return self.session if self.session and self.session.live else None

    @property
    def identity(self) -> Identity | None:
        """Who they are to the front desk; None unless signed in."""
        return Identity(SurfaceName.WEB, "", self.live.person) if self.live else None


VISITOR: Final = web.RequestKey("visitor", Visitor)


PAGE_ROUTES: Final = web.AppKey("page_routes", frozenset[str])


def is_page(request: web.Request) -> bool:
    """Whether a person reads the answer: one of our pages, or no route at all. What other programs call is not."""
    name = request.match_info.route.name
    unknown = request.match_info.http_exception is not None and not request.path.startswith("/api/")
    return unknown or name in request.app[PAGE_ROUTES]


@web.middleware
async def know_visitor(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find the session of the request, and give a browser without a visit's id a new one."""
    if not is_page(request):
        return await handler(request)
    site = request.app[SITE]
    session_id = cookies.read(request, "session")
    visit = cookies.read(request, "visit")
    new_visit = "" if visit else secrets.token_urlsafe(16)
    active = request.match_info.route.name not in PASSIVE
    session, fault = await _session(request, session_id, active=active)
    request[VISITOR] = Visitor(
        session=session,
        session_id=session_id,
        csrf=_csrf(site.secret, session_id or visit or new_visit),
        words=site.words(session.language if session else site.hub.language),
        fault=fault,
    )
    response = await handler(request)
    if new_visit:
        cookies.put(request, response, "visit", new_visit)
    return response


async def _session(request: web.Request, session_id: str, *, active: bool) -> tuple[Session | None, str]:
    """The session, and what the log calls it when the store did not say."""
    if not session_id:
        return None, ""
    try:
        return await request.app[SITE].accounts.session(session_id, active=active), ""
    except Exception as error:  # noqa: BLE001 - whatever failed, what this request brought must not be lost
        return None, logs.failure(log, "web.visitor_not_known", error)


def signed_in(handler: Handler) -> Handler:
    """A page for who is signed in; others are asked to sign in first and then come back to it."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if request[VISITOR].live:
            return await handler(request)
        response = web.Response(status=303, headers={"Location": "/sign-in"})
        if request.method == "GET":
            cookies.put_sealed(request, response, "next", str(request.rel_url))
        return response

    return guarded


def _csrf(secret: bytes, browser: str) -> str:
    return hmac.new(b"csrf" + secret, browser.encode(), hashlib.sha256).hexdigest()
