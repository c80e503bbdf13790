"""Who is asked to approve: in opening hours and after them, and never who proposed it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.triage.hours import NINE_TO_FIVE
from triage.approving import asked_to_approve
from triage.records import Membership, Person
from triage.roster import Duty, Roster

NOON, NIGHT = datetime(2026, 11, 16, 12, tzinfo=UTC), datetime(2026, 11, 16, 22, tzinfo=UTC)
HELD = {
    "joy": "duty_manager",
    "mat": "duty_manager",
    "hel": "service_manager",
    "ada": "edt",
    "abe": "edt",
    "nov": "social_worker",
}
EVERYBODY = Roster(
    people={who: Person(who, who.title(), "Council") for who in HELD},
    memberships=tuple(Membership(who, "hub", "", frozenset({role})) for who, role in HELD.items()),
    hours={"hub": NINE_TO_FIVE},
)


def with_only(*people: str) -> Roster:
    return replace(EVERYBODY, memberships=tuple(m for m in EVERYBODY.memberships if m.person in people))


def on_duty(*people: str) -> Roster:
    duties = tuple(Duty("hub", who, "", datetime(2026, 11, 16, 8, tzinfo=UTC)) for who in people)
    return replace(EVERYBODY, duties=duties)


@pytest.mark.parametrize(
    ("told", "roster", "role", "by", "now", "asked"),
    [
        ("duty managers by day", EVERYBODY, "duty_manager", "nov", NOON, {"joy", "mat"}),
        ("without who proposed it", EVERYBODY, "duty_manager", "joy", NOON, {"mat"}),
        ("who stands in", with_only("joy", "hel", "ada"), "duty_manager", "joy", NOON, {"hel"}),
        (
            "the emergency duty team too",
            EVERYBODY,
            "duty_manager",
            "nov",
            NIGHT,
            {"joy", "mat", "ada", "abe"},
        ),
        ("of it who is on duty", on_duty("joy", "ada"), "duty_manager", "nov", NIGHT, {"joy", "ada"}),
        ("not who of it proposed it", EVERYBODY, "duty_manager", "ada", NIGHT, {"joy", "mat", "abe"}),
        ("with nobody else the team alone", with_only("ada"), "duty_manager", "nov", NIGHT, {"ada"}),
        ("by day then nobody", with_only("ada"), "duty_manager", "nov", NOON, set()),
        ("not of a social worker's", EVERYBODY, "social_worker", "joy", NIGHT, {"nov"}),
    ],
)
def test_who_is_asked(  # noqa: PLR0917 - a row of the table
    told: str, roster: Roster, role: str, by: str, now: datetime, asked: set[str]
) -> None:
    assert {who.id for who in asked_to_approve(roster, "hub", role, by, now)} == asked, told


def test_who_was_asked_at_night_hears_in_the_morning_what_became_of_it() -> None:
    morning = datetime(2026, 11, 17, 10, tzinfo=UTC)

    asked = asked_to_approve(EVERYBODY, "hub", "duty_manager", "nov", morning, decided_at=NIGHT)

    assert {who.id for who in asked} == {"joy", "mat", "ada", "abe"}
