"""What was delivered already, and which forms were submitted already.

A delivery's row is written in the transaction that did what it asked for, so a second delivery finds what was recorded.
Rows hold codes and ids, never text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.ids import new_id
from storage.tables import delivery, form_token

if TYPE_CHECKING:
    from storage.tx import Tx

StoredReply = Mapping[str, object]


_ALONE = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("lock"), 0)))
_RECORDED = select(delivery.c.reply).where(delivery.c.key == bindparam("sent"))
_RECORD = insert(delivery)
_OPENED = insert(form_token)
_FORM = select(form_token).where(form_token.c.token == bindparam("its")).with_for_update()
_SPENT = (
    update(form_token)
    .where(form_token.c.token == bindparam("its"), form_token.c.spent_at.is_(None))
    .values(spent_at=bindparam("by"), reply=bindparam("told"))
)
"""Made once: each press asks them."""


@dataclass(frozen=True)
class FormToken:
    """A form that was opened: by whom, for what, showing which revision of the case. `reply` is set once submitted.

    `seat` is the agency for which it answers, whatever else its person answers for when it is sent; empty for none.
    `shows` are the ids of what its submit answers, for forms that answer nothing unread.
    """

    token: str
    person: str
    verb: str
    thing: str
    shown_revision: int
    at: datetime
    reply: StoredReply | None
    seat: str = ""
    shows: tuple[str, ...] = ()


class Deliveries:
    """Deliveries and form tokens, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def recorded(self, key: str) -> StoredReply | None:
        """What was recorded for this delivery, if it was seen before.

        The same delivery again at the same moment waits here for the first: no two do what it asks for.
        """
        if self._tx.connection.dialect.name == "postgresql":  # SQLite has one writer
            self._tx.connection.execute(_ALONE, {"lock": key})
            self._tx.revisions.look_again()
        found: StoredReply | None = self._tx.connection.execute(_RECORDED, {"sent": key}).scalar_one_or_none()
        return found

    def record(self, key: str, reply: StoredReply) -> None:
        """Remember what a delivery led to."""
        self._tx.connection.execute(_RECORD, {"key": key, "at": self._tx.now, "reply": dict(reply)})

    def open_form(
        self,
        person: str,
        verb: str,
        thing: str,
        shown_revision: int,
        seat: str = "",
        *,
        shows: tuple[str, ...] = (),
    ) -> str:
        """A one-use token for a form that is about to be shown."""
        token = new_id()
        opened: dict[str, Any] = {
            "token": token,
            "person": person,
            "verb": verb,
            "thing": thing,
            "seat": seat,
        }
        opened |= {"shown_revision": shown_revision, "at": self._tx.now, "shows": list(shows)}
        self._tx.connection.execute(_OPENED, opened)
        return token

    def form(self, token: str) -> FormToken | None:
        """The form that carries this token."""
        row = self._tx.connection.execute(_FORM, {"its": token}).one_or_none()
        self._tx.revisions.look_again()
        if row is None:
            return None
        return FormToken(
            row.token,
            row.person,
            row.verb,
            row.thing,
            row.shown_revision,
            row.at,
            row.reply,
            row.seat,
            tuple(row.shows),
        )

    def seat_of(self, token: str) -> str | None:
        """The agency for which a form answers; empty for none, and None for a form that is not known."""
        found = select(form_token.c.seat).where(form_token.c.token == token)
        return self._tx.connection.execute(found).scalar()

    def spend(self, token: str, reply: StoredReply) -> None:
        """The form was submitted: its token gets what was recorded from now on."""
        self._tx.connection.execute(_SPENT, {"its": token, "by": self._tx.now, "told": dict(reply)})

    def forget(self, before: datetime) -> None:
        """Drop what no sender will repeat any more."""
        self._tx.connection.execute(delete(delivery).where(delivery.c.at < before))
        self._tx.connection.execute(delete(form_token).where(form_token.c.at < before))
