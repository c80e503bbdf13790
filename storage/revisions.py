"""Numbers that move when something kept in memory must be read again."""

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from storage.tables import revision

if TYPE_CHECKING:
    from storage.tx import Tx


class Revisions:
    """The revision rows, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def number(self, name: str) -> int:
        """The number now; 0 before it ever moved."""
        return (
            self._tx.connection.execute(select(revision.c.number).where(revision.c.name == name)).scalar()
            or 0
        )

    def move(self, name: str) -> None:
        """Move it on by one."""
        run = self._tx.connection.execute
        moved = update(revision).where(revision.c.name == name).values(number=revision.c.number + 1)
        if run(moved).rowcount == 0:
            run(insert(revision).values(name=name, number=1))
