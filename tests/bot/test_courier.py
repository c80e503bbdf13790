"""The courier brings a platform up to date, whatever goes wrong on the way."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.courier import Courier
from bot.drawing import Drawing, Drawn
from bot.guard import ChannelGuard
from bot.interaction import Identity, SurfaceName
from bot.metrics import GUARDS_CLOSED
from bot.ports import ChannelFacts, MaybeDelivered, Member, NotDelivered, TryLater, Unreachable
from bot.projection import Projection
from storage.messages import Message, Wanted
from storage.tables import channel_guard
from storage.tx import Tx
from tests.support.carrier import MemoryCarrier
from tests.support.cases import arrived, asked, rated
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import FORUM
from triage.roster import LinkedIdentity

CARD = "RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ"
NOTICE = "This channel shows where each case is. It never shows who."
AMBER = "AMBER ▲"


class Chat:
    """A hub with a Slack channel, and the courier that serves it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.carrier = MemoryCarrier()
        desk.projection = Projection(frozenset({SurfaceName.SLACK}))
        desk.dispatcher._projection = desk.projection
        self.guard = ChannelGuard(desk.store, self.carrier, desk.hubs, desk.projection)
        self.courier = self.another_courier()

    def another_courier(self) -> Courier:
        return Courier(self.desk.store, self.carrier, Drawing(self.desk.hubs), self.guard)

    async def deliver(self) -> list[str]:
        """One round; returns what the platform was asked."""
        self.carrier.calls.clear()
        await self.courier.deliver_once()
        return list(self.carrier.calls)

    def titles(self) -> list[str]:
        """The first lines of what stands, below the notice of the channel."""
        return [title for title in self.carrier.titles() if title != NOTICE]

    async def settle(self) -> None:
        """The channel's notice stands since long ago: when was looked who is in the channel is forgotten."""
        await self.desk.store.write(
            lambda tx: self.desk.projection.desk(tx, self.desk.hub, self.desk.hubs.roster(tx))
        )
        await self.deliver()
        assert self.carrier.titles() == [NOTICE]
        self.carrier.where.clear()
        await self.desk.store.write(lambda tx: tx.connection.execute(delete(channel_guard)))


@pytest.fixture
async def chat(desk: Desk) -> AsyncIterator[Chat]:
    def set_up(tx: Tx) -> None:
        forum = desk.hub.forum
        tx.forums.put(replace(forum, channels={"slack": "C-SECURE"}))
        desk.hubs.refresh(tx)

    await desk.store.write(set_up)
    chat = Chat(desk)
    await chat.settle()
    return chat


async def test_a_rated_case_gets_its_card_and_a_second_round_changes_nothing(chat: Chat) -> None:
    await keep(chat.desk, asked())

    assert await chat.deliver() == ["facts", "post"]
    assert chat.titles() == [CARD]
    assert await chat.deliver() == []


async def test_nothing_is_posted_before_screening(chat: Chat) -> None:
    await keep(chat.desk, arrived())

    assert await chat.deliver() == []


async def test_many_changes_become_one_update(chat: Chat) -> None:
    referral = await keep(chat.desk, asked())
    await chat.deliver()

    for seat in ("police", "health", "housing", "probation"):
        await chat.desk.do(f"{seat}-1", "check.nothing_known", referral, {})

    assert await chat.deliver() == ["update"]


async def test_a_change_that_nobody_would_see_makes_no_call(chat: Chat) -> None:
    referral = await keep(chat.desk, asked())
    await chat.deliver()

    await chat.desk.store.write(lambda tx: tx.messages.redraw(referral))

    assert await chat.deliver() == []
    assert await chat.desk.store.read(lambda tx: tx.messages.out_of_date("slack", 5)) == ()


async def test_a_message_deleted_by_hand_is_posted_again(chat: Chat) -> None:
    referral = await keep(chat.desk, asked())
    await chat.deliver()
    chat.carrier.standing.clear()

    await chat.desk.do("police-1", "check.nothing_known", referral, {})
    await chat.deliver()

    assert await chat.deliver() == ["post"]
    assert chat.titles() == [CARD]


