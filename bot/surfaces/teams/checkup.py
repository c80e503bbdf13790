"""What `mash-triage doctor` asks of Microsoft: whether it takes the credentials, and the hubs' channels."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.interaction import SurfaceName
from bot.ports import NotDelivered, SeenChannel
from bot.surfaces.teams.carrier import TeamsCarrier
from bot.surfaces.teams.conversations import ConversationBook, Conversations
from bot.surfaces.teams.sdk import CallFailed, Sdk
from bot.surfaces.teams.settings import TeamsSettings
from bot.words import Words
from triage.hub import Hub


@dataclass(frozen=True)
class Seen:
    """What Microsoft told. `refused` says why it gave no token at all."""

    refused: Literal["", "refused", "unreachable"] = ""
    channels: tuple[SeenChannel, ...] = ()


async def look(
    settings: TeamsSettings, book: ConversationBook, hubs: tuple[Hub, ...], login: Any = None
) -> Seen:
    """Ask Microsoft; nothing is posted or changed. `login` is given by tests only."""
    sdk = Sdk(settings, login)
    carrier = TeamsCarrier(sdk, Conversations(book), settings, Words())
    try:
        await sdk.sign_in()
        return Seen(channels=tuple([await _channel(carrier, hub) for hub in hubs if _id(hub)]))
    except CallFailed as error:
        return Seen("refused" if error.status else "unreachable")
    finally:
        await sdk.close()


async def _channel(carrier: TeamsCarrier, hub: Hub) -> SeenChannel:
    try:
        return SeenChannel(hub.forum.id, await carrier.channel_facts(_id(hub)))
    except NotDelivered:
        return SeenChannel(hub.forum.id, None)


def _id(hub: Hub) -> str:
    return hub.forum.channels.get(SurfaceName.TEAMS, "")
