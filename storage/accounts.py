"""How people come in on the web, and what they had typed there: sessions, one-time links, codes, drafts.

Of session ids, links and codes only keyed hashes are kept; authenticator secrets and drafts are sealed. `now` is real
time everywhere here, never the demo's clock.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from storage.encoding import length_prefixed
from storage.keyring import HUB
from storage.sealing import seal, unseal
from storage.tables import authenticator, draft, link_code, web_session
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.tx import Tx

Purpose = Literal["sign_in", "invite", "account"]
"""A link that signs in, an invitation to set up an authenticator, a code that links a chat account."""

LIVES: dict[Purpose, timedelta] = {
    "sign_in": timedelta(minutes=5),
    "invite": timedelta(days=7),
    "account": timedelta(minutes=15),
}
KEPT = timedelta(days=30)
"""How long drafts that nobody sent stay."""
_SESSION = select(web_session).where(
    web_session.c.id_hash == bindparam("its"), web_session.c.ended_at.is_(None)
)
_SIGNED_IN = select(web_session.c.person).where(
    web_session.c.ended_at.is_(None), web_session.c.seen_at >= bindparam("since")
)
_DROPPED = delete(draft).where(
    draft.c.person == bindparam("whose"),
    draft.c.verb == bindparam("of"),
    draft.c.thing.in_(bindparam("about", expanding=True)),
)
"""Made once: each page asks whose session it is, and each press drops its draft."""
_UNMISTAKABLE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_TYPED_LENGTH = 8
"""Of a code that a person types: 40 bits, good for a quarter of an hour."""


@dataclass(frozen=True)
class WebSession:
    """A session that was not ended."""

    person: str
    seen_at: datetime


@dataclass(frozen=True)
class SavedDraft:
    """What was typed into a form and not sent."""

    fields: Mapping[str, tuple[str, ...]]
    saved_at: datetime


@dataclass(frozen=True)
class Begun:
    """A form that somebody began: its verb, what it is about, and for which of their agencies; empty for none."""

    verb: str
    thing: str
    seat: str = ""

    @property
    def about(self) -> str:
        """What it is kept under: two agencies' forms about the same thing are never taken for one another."""
        return f"{self.thing}:{self.seat}" if self.thing and self.seat else self.thing

    @staticmethod
    def kept(verb: str, about: str) -> "Begun":
        """The form of a row."""
        thing, _, seat = about.partition(":")
        return Begun(verb, thing, seat)


@dataclass(frozen=True)
class KeptDraft:
    """That there is a draft, and of which form; not what it says. `id` names it where a form may not be named."""

    id: str
    form: Begun
    saved_at: datetime


