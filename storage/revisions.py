"""Numbers that move when something kept in memory must be read again."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from storage.tables import revision
from storage.upsert import upsert_or

if TYPE_CHECKING:
    from storage.tx import Tx

_NUMBER = select(revision.c.number).where(revision.c.name == bindparam("known_as"))
"""Made once: it is asked several times in each press."""


class Revisions:
    """The revision rows, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def number(self, name: str) -> int:
        """The number now; 0 before it ever moved."""
        return self._tx.connection.execute(_NUMBER, {"known_as": name}).scalar() or 0

    def move(self, name: str) -> None:
        """Move it on by one."""
        moved = {"number": revision.c.number + 1}
        upsert_or(self._tx.connection, revision, {"name": name}, {"number": 1}, moved)
