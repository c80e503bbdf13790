"""One person at their screen: what they see, and what they do."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from tests.doubles.slack import answers, delivery, forms, payloads, reading
from tests.doubles.slack.answers import BadAnswer
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.delivery import BAD_RESPONSE, Delivery
from tests.doubles.slack.forms import ClientRefusal
from tests.doubles.slack.reading import Surface
from tests.doubles.slack.things import Account, Channel, Message, View, Workspace

if TYPE_CHECKING:
    from tests.doubles.slack.double import SlackDouble


Settled = TypeVar("Settled")


class Person:
    """Somebody who uses the bot. What they do is awaited until the bot has answered, or not, in time.

    Doing something that their screen does not show is an AssertionError.
    """

    def __init__(self, slack: "SlackDouble", account: Account) -> None:
        self._slack = slack
        self._world = slack.world
        self.account = account
        self.warnings: list[str] = []

    @property
    def id(self) -> str:
        return self.account.id

    # what they see

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        stack = self._world.stack(self.id)
        return stack[-1] if stack else None

    @property
    def errors(self) -> dict[str, str]:
        """The errors shown in the open modal, by the label of the input."""
        view = self.modal
        return {reading.input_label(view, key): words for key, words in view.errors.items()} if view else {}

    @property
    def home(self) -> View | None:
        """Their App Home, once published."""
        return self._world.homes.get((self.account.team_id, self.id))

    @property
    def dms(self) -> list[Message]:
        """Their personal conversation with the bot, oldest first, without ephemeral messages."""
        return self._world.personal(self._workspace(), self.id).messages

    @property
    def ephemerals(self) -> list[Message]:
        """The lines that only they see, oldest first."""
        everything = [each for channel in self._world.channels.values() for each in channel.history]
        mine = [each for each in everything if each.ephemeral_to == self.id and not each.deleted]
        return sorted(mine, key=lambda each: each.ts)

    # what they do

    async def command(self, name: str, text: str = "", channel: Channel | None = None) -> Delivery:
        """Type a slash command, in the personal conversation unless a channel is given."""
        return await self._slack.run(self._command(name, text, channel))

    async def shortcut(self, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        workspace = self._workspace()
        return await self._slack.run(
            self._act(workspace, self._slack.payloads.shortcut(workspace, self.id, callback_id))
        )

    async def message_shortcut(self, message: Message, callback_id: str) -> Delivery:
        """Choose a shortcut from the menu of a message."""
        workspace = self._workspace(message.team_id)
        self._sees(message)
        payload = self._slack.payloads.message_shortcut(workspace, self.id, message, callback_id)
        return await self._slack.run(self._act(workspace, payload))

    async def press(self, surface: Surface, label: str) -> Delivery:
        """Press the button with that visible text or accessible name."""
        self._sees(surface)
        block, element = reading.find_button(surface, label)
        return await self._slack.run(self._action(surface, payloads.pressed(block, element)))

    async def choose(self, surface: Surface, label: str, wanted: Any) -> Delivery:
        """Choose in a select, choice, picker or overflow menu that tells the bot at once.

        ``label`` is an input's label, a section's text, a placeholder or an action id.
        """
        self._sees(surface)
        block, element = reading.find_control(surface, label)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise AssertionError(f"{label!r} is sent only with its form: fill it")
        if element["type"] == "overflow":
            option = next(each for each in element["options"] if each["text"]["text"] == wanted)
            return await self._slack.run(
                self._action(surface, payloads.overflow_chosen(block, element, option))
            )
        state = self._fill_in(surface, block, element, wanted)
        return await self._slack.run(self._action(surface, payloads.changed(block, element, state)))

    async def search(self, label: str, query: str) -> list[str]:
        """Type into an external select of the open modal; the words of the options offered."""
        return await self._slack.run(self._search(self._open(), label, query))

    async def fill(self, values: dict[str, Any]) -> None:
        """Fill in inputs of the open modal by label: text, option words (a list for several), a date.

        ``None`` clears. An external select is searched with its value first.
        """
        view = self._open()
        for label, wanted in values.items():
            block, element = reading.find_control(view, label)
            if "external" in element["type"] and wanted:
                for query in [wanted] if isinstance(wanted, str) else wanted:
                    await self._slack.run(self._search(view, label, query))
            self._fill_in(view, block, element, wanted)

    async def submit(self, values: dict[str, Any] | None = None) -> Delivery:
        """Fill in and send off the open modal.

        Raises ClientRefusal if Slack's client would not send it (a required field is empty, a text too long).
        """
        await self.fill(values or {})
        view = self._open()
        if "submit" not in view.spec:
            raise AssertionError("this modal has no submit button")
        _check_inputs(view)
        return await self._slack.run(self._submit(view))

    async def close(self, *, whole_stack: bool = False) -> Delivery | None:
        """Close the open modal, or all of them; the bot hears of it only where it asked to."""
        return await self._slack.run(self._close(self._open(), whole_stack=whole_stack))

    async def open_home(self, tab: str = "home") -> Delivery:
        """Open the bot's Home (or ``messages``) tab."""
        workspace = self._workspace()
        event = {"type": "app_home_opened", "user": self.id, "tab": tab}
        event["channel"] = self._world.personal(workspace, self.id).id
        shown: Json = {"view": self.home.shape()} if self.home else {}
        return await self._slack.send_event(event | shown, workspace)

    async def say(self, text: str) -> Delivery:
        """Write to the bot in the personal conversation."""
        workspace = self._workspace()
        channel = self._world.personal(workspace, self.id)
        message = Message(self._world.new_ts(), channel.id, workspace.team_id, self.id, text, [])
        self._world.post(channel, message)
        event = {"type": "message", "channel": channel.id, "channel_type": "im", "user": self.id}
        return await self._slack.send_event(event | {"text": text, "ts": message.ts}, workspace)

    # how it is done

    def _workspace(self, seen_in: str = "") -> Workspace:
        return self._world.workspace_of(self.id, seen_in)

    def _open(self) -> View:
        view = self.modal
        if view is None:
            raise AssertionError("no modal is open")
        return view

    def _sees(self, surface: Surface) -> None:
        if isinstance(surface, View):
            shown = surface in (self.modal, self.home)
        elif surface.ephemeral_to:
            shown = surface.ephemeral_to == self.id
        else:
            shown = self.id in self._world.channels[surface.channel_id].members
        if not shown:
            raise AssertionError("this is not on their screen")

    def _fill_in(self, surface: Surface, block: Json, element: Json, wanted: Any) -> Json:
        key = (block["block_id"], element["action_id"])
        offered = surface.offered.get(key, []) if isinstance(surface, View) else []
        state = forms.chosen(element, wanted, offered)
        surface.values[key[0]][key[1]] = state
        return state

    async def _action(self, surface: Surface, action: Json) -> Delivery:
        workspace = self._workspace(surface.team_id)
        if isinstance(surface, View):
            payload = self._slack.payloads.view_action(workspace, surface, action)
        else:
            payload = self._slack.payloads.message_action(workspace, self.id, surface, action)
        return await self._act(workspace, payload)

    async def _act(self, workspace: Workspace, payload: Json) -> Delivery:
        sent = await self._slack.deliver(delivery.interaction(workspace, payload))
        self._settle(sent, answers.after_action)
        return sent

    async def _command(self, name: str, text: str, channel: Channel | None) -> Delivery:
        workspace = self._workspace(channel.team_id if channel else "")
        where = channel or self._world.personal(workspace, self.id)
        payload = self._slack.payloads.command(workspace, self.id, where, name, text)
        sent = await self._slack.deliver(delivery.command(workspace, payload))
        self._settle(
            sent, lambda answer: answers.after_command(self._world, workspace, self.id, where, answer)
        )
        return sent

    async def _search(self, view: View, label: str, query: str) -> list[str]:
        workspace = self._workspace(view.team_id)
        block, element = reading.find_control(view, label)
        payload = self._slack.payloads.suggestion(workspace, view, block, element, query)
        sent = await self._slack.deliver(delivery.interaction(workspace, payload))
        options = self._settle(sent, answers.after_search) or []
        key = (block["block_id"], element["action_id"])
        known = view.offered.get(key, [])
        view.offered[key] = known + [option for option in options if option not in known]
        return [str(option["text"]["text"]) for option in options]

    async def _submit(self, view: View) -> Delivery:
        workspace = self._workspace(view.team_id)
        view.errors = {}
        payload = self._slack.payloads.submission(workspace, view)
        sent = await self._slack.deliver(delivery.interaction(workspace, payload))
        self._settle(sent, lambda answer: answers.after_submission(self._world, workspace, view, answer))
        return sent

    async def _close(self, view: View, *, whole_stack: bool) -> Delivery | None:
        self._world.close_view(view, whole_stack=whole_stack)
        if not view.spec.get("notify_on_close"):
            return None
        workspace = self._workspace(view.team_id)
        return await self._act(
            workspace, self._slack.payloads.closed(workspace, view, is_cleared=whole_stack)
        )

    def _settle(self, sent: Delivery, apply: Callable[[Any], Settled]) -> Settled | None:
        """Apply the bot's answer, or show a warning if there was none or it was wrong."""
        if sent.failure is None:
            try:
                return apply(sent.answer)
            except BadAnswer as bad:
                sent.failure = f"{BAD_RESPONSE}: {bad}"
        self.warnings.append(sent.failure)
        self._slack.recorder.failures.append(f"{sent.kind}: {sent.failure}")
        return None


def _check_inputs(view: View) -> None:
    problems = {
        reading.input_label(view, block["block_id"]): problem
        for block in view.blocks
        if block["type"] == "input"
        for problem in [forms.client_problem(block, _state(view, block))]
        if problem
    }
    if problems:
        raise ClientRefusal(problems)


def _state(view: View, block: Json) -> Json:
    return view.values[block["block_id"]][block["element"]["action_id"]]
