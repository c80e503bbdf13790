"""Slow and failing parts, forged calls: what people are told, and what stays out of the log."""

import asyncio
import json
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.cards import faults
from bot.cards.elements import Form
from bot.cards.limits import SLACK
from bot.interaction import Answer
from bot.ports import Place
from bot.surfaces.slack import listeners
from bot.words import Words
from tests.doubles.slack.reading import seen
from tests.doubles.slack.signing import Signature
from tests.surfaces.slack.conftest import Hub
from tests.surfaces.slack.desk import CARD, approve_form, view_form

CANARY = "Kacey Brannigan, 12 Rose Lane"
NOT_SAVED = (
    "We could not save that. Nothing was recorded and your text is still here. Press again. "
    "If it fails again, use https://hub.example or phone 01632 960 100."
)


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack is answered after 0.2 seconds at most, so that no test waits for the real 2.5."""
    monkeypatch.setattr(listeners, "SLACK", replace(SLACK, acknowledge_seconds=0.2))


async def open_form(hub: Hub, *, fields: bool = True) -> None:
    hub.desk.on("vote.cast", Answer("open", view_form() if fields else approve_form()))
    await hub.press("Give our view")


async def test_a_failed_press_says_so_in_a_form(hub: Hub) -> None:
    hub.desk.error = RuntimeError(CANARY)
    with capture_logs() as logs:
        await hub.press("Give our view")
    assert NOT_SAVED in seen(hub.modal)
    [entry] = logs
    assert entry["fault"] in seen(hub.modal)
    assert (entry["verb"], entry["error"]) == ("vote.cast", "RuntimeError")
    assert CANARY not in str(logs)


async def test_a_failed_submit_keeps_the_text_and_can_be_sent_again(hub: Hub) -> None:
    await open_form(hub)
    hub.desk.error = RuntimeError(CANARY)
    with capture_logs() as logs:
        await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": CANARY})
    assert hub.officer.errors["Urgency for child 1"].startswith(NOT_SAVED)
    assert CANARY not in str(logs)
    hub.desk.error = None
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit()
    assert hub.desk.asked[-1].fields["reason"] == (CANARY,)
    assert {each.token for each in hub.desk.asked[1:]} == {"tok-1"}


async def test_a_failed_submit_of_a_form_without_fields_is_told_on_top_once(hub: Hub) -> None:
    await open_form(hub, fields=False)
    hub.desk.error = RuntimeError(CANARY)
    await hub.officer.submit()
    await hub.officer.submit()
    lines = seen(hub.modal).splitlines()
    assert lines[1] == "There is a problem"
    assert lines[2].startswith(NOT_SAVED)
    assert lines.count("There is a problem") == 1
    assert "Child 1: section 47 enquiry." in lines
    assert hub.modal.spec["submit"]["text"] == "Approve"
    assert hub.slack.recorder.failures == []
    hub.desk.error = None
    hub.desk.on("proposal.approve", Answer("done"))
    await hub.officer.submit()
    assert hub.desk.asked[-1].token == "tok-9"
    assert hub.officer.modal is None


async def test_failed_words_are_answered(hub: Hub) -> None:
    hub.desk.error = RuntimeError(CANARY)
    await hub.officer.say("refer")
    await hub.surface.settled()
    assert hub.said[0][1].startswith(NOT_SAVED)
    assert hub.slack.recorder.failures == []


async def test_a_failed_guard_check_is_not_delivered_for_ever(hub: Hub) -> None:
    hub.desk.error = RuntimeError(CANARY)
    await hub.slack.join(hub.channel, hub.slack.add_user("New Comer"))
    await hub.surface.settled()
    assert len(hub.desk.changed) == 1
    assert hub.slack.recorder.failures == []


@pytest.mark.usefixtures("hurry")
async def test_a_slow_submit_keeps_the_text_and_goes_on_to_its_end(hub: Hub) -> None:
    await open_form(hub)
    hub.desk.slow = 0.4
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": "as typed"})
    assert hub.officer.errors == {"Urgency for child 1": faults.slow_submit(Words("en"))}
    assert hub.desk.finished == 1
    await hub.surface.settled()
    assert hub.desk.finished == 2
    assert hub.slack.recorder.failures == []


@pytest.mark.usefixtures("hurry")
async def test_a_slow_press_is_told_privately(hub: Hub) -> None:
    hub.desk.slow = 0.4
    hub.desk.on("vote.cast", Answer("open", view_form()))
    await hub.press("Give our view")
    assert hub.officer.modal is None
    assert hub.said == [(hub.channel.id, "This is taking longer than it should. Press again.")]


@pytest.mark.usefixtures("hurry")
async def test_a_form_that_does_not_open_in_time_is_told_privately(hub: Hub) -> None:
    hold = hub.slack.faults.hold("views.open")
    hub.desk.on("vote.cast", Answer("open", view_form()))
    await hub.press("Give our view")
    hold.release()
    assert hub.said == [(hub.channel.id, "That did not open. Press again.")]


@pytest.mark.parametrize("code", ["expired_trigger_id", "internal_error"])
async def test_a_form_that_slack_will_not_open_is_told_privately(hub: Hub, code: str) -> None:
    hub.slack.faults.error("views.open", code)
    hub.desk.on("vote.cast", Answer("open", view_form()))
    with capture_logs() as logs:
        await hub.press("Give our view")
    assert hub.said == [(hub.channel.id, "That did not open. Press again.")]
    assert [(each["verb"], each["error"]) for each in logs] == [("vote.cast", code)]


async def test_what_was_recorded_is_told_even_when_the_next_form_does_not_open(hub: Hub) -> None:
    hub.slack.faults.error("views.open", "expired_trigger_id")
    hub.desk.on("vote.cast", Answer("done", view_form(), "Recorded 10:42am."))
    await hub.press("Give our view")
    assert hub.said == [(hub.channel.id, "Recorded 10:42am.")]


async def test_a_form_that_slack_will_not_put_above_another_leaves_that_one_alone(hub: Hub) -> None:
    await open_form(hub)
    hub.slack.faults.error("views.push", "internal_error")
    hub.desk.on("dispute.raise", Answer("open", approve_form()))
    await hub.officer.press(hub.modal, "Raise a disagreement")
    await hub.surface.settled()
    assert hub.modal.title == "Give our view"
    assert hub.said == [(hub.channel.id, "That did not open. Press again.")]


async def test_a_line_that_cannot_be_said_in_the_channel_is_said_in_the_persons_chat(hub: Hub) -> None:
    hub.slack.faults.error("chat.postEphemeral", "user_not_in_channel")
    hub.desk.on("nudge.snooze", Answer("done", note="Reminder at 1:30pm."))
    await hub.press("Snooze to 1:30pm")
    [(where, told)] = hub.said
    assert hub.slack.world.channels[where].is_im
    assert told == "Reminder at 1:30pm."


async def test_slack_down_after_a_commit_hurts_nobody(hub: Hub) -> None:
    hub.desk.on("nudge.snooze", Answer("done", note="Reminder at 1:30pm."))
    message = await hub.post()
    for method in "chat.postEphemeral", "conversations.open", "views.publish":
        hub.slack.faults.drop(method, after_work=False, times=5)
    await hub.officer.press(message, "Snooze to 1:30pm")
    await hub.surface.settled()
    assert hub.desk.finished == 1
    assert hub.slack.recorder.failures == []


@pytest.mark.parametrize("transport", ["http"])
@pytest.mark.parametrize("signature", ["bad", "stale", "missing"])
async def test_what_slack_did_not_sign_reaches_nobody(hub: Hub, signature: Signature) -> None:
    await open_form(hub)
    message = await hub.post()
    asked = len(hub.desk.asked)
    hub.desk.on("nudge.snooze", Answer("done"))
    with hub.slack.signing(signature):
        sent = [
            await hub.officer.press(message, "Snooze to 1:30pm"),
            await hub.officer.submit({"Urgency for child 1": "RED ◆"}),
            await hub.officer.command("/refer"),
            await hub.officer.shortcut("refer"),
            await hub.officer.say("my work"),
            await hub.officer.open_home(),
        ]
    await hub.surface.settled()
    assert [each.status for each in sent] == [401] * 6
    assert len(hub.desk.asked) == asked
    assert hub.desk.words == hub.desk.homes == []


@pytest.mark.parametrize("transport", ["http"])
@pytest.mark.parametrize("alphabet", ["utf-8", "nonsense"])
async def test_what_is_no_text_is_401_like_all_that_slack_did_not_sign(hub: Hub, alphabet: str) -> None:
    [path] = hub.surface.routes()
    app = web.Application()
    app.add_routes([path])
    headers = {"Content-Type": f"application/json; charset={alphabet}"}
    async with (
        TestClient(TestServer(app)) as client,
        client.post(path.path, data=b"\xff", headers=headers) as answer,
    ):
        assert answer.status == 401


@pytest.mark.parametrize("transport", ["http"])
async def test_slack_can_check_the_address(hub: Hub) -> None:
    assert await hub.slack.verify_url()
    assert (await hub.slack.ssl_check()).status == 200


@pytest.mark.parametrize("transport", ["socket"])
async def test_with_socket_mode_nothing_is_taken_over_http(hub: Hub) -> None:
    assert hub.surface.routes() == []


@pytest.mark.parametrize("transport", ["socket"])
async def test_a_broken_connection_comes_back(hub: Hub) -> None:
    await hub.slack.until(lambda: hub.slack.socket.connected)
    await hub.slack.disconnect()
    hub.desk.on("nudge.snooze", Answer("done", note="Reminder at 1:30pm."))
    await hub.press("Snooze to 1:30pm")
    assert hub.said[-1] == (hub.channel.id, "Reminder at 1:30pm.")
    assert len({each.delivery for each in hub.desk.asked}) == 1


async def test_a_payload_of_an_unknown_shape_is_logged_without_what_it_says(hub: Hub) -> None:
    await open_form(hub)
    hub.modal.spec["private_metadata"] = CANARY
    with capture_logs() as logs:
        await hub.officer.submit({"Urgency for child 1": "RED ◆"})
    assert hub.officer.errors["Urgency for child 1"].startswith(NOT_SAVED)
    assert CANARY not in str(logs)


async def test_nothing_a_person_types_is_logged(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with capture_logs() as logs:
        await open_form(hub)
        hub.desk.error = RuntimeError("no")
        await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": CANARY})
        await hub.officer.say(CANARY)
        await hub.officer.command("/refer", CANARY)
        hub.slack.deliverer.ack_seconds = 0.3  # over a socket nobody says that they know nothing of it
        await hub.slack.send_event({"type": "never_heard_of", "text": CANARY})
        await hub.surface.settled()
    assert CANARY not in caplog.text + str(logs)
    for secret in hub.slack.bot_token, hub.slack.app_token, hub.slack.signing_secret:
        assert secret not in caplog.text + str(logs)


async def test_forms_carry_no_case_data_outside_what_is_read(hub: Hub) -> None:
    await open_form(hub)
    [call] = hub.slack.recorder.to("views.open")
    view = call.args["view"]
    assert set(json.loads(view["private_metadata"])) == {"verb", "thing", "token"}
    ids = [block["block_id"] for block in hub.modal.blocks]
    assert not [each for each in [*ids, view["callback_id"]] if "Kacey" in each or "MASH" in each]


async def test_stopping_waits_for_what_was_begun(hub: Hub) -> None:
    hub.desk.slow = 0.2
    hub.desk.on("vote.cast", Answer("done"))
    message = await hub.post()
    pressing = asyncio.create_task(hub.officer.press(message, "Give our view"))
    await hub.slack.until(lambda: hub.desk.asked)
    await hub.surface.settled()
    assert hub.desk.finished == 1
    await pressing


async def test_a_card_that_is_being_posted_when_no_more_is_taken_still_arrives(hub: Hub) -> None:
    hold = hub.slack.faults.hold("chat.postMessage")
    posting = asyncio.create_task(hub.surface.carrier.post(Place(hub.channel.id, None), CARD, "key-1"))
    await hub.slack.until(lambda: hold.reached)
    await hub.surface.stop()
    hold.release()
    assert hub.shown(await posting)


UNSHOWABLE = Answer("done", Form("Next", "x", "", (CANARY,)), note="Recorded 10:42am.")  # type: ignore[arg-type]  # a card module's mistake
NOT_SHOWN = (
    "Recorded 10:42am. It was recorded. What comes next could not be shown. "
    "Do not send it again: open My work to go on. Reference "
)


async def test_what_was_recorded_is_said_though_the_next_form_cannot_be_made(hub: Hub) -> None:
    await open_form(hub)
    hub.desk.on("vote.cast", UNSHOWABLE)
    with capture_logs() as logs:
        await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": "as typed"})
        await hub.surface.settled()
    assert hub.officer.modal is None
    [(_, line)] = hub.said
    assert line.startswith(NOT_SHOWN)
    [entry] = logs
    assert entry["fault"] in line
    assert CANARY not in str(logs)


async def test_a_press_that_was_recorded_says_so_though_nothing_can_be_shown(hub: Hub) -> None:
    hub.desk.on("vote.cast", UNSHOWABLE)
    await hub.press("Give our view")
    await hub.surface.settled()
    [(_, line)] = hub.said
    assert line.startswith(NOT_SHOWN)
