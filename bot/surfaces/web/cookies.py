"""The cookies of the web pages: a session's id, a visit's id, and short-lived sealed notes.

All are HttpOnly and SameSite=Strict, and Secure under https. A link from a chat arrives from another site, without them:
`arrivals` sends the browser on once more from our own page, and then they come along.
"""

import base64
import hashlib
import hmac
from typing import Literal

from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken

from bot.surfaces.web.site import SITE, Site

Name = Literal["session", "visit", "notice", "next", "wall"]
SECONDS_KEPT: dict[Name, int] = {"notice": 60, "next": 3600, "wall": 12 * 3600}


def read(request: web.Request, name: Name) -> str:
    """The cookie's value, "" if there is none."""
    return request.cookies.get(_full_name(request.app[SITE], name), "")


def put(request: web.Request, response: web.StreamResponse, name: Name, value: str) -> None:
    """Set a cookie, until the browser is closed or for its own short time."""
    site = request.app[SITE]
    response.set_cookie(
        _full_name(site, name),
        value,
        max_age=SECONDS_KEPT.get(name),
        path="/",
        httponly=True,
        secure=site.https,
        samesite="Strict",
    )


def clear(request: web.Request, response: web.StreamResponse, name: Name) -> None:
    """Take a cookie away."""
    site = request.app[SITE]
    response.del_cookie(_full_name(site, name), path="/", httponly=True, secure=site.https, samesite="Strict")


def put_sealed(request: web.Request, response: web.StreamResponse, name: Name, text: str) -> None:
    """Set a cookie that only we can read."""
    put(request, response, name, seal(request.app[SITE], name, text))


def read_sealed(request: web.Request, name: Name) -> str:
    """What we had sealed into the cookie, "" if there is none, it is too old or it is not ours."""
    value = read(request, name)
    return unseal(request.app[SITE], name, value, SECONDS_KEPT[name]) if value else ""


def seal(site: Site, purpose: str, text: str) -> str:
    """Text that only we can read, and for this purpose only, to travel through a browser and back."""
    return _box(site, purpose).encrypt(text.encode()).decode()


def unseal(site: Site, purpose: str, value: str, seconds: int) -> str:
    """What was sealed for this purpose at most so many seconds ago, "" if it is older or not ours."""
    try:
        return _box(site, purpose).decrypt(value.encode(errors="replace"), ttl=seconds).decode()
    except InvalidToken:
        return ""


def _box(site: Site, purpose: str) -> Fernet:
    key = hmac.new(site.secret, f"sealed {purpose}".encode(), hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _full_name(site: Site, name: Name) -> str:
    return f"__Host-{name}" if site.https else f"mash-{name}"
