"""A chat cannot be reached: it is noted, people are told of what waits in other ways, and work goes on on the web.

All of it is in rows, so that a restart or a second process repeats nothing. Clocks are not touched. When the chat is
there again, the messages that waited are brought up to date once, and what nobody has told yet need not be told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.cards.channel import outage as cards
from bot.cards.channel.outage import Due
from bot.cards.desk import tasks
from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.projection import Projection
from bot.words import Words
from storage.ids import new_id
from storage.outages import Outage
from storage.store import Store
from storage.tx import Tx
from storage.waiting import OpenItem, WaitingItems
from triage.hub import Hub
from triage.records import Person, Task
from triage.visibility import apart

NOTED_AFTER = timedelta(minutes=10)
"""How long nothing is delivered until that counts as an outage."""
TELL_WITHIN = timedelta(minutes=15)
"""By when business support has told an agency's lead, in opening hours."""
TOLD = ("answer", "view", "action")
"""What an agency has to do."""
BOT = "bot"


@dataclass(frozen=True)
class Telling:
    """What business support has to tell somebody. `task` is the one to bring up to date; None for a new one."""

    person: Person
    words: str
    task: Task | None = None


class Outages:
    """Looks at whether chats can be reached."""

    def __init__(self, store: Store[Tx], hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection

    async def note(self) -> None:
        """One look."""
        failing, out, going_on = await self._store.read(_look)
        for surface in out - {one.surface for one in going_on}:
            await self._store.write(partial(self._begin, surface))
        for one in going_on:
            if one.surface in failing:
                await self._tell(one)
            else:
                await self._store.write(partial(self._end, one))

    def _begin(self, surface: str, tx: Tx) -> None:
        self._hubs.refresh(tx)
        for hub in self._hubs.all():
            tx.forums.lock(hub.forum.id)  # another process may be noting it in this moment
        since = _long_enough(tx).get(surface)
        if since is None or any(one.surface == surface for one in tx.outages.going_on()):
            return
        begun = tx.outages.begin(surface, since)
        _record(tx, "outage.started", begun, {"since": since.isoformat()})
        for hub in self._hubs.all():
            self._tell_leads(begun, hub, tx)

    async def _tell(self, outage: Outage) -> None:
        """What became due meanwhile is told too."""
        for hub in self._hubs.all():
            if await self._store.read(partial(self._tellings, outage, hub)):
                await self._store.write(partial(self._tell_leads, outage, hub))

    def _end(self, outage: Outage, tx: Tx) -> None:
        if outage.surface in tx.outages.failing() or not tx.outages.end(outage.id):
            return
        withdrawn = sum(_withdraw(tx, notice.task) for notice in tx.outages.notices(outage.id))
        body = {"since": outage.began_at.isoformat(), "tasks_withdrawn": str(withdrawn)}
        _record(tx, "outage.ended", outage, body)
        tx.messages.try_now(outage.surface)
        self._hubs.refresh(tx)
        for hub in self._hubs.all():
            self._projection.desk(tx, hub, self._hubs.roster(tx))

    def _tell_leads(self, outage: Outage, hub: Hub, tx: Tx) -> None:
        """A task for each lead who is written to there, and the duty managers hear of it where they can."""
        tx.forums.lock(hub.forum.id)
        sight = self._sight(tx, hub)
        for telling in self._tellings(outage, hub, tx):
            if telling.task is not None:
                tx.tasks.rewrite(replace(telling.task, words=telling.words))
            else:
                task = tx.tasks.add(_task(sight, telling))
                tx.outages.notify(outage, hub.forum.id, telling.person.id, task.id)
        self._projection.desk(tx, hub, sight.roster)

    def _tellings(self, outage: Outage, hub: Hub, tx: Tx) -> tuple[Telling, ...]:
        """What is to be told now and was not: the whole list first, then what came after that was told."""
        sight = self._sight(tx, hub)
        given: dict[str, list[Task]] = {}
        for notice in tx.outages.notices(outage.id):
            task = tx.tasks.get(notice.task)
            if task is not None and notice.forum == hub.forum.id:
                given.setdefault(notice.person, []).append(task)
        waiting = list(_shared(tx, sight, WaitingItems(tx, hub.forum.id).items()))
        found = (
            _telling(outage, sight, lead, waiting, given.get(lead.id, []))
            for lead in sight.roster.with_role(hub.forum.id, ("lead",), tx.now)
            if self._projection.own_surface(sight.roster, lead.id) == outage.surface
        )
        return tuple(one for one in found if one is not None)

    def _sight(self, tx: Tx, hub: Hub) -> Sight:
        self._hubs.refresh(tx)
        words = Words(hub.forum.language)
        return Sight(words, hub, self._hubs.roster(tx), tx.now, web_address=self._hubs.web_address)


def _look(tx: Tx) -> tuple[frozenset[str], frozenset[str], tuple[Outage, ...]]:
    """The surfaces on which calls fail, those on which they do for long enough, and the outages that go on."""
    return frozenset(tx.outages.failing()), frozenset(_long_enough(tx)), tx.outages.going_on()


def _long_enough(tx: Tx) -> dict[str, datetime]:
    """The surfaces on which nothing was delivered for so long that it counts, with since when."""
    return {one: since for one, since in tx.outages.failing().items() if tx.now - since >= NOTED_AFTER}


def _telling(
    outage: Outage, sight: Sight, lead: Person, waiting: Iterable[Due], given: list[Task]
) -> Telling | None:
    actor = sight.roster.actor(lead.id, sight.hub.forum.id, sight.now)
    told_at = max((one.done_at for one in given if one.done_at), default=None)
    still = next((one for one in given if one.done_at is None), None)
    due = [
        one
        for one in waiting
        if actor and one.item.seat == actor.seat and (told_at is None or one.item.begun_at > told_at)
    ]
    words = cards.to_tell(sight, outage, due)
    nothing_new = still is None and told_at is not None and not due
    if nothing_new or (still is not None and still.words == words):
        return None
    return Telling(lead, words, still)


def _shared(tx: Tx, sight: Sight, items: Iterable[OpenItem]) -> Iterator[Due]:
    """What agencies are asked or do, without cases that may stand in no list which others see."""
    asked = sorted((item for item in items if item.about in TOLD), key=lambda item: item.due_at)
    about = tuple(dict.fromkeys(item.referral for item in asked))
    circles = tx.circles.of_each(about)
    referrals = {one.id: one for one in tx.referrals.by_ids(about)}
    for item in asked:
        circle, referral = circles.get(item.referral), referrals.get(item.referral)
        if circle and referral and not apart(sight.roster, circle, sight.now):
            yield Due(referral.reference, item)


def _task(sight: Sight, telling: Telling) -> Task:
    hours = sight.hub.hours
    from_when = sight.now if hours.is_open(sight.now) else hours.next_opening(sight.now)
    return Task(
        id=new_id(),
        forum=sight.hub.forum.id,
        kind=tasks.OUTAGE,
        referral="",
        at=sight.now,
        due_at=from_when + TELL_WITHIN,
        words=telling.words,
        who=tasks.colleague(sight, telling.person.id),
    )


def _withdraw(tx: Tx, task_id: str) -> bool:
    """Nobody need do this task any more; says whether it was still to be done."""
    task = tx.tasks.get(task_id)
    if task is None or not tx.tasks.move(task_id, only_if={"done_at": None}, done_at=tx.now, done_by=BOT):
        return False
    tx.tasks.rewrite(replace(task, done_at=tx.now, done_by=BOT, outcome="withdrawn"))
    return True


def _record(tx: Tx, event: str, outage: Outage, body: Mapping[str, str]) -> None:
    tx.audit.record(
        actor=BOT, seat="", surface=outage.surface, verb=event, thing=outage.id, outcome="done", body=body
    )
