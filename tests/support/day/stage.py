"""The day's stage: one hub before Slack (signed HTTP and Socket Mode), Teams and the web, busy platforms, and a clock.

Slack's people come in through two processes of the bot on one store: the first is called over signed HTTP, the second has
a Socket Mode connection and delivers nothing. The platforms' rate limits go by the day's clock, as the bot's waiting does.
"""

import heapq
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.core import open_core
from bot.due.ticking import Ticking
from tests.doubles.teams.limits import RateCounter
from tests.support.day.plan import Story
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub, _free_port, _slack_id, running_hub
from tests.support.surfaces.slack import SlackTeller
from tests.support.surfaces.teller import Place, Post
from tests.support.surfaces.web import WebTeller

OPENING = datetime(2026, 11, 16, 8, 45, tzinfo=UTC)
CLOSING = OPENING.replace(hour=17, minute=0)
INTAKE_TOKEN = "a token for the council's form, long enough"
_AGAIN = timedelta(minutes=2)
_TRIES = 5
_LOOK_EVERY = 0.02
"""Seconds between two looks whether all is delivered: each is a read, and a day has a thousand waits."""

Act = Callable[..., Awaitable[None]]


class SpreadSlackTeller(SlackTeller):
    """Somebody at Slack whose presses come in one of the two ways."""

    transport = "http"

    def _begin(self) -> None:
        self.user._slack.workspace.transport = self.transport
        super()._begin()

    async def posts(self, place: Place) -> list[Post]:
        self.user._slack.workspace.transport = self.transport
        return await super().posts(place)


@dataclass(order=True)
class Step:
    """Something that somebody does at a time."""

    at: datetime
    order: int
    act: Act = field(compare=False)
    given: tuple[Any, ...] = field(compare=False)
    tries: int = field(compare=False, default=0)


