"""What happens because time passes: jobs scan rows that are due, so a restart or a second process repeats nothing."""

import secrets
from collections.abc import Awaitable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import logs
from bot.courier import Courier
from bot.guard import ChannelGuard
from bot.hubs import Hubs
from bot.projection import Projection
from storage.store import Store
from storage.tx import Tx
from triage.records import Clock

log = logs.get(__name__)

BATCH = 50
REMEMBER = timedelta(hours=48)


class DueScan:
    """Notes clocks that ran out, redraws what time alone changed, and forgets old deliveries."""

    def __init__(self, store: Store[Tx], hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection
        self._holder = secrets.token_urlsafe(8)

    async def run_once(self) -> None:
        """One look at what is due, by one process at a time."""
        if not await self._store.write(lambda tx: tx.leases.take("due-scan", self._holder)):
            return
        await self.scan()

    async def scan(self) -> None:
        """The look itself, for who is sure to be alone."""
        while await self._store.write(self._note_missed) == BATCH:
            pass
        await self._store.write(self._redraw)

    async def tidy(self) -> None:
        """Forget deliveries and forms that no sender repeats any more."""
        await self._store.write(lambda tx: tx.deliveries.forget(tx.now - REMEMBER))

    async def close(self) -> None:
        """Let another process take over at once."""
        await self._store.write(lambda tx: tx.leases.give_back("due-scan", self._holder))

    def _note_missed(self, tx: Tx) -> int:
        """A missed clock alerts and changes no outcome. Says how many clocks had run out."""
        self._hubs.refresh(tx)
        run_out = tx.clocks_run_out(BATCH)
        roster = self._hubs.roster(tx)
        for referral in sorted(
            {clock.referral for clock in run_out}
        ):  # in one order, so that no two scans cross
            tx.referrals.lock(referral)
            for clock in run_out:
                if clock.referral == referral:
                    self._note(tx, clock)
            self._projection.referral(tx, self._hubs.of(tx.forum_of(referral)), roster, referral)
        return len(run_out)

    def _note(self, tx: Tx, clock: Clock) -> None:
        """Note the miss of a clock, unless a press stopped it before its referral was ours."""
        if not tx.clocks.move(clock.id, only_if={"stopped_at": None, "missed_at": None}, missed_at=tx.now):
            return
        tx.audit.record(
            actor="bot",
            seat="",
            surface="",
            verb=f"clock.{clock.kind}",
            thing=clock.id,
            outcome="missed",
            referral_id=clock.referral,
        )

    def _redraw(self, tx: Tx) -> None:
        tx.messages.change_due()
        tx.messages.expire()


def schedule(
    due_scan: DueScan, couriers: tuple[Courier, ...], guards: dict[str, ChannelGuard], hubs: Hubs
) -> AsyncIOScheduler:
    """The ticking: each job only looks at rows, late or repeated ticks do no harm."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 30}
    )

    async def scan() -> None:
        await _safely("due_scan", due_scan.run_once())
        for courier in couriers:
            courier.wake()

    async def look() -> None:
        for guard in guards.values():
            for hub in hubs.all():
                await _safely("guard", guard.look(hub.forum.id))

    async def tidy() -> None:
        await _safely("tidy", due_scan.tidy())

    scheduler.add_job(scan, "interval", seconds=1, id="due-scan")
    scheduler.add_job(look, "interval", minutes=1, id="guards")
    scheduler.add_job(tidy, "interval", hours=1, id="tidy")
    return scheduler


async def _safely(job: str, work: Awaitable[object]) -> None:
    """A job that fails is logged and comes round again."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the next tick tries again; the rows are still due
        logs.failure(log, "job_failed", error, job=job)
