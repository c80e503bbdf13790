"""What a night left: what comes first, who has what, and how far somebody is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.cards.reading import at
from tests.support.cases import arrived, asked
from triage.case import Case
from triage.nights import Night, unscreened, who_has
from triage.records import NightItem, Reopening, Screening

CLOSED, OPENS = at(17), at(8, 45, day=17)
MONDAY = "hub:2026-11-17"


def item(number: int, **more: object) -> NightItem:
    one = NightItem(f"item-{number}", f"case-{number}", "hub", at(18, number), OPENS, arrived=True)
    return replace(one, **more)  # type: ignore[arg-type]  # the fields that a test names


def picked(number: int, who: str, when: datetime) -> NightItem:
    return item(number, picked_up_by=who, picked_up_at=when)


def case(number: int, kept: Case, **more: object) -> Case:
    referral = replace(kept.referral, id=f"case-{number}", **more)  # type: ignore[arg-type]  # the fields of a test
    return replace(kept, referral=referral)


def night(*items: NightItem, cases: tuple[Case, ...] = (), opened: tuple[Screening, ...] = ()) -> Night:
    """A night whose cases nobody has screened, but for those that are given."""
    known = {one.referral: case(int(one.referral[-1]), arrived(danger="no")) for one in items}
    known |= {one.referral.id: one for one in cases}
    newest_first = sorted(opened, key=lambda one: one.at, reverse=True)
    by_case = {ref: [one for one in newest_first if one.referral == ref] for ref in known}
    return Night("hub", CLOSED, OPENS, items, known, by_case)


def ids(items: tuple[NightItem, ...]) -> list[str]:
    return [one.id for one in items]


def test_what_is_urgent_comes_first_then_what_came_first() -> None:
    found = night(
        item(1),
        item(2, urgent_at=at(19)),
        item(3),
        item(4),
        cases=(case(4, arrived(), danger="yes"),),
    )

    assert ids(found.to_pick_up) == ["item-2", "item-4", "item-1", "item-3"]


def test_what_was_picked_up_is_in_hand_until_it_is_screened() -> None:
    found = night(
        picked(1, "duty-1", at(9, 5, day=17)),
        picked(2, "duty-1", at(9, 6, day=17)),
        item(3),
        cases=(case(2, asked()),),
    )

    assert ids(found.in_hand) == ["item-1"]
    assert ids(found.to_pick_up) == ["item-3"]


def test_of_two_nights_of_one_case_the_last_counts() -> None:
    before = picked(1, "duty-1", at(9, day=16))
    found = night(before, replace(item(1), id="item-9"))

    assert ids(found.to_pick_up) == ["item-9"]
    assert found.in_hand == ()


@pytest.mark.parametrize(
    ("picked_at", "again_at", "waits"),
    [
        (None, None, True),
        (at(9, day=17), None, True),
        (at(9, day=17), at(8, day=17), True),
        (at(9, day=17), at(10, day=17), False),
    ],
    ids=["not picked up", "picked up", "reopened before that", "reopened after that"],
)
def test_it_waits_to_be_screened_as_it_was_when_it_was_picked_up(
    picked_at: datetime | None, again_at: datetime | None, waits: bool
) -> None:
    again = (Reopening("again", "case-1", again_at, "duty-1", "More."),) if again_at else ()

    assert unscreened(replace(arrived(), reopenings=again), item(1, picked_up_at=picked_at)) == waits
    assert not unscreened(asked(), item(1, picked_up_at=picked_at))


@pytest.mark.parametrize(
    ("one", "opened", "who"),
    [
        (item(1), (), ""),
        (item(1), (("edt-1", at(23)),), ""),
        (item(1), (("duty-1", at(9, day=17)),), "duty-1"),
        (picked(1, "duty-1", at(9, day=17)), (), "duty-1"),
        (picked(1, "duty-1", at(9, day=17)), (("edt-1", at(23)),), "duty-1"),
        (
            picked(1, "duty-1", at(9, day=17)),
            (("duty-2", at(10, day=17)), ("duty-1", at(9, day=17))),
            "duty-2",
        ),
    ],
    ids=[
        "nobody",
        "only before the hub opened",
        "opened it",
        "picked it up",
        "opened by night",
        "opened it last",
    ],
)
def test_who_has_it(one: NightItem, opened: tuple[tuple[str, datetime], ...], who: str) -> None:
    has = who_has(one, [Screening("case-1", person, when) for person, when in opened])

    assert (has.person if has else "") == who


def test_somebody_is_shown_what_they_opened_last_of_what_they_have() -> None:
    found = night(
        picked(1, "duty-1", at(9, day=17)),
        picked(2, "duty-1", at(9, 10, day=17)),
        picked(3, "duty-1", at(9, 20, day=17)),
        opened=(Screening("case-3", "duty-2", at(9, 30, day=17)),),
    )

    held = {who: found.held_by(who) for who in ("duty-1", "duty-2", "screening-1")}

    assert {who: one.id if one else "" for who, one in held.items()} == {
        "duty-1": "item-2",
        "duty-2": "item-3",
        "screening-1": "",
    }


def test_what_nobody_opened_for_a_while_may_be_taken_over() -> None:
    found = night(picked(1, "duty-1", at(9, day=17)), picked(2, "duty-1", at(9, 10, day=17)), item(3))

    assert ids(found.left_alone(at(9, 15, day=17), timedelta(minutes=15))) == ["item-1"]


def test_each_mark_says_what_was_taken_since() -> None:
    begun, first, second = (
        night(item(1)),
        picked(1, "duty-1", at(9, day=17)),
        picked(2, "duty-1", at(10, day=17)),
    )
    found = night(second, first, picked(3, "duty-2", at(11, day=17)))

    assert (begun.mark("duty-1"), found.mark("duty-1")) == (MONDAY, "item-2")
    for mark, since in ((MONDAY, ["item-1", "item-2"]), ("item-1", ["item-2"]), ("item-2", [])):
        assert ids(found.taken_after("duty-1", mark) or ()) == since
        assert found.taken_after("duty-1", mark) is not None
    for of_another in ("hub:2026-11-16", "item-3", ""):
        assert found.taken_after("duty-1", of_another) is None


def test_what_was_taken_over_moves_the_mark_too() -> None:
    found = night(
        picked(1, "duty-1", at(9, day=17)),
        picked(2, "duty-2", at(9, day=17)),
        opened=(Screening("case-2", "duty-1", at(9, 30, day=17)), Screening("case-1", "duty-2", at(23))),
    )

    assert [found.mark(person) for person in ("duty-1", "duty-2")] == ["item-2", "item-2"]
    assert ids(found.taken_after("duty-1", "item-1") or ()) == ["item-2"]
