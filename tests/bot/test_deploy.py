"""The files that a council's IT officer installs name commands, settings and folders that are there."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

TOP = Path(__file__).parents[2]
UNITS = ("mash-triage.service", "mash-triage-nightly.service")


def lines_of(unit: str, key: str) -> list[str]:
    """Every value of a key; systemd's files have some keys several times."""
    text = (TOP / "deploy" / unit).read_text()
    return re.findall(rf"^{key}=(.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_runs_commands_that_exist(unit: str) -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]  # a group of commands
    started = [*lines_of(unit, "ExecStartPre"), *lines_of(unit, "ExecStart")]
    assert started
    for line in started:
        program, command, *_ = line.split()
        assert program == "/opt/mash-triage/.venv/bin/mash-triage"
        assert command in known


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_sets_only_settings_that_exist_and_no_secret(unit: str) -> None:
    for line in lines_of(unit, "Environment"):
        name, _, value = line.partition("=")
        assert name.removesuffix("_FILE").lower() in Settings.model_fields
        assert "key" not in name.lower() or value.startswith("%d/")
    (secret,) = lines_of(unit, "LoadCredential")
    assert secret.split(":")[1].startswith("/etc/mash-triage/")


def test_the_container_copies_what_is_there_and_starts_a_command() -> None:
    text = (TOP / "deploy" / "Containerfile").read_text()
    copied = [word for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert {"bot", "storage", "triage", "profiles"} <= set(copied)
    assert all((TOP / name).exists() for name in copied)
    assert 'CMD ["serve"]' in text
    assert "USER mash-triage" in text