async def test_after_a_broken_connection_the_message_is_looked_for_before_it_is_posted_again(
    chat: Chat,
) -> None:
    await keep(chat.desk, asked())
    chat.carrier.after_work = [MaybeDelivered("connection")]
    await chat.deliver()
    chat.desk.move_clock(minutes=1)

    assert await chat.deliver() == ["find", "update"]
    assert len(chat.titles()) == 1


@pytest.mark.parametrize(
    "fault", [TryLater(30, "rate_limited"), NotDelivered("fatal_error"), Unreachable("not_in_channel")]
)
async def test_what_failed_is_tried_again_later_and_not_at_once(chat: Chat, fault: NotDelivered) -> None:
    await keep(chat.desk, asked())
    await chat.guard.look(FORUM)
    chat.carrier.fails = [fault]

    await chat.deliver()

    assert await chat.deliver() == []
    chat.desk.move_clock(minutes=2)
    assert "post" in await chat.deliver()
    assert chat.titles() == [CARD]


async def test_a_platform_that_asks_for_a_long_wait_gets_it(chat: Chat) -> None:
    await keep(chat.desk, asked())
    await chat.guard.look(FORUM)
    chat.carrier.fails = [TryLater(900, "rate_limited")]
    await chat.deliver()

    chat.desk.move_clock(minutes=14)
    assert "post" not in await chat.deliver()
    chat.desk.move_clock(minutes=1)
    assert "post" in await chat.deliver()


async def test_what_has_nothing_to_show_is_seen_to_once_and_again_when_it_changed(chat: Chat) -> None:
    nothing = Wanted(FORUM, "slack", "duty-1", "outage", "no-such-outage")
    await chat.desk.store.write(lambda tx: tx.messages.want("nothing", [nothing]))
    await chat.deliver()
    assert await chat.desk.store.read(lambda tx: tx.messages.out_of_date("slack", 5)) == ()

    await chat.desk.store.write(lambda tx: tx.messages.redraw("nothing"))
    assert len(await chat.desk.store.read(lambda tx: tx.messages.out_of_date("slack", 5))) == 1


