"""Who is who: people, what they are in each forum, the accounts linked to them, and who is on duty.

The roster is read whole and kept in memory; storage reads it again when its revision moves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from triage.authority import Actor
from triage.records import Membership, Person


@dataclass(frozen=True)
class LinkedIdentity:
    """An account on a surface that belongs to a person; linked by the roster file or a one-time code only."""

    surface: str
    tenant: str
    user: str
    person: str


@dataclass(frozen=True)
class Duty:
    """Somebody is on duty for a seat (or, with an empty seat, for their hub role) from when until when."""

    forum: str
    person: str
    seat: str
    since: datetime
    until: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True)
class Roster:
    """Everybody, as of one revision."""

    revision: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    memberships: tuple[Membership, ...] = ()
    identities: tuple[LinkedIdentity, ...] = ()
    duties: tuple[Duty, ...] = ()

    def person_behind(self, surface: str, tenant: str, user: str) -> Person | None:
        """The person an account is linked to; None for an account nobody linked. Never a fallback."""
        for known in self.identities:
            if (known.surface, known.tenant, known.user) == (surface, tenant, user):
                return self.people[known.person]
        return None

    def actor(self, person: str, forum: str, now: datetime) -> Actor | None:
        """What this person is in this forum now; None when they never were or no longer are."""
        held = self._held(person, forum, now)
        if not held:
            return None
        seat = next((m.seat for m in held if m.seat), "")
        return Actor(person, seat, frozenset(role for m in held for role in m.roles))

    def ended_at(self, person: str, forum: str) -> datetime | None:
        """When this person's last membership ended or ends; None when it has no end or never was."""
        ends = [m.ends_at for m in self.memberships if m.person == person and m.forum == forum]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None

    def accounts(self, person: str) -> tuple[LinkedIdentity, ...]:
        """The accounts linked to this person."""
        return tuple(known for known in self.identities if known.person == person)

    def in_seat(self, forum: str, seat: str, now: datetime) -> tuple[Person, ...]:
        """Everybody who answers for this seat now."""
        return self._people(m for m in self._now(forum, now) if m.seat == seat)

    def with_role(self, forum: str, roles: Iterable[str], now: datetime) -> tuple[Person, ...]:
        """Everybody who holds one of these roles now."""
        wanted = frozenset(roles)
        return self._people(m for m in self._now(forum, now) if not wanted.isdisjoint(m.roles))

    def on_duty_for_seat(self, forum: str, seat: str, now: datetime) -> tuple[Person, ...]:
        """Whom an alert for this seat reaches: those on duty, else everybody who answers for it."""
        everybody = self.in_seat(forum, seat, now)
        return self._on_duty(forum, everybody, now) or everybody

    def on_duty_with_role(self, forum: str, roles: Iterable[str], now: datetime) -> tuple[Person, ...]:
        """Who holds one of these roles and is on duty; with nobody on duty, everybody who holds one."""
        everybody = self.with_role(forum, roles, now)
        return self._on_duty(forum, everybody, now) or everybody

    def lead_of(self, forum: str, seat: str, now: datetime) -> tuple[Person, ...]:
        """The lead or leads of this seat's agency."""
        return self._people(m for m in self._now(forum, now) if m.seat == seat and "lead" in m.roles)

    def _held(self, person: str, forum: str, now: datetime) -> tuple[Membership, ...]:
        return tuple(m for m in self._now(forum, now) if m.person == person)

    def _now(self, forum: str, now: datetime) -> Iterable[Membership]:
        return (m for m in self.memberships if m.forum == forum and m.holds_at(now))

    def _people(self, memberships: Iterable[Membership]) -> tuple[Person, ...]:
        return tuple(self.people[person] for person in dict.fromkeys(m.person for m in memberships))

    def _on_duty(self, forum: str, people: tuple[Person, ...], now: datetime) -> tuple[Person, ...]:
        on_duty = {duty.person for duty in self.duties if duty.forum == forum and duty.holds_at(now)}
        return tuple(person for person in people if person.id in on_duty)