@dataclass
class Day:
    """The hub with what is going to happen in it. `missed` holds what nobody managed to do, and why."""

    hub: RunningHub
    second: App
    stories: list[Story]
    rng: Random
    faults_every: int = 0
    step: timedelta = timedelta(minutes=1)
    steps: list[Step] = field(default_factory=list)
    again: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    web_seconds: list[float] = field(default_factory=list)
    bare_seconds: list[float] = field(default_factory=list)
    beside: Callable[["Day"], Awaitable[None]] | None = None
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def now(self) -> datetime:
        """What the day's clock shows."""
        return self.hub.clock.now()

    @property
    def manager(self) -> str:
        """The duty manager on duty: another one from 1:00pm."""
        return "duty-1" if self.now < OPENING.replace(hour=13, minute=2) else "duty-2"

    def later(self, minutes: float, act: Act, *given: Any) -> None:
        """Somebody does this so many minutes from now."""
        self.at(self.now + timedelta(minutes=minutes), act, *given)

    def at(self, when: datetime, act: Act, *given: Any) -> None:
        """Somebody does this then."""
        heapq.heappush(self.steps, Step(max(when, self.now), next(self._order), act, given))

    async def run(self, until: datetime) -> None:
        """Let the day go on until then. What cannot be done is tried again two minutes later, a few times."""
        while self.steps and self.steps[0].at <= until:
            step = heapq.heappop(self.steps)
            await self._time_passes(step.at)
            await self._done(step)
            if self.beside:
                await self.beside(self)
        await self._time_passes(until)

    async def person(self, who: str) -> Teller:
        """Somebody at their own screen."""
        if who not in self.hub.tellers:
            self.hub.tellers[who] = await self._comes(who)
        return self.hub.tellers[who]

    async def calm(self) -> None:
        """Nothing goes wrong from now on."""
        self.faults_every = 0
        if self.hub.slack:
            self.hub.slack.faults.clear()
        if self.hub.teams:
            self.hub.teams.faults.clear()

    async def _comes(self, who: str) -> Teller:
        hub = self.hub
        if hub.at_surface[who] == "slack" and hub.slack and hub.app._slack and self.second._slack:
            by_socket = list(hub.at_surface).index(who) % 2 == 0
            app = self.second if by_socket else hub.app
            assert app._slack is not None
            user = hub.slack.user(_slack_id(hub.slack, who))
            at_slack = SpreadSlackTeller(who, user, hub.slack_channel, hub.settle, app._slack.settled)
            at_slack.transport = "socket" if by_socket else "http"
            return at_slack
        teller = await hub.person(who)
        if isinstance(teller, WebTeller):
            teller.sends = self._timed(teller.sends)  # type: ignore[method-assign]  # measured, else the same
            teller.goes_to = self._timed(teller.goes_to)  # type: ignore[method-assign]  # the same
        return teller

    def _timed(self, call: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def timed(*given: Any) -> None:
            began = time.perf_counter()
            await call(*given)
            self.web_seconds.append(time.perf_counter() - began)

        return timed

    async def _time_passes(self, until: datetime) -> None:
        while self.now < until:
            span = min(self.step, until - self.now).total_seconds()
            if self.hub.slack:
                await self.hub.slack.advance(span)
            self._something_fails()
            await self.hub.move_clock(seconds=span)

    def _something_fails(self) -> None:
        if not self.faults_every or self.rng.randrange(self.faults_every):
            return
        assert self.hub.slack is not None
        assert self.hub.teams is not None
        slack, teams = self.hub.slack.faults, self.hub.teams
        kinds: dict[str, Callable[[], object]] = {
            "Slack 429": lambda: slack.rate_limit("chat.update", retry_after=3),
            "Slack 429 on a post": lambda: slack.rate_limit("chat.postMessage", retry_after=2),
            "Slack 500": lambda: slack.fail("chat.update", status=500),
            "Slack 500 on a post": lambda: slack.fail("chat.postMessage", status=500),
            "Slack 500 on a form": lambda: slack.fail("views.open", status=500),
            "Slack lost the answer to a post": lambda: slack.drop("chat.postMessage"),
            "Slack lost the answer to a deletion": lambda: slack.drop("chat.delete"),
            "Slack late": lambda: slack.slow("chat.update", 1.5),
            "Teams 429": lambda: teams.fail_next("send", 429, retry_after=3),
            "Teams 502 on a post": lambda: teams.fail_next("send", 502),
            "Teams 503": lambda: teams.fail_next("update", 503),
            "Teams lost the answer to a change": lambda: teams.fail_next(
                "update", drop=True, after_work=True
            ),
            "Teams lost a post": lambda: teams.fail_next("send", drop=True),
            "Teams 500 on a deletion": lambda: teams.fail_next("delete", 500),
        }
        kind = self.rng.choice(list(kinds))
        kinds[kind]()
        self.faults[kind] += 1

    async def _done(self, step: Step) -> None:
        try:
            await step.act(self, *step.given)
        except AssertionError as problem:
            await self._put_off(step, str(problem))

    async def _put_off(self, step: Step, why: str) -> None:
        for teller in self.hub.tellers.values():
            if teller.is_open:
                await teller.closes()
        name = step.act.__name__
        self.again[name] += 1
        if step.tries < _TRIES:
            step.tries += 1
            step.at = self.now + _AGAIN
            heapq.heappush(self.steps, step)
        else:
            given = [getattr(each, "reference", each) for each in step.given]
            self.missed.append(f"{self.now:%H:%M} {name}{given}: {why[:400]}")


@asynccontextmanager
async def busy_day(
    store_url: str, monkeypatch: pytest.MonkeyPatch, stories: list[Story], rng: Random, *, faults_every: int
) -> AsyncIterator[Day]:
    """A hub at its opening, its platforms strict, one of its duty managers on duty."""
    async with running_hub("mixed", store_url, monkeypatch, start=OPENING, intake_token=INTAKE_TOKEN) as hub:
        assert hub.slack is not None
        assert hub.teams is not None
        hub.slack.rates.enforce = hub.teams.enforce_rates = True
        hub.teams.rates = RateCounter(clock=lambda: hub.clock.now().timestamp())
        await hub.change(lambda tx: tx.people.end_duties_of("duty-2"))
        second = await _second_process(hub)
        try:
            yield Day(hub, second, stories, rng, faults_every)
        finally:
            await second.stop()


async def _second_process(hub: RunningHub) -> App:
    """Takes Slack's presses over Socket Mode; delivering and looking at what is due is left to the first."""
    assert hub.slack is not None
    told = {
        "slack_app_token": SecretStr(hub.slack.app_token),
        "slack_signing_secret": SecretStr(""),
        "public_url": hub.address,
        "port": _free_port(),
    }
    core = open_core(hub.core.settings.model_copy(update=told), hub.clock)
    core.bell.listen(hub.core.bell.ring)
    second = App(core)
    second.couriers, second._ticking = (), Ticking()
    await second.start()
    await hub.slack.until(lambda: hub.slack is not None and hub.slack.socket.connected)
    return second
