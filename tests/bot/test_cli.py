"""Commands, as an administrator types them."""

import csv
import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.core import open_core
from bot.problems import Problem
from bot.settings import read_settings
from bot.surfaces.slack.manifest import SCOPES
from storage.keys import MasterKeys
from storage.messages import Wanted
from storage.migrate import head_revision
from storage.tx import Tx
from tests.support.running import command

SAMPLES = Path(__file__).parents[2] / "samples"
PEOPLE = """id,name,agency,seat,roles
anna,Anna Vale,Police,police,lead
ben,Ben Hill,Police,police,practitioner
joy,Joy Okafor,Council,,duty_manager
olu,Olu Bright,Council,,administrator
"""
Mash = Callable[..., Result]


@pytest.fixture
def mash(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mash:
    """Runs a command on a fresh database with a few people; its output has no colours."""
    monkeypatch.setenv("DATABASE_URL", store_url)
    monkeypatch.setenv("MASTER_KEY", MasterKeys.generate())
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "people.csv").write_text(PEOPLE)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    assert (
        run("people", "import", str(tmp_path / "people.csv")).output == "4 added, 0 changed, 0 unchanged.\n"
    )
    return run


def why(result: Result) -> str:
    """What a command that could not be done would have printed."""
    assert isinstance(result.exception, Problem), result.output
    return "\n".join(result.exception.lines)


