"""The workspaces, people, channels and views that the double keeps, and who can see what."""

import itertools
import secrets
import time

from tests.doubles.slack import forms, limits
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.blocks import elements_of
from tests.doubles.slack.clock import SlackClock
from tests.doubles.slack.things import (
    APP_ID,
    Account,
    Channel,
    Message,
    ResponseUrl,
    Trigger,
    View,
    Workspace,
)

_FIRST_NUMBER = 0x1000


class World:
    """Everything the double knows; its methods only change or look up, they send nothing.

    ``most_per_page`` makes lists come in smaller pages than asked for, as Slack may.
    """

    def __init__(self, clock: SlackClock) -> None:
        self.clock = clock
        self.most_per_page: int | None = None
        self.workspaces: dict[str, Workspace] = {}
        self.accounts: dict[str, Account] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self._numbers = itertools.count(_FIRST_NUMBER)
        self._last_ts = 0.0

    def new_id(self, letter: str) -> str:
        """An id as Slack's look: a letter and capitals or digits, never used before."""
        return f"{letter}0{next(self._numbers):X}DBL"

    def new_ts(self) -> str:
        """A message time stamp, each later than the one before."""
        self._last_ts = max(time.time(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"

    # who and where

    def add_workspace(self, name: str) -> Workspace:
        """A workspace with the app under test installed."""
        team_id, bot_id, user_id = self.new_id("T"), self.new_id("B"), self.new_id("U")
        token = f"xoxb-{secrets.token_hex(8)}"
        workspace = Workspace(team_id, name, token, bot_id, user_id)
        self.workspaces[team_id] = workspace
        self.accounts[user_id] = Account(user_id, team_id, "mash", bot_id=bot_id, app_id=APP_ID)
        return workspace

    def add_bot(self, team_id: str, name: str) -> Account:
        """Another app's bot, such as an assistant that reads along."""
        bot_id, app_id = self.new_id("B"), self.new_id("A")
        account = Account(self.new_id("U"), team_id, name, bot_id=bot_id, app_id=app_id)
        self.accounts[account.id] = account
        return account

    def add_channel(self, workspace: Workspace, name: str, members: list[str], *, private: bool) -> Channel:
        """A channel; the app's bot is a member only if listed."""
        channel = Channel(self.new_id("C"), workspace.team_id, name, is_private=private, members=members)
        self.channels[channel.id] = channel
        return channel

    def personal(self, workspace: Workspace, user_id: str) -> Channel:
        """The conversation between the bot and one person, made when first needed."""
        bot = workspace.bot_user_id
        for channel in self.channels.values():
            if channel.is_im and set(channel.members) == {bot, user_id}:
                return channel
        channel = Channel(
            self.new_id("D"), workspace.team_id, "", is_private=True, is_im=True, members=[bot, user_id]
        )
        self.channels[channel.id] = channel
        return channel

    def workspace_of(self, user_id: str, seen_in: str = "") -> Workspace:
        """The workspace through which a person uses the app.

        Their own, or, if the app is not installed there, the one whose channel they share (``seen_in``).
        """
        own = self.accounts[user_id].team_id
        return self.workspaces[own if own in self.workspaces else seen_in]

    def is_stranger(self, account: Account, workspace: Workspace) -> bool:
        """From elsewhere, and in no channel that the app can see."""
        return not any(
            account.id in channel.members and workspace.bot_user_id in channel.members
            for channel in self.channels.values()
        )

    # messages

    def post(self, channel: Channel, message: Message) -> Message:
        """Put a message into a channel, its blocks completed with ids as Slack does."""
        self.complete(message.blocks)
        message.values = forms.initial_values(message.blocks)
        message.say(message.text, message.blocks, self.clock.now())
        channel.history.append(message)
        return message

    def complete(self, blocks: list[Json]) -> None:
        """Give blocks and elements that have no id a random one."""
        for block in blocks:
            block.setdefault("block_id", secrets.token_hex(3))
            for element in elements_of(block):
                element.setdefault("action_id", secrets.token_hex(3))

    def message(self, channel: Channel, ts: str) -> Message | None:
        """The message with that time stamp, unless it is gone."""
        return next((each for each in channel.messages if each.ts == ts), None)

    # triggers and views

    def new_trigger(self, user_id: str, team_id: str, view_id: str | None = None) -> str:
        """A trigger id for something a person just did, in a modal if ``view_id`` is given."""
        trigger_id = f"{next(self._numbers)}.{next(self._numbers)}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(user_id, team_id, self.clock.now(), view_id)
        return trigger_id

    def new_response_url(
        self, workspace: Workspace, user_id: str, channel_id: str, message: Message | None = None
    ) -> str:
        """The secret last part of a new response URL."""
        key = secrets.token_hex(12)
        issued = self.clock.now()
        self.response_urls[key] = ResponseUrl(user_id, workspace.team_id, channel_id, issued, message)
        return key

    def stack(self, user_id: str) -> list[View]:
        """A person's open modals, the top one last."""
        return self.stacks.setdefault(user_id, [])

    def new_view(self, workspace: Workspace, user_id: str, spec: Json, below: View | None = None) -> View:
        """A view that is kept but not yet shown, ``below`` being the one it covers."""
        self.complete(spec["blocks"])
        view_id = self.new_id("V")
        view = View(
            view_id,
            workspace.team_id,
            user_id,
            spec,
            self._new_hash(),
            APP_ID,
            workspace.bot_id,
            root_view_id=below.root_view_id if below else view_id,
            previous_view_id=below.id if below else None,
            values=forms.initial_values(spec["blocks"]),
        )
        self.views[view_id] = view
        return view

    def change_view(self, view: View, spec: Json) -> None:
        """Give a view new content; what was filled in stays where block and action ids are the same."""
        self.complete(spec["blocks"])
        view.spec, view.hash, view.errors = spec, self._new_hash(), {}
        view.values = forms.initial_values(spec["blocks"], view.values)

    def open_view(self, workspace: Workspace, user_id: str, spec: Json) -> View:
        """Show a modal in place of whatever the person had open."""
        view = self.new_view(workspace, user_id, spec)
        self.stacks[user_id] = [view]
        return view

    def push_view(self, workspace: Workspace, user_id: str, spec: Json) -> View | None:
        """Show a modal above the open one; None if three are open already."""
        stack = self.stack(user_id)
        if len(stack) >= limits.VIEW_STACK:
            return None
        view = self.new_view(workspace, user_id, spec, stack[-1] if stack else None)
        stack.append(view)
        return view

    def close_view(self, view: View, *, whole_stack: bool = False) -> None:
        """Take a modal, or all of its person's modals, off the screen."""
        stack = self.stack(view.user_id)
        self.stacks[view.user_id] = [] if whole_stack else [each for each in stack if each is not view]

    def publish_home(self, workspace: Workspace, user_id: str, spec: Json) -> View:
        """Show or replace a person's App Home."""
        home = self.homes.get((workspace.team_id, user_id))
        if home is None:
            home = self.new_view(workspace, user_id, spec)
            self.homes[workspace.team_id, user_id] = home
        else:
            self.change_view(home, spec)
        return home

    def _new_hash(self) -> str:
        return f"{int(time.time())}.{secrets.token_hex(4)}"
