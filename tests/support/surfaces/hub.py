"""The whole bot, running, with people before Slack, Teams and the web: the real composition on a real port.

Only the clock is moved by the test, and the two platforms are doubles. `settle` waits until all that follows from what
was done is on everybody's screen.
"""

import asyncio
import functools
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import insert

import bot.surfaces.teams.app
import bot.surfaces.teams.settings
from bot.app import App
from bot.clock import MovableClock
from bot.core import Core, open_core
from bot.interaction import SurfaceName
from bot.settings import Settings
from bot.surfaces.slack.app import PATH
from storage.audit import REST, AuditEntry
from storage.messages import Message
from storage.people import ROSTER
from storage.tables import identity
from storage.tx import Tx
from tests.doubles.slack import Channel, SlackDouble
from tests.doubles.teams import Chat, MsalTransport, TeamsDouble
from tests.support.desk import MASTER_KEY
from tests.support.people import FORUM, REFERRERS, STAFF, invent
from tests.support.surfaces.slack import SlackTeller
from tests.support.surfaces.teams import TeamsTeller
from tests.support.surfaces.teller import Teller
from tests.support.surfaces.web import WebTeller
from triage.case import Case
from triage.roster import LinkedIdentity

World = Literal["web", "slack-http", "slack-socket", "teams", "mixed"]
MONDAY_9_12 = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
OUTSIDE_THE_CHANNEL = frozenset({*(person for person, *_ in REFERRERS), "auditor-1", "admin-1"})
ROUND = ("slack", "teams", "web")
"""In the mixed world each next person is at the next surface."""

_LOOK_EVERY = 0.004
_PATIENCE = 20.0


