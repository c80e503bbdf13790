"""What the passing of time does, noted by one look at the rows that are due."""

import asyncio
import threading
from datetime import timedelta

from sqlalchemy import text

from bot.due.jobs import DueScan
from storage.tx import Tx
from tests.support.cases import DUE, asked, rated
from tests.support.desk import Desk, open_desk
from tests.support.keeping import keep


def scan_of(desk: Desk) -> DueScan:
    """The look, on this desk's store."""
    return DueScan(desk.store, desk.hubs, desk.projection)


async def missed(desk: Desk, referral: str) -> list[str]:
    """The clocks of a referral that the record says were missed."""
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    return [entry.verb for entry in entries if entry.outcome == "missed"]


async def test_a_clock_that_ran_out_is_noted_once_and_told(desk: Desk) -> None:
    referral = await keep(desk, rated())
    desk.clock.move(DUE - desk.clock.now())

    for _ in range(3):
        await scan_of(desk).scan()

    case = await desk.case(referral)
    assert [clock.missed_at for clock in case.clocks] == [DUE, DUE]
    assert await missed(desk, referral) == ["clock.urgency", "clock.urgency"]
    assert {message.audience for message in await desk.messages("late_clock")} == {"duty-1", "duty-2"}


async def test_before_it_is_due_nothing_is_noted(desk: Desk) -> None:
    referral = await keep(desk, rated())
    desk.clock.move(DUE - desk.clock.now() - timedelta(seconds=1))

    await scan_of(desk).scan()

    assert await missed(desk, referral) == []


async def test_an_alert_is_taken_away_after_a_day_though_nobody_presses_anything(desk: Desk) -> None:
    await keep(desk, asked())
    desk.move_clock(hours=23)
    await scan_of(desk).scan()  # the clocks that ran out are noted by now
    assert await desk.messages("red_alert")

    desk.move_clock(hours=1, minutes=30)
    await scan_of(desk).scan()

    assert await desk.messages("red_alert") == []
    assert await desk.messages("referral")


async def test_a_clock_stopped_in_time_by_a_press_that_commits_late_was_not_missed(postgres_url: str) -> None:
    """The look found it running, then had to wait for the press."""
    async with open_desk(postgres_url) as desk:
        referral = await keep(desk, rated())
        clocks = (await desk.case(referral)).clocks
        stopped, go_on = threading.Event(), threading.Event()

        def stop_in_time(tx: Tx) -> None:
            tx.referrals.lock(referral)
            for clock in clocks:
                tx.clocks.move(clock.id, stopped_at=tx.now)
            stopped.set()
            go_on.wait(10)

        pressed = asyncio.create_task(desk.store.write(stop_in_time))
        await asyncio.to_thread(stopped.wait)
        desk.clock.move(DUE - desk.clock.now())
        looked = asyncio.create_task(scan_of(desk).scan())
        await somebody_waits(desk)
        go_on.set()
        await asyncio.gather(pressed, looked)

        assert [clock.missed_at for clock in (await desk.case(referral)).clocks] == [None, None]
        assert await missed(desk, referral) == []


async def somebody_waits(desk: Desk) -> None:
    """Return once a transaction waits for another one's lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(10):
        while not await desk.store.read(lambda tx: tx.connection.execute(waiting).scalar_one()):
            pass
