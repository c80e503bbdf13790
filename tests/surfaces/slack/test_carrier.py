"""Cards going out to Slack, and what stands in the way."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.cards.elements import Section
from bot.interaction import Identity, SurfaceName
from bot.ports import (
    ChannelFacts,
    Gone,
    MaybeDelivered,
    Member,
    NotDelivered,
    Place,
    Posted,
    ShutOut,
    TryLater,
    Unreachable,
)
from bot.surfaces.slack import calls
from bot.surfaces.slack.carrier import SlackCarrier
from bot.surfaces.slack.manifest import SCOPES
from bot.surfaces.slack.onlooker import Onlooker, described
from bot.surfaces.slack.onlooker import partners as partners_of
from bot.surfaces.slack.workspace import Me, Workspace
from bot.words import Words
from tests.doubles.slack.double import SlackDouble
from tests.doubles.slack.person import Person
from tests.doubles.slack.reading import seen, spoken
from tests.doubles.slack.things import Channel, Message
from tests.surfaces.slack.desk import CARD

LATER = replace(CARD, title="DECIDED 12:51pm Mon 16 November", fallback="MASH-2611-0042: decided.")
HOSTILE = "<!channel> <@U1> [click](http://evil.example) *bold* @everyone"


@pytest.fixture
async def carrier(slack: SlackDouble) -> AsyncIterator[SlackCarrier]:
    slack.workspace.scopes = frozenset(SCOPES)
    workspace = Workspace(slack.bot_token, slack.api_url)
    await workspace.open()
    yield SlackCarrier(workspace, Words("en"))
    await workspace.close()


@pytest.fixture
def officer(slack: SlackDouble) -> Person:
    return slack.add_user("Ada Novak")


@pytest.fixture
def channel(slack: SlackDouble, officer: Person) -> Channel:
    return slack.add_channel("mash-hub", officer)


def known_as(slack: SlackDouble, user: str) -> Identity:
    return Identity(SurfaceName.SLACK, slack.workspace.team_id, user)


def at(slack: SlackDouble, posted: Posted) -> Message:
    message = slack.world.message(slack.world.channels[posted.conversation], posted.message)
    assert message is not None
    return message


async def test_a_card_is_posted_with_its_fallback_and_key_and_no_previews(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    posted = await carrier.post(Place(channel.id, None), CARD, "key-1")
    message = at(slack, posted)
    assert spoken(message) == CARD.fallback
    assert seen(message).splitlines()[0] == CARD.title
    [call] = slack.recorder.to("chat.postMessage")
    assert call.args["unfurl_links"] is call.args["unfurl_media"] is False
    assert message.metadata == {"event_type": "mash_card", "event_payload": {"key": "key-1"}}


async def test_a_personal_card_is_kept_by_the_id_of_the_chat(
    slack: SlackDouble, carrier: SlackCarrier, officer: Person
) -> None:
    posted = await carrier.post(Place(None, known_as(slack, officer.id)), CARD, "key-1")
    assert posted.conversation.startswith("D")
    await carrier.update(posted, LATER)
    assert spoken(officer.dms[-1]) == LATER.fallback


async def test_an_update_brings_blocks_and_fallback_and_keeps_the_key(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    place = Place(channel.id, None)
    posted = await carrier.post(place, CARD, "key-1")
    await carrier.update(posted, LATER)
    message = at(slack, posted)
    assert (spoken(message), seen(message).splitlines()[0]) == (LATER.fallback, LATER.title)
    assert await carrier.find(place, "key-1") == posted


async def test_hostile_words_do_nothing(slack: SlackDouble, carrier: SlackCarrier, channel: Channel) -> None:
    card = replace(CARD, title=HOSTILE, fallback=HOSTILE, body=(Section((HOSTILE,)),), footer=HOSTILE)
    posted = await carrier.post(Place(channel.id, None), card, "key-1")
    [call] = slack.recorder.to("chat.postMessage")
    assert "mrkdwn" not in call.text
    assert "<" not in call.args["text"]
    assert seen(at(slack, posted)).count(HOSTILE) == 3


async def test_a_deleted_card_is_gone_and_may_be_deleted_again(
    carrier: SlackCarrier, channel: Channel
) -> None:
    posted = await carrier.post(Place(channel.id, None), CARD, "key-1")
    await carrier.delete(posted)
    await carrier.delete(posted)
    assert channel.messages == []
    with pytest.raises(Gone):
        await carrier.update(posted, LATER)


async def test_a_card_that_slack_does_not_let_us_delete_still_stands(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    posted = await carrier.post(Place(channel.id, None), CARD, "key-1")
    slack.faults.error("chat.delete", "cant_delete_message")
    with pytest.raises(NotDelivered) as failure:
        await carrier.delete(posted)
    assert type(failure.value) is NotDelivered
    assert str(failure.value) == "cant_delete_message"


async def test_a_card_is_found_among_our_own_posts_over_several_pages(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel, officer: Person
) -> None:
    slack.world.most_per_page = 2
    place = Place(channel.id, None)
    posted = [await carrier.post(place, CARD, f"key-{number}") for number in range(5)]
    for number in range(3):
        forged = {"event_type": "mash_card", "event_payload": {"key": "key-1"}}
        slack.world.post(
            channel,
            Message(slack.world.new_ts(), channel.id, "T", officer.id, f"{number}", [], metadata=forged),
        )
    assert await carrier.find(place, "key-1") == posted[1]
    assert await carrier.find(place, "key-9") is None


async def test_a_lost_answer_leaves_a_message_that_can_be_found(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    place = Place(channel.id, None)
    slack.faults.drop("chat.postMessage")
    with pytest.raises(MaybeDelivered):
        await carrier.post(place, CARD, "key-1")
    found = await carrier.find(place, "key-1")
    assert found is not None
    assert len(channel.messages) == 1
    await carrier.update(found, LATER)


async def test_a_connection_broken_before_the_work_is_told_apart_by_looking(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    place = Place(channel.id, None)
    slack.faults.drop("chat.postMessage", after_work=False)
    with pytest.raises(MaybeDelivered):
        await carrier.post(place, CARD, "key-1")
    assert await carrier.find(place, "key-1") is None


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ("not_in_channel", Unreachable),
        ("channel_not_found", Unreachable),
        ("is_archived", Unreachable),
        ("invalid_auth", ShutOut),
        ("token_revoked", ShutOut),
        ("missing_scope", Unreachable),
        ("message_not_found", Gone),
        ("edit_window_closed", Gone),
        ("cant_update_message", Gone),
        ("ratelimited", TryLater),
        ("service_unavailable", TryLater),
        ("internal_error", TryLater),
        ("fatal_error", TryLater),
        ("invalid_blocks", NotDelivered),
    ],
)
async def test_what_slack_refuses_is_told_in_our_words(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel, code: str, raised: type[NotDelivered]
) -> None:
    posted = await carrier.post(Place(channel.id, None), CARD, "key-1")
    slack.faults.error("chat.update", code)
    with pytest.raises(NotDelivered) as failure:
        await carrier.update(posted, LATER)
    assert type(failure.value) is raised
    assert str(failure.value) == code
    assert failure.value.__cause__ is None


@pytest.mark.parametrize("code", ["edit_window_closed", "cant_update_message"])
async def test_a_card_that_cannot_be_changed_any_more_does_not_stand_beside_the_new_one(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel, code: str
) -> None:
    posted = await carrier.post(Place(channel.id, None), CARD, "key-1")
    slack.faults.error("chat.update", code)
    with pytest.raises(Gone):
        await carrier.update(posted, LATER)
    assert channel.messages == []


async def test_a_card_of_an_earlier_installation_is_posted_anew_though_it_cannot_be_deleted(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    posted = await carrier.post(Place(channel.id, None), CARD, "key-1")
    slack.faults.error("chat.update", "cant_update_message")
    slack.faults.error("chat.delete", "cant_delete_message")
    with pytest.raises(Gone):
        await carrier.update(posted, LATER)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error"])
async def test_a_post_that_slack_broke_off_may_stand(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel, code: str
) -> None:
    slack.faults.error("chat.postMessage", code)
    with pytest.raises(MaybeDelivered):
        await carrier.post(Place(channel.id, None), CARD, "key-1")


async def test_a_rate_limit_says_how_long_to_wait(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    slack.faults.rate_limit("chat.postMessage", retry_after=17)
    with pytest.raises(TryLater) as failure:
        await carrier.post(Place(channel.id, None), CARD, "key-1")
    assert failure.value.seconds == 17
    assert channel.messages == []


async def test_a_server_fault_on_an_update_is_tried_later(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    posted = await carrier.post(Place(channel.id, None), CARD, "key-1")
    slack.faults.fail("chat.update", status=502)
    with pytest.raises(TryLater):
        await carrier.update(posted, LATER)


async def test_each_call_ends_in_time(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "SLACK", replace(calls.SLACK, call_seconds=0.1))
    place = Place(channel.id, None)
    hold = slack.faults.hold("chat.postMessage", after_work=True)
    with pytest.raises(MaybeDelivered):
        await carrier.post(place, CARD, "key-1")
    hold.release()
    other = slack.faults.hold("users.info")
    with pytest.raises(TryLater):
        await carrier.channel_facts(channel.id)
    other.release()


async def test_nobody_home_is_tried_later() -> None:
    workspace = Workspace("xoxb-1", "http://127.0.0.1:9/api/")
    with pytest.raises(TryLater):
        await SlackCarrier(workspace, Words("en")).post(Place("C1", None), CARD, "key-1")


@pytest.mark.parametrize("why", ["deleted", "unknown"])
async def test_somebody_who_cannot_be_reached(slack: SlackDouble, carrier: SlackCarrier, why: str) -> None:
    user = slack.add_user("Left", deleted=True).id if why == "deleted" else "U0NOBODY"
    with pytest.raises(Unreachable):
        await carrier.post(Place(None, known_as(slack, user)), CARD, "key-1")


async def test_the_facts_of_a_good_channel(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel, officer: Person
) -> None:
    facts = await carrier.channel_facts(channel.id)
    assert facts == ChannelFacts(
        private=True,
        partners=frozenset(),
        members=(
            Member(known_as(slack, slack.workspace.bot_user_id), is_app=True, is_self=True),
            Member(known_as(slack, officer.id)),
        ),
    )


async def test_slack_is_asked_about_each_person_once_in_two_minutes(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel, officer: Person
) -> None:
    now = 0.0
    onlooker = Onlooker(carrier._workspace, lambda: now)
    await onlooker.facts(channel.id)
    slack.recorder.calls.clear()

    joined = slack.add_user("Guest", guest="single-channel")
    channel.members.append(joined.id)
    facts = await onlooker.facts(channel.id)
    assert [call.args["user"] for call in slack.recorder.to("users.info")] == [joined.id]
    assert len(facts.members) == 3

    now = 120.0
    slack.world.accounts[officer.id].is_restricted = True
    facts = await onlooker.facts(channel.id)
    assert Member(known_as(slack, officer.id), is_guest=True) in facts.members


async def test_an_archived_channel_takes_no_card(carrier: SlackCarrier, channel: Channel) -> None:
    channel.is_archived = True
    with pytest.raises(Unreachable, match="is_archived"):
        await carrier.channel_facts(channel.id)


async def test_the_facts_name_guests_apps_strangers_and_partners(
    slack: SlackDouble, carrier: SlackCarrier, channel: Channel
) -> None:
    slack.world.most_per_page = 2
    guest = slack.add_user("Guest", guest="single-channel")
    visitor = slack.add_user("Visitor", team_id="T0OTHER")
    assistant = slack.add_bot("Assistant")
    channel.members += [guest.id, visitor.id, assistant.id, "U0UNKNOWN"]
    channel.shared_team_ids.append("T0OTHER")
    slack.make_public(channel)
    facts = await carrier.channel_facts(channel.id)
    by_user = {member.identity.user: member for member in facts.members}
    assert not facts.private
    assert facts.partners == {"T0OTHER"}
    assert by_user[guest.id].is_guest
    assert by_user[visitor.id].identity.tenant == "T0OTHER"
    assert by_user[assistant.id].is_app
    assert not by_user[assistant.id].is_self
    assert by_user["U0UNKNOWN"].is_guest


@pytest.mark.parametrize(
    ("channel", "partners"),
    [
        ({"is_shared": False, "conversation_host_id": "T1", "shared_team_ids": ["T1"]}, set()),
        ({"conversation_host_id": "T2"}, {"T2"}),
        ({"pending_connected_team_ids": ["T2"], "connected_team_ids": ["T3"]}, {"T2", "T3"}),
        ({"pending_shared": ["T2"]}, {"T2"}),
        ({"internal_team_ids": ["T1", "T4"]}, {"T4"}),
        ({"is_ext_shared": True}, {"unknown"}),
        ({"is_pending_ext_shared": True, "shared_team_ids": ["T1"]}, {"unknown"}),
        ({"is_shared": True, "shared_team_ids": None}, {"unknown"}),
    ],
)
def test_whom_a_channel_is_shared_with(channel: dict[str, object], partners: set[str]) -> None:
    assert partners_of(channel, Me("T1", "T1", "U1", "B1")) == partners


def test_an_organisations_own_workspaces_are_no_partners_of_its_bot() -> None:
    own = {
        "is_shared": True,
        "is_org_shared": True,
        "internal_team_ids": ["T1", "T4"],
        "conversation_host_id": "T4",
    }
    me = Me("E1", "T1", "U1", "B1")
    assert partners_of(own, me) == set()
    assert partners_of(own | {"is_ext_shared": True, "connected_team_ids": ["E2"]}, me) == {"E2"}


@pytest.mark.parametrize(
    ("user", "tenant"),
    [
        ({"id": "W1", "team_id": "T1", "enterprise_user": {"enterprise_id": "E1"}}, "E1"),
        ({"id": "W2", "team_id": "T1", "enterprise_user": {"enterprise_id": "E2"}}, "E2"),
        ({"id": "U3", "team_id": "T9"}, "T9"),
    ],
)
def test_people_of_an_organisation_are_known_by_it(user: dict[str, object], tenant: str) -> None:
    assert described(user, Me("E1", "T1", "U0", "B0")).identity.tenant == tenant


@pytest.mark.parametrize("how", ["not there", "not a member"])
async def test_the_facts_of_a_channel_that_we_cannot_see(
    slack: SlackDouble, carrier: SlackCarrier, how: str
) -> None:
    channel = slack.add_channel("other", with_bot=False).id if how == "not a member" else "C0NONE"
    with pytest.raises(Unreachable):
        await carrier.channel_facts(channel)
