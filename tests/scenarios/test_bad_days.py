"""Bad days: platforms that fail, strangers in the channel, a full disk, a database that goes away. Nothing is lost."""

import pytest
from sqlalchemy import event, text

from storage.errors import StoreFull
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import KACEY, KYLE, rated, refers
from tests.support.surfaces.hub import RunningHub

LONGER_THAN_A_PAGE = "五月に訪問した。" * 350
"""Of the database: what is written here cannot find room where other rows have left some."""

in_chats = told(Stage("slack-http"), Stage("teams"))


def _posts_fail(hub: RunningHub, *, status: int, retry_after: int | None = None, times: int = 1) -> None:
    """The platform refuses the next posts, without doing them."""
    if hub.slack and status == 429:
        hub.slack.faults.rate_limit("chat.postMessage", retry_after=retry_after or 1, times=times)
    elif hub.slack:
        hub.slack.faults.fail("chat.postMessage", status=status, times=times)
    if hub.teams:
        hub.teams.fail_next("send", status, retry_after=retry_after, times=times)


def _works_again(hub: RunningHub) -> None:
    if hub.slack:
        hub.slack.faults.clear()
    if hub.teams:
        hub.teams.faults.clear()


@in_chats
@pytest.mark.parametrize("status", [500, 503, 429])
async def test_what_a_platform_refuses_is_delivered_later(hub: RunningHub, status: int) -> None:
    _posts_fail(hub, status=status, retry_after=30, times=500)
    reference = await rated_unseen(hub)
    (police,) = await hub.people("police-1")
    assert await police.sees() == []
    assert await hub.undelivered() != []
    _works_again(hub)
    await hub.move_clock(minutes=6)
    assert reference in await police.card("due 1:12pm", "channel")
    assert await hub.undelivered() == []


async def rated_unseen(hub: RunningHub) -> str:
    """Rated by people on the web, since the chat shows nothing."""
    teacher = await hub.person("teacher-1", "web")
    officer = await hub.person("screening-1", "web")
    reference = await refers(teacher, KACEY)
    await officer.press(f"Screen it, {reference}", on=reference, place="my work")
    await officer.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": "RED ◆ due 1:12pm today",
            "Reason": "Not explained.",
        }
    )
    await officer.submits()
    assert not officer.problems, officer.problems
    return reference


@told(Stage("slack-http"))
async def test_a_post_whose_answer_was_lost_in_slack_stands_once(hub: RunningHub) -> None:
    assert hub.slack
    assert hub.slack_channel
    hub.slack.faults.drop("chat.postMessage", after_work=True, times=500)
    reference = await rated_unseen(hub)
    _works_again(hub)
    await hub.move_clock(minutes=6)
    assert await hub.undelivered() == []
    assert len([each for each in hub.slack_channel.messages if reference in each.text]) == 1
    police = await hub.person("police-1")
    assert len([each for each in await police.sees("messages") if reference in each]) == 1


@in_chats
async def test_a_card_deleted_by_hand_is_posted_again(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    (post,) = (each for each in await police.posts("channel") if reference in each.text)
    post.handle.deleted = True
    assert reference not in "\n".join(await police.sees("channel"))
    web = await hub.person("health-1", "web")
    await web.does("Nothing known", on=reference, place="channel")
    assert "Answered 1 of 12." in await police.card(reference, "channel")


@in_chats
async def test_a_stranger_in_the_channel_closes_it_and_nothing_else(hub: RunningHub) -> None:
    first = await rated(hub)
    manager, admin, police = await hub.people("duty-1", "admin-1", "police-1")
    await _joins(hub, "A stranger")
    second = await rated(hub, concern=KYLE)
    assert second not in "\n".join(await police.sees("channel"))
    assert second in await police.card(second, "messages")
    web = await hub.person("police-1", "web")
    assert second in await web.card(second, "channel")
    for person in (manager, admin):
        assert "Somebody in it is not on the roster" in await person.card("the channel gets no cards")
    await hub.move_clock(minutes=16)
    await hub.looks_at_guards()
    assert "K.B." not in "\n".join(await police.sees("channel"))

    _is_taken_out(hub)
    await manager.press("Removed, check again", on="the channel gets no cards")
    await hub.move_clock(minutes=6)
    assert second in await police.card(second, "channel")
    assert "K.B." in await police.card(first, "channel")
    assert "the channel gets no cards" not in "\n".join(await manager.sees("messages"))


async def _joins(hub: RunningHub, name: str) -> None:
    if hub.slack and hub.slack_channel:
        await hub.slack.join(hub.slack_channel, hub.slack.add_user(name))
    if hub.teams and hub.teams_channel:
        await hub.teams.join(hub.teams.user(name), hub.teams_channel)
    await hub.settle()


def _is_taken_out(hub: RunningHub) -> None:
    """The last who came is removed, and no event says so."""
    if hub.slack_channel:
        hub.slack_channel.members.pop()
    if hub.teams_channel:
        hub.teams_channel.own_members.pop()


@told(Stage("web"), Stage("slack-http"), Stage("teams"))
async def test_a_full_disk_loses_nothing_that_was_typed(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    await police.press("Add what we know", on=reference, place="channel")
    await police.fills(
        {
            "What you know (only if there is information)": LONGER_THAN_A_PAGE,
            "Why is it needed? (only if known)": "To decide who should help",
        }
    )
    hub.settles = False
    await _fill_the_disk(hub)
    await police.submits()
    said = "\n".join([*police.problems, await police.reads()])
    assert "We could not save that. Nothing was recorded and your text is still here." in said
    assert (await hub.case(reference)).answers == ()
    await _limit_pages(hub, 1_000_000)
    hub.settles = True
    await police.submits()
    assert [answer.text for answer in (await hub.case(reference)).answers] == [LONGER_THAN_A_PAGE]
    assert await hub.undelivered() == []
    await hub.audit_is_whole()


async def _fill_the_disk(hub: RunningHub) -> None:
    """Let the database grow no more, and use up what room it has left."""
    await _limit_pages(hub, 1)
    for number in range(1000):
        try:
            await hub.change(lambda tx, name=f"filler {number}": tx.use("police-1", name, "x" * 4000))
        except StoreFull:
            return
    raise AssertionError("it does not fill")


async def _limit_pages(hub: RunningHub, most: int) -> None:
    """How large the database may grow, whichever connection writes; never smaller than it is."""
    limit = f"PRAGMA max_page_count = {most}"
    engine = hub.core.store._backend._writing  # type: ignore[attr-defined]  # the store on disk has it
    event.listen(engine, "connect", lambda connection, _: connection.execute(limit).close())
    await hub.change(lambda tx: tx.connection.execute(text(limit)).close())
