"""Presses, forms and words in Teams, from a person's finger to what they see."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.cards.elements import Button, Card, Choices, Form, Option, Section, TextField
from bot.interaction import Answer, Interaction, Phase
from bot.ports import Place, Standing
from bot.surfaces.teams import outbound, turns
from tests.cards.adaptive_samples import DIGEST, REFER, THING
from tests.doubles.teams import Message, User
from tests.surfaces.teams.conftest import WEB, Hub, identity
from tests.surfaces.tongues import MARKED, Tongues

OPEN_REFER = Answer("open", REFER)
REFER_WITH_A_COMMA = Answer("open", Form("F", "v", "1", (Choices("c", "C", (Option("a,b", "A"),)),)))
REFUSED = Answer(
    "refused",
    Form(
        "You cannot do this",
        "x",
        "",
        (Section(("You proposed this, so somebody else must approve it.", "On duty now: M. Reyes.")),),
    ),
)
FILLED = {
    "Who is it about?": "An adult",
    "Name": "Bee, Kay",
    "What are you worried about?": "line one\nline two",
}


async def posted(hub: Hub, card: Card, user: User | None = None) -> tuple[User, Message]:
    """A card in somebody's personal chat."""
    person = user or hub.person()
    await person.say("hello")
    sent = await hub.surface.carrier.post(Place(None, identity(person)), card, "key")
    message = person.chat.message(sent.message)
    assert message is not None
    return person, message


async def test_a_button_that_acts_is_one_interaction_and_answers_with_a_private_line(hub: Hub) -> None:
    user, message = await posted(hub, DIGEST)
    outcome = await user.press(message, "Snooze to 1:30pm")
    assert (outcome.kind, outcome.text) == ("message", "Recorded 10:42am. MASH-2611-7K2QX.")
    assert hub.desk.asked == [
        Interaction(
            identity=identity(user),
            verb="nudge.snooze",
            thing=THING,
            phase=Phase.PRESS,
            delivery=f"{user.chat.id}:{outcome.activity['id']}",
        )
    ]


async def test_an_older_client_presses_the_same_and_is_answered_in_its_own_chat(hub: Hub) -> None:
    user, message = await posted(hub, DIGEST)
    await user.press(message, "Snooze to 1:30pm", old_client=True)
    (asked,) = hub.desk.asked
    assert (asked.verb, asked.thing, asked.phase) == ("nudge.snooze", THING, Phase.PRESS)
    assert user.sees(user.chat)[-1] == "Recorded 10:42am. MASH-2611-7K2QX."


async def test_a_button_that_opens_shows_the_form(hub: Hub) -> None:
    hub.desk.answers["check.nothing_known"] = OPEN_REFER
    user, message = await posted(hub, DIGEST)
    outcome = await user.press(message, "Nothing known for MASH-2611-7K2QX")
    assert outcome.kind == "dialog"
    assert user.dialog is not None
    assert user.dialog.title == "Refer a concern"
    assert user.dialog.buttons == ["Send referral"]


async def open_refer(hub: Hub) -> User:
    hub.desk.answers["check.nothing_known"] = OPEN_REFER
    user, message = await posted(hub, DIGEST)
    await user.press(message, "Nothing known for MASH-2611-7K2QX")
    hub.desk.asked.clear()
    return user


async def test_a_submit_brings_what_was_typed_and_the_token(hub: Hub) -> None:
    user = await open_refer(hub)
    outcome = await user.submit(FILLED | {"Ask these agencies (optional)": ["Police", "Housing"]})
    assert (outcome.kind, outcome.text) == ("message", "Recorded 10:42am. MASH-2611-7K2QX.")
    (asked,) = hub.desk.asked
    assert asked == Interaction(
        identity=identity(user),
        verb="referral.send",
        thing="",
        phase=Phase.SUBMIT,
        delivery=f"{user.chat.id}:{outcome.activity['id']}",
        token="one-use-token",
        fields={
            "who": ("adult",),
            "name": ("Bee, Kay",),
            "heard": (),
            "worry": ("line one\nline two",),
            "agencies": ("police", "housing"),
            "checked": ("s1", "s2"),
        },
    )


