"""What happens between an activity that was let in and its answer."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

from bot import logs
from bot.cards.elements import Card, Form
from bot.cards.faults import not_saved, not_shown, slow_press, slow_submit
from bot.cards.limits import TEAMS
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from bot.ports import MY_WORK, Carrier, FrontDesk, NotDelivered, Place, Posted, Standing
from bot.surfaces.errands import Errands, TooSlow
from bot.surfaces.in_turn import InTurn
from bot.surfaces.recent import Recent
from bot.surfaces.teams import inbound, outbound
from bot.surfaces.teams.conversations import Conversations, channel_of, is_personal
from bot.surfaces.teams.inbound import Invoke
from bot.surfaces.teams.settings import TeamsSettings
from bot.words import Words

Json = dict[str, Any]
Result = TypeVar("Result")
log = logs.get(__name__)

_MANY = 1_000
_IN_TIME = TEAMS.invoke_seconds


class Unanswerable(Exception):
    """A submit failed and its form is not known any more: Teams then keeps the dialog open, with what was typed."""


class _Failed(Exception):
    """The front desk failed: `fault` finds it in the log; None when it was only too slow."""

    def __init__(self, fault: str | None) -> None:
        super().__init__(fault)
        self.fault = fault


class Turns:
    """Brings each activity to the front desk, and its answer back in the shape that Teams wants.

    Kept in memory only: which messages were heard, the forms that are open (to show one again, as filled in, when saving
    failed), and where somebody's list of work stands (to bring it up to date after their own press).
    """

    def __init__(
        self,
        desk: FrontDesk,
        settings: TeamsSettings,
        conversations: Conversations,
        carrier: Carrier,
        words: Words,
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._conversations = conversations
        self._carrier = carrier
        self._words = words
        self._heard: Recent[str, bool] = Recent(_MANY)
        self._forms: Recent[str, Form] = Recent(_MANY)
        self._lists: Recent[Identity, Posted] = Recent(_MANY)
        self._errands = Errands(log, "teams.failed")
        self._updates = InTurn()

    async def handle(self, activity: Json) -> Json | None:
        """Do what an activity asks; returns the body of an invoke's answer.

        Raises:
            Malformed: it cannot be read.
            Unanswerable: a submit failed and its form is not known any more.

        """
        await self._learn(activity)
        match activity.get("type"):
            case "invoke":
                return await self._invoked(activity)
            case "message":
                await self._written(activity)
            case "conversationUpdate" | "installationUpdate" if not is_personal(activity):
                await self._changed(channel_of(activity))
        return None

    async def close(self) -> None:
        """End what was left to be done after an answer."""
        await self._errands.stop()

    async def _changed(self, channel: str) -> None:
        try:
            await self._tried(self._desk.channel_changed(SurfaceName.TEAMS, channel), "channel_changed")
        except _Failed:
            # In the log; the guard looks again by itself.
            return

    async def _learn(self, activity: Json) -> None:
        try:
            await self._conversations.learn(activity)
        except Exception as error:  # noqa: BLE001 - where somebody can be written to must not stop what they press
            logs.failure(log, "teams.conversation_not_kept", error)

    async def _invoked(self, activity: Json) -> Json:
        invoke = Invoke.named(activity.get("name"))
        asked = inbound.interaction(activity, invoke)
        try:
            answer = await self._tried(self._desk.press(asked), asked.verb)
        except _Failed as failed:
            return self._not_answered(asked, invoke, failed)
        try:
            self._note(asked, answer)
            return self._answered(asked, invoke, answer)
        except Exception as error:
            if answer.kind != "done":
                raise
            fault = logs.failure(log, "teams.not_shown", error, verb=asked.verb)
            told = not_shown(Words(answer.language), answer.note, fault)
            return self._answered(asked, invoke, Answer("done", note=told, language=answer.language))

    def _answered(self, asked: Interaction, invoke: Invoke, answer: Answer) -> Json:
        if invoke is Invoke.EXECUTE:
            return outbound.to_execute(answer)
        page = self._settings.web_page(answer.form) if answer.form else ""
        return outbound.to_task(answer, page, asked.fields)

    def _note(self, asked: Interaction, answer: Answer) -> None:
        """Remember the form that is open now, and bring the person's own list up to date after what they did."""
        if answer.kind == "done":
            self._forms.drop(asked.token)
            listed = self._lists.get(asked.identity)
            if listed is not None:
                self._errands.later(self._update_list(asked.identity, listed), MY_WORK)
        if answer.form is not None and answer.form.token:
            self._forms.keep(answer.form.token, answer.form)

    def _not_answered(self, asked: Interaction, invoke: Invoke, failed: _Failed) -> Json:
        """Say that it failed; after a submit in the same form, with everything that was typed."""
        said = self._failure(failed, submitted=asked.phase is Phase.SUBMIT)
        if invoke is Invoke.EXECUTE:
            return outbound.said(said)
        if asked.phase is Phase.PRESS:
            return outbound.to_task(Answer("done", note=said), "", {})
        form = self._forms.get(asked.token)
        if form is None:
            raise Unanswerable
        again = form.filled(asked.fields, {"": said})
        return outbound.shown(again, self._words, self._settings.web_page(form))

    async def _written(self, activity: Json) -> None:
        """Answer words typed to the bot, always in the person's own chat: a list of work is nobody else's."""
        key, person = inbound.delivery(activity), inbound.identity(activity)
        if self._heard.get(key):
            return
        self._heard.keep(key, True)  # noqa: FBT003 - a set with an end
        press = inbound.older_press(activity)
        text = inbound.words_typed(activity)
        try:
            if press is not None:
                answer = await self._tried(self._desk.press(press), press.verb)
                self._note(press, answer)
                line = outbound.line(answer)
                card = Card(title=line, fallback=line)
            elif text.casefold() == MY_WORK:
                await self._show_list(person)
                return
            else:
                card = await self._tried(self._desk.said(person, text, key), "said")
        except _Failed as failed:
            line = self._failure(failed, submitted=False)
            card = Card(title=line, fallback=line)
        await self._write(person, card)

    async def _show_list(self, person: Identity) -> None:
        """One live list in a personal chat: the new one stands, the courier takes away the one before."""
        listed = await self._tried(self._desk.own_list(person), MY_WORK)
        posted = await self._write(person, listed.card, Standing.LIST, listed.as_of)
        if posted is not None:
            self._lists.keep(person, posted)

    async def _update_list(self, person: Identity, posted: Posted) -> None:
        async with self._updates.of(person):
            try:
                listed = await self._tried(self._desk.own_list(person), MY_WORK)
            except _Failed:
                return
            await self._carried(self._carrier.update(posted, listed.card))

    async def _write(
        self, person: Identity, card: Card, what: Standing = Standing.SAID, as_of: int = 0
    ) -> Posted | None:
        """Post an answer in the person's own chat, and have the courier see to it from then on."""
        posted = await self._carried(self._carrier.post(Place(None, person), card, ""))
        if posted is not None:
            await self._tried(self._desk.stands(person, what, posted, as_of), what)
        return posted

    async def _carried(self, call: Awaitable[Result]) -> Result | None:
        try:
            return await call
        except NotDelivered as error:
            log.warning("teams.not_answered", reason=str(error))
            return None

    async def _tried(self, call: Coroutine[Any, Any, Result], verb: str) -> Result:
        """What the front desk answers, in time."""
        try:
            return await self._errands.in_time(call, _deadline(), verb)
        except TooSlow:
            log.warning("teams.slow", verb=verb)
            raise _Failed(None) from None
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told and the log can be searched
            raise _Failed(logs.failure(log, "teams.failed", error, verb=verb)) from None

    def _failure(self, failed: _Failed, *, submitted: bool) -> str:
        if failed.fault is None:
            return slow_submit(self._words) if submitted else slow_press(self._words)
        return not_saved(self._words, self._settings.web_address, self._settings.phone, failed.fault)


def _deadline() -> float:
    return asyncio.get_running_loop().time() + _IN_TIME
