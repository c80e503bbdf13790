"""Data keys in the database: wrapped, re-wrapped when the master key changes, gone when destroyed."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, update

from storage.keyring import AUDIT, HUB, SEARCH, Erased, Keyring
from storage.keys import CannotUnwrapError, MasterKeys
from storage.store import Store, open_store
from storage.tables import data_key

NOW = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
OLD, NEW = MasterKeys.generate(), MasterKeys.generate()


def keyring(text: str) -> Keyring:
    """A keyring as a freshly started process has it."""
    return Keyring(MasterKeys.parse(text))


@pytest.fixture
def store(store_url: str) -> Iterator[Store[Connection]]:
    """A store on both databases, with the keys that every deployment has and one referral's."""
    opened = open_store(store_url, clock=lambda: NOW, make_tx=lambda connection, _now: connection)

    def make(connection: Connection) -> None:
        keyring(OLD).make_missing(connection, NOW)
        keyring(OLD).make(connection, "referral-1", NOW)

    opened.write_now(make)
    yield opened
    opened.close_now()


def keys(store: Store[Connection], ring: Keyring) -> dict[str, bytes]:
    """Every key as this keyring opens it."""
    owners = (HUB, SEARCH, AUDIT, "referral-1")
    return store.read_now(lambda connection: {owner: ring.key(connection, owner) for owner in owners})


def test_a_rotation_wraps_every_key_again_and_changes_none(store: Store[Connection]) -> None:
    before = keys(store, keyring(OLD))
    both = keyring(f"{NEW},{OLD}")

    assert store.write_now(both.rewrap) == 4
    assert store.write_now(both.rewrap) == 0
    assert keys(store, keyring(NEW)) == before
    with pytest.raises(CannotUnwrapError):
        keys(store, keyring(OLD))


def test_the_keys_of_a_deployment_are_made_once(store: Store[Connection]) -> None:
    before = keys(store, keyring(OLD))

    store.write_now(lambda connection: keyring(OLD).make_missing(connection, NOW))

    assert keys(store, keyring(OLD)) == before


def test_a_destroyed_key_opens_nothing_and_is_passed_over_by_a_rotation(store: Store[Connection]) -> None:
    gone = update(data_key).where(data_key.c.owner == "referral-1").values(wrapped=None)
    store.write_now(lambda connection: connection.execute(gone))

    with pytest.raises(Erased):
        store.read_now(lambda connection: keyring(OLD).key(connection, "referral-1"))
    assert store.write_now(keyring(f"{NEW},{OLD}").rewrap) == 3
