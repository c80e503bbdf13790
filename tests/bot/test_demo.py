"""The demo: it starts on its own, is looked at as a visitor would, keeps what happened, and begins anew when asked."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from pydantic import SecretStr

from bot.accounts import real_now
from bot.core import Core, open_core
from bot.demo import presses, start
from bot.demo.arrivals import coming
from bot.demo.clock import DemoClock
from bot.demo.controls import Controls
from bot.demo.play import Play
from bot.demo.start import (
    DAY_BEGINS,
    PEOPLE,
    VISITORS_COME,
    DemoSettings,
    _new_people_come,
    _people_come,
)
from storage.tx import Tx
from tests.support.desk import MASTER_KEY
from tests.support.running import Browser, command, free_port, running
from triage.case import Case


@dataclass
class Stage:
    """A demo that has just begun, without its pages."""

    core: Core
    clock: DemoClock
    play: Play

    async def cases(self) -> dict[str, Case]:
        hub = self.core.hubs.first()
        found = await self.core.store.read(
            lambda tx: [tx.case(one, hub.profile) for one in tx.referrals.all_ids(hub.forum.id)]
        )
        return {case.referral.submission_id: case for case in found if case}


@asynccontextmanager
async def opened(url: str, clock: DemoClock) -> AsyncIterator[Stage]:
    """The demo on the store at `url`, going on from what the clock shows."""
    settings = DemoSettings(database_url=SecretStr(url), master_key=SecretStr(MASTER_KEY))
    core = await asyncio.to_thread(open_core, settings, clock)
    left = tuple(each for each in coming(core.hubs.first()) if each.at > clock.now())
    yield Stage(core, clock, Play(core, clock, left))
    await core.store.close()


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with opened(sqlite_url, DemoClock(DAY_BEGINS)) as begun:
        await begun.core.store.write(lambda tx: _people_come(tx, begun.core))
        yield begun


@pytest.fixture(scope="session")
def morning(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with what colleagues do until visitors come, to copy."""
    path = tmp_path_factory.mktemp("demo") / "morning.sqlite3"
    copyfile(sqlite_template, path)

    async def play() -> None:
        async with opened(f"sqlite:///{path}", DemoClock(DAY_BEGINS)) as begun:
            await begun.core.store.write(lambda tx: _people_come(tx, begun.core))
            await begun.play.move_to(VISITORS_COME)

    asyncio.run(play())
    return path


@pytest.fixture
async def one_oclock(morning: Path, in_memory: Path) -> AsyncIterator[Stage]:
    """A demo to which the first visitors come, as after a restart at that moment."""
    path = in_memory / "demo.sqlite3"
    copyfile(morning, path)
    async with opened(f"sqlite:///{path}", DemoClock(VISITORS_COME)) as begun:
        yield begun


def of(states: dict[str, Case], now: datetime) -> set[str]:
    return {case.state(now) for case in states.values()}


async def test_by_one_oclock_some_wait_some_are_answered_and_some_decided(stage: Stage) -> None:
    await stage.play.move_to(VISITORS_COME)
    cases = await stage.cases()
    assert len(cases) == 9
    assert {"received", "checks_out", "proposed", "decided"} <= of(cases, VISITORS_COME)
    assert all(case.referral.recorded_at == case.referral.received_at for case in cases.values())


async def test_at_one_oclock_there_is_something_to_see_of_all_that_it_does(one_oclock: Stage) -> None:
    stage = one_oclock
    cases = await stage.cases()
    hub, now = stage.core.hubs.first(), VISITORS_COME
    met = {number: [s.stage(hub.profile.meetings.needed) for s in c.sittings] for number, c in cases.items()}
    assert met["F-10231"] == ["over"]
    assert met["F-10233"] == ["roll_call"]
    assert cases["F-10233"].late(now) == ("probation",)
    assert {action.state for action in cases["F-10231"].actions} == {"open"}
    assert cases["F-10234"].urgent_now
    assert cases["F-10236"].restriction
    assert cases["F-10237"].information_requests
    assert [link.proposed for link in cases["F-10239"].links if link.kind == "household"] == [True]
    roster = await stage.core.store.read(stage.core.hubs.roster)
    on_duty = {person.id for person in roster.holding_role(hub.forum.id, ("duty_manager",), now)}
    assert on_duty == {"j.okafor"}
    assert await stage.core.store.read(lambda tx: tx.near_misses_to_review(hub.forum.id))


