"""A backup made while the hub works, and a new database filled from it, of the same kind or the other."""

import itertools
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from storage.backup import BackupProblem, back_up, restore
from storage.engines import parse_url
from storage.tables import lease, metadata, web_session
from tests.support.desk import Desk, open_desk
from tests.support.referring import refer, screen


def rows_of(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in a database that a backup holds, table by table."""
    engine = create_engine(parse_url(url))
    with engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table not in (lease, web_session)
        }
    engine.dispose()
    return found


async def test_a_hub_goes_on_from_its_backup(
    desk: Desk, hub_url: str, empty_store_url: str, tmp_path: Path
) -> None:
    referral = await refer(desk)
    await screen(desk, referral)
    before = await desk.case(referral)

    file = tmp_path / "monday.backup"
    kept = back_up(hub_url, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not file.with_name("monday.backup-wal").exists()
    assert b"Kacey" not in file.read_bytes()

    assert restore(file, empty_store_url) == kept
    assert rows_of(empty_store_url) == rows_of(hub_url)
    async with open_desk(empty_store_url) as restored:
        assert await restored.case(referral) == before
        restored.numbers = itertools.count(1000)  # a delivery that came before is answered as it was then
        again = await refer(restored, name="Kian Brannigan")
        assert (await restored.case(again)).referral.reference != before.referral.reference


async def test_a_backup_fills_only_an_empty_database(desk: Desk, hub_url: str, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    back_up(hub_url, file)
    referral = await refer(desk)
    with pytest.raises(BackupProblem, match="not empty"):
        restore(file, hub_url)
    assert (await desk.case(referral)).referral.worry


@pytest.mark.parametrize("content", [b"", b"not a database at all, only words" * 100])
def test_a_file_that_is_no_backup_is_refused(content: bytes, empty_store_url: str, tmp_path: Path) -> None:
    file = tmp_path / "something"
    file.write_bytes(content)
    with pytest.raises(BackupProblem):
        restore(file, empty_store_url)


def test_a_new_backup_takes_the_place_of_the_old_one_only_when_whole(hub_url: str, tmp_path: Path) -> None:
    file = tmp_path / "nightly.backup"
    back_up(hub_url, file)
    first = file.read_bytes()
    with pytest.raises(BackupProblem, match="migrate"):
        back_up(f"sqlite:///{tmp_path / 'new.sqlite3'}", file)
    assert file.read_bytes() == first
