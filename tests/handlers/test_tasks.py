"""Business support's list: who is reached, how, with which words; the tick stops the clock."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.cards.elements import Form, Quote, Row, Section
from storage.tx import Tx
from tests.support.cases import RECEIVED, arrived
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.records import Clock, Referrer, Task

NEIGHBOUR = Referrer(name="Joan Barrow", phone="01632 960 777")
ACKNOWLEDGE = Task(
    id="task-1",
    forum="hub",
    kind="acknowledge",
    referral="referral-1",
    at=RECEIVED,
    due_at=RECEIVED + timedelta(hours=20),
    words="Your referral arrived.",
    who="Joan Barrow: by phone, 01632 960 777",
)
REFUSED_ROW = replace(
    ACKNOWLEDGE, id="task-2", kind="refused_row", referral="", words="line 5: no worry was written", who=""
)


async def test_the_list_has_what_waits_soonest_due_first(desk: Desk) -> None:
    await _wait(desk, ACKNOWLEDGE, replace(REFUSED_ROW, due_at=RECEIVED + timedelta(hours=2)))

    opened = await desk.press("minutes-1", "tasks.list")

    assert _rows(opened.form) == [
        "A referral that could not be taken · due 11:12am today",
        "Tell the person who referred that it arrived · MASH-2611-7KDMQ · due 5:12am tomorrow",
    ]


async def test_nothing_waiting_is_said(desk: Desk) -> None:
    opened = await desk.press("minutes-1", "tasks.list")

    assert opened.form is not None
    assert opened.form.body == (Section(("Nothing needs you now.",)),)


async def test_ticking_an_acknowledgement_stops_its_clock(desk: Desk) -> None:
    await _wait(desk, ACKNOWLEDGE)
    opened = await desk.press("minutes-1", "task.do", "task-1")
    assert opened.form is not None
    assert Quote("Your referral arrived.") in opened.form.body

    await desk.submit(opened.form, {"outcome": "phone", "words": "9:20am, her"}, by="minutes-1")

    clock = (await desk.case("referral-1")).clock("acknowledge")
    assert clock is not None
    assert clock.stopped_at == RECEIVED
    assert await _done(desk, "task-1") == ("minutes-1", RECEIVED, "phone", "9:20am, her")


async def test_a_refused_row_needs_no_more_than_what_was_done(desk: Desk) -> None:
    await _wait(desk, REFUSED_ROW)

    answer = await desk.do("minutes-1", "task.do", "task-2", {"outcome": "asked_sender"})

    assert answer.note == "Recorded 9:12am."
    assert (await _done(desk, "task-2"))[2] == "asked_sender"


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {"outcome": "Select what you did"}),
        ({"outcome": "phone"}, {"words": "Enter when, and who you spoke to"}),
        ({"outcome": "not_safe"}, {"words": "Enter why it cannot be sent"}),
    ],
)
async def test_what_is_missing_is_said(desk: Desk, typed: dict[str, str], problems: dict[str, str]) -> None:
    await _wait(desk, ACKNOWLEDGE)

    answer = await desk.do("minutes-1", "task.do", "task-1", typed)

    assert answer.form is not None
    assert answer.form.problems == problems


async def test_the_first_tick_is_kept(desk: Desk) -> None:
    await _wait(desk, REFUSED_ROW)
    late = await desk.press("duty-1", "task.do", "task-2")
    await desk.do("minutes-1", "task.do", "task-2", {"outcome": "entered"})
    desk.move_clock(minutes=5)

    answer = await desk.submit(late.form, {"outcome": "nothing_needed"}, by="duty-1")
    opened = await desk.press("duty-1", "task.do", "task-2")

    assert answer.note == opened.note == "Already recorded 9:12am. Nothing was added."
    assert (await _done(desk, "task-2"))[2] == "entered"


async def test_an_unknown_task_is_not_there(desk: Desk) -> None:
    answer = await desk.press("minutes-1", "task.do", "no-such-task")

    assert answer.note == "There is nothing here with that reference."


@pytest.mark.parametrize("verb", ["tasks.list", "task.do"])
async def test_the_list_is_for_business_support_and_duty_managers(desk: Desk, verb: str) -> None:
    await _wait(desk, REFUSED_ROW)

    assert (await desk.press("police-1", verb, "task-2")).kind == "refused"


async def _wait(desk: Desk, *tasks: Task) -> None:
    clock = Clock("clock-a", "referral-1", "", "acknowledge", "", RECEIVED, RECEIVED + timedelta(days=1))
    await keep(desk, replace(arrived(referrer=NEIGHBOUR), clocks=(clock,)))

    def add(tx: Tx) -> None:
        for task in tasks:
            tx.tasks.add(task)

    await desk.store.write(add)


async def _done(desk: Desk, task: str) -> tuple[str, datetime | None, str, str]:
    found = await desk.store.read(lambda tx: tx.tasks.get(task))
    assert found is not None
    return found.done_by, found.done_at, found.outcome, found.outcome_words


def _rows(form: Form | None) -> list[str]:
    assert form is not None
    return [part.lines[0] for part in form.body if isinstance(part, Row)]
