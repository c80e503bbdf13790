"""The Connector's REST API: what a bot calls to post, change and delete, and to ask who is there."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.doubles.adaptive import check_card, utf16_size
from tests.doubles.teams import limits
from tests.doubles.teams.wire import Asked, Refusal
from tests.doubles.teams.world import CARD_TYPE, Chat, Json, Message, Team, Version, card_of

if TYPE_CHECKING:
    from tests.doubles.teams.people import User
    from tests.doubles.teams.server import TeamsDouble


class Connector:
    """Carries out the calls on the world. Each method answers status and body, or raises `Refusal`."""

    def __init__(self, teams: "TeamsDouble") -> None:
        self._teams = teams

    async def create(self, asked: Asked) -> tuple[int, Json]:
        """Open a personal chat, or start a thread in a channel."""
        body = asked.body
        channel = ((body.get("channelData") or {}).get("channel") or {}).get("id")
        if channel:
            message = self._post(self._chat(channel)[0], body.get("activity") or {}, None)
            return 201, {"id": f"{channel};messageid={message.id}", "activityId": message.id}
        members = body.get("members") or []
        if body.get("isGroup") or len(members) != 1:
            raise Refusal(400, "BadArgument", "A bot cannot start a group chat")
        user = self._teams.person(members[0].get("id"))
        # A person's id, the bot's own or the directory's, is an address; a name or an e-mail address is not.
        if user is None or _tenant(body) != user.tenant.id:
            raise Refusal(400, "BadArgument", "Failed to decrypt pairwise id")
        if not user.chat.installed:
            raise Refusal(
                403, "ForbiddenOperationException", "The bot is not installed in the personal scope"
            )
        answer: Json = {"id": user.chat.id}
        if body.get("activity"):
            answer["activityId"] = self._post(user.chat, body["activity"], None).id
        return 201, answer

    async def send(self, asked: Asked) -> tuple[int, Json]:
        """Post a message, in a channel into the thread that the conversation's id names."""
        body = asked.body
        chat, root_id = self._chat(asked.path["conversation"])
        if body.get("type") == "typing":
            self._may_speak(chat)
            return 201, {"id": ""}
        if root_id is not None and chat.message(root_id) is None:
            raise Refusal(404, "ConversationNotFound", "The thread was not found")
        return 201, {"id": self._post(chat, body, root_id).id}

    async def update(self, asked: Asked) -> tuple[int, Json]:
        """Change a message of the bot's own."""
        message = self._own(asked)
        self._check(asked.body, message.chat)
        message.versions.append(Version(asked.body, datetime.now(UTC)))
        message.views.clear()
        self._teams.refresh_viewers(message)
        return 200, {"id": message.id}

    async def delete(self, asked: Asked) -> tuple[int, None]:
        """Take a message of the bot's own away."""
        self._own(asked).deleted = True
        return 200, None

    async def paged_members(self, asked: Asked) -> tuple[int, Json]:
        """Who is there, a page at a time."""
        chat, _ = self._chat(asked.path["conversation"])
        self._may_speak(chat)
        wanted = int(asked.query.get("pageSize", limits.PAGE_USUAL))
        size = min(max(wanted, limits.PAGE_MINIMUM), limits.PAGE_MAXIMUM, self._teams.members_per_page)
        start = int(asked.query.get("continuationToken", "0"))
        page = chat.members[start : start + size]
        answer: Json = {"members": [account(user) for user in page]}
        if start + size < len(chat.members):
            answer["continuationToken"] = str(start + size)
        return 200, answer

    async def member(self, asked: Asked) -> tuple[int, Json]:
        """One person in a conversation, by the bot's id of them or their directory id."""
        chat, _ = self._chat(asked.path["conversation"])
        self._may_speak(chat)
        wanted = asked.path["member"]
        for user in chat.members:
            if wanted in (user.mri, user.object_id):
                return 200, account(user)
        raise Refusal(404, "MemberNotFoundInConversation", "Member not found in conversation")

    async def team(self, asked: Asked) -> tuple[int, Json]:
        """A team's name and numbers."""
        team = self._team(asked)
        return 200, {
            "id": team.id,
            "name": team.name,
            "aadGroupId": team.group_id,
            "tenantId": team.tenant.id,
            "type": "standard",
            "channelCount": len(team.channels),
            "memberCount": len(team.members),
        }

    async def channels(self, asked: Asked) -> tuple[int, Json]:
        """A team's channels; the first has no name, since each client translates it."""
        team = self._team(asked)
        return 200, {
            "conversations": [
                {"id": chat.id, "name": None if chat.id == team.id else chat.name, "type": chat.channel_kind}
                for chat in team.channels
            ]
        }

    def _team(self, asked: Asked) -> Team:
        for tenant in self._teams.tenants:
            for team in tenant.teams:
                if team.id == asked.path["team"]:
                    self._may_speak(team.channels[0])
                    return team
        raise Refusal(404, "NotFound", "The team was not found")

    def _chat(self, conversation: str) -> tuple[Chat, str | None]:
        where, _, root_id = conversation.partition(";messageid=")
        chat = self._teams.chats.get(where)
        if chat is None:
            raise Refusal(404, "ConversationNotFound", "The conversation was not found")
        return chat, root_id or None

    def _own(self, asked: Asked) -> Message:
        chat, _ = self._chat(asked.path["conversation"])
        self._may_speak(chat)
        message = chat.message(asked.path["activity"])
        if message is None:
            raise Refusal(404, "ActivityNotFoundInConversation", "The message was not found")
        if message.author is not None:
            raise Refusal(403, "NotEnoughPermissions", "Only the author changes a message")
        return message

    def _may_speak(self, chat: Chat) -> None:
        if chat.app_blocked or (chat.kind == "personal" and not chat.installed):
            raise Refusal(403, "MessageWritesBlocked", "The person blocked or removed the bot")
        if not chat.installed:
            raise Refusal(
                403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
            )

    def _post(self, chat: Chat, activity: Json, root_id: str | None) -> Message:
        self._may_speak(chat)
        thread = f"{chat.id};{root_id}" if root_id else chat.id
        if self._teams.enforce_rates and self._teams.rates.is_over(thread):
            raise Refusal(429, "Throttled", "Too many requests")
        self._teams.rates.count(thread)
        self._check(activity, chat)
        message = chat.post(None, activity, root_id)
        self._teams.refresh_viewers(message)
        return message

    def _check(self, activity: Json, chat: Chat) -> None:
        size = utf16_size(activity)
        if size > limits.MESSAGE_BYTES:
            raise Refusal(413, "MessageSizeTooBig", f"Message size too large: {size}")
        problems = check_message(activity)
        if problems:
            where = chat.name or chat.kind
            self._teams.problems += [f"{where}: {problem}" for problem in problems]
            raise Refusal(400, "BadSyntax", "; ".join(problems))


