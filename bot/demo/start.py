"""Start the demo: its own folder with its own database, key and clock; on this machine only."""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app import run
from bot.core import Core, open_core
from bot.demo.arrivals import coming
from bot.demo.clock import DemoClock
from bot.demo.controls import Controls
from bot.demo.hub_acts import beginning
from bot.demo.play import Play
from bot.loopback import is_loopback
from bot.people_file import apply_people, read_people
from bot.problems import Problem
from bot.settings import Settings
from storage.keys import MasterKeys
from storage.migrate import migrate
from storage.tx import Tx
from triage.duty import default_end

DAY_BEGINS = datetime.fromisoformat("2026-11-16T09:00:00+00:00")
VISITORS_COME = datetime.fromisoformat("2026-11-16T13:00:00+00:00")
"""By then the morning's referrals are in, partly screened and answered."""
SILENT = "colleagues-silent"
"""The file that stands in the demo's folder while colleagues do not answer by themselves."""
PEOPLE = files("bot.demo") / "people.csv"


class DemoSettings(Settings):
    """Settings that no variable of a real deployment reaches."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is given in code."""
        return (init_settings,)


def run_demo(folder: Path, host: str, port: int, ready: Callable[[str], None], *, reset: bool) -> None:
    """Run the demo until it is stopped; raises `Problem`. `ready` gets the address."""
    if not is_loopback(host):
        raise Problem(("HOST: in the demo anybody can be anybody, so it listens on 127.0.0.1 only.",))
    left = folder / "clock"
    if reset or not left.exists():
        _clear(folder)
    settings = DemoSettings(
        database_url=SecretStr(f"sqlite:///{folder / 'mash-triage.sqlite3'}"),
        master_key=SecretStr(_master_key(folder)),
        host=host,
        port=port,
        public_form=True,
    )
    migrate(settings.database_url.get_secret_value())
    clock = DemoClock(DAY_BEGINS, left)
    core = open_core(settings, clock)
    asyncio.run(_run(core, clock, ready, silent=folder / SILENT, is_new=not left.exists()))


async def _run(
    core: Core, clock: DemoClock, ready: Callable[[str], None], *, silent: Path, is_new: bool
) -> None:
    await core.store.write(lambda tx: _people_come(tx, core) if is_new else _new_people_come(tx, core))
    play = Play(core, clock, tuple(each for each in coming(core.hubs.first()) if each.at > clock.now()))
    controls = Controls(core, play, silent)
    await play.move_to(VISITORS_COME if is_new else clock.now())
    await run(core, lambda: ready(core.settings.web_address), controls, play.run)


def _people_come(tx: Tx, core: Core) -> None:
    entries = read_people(PEOPLE.read_text(encoding="utf-8"), core.hubs)
    apply_people(tx, entries, core.hubs.roster(tx), by="demo")
    hub = core.hubs.first()
    roster = core.hubs.roster(tx)
    for person in beginning(hub, roster, tx.now):
        actor = roster.actor(person, hub.forum.id, tx.now)
        if actor is not None:
            until = default_end(hub.hours, tx.now)
            tx.people.start_duty(hub.forum.id, person, actor.seat, until)


def _new_people_come(tx: Tx, core: Core) -> None:
    """Whoever this version of the demo has and the one before had not; everybody else stays as they are now."""
    roster = core.hubs.roster(tx)
    entries = read_people(PEOPLE.read_text(encoding="utf-8"), core.hubs)
    apply_people(tx, tuple(one for one in entries if one.person.id not in roster.people), roster, by="demo")


def _clear(folder: Path) -> None:
    """Begin anew: only what the demo made is removed."""
    for name in (
        "clock",
        "clock.new",
        SILENT,
        "master.key",
        *(f"mash-triage.sqlite3{end}" for end in ("", "-wal", "-shm")),
    ):
        (folder / name).unlink(missing_ok=True)


def _master_key(folder: Path) -> str:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "master.key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            file.write(MasterKeys.generate())
    return path.read_text(encoding="utf-8")
