"""Numbers that move when something kept in memory must be read again."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from storage.tables import revision
from storage.upsert import upsert_or

if TYPE_CHECKING:
    from storage.tx import Tx

_NUMBER = select(revision.c.number).where(revision.c.name == bindparam("known_as"))
"""Made once: it is asked in each transaction."""


class Revisions:
    """The revision rows, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx
        self._known: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number now; 0 before it ever moved. It is asked with each card that is drawn, and read once."""
        if name not in self._known:
            self._known[name] = self._tx.connection.execute(_NUMBER, {"known_as": name}).scalar() or 0
        return self._known[name]

    def look_again(self) -> None:
        """Read them anew: while a lock was waited for, another transaction may have moved them."""
        self._known.clear()

    def move(self, name: str) -> None:
        """Move it on by one."""
        self._known.pop(name, None)
        moved = {"number": revision.c.number + 1}
        upsert_or(self._tx.connection, revision, {"name": name}, {"number": 1}, moved)
