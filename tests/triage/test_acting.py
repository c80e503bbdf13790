"""For which seat somebody acts who answers for several in one hub."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.cases import answered, asked, voted
from triage.acting import acting
from triage.case import Case
from triage.records import Membership, Person
from triage.roster import Roster

NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


def roster(*memberships: tuple[str, *tuple[str, ...]]) -> Roster:
    held = tuple(Membership("ann", "hub", seat, frozenset(roles)) for seat, *roles in memberships)
    return Roster(1, {"ann": Person("ann", "Ann Lowe", "Council")}, held)


def only_asked(*seats: str) -> Case:
    whole = asked()
    return replace(whole, checks=tuple(check for check in whole.checks if check.seat in seats))


BOTH = only_asked("police", "health")
TWO_SEATS = roster(("police", "practitioner"), ("health", "practitioner"))


@pytest.mark.parametrize(
    ("case", "verb", "seat"),
    [
        (only_asked("police"), "check.answer", "police"),
        (only_asked("health"), "check.answer", "health"),
        (only_asked("housing"), "check.answer", "police"),
        (BOTH, "check.answer", "police"),
        (answered(BOTH, "police"), "check.answer", "health"),
        (answered(BOTH, "police", "health"), "check.answer", "police"),
        (voted(BOTH, "police", "amber"), "check.answer", "police"),
        (voted(BOTH, "police", "amber"), "vote.cast", "health"),
        (only_asked("health"), "details.open", "health"),
        (None, "recorded.read", "police"),
    ],
)
def test_the_seat_that_was_asked_and_has_still_to_say_something_goes_first(
    case: Case | None, verb: str, seat: str
) -> None:
    assert acting(TWO_SEATS.actors("ann", "hub", NOW), case, verb).seat == seat


@pytest.mark.parametrize(("given_by", "seat"), [("police", "police"), ("health", "health")])
def test_an_answer_is_corrected_for_the_seat_that_gave_it(given_by: str, seat: str) -> None:
    case = answered(BOTH, given_by)

    actor = acting(TWO_SEATS.actors("ann", "hub", NOW), case, "check.correct", case.answers[0].id)

    assert actor.seat == seat


def test_what_somebody_is_in_an_agency_counts_for_its_seat_and_in_the_hub_for_all() -> None:
    held = roster(("police", "lead"), ("health", "practitioner"), ("", "chair", "practitioner"))

    assert [(one.seat, sorted(one.roles)) for one in held.actors("ann", "hub", NOW)] == [
        ("police", ["chair", "lead"]),
        ("health", ["chair", "practitioner"]),
    ]


@pytest.mark.parametrize(
    ("memberships", "seats"),
    [
        ((), []),
        ((("", "referrer"),), [""]),
        ((("police", "practitioner"), ("police", "lead")), ["police"]),
        ((("", "screening"), ("health", "practitioner")), ["health"]),
    ],
)
def test_one_actor_for_each_seat_and_one_without_where_there_is_none(
    memberships: tuple[tuple[str, str], ...], seats: list[str]
) -> None:
    assert [one.seat for one in roster(*memberships).actors("ann", "hub", NOW)] == seats
