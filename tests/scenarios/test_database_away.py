"""The database goes away and comes back while people work: they are told, nothing is lost, and nobody has to do anything."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from bot.surfaces.web import health
from storage.migrate import migrate
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import ANSWER, rated
from tests.support.postgres import PostgresServer
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub, World, running_hub

NOT_SAVED = "We could not save that. Nothing was recorded"


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    """A server that a test may kill."""
    server = PostgresServer(f"crash-{os.getpid()}-")
    yield server
    server.remove()


@pytest.fixture(params=["slack-http", "teams", "web"])
async def hub_on_a_server(
    request: pytest.FixtureRequest, own_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RunningHub]:
    world: World = request.param
    monkeypatch.setattr(health, "FRESH_SECONDS", 0.0)  # each question here is answered anew
    with own_server.database() as url:
        migrate(url)
        async with running_hub(world, url, monkeypatch) as running:
            yield running


async def _ready(hub: RunningHub) -> tuple[int, dict[str, bool]]:
    async with aiohttp.ClientSession() as session, session.get(f"{hub.address}/readyz") as answer:
        return answer.status, await answer.json()


async def _begins_an_answer(hub: RunningHub, reference: str) -> Teller:
    (police,) = await hub.people("police-1")
    await police.press("Add what we know", on=reference, place="channel")
    await police.fills(ANSWER)
    return police


@pytest.mark.timeout(120)
async def test_postgresql_crashes_and_comes_back(
    hub_on_a_server: RunningHub, own_server: PostgresServer
) -> None:
    hub = hub_on_a_server
    reference = await rated(hub)
    police = await _begins_an_answer(hub, reference)
    await asyncio.to_thread(own_server.crash)
    hub.settles = False
    await police.submits()
    said = "\n".join([*police.problems, await police.reads(), police.note])
    assert NOT_SAVED in said
    assert (await _ready(hub))[0] == 503
    with pytest.raises(Exception, match="database"):
        await hub.app.due_scan.run_once()
    await asyncio.to_thread(own_server.start_again)
    assert await _ready(hub) == (200, {"database": True, "migrations": True})
    hub.settles = True
    await police.submits()
    assert not police.problems, police.problems
    assert [answer.text for answer in (await hub.case(reference)).answers] == ["Two visits this year."]
    await hub.clock_shows(11, 26)
    assert "Answered 1 of 12." in await police.card(reference, "channel")
    assert await hub.undelivered() == []
    await hub.audit_is_whole()


@told(Stage("slack-http"))
async def test_another_process_keeps_sqlite_locked_for_longer_than_a_chat_waits(hub: RunningHub) -> None:
    reference = await rated(hub)
    police = await _begins_an_answer(hub, reference)
    path = hub.core.settings.database_url.get_secret_value().removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE").close()
    hub.settles = False
    await police.submits()
    assert police.is_open, "what was typed is still in front of them"
    assert "press" in "\n".join([*police.problems, police.note]).casefold()
    other.execute("ROLLBACK").close()
    other.close()
    hub.settles = True
    await police.submits()
    assert not police.problems, police.problems
    assert "Recorded 9:12am." in police.note
    assert [answer.text for answer in (await hub.case(reference)).answers] == ["Two visits this year."]
    assert await hub.undelivered() == []
