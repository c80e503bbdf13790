"""The program with its chats set, against stand-ins for them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.bindings import StoredConversations, StoreIntake
from bot.cli import app
from bot.cli.doctor import examine
from bot.surfaces.web.ports import IntakeKeyReused, IntakeRefused, IntakeTaken
from storage.keys import MasterKeys
from tests.doubles.slack.double import SlackDouble
from tests.support.desk import Desk
from tests.support.running import Browser, free_port, running

REFERRAL = {"type": "referral", "first_name": "Kacey", "worry": "A bruise.", "address": "12 Tern Close"}


def test_it_runs_with_slack_and_teams_and_stops_in_time(sqlite_url: str, tmp_path: Path) -> None:
    with SlackDouble() as slack:
        settings = {
            "DATABASE_URL": sqlite_url, "MASTER_KEY": MasterKeys.generate(), "TEAMS_LOCAL": "true",
            "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url,
        }  # fmt: skip
        with running("serve", cwd=tmp_path, port=free_port(), **settings) as bot:
            assert bot.said.startswith("Ready: ")
            page = Browser(bot.address)
            page.get("/healthz")
            assert page.status == 200
            code, seconds = bot.stop()
        assert (code, seconds < 10) == (0, True)
    started, *_ = [json.loads(line) for line in (tmp_path / "stderr").read_text().splitlines()]
    assert (started["event"], started["surfaces"]) == ("started", ["slack", "teams"])


def test_the_doctor_looks_at_slack(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SlackDouble() as slack:
        member = slack.add_user("A. Stranger")
        channel = slack.add_channel("hub", member)
        for name, value in {
            "DATABASE_URL": sqlite_url, "MASTER_KEY": MasterKeys.generate(), "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": slack.api_url, "SLACK_CHANNEL": channel.id,
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        told = {one.about: one for one in examine()}
        assert not told["Slack"].problem
        assert told["Slack channel of hub"].problem.startswith("somebody in it is not on the roster: U")
        people = tmp_path / "people.csv"
        people.write_text(
            "id,name,agency,roles,slack_team,slack_user\n"
            f"ann,Ann Vale,Harbour School,referrer,{slack.workspace.team_id},{member.id}\n"
        )
        assert CliRunner().invoke(app, ["people", "import", str(people)]).exit_code == 0
        told = {one.about: one for one in examine()}
        assert told["Slack channel of hub"].problem == f"somebody in it may not see its cards: {member.id}"
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")
        told = {one.about: one for one in examine()}
        assert told["Slack"].problem.startswith("Slack answers invalid_auth")


async def test_a_conversation_is_found_again(desk: Desk) -> None:
    book = StoredConversations(desk.store)
    assert await book.find("person/t/u") is None
    await book.remember("person/t/u", {"conversation": "a:1", "tenant": "t"})
    await book.remember("person/t/u", {"conversation": "a:2", "tenant": "t"})
    assert await book.find("person/t/u") == {"conversation": "a:2", "tenant": "t"}


async def test_what_the_api_hands_in_is_taken_once(desk: Desk) -> None:
    woken: list[bool] = []
    intake = StoreIntake(desk.store, desk.hubs, desk.projection, lambda: woken.append(True))
    first = await intake.take(REFERRAL, "key-1")
    assert isinstance(first, IntakeTaken)
    assert await intake.take(REFERRAL, "key-1") == IntakeTaken(first.reference, first.doubts, replayed=True)
    assert isinstance(await intake.take(REFERRAL | {"worry": "Two bruises."}, "key-1"), IntakeKeyReused)
    ids = await desk.store.read(lambda tx: tx.referrals.all_ids(desk.hub.forum.id))
    assert len(ids) == 1
    assert await desk.messages("to_screen")
    assert woken


async def test_what_nobody_could_act_on_is_refused_with_its_fields(desk: Desk) -> None:
    intake = StoreIntake(desk.store, desk.hubs, desk.projection, lambda: None)
    assert await intake.take(REFERRAL | {"worry": ""}, "key-2") == IntakeRefused({"": "no_worry"})
    assert await intake.take(REFERRAL | {"worry": {"a": "b"}}, "key-3") == IntakeRefused(
        {"worry": "not_text"}
    )


async def test_the_api_hands_a_referral_to_the_hub_that_it_names(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.forums.put(replace(desk.hub.forum, id="north")))
    intake = StoreIntake(desk.store, desk.hubs, desk.projection, lambda: None)

    taken = await intake.take(REFERRAL | {"hub": "north"}, "key-4")
    unknown = await intake.take(REFERRAL | {"hub": "nowhere"}, "key-5")

    assert isinstance(taken, IntakeTaken)
    assert unknown == IntakeRefused({"hub": "unknown_hub"})
    north = await desk.store.read(lambda tx: tx.referrals.all_ids("north"))
    assert len(north) == 1
    assert await desk.store.read(lambda tx: tx.referrals.all_ids(desk.hub.forum.id)) == ()
    kept = await desk.store.read(lambda tx: tx.referrals.get(north[0]))
    assert kept
    assert "north" not in str(kept.details)
