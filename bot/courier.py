"""Brings every out-of-date message up to date, one surface at a time, after the commit.

It reads what is wanted, draws the card from the database as it is at that moment, calls the platform with no transaction
open, and writes down what came of it. A crash between any two steps loses nothing: the row still differs.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot import logs
from bot.cards.elements import Card
from bot.drawing import Cases, Drawing, Drawn
from bot.guard import ChannelGuard
from bot.interaction import Identity, SurfaceName
from bot.metrics import DELIVERIES, OUT_OF_DATE
from bot.ports import (
    Carrier,
    Gone,
    MaybeDelivered,
    NotDelivered,
    Place,
    Posted,
    TryLater,
    Unreachable,
    nothing_answers,
)
from storage.errors import StoreUnavailable
from storage.messages import CHANNEL, HOME, MAYBE, OWN, WANTED, Message
from storage.store import Store
from storage.tx import Tx

log = logs.get(__name__)

BATCH = 20
LONGEST_WAIT = timedelta(minutes=5)
UNREACHABLE_WAIT = timedelta(minutes=1)
LOOK_EVERY = 3.0
"""Seconds after which, however slow the platform is, the lease is renewed and looked for what must go first."""


@dataclass(frozen=True)
class Ready:
    """A message that differs from what it should show, with the card it should show (None: it should be gone)."""

    message: Message
    place: Place | None
    drawn: Drawn | None


class Courier:
    """Delivers one surface's messages. Only the holder of the surface's lease delivers, in the registry's order."""

    def __init__(self, store: Store[Tx], carrier: Carrier, drawing: Drawing, guard: ChannelGuard) -> None:
        self._store = store
        self._carrier = carrier
        self._drawing = drawing
        self._guard = guard
        self._holder = secrets.token_urlsafe(8)
        self._wake = asyncio.Event()
        self._stopping = False

    @property
    def surface(self) -> SurfaceName:
        """Whose messages these are."""
        return self._carrier.surface

    def wake(self) -> None:
        """Something changed: look now instead of at the next second."""
        self._wake.set()

    def stop(self) -> None:
        """End after the message that is in hand: cut off between a call and its note, it would be posted twice."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Deliver until stopped, looking at least each second."""
        while not self._stopping:
            try:
                busy = await self.deliver_once()
            except Exception as error:  # noqa: BLE001 - a fault must not end deliveries; the row stays out of date
                logs.failure(log, "courier_failed", error, surface=self.surface)
                busy = False
            if not busy:
                await self._pause()

    async def deliver_once(self) -> bool:
        """One round; says whether it may be worth looking again at once.

        With nothing to deliver nothing is written either, not even the lease.
        """
        if not await self._store.read(lambda tx: tx.messages.any_out_of_date(self.surface)):
            OUT_OF_DATE.labels(self.surface).set(0)
            return False
        if not await self._hold():
            return False
        messages, drawn = await self._store.read(self._look)
        same = {
            message: card for message, card in drawn.items() if _digest(card.card) == message.shown_digest
        }
        OUT_OF_DATE.labels(self.surface).set(len(messages))
        await self._note_same(same)
        looked = asyncio.get_running_loop().time()
        for message in messages:
            if message in same:
                continue
            if self._stopping:
                return False
            await self._deliver(message, drawn.get(message))
            if asyncio.get_running_loop().time() - looked > LOOK_EVERY:
                return True
        return len(messages) == BATCH

    def _look(self, tx: Tx) -> tuple[tuple[Message, ...], dict[Message, Drawn]]:
        """What is out of date, with the cards that it should show: most that stand look as they did before the press.

        One look reads each case once, however many people have a message about it.
        """
        messages, cases = tx.messages.out_of_date(self.surface, BATCH), Cases()
        drawn = ((message, self._drawn(tx, message, cases)) for message in messages)
        return messages, {message: card for message, card in drawn if card is not None}

    def _drawn(self, tx: Tx, message: Message, cases: Cases) -> Drawn | None:
        """The card that a message should show; None for whatever has to be looked at by itself."""
        if message.gone:
            return None
        try:
            return self._drawing.draw(tx, message, cases)
        except Exception:  # noqa: BLE001 - a card that cannot be drawn fails, and is logged, when its turn comes
            return None

    async def _note_same(self, same: dict[Message, Drawn]) -> None:
        if same:
            changes = {message: drawn.next_change_at for message, drawn in same.items()}
            await self._store.write(lambda tx: tx.messages.show_already(changes))

    async def close(self) -> None:
        """Let another process take over at once."""
        await self._store.write(lambda tx: tx.leases.give_back(self._lease, self._holder))

    @property
    def _lease(self) -> str:
        return f"courier:{self.surface}"

    async def _hold(self) -> bool:
        return await self._store.write(lambda tx: tx.leases.take(self._lease, self._holder))

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), timeout=1.0)
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def _deliver(self, message: Message, drawn: Drawn | None) -> None:
        try:
            ready = await self._store.read(lambda tx: self._ready(tx, message, drawn))
            message = ready.message
            await self._bring_up_to_date(ready)
        except Gone:
            DELIVERIES.labels(self.surface, "gone").inc()
            await self._store.write(partial(_lost, message))
        except NotDelivered as problem:
            await self._failed(message, problem)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one card that cannot be drawn must not hold up those behind it
            logs.failure(log, "message_failed", error, surface=self.surface, card=message.card)
            await self._failed(message, NotDelivered("fault"))

    def _ready(self, tx: Tx, message: Message, drawn: Drawn | None) -> Ready:
        """The row as it is now, with its card; read in one transaction, so that row and card belong together.

        Whoever changes what a card shows, or who may read it, moves its row in the same transaction. So a card that was
        drawn while the row was as it is now is not drawn once more; of time alone it knows no more than the look did.
        """
        fresh = tx.messages.get(message.id) or message
        if drawn is None or fresh != message:
            drawn = None if fresh.gone and fresh.card != HOME else self._drawing.draw(tx, fresh)
        return Ready(fresh, self._place(tx, fresh), drawn)

    def _place(self, tx: Tx, message: Message) -> Place | None:
        if message.audience == CHANNEL:
            forum = next(forum for forum in tx.forums.all() if forum.id == message.forum)
            channel = forum.channels.get(self.surface)
            return Place(channel, None) if channel else None
        account = tx.people.account(message.audience, self.surface)
        return Place(None, Identity(self.surface, account.tenant, account.user)) if account else None

    async def _bring_up_to_date(self, ready: Ready) -> None:
        message, drawn = ready.message, ready.drawn
        if drawn is None or message.gone:
            await self._take_away(ready)
            return
        if ready.place is None and message.card not in OWN:
            raise Unreachable("no_place")
        digest = _digest(drawn.card)
        if message.platform_id and digest == message.shown_digest:
            await self._note_shown(message, drawn, digest, Posted(message.conversation, message.platform_id))
            return
        if message.audience == CHANNEL and not await self._may_stand(message, drawn):
            raise Unreachable("guard_closed")
        posted = await self._show(message, ready.place, drawn.card)
        if posted is None:
            return
        DELIVERIES.labels(self.surface, "shown").inc()
        await self._note_shown(message, drawn, digest, posted)

    async def _may_stand(self, message: Message, drawn: Drawn) -> bool:
        """In a channel only while its guard is open; a card that stands there already may be cut."""
        if drawn.cut and message.platform_id:
            return True
        return await self._guard.open(message.forum, self.surface)

    async def _show(self, message: Message, place: Place | None, card: Card) -> Posted | None:
        """Where it stands now; None when it is not ours to post any more."""
        if message.platform_id:
            posted = Posted(message.conversation, message.platform_id)
            await self._carrier.update(posted, card)
            return posted
        if place is None:
            raise Unreachable("no_place")
        if message.state == MAYBE:
            found = await self._carrier.find(place, message.id)
            if found is not None:
                await self._carrier.update(found, card)
                return found
        if not await self._store.write(lambda tx: self._still_to_post(tx, message)):
            return None
        return await self._carrier.post(place, card, message.id)

    def _still_to_post(self, tx: Tx, message: Message) -> bool:
        """Whether it is still for us to post: calls before this one may have lasted longer than the lease.

        Noted first: killed, or with a full disk, before the answer is noted, it is looked for and not posted again.
        """
        fresh = tx.messages.get(message.id)
        if fresh is None or fresh.gone or fresh.platform_id or not tx.leases.take(self._lease, self._holder):
            return False
        tx.messages.posting(message.id)
        return True

    async def _take_away(self, ready: Ready) -> None:
        """Delete it; an App Home cannot be deleted, and says instead why there is nothing in it."""
        message, place = ready.message, ready.place
        posted: Posted | None = None
        if message.platform_id:
            posted = Posted(message.conversation, message.platform_id)
        elif place and message.state == MAYBE:
            posted = await self._carrier.find(place, message.id)
        if posted:
            emptied = ready.drawn.card if ready.drawn else None
            await (self._carrier.update(posted, emptied) if emptied else self._carrier.delete(posted))
            await self._store.write(lambda tx: tx.outages.delivered(self.surface))
        DELIVERIES.labels(self.surface, "taken_away").inc()
        if message.card in OWN:
            await self._store.write(lambda tx: tx.messages.forget(message.id))
        else:
            await self._store.write(lambda tx: tx.messages.taken_away(message.id, message.wanted_revision))

    async def _note_shown(self, message: Message, drawn: Drawn, digest: str, posted: Posted) -> None:
        def note(tx: Tx) -> None:
            tx.messages.shown(
                message.id,
                revision=message.wanted_revision,
                digest=digest,
                conversation=posted.conversation,
                platform_id=posted.message,
                next_change_at=drawn.next_change_at,
            )
            if digest != message.shown_digest:  # else no call was made
                tx.outages.delivered(self.surface)

        await self._store.write(note)

    async def _failed(self, message: Message, problem: NotDelivered) -> None:
        DELIVERIES.labels(self.surface, type(problem).__name__).inc()
        log.warning("not_delivered", surface=self.surface, card=message.card, reason=str(problem)[:60])
        wait = _wait(problem, message.attempts)
        state = MAYBE if isinstance(problem, MaybeDelivered) else message.state
        asks_somebody = message.audience != CHANNEL and not message.gone and state in (WANTED, MAYBE)

        def note(tx: Tx) -> None:
            if isinstance(problem, Unreachable) and asks_somebody:
                tx.messages.out_of_reach(message.id)
            tx.messages.failed(message.id, tx.now + wait, str(problem) or type(problem).__name__, state)
            if nothing_answers(problem):
                tx.outages.call_failed(self.surface)

        await self._store.write(note)


def _lost(message: Message, tx: Tx) -> None:
    """What is wanted is posted again; what only answered somebody is not."""
    if message.card in OWN:
        tx.messages.forget(message.id)
    else:
        tx.messages.lost(message.id)


def _wait(problem: NotDelivered, attempts: int) -> timedelta:
    """How long until the next try: never less than the platform asked for, twice as long each time, a little by chance."""
    if isinstance(problem, Unreachable):
        return UNREACHABLE_WAIT
    asked = problem.seconds if isinstance(problem, TryLater) else 1.0
    wait = timedelta(seconds=asked * 2 ** min(attempts, 8) * (1 + secrets.randbelow(250) / 1000))
    return max(timedelta(seconds=asked), min(wait, LONGEST_WAIT))


def _digest(card: Card) -> str:
    return hashlib.sha256(repr(card).encode()).hexdigest()
