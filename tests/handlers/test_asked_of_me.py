"""What a message asks of one person stands in their list of work too, so that it never says falsely that nothing does."""

from bot.cards.elements import Form
from tests.cards.reading import buttons_of
from tests.handlers.test_disagreeing import CALM
from tests.handlers.test_looking_again import work
from tests.handlers.test_minutes import closed
from tests.support.decisions import approve, keep_answered, propose
from tests.support.desk import Desk
from tests.support.meeting import called, red


async def labels(desk: Desk, person: str, verb: str) -> list[str]:
    """The buttons of one verb in somebody's list."""
    form = (await desk.press(person, "work.open")).form
    assert isinstance(form, Form)
    return [button.label for button in buttons_of(form) if button.verb == verb]


async def test_a_meeting_is_the_duty_managers_to_set_and_then_its_chairs_to_open(desk: Desk) -> None:
    referral = await red(desk)
    rows = await work(desk, "duty-1")
    assert "MEETINGS (1)" in rows
    assert any("meeting to set, suggested 12:15pm today" in row for row in rows)
    assert await labels(desk, "duty-1", "meeting.call") == ["Set time and chair"]

    await called(desk, referral)

    assert not any("meeting to" in row for row in await work(desk, "duty-1"))
    assert any("meeting to open, 12:15pm today" in row for row in await work(desk, "chair-1"))
    assert await labels(desk, "chair-1", "meeting.roll") == ["Roll call"]


async def test_minutes_are_in_the_work_of_the_chair_until_they_are_approved(desk: Desk) -> None:
    one = await closed(desk, await red(desk))

    assert "MINUTES TO APPROVE (1)" in await work(desk, "chair-1")
    assert await labels(desk, "chair-1", "minutes.read") == ["Minutes"]

    await desk.press("chair-1", "minutes.approve", one.minutes[-1].id)
    assert "MINUTES TO APPROVE (1)" not in await work(desk, "chair-1")


async def test_a_decision_that_came_back_is_its_proposers_until_it_is_proposed_again(desk: Desk) -> None:
    referral = await keep_answered(desk)
    first = await propose(desk, referral)
    await desk.do("duty-1", "proposal.return", first.id, {"need": "other", "words": "Say why."})

    assert "RETURNED TO YOU (1)" in await work(desk, "chair-1")
    assert await labels(desk, "chair-1", "decision.propose") == ["Propose decision"]

    await propose(desk, referral)
    assert "RETURNED TO YOU (1)" not in await work(desk, "chair-1")


async def test_a_disagreement_is_in_the_work_of_who_answers_it(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    await desk.do("teacher-1", "disagreement.raise", referral, CALM)
    (told,) = await desk.messages("disagreement")

    rows = await work(desk, told.audience)

    assert "DISAGREEMENTS (1)" in rows
    assert any("disagreement, level 1 · due" in row for row in rows)
    assert await labels(desk, told.audience, "disagreement.answer") == ["Answer"]
