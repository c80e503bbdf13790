"""The Slack double's Web API, as slack_sdk meets it: membership, lifetimes, rates, bad days."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.slack import Channel, Person, SlackDouble, seen, spoken
from tests.doubles.slack_sample_bot import SampleBot, card, form, over_http, plain

HOME = {"type": "home", "blocks": card()}


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        yield double


@pytest.fixture
def client(slack: SlackDouble) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url)


@pytest.fixture
async def bot(slack: SlackDouble) -> AsyncIterator[SampleBot]:
    async with over_http(slack) as running:
        yield running


@pytest.fixture
def priya(slack: SlackDouble) -> Person:
    return slack.add_user("Priya Patel")


@pytest.fixture
def channel(slack: SlackDouble, priya: Person) -> Channel:
    return slack.add_channel("mash-hub", priya)


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_tokens_are_checked(slack: SlackDouble, client: AsyncWebClient) -> None:
    who = await client.auth_test()
    assert (who["team_id"], who["user_id"]) == (slack.workspace.team_id, slack.workspace.bot_user_id)
    assert await refusal(client.auth_test(token="xoxb-wrong")) == "invalid_auth"
    assert await refusal(client.auth_test(token=slack.app_token)) == "not_allowed_token_type"
    opened = await client.apps_connections_open(app_token=slack.app_token)
    assert opened["url"].startswith("ws://127.0.0.1:")
    assert await refusal(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"


async def test_forms_and_json_are_read_alike(slack: SlackDouble, channel: Channel) -> None:
    given = {"channel": channel.id, "text": "x", "blocks": json.dumps(card()), "token": slack.bot_token}
    async with aiohttp.ClientSession() as session:
        for body in ({"data": given}, {"json": given | {"blocks": card()}}):
            async with session.post(f"{slack.api_url}chat.postMessage", **body) as response:
                assert (await response.json())["ok"] is True
        async with session.post(f"{slack.api_url}chat.postMessage", data={"text": "x"}) as response:
            assert await response.json() == {"ok": False, "error": "not_authed"}
    assert seen(channel.messages[0]) == seen(channel.messages[1])


async def test_scopes_are_checked_where_they_are_set(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel
) -> None:
    slack.workspace.scopes = frozenset({"chat:write"})
    posted = await client.chat_postMessage(channel=channel.id, text="x")
    assert posted.headers["X-OAuth-Scopes"] == "chat:write"
    assert await refusal(client.conversations_info(channel=channel.id)) == "missing_scope"
    assert await refusal(client.conversations_history(channel=channel.id)) == "missing_scope"


async def test_blocks_are_refused_with_the_reason(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel.id, text="x", blocks=card("") + card("y"))
    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"
    ]
    assert channel.messages == []
    assert [call.error for call in slack.recorder.errors()] == ["invalid_blocks"]


async def test_unknown_arguments_are_refused(client: AsyncWebClient, channel: Channel) -> None:
    assert (
        await refusal(client.chat_postMessage(channel=channel.id, text="x", chanel="y"))
        == "invalid_arguments"
    )
    assert await refusal(client.api_call("chat.postMassage", json={})) == "unknown_method"
    assert await refusal(client.api_call("chat.postMessage", json={"channel": channel.id})) == "no_text"


async def test_where_the_bot_may_not_write(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel
) -> None:
    private = slack.add_channel("elsewhere", with_bot=False)
    public = slack.add_channel("lobby", private=False, with_bot=False)
    assert await refusal(client.chat_postMessage(channel="C0NOWHERE", text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=private.id, text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=public.id, text="x")) == "not_in_channel"
    channel.is_archived = True
    assert await refusal(client.chat_postMessage(channel=channel.id, text="x")) == "is_archived"


async def test_only_own_messages_are_changed_or_deleted(
    client: AsyncWebClient, channel: Channel, priya: Person, bot: SampleBot
) -> None:
    posted = await client.chat_postMessage(channel=channel.id, text="first", blocks=card())
    here = {"channel": channel.id, "ts": posted["ts"]}
    await client.chat_update(**here, text="second", blocks=card("changed"))
    assert "changed" in seen(channel.messages[0])
    assert not channel.messages[0].edited
    assert [version.text for version in channel.messages[0].versions] == ["first", "second"]
    assert "RED" in seen(channel.messages[0].as_first_posted())
    await client.chat_update(**here, text="third")
    assert seen(channel.messages[0]) == "third"

    await priya.say("hello")
    hers = priya.dms[-1]
    there = {"channel": hers.channel_id, "ts": hers.ts}
    assert await refusal(client.chat_update(**there, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(**there)) == "cant_delete_message"

    await client.chat_delete(**here)
    assert channel.messages == []
    assert await refusal(client.chat_update(**here, text="x")) == "message_not_found"
    assert len(bot.bodies) == 1


async def test_a_personal_message_needs_its_conversation_for_changes(
    client: AsyncWebClient, priya: Person
) -> None:
    opened = await client.conversations_open(users=priya.id)
    posted = await client.chat_postMessage(channel=priya.id, text="yours")
    assert posted["channel"] == opened["channel"]["id"]
    assert [spoken(message) for message in priya.dms] == ["yours"]
    assert (
        await refusal(client.chat_update(channel=priya.id, ts=posted["ts"], text="x")) == "channel_not_found"
    )


async def test_an_ephemeral_line_is_seen_by_one_and_cannot_be_changed(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel, priya: Person
) -> None:
    line = await client.chat_postEphemeral(channel=channel.id, user=priya.id, text="only you")
    assert [spoken(each) for each in priya.ephemerals] == ["only you"]
    assert channel.messages == []
    ts = line["message_ts"]
    assert await refusal(client.chat_update(channel=channel.id, ts=ts, text="x")) == "message_not_found"
    stranger = slack.add_user("Stranger").id
    outside = client.chat_postEphemeral(channel=channel.id, user=stranger, text="x")
    assert await refusal(outside) == "user_not_in_channel"


async def test_history_comes_in_pages_with_metadata(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel
) -> None:
    for number in range(3):
        metadata = {"event_type": "card", "event_payload": {"row": number}}
        await client.chat_postMessage(channel=channel.id, text="x", metadata=metadata)
    slack.world.most_per_page = 2
    rows, cursor = [], ""
    for _ in range(2):
        found = await client.conversations_history(
            channel=channel.id, include_all_metadata=True, cursor=cursor
        )
        rows += [each["metadata"]["event_payload"]["row"] for each in found["messages"]]
        cursor = found["response_metadata"]["next_cursor"]
    assert rows == [2, 1, 0]
    assert cursor == ""


async def test_who_is_in_a_channel_and_who_they_are(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel, priya: Person, bot: SampleBot
) -> None:
    guest = slack.add_user("Guest", guest="single-channel")
    assistant = slack.add_bot("Summariser")
    elsewhere = slack.add_user("Elsewhere", team_id="T0ELSEWHERE")
    for member in (guest, assistant):
        await slack.join(channel, member)
    slack.world.most_per_page = 2
    first = await client.conversations_members(channel=channel.id)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_members(channel=channel.id, cursor=cursor)
    assert first["members"] + second["members"] == channel.members

    async def who(user_id: str) -> Any:
        return (await client.users_info(user=user_id))["user"]

    assert (await who(guest.id))["is_ultra_restricted"] is True
    assert (await who(assistant.id))["is_bot"] is True
    assert (await who(elsewhere.id))["is_stranger"] is True
    assert "is_stranger" not in await who(priya.id)
    assert (await client.bots_info(bot=assistant.bot_id))["bot"]["app_id"] == assistant.app_id
    assert await refusal(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert len(bot.bodies) == 2


async def test_a_channel_says_when_it_is_public_or_shared(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel
) -> None:
    info = (await client.conversations_info(channel=channel.id, include_num_members=True))["channel"]
    assert (info["is_private"], info["is_ext_shared"], info["num_members"]) == (True, False, 2)
    slack.make_public(channel)
    channel.shared_team_ids.append("T0ELSEWHERE")
    info = (await client.conversations_info(channel=channel.id))["channel"]
    assert (info["is_private"], info["is_ext_shared"]) == (False, True)
    assert info["connected_team_ids"] == ["T0ELSEWHERE"]


async def test_a_trigger_works_once_and_for_three_seconds(
    slack: SlackDouble, client: AsyncWebClient, priya: Person
) -> None:
    team = slack.workspace.team_id
    trigger = slack.world.new_trigger(priya.id, team)
    bad = client.views_open(trigger_id=trigger, view=form(title=plain("x" * 25)))
    assert await refusal(bad) == "invalid_arguments"
    await client.views_open(trigger_id=trigger, view=form())
    assert await refusal(client.views_open(trigger_id=trigger, view=form())) == "exchanged_trigger_id"
    late = slack.world.new_trigger(priya.id, team)
    await slack.advance(3.1)
    assert await refusal(client.views_open(trigger_id=late, view=form())) == "expired_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2.x", view=form())) == "invalid_trigger_id"


async def test_a_view_changes_only_with_its_latest_hash(
    slack: SlackDouble, client: AsyncWebClient, priya: Person
) -> None:
    trigger = slack.world.new_trigger(priya.id, slack.workspace.team_id)
    view = (await client.views_open(trigger_id=trigger, view=form(external_id="one")))["view"]
    await client.views_update(external_id="one", hash=view["hash"], view=form(title=plain("New")))
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert await refusal(stale) == "hash_conflict"
    assert priya.modal is not None
    assert priya.modal.title == "New"
    assert await refusal(client.views_update(view_id="V0GONE", view=form())) == "not_found"


async def test_a_home_is_published_and_replaced(client: AsyncWebClient, priya: Person) -> None:
    first = (await client.views_publish(user_id=priya.id, view=HOME))["view"]
    assert priya.home is not None
    assert "MASH-2611-0042" in seen(priya.home)
    second = (await client.views_publish(user_id=priya.id, view=HOME, hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    stale = client.views_publish(user_id=priya.id, view=HOME, hash=first["hash"])
    assert await refusal(stale) == "hash_conflict"


async def test_rates_are_counted_and_refused_on_demand(
    slack: SlackDouble, client: AsyncWebClient, channel: Channel
) -> None:
    for _ in range(3):
        await client.chat_postMessage(channel=channel.id, text="x")
    assert slack.rates.most_in_a_second("chat.postMessage") == 3
    assert len(slack.rates.over) == 2

    slack.rates.enforce = True
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel.id, text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    await slack.advance(1.1)
    await client.chat_postMessage(channel=channel.id, text="x")
    for _ in range(50):
        await client.conversations_info(channel=channel.id)
    assert await refusal(client.conversations_info(channel=channel.id)) == "ratelimited"
    assert slack.rates.most_in_a_minute("conversations.info") == 50


async def test_bad_days_come_on_demand(slack: SlackDouble, client: AsyncWebClient, channel: Channel) -> None:
    client.retry_handlers.clear()
    post = {"channel": channel.id, "text": "x"}
    slack.faults.fail("chat.postMessage", status=503)
    slack.faults.error("chat.postMessage", "fatal_error")
    slack.faults.rate_limit("chat.postMessage", retry_after=7)
    slack.faults.drop("chat.postMessage", after_work=False)
    slack.faults.drop("chat.postMessage")
    assert await refusal(client.chat_postMessage(**post)) == "service_unavailable"
    assert await refusal(client.chat_postMessage(**post)) == "fatal_error"
    assert await refusal(client.chat_postMessage(**post)) == "ratelimited"
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(**post)
    assert channel.messages == []
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(**post)
    assert len(channel.messages) == 1, "the work was done before the connection broke"


async def test_a_response_url_works_five_times_in_thirty_minutes(
    slack: SlackDouble, bot: SampleBot, priya: Person, channel: Channel
) -> None:
    async def use(url: str, **line: Any) -> int:
        async with aiohttp.ClientSession() as session, session.post(url, json=line) as response:
            return response.status

    await bot.client.chat_postMessage(channel=channel.id, text="card", blocks=card())
    await priya.press(channel.messages[0], "Give our view")
    url = bot.bodies[-1]["response_url"]
    assert [await use(url, text=f"line {number}") for number in range(4)] == [200] * 4
    assert await use(url, text="new", replace_original=True) == 200
    assert await use(url, text="sixth") == 404
    assert [spoken(line) for line in priya.ephemerals] == [f"line {number}" for number in range(4)]
    assert spoken(channel.messages[0]) == "new"

    await priya.command("/refer", "x")
    await slack.advance(30 * 60 + 1)
    assert await use(bot.bodies[-1]["response_url"], text="late") == 404


async def test_every_word_that_leaves_is_found_again(
    slack: SlackDouble, bot: SampleBot, priya: Person, channel: Channel
) -> None:
    await bot.client.chat_postMessage(channel=channel.id, text="Zebedee", blocks=card())
    await bot.client.chat_delete(channel=channel.id, ts=channel.messages[0].ts)
    await priya.shortcut("refer")
    bot.answer = {"response_action": "update", "view": form(private_metadata="zebedee")}
    await priya.submit({"Urgency": "RED ◆", "Reason": "Zebedee"})
    found = [call.method for call in slack.recorder.with_word("zebedee")]
    assert found == ["chat.postMessage", "answer:view_submission"]
    assert slack.recorder.with_word("zebedee", methods=("chat.update",)) == []


def test_it_starts_and_stops_without_a_loop() -> None:
    with SlackDouble() as slack:
        assert slack.api_url.startswith("http://127.0.0.1:")
    assert not slack._thread.is_alive()
