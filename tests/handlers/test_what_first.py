"""What is dangerous now stands before all else in somebody's work, however much else is late."""

from dataclasses import replace
from datetime import timedelta

from bot.due.jobs import DueScan
from tests.handlers.test_disagreeing import CALM
from tests.handlers.test_looking_again import work
from tests.handlers.test_urgent import start
from tests.support.cases import RECEIVED, arrived, asked, decided, proposed
from tests.support.decisions import all_answered, another, approve, keep_answered, propose
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.case import Case
from triage.records import Clock

UNSAFE = {**CALM, "unsafe": "yes"}


def unread(number: int) -> Case:
    """A referral whose person was not told in time that it arrived, nor has a decision of a social worker."""
    case = another(arrived(danger="no"), f"-{number}", f"MASH-2611-AA{number:03}")
    due = RECEIVED + timedelta(hours=1)
    late = (
        Clock(f"clock-{kind}-{number}", case.referral.id, "", kind, "", RECEIVED, due)
        for kind in ("acknowledge", "decide")
    )
    return replace(case, clocks=(*case.clocks, *late))


async def late(desk: Desk) -> None:
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def needed(desk: Desk) -> list[str]:
    """The rows of a duty manager's list, from NEEDS YOU NOW on."""
    rows = await work(desk, "duty-2")
    return rows[next(n for n, row in enumerate(rows) if row.startswith("NEEDS YOU NOW")) :]


async def disagreed(desk: Desk) -> str:
    """A decided case, 12:51pm, and a disagreement that says that somebody is unsafe now."""
    referral = await keep_answered(desk)
    await approve(desk, referral)
    assert (await desk.do("education-1", "disagreement.raise", referral, UNSAFE)).kind == "done"
    return referral


async def test_danger_then_who_is_unsafe_then_reds_then_the_rest_and_late_receipts_last(desk: Desk) -> None:
    for number in range(9):
        await keep(desk, unread(number))
    await disagreed(desk)
    await late(desk)
    to_approve = await keep(desk, another(all_answered(), "-r", "MASH-2611-9RRRR"))
    await propose(desk, to_approve)
    await start(desk, "police-1", await keep(desk, another(asked(), "-p", "MASH-2611-9PPPP")))
    await keep(desk, another(arrived(), "-d", "MASH-2611-9DDDD"))

    rows = await needed(desk)

    assert rows[0] == "NEEDS YOU NOW (22)"
    first = (
        "MASH-2611-9PPPP · urgent protection",
        "MASH-2611-9DDDD · somebody may be in danger now · received 9:12am today",
        "MASH-2611-7KDMQ · disagreement, level 1: somebody may be unsafe now",
        "MASH-2611-9RRRR · K.B., 9, and K.B., 6 · decision to approve",
    )
    for row, said in zip(rows[1:], first, strict=False):
        assert said in row
    assert all("No social worker's decision yet." in row for row in rows[5:14])
    assert all("Nobody has told the person who referred that it arrived." in row for row in rows[14:16])


async def test_a_red_past_due_stands_before_other_promises_that_were_missed(desk: Desk) -> None:
    await keep_answered(desk)
    await keep(desk, unread(1))
    desk.move_clock(hours=1)
    await late(desk)

    said = [row.split(" · ")[-1].split(".")[0] for row in (await needed(desk))[1:5]]

    assert said == [
        "No decision yet on child 1, rated RED",
        "No decision yet on child 2, rated RED",
        "No social worker's decision yet",
        "Nobody has told the person who referred that it arrived",
    ]


async def test_that_somebody_is_unsafe_is_not_hidden_behind_another_disagreement_about_the_case(
    desk: Desk,
) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    await desk.do("teacher-1", "disagreement.raise", referral, CALM)
    desk.move_clock(minutes=5)
    await desk.do("education-1", "disagreement.raise", referral, UNSAFE)

    rows = await needed(desk)

    assert rows[0] == "NEEDS YOU NOW (1)"
    assert "somebody may be unsafe now" in rows[1]
    assert "DISAGREEMENTS (1)" in rows


async def test_an_interim_decision_on_a_red_that_held_too_long_cannot_wait(desk: Desk) -> None:
    of = decided(proposed(all_answered()))
    decisions = tuple(replace(one, interim_until="2026-11-17") for one in of.decisions)
    await keep_answered(desk, replace(of, decisions=decisions, clocks=all_answered().clocks))
    before = await work(desk, "duty-2")
    desk.move_clock(hours=1)

    rows = await needed(desk)

    assert "DECISIONS TO LOOK AT AGAIN (1)" in before
    assert rows[0] == "NEEDS YOU NOW (1)"
    assert "interim" in rows[1]
