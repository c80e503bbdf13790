"""A whole hub without any surface: real stores, the real dispatcher, invented people, a clock that tests move."""

import asyncio
import base64
import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cards.elements import Form
from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from bot.handlers import all_verbs
from bot.hubs import Hubs, read_profile
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from bot.projection import Projection
from storage.keyring import Keyring
from storage.keys import MasterKeys
from storage.messages import Message
from storage.migrate import migrate
from storage.store import Store, open_store
from storage.tx import Tx, tx_factory
from tests.support.people import FORUM, WEB_TENANT, invent
from tests.support.rows import counted
from triage.case import Case
from triage.hub import Hub
from triage.records import Forum

PROFILE = read_profile(Path(__file__).parents[2] / "profiles" / "sandwell_mash.toml")
MASTER_KEY = base64.urlsafe_b64encode(b"for tests".ljust(32)).decode()
"""The same for all, since stores are copied with their wrapped keys."""
MONDAY_9_12 = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)

CAME_TWICE: set[str] = set()
"""The verbs whose first submit in this run was brought a second time; the first is enough to see it."""

Typed = Mapping[str, str | tuple[str, ...]]


@dataclass
class Desk:
    """What a test holds: people press, submit, and time is moved."""

    store: Store[Tx]
    dispatcher: Dispatcher
    hubs: Hubs
    clock: MovableClock
    projection: Projection
    numbers: "itertools.count[int]"

    @property
    def hub(self) -> Hub:
        return self.hubs.of(FORUM)

    async def press(
        self,
        person: str,
        verb: str,
        thing: str = "",
        *,
        page: int = 1,
        prefill: Mapping[str, str] | None = None,
        delivery: str = "",
    ) -> Answer:
        """A person presses a button."""
        return await self.dispatcher.press(
            Interaction(
                identity=Identity(SurfaceName.WEB, WEB_TENANT, person),
                verb=verb,
                thing=thing,
                phase=Phase.PRESS,
                delivery=delivery or f"test-{next(self.numbers)}",
                page=page,
                prefill=prefill or {},
            )
        )

    async def submit(self, form: Form | None, typed: Typed, *, by: str, delivery: str = "") -> Answer:
        """A person submits an opened form: what it held already, changed by what was typed."""
        assert form is not None, "no form is open"
        unknown = set(typed) - {field.id for field in form.fields()}
        assert not unknown, f"the form has no {unknown}, it has {[field.id for field in form.fields()]}"
        sent = Interaction(
            identity=Identity(SurfaceName.WEB, WEB_TENANT, by),
            verb=form.verb,
            thing=form.thing,
            phase=Phase.SUBMIT,
            delivery=delivery or f"test-{next(self.numbers)}",
            fields={**_held(form), **{key: _values(value) for key, value in typed.items()}},
            token=form.token,
            page=form.page,
        )
        answer = await self.dispatcher.press(sent)
        alone = len(asyncio.all_tasks()) == 1
        if answer.kind == "done" and alone and sent.verb not in CAME_TWICE:
            CAME_TWICE.add(sent.verb)
            await self._comes_again(sent, answer)
        return answer

    async def _comes_again(self, sent: Interaction, answer: Answer) -> None:
        """Delivered again, and sent again under another key: the same is said, and nothing is added."""
        before = await self.store.read(counted)
        for again in (sent, replace(sent, delivery=f"{sent.delivery} again")):
            said = await self.dispatcher.press(again)
            assert (said.kind, said.note) == ("done", answer.note), sent.verb
        assert await self.store.read(counted) == before, sent.verb

    async def do(self, person: str, verb: str, thing: str, typed: Typed) -> Answer:
        """Open a form and submit it."""
        opened = await self.press(person, verb, thing)
        assert opened.kind == "open", f"{verb} was {opened.kind}: {opened.note}"
        return await self.submit(opened.form, typed, by=person)

    async def case(self, referral: str) -> Case:
        found = await self.store.read(lambda tx: tx.case(referral, self.hub.profile))
        assert found is not None
        return found

    async def messages(self, card: str = "", to: str = "") -> list[Message]:
        """The registry's rows that are wanted, of one kind of card, to one audience."""

        def wanted(tx: Tx) -> list[Message]:
            people = ["channel", *self.hubs.roster(tx).people]
            rows = [m for who in people for m in _rows(tx, who) if not m.gone]
            return [m for m in rows if card in {"", m.card} and to in {"", m.audience}]

        return await self.store.read(wanted)

    def move_clock(self, **span: float) -> datetime:
        return self.clock.move(timedelta(**span))


@asynccontextmanager
async def open_desk(url: str, start: datetime = MONDAY_9_12) -> AsyncIterator[Desk]:
    """A hub on the store at `url`, whose tables exist; filled first, where it is empty."""
    clock = MovableClock(start, runs=False)
    store, hubs = _open(url, clock)
    await store.write(lambda tx: _fill(tx, hubs))
    projection = Projection(frozenset())
    dispatcher = Dispatcher(store, verbs=all_verbs(), hubs=hubs, projection=projection, woken=lambda: None)
    try:
        yield Desk(store, dispatcher, hubs, clock, projection, itertools.count(1))
    finally:
        await store.close()


@asynccontextmanager
async def open_behind(desk: Desk, url: str, **span: float) -> AsyncIterator[Desk]:
    """A second host on the same store, whose clock is behind by so much."""
    async with open_desk(url, desk.clock.now() - timedelta(**span)) as other:
        other.numbers = itertools.count(1_000_000)  # no delivery is one of the first's
        yield other


def fill(url: str) -> None:
    """Make the tables at `url`, with the hub and its people, to be copied for each test."""
    migrate(url)
    store, hubs = _open(url, MovableClock(MONDAY_9_12, runs=False))
    store.write_now(lambda tx: _fill(tx, hubs))
    store.close_now()


def _open(url: str, clock: MovableClock) -> tuple[Store[Tx], Hubs]:
    keyring = Keyring(MasterKeys.parse(MASTER_KEY))
    store = open_store(url, clock=clock.now, make_tx=tx_factory(keyring))
    return store, Hubs({PROFILE.id: PROFILE}, "http://127.0.0.1:8080")


def _fill(tx: Tx, hubs: Hubs) -> None:
    if not tx.forums.all():
        tx.keyring.make_missing(tx.connection, tx.now)
        hours = PROFILE.hours
        tx.forums.put(Forum(FORUM, PROFILE.id, PROFILE.name, hours.timezone, PROFILE.language))
        invent(tx, PROFILE)
    hubs.refresh(tx)


def _rows(tx: Tx, audience: str) -> tuple[Message, ...]:
    return tx.messages.in_channel(FORUM, "web") if audience == "channel" else tx.messages.to_person(audience)


def _held(form: Form) -> dict[str, tuple[str, ...]]:
    held = {}
    for field in form.fields():
        values = field.values if hasattr(field, "values") else (field.value,) if field.value else ()
        held[field.id] = tuple(values)
    return held


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
