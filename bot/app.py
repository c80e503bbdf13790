"""The running bot: the surfaces that are set, their couriers and guards, the ticking, and the order of start and stop."""

import asyncio
import signal
from collections.abc import Callable, Coroutine

from aiohttp import web
from prometheus_client import REGISTRY

from bot import logs
from bot.bindings import StoreIntake
from bot.chats import slack_surface, teams_surface
from bot.core import Core
from bot.courier import Courier
from bot.due.ticking import Ticking
from bot.front_desk import Desk
from bot.guard import ChannelGuard
from bot.interaction import SurfaceName
from bot.ports import Carrier
from bot.problems import Problem
from bot.public_door import StoredPublicDoor
from bot.reading.overview import StoredOverview
from bot.surfaces.web.api import add_api
from bot.surfaces.web.app import web_app
from bot.surfaces.web.health import add_health, metrics_app
from bot.surfaces.web.ports import DemoControls
from bot.surfaces.web.site import Hub, Site
from storage.migrate import is_current
from triage import hub as hubs

log = logs.get(__name__)

IN_HAND_SECONDS = 4
"""How long a stop waits for requests, and then for messages, that are in hand."""


class App:
    """One process of the bot. `demo` is given in the demo, and where the clock can be moved."""

    def __init__(self, core: Core, demo: DemoControls | None = None) -> None:
        self._core = core
        self._guards: dict[SurfaceName, ChannelGuard] = {}
        self.desk = Desk(
            core.store,
            core.dispatcher,
            core.hubs,
            drawing=core.drawing,
            accounts=core.accounts,
            guards=self._guards,
            onlookers=demo is not None,
        )
        self._slack = slack_surface(core, self.desk) if core.settings.slack_on else None
        self._teams = teams_surface(core, self.desk) if core.settings.teams_on else None
        carriers: list[Carrier] = [each.carrier for each in (self._slack, self._teams) if each is not None]
        self.couriers = tuple(self._courier(carrier) for carrier in carriers)
        self.due_scan = core.due_scan
        self._ticking = self._jobs()
        self._site = site(core, self.desk, demo)
        self._runners: list[web.AppRunner] = []
        self._deliveries: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to take presses and to deliver; raises `Problem`."""
        if self._slack:
            await self._slack.start()
        settings = self._core.settings
        await self._listen(self._web(), settings.host, settings.port, "PORT")
        if settings.metrics_port:
            await self._listen(metrics_app(REGISTRY), "127.0.0.1", settings.metrics_port, "METRICS_PORT")
        self._deliveries = [asyncio.create_task(courier.run()) for courier in self.couriers]
        self._ticking.start()

    async def stop(self) -> None:
        """Take nothing more, finish what is in hand, let other processes take over, close the store."""
        for runner in self._runners:
            await runner.cleanup()
        if self._slack:
            await self._slack.stop()
        await self._ticking.stop(IN_HAND_SECONDS)
        for courier in self.couriers:
            courier.stop()
        if self._deliveries:
            _, unfinished = await asyncio.wait(self._deliveries, timeout=IN_HAND_SECONDS)
            for task in unfinished:
                task.cancel()
        for surface in (self._slack, self._teams):
            if surface:
                await surface.close()
        for courier in self.couriers:
            await courier.close()
        await self.due_scan.close()
        await self._core.store.close()

    def _jobs(self) -> Ticking:
        """What happens because time passes."""
        ticking = Ticking()
        ticking.every(1, "due-scan", self._scan)
        ticking.every(60, "guards", self._look)
        ticking.every(3600, "tidy", self.due_scan.tidy)
        ticking.every(3600, "accounts", self._core.accounts.tidy)
        return ticking

    async def _scan(self) -> None:
        await self.due_scan.run_once()
        for courier in self.couriers:
            courier.wake()

    async def _look(self) -> None:
        for guard in self._guards.values():
            for hub in self._core.hubs.all():
                await guard.look(hub.forum.id)

    def _courier(self, carrier: Carrier) -> Courier:
        core = self._core
        guard = ChannelGuard(core.store, carrier, core.hubs, core.projection)
        self._guards[carrier.surface] = guard
        courier = Courier(core.store, carrier, core.drawing, guard)
        core.bell.listen(courier.wake)
        return courier

    def _web(self) -> web.Application:
        core = self._core
        app = web_app(self._site)
        add_health(app, {"database": self._answers, "migrations": self._migrated})
        token = core.settings.intake_token.get_secret_value()
        if token:
            add_api(app, StoreIntake(core.store, core.hubs, core.projection, core.bell.ring), token)
        for surface in (self._slack, self._teams):
            if surface is not None:
                app.add_routes(surface.routes())
        return app

    async def _listen(self, app: web.Application, host: str, port: int, setting: str) -> None:
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=IN_HAND_SECONDS)
        await runner.setup()
        self._runners.append(runner)
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            raise Problem(
                (f"{setting}: nothing can listen on {host} port {port}. Is another process using it?",)
            ) from None

    async def _answers(self) -> bool:
        return await self._core.store.read(lambda tx: bool(tx.forums.all()))

    async def _migrated(self) -> bool:
        return await asyncio.to_thread(is_current, self._core.settings.database_url.get_secret_value())


async def run(
    core: Core,
    ready: Callable[[], None],
    demo: DemoControls | None = None,
    alongside: Callable[[], Coroutine[None, None, None]] | None = None,
) -> None:
    """Run until SIGTERM or SIGINT. `ready` is called once presses are taken; `alongside` runs as long as they are."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    app = App(core, demo)
    others: asyncio.Task[None] | None = None
    try:
        await app.start()
        others = asyncio.create_task(alongside()) if alongside else None
        log.info("started", surfaces=[str(courier.surface) for courier in app.couriers])
        ready()
        await stop.wait()
        log.info("stopping")
    finally:
        if others:
            others.cancel()
            await asyncio.wait([others])
        await app.stop()


def site(core: Core, desk: Desk, demo: DemoControls | None) -> Site:
    """What the web pages stand on."""
    pages = {each.forum.id: _page_hub(each) for each in core.hubs.all()}
    door = StoredPublicDoor(core.store, core.hubs, core.projection, core.bell.ring)
    return Site(
        front_desk=desk,
        accounts=core.accounts,
        drafts=core.drafts,
        overview=StoredOverview(core.store, core.hubs),
        hub=pages[core.hubs.first().forum.id],
        hubs=pages,
        public=door if door.hubs() else None,
        secret=core.web_secret,
        public_url=core.settings.web_address,
        demo=demo,
    )


def _page_hub(hub: hubs.Hub) -> Hub:
    """A hub as each page names it."""
    contact = hub.profile.contact
    return Hub(
        name=hub.forum.name,
        phone=contact.hub_phone,
        emergency_phone=contact.emergency_team_phone,
        language=hub.forum.language,
        zone=hub.zone,
    )
