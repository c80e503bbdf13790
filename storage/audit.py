"""The record of everything done, refused and opened: one chain per referral, and one for the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.audit_chain import (
    FIRST_SEQ,
    NO_PREVIOUS_MAC,
    ChainEntry,
    ChainHead,
    ChainProblem,
    entry_mac,
    verify,
)
from storage.keyring import AUDIT, HUB, Erased
from storage.sealing import seal, unseal
from storage.tables import audit, audit_head, referral

if TYPE_CHECKING:
    from storage.tx import Tx

REST = "rest"
"""The chain of what belongs to no referral: sign-ins, roster changes, unknown senders."""

_APPENDED = insert(audit)
_HEAD = select(referral.c.audit_seq.label("seq"), referral.c.audit_mac.label("mac")).where(
    referral.c.id == bindparam("its")
)
_HEAD_LOCKED = _HEAD.with_for_update()
_MOVED = (
    update(referral)
    .where(referral.c.id == bindparam("its"))
    .values(audit_seq=bindparam("to_seq"), audit_mac=bindparam("to_mac"))
)
_HEAD_OF_REST = select(audit_head.c.seq, audit_head.c.mac).where(audit_head.c.chain == REST)
_HEAD_OF_REST_LOCKED = _HEAD_OF_REST.with_for_update()
_REST_MOVED = (
    update(audit_head)
    .where(audit_head.c.chain == REST)
    .values(seq=bindparam("to_seq"), mac=bindparam("to_mac"))
)
"""Made once: each press appends to a chain."""


@dataclass(frozen=True)
class AuditEntry:
    """One thing that was done, refused or opened. `body` is None when the referral's key was destroyed."""

    chain: str
    seq: int
    at: datetime
    actor: str
    seat: str
    surface: str
    verb: str
    thing: str
    outcome: str
    body: Mapping[str, str] | None


