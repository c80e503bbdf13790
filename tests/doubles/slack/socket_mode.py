"""Socket Mode: connections by one-time ticket, each envelope to exactly one of them, acks, disconnects."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.doubles.slack import limits
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.things import APP_ID


@dataclass(eq=False)
class _Connection:
    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Ack:
    """What came back for an envelope; ``payload`` None is an ack with nothing in it."""

    payload: Any


class SocketHub:
    """The app's connections, taken in turn."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._connections: list[_Connection] = []
        self._changed = asyncio.Condition()
        self.envelopes: list[Json] = []

    @property
    def connected(self) -> int:
        """How many connections the app has open."""
        return len(self._connections)

    def new_ticket(self) -> str:
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its ticket until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.connected >= limits.SOCKET_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connection = _Connection(socket, request)
        await self._welcome(connection)
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    _take_ack(connection, frame.json())
        finally:
            await self._forget(connection)
        return socket

    async def send(self, envelope: Json, seconds: float) -> Ack | None:
        """Send an envelope to one connection; its ack, or None if there was none in time.

        If the connection closes before the ack, the envelope goes to the next one, an event as a retry.
        """
        try:
            async with asyncio.timeout(seconds):
                while True:
                    connection = await self._next_connection()
                    ack = await self._ask(connection, envelope)
                    if ack is not None:
                        return ack
                    if "retry_attempt" in envelope:
                        attempt = envelope["retry_attempt"] + 1
                        envelope = envelope | {"retry_attempt": attempt, "retry_reason": "timeout"}
        except TimeoutError:
            return None

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to go, as Slack does when it moves an app elsewhere."""
        for connection in list(self._connections):
            await connection.socket.send_json({"type": "disconnect", "reason": reason})

    async def drop(self) -> None:
        """Break every connection without a word."""
        for connection in list(self._connections):
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def close(self) -> None:
        for connection in list(self._connections):
            await connection.socket.close()

    async def _welcome(self, connection: _Connection) -> None:
        async with self._changed:
            self._connections.append(connection)
            self._changed.notify_all()
        hello = {"type": "hello", "num_connections": self.connected, "connection_info": {"app_id": APP_ID}}
        await connection.socket.send_json(hello)

    async def _forget(self, connection: _Connection) -> None:
        async with self._changed:
            self._connections.remove(connection)
        for future in connection.waiting.values():
            if not future.done():
                future.set_result(None)

    async def _next_connection(self) -> _Connection:
        async with self._changed:
            await self._changed.wait_for(lambda: self._connections)
            connection = self._connections.pop(0)
            self._connections.append(connection)
            return connection

    async def _ask(self, connection: _Connection, envelope: Json) -> Ack | None:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        self.envelopes.append(envelope)
        await connection.socket.send_json(envelope)
        ack: Ack | None = await future
        return ack


def _take_ack(connection: _Connection, answer: Json) -> None:
    future = connection.waiting.pop(answer.get("envelope_id", ""), None)
    if future is not None and not future.done():
        future.set_result(Ack(answer.get("payload")))