async def test_the_client_says_the_forms_own_words_for_what_is_missing(hub: Hub) -> None:
    user = await open_refer(hub)
    outcome = await user.submit({})
    assert outcome.errors == {
        "Who is it about?": "Select who it is about",
        "Name": 'Enter a name, or "not known"',
        "What are you worried about?": "Enter an answer",
    }
    assert hub.desk.asked == []


async def test_a_done_without_words_closes_the_form(hub: Hub) -> None:
    user = await open_refer(hub)
    hub.desk.answers["referral.send"] = Answer("done")
    assert (await user.submit(FILLED)).kind == "closed"


async def test_a_done_with_a_next_form_shows_it_with_what_was_recorded(hub: Hub) -> None:
    user = await open_refer(hub)
    following = Form(
        "Nothing known", "check.nothing_known", "2", (Section(("The next one.",)),), submit="Confirm"
    )
    hub.desk.answers["referral.send"] = Answer("done", following, "Recorded 10:42am.")
    await user.submit(FILLED)
    assert user.dialog is not None
    assert user.dialog.text.splitlines() == [
        "Nothing known",
        "Recorded 10:42am.",
        "The next one.",
        "[Confirm]",
    ]


async def test_a_refusal_is_a_line_of_the_invoke_for_a_button_that_acts_and_a_message_in_a_dialog(
    hub: Hub,
) -> None:
    hub.desk.answers |= {"nudge.snooze": REFUSED, "check.answer": REFUSED}
    user, message = await posted(hub, DIGEST)
    words = "You proposed this, so somebody else must approve it. On duty now: M. Reyes."
    for label in ("Snooze to 1:30pm", "Add what we know"):
        outcome = await user.press(message, label)
        assert (outcome.kind, outcome.text) == ("message", words)


async def test_an_invalid_form_comes_back_filled_in_with_what_is_wrong(hub: Hub) -> None:
    user = await open_refer(hub)
    problems = {"name": "This looks like an address."}
    typed = {"who": ("adult",), "name": ("Bee, Kay",), "worry": ("line one\nline two",)}
    hub.desk.answers["referral.send"] = Answer("invalid", REFER.filled(typed, problems))
    outcome = await user.submit(FILLED)
    assert outcome.kind == "dialog"
    assert user.dialog is not None
    assert user.dialog.text.splitlines()[1:3] == ["There is a problem", "This looks like an address."]
    assert user.dialog.typed("Name") == "Bee, Kay"
    assert user.dialog.typed("What are you worried about?") == "line one\nline two"


async def test_a_button_of_a_form_takes_its_place_without_filling_it_in(hub: Hub) -> None:
    form = Form(
        "Approve",
        "proposal.approve",
        "9",
        (TextField("why", "Why"),),
        submit="Approve",
        buttons=(Button("Return it instead", "proposal.return", "9", "Return it instead", page=2),),
    )
    hub.desk.answers |= {"check.answer": Answer("open", form), "proposal.return": OPEN_REFER}
    user, message = await posted(hub, DIGEST)
    await user.press(message, "Add what we know")
    await user.submit(button="Return it instead")
    assert user.dialog is not None
    assert user.dialog.title == "Refer a concern"
    asked = hub.desk.asked[-1]
    assert (asked.verb, asked.thing, asked.page, asked.phase) == ("proposal.return", "9", 2, Phase.PRESS)


async def test_the_message_extension_opens_the_form_named_by_its_command(hub: Hub) -> None:
    hub.desk.answers["referral.start"] = OPEN_REFER
    user = hub.person()
    outcome = await user.message_extension("referral.start")
    assert outcome.kind == "dialog"
    assert (hub.desk.asked[0].thing, hub.desk.asked[0].prefill) == ("", {})
    sent = await user.submit(FILLED)
    assert (sent.kind, sent.text) == ("message", "Recorded 10:42am. MASH-2611-7K2QX.")
    assert hub.desk.asked[1].verb == "referral.send"


