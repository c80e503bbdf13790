"""Who is on duty, whom an alert reaches when nobody is, and what a deputy may."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.hours import NINE_TO_FIVE as HOURS
from triage.duty import CLOSING, NEXT_CLOSING, OPENING, default_end, ends
from triage.records import Membership, Person
from triage.roster import Charge, Duty, Roster

NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)
HUB = "hub"


def held(person: str, seat: str = "", *roles: str, deputy_for: str = "") -> Membership:
    return Membership(person, HUB, seat, frozenset(roles or {"practitioner"}), deputy_for)


HELD = (
    held("ann", "police"),
    held("ben", "police"),
    held("lee", "police", "lead"),
    held("joy", "", "duty_manager"),
    held("mat", "", "duty_manager", "screening"),
    held("eve", "", "practitioner", deputy_for="police"),
    held("ken", "health", "practitioner", deputy_for="ann"),
    held("zoe", "", "practitioner", deputy_for="joy"),
    held("sam", "health"),
    held("ref", "", "referrer"),
)


def on(person: str, seat: str = "", stands_for: str = "", until: datetime | None = LATER) -> Duty:
    return Duty(HUB, person, seat, NOW - timedelta(hours=1), until, stands_for, f"{person}-{stands_for}")


def roster(*duties: Duty) -> Roster:
    people = {m.person: Person(m.person, m.person.title(), "Agency") for m in HELD}
    return Roster(1, people, HELD, (), duties)


def ids(people: tuple[Person, ...]) -> set[str]:
    return {person.id for person in people}


def test_with_nobody_on_duty_an_alert_reaches_everybody_and_those_who_stand_in() -> None:
    assert ids(roster().on_duty_for_seat(HUB, "police", NOW)) == {"ann", "ben", "lee", "eve", "ken"}
    assert ids(roster().on_duty_with_role(HUB, ("duty_manager",), NOW)) == {"joy", "mat"}


def test_but_it_is_not_said_that_they_are_on_duty() -> None:
    assert roster().holding_role(HUB, ("duty_manager",), NOW) == ()
    assert roster().holding_seat(HUB, "police", NOW) == ()


@pytest.mark.parametrize(
    ("now", "after_hours"),
    [
        (datetime(2026, 11, 16, 8, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 16, 9, tzinfo=UTC), False),
        (datetime(2026, 11, 16, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 16, 17, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 12, tzinfo=UTC), True),
        (datetime(2026, 12, 25, 12, tzinfo=UTC), True),
        (datetime(2026, 7, 14, 8, 30, tzinfo=UTC), False),
    ],
    ids=[
        "before it opens",
        "it opens",
        "last minute",
        "it closes",
        "Saturday",
        "bank holiday",
        "summer time",
    ],
)
def test_somebody_acts_after_hours_while_their_hub_is_closed(now: datetime, after_hours: bool) -> None:
    with_hours = replace(roster(), hours={HUB: HOURS})

    actor = with_hours.actor("joy", HUB, now)

    assert actor is not None
    assert actor.after_hours is after_hours
    assert with_hours.is_closed(HUB, now) is after_hours
    assert not roster().is_closed(HUB, now), "no hours are known, so nobody may do more"


@pytest.mark.parametrize(
    ("duty", "seat", "role"),
    [
        (on("ann", "police"), {"ann"}, set()),
        (on("joy"), set(), {"joy"}),
        (on("eve", "police", "police"), {"eve"}, set()),
        (on("ken", "police", "ann"), {"ken"}, set()),
        (on("zoe", "", "joy"), set(), {"zoe"}),
        (on("sam", "health"), set(), set()),
        (on("ann", "police", until=NOW), set(), set()),
        (on("eve", "police", "health"), set(), set()),
    ],
    ids=[
        "own seat",
        "own role",
        "deputy of a seat",
        "of a person",
        "of a manager",
        "another seat",
        "over",
        "not theirs",
    ],
)
def test_who_holds_what(duty: Duty, seat: set[str], role: set[str]) -> None:
    assert ids(roster(duty).holding_seat(HUB, "police", NOW)) == seat
    assert ids(roster(duty).holding_role(HUB, ("duty_manager",), NOW)) == role


def test_whoever_left_holds_no_duty() -> None:
    gone = tuple(replace(m, ends_at=NOW) if m.person == "ann" else m for m in HELD)
    after = replace(roster(on("ann", "police")), memberships=gone)

    assert after.holding_seat(HUB, "police", NOW) == ()
    assert after.duties_of("ann", HUB, NOW) == ()
    assert "ann" not in ids(after.on_duty_for_seat(HUB, "police", NOW))


def test_a_deputy_is_of_the_seat_while_they_hold_its_duty_and_not_otherwise() -> None:
    before, during = (
        roster().actor("ken", HUB, NOW),
        roster(on("ken", "police", "ann")).actor("ken", HUB, NOW),
    )

    assert before
    assert during
    assert (before.seat, during.seat) == ("health", "police")


def test_a_deputy_of_a_duty_manager_may_what_they_may_while_on_duty() -> None:
    before, during = roster().actor("zoe", HUB, NOW), roster(on("zoe", "", "joy")).actor("zoe", HUB, NOW)

    assert before
    assert during
    assert not before.has("duty_manager")
    assert during.has("duty_manager")


def test_nobody_stands_in_for_who_has_left() -> None:
    gone = tuple(replace(m, ends_at=NOW) if m.person == "joy" else m for m in HELD)
    actor = replace(roster(on("zoe", "", "joy")), memberships=gone).actor("zoe", HUB, NOW)

    assert actor
    assert not actor.has("duty_manager")


@pytest.mark.parametrize(
    ("person", "charges"),
    [
        ("ann", (Charge("ann", "police"),)),
        ("joy", (Charge("joy", ""),)),
        ("eve", (Charge("eve", "police", "police"),)),
        ("ken", (Charge("ken", "health"), Charge("ken", "police", "ann"))),
        ("zoe", (Charge("zoe", "", "joy"),)),
        ("ref", ()),
        ("nobody", ()),
    ],
)
def test_what_somebody_may_go_on_duty_for(person: str, charges: tuple[Charge, ...]) -> None:
    assert roster().charges(person, HUB, NOW) == charges


@pytest.mark.parametrize(
    ("duty", "takers"),
    [
        (on("ann", "police"), {"ben", "lee", "eve", "ken"}),
        (on("joy"), {"mat", "zoe"}),
        (on("eve", "police", "police"), {"ann", "ben", "lee"}),
        (on("zoe", "", "joy"), {"joy", "mat"}),
        (on("sam", "health"), {"ken"}),
    ],
    ids=["seat", "manager", "deputy of a seat", "deputy of a manager", "two of a seat"],
)
def test_who_could_take_it(duty: Duty, takers: set[str]) -> None:
    assert {charge.person for charge in roster(duty).who_could_take(duty, NOW)} == takers


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        (
            datetime(2026, 11, 16, 12, tzinfo=UTC),
            {CLOSING: (16, 17), OPENING: (17, 9), NEXT_CLOSING: (17, 17)},
        ),
        (datetime(2026, 11, 16, 7, tzinfo=UTC), {OPENING: (16, 9), NEXT_CLOSING: (16, 17)}),
        (datetime(2026, 11, 16, 17, tzinfo=UTC), {OPENING: (17, 9), NEXT_CLOSING: (17, 17)}),
        (datetime(2026, 11, 20, 20, tzinfo=UTC), {OPENING: (23, 9), NEXT_CLOSING: (23, 17)}),
    ],
    ids=["at noon", "before opening", "at closing", "on Friday evening"],
)
def test_until_when(now: datetime, codes: dict[str, tuple[int, int]]) -> None:
    found = {code: (at.day, at.hour) for code, at in ends(HOURS, now).items()}

    assert found == codes
    assert default_end(HOURS, now) == next(iter(ends(HOURS, now).values()))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone comes beside it
def test_a_duty_always_ends_later_at_an_opening_or_a_closing(now: datetime) -> None:
    for end in ends(HOURS, now).values():
        assert end > now
        assert HOURS.last_change(end) == end
