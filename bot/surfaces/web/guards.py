"""What stands before every page: headers that keep it private, arrivals from other sites, errors without details."""

from urllib.parse import urlsplit

from aiohttp import web

from bot import logs
from bot.loopback import is_loopback
from bot.surfaces.web.page import show
from bot.surfaces.web.posted import TooOld
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR, Handler, is_page

log = logs.get(__name__)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}
YEAR = 31_536_000
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


_LAST_WORDS = (
    "Sorry, there is a problem here. Nothing was recorded. Try again, or phone {phone}. Quote {fault}."
)


@web.middleware
async def keep_private(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the headers on every answer; only the style sheet and the script may be kept by the browser."""
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        _make_private(request, answer)
        raise
    except Exception as error:  # noqa: BLE001 - not even an error page could be made; the log gets no personal data
        fault = _log_failure(request, error)
        phone = request.app[SITE].hub.phone
        response = web.Response(status=503, text=_LAST_WORDS.format(phone=phone, fault=fault))
    _make_private(request, response)
    return response


@web.middleware
async def demo_on_loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The demo lets anybody be anybody, so it answers this machine alone: peer, host name and no proxy between."""
    if request.app[SITE].demo is None:
        return await handler(request)
    host = urlsplit(f"//{request.host}").hostname
    if (
        not is_loopback(request.remote)
        or host not in LOOPBACK_NAMES
        or any(name in request.headers for name in FORWARDED)
    ):
        return web.Response(status=403, text="The demo answers on this machine only.")
    return await handler(request)


@web.middleware
async def explain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what went wrong with a page in plain words; the log gets the place in the code, never what was sent."""
    if not is_page(request):
        return await handler(request)
    if (fault := request[VISITOR].fault) and request.match_info.route.name != "do":
        return await show(request, "error.html", status=503, fault=fault, texts=())
    try:
        return await handler(request)
    except web.HTTPRedirection:
        raise
    except web.HTTPException as refusal:
        texts = refusal.texts if isinstance(refusal, TooOld) else ()
        return await show(request, "error.html", status=refusal.status, fault="", texts=texts)
    except Exception as error:  # noqa: BLE001 - whatever it was, the person gets an answer and the log no personal data
        fault = _log_failure(request, error)
        return await show(request, "error.html", status=500, fault=fault, texts=())


@web.middleware
async def arrivals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send a browser that followed a link from a chat on from our own page: only then does it bring its session."""
    from_elsewhere = (
        is_page(request)
        and request.method == "GET"
        and request.headers.get("Sec-Fetch-Site") == "cross-site"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.match_info.http_exception is None
    )
    if from_elsewhere:
        return await show(request, "arrival.html", onward=str(request.rel_url))
    return await handler(request)


def _make_private(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
    static = request.match_info.route.name == "static"
    response.headers["Cache-Control"] = "no-cache" if static else "no-store"
    if request.app[SITE].https:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"


def _log_failure(request: web.Request, error: Exception) -> str:
    """Log that a request failed, by its route and verb; returns the reference to quote."""
    route = str(request.match_info.route.name)
    return logs.failure(log, "web.failed", error, route=route, verb=request.match_info.get("verb", "-"))
