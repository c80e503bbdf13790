"""What `mash-triage doctor` asks of Slack: the token, its permissions, the time, and the hubs' channels."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.interaction import SurfaceName
from bot.ports import NotDelivered, SeenChannel
from bot.surfaces.slack.carrier import SlackCarrier
from bot.surfaces.slack.manifest import SCOPES
from bot.surfaces.slack.workspace import Workspace, refusal
from bot.words import Words
from triage.hub import Hub


@dataclass(frozen=True)
class Seen:
    """What Slack told. `refused` is Slack's code when it would not talk to us at all."""

    refused: str = ""
    missing_scopes: frozenset[str] = frozenset()
    time: datetime | None = None
    channels: tuple[SeenChannel, ...] = ()


async def look(token: str, api_url: str, hubs: tuple[Hub, ...]) -> Seen:
    """Ask Slack; nothing is posted or changed."""
    workspace = Workspace(token, api_url)
    await workspace.open()
    try:
        told = await workspace.client.auth_test()
        headers = {name.casefold(): str(value) for name, value in (told.headers or {}).items()}
        told_scopes = headers.get("x-oauth-scopes")
        granted = {scope.strip() for scope in told_scopes.split(",")} if told_scopes else SCOPES.keys()
        carrier = SlackCarrier(workspace, Words())
        return Seen(
            missing_scopes=frozenset(SCOPES.keys() - granted),
            time=parsedate_to_datetime(headers["date"]) if "date" in headers else None,
            channels=tuple([await _channel(carrier, hub) for hub in hubs if _id(hub)]),
        )
    except SlackApiError as error:
        return Seen(refused=refusal(error))
    except (TimeoutError, aiohttp.ClientError):
        return Seen(refused="nothing")
    finally:
        await workspace.close()


async def _channel(carrier: SlackCarrier, hub: Hub) -> SeenChannel:
    try:
        return SeenChannel(hub.forum.id, await carrier.channel_facts(_id(hub)))
    except NotDelivered:
        return SeenChannel(hub.forum.id, None)


def _id(hub: Hub) -> str:
    return hub.forum.channels.get(SurfaceName.SLACK, "")
