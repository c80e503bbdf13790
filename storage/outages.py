"""Since when a chat gives no answer, and the times at which it could not be reached.

Rows, not memory: whichever process delivers writes down that calls fail, and whichever looks sees for how long.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.ids import new_id
from storage.tables import message, outage, outage_notice, unreached

if TYPE_CHECKING:
    from storage.tx import Tx


_DELIVERED = delete(unreached).where(unreached.c.surface == bindparam("on"))
_FAILING = select(unreached)
_OUTAGES = select(outage).order_by(outage.c.seq)
_ONE = _OUTAGES.where(outage.c.id == bindparam("one"))
_GOING_ON = _OUTAGES.where(outage.c.ended_at.is_(None))
_SINCE = _OUTAGES.where(outage.c.ended_at.is_(None) | (outage.c.ended_at > bindparam("then")))
"""Made once: they are asked with each delivery and each second."""


@dataclass(frozen=True)
class Outage:
    """A time at which a chat could not be reached. `began_at` is when the first call failed, `noted_at` when it was told."""

    id: str
    surface: str
    began_at: datetime
    noted_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Notice:
    """The task by which business support tells an agency's lead."""

    forum: str
    person: str
    task: str


class Outages:
    """Outages, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def call_failed(self, surface: str) -> None:
        """A call failed as it does when nothing of the platform answers; the first of several is kept."""
        run = self._tx.connection.execute
        if run(select(unreached.c.since).where(unreached.c.surface == surface)).one_or_none() is not None:
            return
        try:
            with self._tx.connection.begin_nested():
                run(insert(unreached).values(surface=surface, since=self._tx.now))
        except IntegrityError:
            return  # another process noted it in this moment

    def delivered(self, surface: str) -> None:
        """A delivery worked: whatever failed before, the platform is there."""
        self._tx.connection.execute(_DELIVERED, {"on": surface})

    def answered(self, surface: str) -> None:
        """The platform answered a question: that it is there is believed only while no delivery is being tried again."""
        tried = (message.c.surface == surface) & (message.c.attempts > 0)
        tried &= message.c.reach == ""  # not whom the bot cannot write to at any time
        differs = message.c.gone | (message.c.shown_revision < message.c.wanted_revision)
        waits = exists().where(tried & differs)
        self._tx.connection.execute(delete(unreached).where(unreached.c.surface == surface, ~waits))

    def failing(self) -> dict[str, datetime]:
        """Since when nothing was delivered on which surface."""
        return {row.surface: row.since for row in self._tx.connection.execute(_FAILING)}

    def begin(self, surface: str, since: datetime) -> Outage:
        """Note that a surface cannot be reached."""
        begun = Outage(new_id(), surface, since, self._tx.now)
        self._tx.connection.execute(
            insert(outage).values(id=begun.id, surface=surface, began_at=since, noted_at=begun.noted_at)
        )
        return begun

    def end(self, outage_id: str) -> bool:
        """Note that it can be reached again; says whether nobody noted that before."""
        still = (outage.c.id == outage_id) & outage.c.ended_at.is_(None)
        return (
            self._tx.connection.execute(update(outage).where(still).values(ended_at=self._tx.now)).rowcount
            == 1
        )

    def get(self, outage_id: str) -> Outage | None:
        """One outage."""
        return next(iter(_those(self._tx.connection.execute(_ONE, {"one": outage_id}))), None)

    def going_on(self) -> tuple[Outage, ...]:
        """Those that have not ended."""
        return _those(self._tx.connection.execute(_GOING_ON))

    def since(self, moment: datetime) -> tuple[Outage, ...]:
        """Those that have not ended, or ended after that moment."""
        return _those(self._tx.connection.execute(_SINCE, {"then": moment}))

    def notify(self, of: Outage, forum: str, person: str, task: str) -> None:
        """This task tells this person of it."""
        values = {"outage": of.id, "forum": forum, "person": person, "task": task}
        self._tx.connection.execute(insert(outage_notice).values(id=new_id(), **values))

    def notices(self, outage_id: str) -> tuple[Notice, ...]:
        """Who is told of an outage by which task, oldest first."""
        found = select(outage_notice).where(outage_notice.c.outage == outage_id).order_by(outage_notice.c.seq)
        return tuple(Notice(row.forum, row.person, row.task) for row in self._tx.connection.execute(found))


def _those(rows: Iterable[Row[Any]]) -> tuple[Outage, ...]:
    return tuple(Outage(row.id, row.surface, row.began_at, row.noted_at, row.ended_at) for row in rows)
