"""The Slack double: one server in a thread and event loop of its own, and the way to drive it."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Literal, Self, TypeVar

from aiohttp import web

from tests.doubles.slack import delivery, limits
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.clock import SlackClock
from tests.doubles.slack.delivery import FAILED, TIMED_OUT, Deliverer, Delivery, Retry
from tests.doubles.slack.faults import Faults
from tests.doubles.slack.payloads import Payloads
from tests.doubles.slack.person import Person
from tests.doubles.slack.rates import Rates
from tests.doubles.slack.recorder import Recorder
from tests.doubles.slack.response_urls import ResponseUrls
from tests.doubles.slack.signing import Signature
from tests.doubles.slack.socket_mode import SocketHub
from tests.doubles.slack.things import Account, Channel, Workspace
from tests.doubles.slack.web_api import WebApi
from tests.doubles.slack.world import World

T = TypeVar("T")
Guest = Literal["single-channel", "multi-channel"]
_START_SECONDS = 10.0
_LOOK_EVERY = 0.005
_RETRY_REASONS = {TIMED_OUT: "http_timeout", FAILED: "http_error"}


class SlackDouble:
    """A Slack with one workspace (more can be added) in which the app under test is installed.

    ``with SlackDouble() as slack:`` or ``async with``; the bot may run in the test's own loop. Give the bot
    ``api_url``, ``bot_token``, ``signing_secret`` and, for Socket Mode, ``app_token``; then call
    ``use_http(url)`` or ``use_socket()``.
    """

    def __init__(self, name: str = "Hub") -> None:
        self.clock = SlackClock()
        self.world = World(self.clock)
        self.recorder = Recorder()
        self.rates = Rates()
        self.socket = SocketHub()
        self.signing_secret = "signing secret of the double"
        self.deliverer = Deliverer(self.socket, self.signing_secret)
        self.faults = Faults(self._call_soon)
        self._web_api = WebApi(self.world, self.recorder, self.rates, self.faults, self.socket)
        self.workspace = self.world.add_workspace(name)
        self._people: dict[str, Person] = {}
        self._retries: list[tuple[float, Delivery, Retry]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="slack-double", daemon=True)
        self._ready = threading.Event()
        self._stopping = asyncio.Event()
        self.url = ""

    # start and stop

    def start(self) -> Self:
        """Listen on a free port of 127.0.0.1."""
        self._thread.start()
        if not self._ready.wait(_START_SECONDS):
            raise AssertionError("the Slack double did not start")
        self.payloads = Payloads(self.world, self.url)
        return self

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._call_soon(self._stopping.set)
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return self.start()

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.stop)

    # what the bot needs

    @property
    def api_url(self) -> str:
        """The base URL for a Web API client."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The bot token in the first workspace."""
        return self.workspace.bot_token

    @property
    def app_token(self) -> str:
        """The token that opens Socket Mode connections."""
        return self._web_api.app_token

    def use_http(self, url: str, workspace: Workspace | None = None) -> None:
        """Deliver to the bot by signed HTTP."""
        where = workspace or self.workspace
        where.transport, where.request_url = "http", url

    def use_socket(self, workspace: Workspace | None = None) -> None:
        """Deliver to the bot over the connections that it opens."""
        (workspace or self.workspace).transport = "socket"

    # the world

    def add_workspace(self, name: str) -> Workspace:
        """Another workspace in which the app is installed, with a token of its own."""
        return self.world.add_workspace(name)

    def add_user(
        self, name: str, *, team_id: str | None = None, guest: Guest | None = None, deleted: bool = False
    ) -> Person:
        """A person; ``team_id`` may be a workspace that the double does not otherwise know."""
        account = Account(
            self.world.new_id("U"),
            team_id or self.workspace.team_id,
            name,
            is_restricted=guest is not None,
            is_ultra_restricted=guest == "single-channel",
            deleted=deleted,
        )
        self.world.accounts[account.id] = account
        return self.user(account.id)

    def user(self, user_id: str) -> Person:
        """The person with that id."""
        return self._people.setdefault(user_id, Person(self, self.world.accounts[user_id]))

    def add_bot(self, name: str, workspace: Workspace | None = None) -> Account:
        """Another app's bot."""
        return self.world.add_bot((workspace or self.workspace).team_id, name)

    def add_channel(
        self,
        name: str,
        *members: Person | Account,
        private: bool = True,
        with_bot: bool = True,
        workspace: Workspace | None = None,
    ) -> Channel:
        """A channel with these members, and the bot unless ``with_bot`` is False."""
        where = workspace or self.workspace
        ids = [where.bot_user_id] if with_bot else []
        return self.world.add_channel(where, name, ids + [each.id for each in members], private=private)

    async def join(self, channel: Channel, member: Person | Account) -> Delivery:
        """Add a member (a person or an app) and tell the bot."""
        channel.members.append(member.id)
        return await self._membership("member_joined_channel", channel, member.id)

    async def leave(self, channel: Channel, member: Person | Account) -> Delivery:
        """Take a member out and tell the bot."""
        channel.members.remove(member.id)
        return await self._membership("member_left_channel", channel, member.id)

    async def share(self, channel: Channel, team_id: str) -> Delivery:
        """Share a channel with another organisation and tell the bot."""
        channel.shared_team_ids.append(team_id)
        event = {"type": "channel_shared", "connected_team_id": team_id, "channel": channel.id}
        return await self.send_event(event, self._host(channel))

    async def archive(self, channel: Channel) -> Delivery:
        """Archive a channel and tell the bot."""
        channel.is_archived = True
        kind = "group_archive" if channel.is_private else "channel_archive"
        event = {"type": kind, "channel": channel.id, "user": channel.members[-1]}
        return await self.send_event(event, self._host(channel))

    def make_public(self, channel: Channel) -> None:
        """Turn a private channel public; Slack sends no event that names this."""
        channel.is_private = False

    # deliveries

    async def send_event(self, event: Json, workspace: Workspace | None = None) -> Delivery:
        """Deliver an event; if it fails it is delivered again as ``advance`` passes its times."""
        where = workspace or self.workspace
        return await self.run(self._send_event(delivery.event(where, self.payloads.event(where, event))))

    async def redeliver(self, sent: Delivery, retry: Retry | None = None) -> Delivery:
        """Deliver the same again, byte for byte, freshly signed; the answer changes nobody's screen."""
        return await self.run(self.deliver(sent.again(), retry))

    async def advance(self, seconds: float) -> list[Delivery]:
        """Move the double's clock on, and deliver again the events that are due for it."""
        self.clock.advance(seconds)
        return await self.run(self._run_retries())

    async def verify_url(self) -> bool:
        """Ask as Slack does when a request URL is set; whether the bot answered the challenge."""
        challenge = {"type": "url_verification", "token": "deprecated", "challenge": "a challenge"}
        sent = await self.run(self.deliver(delivery.event(self.workspace, challenge)))
        return sent.answer in ({"challenge": "a challenge"}, "a challenge")

    async def ssl_check(self) -> Delivery:
        """The check of a request URL that Slack makes from time to time, without a signature."""
        with self.signing("missing"):
            payload = {"ssl_check": "1", "token": "deprecated"}
            return await self.run(self.deliver(delivery.command(self.workspace, payload)))

    @contextmanager
    def signing(self, signature: Signature) -> Iterator[None]:
        """Sign what is delivered meanwhile like this: good, bad, stale or missing."""
        before, self.deliverer.signature = self.deliverer.signature, signature
        try:
            yield
        finally:
            self.deliverer.signature = before

    def lose_answers(self, count: int = 1) -> None:
        """Lose the bot's next answers on the way back; it has done its work, the person sees a time-out."""
        self.deliverer.lose = count

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the app's Socket Mode connections to go."""
        await self.run(self.socket.disconnect(reason))

    async def drop_connections(self) -> None:
        """Break the app's Socket Mode connections."""
        await self.run(self.socket.drop())

    # waiting and running

    async def until(self, true: Callable[[], Any], seconds: float = 5.0) -> None:
        """Wait for something the bot does by itself; AssertionError if it does not in time."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"did not happen in {seconds} s")
            await asyncio.sleep(_LOOK_EVERY)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await something in the double's own loop, from any other."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def deliver(self, fresh: Delivery, retry: Retry | None = None) -> Delivery:
        """Deliver once; to be called in the double's own loop."""
        sent = await self.deliverer.send(fresh, retry)
        kind = sent.payload.get("type", sent.kind)
        self.recorder.note_answer(kind, sent.answer, self.clock.now(), sent.workspace.team_id)
        return sent

    async def _send_event(self, fresh: Delivery) -> Delivery:
        sent = await self.deliver(fresh)
        no_retry = (sent.headers or {}).get("X-Slack-No-Retry") == "1"
        if sent.failure and (sent.failure == TIMED_OUT or not no_retry):
            self.recorder.failures.append(f"{sent.kind}: {sent.failure}")
            self._plan_retry(sent, 1)
        return sent

    def _plan_retry(self, failed: Delivery, number: int) -> None:
        if number <= len(limits.EVENT_RETRY_SECONDS):
            due = self.clock.now() + limits.EVENT_RETRY_SECONDS[number - 1]
            retry = Retry(number, _RETRY_REASONS.get(failed.failure or "", "unknown_error"))
            self._retries.append((due, failed.again(), retry))

    async def _run_retries(self) -> list[Delivery]:
        due = [each for each in self._retries if each[0] <= self.clock.now()]
        self._retries = [each for each in self._retries if each not in due]
        done = []
        for _, fresh, retry in due:
            done.append(await self.deliver(fresh, retry))
            if fresh.failure:
                self._plan_retry(fresh, retry.number + 1)
        return done

    async def _membership(self, kind: str, channel: Channel, user_id: str) -> Delivery:
        channel_type = "G" if channel.is_private else "C"
        event = {"type": kind, "user": user_id, "channel": channel.id, "channel_type": channel_type}
        return await self.send_event(event | {"team": channel.team_id}, self._host(channel))

    def _host(self, channel: Channel) -> Workspace:
        return self.world.workspaces[channel.team_id]

    def _call_soon(self, work: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(work)

    def _serve(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._listen())

    async def _listen(self) -> None:
        app = web.Application()
        responses = ResponseUrls(self.world, self.recorder)
        app.router.add_route("*", "/api/{method}", self._web_api.handle)
        app.router.add_post("/response/{key}", responses.handle)
        app.router.add_get("/socket", self.socket.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        await self.deliverer.start()
        self._ready.set()
        await self._stopping.wait()
        await self.socket.close()
        await self.deliverer.close()
        await runner.cleanup()