class Audit:
    """The audit chains, inside one transaction. There is no way to change or delete an entry."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def record(
        self,
        *,
        actor: str,
        seat: str,
        surface: str,
        verb: str,
        thing: str,
        outcome: str,
        referral_id: str = "",
        body: Mapping[str, str] | None = None,
    ) -> None:
        """Append one entry to the referral's chain, or to the rest's."""
        chain = referral_id or REST
        head = self.head(chain)
        seq = head.seq + 1
        words = json.dumps(dict(body or {}), ensure_ascii=False, sort_keys=True)
        owner = referral_id or HUB
        sealed = seal(self._tx.key(owner), words, table="audit", row=f"{chain}:{seq}", column="body")
        mac = entry_mac(
            self._tx.key(AUDIT),
            head.mac,
            chain=chain,
            seq=seq,
            at=self._tx.now,
            actor=actor,
            seat=seat,
            surface=surface,
            verb=verb,
            thing=thing,
            outcome=outcome,
            body_ciphertext=sealed,
        )
        values = {
            "actor": actor,
            "seat": seat,
            "surface": surface,
            "verb": verb,
            "thing": thing,
            "outcome": outcome,
        }
        entry = {"chain": chain, "seq": seq, "at": self._tx.now, "body": sealed, "mac": mac, **values}
        self._tx.connection.execute(_APPENDED, entry)
        self._set_head(chain, ChainHead(seq, mac))

    def head(self, chain: str) -> ChainHead:
        """The last entry of a chain, locked until this transaction ends."""
        row = self._head(chain, locked=True)
        if row is None and chain == REST:
            self._begin_rest()
            row = self._head(chain, locked=True)
        if row is None:
            raise LookupError("a chain belongs to a referral that is there")
        return ChainHead(row.seq, row.mac)

    def heads(self) -> dict[str, ChainHead]:
        """The head of every chain, to be kept elsewhere: `verify` then also finds a cut end."""
        rows = self._tx.connection.execute(
            select(
                referral.c.id.label("chain"),
                referral.c.audit_seq.label("seq"),
                referral.c.audit_mac.label("mac"),
            )
        ).all()
        rest = self._tx.connection.execute(select(audit_head)).all()
        return {row.chain: ChainHead(row.seq, row.mac) for row in (*rows, *rest)}

    def entries(self, chain: str) -> tuple[AuditEntry, ...]:
        """A chain's entries, opened where their key still exists."""
        return tuple(self._opened(entry) for entry in self._stored(chain))

    def newest(self, verb: str) -> datetime | None:
        """When something that belongs to no referral was done last."""
        done = (audit.c.chain == REST) & (audit.c.verb == verb) & (audit.c.outcome == "done")
        at: datetime | None = self._tx.connection.execute(
            select(audit.c.at).where(done).order_by(audit.c.seq.desc()).limit(1)
        ).scalar_one_or_none()
        return at

    def attempts(self, referral_id: str) -> tuple[AuditEntry, ...]:
        """Who tried to reach a referral that is kept from them, in the order in which they did."""
        rows = self._tx.connection.execute(
            select(audit)
            .where(audit.c.thing == referral_id, audit.c.chain == REST, audit.c.outcome == "refused")
            .order_by(audit.c.seq)
        )
        return tuple(self._opened(_entry(row)) for row in rows)

    def problems(self, chain: str, head: ChainHead | None = None) -> list[ChainProblem]:
        """What is wrong with a chain, against the head given or the one on its own row; empty when it is whole."""
        row = self._head(chain, locked=False)
        noted = ChainHead(row.seq, row.mac) if row else None
        return verify(self._stored(chain), self._tx.key(AUDIT), head or noted)

    def _stored(self, chain: str) -> tuple[ChainEntry, ...]:
        rows = self._tx.connection.execute(select(audit).where(audit.c.chain == chain).order_by(audit.c.seq))
        return tuple(_entry(row) for row in rows)

    def _opened(self, entry: ChainEntry) -> AuditEntry:
        return AuditEntry(
            chain=entry.chain,
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor or "",
            seat=entry.seat or "",
            surface=entry.surface or "",
            verb=entry.verb,
            thing=entry.thing or "",
            outcome=entry.outcome,
            body=self._body(entry),
        )

    def _body(self, entry: ChainEntry) -> Mapping[str, str] | None:
        try:
            key = self._tx.key(HUB if entry.chain == REST else entry.chain)
        except Erased:
            return None
        words = unseal(
            key, entry.body_ciphertext, table="audit", row=f"{entry.chain}:{entry.seq}", column="body"
        )
        opened: dict[str, str] = json.loads(words)
        return opened

    def _begin_rest(self) -> None:
        """Make the rest's head at its first entry, so that there is a row to lock: of two that do, one does."""
        first = {"chain": REST, "seq": FIRST_SEQ - 1, "mac": NO_PREVIOUS_MAC}
        connection = self._tx.connection
        new = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(new(audit_head).values(first).on_conflict_do_nothing())

    def _set_head(self, chain: str, head: ChainHead) -> None:
        moved = {"to_seq": head.seq, "to_mac": head.mac}
        if chain == REST:
            self._tx.connection.execute(_REST_MOVED, moved)
        else:
            self._tx.connection.execute(_MOVED, {"its": chain, **moved})

    def _head(self, chain: str, *, locked: bool) -> Row[int, bytes] | None:
        run = self._tx.connection.execute
        if chain == REST:
            return run(_HEAD_OF_REST_LOCKED if locked else _HEAD_OF_REST).one_or_none()
        return run(_HEAD_LOCKED if locked else _HEAD, {"its": chain}).one_or_none()


def _entry(row: Row[Any]) -> ChainEntry:
    return ChainEntry(
        chain=row.chain,
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        seat=row.seat,
        surface=row.surface,
        verb=row.verb,
        thing=row.thing,
        outcome=row.outcome,
        body_ciphertext=row.body,
        mac=row.mac,
    )
