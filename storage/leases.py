"""Named leases: which process does a job that only one may do. Taken and renewed by one conditional update."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.tables import lease

if TYPE_CHECKING:
    from storage.tx import Tx

LEASE_LIFE = timedelta(seconds=10)


class Leases:
    """Lease rows, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def take(self, name: str, holder: str) -> bool:
        """Take a lease, or renew one's own; says whether it is held now. It ends 10 seconds after the last renewal."""
        until = self._tx.now + LEASE_LIFE
        free = (lease.c.holder == holder) | (lease.c.until <= self._tx.now)
        run = self._tx.connection.execute
        if run(
            update(lease).where((lease.c.name == name) & free).values(holder=holder, until=until)
        ).rowcount:
            return True
        if run(select(lease.c.name).where(lease.c.name == name)).one_or_none() is not None:
            return False
        try:
            with self._tx.connection.begin_nested():
                run(insert(lease).values(name=name, holder=holder, until=until))
        except IntegrityError:
            return False
        return True

    def give_back(self, name: str, holder: str) -> None:
        """Let go of a lease, so that another process need not wait for its end."""
        mine = (lease.c.name == name) & (lease.c.holder == holder)
        self._tx.connection.execute(update(lease).where(mine).values(until=self._tx.now))
