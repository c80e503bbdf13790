"""Answers that are due after the day's meeting: the case goes to the next list, and people are told why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.drawing import Drawing
from bot.due.jobs import DueScan
from storage.messages import Message
from storage.tx import Tx
from tests.bot.test_reminding import with_clocks
from tests.cards.reading import read
from tests.support.cases import REFERENCE, asked, rated
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.case import Case

MEETING = datetime(2026, 11, 16, 14, tzinfo=UTC)
NEXT = datetime(2026, 11, 17, 14, tzinfo=UTC)


def amber(answers_due: datetime) -> Case:
    """One whose clock leaves time for the next meeting."""
    case = with_clocks(asked(rated(level="amber", due_at=NEXT + timedelta(hours=3)), due_at=answers_due))
    referrer = replace(case.referral.referrer, person="teacher-1")
    return replace(case, referral=replace(case.referral, referrer=referrer))


async def list_is_made(desk: Desk) -> None:
    desk.clock.move(MEETING - timedelta(hours=1) - desk.clock.now())
    for _ in range(2):
        await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def drawn(desk: Desk, message: Message) -> str:
    def card(tx: Tx) -> str:
        found = Drawing(desk.hubs).draw(tx, message)
        assert found is not None
        return read(found.card)

    return await desk.store.read(card)


async def test_who_referred_and_the_chair_are_told_why_once(desk: Desk) -> None:
    await keep(desk, amber(MEETING + timedelta(minutes=1)))

    await list_is_made(desk)

    told = {message.audience: await drawn(desk, message) for message in await desk.messages("papers_late")}
    assert told.keys() == {"teacher-1", "chair-1"}
    assert told["teacher-1"].startswith(f"No decision yet · {REFERENCE}")
    assert "after this day's meeting, so it is for the next one: 2:00pm Tue 17 November." in told["teacher-1"]
    assert "Brannigan" not in told["teacher-1"]
    assert told["chair-1"].startswith(f"ROLLED TO THE NEXT LIST · {REFERENCE}")
    assert "answers are due 2:01pm Mon 16 November, after the meeting." in told["chair-1"]
    assert len((await desk.case("referral-1")).tasks) == 1


async def test_answers_due_when_it_begins_are_in_time(desk: Desk) -> None:
    await keep(desk, amber(MEETING))

    await list_is_made(desk)

    assert await desk.messages("papers_late") == []


async def test_it_goes_with_the_decision_or_the_last_answer(desk: Desk) -> None:
    case = amber(MEETING + timedelta(minutes=1))
    await keep(desk, replace(case, checks=case.checks[:1]))
    await list_is_made(desk)
    assert await desk.messages("papers_late") != []

    answer = await desk.do("police-1", "check.nothing_known", "referral-1", {})

    assert answer.kind == "done"
    assert await desk.messages("papers_late") == []
