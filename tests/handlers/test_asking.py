"""More agencies are asked, and what they read is chosen."""

from datetime import UTC, datetime

import pytest

from bot.cards.elements import Choices
from tests.support.desk import Desk
from tests.support.referring import read, refer, screen

GREEN_ASKS = ("police", "social_work", "health", "education", "caf")


async def rated_green(desk: Desk) -> str:
    referral = await refer(desk)
    await screen(desk, referral, urgency_1="green")
    return referral


async def test_only_those_who_were_not_asked_are_offered(desk: Desk) -> None:
    referral = await rated_green(desk)

    opened = await desk.press("screening-1", "checks.ask", referral)

    assert opened.form
    seats = next(field for field in opened.form.fields() if field.id == "seats")
    assert isinstance(seats, Choices)
    assert len(seats.options) == 7
    assert not {option.value for option in seats.options} & set(GREEN_ASKS)
    assert seats.values == ()


async def test_who_is_asked_later_has_half_of_what_is_left_then(desk: Desk) -> None:
    referral = await rated_green(desk)
    desk.move_clock(hours=24)

    await desk.do("duty-1", "checks.ask", referral, {"seats": ("housing", "womens_aid")})

    case = await desk.case(referral)
    asked = {check.seat: check for check in case.checks}
    assert set(asked) == {*GREEN_ASKS, "housing", "womens_aid"}
    assert asked["housing"].due_at == datetime(2026, 11, 18, 9, 12, tzinfo=UTC)
    assert (asked["housing"].asked_by, asked["housing"].asked_at) == ("duty-1", desk.clock.now())
    clock = case.clock("answer", asked["housing"].id)
    assert clock is not None
    assert clock.due_at == asked["housing"].due_at


async def test_nobody_is_asked_twice(desk: Desk) -> None:
    referral = await rated_green(desk)
    one = await desk.press("screening-1", "checks.ask", referral)
    two = await desk.press("duty-1", "checks.ask", referral)
    await desk.submit(one.form, {"seats": ("housing",)}, by="screening-1")

    again = await desk.submit(two.form, {"seats": ("housing", "probation")}, by="duty-1")

    assert again.kind == "invalid"
    assert again.form
    assert again.form.problems == {"seats": "Choose one of the options shown"}
    assert [check.seat for check in (await desk.case(referral)).checks].count("housing") == 1


async def test_somebody_must_be_asked_and_a_summary_must_be_there(desk: Desk) -> None:
    referral = await rated_green(desk)

    nobody = await desk.do("duty-1", "checks.ask", referral, {"seats": ()})
    no_summary = await desk.do("duty-1", "checks.ask", referral, {"seats": ("housing",), "shared": "summary"})

    assert nobody.form
    assert nobody.form.problems == {"seats": "Select at least one agency"}
    assert no_summary.form
    assert no_summary.form.problems == {"summary": 'Enter a summary, or choose "The referral"'}


async def test_when_everybody_was_asked_that_is_said(desk: Desk) -> None:
    referral = await refer(desk)
    await screen(desk, referral)

    opened = await desk.press("screening-1", "checks.ask", referral)

    assert "Every agency has been asked." in read(opened.form)
    assert opened.form
    assert opened.form.submit == ""


async def test_nobody_is_asked_about_what_was_not_rated(desk: Desk) -> None:
    referral = await refer(desk)

    assert (await desk.press("screening-1", "checks.ask", referral)).kind == "refused"


@pytest.mark.parametrize(
    ("screened", "due"),
    [
        ("an hour before the limit, half of it", (12, 12, 12, 42)),
        ("half an hour before it, all that is left", (12, 42, 13, 12)),
        ("after it, half an hour from then", (14, 0, 14, 30)),
    ],
)
async def test_nobody_is_late_the_moment_they_are_asked(
    desk: Desk, screened: str, due: tuple[int, int, int, int]
) -> None:
    referral = await refer(desk)
    hour, minute, due_hour, due_minute = due
    desk.clock.move(datetime(2026, 11, 16, hour, minute, tzinfo=UTC) - desk.clock.now())

    await screen(desk, referral)

    case = await desk.case(referral)
    wanted = datetime(2026, 11, 16, due_hour, due_minute, tzinfo=UTC)
    assert {check.due_at for check in case.checks} == {wanted}, screened
    assert case.state(desk.clock.now()) == "checks_out"


@pytest.mark.parametrize(
    ("urgency", "asked", "due"),
    [
        # Seven hours and a half of this day are left until 5:00pm, and 27 minutes of the next until 9:12am.
        ("amber", (16, 9, 30), (16, 13, 28, 30)),
        ("amber", (16, 15, 0), (16, 16, 13, 30)),
        # Past closing time nobody has less than half an hour of the morning, where the limit leaves as much.
        ("amber", (16, 20, 0), (17, 9, 12, 0)),
        # An hour and a half of Monday, all of Tuesday and Wednesday, and 27 minutes of Thursday.
        ("green", (16, 15, 30), (17, 16, 28, 30)),
        # A red does not wait for anybody to open.
        ("red", (16, 10, 0), (16, 11, 36, 0)),
    ],
)
async def test_what_alerts_nobody_is_answered_while_agencies_are_open(
    desk: Desk, urgency: str, asked: tuple[int, int, int], due: tuple[int, int, int, int]
) -> None:
    referral = await refer(desk)
    day, hour, minute = asked
    desk.clock.move(datetime(2026, 11, day, hour, minute, tzinfo=UTC) - desk.clock.now())

    await screen(desk, referral, urgency_1=urgency)

    day, hour, minute, second = due
    checks = (await desk.case(referral)).checks
    assert {check.due_at for check in checks} == {datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)}
