"""What happens because time passes: jobs scan rows that are due, so a restart or a second process repeats nothing."""

import secrets
from datetime import timedelta

from bot.due.following import Following
from bot.due.listing import make_lists, tell_of_late_meetings
from bot.due.nights import Nights
from bot.due.outages import Outages
from bot.due.reminding import Reminding
from bot.due.undelivered import Undelivered
from bot.handlers.steps.disagreements import CLOCK as DISAGREEMENT
from bot.handlers.steps.disagreements import time_ran_out
from bot.handlers.steps.holding import prepare_holding
from bot.hubs import Hubs
from bot.projection import Projection
from storage.store import Store
from storage.tx import Tx
from triage.holding import HOLDING
from triage.hub import Hub
from triage.records import Clock

BATCH = 50
REMEMBER = timedelta(hours=48)
NOTES_LIVE = timedelta(days=30)
"""How long the note of a handover is kept."""


class DueScan:
    """Notes clocks that ran out, redraws what time alone changed, and forgets old deliveries."""

    def __init__(self, store: Store[Tx], hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection
        self._outages = Outages(store, hubs, projection)
        self._undelivered = Undelivered(store, hubs, projection)
        self._nights = Nights(store, hubs, projection)
        self._following = Following(store, hubs, projection)
        self._reminding = Reminding(store, hubs, projection)
        self._holder = secrets.token_urlsafe(8)
        self._undeleted: dict[tuple[str, str], int] = {}

    async def run_once(self) -> None:
        """One look at what is due, by one process at a time."""
        if not await self._store.write(lambda tx: tx.leases.take("due-scan", self._holder)):
            return
        await self.scan()

    async def scan(self) -> None:
        """The look itself, for who is sure to be alone."""
        while await self._store.write(self._note_missed) == BATCH:
            pass
        await self._nights.note()
        await self._outages.note()
        await self._undelivered.note()
        await self._following.follow()
        await self._reminding.remind()
        await self._store.write(self._look_at_the_day)
        await self._store.write(self._redraw)

    async def tidy(self) -> None:
        """Forget deliveries and forms that no sender repeats any more."""
        await self._store.write(lambda tx: tx.deliveries.forget(tx.now - REMEMBER))
        await self._store.write(lambda tx: tx.forget_handovers(tx.now - NOTES_LIVE))

    async def close(self) -> None:
        """Let another process take over at once."""
        await self._store.write(lambda tx: tx.leases.give_back("due-scan", self._holder))

    def _look_at_the_day(self, tx: Tx) -> None:
        make_lists(tx, self._hubs, self._projection)
        tell_of_late_meetings(tx, self._hubs, self._projection)

    def _note_missed(self, tx: Tx) -> int:
        """A missed clock alerts and changes no outcome. Says how many clocks had run out."""
        self._hubs.refresh(tx)
        run_out = tx.clocks_run_out(BATCH)
        roster = self._hubs.roster(tx)
        for referral in sorted(
            {clock.referral for clock in run_out}
        ):  # in one order, so that no two scans cross
            tx.referrals.lock(referral)
            hub = self._hubs.of(tx.forum_of(referral))
            for clock in run_out:
                if clock.referral == referral:
                    self._note(tx, hub, clock)
            self._projection.referral(tx, hub, roster, referral)
        return len(run_out)

    def _note(self, tx: Tx, hub: Hub, clock: Clock) -> None:
        """Note the miss of a clock, unless a press stopped it before its referral was ours.

        The clock of a holding reply is no promise: it says when the reply is to be prepared.
        """
        if clock.kind == HOLDING:
            case = tx.case(clock.referral, hub.profile)
            if case is not None:
                prepare_holding(tx, case)
            return
        if not tx.clocks.move(clock.id, only_if={"stopped_at": None, "missed_at": None}, missed_at=tx.now):
            return
        if clock.kind == DISAGREEMENT:
            time_ran_out(tx, hub, self._hubs.roster(tx), clock)
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
        self._tell_undeleted(tx)

    def _tell_undeleted(self, tx: Tx) -> None:
        """Tell the administrators of posts that could not be deleted, and that they are gone after all."""
        undeleted = tx.messages.undeleted()
        if undeleted == self._undeleted:
            return
        changed = undeleted.items() ^ self._undeleted.items()
        self._undeleted = undeleted
        for forum in sorted({forum for (forum, _surface), _count in changed}):
            self._projection.desk(tx, self._hubs.of(forum), self._hubs.roster(tx))
