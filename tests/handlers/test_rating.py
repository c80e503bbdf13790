"""A rating is changed: what moves, what stays, who is asked then."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.elements import Choice
from bot.drawing import Drawing
from tests.support.desk import Desk
from tests.support.referring import read, refer, screen, second_child
from triage.case import Case

AMBER_DUE = datetime(2026, 11, 17, 9, 12, tzinfo=UTC)
AMBER_ANSWERS = datetime(2026, 11, 16, 13, 33, 30, tzinfo=UTC)
"""Asked at 9:40am: half of what is left in opening hours, seven hours and 20 minutes of this day and 27 minutes of the next."""
RED_DUE = datetime(2026, 11, 16, 13, 12, tzinfo=UTC)
GREEN_ASKS = {"police", "social_work", "health", "education", "caf"}


def at(hour: int, minute: int, day: int = 16) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def rated(desk: Desk, level: str) -> str:
    """Received 9:12am, rated 9:40am."""
    referral = await refer(desk)
    desk.move_clock(minutes=28)
    await screen(desk, referral, urgency_1=level)
    return referral


async def rate_again(desk: Desk, referral: str, level: str, by: str = "duty-1") -> Case:
    answer = await desk.do(by, "rating.change", referral, {"urgency_1": level, "reason": "A second mark."})
    assert answer.kind == "done", answer
    return await desk.case(referral)


def answers_due(case: Case) -> set[datetime]:
    return {check.due_at for check in case.checks}


async def test_the_form_shows_the_rating_in_force_and_when_each_would_be_due(desk: Desk) -> None:
    referral = await rated(desk, "amber")

    opened = await desk.press("duty-1", "rating.change", referral)

    assert opened.form
    assert opened.form.title == "Change rating"
    assert "Child 1 is AMBER ▲, due 9:12am tomorrow." in read(opened.form)
    field = next(one for one in opened.form.fields() if one.id == "urgency_1")
    assert isinstance(field, Choice)
    assert field.value == "amber"
    assert [option.label for option in field.options] == [
        "RED ◆ due 1:12pm today",
        "AMBER ▲ due 9:12am tomorrow",
        "GREEN ● due 9:12am Thursday 19 November",
    ]


async def test_up_keeps_the_start_takes_the_shorter_limit_and_answers_come_sooner(desk: Desk) -> None:
    referral = await rated(desk, "amber")
    desk.move_clock(minutes=40)

    case = await rate_again(desk, referral, "red")

    assert (case.level, case.due_at) == ("red", RED_DUE)
    assert [(r.level, r.was, r.by, r.reason) for r in case.ratings][-1] == (
        "red",
        "amber",
        "duty-1",
        "A second mark.",
    )
    assert answers_due(case) == {at(11, 26)}
    running = {c.due_at for c in case.clocks if c.kind == "answer" and c.stopped_at is None}
    assert running == {at(11, 26)}
    old = next(clock for clock in case.clocks if clock.kind == "urgency")
    assert (old.due_at, old.stopped_at, old.missed_at) == (AMBER_DUE, at(10, 20), None)


async def test_up_late_in_the_day_answers_are_due_at_half_of_what_is_left_now(desk: Desk) -> None:
    referral = await rated(desk, "amber")
    desk.move_clock(hours=2, minutes=32)

    case = await rate_again(desk, referral, "red")

    assert answers_due(case) == {at(12, 42)}


async def test_up_asks_whom_the_higher_rating_asks_and_was_not_asked(desk: Desk) -> None:
    referral = await rated(desk, "green")
    assert set((await desk.case(referral)).asked) == GREEN_ASKS

    case = await rate_again(desk, referral, "red")

    assert len(case.asked) == 12
    assert len(case.checks) == 12
    assert {m.audience for m in await desk.messages("red_alert")} >= {"police-1", "housing-1"}


async def test_down_keeps_the_start_takes_the_new_limit_and_asks_nobody(desk: Desk) -> None:
    referral = await rated(desk, "red")
    desk.move_clock(minutes=40)

    case = await rate_again(desk, referral, "amber")

    assert (case.level, case.due_at) == ("amber", AMBER_DUE)
    assert len(case.checks) == 12
    assert answers_due(case) == {AMBER_ANSWERS}


async def test_a_limit_that_was_missed_stays_missed_at_its_level(desk: Desk) -> None:
    referral = await rated(desk, "red")
    desk.move_clock(hours=4)

    case = await rate_again(desk, referral, "amber")

    red, amber = (clock for clock in case.clocks if clock.kind == "urgency")
    assert (red.level, red.missed_at, red.stopped_at) == ("red", at(13, 40), at(13, 40))
    assert (amber.level, amber.missed_at, amber.due_at) == ("amber", None, AMBER_DUE)


async def test_an_answer_that_is_late_stays_late_when_the_rating_goes_up(desk: Desk) -> None:
    referral = await rated(desk, "amber")
    desk.clock.move(AMBER_ANSWERS - desk.clock.now() + timedelta(minutes=1))

    case = await rate_again(desk, referral, "red")

    assert answers_due(case) == {AMBER_ANSWERS}
    assert len(case.late(desk.clock.now())) == 11


async def test_an_answer_that_is_in_moves_no_more(desk: Desk) -> None:
    referral = await rated(desk, "amber")
    await desk.do("police-1", "check.nothing_known", referral, {})
    before = {c.seat: c.due_at for c in (await desk.case(referral)).checks}

    case = await rate_again(desk, referral, "red")

    after = {c.seat: c.due_at for c in case.checks}
    assert after["police"] == before["police"]
    assert after["housing"] == at(11, 26)


async def test_one_child_goes_up_the_other_stays(desk: Desk) -> None:
    referral = await refer(desk)
    await second_child(desk, referral)
    await screen(desk, referral, urgency_1="green", urgency_2="green")

    await desk.do("duty-1", "rating.change", referral, {"urgency_2": "red", "reason": "He is at home alone."})

    case = await desk.case(referral)
    levels = {s.number: r.level for s in case.subjects if (r := case.rating_of(s))}
    assert levels == {1: "green", 2: "red"}
    assert len(case.ratings) == 3
    housing = next(check for check in case.checks if check.seat == "housing")
    assert housing.subjects == (case.subjects[1].id,)


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"urgency_1": "amber"}, {"urgency_1": "Select an urgency that is not the one in force"}),
        ({"urgency_1": "red", "reason": ""}, {"reason": "Enter the reason for the rating"}),
    ],
)
async def test_a_change_is_a_change_and_has_a_reason(
    desk: Desk, typed: dict[str, str], problems: dict[str, str]
) -> None:
    referral = await rated(desk, "amber")

    answer = await desk.do("duty-1", "rating.change", referral, {"reason": "A mark.", **typed})

    assert answer.form
    assert answer.form.problems == problems


async def test_seats_and_people_who_refer_change_no_rating(desk: Desk) -> None:
    referral = await rated(desk, "amber")

    for person in ("police-1", "teacher-1", "chair-1"):
        assert (await desk.press(person, "rating.change", referral)).kind == "refused"


async def test_what_was_before_and_after_is_on_the_record(desk: Desk) -> None:
    referral = await rated(desk, "green")

    await rate_again(desk, referral, "red")

    last = (await desk.store.read(lambda tx: tx.audit.entries(referral)))[-1]
    assert last.body
    assert (last.verb, last.body["1 was"], last.body["1 is"]) == ("rating.change", "green", "red")
    assert "housing" in last.body["asked"].split()


async def test_a_rise_is_told_to_each_seat_asked_so_far_though_it_has_answered(desk: Desk) -> None:
    referral = await refer(desk, danger="no")
    await screen(desk, referral, urgency_1="amber")
    await desk.do("police-1", "check.nothing_known", referral, {})
    desk.move_clock(minutes=30)
    await desk.do("duty-1", "rating.change", referral, {"urgency_1": "red", "reason": "A new bruise."})

    told = {m.audience for m in await desk.messages("risen")}
    alerted = {m.audience for m in await desk.messages("red_alert")}
    assert {"police-1", "police-2"} <= told
    assert "health-1" not in told, "the red alert tells who has still to answer"
    assert "health-1" in alerted
    message = next(m for m in await desk.messages("risen", "police-2"))
    shown = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, message))
    assert shown is not None
    case = await desk.case(referral)
    assert shown.card.fallback == f"RED ◆ due 1:12pm Mon 16 November · {case.referral.reference}"
    assert "Was AMBER, due 9:12am Tue 17 November. Now RED, due 1:12pm Mon 16 November." in repr(
        shown.card.body
    )


async def test_a_rise_that_alerts_nobody_is_told_all_the_same(desk: Desk) -> None:
    referral = await refer(desk, danger="no")
    await screen(desk, referral, urgency_1="green")
    asked = (await desk.case(referral)).asked
    desk.move_clock(minutes=30)
    await desk.do("duty-1", "rating.change", referral, {"urgency_1": "amber", "reason": "It is worse."})

    told = {m.audience for m in await desk.messages("risen")}
    assert {f"{seat}-1" for seat in asked} <= told
    assert not await desk.messages("red_alert")
    desk.move_clock(hours=24)
    await desk.store.write(lambda tx: desk.projection.everything(tx, desk.hub, desk.hubs.roster(tx)))
    assert not await desk.messages("risen")


async def test_green_needs_what_contacts_linked_later_add_up_to(desk: Desk) -> None:
    earlier = []
    for day in range(3):
        referral = await refer(desk, name=f"Ann{day} Stone{day}", born=f"{day + 1} 2 2016")
        await screen(desk, referral)
        earlier.append((await desk.case(referral)).referral.reference)
    desk.move_clock(minutes=10)
    latest = await refer(desk, name="Ines Delgado", born="3 5 2023", household="")
    await screen(desk, latest)
    for reference in earlier:
        found = await desk.submit(
            (await desk.press("duty-1", "link.find", latest)).form, {"reference": reference}, by="duty-1"
        )
        linked = {"kind": "household", "why": "They moved in together."}
        assert (await desk.submit(found.form, linked, by="duty-1")).kind == "done"

    green = {"urgency_1": "green", "reason": "All is well."}
    refused = await desk.do("duty-1", "rating.change", latest, green)
    assert refused.form is not None
    assert refused.form.problems == {
        "add_up": "Green cannot be set yet: 4 contacts in 12 months. Enter what they add up to."
    }

    answer = await desk.do(
        "duty-1", "rating.change", latest, {**green, "add_up": "Four small things, no harm."}
    )
    assert answer.kind == "done"
    assert (await desk.case(latest)).subjects[0].cumulative_note == "Four small things, no harm."
