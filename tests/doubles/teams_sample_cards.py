"""Small cards and turns to try the Teams stand-in with."""

from typing import Any

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationParameters,
    ConversationReference,
)

from tests.doubles.teams import Chat, Message, User
from tests.doubles.teams_sample_bot import Bot, Turn, nothing

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
SAFE = "MASH-2611-0042: RED. Due 1:12pm Mon 16 November."


def execute(title: str = "Nothing known", verb: str = "check.nothing") -> dict[str, Any]:
    data = {"verb": verb, "thing": "c1"}
    old = {"type": "Action.Submit", "title": title, "data": data}
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data, "fallback": old}


def opens(title: str = "Give our view") -> dict[str, Any]:
    return {
        "type": "Action.Submit",
        "title": title,
        "data": {"msteams": {"type": "task/fetch"}, "verb": "vote.open"},
    }


def card(*actions: dict[str, Any], words: str = SAFE, **more: Any) -> dict[str, Any]:
    body = [{"type": "TextBlock", "text": words, "wrap": True}]
    said = {"fallbackText": words, "speak": words}
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": list(actions)} | said | more


def form(title: str = "Give our view") -> dict[str, Any]:
    rating = {
        "type": "Input.ChoiceSet",
        "id": "rating",
        "label": "Our rating",
        "style": "expanded",
        "isRequired": True,
        "errorMessage": "Choose a rating.",
        "choices": [{"title": "RED ◆", "value": "red"}, {"title": "GREEN ●", "value": "green"}],
    }
    why = {
        "type": "Input.Text",
        "id": "why",
        "label": "Why",
        "isMultiline": True,
        "maxLength": 20,
        "regex": "^[^0-9]*$",
        "errorMessage": "Leave numbers out.",
    }
    tell = {"type": "Input.Toggle", "id": "tell", "label": "Tell me", "title": "Tell me when it is decided"}
    content: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.5", "body": [rating, why, tell]}
    content["actions"] = [{"type": "Action.Submit", "title": "Send", "data": {"verb": "vote.cast"}}]
    info = {"title": title, "width": "medium", "card": {"contentType": CARD_TYPE, "content": content}}
    return {"task": {"type": "continue", "value": info}}


def only_says(words: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": words}


def card_activity(content: dict[str, Any]) -> Activity:
    attachment = Attachment(content_type=CARD_TYPE, content=content)
    return Activity(type="message", summary=content["fallbackText"], attachments=[attachment])


def reference(bot: Bot) -> ConversationReference:
    """The conversation that was heard last, as a bot would store it."""
    return TurnContext.get_conversation_reference(bot.heard[-1])


async def update(bot: Bot, message: Message, content: dict[str, Any]) -> None:
    """Change a message from outside a turn."""

    async def turn(context: TurnContext) -> None:
        changed = card_activity(content)
        changed.id = message.id
        await context.update_activity(changed)

    await bot.adapter.continue_conversation(reference(bot), turn, bot.app_id)


def connector(context: TurnContext) -> Any:
    """The library's client for the REST API."""
    return context.turn_state[CloudAdapterBase.BOT_CONNECTOR_CLIENT_KEY]


def starts_thread(channel: Chat, content: dict[str, Any]) -> Turn:
    """A turn that starts a thread in a channel."""

    async def turn(context: TurnContext) -> None:
        where = {"channel": {"id": channel.id}}
        wanted = ConversationParameters(is_group=True, channel_data=where, activity=card_activity(content))
        opened = await connector(context).conversations.create_conversation(wanted)
        assert opened.id == f"{channel.id};messageid={opened.activity_id}"

    return turn


def opens_chat(user: User) -> Turn:
    """A turn that opens a personal chat and posts a card in it."""

    async def turn(context: TurnContext) -> None:
        members, tenant = [ChannelAccount(id=user.mri)], user.tenant.id
        wanted = ConversationParameters(is_group=False, members=members, tenant_id=tenant)
        opened = await connector(context).conversations.create_conversation(wanted)
        await connector(context).conversations.send_to_conversation(opened.id, card_activity(card()))

    return turn


def says(content: dict[str, Any]) -> Turn:
    """A turn that posts a card; a press or a refresh posts none."""

    async def turn(context: TurnContext) -> None:
        if context.activity.type != "invoke":
            await context.send_activity(card_activity(content))

    return turn


async def posted(bot: Bot, anna: User, content: dict[str, Any]) -> Message:
    """The bot's card in the personal chat."""
    bot.turn = says(content)
    await anna.say("go on")
    bot.turn = nothing
    return anna.chat.latest
