"""Who may know that a case exists, whatever else they may do, and who is left when some may not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import RATED
from triage.authority import RULES, Actor
from triage.records import Circle, Membership, Person
from triage.roster import Duty, Roster
from triage.visibility import SEE_RESTRICTED, among, apart, kept_from, may_know, may_know_own

ROLES = (
    "practitioner",
    "lead",
    "screening",
    "duty_manager",
    "service_manager",
    "chair",
    "minute_taker",
    "edt",
)
EVERY_ROLE = (*ROLES, "information_governance", "auditor", "administrator", "social_worker", "referrer")
role_sets = st.frozensets(st.sampled_from(EVERY_ROLE))


@given(roles=role_sets, restricted=st.booleans(), named=st.booleans())
def test_a_conflict_goes_before_every_role_and_every_name(
    roles: frozenset[str], *, restricted: bool, named: bool
) -> None:
    people = frozenset({"me"} if named else ())
    circle = Circle("hub", "me", restricted, people, frozenset({"me"}))

    assert not may_know(Actor("me", "police", roles), circle)
    assert not may_know_own("me", circle)


@given(roles=role_sets, named=st.booleans())
def test_a_restricted_case_is_known_to_those_named_and_to_whoever_answers_for_it(
    roles: frozenset[str], *, named: bool
) -> None:
    circle = Circle("hub", restricted=True, named=frozenset({"me"} if named else {"another"}))

    assert may_know(Actor("me", "police", roles), circle) is (named or not roles.isdisjoint(SEE_RESTRICTED))


@given(roles=role_sets)
def test_any_other_case_is_kept_from_nobody(roles: frozenset[str]) -> None:
    assert may_know(Actor("me", "", roles), Circle("hub", conflicted=frozenset({"another"})))


def roster(**roles: str) -> Roster:
    people = {person: Person(person, person.title(), "Council") for person in roles}
    held = tuple(Membership(person, "hub", "", frozenset({role})) for person, role in roles.items())
    return Roster(people=people, memberships=held)


def test_without_a_duty_manager_the_service_manager_stands_in() -> None:
    whole = roster(joy="duty_manager", helen="service_manager")
    inside = among(whole, Circle("hub", conflicted=frozenset({"joy"})), RATED)

    assert [person.id for person in inside.with_role("hub", ("duty_manager",), RATED)] == ["helen"]
    assert inside.actor("joy", "hub", RATED) is None
    other = among(whole, Circle("hub", conflicted=frozenset({"another"})), RATED)
    assert [person.id for person in other.with_role("hub", ("duty_manager",), RATED)] == ["joy"]


def test_whoever_referred_stays_as_that_alone() -> None:
    inside = among(roster(nurse="practitioner"), Circle("hub", "nurse", restricted=True), RATED)

    assert inside.actor("nurse", "hub", RATED) == Actor("nurse", "", frozenset({"referrer"}))


@pytest.mark.parametrize(("role", "leaves"), [("chair", True), ("auditor", False), ("referrer", False)])
def test_a_conflict_takes_a_case_from_the_channel_only_if_they_read_it(role: str, *, leaves: bool) -> None:
    circle = Circle("hub", conflicted=frozenset({"bram"}))

    assert apart(roster(bram=role), circle, RATED) is leaves
    assert apart(roster(bram=role), Circle("hub", restricted=True), RATED)


def test_everybody_may_say_that_they_know_the_family() -> None:
    assert all(
        RULES["conflict.declare"](Actor("me", "", frozenset({role})), None, "").allowed for role in EVERY_ROLE
    )


def test_a_seat_is_kept_from_a_case_when_nobody_of_it_may_know_and_nobody_stands_in() -> None:
    held = (
        Membership("bram", "hub", "police", frozenset({"practitioner"})),
        Membership("cleo", "hub", "housing", frozenset({"practitioner"})),
        Membership("dev", "hub", "", frozenset({"practitioner"}), deputy_for="housing"),
        Membership("emre", "hub", "health", frozenset({"practitioner"})),
    )
    people = {m.person: Person(m.person, m.person, "") for m in held}
    on_duty = Duty("hub", "dev", "housing", RATED, stands_for="housing")
    whole = Roster(people=people, memberships=held, duties=(on_duty,))
    named = Circle("hub", restricted=True, named=frozenset({"emre", "dev"}))

    seats = ("police", "housing", "health", "probation")
    nobody = {"police", "probation"}

    assert kept_from(whole, named, seats, RATED) == nobody, "a deputy is on duty for housing"
    assert kept_from(replace(whole, duties=()), named, seats, RATED) == nobody, (
        "and could go on duty at any time"
    )
    alone = replace(named, named=frozenset({"emre"}))
    assert kept_from(whole, alone, seats, RATED) == nobody | {"housing"}
    assert kept_from(whole, Circle("hub", conflicted=frozenset({"bram"})), seats, RATED) == nobody
    assert kept_from(whole, Circle("hub"), seats, RATED) == frozenset(), "a case open to all waits for all"
