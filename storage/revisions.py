"""Numbers that move when something kept in memory must be read again."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from storage.tables import revision
from storage.upsert import upsert_or

if TYPE_CHECKING:
    from storage.tx import Tx

TOGETHER = ("forums", "keys", "roster")
"""Those that most transactions ask for: read with one another."""
_EACH = select(revision.c.name, revision.c.number)
_NUMBER = select(revision.c.number).where(revision.c.name == bindparam("known_as"))
"""Made once: they are asked in each transaction."""


class Revisions:
    """The revision rows, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx
        self._known: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number now; 0 before it ever moved. It is asked with each card that is drawn, and read once."""
        if name not in self._known:
            self._known |= self._together() if name in TOGETHER else {name: self._alone(name)}
        return self._known[name]

    def look_again(self) -> None:
        """Read them anew: while a lock was waited for, another transaction may have moved them."""
        self._known.clear()

    def move(self, name: str) -> None:
        """Move it on by one."""
        self._known.pop(name, None)
        moved = {"number": revision.c.number + 1}
        upsert_or(self._tx.connection, revision, {"name": name}, {"number": 1}, moved)

    def _together(self) -> dict[str, int]:
        found = {row.name: row.number for row in self._tx.connection.execute(_EACH)}
        return {name: found.get(name, 0) for name in TOGETHER}

    def _alone(self, name: str) -> int:
        return self._tx.connection.execute(_NUMBER, {"known_as": name}).scalar() or 0
