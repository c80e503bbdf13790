"""What happens in the demo as its time passes: referrals arrive, clocks run out, colleagues do their part.

Everything goes in the order in which it falls due, each thing at its own moment, also when the clock is moved by a day.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import Core
from bot.demo import arrivals
from bot.demo.arrivals import Coming
from bot.demo.clock import DemoClock
from bot.demo.colleagues import Colleagues
from bot.demo.story import story
from storage.tx import Tx

LOOKING = timedelta(minutes=15)
"""How often what falls due by no clock is looked for while time is moved: reminders, the day's list, the hub closing."""
LOOKING_AT_NIGHT = timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """Something that falls due, and what is done then."""

    at: datetime
    do: Callable[[], Awaitable[None]]


class Play:
    """Plays the demo. One thing at a time: moving the clock waits for what is being played."""

    def __init__(self, core: Core, clock: DemoClock, coming: tuple[Coming, ...]) -> None:
        self._core = core
        self._clock = clock
        self._coming = list(coming)
        self._moments = [one for one in story().moments if one.at > clock.now()]
        self._due_scan = core.due_scan
        self._turn = asyncio.Lock()
        self.colleagues = Colleagues(core)

    async def move_to(self, moment: datetime) -> None:
        """Move the clock on, doing on the way all that falls due."""
        async with self._turn:
            await self._until(moment)
            self._clock.stand_at(moment)
            await self._due_scan.scan()
            self._clock.run()
            self._clock.save()
        self._core.bell.ring()

    async def run(self) -> None:
        """Play as time passes, until cancelled."""
        while True:
            await asyncio.sleep(1)
            async with self._turn:
                await self._until(self._clock.now())
                self._clock.run()
                self._clock.save()

    async def next_due(self) -> datetime | None:
        """The next moment at which something in the hub is due."""
        return await self._core.store.read(lambda tx: tx.next_due())

    async def _until(self, moment: datetime) -> None:
        while True:
            event = await self._next()
            if event is None or event.at > moment:
                return
            self._clock.stand_at(event.at)
            await event.do()

    async def _next(self) -> Event | None:
        due = await self.next_due()
        events = [
            *(Event(each.at, self._arrive) for each in self._coming[:1]),
            *(Event(one.at, self._happen) for one in self._moments[:1]),
            Event(self._look_next(), self._due_scan.scan),
            *([Event(due, self._due_scan.scan)] if due else []),
            *(Event(at, do) for at, do in await self.colleagues.next()),
        ]
        return min(events, key=lambda event: event.at, default=None)

    def _look_next(self) -> datetime:
        """The next quarter of an hour, at night the next hour."""
        now = self._clock.now()
        step = LOOKING if self._core.hubs.first().hours.is_open(now) else LOOKING_AT_NIGHT
        return now + step - (now - datetime.min.replace(tzinfo=now.tzinfo)) % step

    async def _happen(self) -> None:
        await self.colleagues.play(self._moments.pop(0))

    async def _arrive(self) -> None:
        each = self._coming.pop(0)

        def arrive(tx: Tx) -> None:
            self._core.hubs.refresh(tx)
            hub = self._core.hubs.first()
            arrivals.take_in(tx, hub, self._core.hubs.roster(tx), self._core.projection, each)

        await self._core.store.write(arrive)
