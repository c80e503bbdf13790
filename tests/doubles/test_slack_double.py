"""The Slack double, driven through slack_bolt over signed HTTP and Socket Mode."""

import asyncio
from collections.abc import AsyncIterator
from typing import get_args

import pytest

from tests.doubles.slack import (
    Channel,
    ClientRefusal,
    Person,
    Retry,
    SlackDouble,
    button_names,
    labels,
    seen,
    spoken,
)
from tests.doubles.slack.signing import Signature
from tests.doubles.slack_sample_bot import (
    CARD_TEXT,
    NAME,
    SampleBot,
    asked,
    card,
    form,
    over_http,
    over_socket,
    plain,
)

FILLED = {"Urgency": "RED ◆", "Reason": "Seen before"}


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        yield double


@pytest.fixture(params=["http", "socket"])
async def bot(request: pytest.FixtureRequest, slack: SlackDouble) -> AsyncIterator[SampleBot]:
    start = over_http if request.param == "http" else over_socket
    async with start(slack) as running:
        yield running


@pytest.fixture
async def http_bot(slack: SlackDouble) -> AsyncIterator[SampleBot]:
    async with over_http(slack) as running:
        yield running


@pytest.fixture
async def socket_bot(slack: SlackDouble) -> AsyncIterator[SampleBot]:
    async with over_socket(slack) as running:
        yield running


@pytest.fixture
def priya(slack: SlackDouble) -> Person:
    return slack.add_user("Priya Patel")


@pytest.fixture
def channel(slack: SlackDouble, priya: Person) -> Channel:
    return slack.add_channel("mash-hub", priya)


async def post_card(bot: SampleBot, channel: Channel) -> str:
    posted = await bot.client.chat_postMessage(channel=channel.id, text=CARD_TEXT, blocks=card())
    return str(posted["ts"])


async def test_a_card_is_read_pressed_and_its_form_sent(
    slack: SlackDouble, bot: SampleBot, priya: Person, channel: Channel
) -> None:
    await post_card(bot, channel)
    message = channel.messages[-1]

    assert spoken(message) == CARD_TEXT
    assert seen(message) == "MASH-2611-0042\nRED & due\n[Give our view]\n- Open\n- Hide"
    assert button_names(message) == [NAME]

    pressed = await priya.press(message, NAME)

    assert pressed.failure is None
    assert priya.modal is not None
    assert priya.modal.title == "Our view"
    assert labels(priya.modal)[:2] == ["Urgency", "Reason"]

    await priya.submit(FILLED | {"Seats (optional)": ["GREEN ●"], "Day (optional)": "2026-11-16"})

    assert priya.modal is None
    assert slack.recorder.failures == []
    values = bot.bodies[-1]["view"]["state"]["values"]
    assert values["rating"]["in"]["selected_option"]["value"] == "red"
    assert values["reason"]["in"] == {"type": "plain_text_input", "value": "Seen before"}
    assert values["day"]["in"]["selected_date"] == "2026-11-16"
    assert [each["value"] for each in values["seats"]["in"]["selected_options"]] == ["green"]


async def test_empty_inputs_come_as_nulls_and_empty_lists(bot: SampleBot, priya: Person) -> None:
    await priya.shortcut("refer")
    await priya.submit(FILLED)
    values = bot.bodies[-1]["view"]["state"]["values"]
    assert values["day"]["in"] == {"type": "datepicker", "selected_date": None}
    assert values["seats"]["in"] == {"type": "checkboxes", "selected_options": []}
    assert values["who"]["in"] == {"type": "external_select", "selected_option": None}


async def test_slacks_client_keeps_back_a_form_with_a_required_field_empty(
    bot: SampleBot, priya: Person
) -> None:
    await priya.shortcut("refer")
    with pytest.raises(ClientRefusal) as refused:
        await priya.submit({"Reason": "x" * 31})
    assert set(refused.value.problems) == {"Urgency", "Reason"}
    with pytest.raises(ClientRefusal, match="not among the options"):
        await priya.fill({"Urgency": "PURPLE"})
    assert len(bot.bodies) == 1


async def test_a_press_names_its_message_its_value_and_a_response_url(
    bot: SampleBot, priya: Person, channel: Channel
) -> None:
    ts = await post_card(bot, channel)
    await priya.press(channel.messages[-1], "Give our view")
    body = bot.bodies[-1]
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel.id,
        "is_ephemeral": False,
    }
    assert body["actions"][0]["value"] == "check-1"
    assert body["user"]["id"] == priya.id
    assert body["response_url"].startswith("http://127.0.0.1:")
    await priya.choose(channel.messages[-1], "more", "Hide")
    assert bot.bodies[-1]["actions"][0]["selected_option"]["value"] == "h"


