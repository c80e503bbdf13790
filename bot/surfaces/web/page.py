"""Fill a page's template with what stands on every page and with its own content."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.cards.render.html import Around, shaped, stripe
from bot.cards.render.spot import Spot
from bot.surfaces.web import cookies
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR

STATIC = Path(__file__).parent / "static"
WARN_SECONDS = 120

_templates = Environment(
    loader=PackageLoader("bot.surfaces.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"shaped": shaped, "stripe": stripe}


async def show(request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
    """The page as an answer. A notice left by the press before is shown on it once."""
    site = request.app[SITE]
    visitor = request[VISITOR]
    notice = cookies.read_sealed(request, "notice")
    everywhere: dict[str, object] = {
        "_": visitor.words.gettext,
        "ngettext": visitor.words.ngettext,
        "csrf": visitor.csrf,
        "demo": await _demo(request),
        "hub": site.hub_of(visitor.session),
        "language": visitor.words.language,
        "notice": notice,
        "page": request.path.strip("/"),
        "session": visitor.live,
        "status": status,
        "static": _static,
        "tell_us": site.public is not None,
        "warn_seconds": WARN_SECONDS,
    }
    text = _templates.get_template(template).render(everywhere | values)
    response = web.Response(status=status, text=text, content_type="text/html")
    if notice:
        cookies.clear(request, response, "notice")
    return response


def around(request: web.Request, spot: Spot, **more: object) -> Around:
    """What stands around a card or form on this visitor's page."""
    visitor = request[VISITOR]
    return Around(visitor.words, visitor.csrf, spot, **more)  # type: ignore[arg-type]  # the callers name Around's own fields


def go_to(path: str) -> web.Response:
    """Send the browser on to one of our own pages, by GET."""
    return web.Response(status=303, headers={"Location": path})


def clock_time(at: datetime) -> str:
    """A local time of day as people write it: 9:58am."""
    return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"  # noqa: PLR2004 - midday


@cache
def _static(name: str) -> str:
    """The address of a style sheet or script, new whenever it changes."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


async def _demo(request: web.Request) -> dict[str, object] | None:
    demo = request.app[SITE].demo
    if demo is None:
        return None
    now = await demo.now()
    return {
        "now": f"{now:%A} {now.day} {now:%B %Y}, {clock_time(now)}",
        "people": await demo.people(),
        "colleagues_answer": await demo.colleagues_answer(),
    }
