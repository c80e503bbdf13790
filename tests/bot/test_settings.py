"""What the environment says, and how it is told that it says something wrong."""

from pathlib import Path

import pytest

from bot.forums import configured
from bot.problems import Problem
from bot.settings import read_settings

SECRET = "xoxb-never-shown-anywhere"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "MASTER_KEY", "PORT", "HOST", "PUBLIC_URL", "HUB_FILE", "PUBLIC_FORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"PORT": "high"}, "PORT: Input should be a valid integer"),
        ({"PUBLIC_URL": "mash.example.org"}, "PUBLIC_URL: must be like https://mash.example.org"),
        ({"DEMO_CLOCK": "2026-11-16T13:00:00"}, "DEMO_CLOCK: must name its zone"),
        ({"DEMO_CLOCK": "2026-11-16T13:00:00Z", "HOST": "0.0.0.0"}, "DEMO_CLOCK lets anybody"),  # noqa: S104 - refused
        (
            {"DEMO_CLOCK": "2026-11-16T13:00:00Z", "PUBLIC_URL": "https://mash.example.org"},
            "DEMO_CLOCK lets anybody",
        ),
        ({"SLACK_BOT_TOKEN": SECRET}, "Slack needs SLACK_APP_TOKEN"),
        ({"TEAMS_APP_ID": "an-id"}, "Teams needs TEAMS_APP_PASSWORD and TEAMS_TENANT_ID"),
        ({"HUB_FILE": "hub.toml", "SLACK_CHANNEL": "C1"}, "HUB_FILE names the channels"),
        ({"HUB_FILE": "hub.toml", "PUBLIC_FORM": "1"}, "HUB_FILE says which hubs have the public form"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL: Input should be"),
    ],
)
def test_each_wrong_setting_is_named_with_what_to_do(
    env: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Problem) as found:
        read_settings()
    assert any(line.startswith(said) for line in found.value.lines), found.value.lines
    assert SECRET not in str(found.value)


def test_every_problem_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "high")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(Problem) as found:
        read_settings()
    assert len(found.value.lines) == 2


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n")
    monkeypatch.setenv("INTAKE_TOKEN_FILE", str(tmp_path / "token"))
    assert read_settings().intake_token.get_secret_value() == SECRET
    assert SECRET not in repr(read_settings())


@pytest.mark.parametrize("also", ["", SECRET])
def test_a_secret_set_twice_or_nowhere_is_a_problem(also: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_TOKEN_FILE", "/no/such/file")
    if also:
        monkeypatch.setenv("INTAKE_TOKEN", also)
    said = "are both set" if also else "cannot be read"
    with pytest.raises(Problem, match=said):
        read_settings()


def test_three_settings_are_the_short_form_for_one_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CHANNEL", "C0123")
    (forum,), profiles = configured(read_settings())
    assert (forum.id, forum.channels, forum.name) == ("hub", {"slack": "C0123"}, "Sandwell MASH")
    assert list(profiles) == ["sandwell_mash"]


def test_a_file_may_name_several_hubs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hub.toml").write_text(
        '[[hubs]]\nid = "north"\nname = "North"\nprofile = "sandwell_mash"\npartners = ["T9"]\n'
        '[hubs.channels]\nteams = "19:a"\n[[hubs]]\nid = "south"\nprofile = "sandwell_mash"\npublic_form = true\n'
    )
    monkeypatch.setenv("HUB_FILE", str(tmp_path / "hub.toml"))
    (north, south), _ = configured(read_settings())
    assert (north.name, north.channels, north.partners) == ("North", {"teams": "19:a"}, {"T9"})
    assert (south.name, south.channels) == ("Sandwell MASH", {})
    assert (north.public_form, south.public_form) == (False, True)


def test_members_of_the_public_may_refer_only_where_the_one_hub_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (forum,), _ = configured(read_settings())
    assert not forum.public_form
    monkeypatch.setenv("PUBLIC_FORM", "1")
    (forum,), _ = configured(read_settings())
    assert forum.public_form


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hubs = [", "is not TOML"),
        ('[[hubs]]\nid = "a"\nprofile = "nowhere"\n', "There is no profile"),
        ('[[hubs]]\nid = "A b"\nprofile = "sandwell_mash"\n', "hubs.0.id"),
        ('[[hubs]]\nid = "a"\nprofile = "sandwell_mash"\ncolour = "red"\n', "hubs.0.colour"),
        ('[[hubs]]\nid = "a"\nprofile = "sandwell_mash"\n' * 2, "two hubs have the same id"),
        ("", "hubs: Field required"),
    ],
)
def test_a_wrong_hub_file_is_told_by_its_place(
    text: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "hub.toml").write_text(text)
    monkeypatch.setenv("HUB_FILE", str(tmp_path / "hub.toml"))
    with pytest.raises(Problem, match=said):
        configured(read_settings())
