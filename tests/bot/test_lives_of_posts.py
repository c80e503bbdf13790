"""Posts end with their chat life: what a closed case left in chat goes, and what cannot be deleted is told."""

from bot.due.jobs import DueScan
from bot.ports import NotDelivered, Unreachable
from tests.bot.test_courier import Chat, chat
from tests.bot.test_unsent import work
from tests.cards.reading import read
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk

__all__ = ("chat",)


OF_THE_HUB = {"day_list", "notice"}


async def closed(desk: Desk) -> str:
    """A case that was told and closed on Monday 16 November, 12:51pm."""
    referral = await keep_answered(desk)
    await approve(desk, referral)
    (prepared,) = (await desk.case(referral)).feedback
    await desk.do("minutes-1", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})
    answer = await desk.do("duty-1", "case.close", referral, {})
    assert answer.kind == "done", answer.note
    return referral


async def scan(desk: Desk) -> None:
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def kinds(desk: Desk) -> set[str]:
    return {message.card for message in await desk.messages() if message.card not in OF_THE_HUB}


async def test_the_card_and_what_the_referrer_got_stand_30_days_after_closing(desk: Desk) -> None:
    await closed(desk)
    assert {"referral", "received", "feedback"} <= await kinds(desk)

    desk.move_clock(days=29, hours=23)
    await scan(desk)
    assert await kinds(desk) == {"referral", "received", "feedback"}

    desk.move_clock(hours=1)
    await scan(desk)
    assert await kinds(desk) == set()


async def test_what_has_ended_does_not_come_back_when_the_case_is_drawn_again(desk: Desk) -> None:
    referral = await closed(desk)
    desk.move_clock(days=31)
    await scan(desk)

    await desk.store.write(lambda tx: desk.projection.referral(tx, desk.hub, desk.hubs.roster(tx), referral))

    assert await kinds(desk) == set()


async def test_an_approval_is_one_line_for_a_day(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    assert "approval" in await kinds(desk)

    desk.move_clock(hours=24)
    await scan(desk)

    assert "approval" not in await kinds(desk)


async def test_a_reopened_case_has_its_messages_again(desk: Desk) -> None:
    referral = await closed(desk)
    desk.move_clock(days=31)
    await scan(desk)

    await desk.do("duty-1", "case.reopen", referral, {"new": "A new bruise."})

    assert {"received", "to_screen"} <= await kinds(desk)


async def test_under_a_legal_hold_nothing_goes_and_the_card_says_so(desk: Desk) -> None:
    referral = await closed(desk)
    await desk.do("governance-1", "hold.set", referral, {"reason": "An inquest."})
    desk.move_clock(days=60)
    await scan(desk)
    assert {"referral", "received", "feedback"} <= await kinds(desk)

    await desk.do("governance-1", "hold.lift", referral, {"reason": "It is over."})
    await scan(desk)

    assert await kinds(desk) == set()


async def test_a_post_that_cannot_be_deleted_is_told_to_the_administrator_until_it_is_gone(
    chat: Chat,
) -> None:
    desk = chat.desk
    await closed(desk)
    await chat.deliver()
    assert chat.carrier.standing
    desk.move_clock(days=31)
    job = DueScan(desk.store, desk.hubs, desk.projection)
    await job.scan()

    for _ in range(5):
        chat.carrier.fails = [NotDelivered("cant_delete_message")]
        await chat.deliver()
        desk.move_clock(minutes=6)
    await job.scan()

    (told,) = await desk.messages("not_deleted")
    assert told.audience == "admin-1"
    listed = read(await work(desk, "admin-1"))
    assert "Slack: 1 post could not be deleted" in listed
    assert "may delete there" in listed
    assert "could not be deleted" not in read(await work(desk, "duty-1"))
    await chat.deliver()
    assert not [title for title in chat.carrier.titles() if "MASH" in title]
    await job.scan()
    assert await desk.messages("not_deleted") == []
    assert "Nothing needs you now." in read(await work(desk, "admin-1"))


async def test_a_channel_the_bot_was_taken_out_of_is_told_as_well(chat: Chat) -> None:
    desk = chat.desk
    await closed(desk)
    await chat.deliver()
    desk.move_clock(days=31)
    job = DueScan(desk.store, desk.hubs, desk.projection)
    await job.scan()

    for _ in range(5):
        chat.carrier.fails = [Unreachable("not_in_channel")]
        await chat.deliver()
        desk.move_clock(minutes=6)
    await job.scan()

    assert [message.audience for message in await desk.messages("not_deleted")] == ["admin-1"]
