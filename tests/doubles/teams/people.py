"""The people of a story: what they say, press and fill in, and what they see."""

import functools
import uuid
from typing import TYPE_CHECKING

from tests.doubles.adaptive import card_text
from tests.doubles.teams import activities, answers, dialogs
from tests.doubles.teams.answers import Outcome
from tests.doubles.teams.dialogs import Dialog, Typed
from tests.doubles.teams.record import Delivery
from tests.doubles.teams.world import Chat, Json, Message, Tenant, card_of, opaque

if TYPE_CHECKING:
    from tests.doubles.teams.server import TeamsDouble


class User:
    """Somebody with an account. `chat` is their personal chat with the bot, `dialog` the open window."""

    def __init__(
        self, teams: "TeamsDouble", tenant: Tenant, name: str, *, guest: bool, installed: bool
    ) -> None:
        self.teams = teams
        self.tenant = tenant
        self.name = name
        self.is_guest = guest
        self.object_id = str(uuid.uuid4())
        # The same person has another id for every other bot.
        self.mri = f"29:1{opaque(teams.app_id, self.object_id)}"
        self.upn = f"{name.lower().replace(' ', '.')}@{tenant.name.lower().replace(' ', '-')}.example"
        self.chat = Chat(
            id=f"a:1{opaque('chat', teams.app_id, self.object_id)}",
            kind="personal",
            tenant=tenant,
            own_members=[self],
            app_added=installed,
        )
        self.dialog: Dialog | None = None

    def sees(self, chat: Chat) -> list[str]:
        """The words of each message in a chat as this person sees it now."""
        self._is_in(chat)
        return [
            card_text(message.card_for(self)) if message.card else message.text for message in chat.messages
        ]

    async def say(self, text: str, chat: Chat | None = None, *, answer_to: Message | None = None) -> Outcome:
        """Write to the bot: in a personal chat, or with a mention elsewhere, in a thread or a new one."""
        where = chat or (answer_to.chat if answer_to else self.chat)
        self._is_in(where)
        root_id = activities.thread_of(answer_to) if answer_to else None
        sent = activities.said(self, where, text, root_id)
        posted = where.post(self, sent, root_id)
        posted.id = sent["id"]
        if where.kind == "channel" and root_id is None:
            sent["conversation"] = activities.conversation(where, posted.id)
        return answers.accepted(await self.teams.deliver(sent))

    async def press(
        self,
        message: Message,
        label: str,
        values: dict[str, Typed] | None = None,
        *,
        as_of: int | None = None,
        old_client: bool = False,
    ) -> Outcome:
        """Press a button of a message.

        `as_of` presses on the message as it was in that version, as a client does that has not caught up;
        `old_client` knows no Action.Execute and sends its fallback.
        """
        self._is_in(message.chat)
        if message.deleted and as_of is None:
            raise AssertionError("the message is gone")
        card = message.card_for(self) if as_of is None else card_of(message.versions[as_of].activity)
        action = dialogs.button(card, label)
        if old_client and action["type"] == "Action.Execute":
            action = action["fallback"]
        if action["type"] == "Action.OpenUrl":
            return Outcome("link", text=action["url"])
        entered, errors = dialogs.fill(card, action, values or {})
        if errors:
            return Outcome("not sent", errors=errors)
        if action["type"] == "Action.Execute":
            return await self._execute(message, action, entered)
        if action["type"] == "Action.Submit":
            return await self._submit_card(message, action, entered)
        raise AssertionError(f"a press on {action['type']} sends nothing")

    async def submit(self, values: dict[str, Typed] | None = None, button: str | None = None) -> Outcome:
        """Fill in the open form and press one of its buttons; the first that sends it, if none is named."""
        window = self.dialog
        if window is None or not window.card:
            raise AssertionError("no form is open")
        action = dialogs.button(window.card, button)
        if action["type"] == "Action.OpenUrl":
            return Outcome("link", text=action["url"])
        entered, window.errors = dialogs.fill(window.card, action, values or {})
        if window.errors:
            return Outcome("not sent", errors=window.errors)
        data = dict(action.get("data") or {}) | entered
        if window.command is None:
            value = {"data": data, "context": {"theme": "default"}}
            sent = activities.invoked(self, window.chat, "task/submit", value, window.opened_from)
            return await self._open(sent, window, may_be_empty=True)
        value = _command(window.command, window.payload) | {"data": data}
        sent = activities.invoked(self, window.chat, "composeExtension/submitAction", value)
        return await self._open(sent, window, may_be_empty=True)

    async def message_extension(
        self, command: str, *, message: Message | None = None, chat: Chat | None = None
    ) -> Outcome:
        """Start a command of the app's, beside the box for writing or from the menu of a message."""
        where = chat or (message.chat if message else self.chat)
        self._is_in(where)
        payload = activities.message_payload(message) if message else None
        sent = activities.invoked(self, where, "composeExtension/fetchTask", _command(command, payload))
        window = Dialog(where, command=command, payload=payload)
        return await self._open(sent, window, may_be_empty=False)

    async def refresh(self, message: Message) -> Outcome:
        """Choose Refresh in a card's menu."""
        self._is_in(message.chat)
        sent = refreshing(self, message, "manual")
        return shown(self, message, await self.teams.deliver(sent))

    def close(self) -> None:
        """Close the open window."""
        self.dialog = None

    async def _execute(self, message: Message, action: Json, entered: Json) -> Outcome:
        sent = activities.invoked(
            self, message.chat, "adaptiveCard/action", _action(action, entered, "manual"), message
        )
        return shown(self, message, await self.teams.deliver(sent))

    async def _submit_card(self, message: Message, action: Json, entered: Json) -> Outcome:
        data = dict(action.get("data") or {})
        told = data.get("msteams") or {}
        if told.get("type") == "task/fetch":
            value = {"data": data | entered, "context": {"theme": "default"}}
            sent = activities.invoked(self, message.chat, "task/fetch", value, message)
            return await self._open(sent, Dialog(message.chat, opened_from=message), may_be_empty=False)
        if told.get("type") == "imBack":
            return await self.say(told["value"], message.chat, answer_to=message)
        sent = activities.pressed(self, message, data | entered)
        if told.get("type") == "messageBack":
            sent |= {"text": told.get("text"), "value": told.get("value", {})}
        return answers.accepted(await self.teams.deliver(sent))

    async def _open(self, sent: Json, window: Dialog, *, may_be_empty: bool) -> Outcome:
        delivery = await self.teams.deliver(sent)
        following = functools.partial(
            Dialog,
            window.chat,
            opened_from=window.opened_from,
            command=window.command,
            payload=window.payload,
        )
        outcome, self.dialog = answers.to_task(delivery, may_be_empty=may_be_empty, dialog=following)
        return outcome

    def _is_in(self, chat: Chat) -> None:
        if self not in chat.members:
            raise AssertionError(f"{self.name} is not in {chat.name or chat.kind}")


def refreshing(user: User, message: Message, trigger: str) -> Json:
    """The invoke by which a client asks for a person's own view of a card."""
    value = _action(message.card["refresh"]["action"], {}, trigger)
    return activities.invoked(user, message.chat, "adaptiveCard/action", value, message)


def shown(user: User, message: Message, delivery: Delivery) -> Outcome:
    """Read the answer to a press; a card in it replaces the message for this person only."""
    outcome = answers.to_action(delivery)
    if outcome.kind == "card":
        message.views[user.mri] = outcome.card
    return outcome


def _action(action: Json, entered: Json, trigger: str) -> Json:
    kept = {key: action[key] for key in ("type", "id", "title", "verb") if key in action}
    return {"action": kept | {"data": dict(action.get("data") or {}) | entered}, "trigger": trigger}


def _command(command: str, payload: Json | None) -> Json:
    value: Json = {
        "commandId": command,
        "commandContext": "message" if payload else "compose",
        "context": {"theme": "default"},
    }
    return value | ({"messagePayload": payload} if payload else {})
