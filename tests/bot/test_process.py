"""The real program, started and stopped as it is in service, and looked at over HTTP."""

import json
import re
import signal
from pathlib import Path
from urllib.request import Request, build_opener

import pyotp
import pytest

from storage.keys import MasterKeys
from tests.support.running import Browser, command, free_port, running

REFERRAL = {
    "type": "referral", "referrer": {"name": "Dr Vale", "phone": "01632 960 001"}, "first_name": "Kacey",
    "surname": "Brannigan", "date_of_birth": "04/03/2017", "worry": "A bruise.", "danger": "yes",
}  # fmt: skip


@pytest.fixture
def settings(sqlite_url: str) -> dict[str, str]:
    return {"DATABASE_URL": sqlite_url, "MASTER_KEY": MasterKeys.generate(), "INTAKE_TOKEN": "a-token"}


def hand_in(address: str, key: str) -> dict[str, object]:
    headers = {
        "Authorization": "Bearer a-token", "Content-Type": "application/json", "Idempotency-Key": key
    }  # fmt: skip
    request = Request(f"{address}/api/referrals", json.dumps(REFERRAL).encode(), headers)  # noqa: S310 - our own
    with build_opener().open(request, timeout=30) as answer:
        body: dict[str, object] = json.loads(answer.read())
        return body | {"status": answer.status}


def test_it_starts_is_ready_and_stops_cleanly(settings: dict[str, str], tmp_path: Path) -> None:
    with running("serve", cwd=tmp_path, port=free_port(), **settings) as bot:
        assert bot.said == f"Ready: {bot.address}\n"
        page = Browser(bot.address)
        assert json.loads(page.get("/readyz")) == {"database": True, "migrations": True}
        page.get("/")
        assert "Sign in" in page.words
        code, seconds = bot.stop()
    assert code == 0
    assert seconds < 10


def test_what_was_agreed_to_is_there_after_kill_9(settings: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    with running("serve", cwd=tmp_path, port=port, **settings) as bot:
        first = hand_in(bot.address, "key-1")
        bot.stop(signal.SIGKILL)
    with running("serve", cwd=tmp_path, port=port, **settings) as bot:
        again = hand_in(bot.address, "key-1")
        code, _ = bot.stop()
    assert code == 0
    assert (first["status"], again["status"]) == (201, 200)
    assert first["reference"] == again["reference"]
    heads = command("audit", "verify", cwd=tmp_path, **settings)
    assert heads.stdout == "Every chain is whole.\n"


def test_an_invited_person_signs_in_and_is_out_at_once_when_they_leave(
    settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("id,name,agency,roles\njoy,Joy Okafor,Council,duty_manager\n")
    assert command("people", "import", "people.csv", cwd=tmp_path, **settings).returncode == 0
    with running("serve", cwd=tmp_path, port=free_port(), **settings) as bot:
        told = command("people", "invite", "joy", cwd=tmp_path, **settings).stdout
        page = Browser(bot.address)
        invitation = "/invite/" + told.split("/invite/")[1].split()[0]
        page.get(invitation)
        assert "Your sign-in name is joy" in page.words
        shown = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.words)
        assert shown
        sealed = re.search('name="secret" value="([^"]+)"', page.text)
        assert sealed
        code = pyotp.TOTP(shown[0].replace(" ", "")).now()
        page.post(invitation, {"code": code, "secret": sealed[1]})
        assert "My work" in page.words
        assert "Sign out" in page.words
        assert command("people", "leave", "joy", cwd=tmp_path, **settings).returncode == 0
        page.get("/my-work")
        assert "Sign out" not in page.words
        assert Browser(bot.address).get(invitation).count("Set up your sign-in") == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"MASTER_KEY": "short"}, "MASTER_KEY: Master key 1 of 1"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with sqlite:/// or postgresql://."),
        ({"DATABASE_URL": "sqlite:///empty.sqlite3"}, "The database is empty, this program needs"),
        ({"PROFILE": "nowhere"}, "There is no profile"),
        ({"HOST": "203.0.113.7"}, "PORT: nothing can listen on 203.0.113.7"),
    ],
)
def test_what_cannot_start_says_why_in_one_line(
    wrong: dict[str, str], said: str, settings: dict[str, str], tmp_path: Path
) -> None:
    done = command("serve", cwd=tmp_path, **(settings | {"PORT": str(free_port())} | wrong))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(said)
    assert settings["MASTER_KEY"] not in done.stderr


def test_another_master_key_does_not_open_the_database(settings: dict[str, str], tmp_path: Path) -> None:
    assert command("audit", "verify", cwd=tmp_path, **settings).returncode == 0
    done = command("serve", cwd=tmp_path, **(settings | {"MASTER_KEY": MasterKeys.generate()}))
    assert done.returncode == 1
    assert done.stderr.startswith("MASTER_KEY does not open this database: ")


def test_a_clock_that_can_be_moved_has_its_bar(settings: dict[str, str], tmp_path: Path) -> None:
    clock = {"DEMO_CLOCK": "2026-11-16T13:00:00+00:00"}
    with running("serve", cwd=tmp_path, port=free_port(), **settings, **clock) as bot:
        page = Browser(bot.address)
        page.get("/")
        assert "Monday 16 November 2026, 1:0" in page.words
        page.post("/demo/clock", {"step": "1-hour", "back": ""})
        assert "2:0" in page.words