async def test_from_a_messages_menu_its_words_are_shown_in_the_form(hub: Hub) -> None:
    hub.desk.answers["referral.start"] = OPEN_REFER
    user = hub.person()
    team = hub.teams.home.team("Police", [user])
    channel = team.channel("Desk")
    message = channel.post(hub.person("T. Lowe"), {"type": "message", "text": 'He said "<b>no</b>" & left'})
    await user.message_extension("referral.start", message=message)
    assert hub.desk.asked[-1].prefill == {"worry": 'He said "<b>no</b>" & left'}


async def test_a_delivery_that_comes_again_has_the_same_key_and_one_sent_anew_the_same_token(
    hub: Hub,
) -> None:
    user = await open_refer(hub)
    outcome = await user.submit(FILLED)
    await hub.teams.redeliver(outcome.activity)
    await hub.teams.resend(outcome.activity)
    first, again, anew = hub.desk.asked
    assert first == again
    assert anew.delivery != first.delivery
    assert anew.token == first.token == "one-use-token"


async def test_presses_at_the_same_time_are_all_answered(hub: Hub) -> None:
    user, message = await posted(hub, DIGEST)
    outcomes = await asyncio.gather(*(user.press(message, "Snooze to 1:30pm") for _ in range(8)))
    assert [outcome.kind for outcome in outcomes] == ["message"] * 8
    assert len({asked.delivery for asked in hub.desk.asked}) == 8


async def test_what_is_typed_reaches_the_front_desk_and_is_answered_as_a_card(hub: Hub) -> None:
    user = hub.person()
    outcome = await user.say("  MASH-2611-7K2QX   please ")
    assert hub.desk.heard == [
        (identity(user), "MASH-2611-7K2QX please", f"{user.chat.id}:{outcome.activity['id']}")
    ]
    assert user.sees(user.chat)[-1] == "You said MASH-2611-7K2QX please"


async def test_a_message_that_is_delivered_again_is_answered_once(hub: Hub) -> None:
    user = hub.person()
    outcome = await user.say("hello")
    await hub.teams.redeliver(outcome.activity)
    assert len(user.chat.messages) == 2


async def test_words_in_a_channel_are_answered_in_the_persons_own_chat(hub: Hub) -> None:
    user = hub.person()
    channel = hub.teams.home.team("Hub", [user]).channel("Cases", "private", [user])
    await user.say("my work", channel)
    assert len(channel.messages) == 1
    assert user.sees(user.chat) == ["Your work list, 10:42am"]


async def test_my_work_is_one_live_card_brought_up_to_date_by_the_persons_own_press(hub: Hub) -> None:
    user, message = await posted(hub, DIGEST)
    await user.say("My work")
    await user.say("my  work")
    first, second = (one for one in hub.desk.standing if one[1] is Standing.LIST)
    assert first[2] != second[2], "the front desk has the one before taken away"
    assert user.sees(user.chat)[-1] == "Your work list, 10:42am"
    hub.desk.work = Card("Your work list, 10:50am", "Your work list, 10:50am")
    await user.press(message, "Snooze to 1:30pm")
    await hub.teams.until(lambda: "Your work list, 10:50am" in user.sees(user.chat))


async def test_when_the_front_desk_fails_the_form_stays_with_what_was_typed(hub: Hub) -> None:
    user = await open_refer(hub)
    hub.desk.answers["referral.send"] = RuntimeError("Kay Bee")
    await user.submit(FILLED)
    assert user.dialog is not None
    problem = user.dialog.text.splitlines()[2]
    assert problem.startswith(
        "We could not save that. Nothing was recorded and your text is still here. Press again. "
        f"If it fails again, use {WEB} or phone 01632 960 100. Reference "
    )
    assert user.dialog.typed("Name") == "Bee, Kay"
    assert user.dialog.typed("What are you worried about?") == "line one\nline two"
    hub.desk.answers["referral.send"] = Answer("done", note="Recorded.")
    await user.submit()
    assert hub.desk.asked[-1].token == "one-use-token"
    assert hub.desk.asked[-1].fields == hub.desk.asked[-2].fields


