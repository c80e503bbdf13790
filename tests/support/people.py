"""Invented people for every seat and role, as the tests know them."""

from storage.tx import Tx
from triage.profile import Profile
from triage.records import Membership, Person
from triage.roster import LinkedIdentity

FORUM = "hub"
WEB_TENANT = "hub"

STAFF: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("screening-1", "Anita Novak", frozenset({"screening", "social_worker"})),
    ("screening-2", "Piotr Marsh", frozenset({"screening"})),
    ("duty-1", "Joy Okafor", frozenset({"duty_manager"})),
    ("duty-2", "Mateo Reyes", frozenset({"duty_manager"})),
    ("service-1", "Helen Castellan", frozenset({"service_manager"})),
    ("chair-1", "Sunita Patel", frozenset({"chair", "social_worker"})),
    ("minutes-1", "Tom Lowe", frozenset({"minute_taker"})),
    ("edt-1", "Adele Delacroix", frozenset({"edt"})),
    ("governance-1", "Ines Varga", frozenset({"information_governance"})),
    ("auditor-1", "Bram Holt", frozenset({"auditor"})),
    ("admin-1", "Olu Bright", frozenset({"administrator"})),
)
REFERRERS: tuple[tuple[str, str, str], ...] = (
    ("teacher-1", "Marcus Oyelaran", "Harbour Lane Primary School"),
    ("nurse-1", "Siân Pritchard", "Fernbank Health Centre"),
)
ON_DUTY = ("screening-1", "duty-1", "duty-2")


def invent(tx: Tx, profile: Profile) -> None:
    """Put them all on the roster, each with a web account named like the person."""
    for person, name, roles in STAFF:
        _put(tx, Person(person, name, "Council"), "", roles)
    for seat in profile.seats:
        _put(
            tx,
            Person(f"{seat.id}-1", f"Robin {seat.name.split()[0]}", seat.name),
            seat.id,
            frozenset({"practitioner"}),
        )
        _put(
            tx,
            Person(f"{seat.id}-2", f"Sam {seat.name.split()[0]}", seat.name),
            seat.id,
            frozenset({"practitioner"}),
        )
        _put(
            tx,
            Person(f"{seat.id}-lead", f"Lee {seat.name.split()[0]}", seat.name),
            seat.id,
            frozenset({"lead"}),
        )
    for person, name, agency in REFERRERS:
        _put(tx, Person(person, name, agency), "", frozenset({"referrer"}))
    for person in ON_DUTY:
        tx.people.start_duty(FORUM, person, "")


def _put(tx: Tx, person: Person, seat: str, roles: frozenset[str]) -> None:
    account = LinkedIdentity("web", WEB_TENANT, person.id, person.id)
    tx.people.put(person, [Membership(person.id, FORUM, seat, roles)], [account])
    tx.people.told(person.id)