async def test_only_who_sees_a_button_can_press_it(
    slack: SlackDouble, bot: SampleBot, channel: Channel
) -> None:
    await post_card(bot, channel)
    with pytest.raises(AssertionError, match="not on their screen"):
        await slack.add_user("Stranger").press(channel.messages[-1], NAME)
    assert bot.bodies == []


async def test_a_command_is_answered_with_a_line_for_its_sender_only(
    slack: SlackDouble, bot: SampleBot, priya: Person, channel: Channel
) -> None:
    await priya.command("/refer", "Zebedee", channel=channel)
    assert [spoken(line) for line in priya.ephemerals] == ["Heard Zebedee"]
    assert channel.messages == []
    assert bot.bodies[-1]["channel_name"] == "privategroup"
    assert [call.method for call in slack.recorder.with_word("zebedee")] == ["answer:slash_commands"]


async def test_errors_show_at_their_inputs_and_nowhere_else(
    slack: SlackDouble, bot: SampleBot, priya: Person
) -> None:
    await priya.shortcut("refer")
    bot.answer = {"response_action": "errors", "errors": {"reason": "Enter why"}}
    await priya.submit(FILLED)
    assert priya.errors == {"Reason": "Enter why"}

    bot.answer = {"response_action": "errors", "errors": {"nowhere": "Enter why"}}
    sent = await priya.submit()
    assert sent.failure is not None
    assert "no inputs of this view" in sent.failure
    assert priya.warnings == [sent.failure]
    assert priya.modal is not None
    assert len(slack.recorder.failures) == 1


async def test_answers_update_push_and_clear_the_stack_of_three(
    slack: SlackDouble, bot: SampleBot, priya: Person
) -> None:
    await priya.shortcut("refer")
    bot.answer = {"response_action": "push", "view": form(title=plain("Second"))}
    await priya.submit(FILLED)
    assert priya.modal is not None
    assert priya.modal.title == "Second"
    await priya.press(priya.modal, "Deeper")
    assert len(slack.world.stack(priya.id)) == 3

    refused = await priya.submit(FILLED)
    assert refused.failure == "bad_response: push_limit_reached"

    bot.answer = {"response_action": "update", "view": form(title=plain("Changed"))}
    await priya.submit()
    assert priya.modal.title == "Changed"
    bot.answer = {"response_action": "clear"}
    await priya.submit()
    assert priya.modal is None


async def test_an_update_keeps_what_was_typed_where_the_ids_are_the_same(
    bot: SampleBot, priya: Person
) -> None:
    await priya.shortcut("refer")
    await priya.fill({"Reason": "Long story"})
    view = priya.modal
    assert view is not None
    changed = form(blocks=[asked("reason", "Reason", {"type": "plain_text_input"})])
    await bot.client.views_update(view_id=view.id, hash=view.hash, view=changed)
    assert view.values == {"reason": {"in": {"type": "plain_text_input", "value": "Long story"}}}


async def test_closing_is_told_and_searching_is_answered(bot: SampleBot, priya: Person) -> None:
    await priya.shortcut("refer")
    assert await priya.search("Who (optional)", "High") == ["High Street"]
    assert "trigger_id" not in bot.bodies[-1]
    await priya.close()
    assert bot.bodies[-1]["type"] == "view_closed"
    assert priya.modal is None


async def test_a_found_option_can_be_chosen(bot: SampleBot, priya: Person) -> None:
    await priya.shortcut("refer")
    await priya.search("Who (optional)", "High")
    await priya.submit(FILLED | {"Who (optional)": "High Street"})
    assert bot.bodies[-1]["view"]["state"]["values"]["who"]["in"]["selected_option"]["value"] == "s1"


async def test_events_arrive_with_an_id_and_the_people_they_are_about(
    slack: SlackDouble, bot: SampleBot, priya: Person, channel: Channel
) -> None:
    await priya.open_home()
    await priya.say("my work")
    await slack.join(channel, slack.add_user("Marek", guest="single-channel"))
    await slack.share(channel, "T0ELSEWHERE")
    kinds = [body["event"]["type"] for body in bot.bodies]
    assert kinds == ["app_home_opened", "message", "member_joined_channel", "channel_shared"]
    assert bot.bodies[1]["event"]["channel_type"] == "im"
    assert len({body["event_id"] for body in bot.bodies}) == 4
    info = await bot.client.conversations_info(channel=channel.id)
    assert info["channel"]["is_ext_shared"] is True


async def test_the_same_event_delivered_again_is_the_same_byte_for_byte(
    slack: SlackDouble, bot: SampleBot, priya: Person
) -> None:
    sent = await priya.open_home()
    again = await slack.redeliver(sent, Retry(1, "http_timeout"))
    assert again.body == sent.body
    assert bot.bodies[0]["event_id"] == bot.bodies[1]["event_id"]
    assert bot.retries[1] == "1"


