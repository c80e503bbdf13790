"""What two processes write at once: the second waits for the first, and neither fails."""

import asyncio
from collections.abc import Callable
from threading import Event
from time import monotonic

import pytest
from sqlalchemy import text

from storage.accounts import Begun
from storage.tx import Tx
from tests.support.cases import asked
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import FORUM
from triage.records import Meeting

WRITES: dict[str, Callable[[Tx], object]] = {
    "a conversation": lambda tx: tx.conversations.remember("teams", "t", "person/t/u", {"conversation": "a"}),
    "what was last used": lambda tx: tx.use("police-1", "systems", "PNC"),
    "a screening": lambda tx: tx.screening_begins("referral-1", "screening-1"),
    "a guard": lambda tx: tx.forums.guarded(FORUM, "slack", ()),
    "a revision": lambda tx: tx.revisions.move("something new"),
    "a meeting": lambda tx: tx.meetings.lock("meeting-1"),
    "a draft": lambda tx: tx.accounts.keep_draft("police-1", Begun("vote.cast", "r"), {"reason": ("x",)}),
}


def called(tx: Tx) -> Meeting:
    return Meeting("meeting-1", FORUM, "daily", tx.now, tx.now, set_at=tx.now)


@pytest.mark.parametrize("hub_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
async def test_two_who_write_a_new_row_at_once_both_succeed(
    desk: Desk, write: Callable[[Tx], object]
) -> None:
    await keep(desk, asked())
    await desk.store.write(lambda tx: tx.meetings.add(called(tx)))
    written = Event()
    await asyncio.gather(
        desk.store.write(lambda tx: _first(tx, write, written)),
        desk.store.write(lambda tx: _second(tx, write, written)),
    )


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
async def test_writing_again_writes_over(desk: Desk, write: Callable[[Tx], object]) -> None:
    await keep(desk, asked())
    await desk.store.write(write)
    await desk.store.write(write)


@pytest.mark.parametrize("hub_url", ["postgresql"], indirect=True)
async def test_an_agency_that_presses_twice_at_once_is_in_a_days_meeting_once(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.meetings.add(called(tx)))

    pressed = [desk.press(who, "meeting.here", "meeting-1") for who in ("police-1", "police-2") * 3]
    await asyncio.gather(*pressed)

    found = await desk.store.read(lambda tx: tx.meetings.sitting("meeting-1"))
    assert found is not None
    assert len(found.attendance) == 1


async def test_a_revision_counts_each_move(desk: Desk) -> None:
    for _ in range(3):
        await desk.store.write(lambda tx: tx.revisions.move("something new"))
    assert await desk.store.read(lambda tx: tx.revisions.number("something new")) == 3


def _first(tx: Tx, write: Callable[[Tx], object], written: Event) -> None:
    """Write, and commit only once the other waits for it."""
    write(tx)
    written.set()
    waits = text("select count(*) from pg_locks where not granted")
    until = monotonic() + 10
    while not tx.connection.execute(waits).scalar_one():
        assert monotonic() < until, "the other never waited"


def _second(tx: Tx, write: Callable[[Tx], object], written: Event) -> None:
    assert written.wait(10)
    write(tx)
