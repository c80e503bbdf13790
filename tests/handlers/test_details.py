"""Looking: what is opened is recorded, and told to those who may know."""

from dataclasses import replace

import pytest

from tests.cards.reading import words
from tests.support.cases import answered, asked, decided, proposed, rated
from tests.support.desk import Desk
from tests.support.keeping import keep


async def _openings(desk: Desk, referral: str) -> list[tuple[str, str, str]]:
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    return [(entry.actor, entry.verb, entry.outcome) for entry in entries]


async def test_each_opening_is_recorded_and_changes_nothing(desk: Desk) -> None:
    referral = await keep(desk, asked())
    before = await desk.case(referral)

    await desk.press("police-1", "details.open", referral)
    await desk.press("duty-1", "details.open", referral)

    assert await _openings(desk, referral) == [
        ("police-1", "details.open", "opened"),
        ("duty-1", "details.open", "opened"),
    ]
    assert await desk.case(referral) == before


@pytest.mark.parametrize("person", ["housing-1", "auditor-1", "admin-1", "teacher-1", "nurse-1"])
async def test_who_may_not_read_is_refused_and_that_is_recorded(desk: Desk, person: str) -> None:
    referral = await keep(desk, asked(rated(level="green")))

    answer = await desk.press(person, "details.open", referral)

    assert answer.kind == "refused"
    assert await _openings(desk, referral) == [(person, "details.open", "refused")]


@pytest.mark.parametrize("person", ["auditor-1", "admin-1", "nurse-1", "teacher-1", "housing-1"])
async def test_a_refusal_says_nothing_of_what_was_decided(desk: Desk, person: str) -> None:
    """To whom the case is not known there is nothing; who may know of it reads only that they may not open it."""
    there = await keep(desk, decided(proposed(answered(asked(rated(level="green")), "police"))))
    outcome = desk.hub.profile.outcome((await desk.case(there)).decisions[0].outcome).called

    refused = [(await desk.press(person, "details.open", thing)).note for thing in (there, "not-there")]

    assert outcome not in refused[0]
    assert "approve" not in refused[0]
    outside = person not in ("teacher-1", "housing-1")
    assert (refused[0] == refused[1]) is outside


async def test_a_secret_address_is_a_press_of_its_own_and_recorded(desk: Desk) -> None:
    case = asked(rated(level="green"))
    subject = replace(case.subjects[0], address="4 Quayle Rise", address_secret=True)
    referral = await keep(desk, replace(case, subjects=(subject, case.subjects[1])))

    shown = await desk.press("police-1", "details.address", "subject-1")
    refused = await desk.press("housing-1", "details.address", "subject-1")

    assert shown.form is not None
    assert refused.form is not None
    assert "4 Quayle Rise" in words(shown.form)
    assert "Quayle" not in words(refused.form)
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert [(e.actor, e.verb, e.thing, e.outcome) for e in entries] == [
        ("police-1", "details.address", "subject-1", "opened"),
        ("housing-1", "details.address", "subject-1", "refused"),
    ]


async def test_an_agency_s_lead_sees_who_opened_since_its_agency_answered(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.press("health-1", "details.open", referral)
    desk.move_clock(minutes=5)
    await desk.do("police-1", "check.nothing_known", referral, {})
    desk.move_clock(minutes=5)
    await desk.press("housing-1", "details.open", referral)

    lead = (await desk.press("police-lead", "details.open", referral)).form
    member = (await desk.press("police-2", "details.open", referral)).form
    duty = (await desk.press("duty-1", "details.open", referral)).form

    assert lead is not None
    assert member is not None
    assert duty is not None
    assert "R. Housing (Housing), 9:22am today" in words(lead)
    assert "R. Health (Health)" not in words(lead)
    assert "Who has opened this" not in words(member)
    assert "R. Health (Health), 9:12am today" in words(duty)


async def test_every_opening_that_showed_who_it_is_about_is_listed(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.press("screening-1", "rating.change", referral)
    desk.move_clock(minutes=1)
    await desk.press("police-1", "check.nothing_known", referral)
    await desk.press("police-1", "vote.cast", referral)
    await desk.press("health-1", "case.more", referral)

    form = (await desk.press("duty-1", "details.open", referral)).form
    shown = words(form) if form else ""

    assert "A. Novak, 9:12am today" in shown
    assert shown.count("R. Police (Police), 9:13am today") == 2
    assert "R. Health" not in shown


async def test_a_lead_sees_who_opened_the_agencys_answer_and_nothing_else(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("police-1", "check.nothing_known", referral, {})
    desk.move_clock(minutes=1)
    await desk.press("housing-1", "details.open", referral)
    await desk.press("health-1", "vote.cast", referral)

    form = (await desk.press("police-lead", "details.open", referral)).form
    shown = words(form) if form else ""

    assert "R. Housing (Housing), 9:13am today" in shown
    assert "R. Health" not in shown


async def test_the_menu_opens_for_everybody_on_the_roster(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(rated(level="green")), "police"))

    seat = (await desk.press("housing-1", "case.more", referral)).form
    referrer = (await desk.press("teacher-1", "case.more", referral)).form

    assert seat is not None
    assert [button.verb for button in seat.buttons] == [
        "urgent.start",
        "check.offer",
        "conflict.declare",
        "disagreement.raise",
    ]
    assert referrer is not None
    assert [button.verb for button in referrer.buttons] == ["urgent.start", "disagreement.raise"]


async def test_every_button_of_the_menu_opens(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "police"))

    for person in ("police-1", "health-1", "screening-1", "duty-1", "minutes-1", "chair-1", "teacher-1"):
        menu = (await desk.press(person, "case.more", referral)).form
        assert menu is not None
        assert menu.buttons
        for button in menu.buttons:
            assert (await desk.press(person, button.verb, button.thing)).kind == "open", button.verb
