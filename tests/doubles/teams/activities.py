"""The activities that Teams brings to a bot, in the shapes that it uses."""

import html
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.doubles.teams.world import Chat, Json, Message, new_activity_id

if TYPE_CHECKING:
    from tests.doubles.teams.people import User

BOT_NAME = "MASH"


def bot_account(app_id: str) -> Json:
    """The bot as a member of a conversation."""
    return {"id": f"28:{app_id}", "name": BOT_NAME}


def activity(user: "User", chat: Chat, kind: str, root_id: str | None = None) -> Json:
    """What all activities have: who, where, when, and the service to answer."""
    now = datetime.now(UTC)
    teams = user.teams
    stamp = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "type": kind,
        "id": new_activity_id(),
        "timestamp": stamp,
        "localTimestamp": stamp,
        "localTimezone": "Europe/London",
        "serviceUrl": teams.service_url,
        "channelId": "msteams",
        "from": {"id": user.mri, "name": user.name, "aadObjectId": user.object_id},
        "conversation": conversation(chat, root_id),
        "recipient": bot_account(teams.app_id),
        "locale": "en-GB",
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
        "channelData": channel_data(chat, user),
    }


def conversation(chat: Chat, root_id: str | None = None) -> Json:
    """Where: in a channel the id names the thread as well."""
    where = f"{chat.id};messageid={root_id}" if root_id else chat.id
    described: Json = {"id": where, "conversationType": chat.kind, "tenantId": chat.tenant.id}
    if chat.kind != "personal":
        described |= {"isGroup": True, "name": chat.name}
    return described


def channel_data(chat: Chat, user: "User") -> Json:
    """What Teams adds: the tenant of whoever acts, the team and the channel."""
    data: Json = {"tenant": {"id": user.tenant.id}}
    if chat.team is not None:
        team = {"id": chat.team.id, "aadGroupId": chat.team.group_id, "name": chat.team.name}
        channel = {"id": chat.id, "name": chat.name, "type": chat.channel_kind}
        data |= {"team": team, "channel": channel, "teamsTeamId": chat.team.id, "teamsChannelId": chat.id}
        data["settings"] = {"selectedChannel": {"id": chat.id}}
    return data


def said(user: "User", chat: Chat, text: str, root_id: str | None) -> Json:
    """A message; outside a personal chat the bot hears it only when it is mentioned."""
    message = activity(user, chat, "message", root_id) | {"text": text, "textFormat": "plain"}
    if chat.kind != "personal":
        mention = f"<at>{BOT_NAME}</at>"
        message["text"] = f"{mention} {text}"
        account = bot_account(user.teams.app_id)
        message["entities"].append({"type": "mention", "mentioned": account, "text": mention})
    shown = f"<div>{html.escape(message['text'])}</div>"
    message["attachments"] = [{"contentType": "text/html", "content": shown}]
    return message


def pressed(user: "User", message: Message, data: Json) -> Json:
    """An `Action.Submit` that Teams sends as a message without words."""
    sent = activity(user, message.chat, "message", message.root_id or thread_of(message))
    return sent | {"replyToId": message.id, "value": data}


def invoked(user: "User", chat: Chat, name: str, value: Any, message: Message | None = None) -> Json:
    """A call that waits for an answer with a body."""
    root_id = thread_of(message) if message is not None else None
    sent = activity(user, chat, "invoke", root_id) | {"id": f"f:{uuid.uuid4()}", "name": name, "value": value}
    return sent | ({"replyToId": message.id} if message is not None else {})


def thread_of(message: Message) -> str | None:
    """The message that a channel's thread starts with; other chats have no threads."""
    if message.chat.kind != "channel":
        return None
    return message.root_id or message.id


def message_payload(message: Message) -> Json:
    """A message as a message extension gets it."""
    author = message.author
    sender = (
        {"application": {"id": "bot", "displayName": BOT_NAME, "applicationIdentityType": "bot"}}
        if author is None
        else {"user": {"id": author.object_id, "displayName": author.name, "userIdentityType": "aadUser"}}
    )
    return {
        "id": message.id,
        "replyToId": message.root_id,
        "createdDateTime": message.versions[0].at.isoformat(),
        "lastModifiedDateTime": None,
        "deleted": False,
        "importance": "normal",
        "locale": "en-gb",
        "from": {"device": None, "conversation": None, "user": None, "application": None} | sender,
        "body": {
            "contentType": "html",
            "content": f"<div>{html.escape(message.activity.get('text') or '')}</div>",
        },
        "attachments": [],
        "mentions": [],
        "reactions": [],
    }


def members_changed(user: "User", chat: Chat, accounts: list[Json], *, added: bool) -> Json:
    """People or the bot joined or left."""
    change = activity(user, chat, "conversationUpdate")
    change["membersAdded" if added else "membersRemoved"] = accounts
    if chat.team is not None:
        change["channelData"]["eventType"] = "teamMemberAdded" if added else "teamMemberRemoved"
    return change


def installation(user: "User", chat: Chat, *, added: bool) -> Json:
    """The app was installed or taken away."""
    return activity(user, chat, "installationUpdate") | {"action": "add" if added else "remove"}
