"""What happens when Slack calls: read, ask the front desk, show its answer. The same few lines for every verb.

Slack waits three seconds. A listener is done when what it did is committed and its answer given; private lines and
App Home come afterwards. No exception leaves a listener: the person gets words and a reference, the log that
reference and the verb.
"""

import asyncio
import re
from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot import logs
from bot.cards.elements import Card
from bot.cards.faults import not_saved, not_shown, slow_press, slow_submit
from bot.cards.limits import SLACK
from bot.cards.render.blockkit import problem_blocks
from bot.interaction import Answer, Identity, Interaction, SurfaceName
from bot.ports import MY_WORK, FrontDesk, Standing
from bot.surfaces.errands import Errands, TooSlow
from bot.surfaces.in_turn import InTurn
from bot.surfaces.kept import with_written
from bot.surfaces.recent import Recent
from bot.surfaces.slack import said
from bot.surfaces.slack.inbound import (
    Body,
    Whence,
    asked_to_refer,
    delivery,
    identity,
    input_blocks,
    plain_words,
    pressed,
    submitted,
    whence,
)
from bot.surfaces.slack.settings import SlackSettings
from bot.surfaces.slack.shown import Shown
from bot.words import Words

log = logs.get(__name__)
COMMAND = "/refer"
SHORTCUT = "refer"
MESSAGE_SHORTCUT = "refer_message"

_ANY = re.compile(".*")
_CHANNEL_CHANGED = re.compile(r"^(member_joined_channel|member_left_channel|(channel|group)_\w+)$")
_PROBLEM = "problem"
_MANY = 1_000
_SENT_AGAIN = ("type", "callback_id", "title", "close", "submit", "private_metadata")


