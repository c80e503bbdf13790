"""The hub's nights: what arrives or becomes urgent while it is closed is noted, and waits to be picked up when it opens.

Rows are noted by looking, not by the press, so that a referral by file, by the API or while the bot was down is not
forgotten. What was left urgent at closing goes on to the night too. An item is picked up by whoever opens it from the
desk's card, or opens it to screen it after the opening; it stays on that card until it is screened.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.hubs import Hubs
from bot.projection import Projection
from bot.projection.nights import settled
from storage.ids import new_id
from storage.store import Store
from storage.tx import Tx
from triage.case import Case
from triage.clocks import due
from triage.hub import Hub
from triage.lifecycle import OPEN
from triage.nights import night, who_has
from triage.records import Clock, NightItem, Screening

PICK_UP = "handover"
Waiting = dict[str, Screening | None]
"""Items of nights, each with who has it; and what the last night settled, which nobody need have."""


class Nights:
    """Looks at what the night brought."""

    def __init__(self, store: Store[Tx], hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection
        self._waiting: dict[str, Waiting] = {}
        """What waited at the last look and who had it, by hub: when that changes the desk's card does."""
        self._passed_on: dict[str, datetime] = {}
        """The closing after which what was left urgent was last looked for, by hub: once for each night is enough."""

    async def note(self) -> None:
        """One look at every hub."""
        new, waiting, closings = await self._store.read(self._look)
        for referral in new:
            await self._store.write(partial(self._note, referral))
        self._passed_on |= closings
        for forum, ids in waiting.items():
            if new or self._waiting.get(forum) != ids:
                self._waiting[forum] = await self._store.write(partial(self._at_the_desk, forum))

    def _look(self, tx: Tx) -> tuple[tuple[str, ...], dict[str, Waiting], dict[str, datetime]]:
        """What is to be noted; what waits, and the last closing, by hub."""
        self._hubs.refresh(tx)
        new: list[str] = []
        waiting: dict[str, Waiting] = {}
        closings: dict[str, datetime] = {}
        for hub in self._hubs.all():
            closed_at, opens_at = night(hub, tx.now)
            alerting = tuple(level.id for level in hub.profile.levels if level.alerts)
            new += tx.not_noted(hub.forum.id, closed_at, opens_at, alerting)
            if tx.now < opens_at and self._passed_on.get(hub.forum.id) != closed_at:
                new += _left(tx, hub, alerting)
            closings[hub.forum.id] = closed_at
            waiting[hub.forum.id] = _waiting(tx, hub, tx.overnight(hub.forum.id))
        return tuple(dict.fromkeys(new)), waiting, closings

    def _note(self, referral: str, tx: Tx) -> None:
        if not tx.referrals.lock(referral):
            return
        hub = self._hubs.of(tx.forum_of(referral))
        case = tx.case(referral, hub.profile)
        if case is None:
            return
        closed_at, opens_at = night(hub, tx.now)
        known = next((item for item in case.nights if item.opens_at == opens_at), None)
        item = known or _new_item(tx, hub, case, closed_at, opens_at)
        if item.urgent_at is None and tells_on_call(case, closed_at) and tx.now < opens_at:
            tx.night_items.move(item.id, urgent_at=tx.now)
        self._projection.referral(tx, hub, self._hubs.roster(tx), referral)

    def _at_the_desk(self, forum: str, tx: Tx) -> Waiting:
        """Whatever somebody opened to screen it meanwhile is picked up. Returns what still waits, and who has it."""
        hub, items = self._hubs.of(forum), tx.overnight(forum)
        having = _waiting(tx, hub, items)
        for item in items:
            if item.picked_up_at is None and (has := having[item.id]):
                pick_up(tx, item, has.person)
        self._projection.desk(tx, hub, self._hubs.roster(tx))
        return _waiting(tx, hub, tx.overnight(forum))


def tells_on_call(case: Case, since: datetime) -> bool:
    """Whether it became urgent since then, arrived then and says that somebody is in danger, or was left urgent."""
    urgent = any(rating.at >= since and case.profile.level(rating.level).alerts for rating in case.ratings)
    return (
        urgent or (case.referral.danger == "yes" and case.referral.recorded_at >= since) or left_urgent(case)
    )


def left_urgent(case: Case) -> bool:
    """Whether somebody is in danger and nobody has screened it, or what cannot wait is undecided."""
    unscreened = any(subject.stage == "received" for subject in case.subjects)
    undecided = [case.rating_of(subject) for subject in case.subjects if subject.stage in OPEN]
    return (case.referral.danger == "yes" and unscreened) or any(
        rating and case.profile.level(rating.level).alerts for rating in undecided
    )


def pick_up(tx: Tx, item: NightItem, person: str) -> bool:
    """Somebody at the desk has it now, with what earlier nights left of it; says whether nobody was first."""
    picked = {"picked_up_at": tx.now, "picked_up_by": person}
    if not tx.night_items.move(item.id, only_if={"picked_up_at": None}, **picked):
        return False
    for earlier in tx.night_items.of(item.referral):
        tx.night_items.move(earlier.id, only_if={"picked_up_at": None}, **picked)
    for clock in tx.clocks.of(item.referral):
        if clock.kind == PICK_UP and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=tx.now)
    return True


def _left(tx: Tx, hub: Hub, alerting: Sequence[str]) -> tuple[str, ...]:
    """What was left urgent when the hub closed."""
    forum = hub.forum.id
    maybe = (*tx.referrals.to_screen(forum), *tx.urgency_runs(forum, alerting))
    cases = tx.cases(tuple(dict.fromkeys(maybe)), hub.profile)
    return tuple(case.referral.id for case in cases if left_urgent(case))


def _new_item(tx: Tx, hub: Hub, case: Case, closed_at: datetime, opens_at: datetime) -> NightItem:
    rule = hub.profile.pick_up
    tx.clocks.add(
        Clock(
            id=new_id(),
            referral=case.referral.id,
            subject="",
            kind=PICK_UP,
            level="",
            started_at=tx.now,
            due_at=due(min(tx.now, opens_at), rule.length.length, hub.hours),
        )
    )
    item = NightItem(
        id=new_id(),
        referral=case.referral.id,
        forum=hub.forum.id,
        at=min(max(case.referral.recorded_at, closed_at), opens_at),
        opens_at=opens_at,
        arrived=case.referral.recorded_at >= closed_at,
    )
    return tx.night_items.add(item)


def _waiting(tx: Tx, hub: Hub, items: Sequence[NightItem]) -> Waiting:
    """Each of these items with who has it, None while nobody does; and what was settled."""
    opened = tx.screenings([item.referral for item in items])
    having = {item.id: who_has(item, opened[item.referral]) for item in items}
    return having | dict.fromkeys(settled(tx, hub))