async def test_a_courier_that_looked_for_too_long_leaves_the_post_to_who_took_over(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep(chat.desk, asked())
    await chat.guard.look(FORUM)
    chat.carrier.fails = [MaybeDelivered("connection")]
    await chat.deliver()
    chat.desk.move_clock(minutes=1)

    async def finds_nothing_and_takes_its_time(*_: object) -> None:
        monkeypatch.undo()
        chat.desk.move_clock(seconds=11)
        await chat.another_courier().deliver_once()

    monkeypatch.setattr(chat.carrier, "find", finds_nothing_and_takes_its_time)
    await chat.courier.deliver_once()

    assert chat.titles() == [CARD]


async def test_what_changed_since_the_look_is_drawn_anew(
    chat: Chat, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = await keep(desk, asked())

    async def meanwhile(_same: object) -> None:
        await desk.do("police-1", "check.nothing_known", referral, {})

    monkeypatch.setattr(chat.courier, "_note_same", meanwhile)
    await chat.deliver()

    (card,) = [card for card in chat.carrier.standing.values() if card.title == CARD]
    assert "Answered 1 of 12." in repr(card)


async def test_what_was_withdrawn_meanwhile_is_not_posted_at_all(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep(chat.desk, asked())

    async def while_the_channel_is_looked_at(channel: str) -> ChannelFacts:
        monkeypatch.undo()
        await chat.desk.store.write(lambda tx: tx.messages.want("referral-1", ()))
        return await chat.carrier.channel_facts(channel)

    monkeypatch.setattr(chat.carrier, "channel_facts", while_the_channel_is_looked_at)
    assert "post" not in await chat.deliver()


async def test_however_slow_a_platform_is_what_must_go_first_does_not_wait_for_the_whole_round(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = await keep(chat.desk, asked())
    await chat.deliver()
    personal = [Wanted(FORUM, "slack", "channel", "mention", f"alert-{number}") for number in range(3)]
    await chat.desk.store.write(lambda tx: tx.messages.want("later", personal))
    monkeypatch.setattr("bot.courier.LOOK_EVERY", 0.0)

    assert await chat.courier.deliver_once()
    await chat.desk.store.write(lambda tx: tx.messages.want(referral, (), at_once=True))
    await chat.courier.deliver_once()

    assert chat.titles() == []
    assert len(await chat.desk.store.read(lambda tx: tx.messages.out_of_date("slack", 5))) == 2


async def test_two_couriers_do_not_serve_one_surface_at_once(chat: Chat) -> None:
    await keep(chat.desk, asked())
    other = chat.another_courier()
    await chat.courier.deliver_once()
    chat.carrier.calls.clear()

    await other.deliver_once()
    assert chat.carrier.calls == []

    chat.desk.move_clock(seconds=11)
    await chat.desk.store.write(lambda tx: tx.messages.redraw("referral-1"))
    assert await other.deliver_once() is False
    assert await chat.deliver() == []


async def test_a_courier_that_stops_lets_another_take_over_at_once(chat: Chat) -> None:
    await chat.courier.deliver_once()
    await chat.courier.close()
    await keep(chat.desk, asked())

    await chat.another_courier().deliver_once()

    assert chat.titles() == [CARD]


async def test_a_channel_with_somebody_unknown_gets_nothing(chat: Chat) -> None:
    chat.carrier.joined(Member(Identity(SurfaceName.SLACK, "T1", "U-STRANGER")))
    await keep(chat.desk, asked())

    await chat.deliver()

    assert chat.titles() == []
    told = {message.audience for message in await chat.desk.messages("guard")}
    assert {"admin-1", "duty-1"} <= told


async def test_when_they_have_left_and_it_is_looked_at_again_the_card_comes(chat: Chat) -> None:
    chat.carrier.joined(Member(Identity(SurfaceName.SLACK, "T1", "U-STRANGER")))
    await keep(chat.desk, asked())
    await chat.deliver()

    chat.carrier.facts = replace(chat.carrier.facts, members=())
    await chat.guard.look(FORUM)
    chat.desk.move_clock(minutes=1)
    await chat.deliver()

    assert chat.titles() == [CARD]
    assert await chat.desk.messages("guard") == []


async def test_cards_that_stand_in_a_closed_channel_are_cut_to_their_references(chat: Chat) -> None:
    await keep(chat.desk, asked())
    await chat.deliver()
    chat.carrier.joined(Member(Identity(SurfaceName.SLACK, "T1", "U-STRANGER")))
    await chat.guard.look(FORUM)

    chat.desk.move_clock(minutes=14)
    await chat.guard.look(FORUM)
    await chat.deliver()
    assert chat.titles() == [CARD]

    chat.desk.move_clock(minutes=1)
    await chat.guard.look(FORUM)
    await chat.deliver()
    assert chat.titles() == ["MASH-2611-7KDMQ"]


@pytest.mark.parametrize(
    "facts",
    [
        ChannelFacts(private=False, partners=frozenset(), members=()),
        ChannelFacts(private=True, partners=frozenset({"T-OTHER"}), members=()),
        ChannelFacts(
            private=True,
            partners=frozenset(),
            members=(Member(Identity(SurfaceName.SLACK, "T1", "B-ASSISTANT"), is_app=True),),
        ),
    ],
    ids=["public", "shared with nobody we know", "another app listens"],
)
async def test_a_channel_that_is_not_safe_gets_nothing(chat: Chat, facts: ChannelFacts) -> None:
    chat.carrier.facts = facts
    await keep(chat.desk, rated())

    await chat.deliver()

    assert chat.titles() == []


async def test_a_channel_with_somebody_who_only_refers_gets_nothing(chat: Chat) -> None:
    account = LinkedIdentity("slack", "T1", "U-TEACHER", "teacher-1")
    await chat.desk.store.write(lambda tx: tx.people.link(account))
    chat.carrier.joined(Member(Identity(SurfaceName.SLACK, "T1", "U-TEACHER")))
    await keep(chat.desk, asked())

    await chat.deliver()

    assert {place.channel for place in chat.carrier.where.values()} == {None}


async def test_of_two_looks_at_once_the_one_that_began_later_counts(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def who_was_in_it_before_a_stranger_joined(_: str) -> ChannelFacts:
        monkeypatch.undo()
        before = chat.carrier.facts
        chat.desk.move_clock(seconds=1)
        chat.carrier.joined(Member(Identity(SurfaceName.SLACK, "T1", "U-STRANGER")))
        await chat.guard.look(FORUM)
        chat.desk.move_clock(seconds=1)
        return before

    monkeypatch.setattr(chat.carrier, "channel_facts", who_was_in_it_before_a_stranger_joined)
    await chat.guard.look(FORUM)

    assert not await chat.guard.open(FORUM, SurfaceName.SLACK)


async def test_a_channel_that_the_bot_was_taken_out_of_is_told_like_any_that_is_not_safe(chat: Chat) -> None:
    await keep(chat.desk, asked())
    await chat.deliver()

    chat.carrier.fails = [Unreachable("channel_not_found")]
    await chat.guard.look(FORUM)

    told = await chat.desk.messages("guard")
    assert {"admin-1", "duty-1"} <= {message.audience for message in told}
    drawn = await chat.desk.store.read(lambda tx: Drawing(chat.desk.hubs).draw(tx, told[0]))
    assert drawn is not None
    assert "The bot cannot see who is in it." in str(drawn.card.body)
    assert "channel_not_found" in str(drawn.card.body)

    await chat.guard.look(FORUM)
    assert await chat.desk.messages("guard") == []


async def test_the_numbers_say_how_many_channels_are_closed(chat: Chat) -> None:
    other = replace(chat.desk.hub.forum, id="other", channels={"slack": "C-OTHER"})
    await chat.desk.store.write(lambda tx: tx.forums.put(other))

    for forum, members, closed in (("other", ("U-STRANGER",), 1), (FORUM, (), 1), ("other", (), 0)):
        of = tuple(Member(Identity(SurfaceName.SLACK, "T1", user)) for user in members)
        chat.carrier.facts = replace(chat.carrier.facts, members=of)
        await chat.guard.look(forum)
        assert GUARDS_CLOSED.labels("slack")._value.get() == closed


async def test_a_platform_that_does_not_answer_keeps_the_channel_closed(chat: Chat) -> None:
    await keep(chat.desk, asked())
    chat.carrier.fails = [TryLater(1, "timeout")]

    assert await chat.deliver() == ["facts"]
    assert chat.titles() == []


async def test_a_card_that_cannot_be_drawn_does_not_hold_up_those_behind_it(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.desk.store.write(
        lambda tx: tx.messages.want("broken", [Wanted(FORUM, "slack", "channel", "no_such_card", "broken")])
    )
    await keep(chat.desk, asked())
    draw = chat.courier._drawing.draw

    def fails_for_one(tx: Tx, message: Message) -> Drawn | None:
        if message.card == "no_such_card":
            raise KeyError(message.card)
        return draw(tx, message)

    monkeypatch.setattr(chat.courier._drawing, "draw", fails_for_one)
    monkeypatch.setattr("bot.courier.BATCH", 1)

    for _ in range(3):
        await chat.deliver()

    assert chat.titles() == [CARD]
    posts = await chat.desk.store.read(lambda tx: tx.messages.in_channel(FORUM, "slack"))
    (broken,) = (post for post in posts if post.card == "no_such_card")
    assert (broken.attempts, broken.last_reason) == (1, "fault")
