"""A card that somebody copied or forwarded is the same card: who may not press it is told who may, wherever it stands."""

from dataclasses import replace

import pytest

from tests.doubles.slack.things import Message as SlackMessage
from tests.doubles.teams import Chat
from tests.doubles.teams.answers import AppUnreachable
from tests.doubles.teams.world import Message as TeamsMessage
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import SEATS, nothing_known, proposes, rated
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.slack import SlackTeller
from tests.support.surfaces.teams import TeamsTeller
from tests.support.surfaces.teller import Post

REFUSED = "You cannot approve this. A section 47 enquiry needs a duty manager. On duty now: J. Okafor, M. Reyes. Nothing has changed."
STRANGER = "We do not know you here yet. Ask your agency lead to add you. Nothing was recorded."


async def _approval(hub: RunningHub) -> tuple[str, Post]:
    """A decision to approve, and the duty manager's own card of it."""
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    chair, manager = await hub.people("chair-1", "duty-1")
    await proposes(chair, reference)
    (post,) = [each for each in await manager.posts("messages") if "DECISION TO APPROVE" in each.text]
    return reference, post


async def _is_refused(hub: RunningHub, person: Teller, reference: str) -> None:
    before = await hub.case(reference)
    assert not person.is_open
    assert REFUSED in await person.reads()
    assert await hub.case(reference) == before
    last = (await hub.audit(reference))[-1]
    assert (last.actor, last.verb, last.outcome) == (person.person, "proposal.approve", "refused")


@told(Stage("slack-http"))
async def test_in_slack_in_a_channel_without_the_bot_and_by_another_workspace(hub: RunningHub) -> None:
    reference, post = await _approval(hub)
    health, manager = await hub.people("health-1", "duty-1")
    assert isinstance(health, SlackTeller)
    assert isinstance(manager, SlackTeller)
    assert hub.slack
    stranger = hub.slack.add_user("health-1", team_id="T0ELSEWHERE")
    room = hub.slack.add_channel("staff-room", health.user, manager.user, stranger, with_bot=False)
    card: SlackMessage = post.handle
    copy = replace(card, channel_id=room.id, ts=hub.slack.world.new_ts())
    hub.slack.world.post(room, copy)

    await health.user.press(copy, f"Read and decide {reference}")
    await _is_refused(hub, health, reference)

    sent = await stranger.press(copy, f"Read and decide {reference}")
    assert sent.failure is None
    assert stranger.modal
    assert STRANGER in str(stranger.modal.blocks)

    await manager.user.press(copy, f"Read and decide {reference}")
    await manager.submits()
    assert "Recorded" in manager.note, "the line goes to the personal chat, since the bot is not in the room"
    assert len((await hub.case(reference)).decisions) == 1


@told(Stage("teams"))
async def test_in_teams_in_a_group_chat_and_by_another_tenant(hub: RunningHub) -> None:
    reference, post = await _approval(hub)
    health, manager = await hub.people("health-1", "duty-1")
    assert isinstance(health, TeamsTeller)
    assert isinstance(manager, TeamsTeller)
    assert hub.teams
    stranger = hub.teams.user("health-1", hub.teams.tenant("Elsewhere"))
    group = hub.teams.group("Lunch", [health.user, manager.user, stranger])
    card: TeamsMessage = post.handle
    copy = replace(card, chat=group, id=f"{card.id}9")

    health._settled_with(await health.user.press(copy, "Read and decide"))
    await _is_refused(hub, health, reference)

    entries = await hub.audit()
    with pytest.raises(AppUnreachable, match="status 401"):
        await stranger.press(copy, "Read and decide")
    assert await hub.audit() == entries, "a tenant that is not listed is not let in at all"

    manager._settled_with(await manager.user.press(copy, "Read and decide"))
    await manager.submits()
    assert len((await hub.case(reference)).decisions) == 1
    await _nothing_is_posted_in(group)
    assert "approved by J. Okafor" in "\n".join(await manager.sees("messages"))


async def _nothing_is_posted_in(group: Chat) -> None:
    assert [message for message in group.messages if message.author is None] == []
