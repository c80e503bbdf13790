"""A chat cannot be reached for some minutes: noted once, told in other ways, over when deliveries work again."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.courier import Courier
from bot.drawing import Drawing
from bot.due.jobs import DueScan
from bot.guard import ChannelGuard
from bot.interaction import SurfaceName
from bot.ports import NotDelivered, TryLater, Unreachable
from bot.projection import Projection
from storage.audit import REST
from storage.tx import Tx
from tests.bot.test_reminding import red
from tests.support.carrier import MemoryCarrier
from tests.support.cases import REFERENCE
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.records import Action, Task
from triage.roster import LinkedIdentity

NO_ANSWER = TryLater(5, "no connection")
IN_SLACK = ("police-lead", "housing-lead", "duty-1")


class Chat:
    """A hub some of whose people are in Slack, and the process that serves it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.carrier = MemoryCarrier()
        desk.projection = Projection(frozenset({SurfaceName.SLACK}))
        desk.dispatcher._projection = desk.projection
        guard = ChannelGuard(desk.store, self.carrier, desk.hubs, desk.projection)
        self.courier = Courier(desk.store, self.carrier, Drawing(desk.hubs), guard)

    async def minutes_pass(self, minutes: int, fault: NotDelivered | None = None) -> None:
        """Each minute the courier tries and the rows that are due are looked at."""
        for _ in range(minutes):
            self.carrier.fails = [fault] * 50 if fault else []
            await self.courier.deliver_once()
            await self.another_scan().scan()
            self.desk.move_clock(minutes=1)

    def another_scan(self) -> DueScan:
        return DueScan(self.desk.store, self.desk.hubs, self.desk.projection)

    async def tasks(self) -> tuple[Task, ...]:
        found = await self.desk.store.read(lambda tx: tx.open_tasks("hub"))
        return tuple(task for task in found if task.kind == "outage")

    async def events(self) -> list[str]:
        entries = await self.desk.store.read(lambda tx: tx.audit.entries(REST))
        return [entry.verb for entry in entries if entry.verb.startswith("outage.")]


@pytest.fixture
async def chat(desk: Desk) -> AsyncIterator[Chat]:
    def set_up(tx: Tx) -> None:
        tx.forums.put(replace(desk.hub.forum, channels={"slack": "C-SECURE"}))
        for person in IN_SLACK:
            tx.people.link(LinkedIdentity("slack", "T-OURS", f"U-{person}", person))
        desk.hubs.refresh(tx)

    await desk.store.write(set_up)
    desk.move_clock(minutes=28)
    return Chat(desk)


async def test_a_few_minutes_are_no_outage(chat: Chat) -> None:
    await keep(chat.desk, red())

    await chat.minutes_pass(9, NO_ANSWER)
    await chat.minutes_pass(10)

    assert (await chat.events(), await chat.tasks()) == ([], ())


async def test_after_ten_minutes_business_support_tells_each_lead_who_is_written_to_there(chat: Chat) -> None:
    await keep(chat.desk, red())

    await chat.minutes_pass(12, NO_ANSWER)

    assert await chat.events() == ["outage.started"]
    told = {task.who: task.words for task in await chat.tasks()}
    assert told.keys() == {"Lee Police, Police", "Lee Housing, Housing"}
    assert told["Lee Police, Police"] == (
        "Slack cannot be reached since 9:40am Mon 16 November.\n"
        "Due from your agency:\n"
        f"{REFERENCE} · what you know · due 11:26am Mon 16 November\n"
        "Sign in on the web page http://127.0.0.1:8080, or phone the hub on 01632 960 100."
    )


async def test_the_duty_manager_who_is_written_to_there_reads_it_on_the_web(chat: Chat) -> None:
    await keep(chat.desk, red())

    await chat.minutes_pass(12, NO_ANSWER)

    (message,) = await chat.desk.messages("outage", "duty-1")
    assert message.surface == "web"


async def test_what_becomes_due_after_that_was_told_is_told_too(chat: Chat) -> None:
    await keep(chat.desk, red())
    await chat.minutes_pass(12, NO_ANSWER)
    for task in await chat.tasks():
        await chat.desk.do("minutes-1", "task.do", task.id, {"outcome": "email", "words": "Sent."})
    await chat.minutes_pass(2, NO_ANSWER)
    assert await chat.tasks() == ()

    await chat.desk.store.write(_act_by_four)
    await chat.minutes_pass(2, NO_ANSWER)

    (task,) = await chat.tasks()
    assert task.who == "Lee Police, Police"
    assert f"{REFERENCE} · an action · due 4:00pm Mon 16 November" in task.words
    assert "what you know" not in task.words


def _act_by_four(tx: Tx) -> None:
    """Police get an action now."""
    due_at = tx.now.replace(hour=16, minute=0)
    tx.actions.add(
        Action("action-1", "referral-1", "", 1, "Visit", "police", "", due_at, "", begun_at=tx.now)
    )


async def test_when_deliveries_work_again_it_is_over_and_posts_catch_up_once(chat: Chat) -> None:
    await keep(chat.desk, red())
    await chat.minutes_pass(15, NO_ANSWER)

    await chat.minutes_pass(6)

    assert await chat.events() == ["outage.started", "outage.ended"]
    assert await chat.tasks() == ()
    assert len([card for card in chat.carrier.standing.values() if card.title.startswith("RED")]) == 3
    await chat.minutes_pass(3)
    assert await chat.events() == ["outage.started", "outage.ended"]


async def test_a_second_process_notes_nothing_again(chat: Chat) -> None:
    await keep(chat.desk, red())
    await chat.minutes_pass(12, NO_ANSWER)

    for _ in range(3):
        await chat.another_scan().scan()

    assert await chat.events() == ["outage.started"]
    assert len(await chat.tasks()) == 2


async def test_one_person_whom_the_bot_cannot_write_to_is_no_outage(chat: Chat) -> None:
    await keep(chat.desk, red())
    await chat.minutes_pass(2)

    await chat.minutes_pass(20, Unreachable("user_disabled"))

    assert await chat.events() == []