def _tenant(body: Json) -> str | None:
    # The real service reads names in any case, and botbuilder writes `tenantID`.
    named = {key.casefold(): value for key, value in body.items()}
    return named.get("tenantid") or ((body.get("channelData") or {}).get("tenant") or {}).get("id")


def check_message(activity: Json) -> list[str]:
    """Every fault of a message that a bot posts, in words."""
    if activity.get("type") != "message":
        return [f"{activity.get('type')!r} is not a message"]
    attachments = activity.get("attachments") or []
    if not attachments:
        return [] if activity.get("text") else ["a message without words and without a card"]
    problems = [problem for each in attachments for problem in _check_attachment(each)]
    card = card_of(activity)
    if len(attachments) > 1 or activity.get("text"):
        problems.append("text or a second card beside a card: Teams may split them and lose the id")
    if card and activity.get("summary") != card.get("fallbackText"):
        problems.append("summary and fallbackText differ: a notification may show either")
    return problems


def _check_attachment(attachment: Json) -> list[str]:
    if attachment.get("contentType") != CARD_TYPE:
        return [f"attachment of type {attachment.get('contentType')!r}"]
    return check_card(attachment.get("content") or {}, "message")


def account(user: "User") -> Json:
    """A person as the roster describes them."""
    given, _, surname = user.name.partition(" ")
    return {
        "id": user.mri,
        "name": user.name,
        "objectId": user.object_id,
        "aadObjectId": user.object_id,
        "givenName": given,
        "surname": surname,
        "email": user.upn,
        "userPrincipalName": user.upn,
        "tenantId": user.tenant.id,
        "userRole": "guest" if user.is_guest else "user",
    }