class Listeners:
    """Everything that Slack may call."""

    def __init__(self, desk: FrontDesk, shown: Shown, settings: SlackSettings, words: Words) -> None:
        self._desk = desk
        self._shown = shown
        self._settings = settings
        self._words = words
        self._heard: Recent[str, bool] = Recent(_MANY)
        self._errands = Errands(log, "slack.failed")
        self._homes = InTurn()

    def register(self, app: AsyncApp) -> None:
        """Listen, whatever the verb."""
        app.action(_ANY)(self.press)
        app.view_submission(_ANY)(self.submit)
        app.view_closed(_ANY)(self.nothing)
        app.command(COMMAND)(self.refer)
        app.global_shortcut(SHORTCUT)(self.refer)
        app.message_shortcut(MESSAGE_SHORTCUT)(self.refer)
        app.event("app_home_opened")(self.home_opened)
        app.event("message")(self.message)
        app.event(_CHANNEL_CHANGED)(self.channel_changed)
        app.error(self.failed)

    async def settled(self) -> None:
        """Wait until all that was begun is done."""
        await self._errands.settled()

    async def stop(self) -> None:
        """End what was begun."""
        await self._errands.stop()

    async def show_home(self, person: Identity) -> None:
        """Bring somebody's App Home up to date; for who has no access any more it says so and nothing else."""
        async with self._homes.of(person):
            listed = await self._desk.own_list(person)
            posted = await self._shown.home(listed.card, person.user)
            if posted:
                await self._desk.stands(person, Standing.HOME, posted, listed.as_of)

    async def press(self, ack: AsyncAck, body: Body) -> None:
        """A button in a message, a modal or App Home."""
        await ack()
        await self._ask(pressed, body)

    async def refer(self, ack: AsyncAck, body: Body) -> None:
        """The command and the shortcuts."""
        await ack()
        await self._ask(asked_to_refer, body)

    async def submit(self, ack: AsyncAck, body: Body) -> None:
        """A modal sent off. Its answer says what becomes of the modal."""
        deadline, verb, done = _deadline(), "", None
        try:
            interaction = submitted(body)
            verb = interaction.verb
            answer = await self._errands.in_time(self._desk.press(interaction), deadline, verb)
            done = answer if answer.kind == "done" else None
            response = self._response(answer, interaction, body)
        except TooSlow:
            response = self._kept(body, slow_submit(self._words))
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the person keeps their text
            response = (
                self._unshown(done, error, verb, body)
                if done
                else self._kept(body, self._failure(error, verb))
            )
        await ack(response)

    async def nothing(self, ack: AsyncAck) -> None:
        """A modal that was closed: nothing was recorded, nothing is to be done."""
        await ack()

    async def home_opened(self, body: Body) -> None:
        """App Home is worked out each time it is opened."""
        if body["event"].get("tab") == "home":
            self._errands.later(self.show_home(identity(body)), "home")

    async def message(self, body: Body) -> None:
        """Words typed to the bot in a personal chat. Its own posts, edits and channels are none of that."""
        event = body["event"]
        if event.get("channel_type") != "im" or "subtype" in event or "bot_id" in event:
            return
        person, chat, key = identity(body), event["channel"], delivery(body)
        if self._heard.get(key):
            return
        self._heard.keep(key, True)  # noqa: FBT003 - a set with an end
        try:
            words = " ".join(plain_words(event.get("text", "")).split())
            if words.casefold() == MY_WORK:
                listed = await self._desk.own_list(person)
                answer = self._answer(person, listed.card, chat, Standing.LIST, listed.as_of)
            else:
                card = await self._desk.said(person, words, key)
                answer = self._answer(person, card, chat, Standing.SAID)
            self._errands.later(answer, "reply")
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the person is told
            text = self._failure(error, "said")
            self._errands.later(self._shown.line(text, Whence(person.user, "", chat, None)), "line")

    async def _answer(self, person: Identity, card: Card, chat: str, what: Standing, as_of: int = 0) -> None:
        posted = await self._shown.reply(card, chat)
        if posted:
            await self._desk.stands(person, what, posted, as_of)

    async def channel_changed(self, body: Body) -> None:
        """Somebody joined or left, or the channel was shared or archived."""
        channel = body["event"].get("channel", "")
        channel_id = channel["id"] if isinstance(channel, dict) else channel
        self._errands.later(self._desk.channel_changed(SurfaceName.SLACK, channel_id), "channel_changed")

    async def failed(self, error: Exception) -> None:
        """A payload that is not of the shape we know."""
        self._failure(error, "")

    async def _ask(self, read: Callable[[Body], Interaction | None], body: Body) -> None:
        deadline, verb, where, done = _deadline(), "", whence(body), None
        try:
            interaction = read(body)
            if interaction is None:
                return
            verb = interaction.verb
            answer = await self._errands.in_time(self._desk.press(interaction), deadline, verb)
            done = answer if answer.kind == "done" else None
            await self._show(answer, interaction.identity, where, deadline)
        except TooSlow:
            self._errands.later(self._shown.line(slow_press(self._words), where), verb)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the person is told
            if done:
                self._errands.later(self._shown.line(self._not_shown(done, error, verb), where), "line")
                return
            text = self._failure(error, verb)
            form = said.notice(self._words.gettext("Not recorded"), text)
            if not await self._shown.form(form, self._words, where, deadline):
                self._errands.later(self._shown.line(text, where), verb)

    async def _show(self, answer: Answer, person: Identity, where: Whence, deadline: float) -> None:
        """The answer to a press."""
        form, words = answer.shown, Words(answer.language)
        if answer.kind == "done":
            self._errands.later(self.show_home(person), "home")
            if form is None and where.view and answer.note:
                form = said.notice(where.view["title"]["text"], answer.note)
            elif form is None and answer.note:
                self._errands.later(self._shown.line(answer.note, where), "line")
        if form and not await self._shown.form(form, words, where, deadline):
            told = answer.note or said.not_opened(words)
            self._errands.later(self._shown.line(told, where), "line")

    def _response(self, answer: Answer, interaction: Interaction, body: Body) -> Body:
        """The answer to a submit, in Slack's shape."""
        form, words = answer.shown, Words(answer.language)
        if answer.kind == "done":
            self._errands.later(self.show_home(interaction.identity), "home")
            if form is None:
                if answer.note:
                    self._errands.later(self._shown.line(answer.note, whence(body)), "line")
                return _closed(body["view"])
        if form is None:
            raise ValueError(f"an answer of the kind {answer.kind} without a form")
        blocks = input_blocks(body["view"])
        if answer.kind == "invalid" and form.problems and form.problems.keys() <= blocks.keys():
            return _errors({blocks[field]: told for field, told in form.problems.items()})
        if answer.kind == "refused":
            form = with_written(form, interaction.fields, words)
        return {"response_action": "update", "view": self._shown.view(form, words)}

    def _kept(self, body: Body, told: str) -> Body:
        """The modal as it is, with what went wrong: at its first field, or on top when it has none."""
        view = body["view"]
        blocks = input_blocks(view)
        if blocks:
            return _errors({next(iter(blocks.values())): told})
        again = {key: view[key] for key in _SENT_AGAIN if view.get(key)}
        before = [block for block in view["blocks"] if not block["block_id"].startswith(_PROBLEM)]
        again["blocks"] = [*_marked(problem_blocks((told,), self._words)), *before][: SLACK.view_blocks]
        return {"response_action": "update", "view": again}

    def _unshown(self, done: Answer, error: Exception, verb: str, body: Body) -> Body:
        """The answer to a submit that was recorded, when what comes next cannot be made: a line, and the modal closes."""
        text = self._not_shown(done, error, verb)
        self._errands.later(self._shown.line(text, whence(body)), "line")
        return _closed(body["view"])

    def _not_shown(self, done: Answer, error: Exception, verb: str) -> str:
        fault = logs.failure(log, "slack.not_shown", error, verb=verb)
        return not_shown(Words(done.language), done.note, fault)

    def _failure(self, error: Exception, verb: str) -> str:
        """Log an error without what it was about, and return the words for the person."""
        fault = logs.failure(log, "slack.failed", error, verb=verb)
        return not_saved(self._words, self._settings.web_address, self._settings.phone, fault)


def _deadline() -> float:
    return asyncio.get_running_loop().time() + SLACK.acknowledge_seconds


def _closed(view: Body) -> Body:
    """Close the modal, or only this one where it stands above another that is being filled in."""
    return {} if view.get("previous_view_id") else {"response_action": "clear"}


def _errors(by_block: dict[str, str]) -> Body:
    return {"response_action": "errors", "errors": by_block}


def _marked(blocks: list[Body]) -> list[Body]:
    """With ids by which they are found when the form is shown once more."""
    return [{**block, "block_id": f"{_PROBLEM}{number}"} for number, block in enumerate(blocks)]
