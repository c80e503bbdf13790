"""A statement is worked out once for all engines of one kind of database, and never taken for another."""

from pathlib import Path

import pytest
from sqlalchemy import literal, select

from storage.compiled import Compiled
from storage.engines import parse_url, sqlite_engine


def test_a_second_engine_asks_what_the_first_worked_out(tmp_path: Path) -> None:
    kept = []
    for name in ("one", "two"):
        engine = sqlite_engine(parse_url(f"sqlite:///{tmp_path / name}"), begin="BEGIN")
        with engine.connect() as connection:
            kept.append(connection.get_execution_options()["compiled_cache"])
            before = len(kept[0])
            assert connection.execute(select(literal("this statement").label("of_this_test"))).scalar_one()
            assert len(kept[0]) == before + (name == "one")
        engine.dispose()

    assert kept[0] is kept[1]


def test_values_are_those_of_each_asking(tmp_path: Path) -> None:
    engine = sqlite_engine(parse_url(f"sqlite:///{tmp_path / 'one'}"), begin="BEGIN")
    with engine.connect() as connection:
        assert [connection.execute(select(literal(value))).scalar() for value in ("a", "b")] == ["a", "b"]
    engine.dispose()


def test_a_key_that_begins_otherwise_is_refused() -> None:
    with pytest.raises(TypeError):
        Compiled()[("select 1", "a dialect")] = "something"