async def test_colleagues_hold_the_days_meeting_and_do_what_was_agreed(one_oclock: Stage) -> None:
    stage = one_oclock
    await stage.play.move_to(VISITORS_COME + timedelta(hours=9))
    cases = await stage.cases()
    daily = {s.meeting.id: s for case in cases.values() for s in case.sittings if s.meeting.kind == "daily"}
    assert [sitting.meeting.state for sitting in daily.values()] == ["closed"]
    assert all(sitting.minutes[-1].approved_at for sitting in daily.values())
    versions = [s.minutes[-1].id for case in cases.values() for s in case.sittings if s.minutes]
    kept = await stage.core.store.read(lambda tx: [p for one in versions for p in tx.meetings.parts_of(one)])
    assert not [words for part in kept for kind, words in part.parts if kind == "said" and "today" in words]
    states = [action.state for number in ("F-10231", "F-10233") for action in cases[number].actions]
    assert sorted(states) == ["done", "done", "done", "done", "open"]
    assert [standing.settled for standing in cases["F-10233"].standings] == [True]
    assert stage.play.colleagues.given_up == set()


async def test_whoever_is_asked_to_take_an_action_takes_it(one_oclock: Stage) -> None:
    stage = one_oclock
    action = next(one for one in (await stage.cases())["F-10231"].actions if one.seat == "social_work")

    def give(tx: Tx) -> None:
        typed = {"to": "a.rahmani", "words": "Nearer to the school."}
        dispatcher = stage.core.dispatcher
        assert presses.press(
            tx, dispatcher, person=action.owner, verb="action.give", thing=action.id, typed=typed
        )

    await stage.core.store.write(give)
    await stage.play.move_to(VISITORS_COME + timedelta(minutes=40))

    now = next(one for one in (await stage.cases())["F-10231"].actions if one.id == action.id)
    assert (action.owner, now.owner) == ("b.ashdown", "a.rahmani")


async def test_colleagues_bring_the_whole_sample_to_a_decision_and_never_get_stuck(stage: Stage) -> None:
    await stage.play.move_to(VISITORS_COME + timedelta(days=4))
    cases = await stage.cases()
    assert len(cases) == 17
    assert of(cases, stage.clock.now()) == {"decided"}
    assert stage.play.colleagues.given_up == set()


async def test_nobody_acts_in_the_place_of_who_is_signed_in(stage: Stage) -> None:
    for visitor in ("t.lowe", "m.reyes"):
        await stage.core.store.write(lambda tx, v=visitor: tx.accounts.begin(v, real_now()))
    await stage.play.move_to(VISITORS_COME + timedelta(hours=6))
    cases = await stage.cases()
    assert not any(answer.seat == "police" for case in cases.values() for answer in case.answers)
    decided = [p for case in cases.values() for p in case.proposals if p.state == "approved"]
    assert all(proposal.role != "duty_manager" for proposal in decided)
    assert any(answer.seat == "health" for case in cases.values() for answer in case.answers)


async def test_colleagues_can_be_stopped_and_the_rest_still_arrives(stage: Stage) -> None:
    stage.play.colleagues.answering = False
    await stage.play.move_to(VISITORS_COME + timedelta(days=1))
    cases = await stage.cases()
    assert len(cases) == 17
    assert of(cases, stage.clock.now()) == {"received"}
    missed = [clock for case in cases.values() for clock in case.clocks if clock.missed_at]
    assert all(clock.missed_at == clock.due_at for clock in missed)


async def test_the_bar_moves_the_clock_forward_only(one_oclock: Stage) -> None:
    stage = one_oclock
    controls = Controls(stage.core, stage.play)
    stage.play.colleagues.answering = False
    stage.clock.stand_at(VISITORS_COME)
    before = stage.clock.now()
    due = await stage.play.next_due()
    assert due
    await controls.move("next-due")
    assert due <= stage.clock.now() < due + timedelta(minutes=1)
    await controls.move("next-working-day")
    assert f"{await controls.now():%A %H:%M}" == "Tuesday 08:45"
    stage.clock.stand_at(before)
    assert stage.clock.now() > before


