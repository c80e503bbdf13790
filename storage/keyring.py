"""The data keys, each unwrapped once and kept in memory.

One key belongs to each referral, and one each to the hub (what belongs to no referral), to searching and to the audit
chains. Destroying a referral's key is how retention erases it without breaking its chain.
"""

from datetime import datetime
from threading import Lock

from sqlalchemy import Connection, Row, insert, select, update

from storage.keys import MasterKeys, new_key
from storage.tables import data_key

HUB = "hub"
SEARCH = "search"
AUDIT = "audit"


class Erased(Exception):
    """The key was destroyed: what it sealed can never be read again."""


class Keyring:
    """Finds and makes data keys. One for the whole process."""

    def __init__(self, master: MasterKeys) -> None:
        self._master = master
        self._opened: dict[str, bytes] = {}
        self._erasures = 0
        self._held = Lock()

    def key(self, connection: Connection, owner: str, erasures: int = 0) -> bytes:
        """The key of a referral (its id), or of `HUB`, `SEARCH` or `AUDIT`; raises `Erased`.

        `erasures` is how many destroyed keys the transaction knows of: what an older one still finds is not kept.
        """
        opened = self._opened.get(owner)
        if opened is not None:
            return opened
        wrapped = connection.execute(
            select(data_key.c.wrapped).where(data_key.c.owner == owner)
        ).scalar_one_or_none()
        if wrapped is None:
            raise Erased
        key = self._master.unwrap(wrapped)
        with self._held:
            if erasures == self._erasures:
                self._opened[owner] = key
        return key

    def up_to_date(self, erasures: int) -> None:
        """Forget every key that is in memory where more were destroyed, by any process, than was known here."""
        with self._held:
            if erasures > self._erasures:
                self._opened.clear()
                self._erasures = erasures

    def forget(self, owner: str) -> None:
        """Forget a key that was destroyed."""
        with self._held:
            self._opened.pop(owner, None)

    def make(self, connection: Connection, owner: str, now: datetime) -> None:
        """A new key for a new owner."""
        wrapped = self._master.wrap(new_key())
        connection.execute(insert(data_key).values(owner=owner, wrapped=wrapped, created_at=now))

    def make_missing(self, connection: Connection, now: datetime) -> None:
        """The keys every deployment has, made at its first start."""
        known = set(
            connection.execute(
                select(data_key.c.owner).where(data_key.c.owner.in_((HUB, SEARCH, AUDIT)))
            ).scalars()
        )
        for owner in (HUB, SEARCH, AUDIT):
            if owner not in known:
                self.make(connection, owner, now)

    def old(self, connection: Connection) -> int:
        """How many keys an older master key wrapped."""
        return len(self._old(connection))

    def rewrap(self, connection: Connection) -> int:
        """Wrap again what an older master key wrapped; says how many there were."""
        old = self._old(connection)
        for row in old:
            connection.execute(
                update(data_key)
                .where(data_key.c.owner == row.owner)
                .values(wrapped=self._master.rewrap(row.wrapped))
            )
        return len(old)

    def _old(self, connection: Connection) -> list[Row[str, str | None]]:
        rows = connection.execute(
            select(data_key.c.owner, data_key.c.wrapped).where(data_key.c.wrapped.is_not(None))
        ).all()
        return [row for row in rows if not self._master.is_current(row.wrapped)]
