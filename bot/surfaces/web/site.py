"""What the web pages stand on: everything they need from outside, in one place."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.ports import FrontDesk
from bot.surfaces.web.ports import Accounts, DemoControls, Drafts, Overview, PublicDoor, Session
from bot.words import Words

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Hub:
    """The hub as each page names it. The numbers stand in the same place on every page."""

    name: str
    phone: str
    emergency_name: str = ""
    emergency_phone: str = ""
    language: str = "en"
    zone: ZoneInfo = LONDON


@dataclass(frozen=True)
class Site:
    """The web pages' surroundings.

    `secret` (32 bytes, the same on each replica) signs form tokens and seals short-lived cookies. `public_url` is how
    browsers reach us; https makes every cookie Secure. `trusted_proxies` are addresses whose X-Forwarded-For is
    believed. `demo` is set in the demo only, which answers loopback alone. `hub` is the first hub, `hubs` are all by their
    id. `public` is set where a hub lets members of the public in. `now` is real time in seconds since 1970:
    signatures, codes and tokens never follow the demo's clock.
    """

    front_desk: FrontDesk
    accounts: Accounts
    drafts: Drafts
    overview: Overview
    hub: Hub
    secret: bytes = field(repr=False)
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    demo: DemoControls | None = None
    hubs: Mapping[str, Hub] = field(default_factory=dict)
    public: PublicDoor | None = None
    words: Callable[[str], Words] = Words
    now: Callable[[], float] = time.time

    def hub_of(self, session: Session | None) -> Hub:
        """The hub that a page names: the visitor's own, else the first."""
        return self.named(session.hub) if session else self.hub

    def named(self, hub: str) -> Hub:
        """The hub with this id, else the first."""
        return self.hubs.get(hub, self.hub)

    @property
    def https(self) -> bool:
        """Whether browsers reach us over https."""
        return self.public_url.startswith("https://")


SITE: Final = web.AppKey("site", Site)