@dataclass
class RunningHub:
    """One hub with its bot and its people."""

    world: World
    core: Core
    app: App
    clock: MovableClock
    stack: AsyncExitStack
    slack: SlackDouble | None = None
    slack_channel: Channel | None = None
    teams: TeamsDouble | None = None
    teams_channel: Chat | None = None
    at_surface: dict[str, str] = field(default_factory=dict)
    tellers: dict[str, Teller] = field(default_factory=dict)
    settles: bool = True

    @property
    def address(self) -> str:
        return self.core.settings.web_address

    def __getitem__(self, person: str) -> Teller:
        """Somebody whose screen is open already."""
        return self.tellers[person]

    async def people(self, *ids: str) -> tuple[Teller, ...]:
        """People at their screens, each at their own surface; those on the web sign in."""
        return tuple([await self.person(each) for each in ids])

    async def person(self, person: str, surface: str = "") -> Teller:
        """Somebody at their own surface, or at the one that is named."""
        where = surface or self.at_surface[person]
        key = f"{person}@{surface}" if surface else person
        if key not in self.tellers:
            self.tellers[key] = await self._opened(person, where)
        return self.tellers[key]

    async def settle(self) -> None:
        """Wait until every message that can be delivered is, and App Home and private lines are shown."""
        if not self.settles:
            return
        deadline = asyncio.get_running_loop().time() + _PATIENCE
        while await self._is_busy():
            assert asyncio.get_running_loop().time() < deadline, await self.undelivered()
            await asyncio.sleep(_LOOK_EVERY)
        if self.app._slack is not None:
            await self.app._slack.settled()

    @asynccontextmanager
    async def in_one_go(self) -> AsyncIterator[None]:
        """Many things are done without a look at the screens in between."""
        self.settles = False
        yield
        self.settles = True
        await self.settle()

    async def undelivered(self) -> list[str]:
        """The messages that differ from what they should show, whether or not they are tried now."""

        def differing(tx: Tx) -> list[str]:
            people = ["channel", *self.core.hubs.roster(tx).people]
            rows = [row for who in people for row in _rows(tx, who)]
            late = [row for row in rows if row.surface != "web" and row.shown_revision < row.wanted_revision]
            return [f"{row.surface} {row.card} to {row.audience}: {row.last_reason}" for row in late]

        return await self.core.store.read(differing)

    async def move_clock(self, **span: float) -> datetime:
        """Time passes, and all that falls due on the way happens."""
        now = self.clock.move(timedelta(**span))
        await self.app.due_scan.run_once()
        for courier in self.app.couriers:
            courier.wake()
        await self.settle()
        return now

    async def looks_at_guards(self) -> None:
        """What happens each minute: the bot looks at who is in its channels."""
        for guard in self.app._guards.values():
            await guard.look(FORUM)
        await self.settle()

    async def clock_shows(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Go on to this time of the day, or of a later day (winter time)."""
        now = self.clock.now()
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)
        await self.move_clock(seconds=(then - now).total_seconds())

    async def case(self, reference: str) -> Case:
        """A referral as it is kept."""

        def find(tx: Tx) -> Case | None:
            referral = tx.referrals.by_reference(reference)
            return tx.case(referral, self.core.hubs.of(FORUM).profile) if referral else None

        found = await self.core.store.read(find)
        assert found is not None, f"no {reference}"
        return found

    async def audit(self, reference: str = "") -> tuple[AuditEntry, ...]:
        """The record of one referral, or of what belongs to none."""
        chain = (await self.case(reference)).referral.id if reference else REST
        return await self.core.store.read(lambda tx: tx.audit.entries(chain))

    async def audit_is_whole(self) -> None:
        """Every chain of the record holds, against its own head."""
        found = await self.core.store.read(
            lambda tx: [
                wrong for chain, head in tx.audit.heads().items() for wrong in tx.audit.problems(chain, head)
            ]
        )
        assert found == []

    async def change(self, change: Callable[[Tx], object]) -> None:
        """Change what the bot is told from outside the stories, as the command line does."""
        await self.core.store.write(change)
        await self.settle()

    async def _is_busy(self) -> bool:
        def waiting(tx: Tx) -> bool:
            surfaces = [courier.surface for courier in self.app.couriers]
            return any(tx.messages.any_out_of_date(surface) for surface in surfaces)

        return await self.core.store.read(waiting)

    async def _opened(self, person: str, surface: str) -> Teller:
        if surface == "slack":
            assert self.slack is not None
            assert self.app._slack is not None
            user = self.slack.user(_slack_id(self.slack, person))
            return SlackTeller(person, user, self.slack_channel, self.settle, self.app._slack.settled)
        if surface == "teams":
            assert self.teams is not None
            chosen = next(each for each in self.teams.people if each.name == person)
            return TeamsTeller(person, chosen, self.teams_channel, self.settle)
        web = await self.stack.enter_async_context(WebTeller(person, self.address, self.settle))
        await web.signs_in(f"/sign-in/{await self.core.accounts.sign_in_link(person)}")
        return web


@asynccontextmanager
async def running_hub(
    world: World,
    store_url: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    start: datetime = MONDAY_9_12,
    **settings: str,
) -> AsyncIterator[RunningHub]:
    """The bot before the surfaces of this world, on the store at `store_url`, whose tables exist."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackDouble()) if world not in ("web", "teams") else None
        teams = stack.enter_context(TeamsDouble()) if world in ("teams", "mixed") else None
        told = _slack_settings(slack, world) | _teams_settings(teams, monkeypatch)
        people = [person for person, *_ in STAFF] + [person for person, *_ in REFERRERS] + _seat_people()
        at_surface = {person: _surface(world, number) for number, person in enumerate(people)}
        slack_channel = _slack_channel(slack, at_surface) if slack else None
        teams_channel = _teams_channel(teams, at_surface) if teams else None
        clock = MovableClock(start, runs=False)
        known: dict[str, Any] = {
            "database_url": store_url,
            "master_key": MASTER_KEY,
            "port": _free_port(),
            "slack_channel": slack_channel.id if slack_channel else "",
            "teams_channel": teams_channel.id if teams_channel else "",
        }
        core = await asyncio.to_thread(open_core, Settings(**(told | known | settings)), clock)
        await core.store.write(lambda tx: _fill_roster(tx, core, at_surface, slack, teams))
        app = App(core)
        stack.push_async_callback(app.stop)
        await app.start()
        hub = RunningHub(
            world, core, app, clock, stack, slack, slack_channel, teams, teams_channel, at_surface
        )
        if slack:
            slack.use_http(f"{hub.address}{PATH}") if world != "slack-socket" else slack.use_socket()
        if teams and teams_channel:
            teams.bot_url = f"{hub.address}/api/messages"
            await teams.install(teams_channel)
        yield hub


def _surface(world: World, number: int) -> str:
    if world == "mixed":
        return ROUND[(number + number // len(ROUND)) % len(ROUND)]
    return world.partition("-")[0]


def _slack_settings(slack: SlackDouble | None, world: World) -> dict[str, str]:
    if slack is None:
        return {}
    way_in = (
        {"slack_app_token": slack.app_token}
        if world == "slack-socket"
        else {"slack_signing_secret": slack.signing_secret}
    )
    return {"slack_bot_token": slack.bot_token, "slack_api_url": slack.api_url, **way_in}


def _teams_settings(teams: TeamsDouble | None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Credentials; and Microsoft's own addresses, which no deployment can set, lead to the double."""
    if teams is None:
        return {}
    settings, app = bot.surfaces.teams.settings, bot.surfaces.teams.app
    ours: dict[str, Any] = {"service_hosts": frozenset({"127.0.0.1"}), "metadata_url": teams.metadata_url}
    monkeypatch.setattr(settings, "TeamsSettings", functools.partial(settings.TeamsSettings, **ours))
    login = MsalTransport(teams.login_url)
    monkeypatch.setattr(app, "TeamsSurface", functools.partial(app.TeamsSurface, login=login))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return {
        "teams_app_id": teams.app_id,
        "teams_app_password": teams.app_password,
        "teams_tenant_id": teams.home.id,
    }


def _slack_channel(slack: SlackDouble, at_surface: dict[str, str]) -> Channel:
    users = {person: slack.add_user(person) for person, where in at_surface.items() if where == "slack"}
    return slack.add_channel("mash-hub", *(user for person, user in users.items() if _is_inside(person)))


def _teams_channel(teams: TeamsDouble, at_surface: dict[str, str]) -> Chat:
    users = {person: teams.user(person) for person, where in at_surface.items() if where == "teams"}
    inside = [user for person, user in users.items() if _is_inside(person)]
    return teams.home.team("MASH", inside).channel("Hub", "private", inside)


def _is_inside(person: str) -> bool:
    return person not in OUTSIDE_THE_CHANNEL


def _fill_roster(
    tx: Tx, core: Core, at_surface: dict[str, str], slack: SlackDouble | None, teams: TeamsDouble | None
) -> None:
    """Everybody with an account on the web and at their chat; people of a store that was copied are there already."""
    if not tx.people.roster().people:
        invent(tx, core.hubs.of(FORUM).profile)
    accounts = [LinkedIdentity(SurfaceName.WEB, "", person, person) for person in at_surface]
    accounts += _in_chat(at_surface, slack, teams)
    tx.connection.execute(insert(identity), [asdict(account) for account in accounts])
    tx.revisions.move(ROSTER)


def _in_chat(
    at_surface: dict[str, str], slack: SlackDouble | None, teams: TeamsDouble | None
) -> Iterator[LinkedIdentity]:
    for person, where in at_surface.items():
        if where == "slack" and slack:
            yield LinkedIdentity(SurfaceName.SLACK, slack.workspace.team_id, _slack_id(slack, person), person)
        if where == "teams" and teams:
            user = next(each for each in teams.people if each.name == person)
            yield LinkedIdentity(SurfaceName.TEAMS, user.tenant.id, user.object_id, person)


def _slack_id(slack: SlackDouble, person: str) -> str:
    return next(account.id for account in slack.world.accounts.values() if account.name == person)


def _seat_people() -> list[str]:
    seats = "police social_work housing probation health mental_health youth_support education dv_nurse adults caf womens_aid"
    return [f"{seat}-{which}" for seat in seats.split() for which in ("1", "2", "lead")]


def _rows(tx: Tx, audience: str) -> tuple[Message, ...]:
    if audience == "channel":
        return tuple(row for surface in SurfaceName for row in tx.messages.in_channel(FORUM, surface))
    return tx.messages.to_person(audience)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
