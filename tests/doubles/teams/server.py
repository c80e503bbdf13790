"""The double as a whole: starts and stops it, builds its world, brings activities to the bot."""

import asyncio
import threading
import time
import uuid
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

from tests.doubles.teams import activities, http, limits
from tests.doubles.teams.answers import AppUnreachable, accepted
from tests.doubles.teams.keys import KeyRing
from tests.doubles.teams.limits import Fault, RateCounter
from tests.doubles.teams.login import Login
from tests.doubles.teams.people import User, refreshing, shown
from tests.doubles.teams.record import Call, Delivery, Record, Sighting
from tests.doubles.teams.world import Chat, Json, Message, Team, Tenant, opaque

T = TypeVar("T")


class TeamsDouble:
    """Teams for one bot, on 127.0.0.1 in a thread of its own. Use it as a context manager.

    Tell the bot `service_url`, `metadata_url` and `login_url`, and tell the double the bot's `bot_url`.
    With `local` nothing is signed and no token is asked for. `home` is the tenant that the app belongs to.
    `problems` collects what was wrong with messages; `enforce_rates` answers 429 over the limits.
    """

    def __init__(self, *, local: bool = False, home: str = "Hub") -> None:
        self.app_id = str(uuid.uuid4())
        self.app_password = uuid.uuid4().hex
        self.local = local
        self.bot_url = ""
        self.home = Tenant(str(uuid.uuid4()), home)
        self.tenants = [self.home]
        self.groups: list[Chat] = []
        self.keys = KeyRing()
        self.login = Login(self)
        self.record = Record()
        self.rates = RateCounter()
        self.enforce_rates = False
        self.members_per_page = limits.PAGE_MAXIMUM
        self.faults: list[Fault] = []
        self.problems: list[str] = []
        self.base_url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="teams-double", daemon=True)
        self._changed = asyncio.Condition()
        self._background: set[asyncio.Task[None]] = set()

    # --- start and stop ---

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait_for(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait_for(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=limits.INVOKE_SECONDS))
        self._runner = web.AppRunner(http.application(self), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _stop(self) -> None:
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._session.close()
        await self._runner.cleanup()

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _over_there(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    # --- addresses ---

    @property
    def service_url(self) -> str:
        """Where the bot posts; it comes with every activity."""
        return f"{self.base_url}{http.CONNECTOR}/"

    @property
    def metadata_url(self) -> str:
        """The OpenID metadata that leads to the keys which sign deliveries."""
        return f"{self.base_url}/openid"

    @property
    def login_url(self) -> str:
        """Stands for https://login.microsoftonline.com."""
        return f"{self.base_url}/login"

    @property
    def token_url(self) -> str:
        """Where the app gets its token."""
        return f"{self.login_url}/{self.home.id}/oauth2/v2.0/token"

    # --- the world ---

    def tenant(self, name: str) -> Tenant:
        """Another organisation."""
        tenant = Tenant(str(uuid.uuid4()), name)
        self.tenants.append(tenant)
        return tenant

    def user(
        self, name: str, tenant: Tenant | None = None, *, guest: bool = False, installed: bool = True
    ) -> User:
        """Somebody in a tenant; `installed` says whether they have the app, and so a chat with the bot."""
        user = User(self, tenant or self.home, name, guest=guest, installed=installed)
        user.tenant.people.append(user)
        return user

    def group(self, name: str, members: list[User]) -> Chat:
        """A group chat with the bot in it."""
        chat = Chat(
            id=f"19:{opaque('group', uuid.uuid4().hex)}@thread.v2",
            kind="groupChat",
            tenant=members[0].tenant,
            name=name,
            own_members=list(members),
        )
        self.groups.append(chat)
        return chat

    @property
    def people(self) -> list[User]:
        """Everybody in every tenant."""
        return [user for tenant in self.tenants for user in tenant.people]

    def person(self, wanted: str | None) -> User | None:
        """Who has this id, the bot's own or the directory's?"""
        return next((user for user in self.people if wanted in (user.mri, user.object_id)), None)

    @property
    def chats(self) -> dict[str, Chat]:
        """Every conversation by its id."""
        channels = [chat for tenant in self.tenants for team in tenant.teams for chat in team.channels]
        return {chat.id: chat for chat in [*(user.chat for user in self.people), *self.groups, *channels]}

    # --- what happens to the app and to membership; the bot is told ---

    async def install(self, where: User | Team | Chat, by: User | None = None) -> None:
        """Install the app for a person, in a team, in a group or private channel."""
        chat, actor = self._set_installed(where, by, installed=True)
        await self._tell(activities.installation(actor, chat, added=True))
        bot = [activities.bot_account(self.app_id)]
        await self._tell(activities.members_changed(actor, chat, bot, added=True))

    async def uninstall(self, where: User | Team | Chat, by: User | None = None) -> None:
        """Take the app away."""
        chat, actor = self._set_installed(where, by, installed=False)
        await self._tell(activities.installation(actor, chat, added=False))
        bot = [activities.bot_account(self.app_id)]
        await self._tell(activities.members_changed(actor, chat, bot, added=False))

    def _set_installed(
        self, where: User | Team | Chat, by: User | None, *, installed: bool
    ) -> tuple[Chat, User]:
        if isinstance(where, Team):
            where.installed = installed
            chat = where.channels[0]
        else:
            chat = where.chat if isinstance(where, User) else where
            chat.app_added = installed
        return chat, by or chat.members[0]

    async def join(self, user: User, where: Team | Chat, by: User | None = None) -> None:
        """Add somebody to a team, a group or a channel with its own members."""
        chat, members = _roster(where)
        members.append(user)
        account = [{"id": user.mri, "aadObjectId": user.object_id}]
        await self._tell(activities.members_changed(by or members[0], chat, account, added=True))

    async def leave(self, user: User, where: Team | Chat, by: User | None = None) -> None:
        """Take somebody out."""
        chat, members = _roster(where)
        members.remove(user)
        account = [{"id": user.mri, "aadObjectId": user.object_id}]
        await self._tell(activities.members_changed(by or user, chat, account, added=False))

    async def _tell(self, event: Json) -> None:
        accepted(await self.deliver(event))

    # --- deliveries to the bot ---

    async def deliver(self, activity: Json, flaw: str | None = None) -> Delivery:
        """Bring an activity to the bot, with good credentials or with one of `FLAWS`."""
        return await self._over_there(self._deliver(activity, flaw))

    async def redeliver(self, activity: Json) -> Delivery:
        """Bring the same activity again, as Teams does when the first answer was late."""
        return await self.deliver(activity)

    async def resend(self, activity: Json) -> Delivery:
        """Bring the same invoke again under a new id, as clients may do."""
        return await self.deliver(activity | {"id": f"f:{uuid.uuid4()}"})

    async def _deliver(self, activity: Json, flaw: str | None = None) -> Delivery:
        headers = {}
        signed = self.keys.authorization(self.app_id, activity["serviceUrl"], flaw)
        if signed is not None and not (self.local and flaw is None):
            headers["Authorization"] = signed
        started = time.monotonic()
        try:
            async with self._session.post(self.bot_url, json=activity, headers=headers) as answer:
                body = await answer.read()
                delivery = Delivery(activity, answer.status, body, time.monotonic() - started)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise AppUnreachable(f"no answer to {activity['type']}: {type(error).__name__}") from error
        self.record.deliveries.append(delivery)
        await self._notify()
        return delivery

    def refresh_viewers(self, message: Message) -> None:
        """Let the clients of those whom a card names ask for their own view, as after a post or an edit."""
        refresh = message.card.get("refresh")
        if not refresh:
            return
        members = message.chat.members
        named = refresh.get("userIds")
        if named is None:
            viewers = members if len(members) <= limits.REFRESH_USERS else []
        else:
            viewers = [user for user in members if user.mri in named]
        for user in viewers:
            task = self._loop.create_task(self._refresh(user, message))
            self._background.add(task)
            task.add_done_callback(self._background.discard)

    async def _refresh(self, user: User, message: Message) -> None:
        version = len(message.versions)
        try:
            delivery = await self._deliver(refreshing(user, message, "automatic"))
            if version == len(message.versions):
                shown(user, message, delivery)
        except AssertionError as error:
            self.problems.append(f"refresh for {user.name}: {error}")

    # --- asking and arranging ---

    def fail_next(self, operation: str, status: int = 0, **details: Any) -> Fault:
        """Let the next calls of a kind (`send`, `update`, `token`, ... or `any`) go wrong; see `Fault`."""
        fault = Fault(operation, status, **details)
        self.faults.append(fault)
        return fault

    def search(self, word: str) -> list[Sighting]:
        """Every place where the bot let a word out."""
        return self.record.search(word)

    async def until(self, is_so: Callable[[], T], within: float = 5.0) -> T:
        """Wait until something is so, looking after each call, and return it; fails after so many seconds.

        An AssertionError in `is_so`, as from `chat.showing`, means not yet.
        """
        return await self._over_there(self._until(is_so, within))

    async def quiet(self) -> None:
        """Wait until the clients have refreshed the cards; what went wrong is then in `problems`."""
        await self._over_there(self._refreshed())

    async def _refreshed(self) -> None:
        while self._background:
            await asyncio.gather(*self._background)

    async def _until(self, is_so: Callable[[], T], within: float) -> T:
        reason = "it is not so"
        try:
            async with asyncio.timeout(within), self._changed:
                while True:
                    try:
                        found = is_so()
                    except AssertionError as not_yet:
                        reason = str(not_yet)
                    else:
                        if found:
                            return found
                    await self._changed.wait()
        except TimeoutError:
            calls = [f"{call.operation} {call.status}" for call in self.record.calls[-10:]]
            raise AssertionError(f"after {within:g} s {reason}; the last calls were {calls}") from None

    def note(self, call: Call) -> None:
        """Keep a call of the bot, and let those look who wait."""
        self.record.calls.append(call)
        task = self._loop.create_task(self._notify())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _roster(where: Team | Chat) -> tuple[Chat, list[User]]:
    if isinstance(where, Team):
        return where.channels[0], where.members
    return where, where.own_members