async def test_a_redelivered_press_repeats_its_trigger_which_is_spent(
    slack: SlackDouble, bot: SampleBot, priya: Person
) -> None:
    sent = await priya.shortcut("refer")
    slack.deliverer.ack_seconds = 0.3
    await slack.redeliver(sent)
    assert bot.triggers[0] == bot.triggers[1]
    assert [call.error for call in slack.recorder.to("views.open")] == [None, "exchanged_trigger_id"]


async def test_an_answer_lost_on_the_way_leaves_the_form_open(
    slack: SlackDouble, bot: SampleBot, priya: Person
) -> None:
    await priya.shortcut("refer")
    slack.lose_answers()
    first = await priya.submit(FILLED)
    assert first.failure == "operation_timeout"
    assert priya.modal is not None
    second = await priya.submit()
    assert priya.modal is None
    assert first.payload["view"]["id"] == second.payload["view"]["id"]
    assert first.payload["trigger_id"] != second.payload["trigger_id"]
    assert len(bot.bodies) == 3


@pytest.mark.parametrize("signature", get_args(Signature)[1:])
async def test_a_forged_press_is_refused(
    slack: SlackDouble, http_bot: SampleBot, priya: Person, signature: Signature
) -> None:
    with slack.signing(signature):
        sent = await priya.shortcut("refer")
    assert sent.status == 401
    assert sent.failure == "dispatch_failed"
    assert http_bot.bodies == []
    assert (await priya.shortcut("refer")).failure is None


async def test_slacks_checks_of_the_request_url_pass(slack: SlackDouble, http_bot: SampleBot) -> None:
    assert await slack.verify_url()
    assert (await slack.ssl_check()).status == 200
    assert http_bot.bodies == []


async def test_an_unreachable_bot_gets_its_events_again_at_slacks_times(
    slack: SlackDouble, http_bot: SampleBot, priya: Person
) -> None:
    url = slack.workspace.request_url
    assert url is not None
    slack.use_http("http://127.0.0.1:9/")
    await priya.open_home()
    assert [again.retry.number for again in await slack.advance(0) if again.retry] == [1]
    assert await slack.advance(59) == []
    slack.use_http(url)
    assert [again.retry.number for again in await slack.advance(1) if again.retry] == [2]
    assert await slack.advance(3600) == []
    assert http_bot.retries == ["2"]


async def test_a_bot_that_is_too_slow_is_seen_to_fail(
    slack: SlackDouble, http_bot: SampleBot, priya: Person
) -> None:
    slack.deliverer.ack_seconds = 0.2
    hold = slack.faults.hold("views.open")
    pressed = await priya.shortcut("refer")
    assert pressed.failure == "operation_timeout"
    assert priya.warnings == ["operation_timeout"]
    hold.release()
    await slack.until(lambda: priya.modal)
    assert len(http_bot.triggers) == 1


async def test_each_envelope_goes_to_exactly_one_connection(
    slack: SlackDouble, socket_bot: SampleBot, priya: Person
) -> None:
    async with over_socket(slack) as other:
        await slack.until(lambda: slack.socket.connected == 2)
        for _ in range(4):
            await priya.command("/refer", "x")
        assert (len(socket_bot.bodies), len(other.bodies)) == (2, 2)


async def test_a_moved_socket_connection_is_opened_again(
    slack: SlackDouble, socket_bot: SampleBot, priya: Person
) -> None:
    await slack.until(lambda: slack.socket.connected == 1)
    await slack.disconnect()
    await slack.until(lambda: len(slack.recorder.to("apps.connections.open")) == 2)
    await slack.until(lambda: slack.socket.connected == 1)
    assert (await priya.command("/refer", "still here")).failure is None
    assert len(socket_bot.bodies) == 1


async def test_an_envelope_without_ack_goes_to_the_next_connection(
    slack: SlackDouble, socket_bot: SampleBot, priya: Person
) -> None:
    hold = slack.faults.hold("views.open")
    press = asyncio.create_task(priya.shortcut("refer"))
    await slack.until(lambda: hold.reached)
    await slack.drop_connections()
    await slack.until(lambda: len(socket_bot.triggers) == 2)
    hold.release()
    await press
    first, second = slack.socket.envelopes
    assert first["envelope_id"] == second["envelope_id"]
    assert socket_bot.triggers[0] == socket_bot.triggers[1]


async def test_two_workspaces_have_their_own_tokens_and_transports(
    slack: SlackDouble, bot: SampleBot
) -> None:
    second = slack.add_workspace("Borough two")
    jo = slack.add_user("Jo", team_id=second.team_id)
    second.transport, second.request_url = slack.workspace.transport, slack.workspace.request_url
    await jo.command("/refer", "from elsewhere")
    assert bot.bodies[-1]["team_id"] == second.team_id
    assert (await bot.client.auth_test(token=second.bot_token))["team_id"] == second.team_id
    assert (await bot.client.auth_test())["team_id"] == slack.workspace.team_id
