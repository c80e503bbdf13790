"""The one workspace (or organisation) that the bot is installed in, and how its Web API is called."""

import logging
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.limits import SLACK

SDK_LOG = logging.getLogger("slack.sdk")
# Slack's SDK logs whole payloads at DEBUG and parts of them at WARNING, whatever the rest of the bot logs at.
SDK_LOG.setLevel(logging.ERROR)


APP_HOME = "home"
"""The conversation of what is published in somebody's App Home; its message is that person's id."""


@dataclass(frozen=True)
class Me:
    """Who Slack says we are. `tenant` is how people of our own workspace are known: by organisation or by team."""

    tenant: str
    team: str
    user: str
    bot: str


class Workspace:
    """A Web API client with our limits, and what we know of ourselves."""

    def __init__(self, token: str, api_url: str) -> None:
        self.client = _client(token, api_url)
        self._me: Me | None = None

    async def open(self) -> None:
        """Keep connections open between calls; opening a form then costs no new handshake."""
        timeout = aiohttp.ClientTimeout(total=SLACK.call_seconds)
        self.client.session = aiohttp.ClientSession(timeout=timeout, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        if self.client.session is not None:
            await self.client.session.close()

    async def me(self) -> Me:
        """Who we are, asked once. Raises SlackApiError when the token is not good."""
        if self._me is None:
            told = await self.client.auth_test()
            team = str(told["team_id"])
            tenant = str(told.get("enterprise_id")) if told.get("is_enterprise_install") else team
            self._me = Me(tenant, team, str(told["user_id"]), str(told["bot_id"]))
        return self._me


def refusal(error: SlackApiError) -> str:
    """Slack's code for what it refused, or the HTTP status where there is none."""
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return str(code or f"status {status(error)}")


def status(error: SlackApiError) -> int:
    """The HTTP status of a refusal, 0 where there is none."""
    return int(getattr(error.response, "status_code", 0))


def _client(token: str, api_url: str) -> AsyncWebClient:
    """No retries of the SDK's own: a message that may stand must not be posted twice."""
    client = AsyncWebClient(
        token=token, base_url=api_url, timeout=int(SLACK.call_seconds), logger=SDK_LOG, retry_handlers=[]
    )
    client.proxy = None  # the SDK takes one from the environment, for loopback addresses too
    return client
