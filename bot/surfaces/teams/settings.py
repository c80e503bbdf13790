"""What the Teams surface is told at its start, and which combinations it refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.cards.elements import Form

METADATA_URL: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
SERVICE_HOSTS: Final = frozenset({"smba.trafficmanager.net"})
LOOPBACK: Final = "127.0.0.1"


class NotSafe(Exception):
    """These settings would let strangers in, or leave the surface unable to work; the message says what to change."""


@dataclass(frozen=True)
class TeamsSettings:
    """Credentials of a single-tenant bot, or local mode with none.

    `tenant` is the hub's own directory, `partners` are other directories whose people may press in a shared channel.
    `service_hosts` are the only hosts that cards are ever sent to. `host` is the address that the web server is bound to.
    Local mode takes unsigned requests, so it stands only on the machine's own loopback address and beside no secret.
    `web_page` is the address where a form can be read on the web; `web_address` and `phone` are what a person is told
    to use when saving failed.
    """

    web_page: Callable[[Form], str]
    web_address: str
    phone: str
    app_id: str = ""
    password: str = field(default="", repr=False)
    tenant: str = ""
    partners: frozenset[str] = frozenset()
    local: bool = False
    host: str = ""
    service_hosts: frozenset[str] = SERVICE_HOSTS
    metadata_url: str = METADATA_URL

    def __post_init__(self) -> None:
        if self.local:
            self._check_local()
        elif not (self.app_id and self.password and self.tenant):
            raise NotSafe("Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID, all three.")

    def _check_local(self) -> None:
        if self.app_id or self.password:
            raise NotSafe(
                "TEAMS_LOCAL takes unsigned requests: remove TEAMS_APP_ID and TEAMS_APP_PASSWORD, or it."
            )
        if self.host != LOOPBACK:
            raise NotSafe(f"TEAMS_LOCAL takes unsigned requests: set HOST to {LOOPBACK}.")

    @property
    def tenants(self) -> frozenset[str]:
        """Every directory whose people may press; empty in local mode, where any is taken."""
        return self.partners | ({self.tenant} if self.tenant else set())
