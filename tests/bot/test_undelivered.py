"""Somebody of an asked agency has no chat in which the bot could write to them: a mention, and a task for business support."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from bot.cards.elements import Card, Mention
from bot.cards.render import adaptive, blockkit
from bot.courier import Courier
from bot.drawing import Drawing
from bot.due.jobs import DueScan
from bot.guard import ChannelGuard
from bot.interaction import Identity, SurfaceName
from bot.ports import MaybeDelivered, Member, Place, Posted, Unreachable
from bot.projection import Projection
from bot.words import Words
from storage.tx import Tx
from tests.support.carrier import MemoryCarrier
from tests.support.cases import REFERENCE, asked
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.roster import LinkedIdentity


class DeafCarrier(MemoryCarrier):
    """A platform on which personal chats with some people cannot be opened."""

    deaf = frozenset({"U-POLICE"})
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens while the platform is asked."""

    async def post(self, place: Place, card: Card, key: str) -> Posted:
        if place.person and place.person.user in self.deaf:
            if self.meanwhile:
                await self.meanwhile()
            raise Unreachable("cannot_dm_bot")
        return await super().post(place, card, key)


class Chat:
    """A hub with a Slack channel in which police-1 is, who has no chat with the bot."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.carrier = DeafCarrier()
        desk.projection = Projection(frozenset({SurfaceName.SLACK}))
        desk.dispatcher._projection = desk.projection
        guard = ChannelGuard(desk.store, self.carrier, desk.hubs, desk.projection)
        self.courier = Courier(desk.store, self.carrier, Drawing(desk.hubs), guard)

    async def delivers(self) -> None:
        """The courier tries, what did not arrive is noted, and the courier goes round again."""
        await self.courier.deliver_once()
        await self.looks()
        await self.courier.deliver_once()

    async def looks(self) -> None:
        """What did not arrive is noted."""
        await DueScan(self.desk.store, self.desk.hubs, self.desk.projection).scan()

    @property
    def mentions(self) -> list[Card]:
        return [card for card in self.carrier.standing.values() if card.title == REFERENCE]


@pytest.fixture
async def chat(desk: Desk) -> AsyncIterator[Chat]:
    def set_up(tx: Tx) -> None:
        tx.forums.put(replace(desk.hub.forum, channels={"slack": "C-SECURE"}))
        tx.people.link(LinkedIdentity("slack", "T-OURS", "U-POLICE", "police-1"))
        tx.people.start_duty("hub", "police-1", "police")
        desk.hubs.refresh(tx)

    await desk.store.write(set_up)
    return Chat(desk)


async def test_they_are_mentioned_in_the_channel_with_the_reference_only(chat: Chat) -> None:
    await keep(chat.desk, asked())

    await chat.delivers()

    assert chat.mentions == [Card(REFERENCE, REFERENCE, (Mention("U-POLICE", "R. Police"),))]


async def test_business_support_is_asked_once_to_tell_them(chat: Chat) -> None:
    await keep(chat.desk, asked())

    for _ in range(3):
        await chat.delivers()
        chat.desk.move_clock(minutes=2)

    (task,) = await chat.desk.store.read(lambda tx: tx.open_tasks("hub"))
    assert (task.kind, task.who) == ("alert", "Robin Police, Police")
    assert task.words == (
        f"{REFERENCE} needs your answer by 11:26am Monday 16 November. Open the web page http://127.0.0.1:8080, "
        "or phone the hub on 01632 960 100."
    )
    opened = await chat.desk.do(
        "minutes-1", "task.do", task.id, {"outcome": "phone", "words": "Told the desk."}
    )
    assert opened.kind == "done"


async def test_it_is_the_same_when_a_first_try_had_no_answer(chat: Chat) -> None:
    await chat.desk.store.write(lambda tx: tx.forums.put(replace(chat.desk.hub.forum, channels={})))
    await keep(chat.desk, asked())
    chat.carrier.deaf, chat.carrier.fails = frozenset(), [MaybeDelivered("timeout")]
    await chat.courier.deliver_once()

    chat.carrier.deaf = frozenset({"U-POLICE"})
    chat.desk.move_clock(minutes=2)
    await chat.delivers()

    (task,) = await chat.desk.store.read(lambda tx: tx.open_tasks("hub"))
    assert task.kind == "alert"


async def test_a_new_try_hides_from_nobody_that_they_were_not_reached(chat: Chat) -> None:
    """A try goes on while the scan looks: as slow as the platform may be, they are mentioned, and once."""
    await keep(chat.desk, asked())
    await chat.courier.deliver_once()
    chat.desk.move_clock(minutes=2)
    chat.carrier.meanwhile = chat.looks

    await chat.courier.deliver_once()
    assert len(await chat.desk.store.read(lambda tx: tx.open_tasks("hub"))) == 1
    chat.desk.move_clock(minutes=2)
    await chat.courier.deliver_once()
    await chat.looks()

    assert len(chat.mentions) == 1
    assert len(await chat.desk.store.read(lambda tx: tx.open_tasks("hub"))) == 1


async def test_of_the_next_red_they_are_told_anew(chat: Chat) -> None:
    """Two days later, long after the first alert ended: what became of that one does not count for this one."""
    referral = await keep(chat.desk, asked())
    await chat.delivers()
    (first,) = await chat.desk.store.read(lambda tx: tx.open_tasks("hub"))
    told = {"outcome": "phone", "words": "Told the desk."}
    assert (await chat.desk.do("minutes-1", "task.do", first.id, told)).kind == "done"
    for level, days in (("amber", 0), ("red", 2)):
        chat.desk.move_clock(days=days, minutes=5)
        await chat.desk.store.write(lambda tx: tx.people.start_duty("hub", "police-1", "police"))
        await chat.delivers()
        typed = {"urgency_1": level, "urgency_2": level, "reason": "A call from the ward."}
        assert (await chat.desk.do("duty-1", "rating.change", referral, typed)).kind == "done"
        await chat.delivers()

    assert len(chat.mentions) == 1
    tasks = await chat.desk.store.read(lambda tx: tx.open_tasks("hub"))
    assert [task.kind for task in tasks if task.kind == "alert"] == ["alert"]


async def test_with_the_answer_the_mention_goes(chat: Chat) -> None:
    referral = await keep(chat.desk, asked())
    await chat.delivers()

    await chat.desk.do("police-1", "check.nothing_known", referral, {})
    await chat.delivers()

    assert chat.mentions == []


async def test_while_the_guard_is_closed_nobody_is_mentioned_anywhere(chat: Chat) -> None:
    stranger = Identity(SurfaceName.SLACK, "T-OURS", "U-STRANGER")
    chat.carrier.joined(Member(stranger))
    await keep(chat.desk, asked())

    await chat.delivers()

    assert chat.carrier.standing == {}
    assert [task.kind for task in await chat.desk.store.read(lambda tx: tx.open_tasks("hub"))] == ["alert"]


async def test_the_duty_manager_reads_in_the_details_whom_it_did_not_reach(chat: Chat) -> None:
    referral = await keep(chat.desk, asked())
    await chat.delivers()

    manager = repr((await chat.desk.press("duty-1", "details.open", referral)).form)
    police = repr((await chat.desk.press("police-1", "details.open", referral)).form)

    assert "Alerts that could not be delivered" in manager
    assert "R. Police" in manager
    assert "Alerts that could not be delivered" not in police


async def test_once_a_chat_can_be_opened_the_alert_arrives(chat: Chat) -> None:
    await keep(chat.desk, asked())
    await chat.delivers()

    chat.carrier.deaf = frozenset()
    chat.desk.move_clock(minutes=2)
    await chat.delivers()

    assert any("needs an answer by 11:26am" in title for title in chat.carrier.titles())


def test_slack_and_teams_each_write_it_in_their_own_way() -> None:
    card = Card(REFERENCE, REFERENCE, (Mention("U-POLICE", "R. <Police>"),))

    slack, (teams, summary) = blockkit.message(card, Words("en")), adaptive.message(card, Words("en"))

    assert slack["text"] == summary == REFERENCE
    assert slack["blocks"][1]["elements"][0]["elements"] == [{"type": "user", "user_id": "U-POLICE"}]
    (entity,) = teams["msteams"]["entities"]
    assert entity["mentioned"]["id"] == "U-POLICE"
    assert entity["text"] == teams["body"][1]["text"], "Teams finds the mention by its text"
    assert "<Police>" not in entity["text"]
