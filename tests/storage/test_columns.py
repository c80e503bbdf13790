from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, delete, insert, select, text

from storage.columns import Json, UTCDateTime
from storage.store import Store
from tests.storage.conftest import open_bare

metadata = MetaData()
kept = Table(
    "column_samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UTCDateTime),
    Column("body", Json),
)

LONDON = ZoneInfo("Europe/London")
AWARE = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 — hypothesis adds the time zone itself
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001 — the same
    timezones=st.sampled_from([UTC, LONDON, timezone(timedelta(hours=-9, minutes=-30))]),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
ON_ONE_DATABASE = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _table(store: Store[Connection]) -> None:
    store.write_now(metadata.create_all)


def keep(store: Store[Connection], **values: Any) -> None:
    store.write_now(lambda tx: tx.execute(insert(kept).values(**values)).close())


def back(store: Store[Connection], column: Any) -> Any:
    """The one value kept, and the table empty again."""

    def take(tx: Connection) -> Any:
        value = tx.scalars(select(column)).one()
        tx.execute(delete(kept))
        return value

    return store.write_now(take)


@ON_ONE_DATABASE
@given(at=AWARE)
def test_a_moment_comes_back_as_the_same_moment_in_utc(store: Store[Connection], at: datetime) -> None:
    keep(store, at=at)
    found = back(store, kept.c.at)
    assert found == at.astimezone(UTC)
    assert found.tzinfo is UTC


@ON_ONE_DATABASE
@given(moments=st.lists(AWARE, min_size=2, max_size=6))
def test_moments_sort_in_time_whatever_their_zone(store: Store[Connection], moments: list[datetime]) -> None:
    for at in moments:
        keep(store, at=at)
    found = store.read_now(lambda tx: list(tx.scalars(select(kept.c.at).order_by(kept.c.at))))
    store.write_now(lambda tx: tx.execute(delete(kept)).close())
    assert found == sorted(at.astimezone(UTC) for at in moments)


def test_the_repeated_hour_keeps_its_two_moments_apart(store: Store[Connection]) -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    keep(store, at=first)
    keep(store, at=first.replace(fold=1))
    found = store.read_now(lambda tx: list(tx.scalars(select(kept.c.at).order_by(kept.c.at))))
    assert found == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]


def test_no_time_stays_no_time(store: Store[Connection]) -> None:
    keep(store, at=None, body=None)
    assert store.read_now(lambda tx: tx.execute(select(kept.c.at, kept.c.body)).one()) == (None, None)


def test_a_time_without_a_zone_is_refused_when_kept_and_when_compared(store: Store[Connection]) -> None:
    naive = datetime(2026, 11, 16, 13, 0)  # noqa: DTZ001 — what must be refused
    with pytest.raises(TypeError):
        keep(store, at=naive)
    with pytest.raises(TypeError):
        store.read_now(lambda tx: tx.scalars(select(kept.c.id).where(kept.c.at < naive)).all())
    assert store.read_now(lambda tx: tx.scalars(select(kept.c.id)).all()) == []


@ON_ONE_DATABASE
@given(body=JSON)
def test_json_comes_back_as_it_was(store: Store[Connection], body: Any) -> None:
    keep(store, body=body)
    assert back(store, kept.c.body) == body


def test_equal_json_is_equal_text(store: Store[Connection]) -> None:
    keep(store, body={"b": 1, "a": ["é"]})
    raw = store.read_now(lambda tx: tx.scalar(text("SELECT body FROM column_samples")))
    assert raw == '{"a":["é"],"b":1}'


def test_sqlite_keeps_a_moment_as_text_of_one_length(sqlite_url: str) -> None:
    store = open_bare(sqlite_url)
    store.write_now(metadata.create_all)
    keep(store, at=datetime(2026, 7, 1, 13, tzinfo=LONDON))
    raw = store.read_now(lambda tx: tx.scalar(text("SELECT at FROM column_samples")))
    store.close_now()
    assert raw == "2026-07-01T12:00:00.000000+00:00"