class Accounts:
    """Sessions, one-time codes, authenticators and drafts, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    # Sessions.

    def begin(self, person: str, now: datetime) -> str:
        """Begin a session; its id is returned once and never kept."""
        session_id = secrets.token_urlsafe(32)
        row = {
            "id_hash": self._hash("session", session_id),
            "person": person,
            "began_at": now,
            "seen_at": now,
        }
        self._tx.connection.execute(insert(web_session).values(**row))
        return session_id

    def session(self, session_id: str) -> WebSession | None:
        """The session with this id, unless it was ended."""
        mine = {"its": self._hash("session", session_id)}
        row = self._tx.connection.execute(_SESSION, mine).one_or_none()
        return None if row is None else WebSession(row.person, row.seen_at)

    def whose(self, session_id: str) -> WebSession | None:
        """Whose session this is or was, ended or not."""
        mine = web_session.c.id_hash == self._hash("session", session_id)
        row = self._tx.connection.execute(select(web_session).where(mine)).one_or_none()
        return None if row is None else WebSession(row.person, row.seen_at)

    def seen(self, session_id: str, now: datetime) -> None:
        """Somebody did something in this session."""
        mine = web_session.c.id_hash == self._hash("session", session_id)
        self._tx.connection.execute(update(web_session).where(mine).values(seen_at=now))

    def signed_in(self, since: datetime) -> frozenset[str]:
        """Whoever has done something in a session since then."""
        return frozenset(self._tx.connection.execute(_SIGNED_IN, {"since": since}).scalars())

    def end(self, session_id: str, now: datetime) -> str | None:
        """End a session; says whose it was, None for one that was not going on."""
        going_on = self.session(session_id)
        if going_on is None:
            return None
        mine = web_session.c.id_hash == self._hash("session", session_id)
        self._tx.connection.execute(update(web_session).where(mine).values(ended_at=now))
        return going_on.person

    def end_all(self, person: str, now: datetime) -> None:
        """End every session of somebody whose access ended, and make what they hold useless."""
        run = self._tx.connection.execute
        theirs = (web_session.c.person == person) & web_session.c.ended_at.is_(None)
        run(update(web_session).where(theirs).values(ended_at=now))
        unused = (link_code.c.person == person) & link_code.c.used_at.is_(None)
        run(update(link_code).where(unused).values(used_at=now))
        run(delete(authenticator).where(authenticator.c.person == person))
        run(delete(draft).where(draft.c.person == person))

    # One-time links and codes.

    def new_code(self, person: str, purpose: Purpose, now: datetime) -> str:
        """A one-time code for this person and purpose only; a new one ends those before."""
        before = (
            (link_code.c.person == person) & (link_code.c.purpose == purpose) & link_code.c.used_at.is_(None)
        )
        self._tx.connection.execute(update(link_code).where(before).values(used_at=now))
        code = _typed_code() if purpose == "account" else secrets.token_urlsafe(24)
        self._tx.connection.execute(
            insert(link_code).values(
                code_hash=self._hash(purpose, code),
                person=person,
                purpose=purpose,
                expires_at=now + LIVES[purpose],
            )
        )
        return code

    def behind(self, code: str, purpose: Purpose, now: datetime) -> str | None:
        """The person whom an unused code is bound to; None if it is unknown, used or too old."""
        row = self._tx.connection.execute(
            select(link_code).where(link_code.c.code_hash == self._hash(purpose, code))
        ).one_or_none()
        fits = row is not None and row.purpose == purpose and row.used_at is None and now < row.expires_at
        return str(row.person) if row is not None and fits else None

    def use(self, code: str, purpose: Purpose, now: datetime) -> str | None:
        """Use a code up: of two who try at once, one gets the person."""
        unused = (
            (link_code.c.code_hash == self._hash(purpose, code))
            & (link_code.c.purpose == purpose)
            & link_code.c.used_at.is_(None)
            & (link_code.c.expires_at > now)
        )
        person = self.behind(code, purpose, now)
        used = self._tx.connection.execute(update(link_code).where(unused).values(used_at=now)).rowcount
        return person if used else None

    # Authenticator codes.

    def set_up(self, person: str, secret: str, counter: int, now: datetime) -> None:
        """Keep an authenticator's secret in place of an earlier one, with the step of its first code."""
        run = self._tx.connection.execute
        run(delete(authenticator).where(authenticator.c.person == person))
        sealed = seal(self._tx.key(HUB), secret, table="authenticator", row=person, column="secret")
        run(insert(authenticator).values(person=person, secret=sealed, confirmed_at=now, last_step=counter))

    def secret(self, person: str) -> str | None:
        """The secret of a person's authenticator."""
        sealed = self._tx.connection.execute(
            select(authenticator.c.secret).where(authenticator.c.person == person)
        ).scalar_one_or_none()
        if sealed is None:
            return None
        return unseal(self._tx.key(HUB), sealed, table="authenticator", row=person, column="secret")

    def spend(self, person: str, counter: int) -> bool:
        """Remember a time step as used, if it is later than the last one used."""
        later = (authenticator.c.person == person) & (authenticator.c.last_step < counter)
        return (
            self._tx.connection.execute(update(authenticator).where(later).values(last_step=counter)).rowcount
            == 1
        )

    # Drafts.

    def keep_draft(self, person: str, form: Begun, fields: Mapping[str, tuple[str, ...]]) -> None:
        """Keep what was typed, in place of an earlier draft of the same form."""
        words = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
        body = seal(self._tx.key(HUB), words, table="draft", row=_row_of(person, form), column="body")
        key = {"person": person, "verb": form.verb, "thing": form.about}
        upsert(self._tx.connection, draft, key, {"saved_at": self._tx.now, "body": body})

    def draft(self, person: str, form: Begun) -> SavedDraft | None:
        """What was typed into this form and not sent."""
        row = self._tx.connection.execute(select(draft).where(_same_form(person, form))).one_or_none()
        if row is None:
            return None
        words = unseal(self._tx.key(HUB), row.body, table="draft", row=_row_of(person, form), column="body")
        fields = {name: tuple(values) for name, values in json.loads(words).items()}
        return SavedDraft(fields, row.saved_at)

    def drafts_of(self, person: str) -> tuple[KeptDraft, ...]:
        """Which forms this person began and has not sent, oldest first."""
        theirs = select(draft.c.verb, draft.c.thing, draft.c.saved_at).where(draft.c.person == person)
        rows = self._tx.connection.execute(theirs.order_by(draft.c.saved_at, draft.c.verb, draft.c.thing))
        return tuple(
            KeptDraft(
                self._hash("draft", f"{row.verb}:{row.thing}")[:32],
                Begun.kept(row.verb, row.thing),
                row.saved_at,
            )
            for row in rows
        )

    def throw_away(self, person: str, draft_id: str) -> None:
        """Forget this person's draft of this id."""
        for one in self.drafts_of(person):
            if one.id == draft_id:
                self.drop_draft(person, one.form)

    def drop_draft(self, person: str, form: Begun) -> None:
        """Forget a draft, also one that was kept before drafts were kept for each agency."""
        about = (form.about, replace(form, seat="").about)
        self._tx.connection.execute(_DROPPED, {"whose": person, "of": form.verb, "about": about})

    def forget(self, now: datetime) -> None:
        """Drop what cannot be used any more: ended sessions and codes of yesterday by `now`, drafts of last month."""
        run = self._tx.connection.execute
        yesterday = now - timedelta(days=1)
        run(delete(web_session).where(web_session.c.seen_at < yesterday))
        run(delete(link_code).where(link_code.c.expires_at < yesterday))
        run(delete(draft).where(draft.c.saved_at < self._tx.now - KEPT))

    def _hash(self, kind: str, code: str) -> str:
        return hmac.new(self._tx.key(HUB), length_prefixed("account", kind, code), sha256).hexdigest()


def _same_form(person: str, form: Begun) -> ColumnElement[bool]:
    return (draft.c.person == person) & (draft.c.verb == form.verb) & (draft.c.thing == form.about)


def _row_of(person: str, form: Begun) -> str:
    """What a draft is sealed to."""
    return f"{person}:{form.verb}:{form.about}"


def _typed_code() -> str:
    return "".join(secrets.choice(_UNMISTAKABLE) for _ in range(_TYPED_LENGTH))
