"""kill -9 between any two steps: a card stands once and is up to date, a press is done once and gets what was recorded."""

import asyncio
import itertools
import json
import pickle
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from bot.cards.elements import Choices
from bot.interaction import Identity, Interaction, Phase, SurfaceName
from storage.tx import Tx
from tests.doubles.slack import Message
from tests.scenarios.conftest import Stage, told
from tests.scenarios.dies_pressing import Pressed
from tests.scenarios.steps import rated
from tests.support.cases import asked
from tests.support.desk import open_desk
from tests.support.keeping import keep
from tests.support.people import FORUM, WEB_TENANT
from tests.support.surfaces.hub import RunningHub

MOST_STEPS = 40


SECRETS = ("database_url", "master_key", "slack_bot_token", "slack_signing_secret")


@told(Stage("slack-http"))
@pytest.mark.timeout(240)
async def test_a_process_killed_at_any_step_of_a_delivery_loses_and_doubles_nothing(hub: RunningHub) -> None:
    """The hub's own courier stands by, as another process would, and takes over from each that was killed."""
    reference = await rated(hub, "GREEN ●")
    (courier,) = hub.app.couriers
    courier.stop()
    await courier.close()
    courier._stopping = False
    mortal = await _mortal(hub)
    for step in itertools.count(1):
        assert step < MOST_STEPS
        await _forget_the_post(hub, reference)
        ended = await _lives(mortal, hub.clock.now(), at=step)
        assert len(_posts(hub, reference)) <= 1
        hub.clock.move(timedelta(minutes=1))
        await courier.deliver_once()
        await courier.close()
        assert len(_posts(hub, reference)) == 1, f"killed at step {step}"
        assert await hub.undelivered() == []
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    assert step > 8
    await mortal.communicate(b"")


async def test_a_process_killed_at_any_step_of_a_press_does_it_once_and_says_so_when_it_comes_again(
    tmp_path: Path, sqlite_hub: Path
) -> None:
    database = tmp_path / "hub.sqlite3"
    copyfile(sqlite_hub, database)
    async with open_desk(f"sqlite:///{database}") as desk:
        referral = await keep(desk, asked())
        opened = await desk.press("police-1", "check.nothing_known", referral)
        assert opened.form
    who = Identity(SurfaceName.WEB, WEB_TENANT, "police-1")
    form = opened.form
    held = {each.id: each.values for each in form.fields() if isinstance(each, Choices)}
    sent = Interaction(who, form.verb, form.thing, Phase.SUBMIT, "first", held, token=form.token)
    file = tmp_path / "pressed"
    file.write_bytes(pickle.dumps(Pressed(database, sent, tmp_path, referral)))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.scenarios.dies_pressing", str(file)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, wrong = await process.communicate()
    assert process.returncode == 0, wrong.decode()
    told = [json.loads(line) for line in out.decode().splitlines()]
    assert {(each["kind"], each["answers"]) for each in told} == {("done", 1)}
    assert {each["note"] for each in told} == {told[0]["note"]}
    kept = [each["kept_before"] for each in told]
    assert kept == sorted(kept), "all before the commit is undone, all after it is kept"
    assert kept.count(False) > 4
    assert kept.count(True) == 1, "killed after the commit, before anybody was answered"


async def _mortal(hub: RunningHub) -> asyncio.subprocess.Process:
    """What begins the processes that are killed: it has the program loaded, and has never opened the database."""
    settings = hub.core.settings
    given = {name: getattr(settings, name).get_secret_value() for name in SECRETS}
    given |= {"slack_api_url": settings.slack_api_url, "slack_channel": settings.slack_channel}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.scenarios.dies", json.dumps(given)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def _lives(mortal: asyncio.subprocess.Process, now: datetime, *, at: int) -> int:
    """A process delivers what is to be delivered, or is killed at a step; returns how it ended."""
    assert mortal.stdin
    assert mortal.stdout
    mortal.stdin.write(json.dumps({"now": now.isoformat(), "at": at}).encode() + b"\n")
    ended = int(await mortal.stdout.readline())
    assert ended <= 0
    return ended


async def _forget_the_post(hub: RunningHub, reference: str) -> None:
    """The card is to be posted, as if it never had been."""
    for message in _posts(hub, reference):
        message.deleted = True
    await hub.core.store.write(_not_posted_yet)


def _not_posted_yet(tx: Tx) -> None:
    (row,) = (post for post in tx.messages.in_channel(FORUM, "slack") if post.card == "referral")
    tx.messages.lost(row.id)


def _posts(hub: RunningHub, reference: str) -> list[Message]:
    assert hub.slack_channel
    return [each for each in hub.slack_channel.messages if reference in each.text]
