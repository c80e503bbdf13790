"""A browser without JavaScript: it keeps cookies, follows redirects and sends the forms that a page holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request

Typed = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Seen:
    """A page as it came."""

    status: int
    path: str
    text: str
    headers: dict[str, str]

    @property
    def title(self) -> str:
        found = re.search("<title>(.*?)</title>", self.text, re.DOTALL)
        return unescape(found[1]) if found else ""

    @property
    def csrf(self) -> str:
        found = re.search('name="csrf" value="([^"]+)"', self.text)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """What is read, without markup."""
        return " ".join(unescape(re.sub("<[^>]+>", " ", self.text)).split())

    def hidden(self, name: str) -> str:
        found = re.search(f'name="{name}" value="([^"]*)"', self.text)
        assert found, f"the page has no hidden {name}"
        return unescape(found[1])


@dataclass
class Visit:
    """One browser at one hub."""

    client: TestClient[Request, Application]
    csrf: str = ""

    async def get(self, path: str, headers: dict[str, str] | None = None, *, follow: bool = True) -> Seen:
        async with self.client.get(path, headers=headers, allow_redirects=follow) as response:
            return await self._seen(response)

    async def post(
        self, path: str, typed: Typed = (), headers: dict[str, str] | None = None, *, follow: bool = True
    ) -> Seen:
        """Send a form with the token of the page that was seen last."""
        data = [("csrf", self.csrf), *typed]
        async with self.client.post(path, data=data, headers=headers, allow_redirects=follow) as response:
            return await self._seen(response)

    async def be_somebody(self, link: str = "t.lowe-1") -> Seen:
        """Sign in with a one-time link that was made beforehand."""
        await self.get(f"/sign-in/{link}")
        return await self.post(f"/sign-in/{link}")

    async def _seen(self, response: ClientResponse) -> Seen:
        seen = Seen(response.status, response.url.path_qs, await response.text(), dict(response.headers))
        self.csrf = seen.csrf or self.csrf
        return seen
