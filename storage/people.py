"""People, what they are in each forum, their accounts and their duty. Each change moves the roster's revision."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from storage.ids import new_id
from storage.tables import duty, identity, membership, person
from triage.records import Membership, Person
from triage.roster import Duty, LinkedIdentity, Roster

if TYPE_CHECKING:
    from storage.tx import Tx

ROSTER = "roster"


_ACCOUNTS = (
    select(identity)
    .where(identity.c.person == bindparam("whose"), identity.c.surface == bindparam("on"))
    .order_by(identity.c.tenant, identity.c.user)
)
"""Made once: it is asked with each message that is delivered."""


class People:
    """The roster's rows, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx
        self._as_here: Roster | None = None
        """What this transaction read itself."""

    def roster(self) -> Roster:
        """Everybody, as they are now; one and the same as long as nothing of it moved.

        Only what was read where nothing is written is remembered for others: a transaction that writes may see, of itself
        or of those that are committed together with it, what is never committed.
        """
        revision = self._tx.revisions.number(ROSTER)
        for known in (self._tx.remembered.roster, self._as_here):
            if known is not None and known.revision == revision:
                return known
        self._as_here = read = self._read(revision)
        if self._tx.sees_one_state:
            self._tx.remembered.roster = read
        return read

    def _read(self, revision: int) -> Roster:
        rows = self._tx.connection.execute
        return Roster(
            revision=revision,
            people={
                row.id: Person(row.id, row.name, row.agency, row.email, row.language, row.phone)
                for row in rows(select(person))
            },
            memberships=tuple(
                Membership(
                    row.person,
                    row.forum,
                    row.seat,
                    frozenset(row.roles),
                    row.deputy_for,
                    row.starts_at,
                    row.ends_at,
                )
                for row in rows(
                    select(membership).order_by(membership.c.person, membership.c.forum, membership.c.seat)
                )
            ),
            identities=tuple(
                LinkedIdentity(row.surface, row.tenant, row.user, row.person)
                for row in rows(select(identity).order_by(identity.c.surface))
            ),
            duties=tuple(
                Duty(row.forum, row.person, row.seat, row.since, row.until, row.stands_for, row.id)
                for row in rows(select(duty).where(_lately(self._tx.now)).order_by(duty.c.since, duty.c.id))
            ),
        )

    def put(self, who: Person, memberships: Iterable[Membership], accounts: Iterable[LinkedIdentity]) -> None:
        """Add somebody, or bring what is known of them up to date; their memberships and accounts are replaced."""
        run = self._tx.connection.execute
        values = {
            "name": who.name,
            "agency": who.agency,
            "email": who.email,
            "language": who.language,
            "phone": who.phone,
        }
        if run(update(person).where(person.c.id == who.id).values(**values)).rowcount == 0:
            run(insert(person).values(id=who.id, **values))
        run(delete(membership).where(membership.c.person == who.id))
        run(delete(identity).where(identity.c.person == who.id))
        for held in memberships:
            run(
                insert(membership).values(
                    person=who.id,
                    forum=held.forum,
                    seat=held.seat,
                    roles=sorted(held.roles),
                    deputy_for=held.deputy_for,
                    starts_at=held.starts_at,
                    ends_at=held.ends_at,
                )
            )
        for account in accounts:
            self.link(account)
        self._tx.revisions.move(ROSTER)

    def link(self, account: LinkedIdentity) -> None:
        """Link an account to a person, away from whomever it was linked to before."""
        run = self._tx.connection.execute
        same = (
            (identity.c.surface == account.surface)
            & (identity.c.tenant == account.tenant)
            & (identity.c.user == account.user)
        )
        run(delete(identity).where(same))
        run(
            insert(identity).values(
                surface=account.surface, tenant=account.tenant, user=account.user, person=account.person
            )
        )
        self._tx.revisions.move(ROSTER)

    def account(self, person_id: str, surface: str) -> LinkedIdentity | None:
        """The account on this surface that belongs to a person; the first when several do."""
        row = self._tx.connection.execute(_ACCOUNTS, {"whose": person_id, "on": surface}).first()
        return None if row is None else LinkedIdentity(row.surface, row.tenant, row.user, row.person)

    def end(self, person_id: str, at: datetime) -> bool:
        """End all of a person's memberships at this minute; says whether there was one to end. History stays."""
        open_ones = membership.c.ends_at.is_(None) | (membership.c.ends_at > at)
        ended = self._tx.connection.execute(
            update(membership).where((membership.c.person == person_id) & open_ones).values(ends_at=at)
        ).rowcount
        self.end_duties_of(person_id)
        self._tx.revisions.move(ROSTER)
        return ended > 0

    def start_duty(
        self, forum: str, person_id: str, seat: str, until: datetime | None = None, stands_for: str = ""
    ) -> str:
        """Put somebody on duty from now; returns the duty's id."""
        duty_id = new_id()
        self._tx.connection.execute(
            insert(duty).values(
                id=duty_id,
                forum=forum,
                person=person_id,
                seat=seat,
                since=self._tx.now,
                until=until,
                stands_for=stands_for,
            )
        )
        self._tx.revisions.move(ROSTER)
        return duty_id

    def end_duty(self, duty_id: str) -> bool:
        """End one duty now; says whether it was still going on."""
        return self._end_duties(duty.c.id == duty_id)

    def end_duties_of(self, person_id: str) -> bool:
        """End all of somebody's duties now; says whether there was one."""
        return self._end_duties(duty.c.person == person_id)

    def _end_duties(self, which: ColumnElement[bool]) -> bool:
        goes_on = duty.c.until.is_(None) | (duty.c.until > self._tx.now)
        ended = self._tx.connection.execute(update(duty).where(which & goes_on).values(until=self._tx.now))
        self._tx.revisions.move(ROSTER)
        return ended.rowcount > 0

    def told_at(self, person_id: str) -> datetime | None:
        """When this person last read what is recorded about them."""
        return self._tx.connection.execute(select(person.c.told_at).where(person.c.id == person_id)).scalar()

    def told(self, person_id: str) -> None:
        """This person read what is recorded about them, now."""
        self._tx.connection.execute(
            update(person).where(person.c.id == person_id).values(told_at=self._tx.now)
        )


def _lately(now: datetime) -> ColumnElement[bool]:
    """Duties that go on, or ended so lately that what followed from them may not be settled yet."""
    return duty.c.until.is_(None) | (duty.c.until > now - timedelta(days=1))
