"""Brings what people do to the bot, by signed HTTP or Socket Mode, and waits three seconds for the answer."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from tests.doubles.slack import limits
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.signing import Signature, signature_headers
from tests.doubles.slack.socket_mode import SocketHub
from tests.doubles.slack.things import Workspace

Kind = Literal["slash_commands", "interactive", "events_api"]
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"
BAD_RESPONSE = "bad_response"


@dataclass(frozen=True)
class Retry:
    """The number and reason in the headers of an event delivered again."""

    number: int
    reason: str


@dataclass(eq=False)
class Delivery:
    """One thing brought to the bot, with what came back.

    ``failure`` is what the person sees: ``operation_timeout``, ``dispatch_failed``, ``bad_response: why``.
    """

    kind: Kind
    workspace: Workspace
    payload: Json
    body: bytes
    content_type: str
    status: int | None = None
    answer: Any = None
    headers: dict[str, str] | None = None
    failure: str | None = None
    seconds: float = 0.0
    retry: Retry | None = None

    def again(self) -> "Delivery":
        """The same, byte for byte, not yet sent."""
        return Delivery(self.kind, self.workspace, self.payload, self.body, self.content_type)


def command(workspace: Workspace, payload: Json) -> Delivery:
    return Delivery("slash_commands", workspace, payload, urlencode(payload).encode(), _FORM)


def interaction(workspace: Workspace, payload: Json) -> Delivery:
    body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
    return Delivery("interactive", workspace, payload, body, _FORM)


def event(workspace: Workspace, payload: Json) -> Delivery:
    return Delivery("events_api", workspace, payload, json.dumps(payload, ensure_ascii=False).encode(), _JSON)


class Deliverer:
    """Sends deliveries. ``signature`` says how they are signed, ``ack_seconds`` how long to wait.

    ``lose`` answers of the bot never arrive, though the bot did its work.
    """

    def __init__(self, hub: SocketHub, signing_secret: str) -> None:
        self._hub = hub
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None
        self.signature: Signature = "good"
        self.ack_seconds = limits.ACK_SECONDS
        self.lose = 0
        self.sent: list[Delivery] = []

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(trust_env=False)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, delivery: Delivery, retry: Retry | None = None) -> Delivery:
        """Deliver once and note the answer, or the failure, on the delivery."""
        self.sent.append(delivery)
        delivery.retry = retry
        started = time.monotonic()
        if delivery.workspace.transport == "socket":
            await self._by_socket(delivery)
        else:
            await self._by_http(delivery)
        delivery.seconds = time.monotonic() - started
        if self.lose and delivery.failure is None:
            self.lose -= 1
            delivery.answer, delivery.failure = None, TIMED_OUT
        return delivery

    async def _by_socket(self, delivery: Delivery) -> None:
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": delivery.kind,
            "payload": json.loads(json.dumps(delivery.payload)),
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            retry = delivery.retry or Retry(0, "")
            envelope |= {"retry_attempt": retry.number, "retry_reason": retry.reason}
        ack = await self._hub.send(envelope, self.ack_seconds)
        if ack is None:
            delivery.failure = TIMED_OUT
        else:
            delivery.status, delivery.answer = 200, ack.payload

    async def _by_http(self, delivery: Delivery) -> None:
        url = delivery.workspace.request_url
        if url is None or self._session is None:
            raise AssertionError("this workspace has no request URL: call use_http(url) or use_socket()")
        headers = {"Content-Type": delivery.content_type}
        headers |= signature_headers(self._secret, delivery.body, self.signature)
        if delivery.retry:
            headers["X-Slack-Retry-Num"] = str(delivery.retry.number)
            headers["X-Slack-Retry-Reason"] = delivery.retry.reason
        timeout = aiohttp.ClientTimeout(total=self.ack_seconds)
        try:
            async with self._session.post(
                url, data=delivery.body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                await _note(delivery, response)
        except TimeoutError:
            delivery.failure = TIMED_OUT
        except aiohttp.ClientError:
            delivery.failure = FAILED


async def _note(delivery: Delivery, response: aiohttp.ClientResponse) -> None:
    delivery.status, delivery.headers = response.status, dict(response.headers)
    text = await response.text()
    delivery.answer = text
    if response.content_type == _JSON and text:
        try:
            delivery.answer = json.loads(text)
        except ValueError:
            delivery.failure = f"{BAD_RESPONSE}: not JSON"
    if not response.ok:
        delivery.failure = FAILED