def test_a_wrong_people_file_changes_nothing(mash: Mash, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text(
        PEOPLE.replace("Anna Vale", "Anna Hill").replace(",police,lead", ",sea,lead")
    )
    assert why(mash("people", "import", str(tmp_path / "wrong.csv"))) == (
        'line 2: seat "sea" is not in the profile\nNothing was changed.'
    )
    assert (
        mash("people", "import", str(tmp_path / "people.csv")).output == "0 added, 0 changed, 4 unchanged.\n"
    )
    assert "cannot be read: No such file" in why(mash("people", "import", "nowhere.csv"))
    (tmp_path / "people.xls").write_bytes(bytes.fromhex("d0cf11e0"))
    refused = why(mash("people", "import", str(tmp_path / "people.xls")))
    assert refused == "people.xls cannot be read: it is an Excel workbook. Save it as CSV. Nothing was taken."


def test_a_sample_goes_in_once_and_each_line_is_told(mash: Mash) -> None:
    clean, again = (mash("refer", str(SAMPLES / "referrals.csv")) for _ in range(2))
    assert clean.exit_code == 0
    assert [line.split(":")[0] for line in clean.output.splitlines()] == [f"line {n}" for n in range(2, 19)]
    assert again.output.count("came before with the same words. Nothing was added.") == 17
    messy = mash("refer", str(SAMPLES / "referrals-messy.csv"))
    told = dict(line.split(": ", 1) for line in messy.output.splitlines() if line.startswith("line"))
    assert messy.exit_code == 1
    assert {line for line, words in told.items() if words.startswith("refused.")} == {"line 5", "line 10"}
    assert "other words under a known number" in told["line 6"]
    assert "2 refused. They wait in My work for business support." in messy.output


def test_json_goes_in_and_what_is_no_referral_is_named(mash: Mash, tmp_path: Path) -> None:
    good = {"type": "referral", "first_name": "Kacey", "worry": "A bruise.", "address": "12 Tern Close"}
    (tmp_path / "some.json").write_text(json.dumps([good, 7, good | {"worry": {"a": 1}}]))
    told = mash("refer", str(tmp_path / "some.json"))
    assert [line.split(".")[0] for line in told.output.splitlines()[1:3]] == [
        "line 2: refused",
        "line 3: refused",
    ]
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04 and so on")
    assert "cannot be read" in why(mash("refer", str(tmp_path / "book.csv")))


FORM = (SAMPLES / "referrals.csv").read_text("utf-8-sig")
HEADINGS, FIRST, SECOND, *_ = csv.reader(io.StringIO(FORM))


def form(*rows: list[str], separator: str = ",") -> str:
    """A file as a council's form exports it."""
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("utf16.csv", form(HEADINGS, FIRST).encode("utf-16"), 2),
        ("ansi.csv", form(HEADINGS, [*FIRST[:-1], "Siân’s team"]).encode("cp1252"), 2),
        ("excel.csv", b"sep=;\r\n" + form(HEADINGS, FIRST, separator=";").encode("utf-8-sig"), 3),
        ("tabs.txt", form(HEADINGS, FIRST, separator="\t").encode(), 2),
        ("loose.csv", form([f"  {each.upper()}  " for each in HEADINGS[::-1]], FIRST[::-1]).encode(), 2),
        ("one.json", b'{"type": "referral", "first_name": "Kacey", "worry": "A bruise."}', 1),
        ("LINES.JSONL", b'\n{"type": "referral", "first_name": "Kacey", "worry": "A bruise."}\n', 1),
    ],
)
def test_a_file_of_any_shape_goes_in_once_and_its_line_is_told(
    mash: Mash, tmp_path: Path, name: str, data: bytes, line: int
) -> None:
    (tmp_path / name).write_bytes(data)
    first, again = (mash("refer", str(tmp_path / name)) for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert re.fullmatch(rf"line {line}: MASH-\d{{4}}-\w{{5}}\..*\n", first.output)
    assert "came before with the same words. Nothing was added." in again.output


def test_rows_without_a_number_are_told_apart_and_taken_once(mash: Mash, tmp_path: Path) -> None:
    (tmp_path / "no-numbers.csv").write_text(form(HEADINGS, ["", *FIRST[1:]], ["", *SECOND[1:]]))
    first, again = (mash("refer", str(tmp_path / "no-numbers.csv")) for _ in range(2))
    assert len(set(re.findall(r"MASH-\d{4}-\w{5}", first.output))) == 2
    assert again.output.count("came before with the same words. Nothing was added.") == 2


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("headings.csv", form(HEADINGS).encode(), "headings.csv holds no referrals. Nothing was taken.\n"),
        ("none.json", b"[]", "none.json holds no referrals. Nothing was taken.\n"),
    ],
)
def test_a_file_without_referrals_says_so(
    mash: Mash, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    told = mash("refer", str(tmp_path / name))
    assert (told.exit_code, told.output) == (0, said)


def test_each_object_that_is_not_understood_waits_whole(mash: Mash, tmp_path: Path) -> None:
    bad = [{"first_name": name, "worry": {"a": 1}} for name in ("Kacey \ud83d", "Kyle")]
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    told = mash("refer", str(tmp_path / "bad.json"))
    assert told.exit_code == 1
    assert told.output.endswith("2 refused. They wait in My work for business support.\n")
    assert ["Kacey ?" in row or "Kyle" in row for row in refused_rows()] == [True, True]


def test_who_leaves_is_told_of_and_gets_no_more_codes(mash: Mash) -> None:
    assert "link " in mash("people", "link", "ben").output
    assert mash("people", "leave", "ben").output == "ben has no access any more.\n"
    assert why(mash("people", "leave", "ben")).startswith("ben is not on the roster, or left already.")
    assert why(mash("people", "invite", "ben")) == "ben is not on the roster, or has left."


def test_what_waited_for_who_left_goes_to_the_others(mash: Mash, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("id,name,agency,roles\nmateo,Mateo Reyes,Council,duty_manager\n")
    mash("people", "import", str(tmp_path / "more.csv"))
    mash("refer", str(SAMPLES / "referrals.csv"))
    assert {"danger", "to_screen"} <= messages("joy")
    mash("people", "leave", "joy")
    assert messages("joy") == set()
    assert {"danger", "to_screen"} <= messages("mateo")
    mash("refer", str(SAMPLES / "referrals-messy.csv"))
    assert messages("joy") == set()


def messages(person: str) -> set[str]:
    """The kinds of card that somebody should have."""
    core = open_core(read_settings())
    try:
        return {message.card for message in core.store.read_now(lambda tx: tx.messages.to_person(person))}
    finally:
        core.store.close_now()


def refused_rows() -> list[str]:
    """What waits for business support, as it was written."""
    core = open_core(read_settings())
    try:
        hub = core.hubs.first().forum.id
        return [task.words for task in core.store.read_now(lambda tx: tx.open_tasks(hub))]
    finally:
        core.store.close_now()


def test_the_audit_shows_what_who_asks_may_read(mash: Mash) -> None:
    reference = mash("refer", str(SAMPLES / "referrals.csv")).output.split()[2].rstrip(".")
    plain = mash("audit", "show", "--chain", reference).output
    assert "contact.received done" in plain
    assert "file" not in plain
    assert "contact.received done file" in mash("audit", "show", "--chain", reference, "--as", "joy").output
    assert mash("audit", "show", "--chain", reference, "--as", "anna").output == ""
    assert mash("audit", "show", "--chain", reference, "--as", "olu").output == plain
    assert why(mash("audit", "show", "--chain", reference, "--as", "ben")).startswith(
        "ben may not read the audit"
    )
    assert why(mash("audit", "show", "--chain", "MASH-2611-ZZZZZ")) == "There is no referral MASH-2611-ZZZZZ."
    read = mash("audit", "show", "--as", "joy").output
    assert "audit.show refused ben" in read
    assert "audit.show done olu" in read
    assert "audit.show nothing_here cli:" in read
    assert "people.import done cli:" in read


def test_heads_kept_elsewhere_prove_that_no_end_is_cut(mash: Mash, tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    mash("refer", str(SAMPLES / "referrals.csv"))
    assert mash("audit", "heads", str(heads)).output == "18 heads noted.\n"
    assert heads.stat().st_mode & 0o777 == 0o600
    assert mash("audit", "verify", "--heads", str(heads)).output == "Every chain is whole.\n"
    noted = json.loads(heads.read_text())
    noted["rest"][0] += 50
    heads.write_text(json.dumps(noted | {"no-such-chain": noted["rest"]}))
    found = mash("audit", "verify", "--heads", str(heads))
    assert found.exit_code == 1
    assert "rest: entry" in found.output
    assert "no-such-chain: the whole chain is missing" in found.output
    heads.write_text("[]")
    assert why(mash("audit", "verify", "--heads", str(heads))).endswith("does not hold heads.")


def test_a_new_master_key_takes_over(mash: Mash, monkeypatch: pytest.MonkeyPatch) -> None:
    new = mash("keys", "new").output.strip()
    before = os.environ["MASTER_KEY"]
    monkeypatch.setenv("MASTER_KEY", f"{new},{before}")
    assert "3 are wrapped by an older master key" in mash("doctor").output
    assert mash("keys", "rewrap").output.startswith("3 keys wrapped again.")
    monkeypatch.setenv("MASTER_KEY", new)
    assert mash("audit", "verify").exit_code == 0


def test_the_doctor_says_that_all_is_well(mash: Mash) -> None:
    told = mash("doctor")
    assert told.exit_code == 0, told.output
    assert "problem" not in told.output
    assert "OK       administrator: 1 in hub" in told.output


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"MASTER_KEY": "short"}, "problem  master key: MASTER_KEY: Master key 1 of 1"),
        (
            {"MASTER_KEY": MasterKeys.generate()},
            "problem  master key: MASTER_KEY does not open this database",
        ),
        ({"HOST": "0.0.0.0"}, "problem  web pages: people come in over plain http"),  # noqa: S104 - only looked at
        ({"DATABASE_URL": "mysql://x"}, "problem  database: DATABASE_URL must start"),
        ({"PROFILE": "nowhere"}, "problem  profile: There is no profile"),
        ({"PORT": "high"}, "problem  settings: PORT:"),
        ({"TEAMS_LOCAL": "true"}, "problem  Teams: TEAMS_LOCAL takes unsigned requests"),
        (
            {"TEAMS_APP_ID": "x", "TEAMS_APP_PASSWORD": "y", "TEAMS_TENANT_ID": "z"},
            "problem  Teams: TEAMS_APP_ID is not an id like",
        ),
    ],
)
def test_the_doctor_names_each_problem_with_what_to_do(
    env: dict[str, str], said: str, mash: Mash, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    told = mash("doctor")
    assert told.exit_code == 1
    assert said in told.output


def test_a_hub_without_its_people_is_a_problem(mash: Mash) -> None:
    mash("people", "leave", "olu")
    assert "problem  administrator: nobody is one in hub" in mash("doctor").output


def test_manifests_are_made_from_the_code(mash: Mash, monkeypatch: pytest.MonkeyPatch) -> None:
    slack = json.loads(mash("manifest", "slack").output)
    assert slack["settings"]["socket_mode_enabled"] is True
    assert set(slack["oauth_config"]["scopes"]["bot"]) == SCOPES.keys()
    assert why(mash("manifest", "slack", "--signed-http")).startswith("PUBLIC_URL must begin with https://")
    assert why(mash("manifest", "teams")) == "TEAMS_APP_ID is not set: the manifest names it."
    for name, value in {
        "TEAMS_APP_ID": "an-id",
        "TEAMS_APP_PASSWORD": "x",
        "TEAMS_TENANT_ID": "y",
        "PUBLIC_URL": "https://mash.example.org",
    }.items():
        monkeypatch.setenv(name, value)
    assert json.loads(mash("manifest", "teams").output)["bots"][0]["botId"] == "an-id"


def test_a_profile_is_checked_line_by_line(mash: Mash, tmp_path: Path) -> None:
    ours = Path(__file__).parents[2] / "profiles" / "sandwell_mash.toml"
    assert mash("profile", "check", str(ours)).output.startswith("Sandwell MASH, version 1: OK.\n")
    (tmp_path / "wrong.toml").write_text(ours.read_text().replace('shown = "hidden"', 'shown = "sometimes"'))
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    assert "binary.toml: not TOML" in why(mash("profile", "check", str(tmp_path / "binary.toml")))
    assert "views.shown" in why(mash("profile", "check", str(tmp_path / "wrong.toml")))


def test_a_problem_is_one_line_on_standard_error_and_no_traceback(tmp_path: Path) -> None:
    done = command("migrate", cwd=tmp_path, DATABASE_URL="mysql://user:secret@host/x")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "DATABASE_URL must start with sqlite:/// or postgresql://.\n"
    made = command("migrate", cwd=tmp_path, DATABASE_URL="sqlite:///a.sqlite3")
    assert made.stdout == f"The database is at revision {head_revision()}.\n"


def test_a_backup_is_restored_to_a_new_database(
    mash: Mash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "nightly.backup"
    made = mash("backup", str(file))
    assert made.exit_code == 0
    assert "Keep the master key apart from it" in made.output
    assert "the database is not empty" in why(mash("restore", str(file)))

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite3'}")
    restored = mash("restore", str(file))
    assert restored.exit_code == 0
    assert "Every audit chain is whole." in restored.output
    assert (
        mash("people", "import", str(tmp_path / "people.csv")).output == "0 added, 0 changed, 4 unchanged.\n"
    )


def test_a_backup_needs_the_key_that_it_was_made_with(
    mash: Mash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "nightly.backup"
    mash("backup", str(file))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite3'}")
    monkeypatch.setenv("MASTER_KEY", MasterKeys.generate())
    assert "MASTER_KEY does not open this database" in why(mash("restore", str(file)))


def test_the_doctor_asks_for_backups_once_there_is_something_to_lose(mash: Mash, tmp_path: Path) -> None:
    assert "backup" not in mash("doctor").output
    mash("refer", str(SAMPLES / "referrals.csv"))
    told = mash("doctor").output
    assert "problem  backup: there is none yet: run `mash-triage backup FILE` nightly" in told
    assert "problem  audit heads: there is none yet" in told
    mash("backup", str(tmp_path / "nightly.backup"))
    mash("audit", "heads", str(tmp_path / "heads.json"))
    told = mash("doctor").output
    assert "OK       backup: last on" in told
    assert "OK       audit heads: last on" in told


def test_the_doctor_counts_what_cannot_be_delivered(mash: Mash) -> None:
    def fail(tx: Tx) -> None:
        tx.messages.want("scope", [Wanted("hub", "slack", "anna", "red_alert", "thing")])
        (waiting,) = tx.messages.out_of_date("slack", 9)
        for _ in range(3):
            tx.messages.failed(waiting.id, tx.now, "channel_not_found")

    core = open_core(read_settings())
    core.store.write_now(fail)
    core.store.close_now()
    assert "without success: 1 on slack (channel_not_found)" in mash("doctor").output


def test_an_auditor_draws_a_sheet_of_cases(mash: Mash, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE + "ada,Ada Holt,Council,,auditor\n")
    mash("people", "import", str(tmp_path / "people.csv"))
    mash("refer", str(SAMPLES / "referrals.csv"))
    period = ("--from", "2020-01-01", "--until", "2030-01-01", "--number", "3", "--seed", "5")
    sheet = tmp_path / "sheet.csv"
    assert mash("audit", "sample", str(sheet), "--as", "ada", *period).output == f"3 cases are in {sheet}.\n"
    first = sheet.read_text(encoding="utf-8-sig")
    assert first.splitlines()[0] == (
        "Reference,Chosen because,Referral quality,Risk assessment,Child-centred practice,Management oversight,"
        "Multi-agency working,Timeliness"
    )
    assert first.count("by chance") == 3
    mash("audit", "sample", str(sheet), "--as", "ada", *period)
    assert sheet.read_text(encoding="utf-8-sig") == first
    backwards = ("--from", "2026-11-30", "--until", "2026-11-01")
    assert why(mash("audit", "sample", str(sheet), "--as", "ada", *backwards)) == (
        "2026-11-01 is before 2026-11-30. Nothing was drawn."
    )
    assert why(mash("audit", "sample", str(sheet), "--as", "ben", *period)) == (
        "ben may not read the audit. That was recorded."
    )
