"""Referrals and their subjects: keeping a new one, and finding one again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, insert, select, update

from storage.audit_chain import FIRST_SEQ, NO_PREVIOUS_MAC
from storage.ids import new_reference
from storage.kept import Kept
from storage.keyring import SEARCH
from storage.search_tokens import search_token
from storage.shapes import REFERRALS
from storage.tables import referral, subject
from storage.tables import search_token as search_token_table
from triage.records import Referral, Subject

if TYPE_CHECKING:
    from storage.tx import Tx


_VERSIONS = select(referral.c.id, referral.c.version)
_VERSION_OF_ONE = _VERSIONS.where(referral.c.id == bindparam("one"))
_VERSIONS_OF_SOME = _VERSIONS.where(referral.c.id.in_(bindparam("some", expanding=True)))
_OF_REFERENCE = select(referral.c.id).where(referral.c.reference == bindparam("known_as"))
_LOCKED = (
    select(referral.c.id)
    .where(referral.c.id == bindparam("one"), referral.c.erased_at.is_(None))
    .with_for_update()
)
_MOVED = update(referral).where(referral.c.id == bindparam("one")).values(revision=referral.c.revision + 1)
_REVISIONS = (
    select(referral.c.id, referral.c.revision)
    .where(referral.c.erased_at.is_(None), referral.c.forum == bindparam("hub"))
    .order_by(referral.c.seq)
)
"""Made once: they are asked whenever a case is read or pressed."""


@dataclass(frozen=True)
class KnownSubmission:
    """A referral that came with the same submission number; `same_words` when it came with the same words too."""

    referral: str
    reference: str
    same_words: bool


def is_live(forum: str) -> ColumnElement[bool]:
    """Whether a referral of this forum was screened and is not closed."""
    going_on = select(subject.c.referral).where(
        subject.c.stage.in_(("rated", "requested", "proposed", "decided"))
    )
    return and_(referral.c.forum == forum, referral.c.id.in_(going_on), referral.c.closed_at.is_(None))


class Referrals(Kept[Referral]):
    """Referrals, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        super().__init__(tx, REFERRALS)

    def take(
        self, new: Referral, subjects: Iterable[Subject], fingerprint: str = "", number: str = ""
    ) -> None:
        """Keep a new referral under a key of its own, with its subjects. `number` is what a repeat is told by."""
        tx = self._tx
        tx.keyring.make(tx.connection, new.id, tx.now)
        self.add(
            new,
            referrer_person=new.referrer.person,
            submission_token=self._token("submission", number or new.submission_id),
            fingerprint_token=self._token("fingerprint", fingerprint),
            audit_seq=FIRST_SEQ - 1,
            audit_mac=NO_PREVIOUS_MAC,
        )
        for one in subjects:
            tx.subjects.add(one)

    def draw_reference(self, year: int, month: int) -> str:
        """A reference that no referral has."""
        while True:
            drawn = new_reference(year, month)
            if self.by_reference(drawn) is None:
                return drawn

    def by_reference(self, reference: str) -> str | None:
        """The id of the referral with this reference."""
        named = {"known_as": reference.strip().upper()}
        return self._tx.connection.execute(_OF_REFERENCE, named).scalar_one_or_none()

    def reference_of(self, referral_id: str) -> str:
        """The reference of a referral, erased ones included; empty when there is none."""
        found = select(referral.c.reference).where(referral.c.id == referral_id)
        return self._tx.connection.execute(found).scalar_one_or_none() or ""

    def closed(self, forum: str) -> tuple[str, ...]:
        """The ids of the closed referrals of a forum, the one that was closed first at the head."""
        return self._ids(
            select(referral.c.id)
            .where(
                referral.c.forum == forum, referral.c.closed_at.is_not(None), referral.c.erased_at.is_(None)
            )
            .order_by(referral.c.closed_at, referral.c.seq)
        )

    def by_submission(self, forum: str, submission_id: str, fingerprint: str) -> KnownSubmission | None:
        """The referral that came with this submission number, if one did."""
        token = self._token("submission", submission_id)
        if token is None:
            return None
        row = self._tx.connection.execute(
            select(referral.c.id, referral.c.reference, referral.c.fingerprint_token).where(
                referral.c.forum == forum, referral.c.submission_token == token
            )
        ).one_or_none()
        if row is None:
            return None
        same = row.fingerprint_token == self._token("fingerprint", fingerprint)
        return KnownSubmission(row.id, row.reference, same)

    def of_person(self, person: str, *, going_on: bool = False) -> tuple[str, ...]:
        """The ids of what this person referred, newest first; of that which is closed none, where it is `going_on`."""
        mine = select(referral.c.id).where(
            referral.c.erased_at.is_(None), referral.c.referrer_person == person
        )
        if going_on:
            mine = mine.where(referral.c.closed_at.is_(None))
        return self._ids(mine.order_by(referral.c.seq.desc()))

    def to_screen(self, forum: str) -> tuple[str, ...]:
        """The ids of referrals that nobody has screened yet, oldest first."""
        waiting = select(subject.c.referral).where(subject.c.stage == "received")
        return self._ids(
            select(referral.c.id)
            .where(referral.c.forum == forum, referral.c.id.in_(waiting))
            .order_by(referral.c.received_at, referral.c.seq)
        )

    def live(self, forum: str) -> tuple[str, ...]:
        """The ids of referrals that were screened and are not closed, oldest first."""
        return self._ids(select(referral.c.id).where(is_live(forum)).order_by(referral.c.seq))

    def all_ids(self, forum: str) -> tuple[str, ...]:
        """The ids of all referrals of a forum, oldest first."""
        return self._ids(
            select(referral.c.id)
            .where(referral.c.erased_at.is_(None), referral.c.forum == forum)
            .order_by(referral.c.seq)
        )

    def revisions(self, forum: str) -> dict[str, int]:
        """How often something of each referral of a forum has changed, by id, oldest first."""
        return {row.id: row.revision for row in self._tx.connection.execute(_REVISIONS, {"hub": forum})}

    def received_since(self, forum: str, since: datetime) -> tuple[str, ...]:
        """The ids of a forum's referrals that were received at this moment or later, oldest first."""
        return self._ids(
            select(referral.c.id)
            .where(referral.c.forum == forum, referral.c.received_at >= since)
            .order_by(referral.c.seq)
        )

    def lock(self, referral_id: str) -> bool:
        """Keep everybody else from changing this referral until the transaction ends; says whether it is there."""
        self._tx.revisions.look_again()
        self._tx.locks += 1
        return self._tx.connection.execute(_LOCKED, {"one": referral_id}).one_or_none() is not None

    def revision(self, referral_id: str) -> int:
        """How often something of this referral has changed."""
        number = select(referral.c.revision).where(referral.c.id == referral_id)
        return int(self._tx.connection.execute(number).scalar_one())

    def versions(self, referral_ids: Sequence[str]) -> dict[str, int]:
        """How often anything of these referrals was written, by id."""
        if len(referral_ids) == 1:
            found = self._tx.connection.execute(_VERSION_OF_ONE, {"one": referral_ids[0]})
        else:
            found = self._tx.connection.execute(_VERSIONS_OF_SOME, {"some": referral_ids})
        return {row.id: row.version for row in found}

    def moved(self, referral_id: str) -> None:
        """Note that something of this referral changed."""
        self._tx.connection.execute(_MOVED, {"one": referral_id})

    def index(self, forum: str, subject_id: str, pairs: Iterable[str]) -> None:
        """Make a subject findable by these plain pairs and no others; only their tokens are kept."""
        mine = search_token_table.c.subject == subject_id
        self._tx.connection.execute(delete(search_token_table).where(mine))
        for token in {self._search(pair) for pair in pairs}:
            self._tx.connection.execute(
                insert(search_token_table).values(token=token, subject=subject_id, forum=forum)
            )

    def candidates(
        self, forum: str, pairs: Iterable[str], since: datetime, besides: str
    ) -> tuple[Subject, ...]:
        """Subjects of other referrals since then that share a pair; a person decides what they are."""
        tokens = {self._search(pair) for pair in pairs}
        found = (
            select(subject)
            .join(referral, referral.c.id == subject.c.referral)
            .where(
                subject.c.id.in_(
                    select(search_token_table.c.subject).where(
                        search_token_table.c.forum == forum, search_token_table.c.token.in_(tokens)
                    )
                ),
                referral.c.received_at >= since,
                subject.c.referral != besides,
            )
            .order_by(subject.c.seq)
        )
        return self._tx.subjects.read(self._tx.connection.execute(found))

    def _search(self, pair: str) -> str:
        return search_token(self._tx.key(SEARCH), pair)

    def _token(self, kind: str, text: str) -> str | None:
        return search_token(self._tx.key(SEARCH), kind, text) if text else None

    def _ids(self, wanted: Select[str]) -> tuple[str, ...]:
        return tuple(self._tx.connection.execute(wanted).scalars())
