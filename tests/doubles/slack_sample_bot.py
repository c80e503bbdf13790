"""A small bot on slack_bolt, with which the Slack double shows that it behaves like Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.slack import SlackDouble

Json = dict[str, Any]
CARD_TEXT = "MASH-2611-0042: RED. Due 1:12pm today."
NAME = "Give our view on MASH-2611-0042"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def card(line: str = "*RED* &amp; due") -> list[Json]:
    button = {
        "type": "button",
        "action_id": "vote",
        "text": plain("Give our view"),
        "value": "check-1",
        "accessibility_label": NAME,
    }
    more = {"type": "overflow", "action_id": "more", "options": [option("Open", "o"), option("Hide", "h")]}
    return [
        {"type": "header", "text": plain("MASH-2611-0042")},
        {"type": "section", "text": {"type": "mrkdwn", "text": line}},
        {"type": "actions", "elements": [button, more]},
    ]


def asked(block_id: str, label: str, element: Json, **more: Any) -> Json:
    element = {"action_id": "in"} | element
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element} | more


def form(**more: Any) -> Json:
    ratings = [option("RED ◆", "red"), option("GREEN ●", "green")]
    return {
        "type": "modal",
        "callback_id": "vote",
        "title": plain("Our view"),
        "submit": plain("Record"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": [
            asked("rating", "Urgency", {"type": "radio_buttons", "options": ratings}),
            asked("reason", "Reason", {"type": "plain_text_input", "max_length": 30}),
            asked("day", "Day (optional)", {"type": "datepicker"}, optional=True),
            asked("seats", "Seats (optional)", {"type": "checkboxes", "options": ratings}, optional=True),
            asked("who", "Who (optional)", {"type": "external_select"}, optional=True),
            {
                "type": "actions",
                "block_id": "go",
                "elements": [{"type": "button", "action_id": "deeper", "text": plain("Deeper")}],
            },
        ],
    } | more


class SampleBot:
    """Opens a form at a press, records what is sent, and keeps every body that it was given."""

    def __init__(self, slack: SlackDouble) -> None:
        self.bodies: list[Json] = []
        self.retries: list[str | None] = []
        self.triggers: list[str] = []
        self.answer: Json = {}
        self.client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        self.app = AsyncApp(
            client=self.client,
            signing_secret=slack.signing_secret,
            process_before_response=True,
        )
        self.app.command("/refer")(self._refer)
        self.app.action("vote")(self._open)
        self.app.action("deeper")(self._push)
        self.app.action("more")(self._keep)
        self.app.shortcut("refer")(self._open)
        self.app.view("vote")(self._vote)
        self.app.view_closed("vote")(self._keep)
        self.app.options("in")(self._options)
        for kind in ("app_home_opened", "member_joined_channel", "message", "channel_shared"):
            self.app.event(kind)(self._event)

    async def _keep(self, ack: AsyncAck, body: Json) -> None:
        self.bodies.append(body)
        await ack()

    async def _refer(self, ack: AsyncAck, body: Json) -> None:
        self.bodies.append(body)
        await ack(text=f"Heard {body['text']}")

    async def _open(self, ack: AsyncAck, body: Json) -> None:
        self.triggers.append(body["trigger_id"])
        await self.client.views_open(trigger_id=body["trigger_id"], view=form())
        await self._keep(ack, body)

    async def _push(self, ack: AsyncAck, body: Json) -> None:
        await self.client.views_push(trigger_id=body["trigger_id"], view=form())
        await self._keep(ack, body)

    async def _vote(self, ack: AsyncAck, body: Json) -> None:
        self.bodies.append(body)
        await ack(**self.answer)

    async def _options(self, ack: AsyncAck, body: Json) -> None:
        self.bodies.append(body)
        await ack(options=[option(f"{body['value']} Street", "s1")])

    async def _event(self, body: Json, request: Any) -> None:
        self.bodies.append(body)
        self.retries.append(request.headers.get("x-slack-retry-num", [None])[0])


@asynccontextmanager
async def over_http(slack: SlackDouble) -> AsyncIterator[SampleBot]:
    """The sample bot behind signed HTTP, in the caller's loop."""
    bot = SampleBot(slack)

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bot.app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", events)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield bot
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_socket(slack: SlackDouble) -> AsyncIterator[SampleBot]:
    """The sample bot with one Socket Mode connection."""
    bot = SampleBot(slack)
    handler = AsyncSocketModeHandler(bot.app, slack.app_token, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    slack.use_socket()
    try:
        yield bot
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
