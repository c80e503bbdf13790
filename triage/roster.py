"""Who is who: people, what they are in each forum, the accounts linked to them, and who is on duty.

The roster is read whole and kept in memory; storage reads it again when its revision moves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from triage.authority import WATCHES, Actor
from triage.calendar import OpeningHours
from triage.records import Membership, Person

K = TypeVar("K")

AGENCY = frozenset({"practitioner", "lead"})
"""What people are in an agency's seat."""


@dataclass(frozen=True)
class LinkedIdentity:
    """An account on a surface that belongs to a person; linked by the roster file or a one-time code only."""

    surface: str
    tenant: str
    user: str
    person: str


@dataclass(frozen=True)
class Duty:
    """Somebody is on duty from when until when: for what they are themselves, or in the place of another.

    `seat` is empty for the hub's own roles. `stands_for` is empty, or the seat or person that a deputy stands in for.
    """

    forum: str
    person: str
    seat: str
    since: datetime
    until: datetime | None = None
    stands_for: str = ""
    id: str = ""

    def holds_at(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True)
class Charge:
    """What somebody may go on duty for: what they are themselves, or the seat or person they stand in for."""

    person: str
    seat: str
    stands_for: str = ""


@dataclass(frozen=True)
class Roster:
    """Everybody, as of one revision, and the opening hours of each forum.

    A forum without hours is never closed, so that nobody may do more in it.
    """

    revision: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    memberships: tuple[Membership, ...] = ()
    identities: tuple[LinkedIdentity, ...] = ()
    duties: tuple[Duty, ...] = ()
    hours: Mapping[str, OpeningHours] = field(default_factory=dict)

    def person_behind(self, surface: str, tenant: str, user: str) -> Person | None:
        """The person an account is linked to; None for an account nobody linked. Never a fallback."""
        for known in self.identities:
            if (known.surface, known.tenant, known.user) == (surface, tenant, user):
                return self.people[known.person]
        return None

    def actor(self, person: str, forum: str, now: datetime) -> Actor | None:
        """What this person is in this forum now, for their first seat; None when they never were or no longer are."""
        return next(iter(self.actors(person, forum, now)), None)

    def actors(self, person: str, forum: str, now: datetime) -> tuple[Actor, ...]:
        """What this person is in this forum now: once for each seat they answer for, a seat they stand in for first.

        What they are in the hub counts for all of them, what they are in an agency for that agency's seat.
        """
        own = self._held(person, forum, now)
        if not own:
            return ()
        held = (*self._stood_in_for(forum, now, person), *own)
        seats = tuple(dict.fromkeys(m.seat for m in held if m.seat)) or ("",)
        closed = self.is_closed(forum, now)
        return tuple(Actor(person, seat, _roles_for(seat, held), closed) for seat in seats)

    def is_closed(self, forum: str, now: datetime) -> bool:
        """Whether the hub is closed at this instant."""
        return forum in self.hours and not self.hours[forum].is_open(now)

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
        return self._people(self._in_seat(forum, seat, now))

    def with_role(self, forum: str, roles: Iterable[str], now: datetime) -> tuple[Person, ...]:
        """Everybody who holds one of these roles now."""
        wanted = frozenset(roles)
        return self._people(m for m in self._now(forum, now) if not wanted.isdisjoint(m.roles))

    def on_duty_for_seat(self, forum: str, seat: str, now: datetime) -> tuple[Person, ...]:
        """Whom an alert for this seat reaches: those on duty, else everybody who answers or stands in for it."""
        on_duty = self.holding_seat(forum, seat, now)
        return on_duty or self._people((*self._in_seat(forum, seat, now), *self._deputies(forum, seat, now)))

    def on_duty_with_role(self, forum: str, roles: Iterable[str], now: datetime) -> tuple[Person, ...]:
        """Who holds one of these roles and is on duty; with nobody on duty, everybody who holds one."""
        wanted = tuple(roles)
        return self.holding_role(forum, wanted, now) or self.with_role(forum, wanted, now)

    def holding_seat(self, forum: str, seat: str, now: datetime) -> tuple[Person, ...]:
        """Who is on duty for this seat; nobody when nobody is."""
        return self._people(m for m in self._on_duty(forum, now) if m.seat == seat)

    def holding_role(self, forum: str, roles: Iterable[str], now: datetime) -> tuple[Person, ...]:
        """Who is on duty with one of these roles; nobody when nobody is."""
        wanted = frozenset(roles)
        return self._people(m for m in self._on_duty(forum, now) if not wanted.isdisjoint(m.roles))

    def duties_of(self, person: str, forum: str, now: datetime) -> tuple[Duty, ...]:
        """The duties that somebody holds now; whoever has no access any more holds none."""
        if not self._held(person, forum, now):
            return ()
        return tuple(duty for duty in self._in_force(forum, now) if duty.person == person)

    def charges(self, person: str, forum: str, now: datetime) -> tuple[Charge, ...]:
        """What somebody may go on duty for: their own, then that of each whom they stand in for."""
        own = self._held(person, forum, now)
        seat = next((m.seat for m in own if m.seat), "")
        may = any(m.seat or not WATCHES.isdisjoint(m.roles) for m in own)
        others = (
            Charge(person, self._stand(forum, held, now)[0].seat, held.deputy_for)
            for held in own
            if self._stand(forum, held, now)
        )
        return (*((Charge(person, seat),) if may else ()), *others)

    def who_could_take(self, duty: Duty, now: datetime) -> tuple[Charge, ...]:
        """Who could hold a duty in the place of who holds it: the same seat or one of the same roles, or a deputy."""
        held = self._acting(duty, now)
        seats = {m.seat for m in held if m.seat}
        roles = frozenset(role for m in held for role in m.roles) & WATCHES
        found: dict[str, Charge] = {}
        for m in self._now(duty.forum, now):
            fits = m.seat in seats if seats else not roles.isdisjoint(m.roles)
            if fits and m.person != duty.person:
                found.setdefault(m.person, Charge(m.person, m.seat))
        for m in self._now(duty.forum, now):
            stands = {m.deputy_for} & {*seats, duty.person, duty.stands_for} - {""}
            if stands and m.person != duty.person:
                found.setdefault(m.person, Charge(m.person, duty.seat, m.deputy_for))
        return tuple(found.values())

    def seats_stood_in_for(self, person: str, forum: str, now: datetime) -> tuple[str, ...]:
        """The seats whose duty somebody may take as a deputy, or has taken."""
        held = (stood for m in self._held(person, forum, now) for stood in self._stand(forum, m, now))
        return tuple(dict.fromkeys(m.seat for m in held if m.seat))

    def boundaries(self, forum: str) -> Iterable[datetime]:
        """The moments at which somebody begins or ends to be here, or to be on duty."""
        spans = [(m.starts_at, m.ends_at) for m in self.memberships if m.forum == forum]
        spans += [(duty.since, duty.until) for duty in self.duties if duty.forum == forum]
        return (moment for span in spans for moment in span if moment is not None)

    def seats_held(self, forum: str, now: datetime) -> frozenset[str]:
        """The seats that somebody answers for now."""
        return frozenset(m.seat for m in self._now(forum, now) if m.seat)

    def lead_of(self, forum: str, seat: str, now: datetime) -> tuple[Person, ...]:
        """The lead or leads of this seat's agency."""
        return self._people(m for m in self._in_seat(forum, seat, now) if "lead" in m.roles)

    def deputies_of(self, forum: str, seat: str, now: datetime) -> tuple[Person, ...]:
        """Who may stand in for this seat, or for somebody who answers for it."""
        return self._people(self._deputies(forum, seat, now))

    def _held(self, person: str, forum: str, now: datetime) -> tuple[Membership, ...]:
        return tuple(m for m in self._by_person.get(person, ()) if m.forum == forum and m.holds_at(now))

    @cached_property
    def _by_person(self) -> dict[str, tuple[Membership, ...]]:
        """Everybody's memberships, looked up once: with many on duty they are asked for on each press."""
        return _grouped((m.person, m) for m in self.memberships)

    @cached_property
    def _by_seat(self) -> dict[tuple[str, str], tuple[Membership, ...]]:
        """The memberships of each hub's seats, for the same reason."""
        return _grouped(((m.forum, m.seat), m) for m in self.memberships)

    @cached_property
    def _standing_in(self) -> tuple[Membership, ...]:
        return tuple(m for m in self.memberships if m.deputy_for)

    def _now(self, forum: str, now: datetime) -> Iterable[Membership]:
        return (m for m in self.memberships if m.forum == forum and m.holds_at(now))

    def _people(self, memberships: Iterable[Membership]) -> tuple[Person, ...]:
        return tuple(self.people[person] for person in dict.fromkeys(m.person for m in memberships))

    def _in_seat(self, forum: str, seat: str, now: datetime) -> tuple[Membership, ...]:
        return tuple(m for m in self._by_seat.get((forum, seat), ()) if m.holds_at(now))

    def _deputies(self, forum: str, seat: str, now: datetime) -> tuple[Membership, ...]:
        """Whoever stands in for a seat, or for somebody who answers for it."""
        stood_for = {seat, *(m.person for m in self._in_seat(forum, seat, now))}
        return tuple(
            m for m in self._standing_in if m.forum == forum and m.deputy_for in stood_for and m.holds_at(now)
        )

    def _in_force(self, forum: str, now: datetime) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.forum == forum and duty.holds_at(now))

    def _on_duty(self, forum: str, now: datetime) -> Iterable[Membership]:
        """What those who are on duty are by it; nobody by a duty that outlasts their access."""
        for duty in sorted(self._in_force(forum, now), key=lambda duty: duty.person):
            yield from self._acting(duty, now)

    def _acting(self, duty: Duty, now: datetime) -> tuple[Membership, ...]:
        held = self._held(duty.person, duty.forum, now)
        if not duty.stands_for:
            return held
        return tuple(
            m
            for mine in held
            if mine.deputy_for == duty.stands_for
            for m in self._stand(duty.forum, mine, now)
        )

    def _stood_in_for(self, forum: str, now: datetime, person: str) -> Iterable[Membership]:
        """What a deputy is while they hold that duty, and not otherwise."""
        for duty in self._in_force(forum, now):
            if duty.person == person and duty.stands_for:
                yield from self._acting(duty, now)

    def _stand(self, forum: str, deputy: Membership, now: datetime) -> tuple[Membership, ...]:
        """What a deputy would be for whom they stand in for: the seat, or what that person is on duty with."""
        if not deputy.deputy_for:
            return ()
        named = self._held(deputy.deputy_for, forum, now)
        if named:
            return tuple(
                Membership(deputy.person, forum, m.seat, m.roles & (WATCHES | AGENCY))
                for m in named
                if m.seat or not WATCHES.isdisjoint(m.roles)
            )
        if all(m.seat != deputy.deputy_for for m in self.memberships):
            return ()
        return (Membership(deputy.person, forum, deputy.deputy_for, frozenset({"practitioner"})),)


def _grouped(found: Iterable[tuple[K, Membership]]) -> dict[K, tuple[Membership, ...]]:
    groups: dict[K, list[Membership]] = {}
    for key, one in found:
        groups.setdefault(key, []).append(one)
    return {key: tuple(held) for key, held in groups.items()}


def _roles_for(seat: str, held: Iterable[Membership]) -> frozenset[str]:
    return frozenset(role for m in held for role in m.roles if m.seat == seat or role not in AGENCY)
