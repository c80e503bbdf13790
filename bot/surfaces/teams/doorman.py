"""Who may hand in an activity: Microsoft's own service, for a tenant on the list, and nobody else.

The checks are our own. The SDK's let everybody in when the app id is empty, take a token without an end, and answer some
bad tokens with an error instead of a refusal.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import jwt

from bot.loopback import is_loopback
from bot.surfaces.teams.settings import TeamsSettings
from bot.surfaces.teams.signing_keys import NoKeys, SigningKeys

Json = Mapping[str, Any]

CHANNEL: Final = "msteams"
ISSUER: Final = "https://api.botframework.com"
CLOCK_TOLERANCE: Final = 300
"""Seconds by which two machines' clocks may differ."""
_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+(/[A-Za-z0-9._\-/]*)?")
_OF_BROWSERS: Final = ("Origin", "Sec-Fetch-Site")
_OF_PROXIES: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


class NotLetIn(Exception):
    """The request is refused; the message is a code for the log and is never sent back."""


@dataclass(frozen=True)
class Caller:
    """What is known of a request beside its body: its headers and the address that it came from."""

    headers: Mapping[str, str]
    peer: str | None


class Doorman:
    """Checks each request before anything else reads it."""

    def __init__(self, settings: TeamsSettings, keys: SigningKeys) -> None:
        self._settings = settings
        self._keys = keys

    async def check(self, activity: Json, caller: Caller) -> None:
        """Return when the activity may be let in.

        Raises:
            NotLetIn: for every other one, whatever is wrong with it.

        """
        if activity.get("channelId") != CHANNEL:
            raise NotLetIn("another_channel")
        service_url = _text(activity.get("serviceUrl"))
        self._check_service(service_url)
        if self._settings.local:
            _check_local(service_url, caller)
        else:
            await self._check_token(service_url, caller.headers.get("Authorization", ""))
        if self._settings.tenants and tenant_of(activity) not in self._settings.tenants:
            raise NotLetIn("another_tenant")

    def _check_service(self, service_url: str) -> None:
        """Cards are sent to where an activity came from, so only to hosts on the list.

        What two libraries could read as two hosts, for a backslash or an @ in it, is none.
        """
        try:
            address = urlsplit(service_url)
        except ValueError:
            raise NotLetIn("no_service_url") from None
        if not _PLAIN.fullmatch(service_url):
            raise NotLetIn("no_service_url")
        if self._settings.local:
            return
        known = address.hostname in self._settings.service_hosts
        if not known or (address.scheme != "https" and not is_loopback(address.hostname)):
            raise NotLetIn("another_service")

    async def _check_token(self, service_url: str, authorization: str) -> None:
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or not token:
            raise NotLetIn("no_token")
        try:
            claims = await self._claims(token)
        except (jwt.PyJWTError, NoKeys, ValueError) as error:
            raise NotLetIn(type(error).__name__) from None
        if _text(claims.get("serviceurl")).rstrip("/") != service_url.rstrip("/"):
            raise NotLetIn("token_for_another_service")

    async def _claims(self, token: str) -> Json:
        key = await self._keys.find(_text(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise NotLetIn("unknown_key")
        if CHANNEL not in key.endorsements:
            raise NotLetIn("key_not_for_teams")
        claims: Json = jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            audience=self._settings.app_id,
            issuer=ISSUER,
            leeway=CLOCK_TOLERANCE,
            options={"require": ["exp", "iss", "aud"]},
        )
        return claims


def tenant_of(activity: Json) -> str:
    """The directory of whoever acts; the SDK's own model leaves it empty."""
    data = activity.get("channelData")
    tenant = data.get("tenant") if isinstance(data, Mapping) else None
    return _text(tenant.get("id")) if isinstance(tenant, Mapping) else ""


def _check_local(service_url: str, caller: Caller) -> None:
    """Without signatures: only this machine to this machine, with no web page and no proxy in between."""
    if not is_loopback(caller.peer) or not is_loopback(urlsplit(service_url).hostname):
        raise NotLetIn("not_this_machine")
    if any(name in caller.headers for name in _OF_BROWSERS):
        raise NotLetIn("a_web_page")
    if any(name in caller.headers for name in _OF_PROXIES):
        raise NotLetIn("a_proxy")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