async def test_when_the_front_desk_fails_and_the_form_is_not_known_teams_keeps_the_dialog(hub: Hub) -> None:
    user = await open_refer(hub)
    sent = (await user.submit(FILLED)).activity
    hub.desk.answers["referral.send"] = RuntimeError("no")
    assert (await hub.teams.redeliver(sent)).status == 500


async def test_when_the_front_desk_fails_at_a_press_the_person_is_told(hub: Hub) -> None:
    hub.desk.answers |= {"nudge.snooze": RuntimeError("Kay Bee"), "check.answer": RuntimeError("Kay Bee")}
    user, message = await posted(hub, DIGEST)
    for label in ("Snooze to 1:30pm", "Add what we know"):
        outcome = await user.press(message, label)
        assert outcome.kind == "message"
        assert outcome.text.startswith("We could not save that.")
    assert hub.teams.search("Kay Bee") == []


async def test_what_was_written_stays_below_a_refusal(hub: Hub) -> None:
    user = await open_refer(hub)
    hub.desk.answers["referral.send"] = REFUSED
    await user.submit(FILLED)
    assert user.dialog is not None
    lines = user.dialog.text.splitlines()
    assert "You proposed this, so somebody else must approve it." in lines
    assert lines[lines.index("What you typed") :] == ["What you typed", "Bee, Kay", "line one", "line two"]


async def test_the_words_that_a_form_gets_here_are_in_the_persons_language(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "Words", Tongues)
    user = await open_refer(hub)
    wrong = REFER.filled({}, {"name": "Enter a name"})
    hub.desk.answers["referral.send"] = Answer("invalid", wrong, language=MARKED)
    await user.submit(FILLED)
    assert user.dialog is not None
    assert user.dialog.text.splitlines()[1] == "~There is a problem"


async def test_a_submit_says_which_page_of_its_form_it_is(hub: Hub) -> None:
    hub.desk.answers["check.nothing_known"] = Answer("open", replace(REFER, page=2))
    user, message = await posted(hub, DIGEST)
    await user.press(message, "Nothing known for MASH-2611-7K2QX")
    await user.submit(FILLED)
    assert (hub.desk.asked[-1].phase, hub.desk.asked[-1].page) == (Phase.SUBMIT, 2)