async def test_everybody_can_be_chosen_with_what_they_do(stage: Stage) -> None:
    people = await Controls(stage.core, stage.play).people()
    assert len(people) == 51
    assert {person.group for person in people} >= {"Police", "Women's Aid", "Harbour Council"}
    assert all(person.does for person in people)


def test_the_clock_goes_on_from_where_it_was_left(tmp_path: Path) -> None:
    start = datetime(2026, 11, 16, 13, 0, tzinfo=UTC)
    clock = DemoClock(start, tmp_path / "clock")
    clock.stand_at(start + timedelta(hours=3))
    clock.save()
    assert DemoClock(start, tmp_path / "clock").now() == start + timedelta(hours=3)


def test_it_is_there_for_a_visitor_and_keeps_what_happened_over_kill_9(tmp_path: Path) -> None:
    folder, port = str(tmp_path / "demo"), free_port()
    with running("demo", cwd=tmp_path, port=port, DEMO_DIR=folder, SLACK_BOT_TOKEN="of-no-concern") as demo:
        assert demo.said == f"The demo is ready: {demo.address}\n"
        page = Browser(demo.address)
        page.get("/")
        assert "Monday 16 November 2026, 1:00pm" in page.words
        references = set(re.findall(r"MASH-2611-\w{5}", page.text))
        assert len(references) == 6
        assert "Give our view" not in page.words
        assert 'href="/tell-us"' in page.text
        page.get("/tell-us")
        assert "If anyone is in danger now, call 999." in page.words
        page.post("/demo/person", {"person": "j.okafor"})
        assert "My work" in page.words
        page.post("/demo/clock", {"step": "1-hour", "back": "channel"})
        assert "2:00pm" in page.words
        demo.stop(signal.SIGKILL)
    with running("demo", cwd=tmp_path, port=port, DEMO_DIR=folder) as demo:
        page.get("/channel")
        assert "2:0" in page.words
        assert references <= set(re.findall(r"MASH-2611-\w{5}", page.text))
        code, seconds = demo.stop()
    assert (code, seconds < 10) == (0, True)
    with running("demo", cwd=tmp_path, port=port, DEMO_DIR=folder, RESET="1") as demo:
        page = Browser(demo.address)
        page.get("/")
        assert "1:00pm" in page.words
        assert not references & set(re.findall(r"MASH-2611-\w{5}", page.text))


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    done = command("demo", cwd=tmp_path, HOST="0.0.0.0", DEMO_DIR=str(tmp_path / "demo"))  # noqa: S104 - refused
    assert done.returncode == 1
    assert done.stderr.startswith("HOST: in the demo anybody can be anybody")


async def test_whether_colleagues_answer_is_kept_over_a_restart(stage: Stage, tmp_path: Path) -> None:
    silent = tmp_path / "silent"
    await Controls(stage.core, stage.play, silent).let_colleagues_answer(on=False)
    stage.play.colleagues.answering = True  # as after a restart

    restarted = Controls(stage.core, stage.play, silent)

    assert not await restarted.colleagues_answer()
    await restarted.let_colleagues_answer(on=True)
    assert await Controls(stage.core, stage.play, silent).colleagues_answer()


async def test_somebody_new_in_the_demos_file_comes_at_the_next_start_and_nobody_comes_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await stage.core.store.write(lambda tx: tx.people.end("a.novak", tx.now))
    more = tmp_path / "people.csv"
    head, *rest = PEOPLE.read_text(encoding="utf-8").splitlines()
    new = rest[0].replace(rest[0].split(",")[0], "n.new")
    more.write_text("\n".join((head, *rest, new)), encoding="utf-8")
    monkeypatch.setattr(start, "PEOPLE", more)

    await stage.core.store.write(lambda tx: _new_people_come(tx, stage.core))

    known = {person.id for person in await Controls(stage.core, stage.play).people()}
    assert "n.new" in known
    assert "a.novak" not in known
