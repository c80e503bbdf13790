"""The demo's bar: whom a visitor can be, the clock, and whether colleagues answer by themselves."""

from datetime import datetime, time, timedelta
from pathlib import Path

from bot.cards.roles import role
from bot.cards.sight import Sight
from bot.core import Core
from bot.demo.play import Play
from bot.surfaces.web.ports import DemoPerson, DemoStep
from bot.words import Words
from storage.tx import Tx
from triage.authority import Actor
from triage.hub import Hub

_REFERRERS = 2
"""Where those stand who only refer: after the hub's own and the agencies."""
_STEPS = {"10-minutes": timedelta(minutes=10), "1-hour": timedelta(hours=1)}


class Controls:
    """What the bar can do. The file `silent`, where one is given, stands while colleagues do not answer by themselves."""

    def __init__(self, core: Core, play: Play, silent: Path | None = None) -> None:
        self._core = core
        self._play = play
        self._silent = silent
        if silent is not None and silent.exists():
            play.colleagues.answering = False

    async def people(self) -> tuple[DemoPerson, ...]:
        """Everybody a visitor can be: the hub's own staff, then the agencies."""
        return await self._core.store.read(self._people)

    async def now(self) -> datetime:
        """The demo's time in the hub's zone."""
        return self._core.clock.now().astimezone(self._core.hubs.first().zone)

    async def move(self, step: DemoStep) -> None:
        """Move the clock on, and do all that falls due on the way."""
        await self._play.move_to(await self._target(step))

    async def colleagues_answer(self) -> bool:
        """Whether the other people answer by themselves."""
        return self._play.colleagues.answering

    async def let_colleagues_answer(self, on: bool) -> None:  # noqa: FBT001 - the value is what is being set
        """Let the other people answer by themselves, or stop them."""
        self._play.colleagues.answering = on
        if self._silent is not None and on:
            self._silent.unlink(missing_ok=True)
        elif self._silent is not None:
            self._silent.touch()

    async def _target(self, step: DemoStep) -> datetime:
        now = self._core.clock.now()
        if step in _STEPS:
            return now + _STEPS[step]
        if step == "next-due":
            return await self._play.next_due() or now
        return _opens_next(self._core.hubs.first(), now)

    def _people(self, tx: Tx) -> tuple[DemoPerson, ...]:
        hub, roster = self._core.hubs.first(), self._core.hubs.roster(tx)
        sight = Sight(Words(hub.forum.language), hub, roster, tx.now)
        found = []
        for person in roster.people.values():
            actor = roster.actor(person.id, hub.forum.id, tx.now)
            if actor is not None:
                stood_in_for = roster.seats_stood_in_for(person.id, hub.forum.id, tx.now)
                seat = actor.seat or next(iter(stood_in_for), "")
                group = sight.seat(seat) if seat else person.agency
                place = _REFERRERS if actor.roles == {"referrer"} else int(bool(seat))
                does = _does(sight, actor, deputy=bool(stood_in_for))
                found.append((place, DemoPerson(person.id, person.name, group, does)))
        return tuple(each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].group)))


def _does(sight: Sight, actor: Actor, *, deputy: bool) -> str:
    """What somebody is, in words."""
    roles = [role(sight, code) for code in sorted(actor.roles)]
    return ", ".join((*roles, sight.words.gettext("deputy")) if deputy else roles)


def _opens_next(hub: Hub, now: datetime) -> datetime:
    """When the hub opens on the next working day."""
    tomorrow = hub.hours.local_date(now) + timedelta(days=1)
    return hub.hours.next_opening(datetime.combine(tomorrow, time.min, hub.zone))
