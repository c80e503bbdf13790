"""The desk screens: a rating with its own clock for each child, agencies asked in time, or another way out."""

from datetime import UTC, datetime

from tests.support.desk import Desk

FORM = {
    "about": "child",
    "name": "Kacey Brannigan",
    "born": "4 3 2017",
    "where": "Harbour Lane Primary School",
    "household": "Mum, Kian Brannigan 6",
    "worry": "A bruise the shape of fingers.",
    "danger": "yes",
    "family_told": "no_unsafe",
    "phone": "01632 960 114",
}


async def refer(desk: Desk, **typed: str) -> str:
    opened = await desk.press("teacher-1", "referral.start")
    sent = await desk.submit(opened.form, {**FORM, **typed}, by="teacher-1")
    assert sent.kind == "done", sent
    assert sent.form
    return sent.form.buttons[0].thing


async def test_red(desk: Desk) -> None:
    referral = await refer(desk)
    desk.move_clock(minutes=28)
    opened = await desk.press("screening-1", "desk.next", "hub")
    assert opened.form
    answer = await desk.submit(
        opened.form, {"what": "rate", "urgency_1": "red", "reason": "Marks."}, by="screening-1"
    )
    assert answer.kind == "done", answer
    case = await desk.case(referral)
    assert case.due_at == datetime(2026, 11, 16, 13, 12, tzinfo=UTC)
    assert {check.due_at for check in case.checks} == {datetime(2026, 11, 16, 11, 26, tzinfo=UTC)}
