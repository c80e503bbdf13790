"""What a person is shown in answer: modals, private lines, App Home."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import logs
from bot.cards.elements import Card, Form
from bot.cards.render import blockkit
from bot.ports import Posted
from bot.surfaces.recent import Recent
from bot.surfaces.slack.inbound import Body, Whence
from bot.surfaces.slack.settings import SlackSettings
from bot.surfaces.slack.workspace import APP_HOME, Workspace, refusal
from bot.words import Words

T = TypeVar("T")
log = logs.get(__name__)
_PLACES = 1_000
_FAILED = (SlackApiError, aiohttp.ClientError, TimeoutError)
"""What a call to Slack raises on a bad day."""


class Shown:
    """Shows forms and lines to one person at a time."""

    def __init__(self, workspace: Workspace, settings: SlackSettings, words: Words) -> None:
        self._client = workspace.client
        self._settings = settings
        self._words = words
        self._places: Recent[str, str] = Recent(_PLACES)

    def view(self, form: Form, words: Words) -> Body:
        """The form as a modal, with the few words of the renderer's own in the person's language."""
        return blockkit.modal(form, words, self._settings.web_page(form))

    async def form(self, form: Form, words: Words, whence: Whence, deadline: float) -> bool:
        """Show a form before the deadline (loop time); False when that failed."""
        try:
            async with asyncio.timeout_at(deadline):
                await self._form(self.view(form, words), whence)
        except _FAILED as error:
            log.warning("slack.form.not_opened", verb=form.verb, error=_code(error))
            return False
        return True

    async def line(self, text: str, whence: Whence) -> None:
        """Say one line privately: where the person pressed, else in their own chat with the bot."""
        place = whence.conversation or self._opened_from(whence.view)
        if place and await self._said(text, whence.user, place):
            return
        try:
            opened = await self._client.conversations_open(users=whence.user)
        except _FAILED as error:
            log.warning("slack.line.not_said", error=_code(error))
            return
        await self._said(text, whence.user, str(opened["channel"]["id"]))

    async def home(self, card: Card, user: str) -> Posted | None:
        """Show somebody's App Home; says where it stands, None when that failed."""
        view = blockkit.home(card, self._words)
        shown = await self._try(self._client.views_publish(user_id=user, view=view), "home")
        return Posted(APP_HOME, user) if shown else None

    async def reply(self, card: Card, conversation: str) -> Posted | None:
        """Answer typed words in the chat they were typed in; says where the answer stands."""
        sent = blockkit.message(card, self._words)
        call = self._client.chat_postMessage(
            channel=conversation, unfurl_links=False, unfurl_media=False, **sent
        )
        told = await self._try(call, "reply")
        return Posted(str(told["channel"]), str(told["ts"])) if told else None

    async def _form(self, view: Body, whence: Whence) -> None:
        below = whence.view
        if below is None:
            opened = await self._client.views_open(trigger_id=whence.trigger, view=view)
            self._remember(opened["view"]["id"], whence.conversation)
        elif _holds_typing(below):
            await self._cover(view, whence, below)
        else:
            await self._client.views_update(view_id=below["id"], view=view)

    async def _cover(self, view: Body, whence: Whence, below: Body) -> None:
        """Put a form above one that is being filled in, so that nothing typed is lost; three is Slack's most."""
        try:
            await self._client.views_push(trigger_id=whence.trigger, view=view)
        except SlackApiError as error:
            if refusal(error) != "push_limit_reached":
                raise
            await self._client.views_update(view_id=below["id"], view=view)

    async def _said(self, text: str, user: str, conversation: str) -> bool:
        said = blockkit.line(text)
        call = self._client.chat_postEphemeral(channel=conversation, user=user, **said)
        return await self._try(call, "line") is not None

    async def _try(self, call: Awaitable[T], what: str) -> T | None:
        """What Slack answered; None when it did not do it."""
        try:
            return await call
        except _FAILED as error:
            log.warning("slack.not_shown", what=what, error=_code(error))
            return None

    def _remember(self, view_id: str, conversation: str) -> None:
        """Keep where a form was opened, so that its line appears there. After a restart it goes to the chat."""
        if conversation:
            self._places.keep(view_id, conversation)

    def _opened_from(self, view: Body | None) -> str:
        return self._places.get(view["root_view_id"]) or "" if view else ""


def _holds_typing(view: Body) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])


def _code(error: Exception) -> str:
    return refusal(error) if isinstance(error, SlackApiError) else type(error).__name__