async def test_a_front_desk_that_is_too_slow_is_answered_for(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await open_refer(hub)
    _, message = await posted(hub, DIGEST, user)
    hub.desk.stuck, before = asyncio.Event(), hub.desk.finished
    monkeypatch.setattr(turns, "_IN_TIME", 0.05)
    pressed = await user.press(message, "Snooze to 1:30pm")
    assert pressed.text == "This is taking longer than it should. Press again."
    await user.submit(FILLED)
    assert user.dialog is not None
    assert user.dialog.text.splitlines()[2] == (
        "This is taking longer than it should. Your text is still here. Press again: it is recorded only once."
    )
    assert user.dialog.typed("Name") == "Bee, Kay"
    hub.desk.stuck.set()
    await asyncio.sleep(0)
    assert hub.desk.finished == before + 2, "what was begun goes on to its end"


async def test_logs_name_the_verb_and_a_reference_and_nothing_that_was_typed(hub: Hub) -> None:
    user = await open_refer(hub)
    hub.desk.answers["referral.send"] = RuntimeError("Kay Bee")
    with capture_logs() as logs:
        sent = (await user.submit(FILLED)).activity
        await hub.teams.deliver(sent, "wrong key")
        await hub.teams.deliver(sent | {"value": {}})
        hub.desk.answers["referral.send"] = REFER_WITH_A_COMMA
        await hub.teams.redeliver(sent)
    assert user.dialog is not None
    assert logs[0].pop("fault") in user.dialog.text
    logs[-1].pop("fault")
    assert "Kay" not in str(logs)
    known = ("event", "verb", "reason", "part", "error", "log_level")
    assert {key for each in logs for key in each} == {*known, "where", "logger_name"}
    assert [{key: each[key] for key in known if key in each} for each in logs] == [
        {"event": "teams.failed", "verb": "referral.send", "error": "RuntimeError", "log_level": "error"},
        {"event": "teams.not_let_in", "reason": "InvalidSignatureError", "log_level": "warning"},
        {"event": "teams.malformed", "part": "no verb", "log_level": "warning"},
        {"event": "teams.fault", "error": "ValueError", "log_level": "error"},
    ]


async def test_a_guard_that_fails_is_no_failure_of_teams(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(hub.desk, "channel_changed", fails)
    await hub.teams.install(hub.teams.home.team("Hub", [hub.person()]))


@pytest.mark.parametrize("name", ["composeExtension/query", "signin/verifyState", ""])
async def test_an_invoke_that_is_not_ours_reaches_nobody(hub: Hub, name: str) -> None:
    user, message = await posted(hub, DIGEST)
    activity = (await user.press(message, "Snooze to 1:30pm")).activity
    hub.desk.asked.clear()
    delivery = await hub.teams.deliver(activity | {"name": name})
    assert delivery.status == 400
    assert hub.desk.asked == []


@pytest.mark.parametrize(
    "value", [None, [], {}, {"action": None}, {"action": {"verb": 7}}, {"action": {"verb": ""}}, "text"]
)
async def test_an_invoke_without_a_verb_reaches_nobody(hub: Hub, value: object) -> None:
    user, message = await posted(hub, DIGEST)
    activity = (await user.press(message, "Snooze to 1:30pm")).activity
    hub.desk.asked.clear()
    delivery = await hub.teams.deliver(activity | {"value": value})
    assert delivery.status == 400
    assert hub.desk.asked == []


async def test_an_acting_button_that_needs_a_form_says_where_to_do_it(hub: Hub) -> None:
    hub.desk.answers["nudge.snooze"] = OPEN_REFER
    user, message = await posted(hub, DIGEST)
    assert (await user.press(message, "Snooze to 1:30pm")).text == "This needs a form. Open My work to do it."


async def test_a_changed_channel_is_told_to_the_guard(hub: Hub) -> None:
    first, second = hub.person("A. Novak"), hub.person("T. Lowe")
    channel = hub.teams.home.team("Hub", [first]).channel("Cases", "private", [first])
    await hub.teams.join(second, channel)
    await hub.teams.leave(second, channel)
    assert hub.desk.changed == [channel.id, channel.id]


async def test_a_store_that_does_not_take_a_reference_stops_no_press(hub: Hub) -> None:
    user, message = await posted(hub, DIGEST)

    hub.book.is_full = True
    team = hub.teams.home.team("New", [user])
    await hub.teams.install(team)
    assert team.id not in str(hub.book.pages)
    assert (await user.press(message, "Snooze to 1:30pm")).kind == "message"


NOT_SHOWN = (
    "Recorded 10:42am. It was recorded. What comes next could not be shown. "
    "Do not send it again: open My work to go on. Reference "
)


async def test_what_was_recorded_is_said_though_the_next_form_cannot_be_made(hub: Hub) -> None:
    user = await open_refer(hub)
    body = ("Kay Bee",)
    hub.desk.answers["referral.send"] = Answer(
        "done",
        Form("Next", "x", "", body),  # type: ignore[arg-type]  # a card module's mistake
        note="Recorded 10:42am.",
    )
    outcome = await user.submit(FILLED)
    assert outcome.kind == "message"
    assert outcome.text.startswith(NOT_SHOWN)
    assert hub.teams.search("Kay Bee") == []
