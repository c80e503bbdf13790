"""People in the Teams stand-in: presses, forms, refreshed cards; driven by the real botbuilder library."""

import asyncio
from typing import Any

import pytest
from botbuilder.core import TurnContext

from tests.doubles.teams import AppUnreachable, BadAnswer, Sighting, TeamsDouble, User
from tests.doubles.teams_sample_bot import Bot, nothing
from tests.doubles.teams_sample_cards import (
    CARD_TYPE,
    MESSAGE_TYPE,
    SAFE,
    card,
    execute,
    form,
    only_says,
    opens,
    posted,
    reference,
    says,
    update,
)

# --- cards and presses ---


async def test_a_card_is_read_as_a_person_reads_it(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(execute(), opens()))

    assert message.text == f"{SAFE}\n[Nothing known]\n[Give our view]"
    assert list(message.previews) == [SAFE]
    assert 0 < message.card_size < message.size
    assert teams.problems == []


async def test_pressing_an_execute_button_gives_a_line(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(execute()))
    bot.invoke_answer = only_says("Recorded 10:42am. MASH-2611-0042.")

    outcome = await anna.press(message, "Nothing known")

    assert (outcome.kind, outcome.text) == ("message", "Recorded 10:42am. MASH-2611-0042.")
    value = bot.heard[-1].value
    assert value["trigger"] == "manual"
    assert value["action"]["verb"] == "check.nothing"
    assert value["action"]["data"] == {"verb": "check.nothing", "thing": "c1"}
    assert bot.heard[-1].reply_to_id == message.id


async def test_a_card_in_the_answer_is_seen_by_one_person_until_the_next_edit(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    ben = teams.user("Ben Cole")
    group = teams.group("Strategy", [anna, ben])
    bot.turn = says(card(execute()))
    await anna.say("go on", group)
    bot.turn = nothing
    message = group.latest
    bot.invoke_answer = {"statusCode": 200, "type": CARD_TYPE, "value": card(words="Only for Anna")}

    await anna.press(message, "Nothing known")
    assert [anna.sees(group)[-1], ben.sees(group)[-1]] == ["Only for Anna", f"{SAFE}\n[Nothing known]"]

    await update(bot, message, card(words="For everybody"))
    assert [anna.sees(group)[-1], ben.sees(group)[-1]] == ["For everybody", "For everybody"]
    assert message.edits == 1


async def test_an_old_client_sends_the_fallback(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(execute()))

    outcome = await anna.press(message, "Nothing known", old_client=True)

    assert outcome.kind == "sent"
    assert (bot.heard[-1].type, bot.heard[-1].value) == ("message", {"verb": "check.nothing", "thing": "c1"})


async def test_a_client_that_lags_presses_on_the_card_as_it_was(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(execute()))
    await update(bot, message, card(words="Closed."))
    bot.invoke_answer = only_says("This case is closed.")

    with pytest.raises(AssertionError, match="0 buttons are called"):
        await anna.press(message, "Nothing known")
    assert (await anna.press(message, "Nothing known", as_of=0)).text == "This case is closed."


@pytest.mark.parametrize(
    ("answer", "status", "complaint"),
    [
        (None, 200, "an empty answer"),
        (None, 501, "status 501"),
        ({"task": {}}, 200, "not statusCode"),
        ({"statusCode": 500, "type": MESSAGE_TYPE, "value": "no"}, 200, "statusCode 500"),
        ({"statusCode": 200, "type": MESSAGE_TYPE, "value": {"text": "no"}}, 200, "not a string"),
        ({"statusCode": 200, "type": MESSAGE_TYPE, "value": ""}, 200, "not a string"),
        ({"statusCode": 200, "type": CARD_TYPE, "value": {"type": "AdaptiveCard"}}, 200, "version is None"),
        ({"statusCode": 200, "type": "text/plain", "value": "no"}, 200, "type 'text/plain'"),
    ],
)
async def test_an_answer_that_teams_cannot_show_fails_the_story(
    bot: Bot, anna: User, answer: Any, status: int, complaint: str
) -> None:
    message = await posted(bot, anna, card(execute()))
    bot.invoke_answer, bot.invoke_status = answer, status

    with pytest.raises((AppUnreachable, BadAnswer), match=complaint):
        await anna.press(message, "Nothing known")


async def test_presses_at_the_same_moment_are_under_way_together(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    ben = teams.user("Ben Cole")
    group = teams.group("Strategy", [anna, ben])
    bot.turn = says(card(execute()))
    await anna.say("go on", group)
    both = asyncio.Barrier(2)

    async def waits_for_the_other(_: TurnContext) -> None:
        async with asyncio.timeout(5):
            await both.wait()

    bot.turn = waits_for_the_other
    bot.invoke_answer = only_says("Recorded.")
    outcomes = await asyncio.gather(*(user.press(group.latest, "Nothing known") for user in (anna, ben)))

    assert [outcome.text for outcome in outcomes] == ["Recorded.", "Recorded."]


async def test_the_same_activity_comes_again_and_an_invoke_under_a_new_id(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    message = await posted(bot, anna, card(execute()))
    bot.invoke_answer = only_says("Recorded.")
    outcome = await anna.press(message, "Nothing known")

    again = await teams.redeliver(outcome.activity)
    anew = await teams.resend(outcome.activity)

    first, second, third = bot.heard[-3:]
    assert first.id == second.id != third.id
    assert first.value == second.value == third.value
    assert again.status == anew.status == 200


async def test_nobody_presses_where_they_are_not(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(execute()))

    with pytest.raises(AssertionError, match="Ben Cole is not in personal"):
        await teams.user("Ben Cole").press(message, "Nothing known")


# --- forms ---


async def test_a_form_opens_is_checked_by_the_client_and_sent(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(opens()))
    bot.invoke_answer = form()
    opened = await anna.press(message, "Give our view >")
    assert opened.kind == "dialog"
    assert anna.dialog is not None
    assert (anna.dialog.title, anna.dialog.labels, anna.dialog.buttons) == (
        "Give our view",
        ["Our rating", "Why", "Tell me"],
        ["Send"],
    )
    assert anna.dialog.choices("Our rating") == ["RED ◆", "GREEN ●"]

    refused = await anna.submit({"Why": "room 9"})
    assert refused.errors == {"Our rating": "Choose a rating.", "Why": "Leave numbers out."}
    assert bot.heard[-1].name == "task/fetch"

    bot.invoke_answer = {"task": {"type": "message", "value": "Recorded 10:42am."}}
    sent = await anna.submit({"Our rating": "RED ◆", "Why": "worried", "Tell me": True})
    assert bot.heard[-1].name == "task/submit"
    assert bot.heard[-1].value["data"] == {
        "verb": "vote.cast",
        "rating": "red",
        "why": "worried",
        "tell": "true",
    }
    assert bot.heard[-1].reply_to_id == message.id
    assert (sent.kind, anna.dialog.text) == ("message", "Recorded 10:42am.")


async def test_an_empty_answer_closes_the_form(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(opens()))
    bot.invoke_answer = form()
    await anna.press(message, "Give our view")
    bot.invoke_answer = None

    assert (await anna.submit({"Our rating": "GREEN ●"})).kind == "closed"
    assert anna.dialog is None
    assert bot.heard[-1].value["data"] == {"verb": "vote.cast", "rating": "green", "why": "", "tell": "false"}


async def test_the_same_form_may_come_back(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(opens()))
    bot.invoke_answer = form()
    await anna.press(message, "Give our view")
    bot.invoke_answer = form("There is a problem")

    assert (await anna.submit({"Our rating": "RED ◆"})).kind == "dialog"
    assert anna.dialog is not None
    assert anna.dialog.title == "There is a problem"


async def test_what_is_longer_than_a_field_is_not_typed(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(opens()))
    bot.invoke_answer = form()
    await anna.press(message, "Give our view")
    bot.invoke_answer = None
    await anna.submit({"Our rating": "RED ◆", "Why": "a" * 25})

    assert bot.heard[-1].value["data"]["why"] == "a" * 20


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"Rating": "RED ◆"}, "no field is labelled"),
        ({"Our rating": "PURPLE"}, "does not offer 'PURPLE'"),
        ({"Our rating": ["RED ◆", "GREEN ●"]}, "takes one choice"),
    ],
)
async def test_nobody_fills_in_what_is_not_there(bot: Bot, anna: User, values: Any, complaint: str) -> None:
    message = await posted(bot, anna, card(opens()))
    bot.invoke_answer = form()
    await anna.press(message, "Give our view")

    with pytest.raises(AssertionError, match=complaint):
        await anna.submit(values)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (form("A title that is longer than 24"), "1 to 24"),
        (
            {"task": {"type": "continue", "value": {"title": "Page", "url": "https://example.test"}}},
            "a dialog with",
        ),
        ({"task": {"type": "message", "value": ""}}, "not a string"),
        ({"task": {"type": "close"}}, "task of type"),
        (only_says("Recorded."), "not a task"),
        (None, "an empty answer"),
    ],
)
async def test_a_form_that_teams_cannot_show_fails_the_story(
    bot: Bot, anna: User, answer: Any, complaint: str
) -> None:
    message = await posted(bot, anna, card(opens()))
    bot.invoke_answer = answer

    with pytest.raises((AppUnreachable, BadAnswer), match=complaint):
        await anna.press(message, "Give our view")


async def test_a_message_extension_gets_the_message_and_sends_its_form(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    ben = teams.user("Ben Cole")
    group = teams.group("Strategy", [anna, ben])
    await ben.say("he came with <bruises>", group)
    bot.invoke_answer = form()
    await anna.message_extension("refer", message=group.latest)

    asked = bot.heard[-1]
    assert asked.name == "composeExtension/fetchTask"
    assert (asked.value["commandId"], asked.value["commandContext"]) == ("refer", "message")
    assert "&lt;bruises&gt;" in asked.value["messagePayload"]["body"]["content"]
    assert asked.value["messagePayload"]["from"]["user"]["id"] == ben.object_id

    bot.invoke_answer = None
    outcome = await anna.submit({"Our rating": "RED ◆"})
    assert (outcome.kind, bot.heard[-1].name) == ("closed", "composeExtension/submitAction")
    assert bot.heard[-1].value["data"]["rating"] == "red"
    assert bot.heard[-1].value["messagePayload"] == asked.value["messagePayload"]


# --- refresh ---


@pytest.mark.parametrize(("people", "asked"), [(60, 60), (61, 0)])
async def test_a_card_refreshes_for_sixty_people_at_most(
    teams: TeamsDouble, bot: Bot, people: int, asked: int
) -> None:
    group = teams.group("Everybody", [teams.user(f"Person {number}") for number in range(people)])
    bot.invoke_answer = {"statusCode": 200, "type": CARD_TYPE, "value": card(words="Your own")}
    bot.turn = says(card(refresh={"action": execute()}))
    await group.members[0].say("go on", group)
    bot.turn = nothing
    await teams.quiet()

    refreshed = [heard for heard in bot.heard if heard.type == "invoke"]
    assert len(refreshed) == asked
    assert all(heard.value["trigger"] == "automatic" for heard in refreshed)
    assert group.members[-1].sees(group)[-1] == ("Your own" if asked else SAFE)
    assert teams.problems == []


async def test_only_those_listed_are_refreshed_after_an_edit(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    ben = teams.user("Ben Cole")
    group = teams.group("Strategy", [anna, ben])
    bot.turn = says(card())
    await anna.say("go on", group)
    bot.turn = nothing
    bot.invoke_answer = {"statusCode": 200, "type": CARD_TYPE, "value": card(words="For Ben")}

    await update(bot, group.latest, card(refresh={"action": execute(), "userIds": [ben.mri]}))
    await teams.quiet()

    assert [anna.sees(group)[-1], ben.sees(group)[-1]] == [SAFE, "For Ben"]
    await anna.refresh(group.latest)
    assert anna.sees(group)[-1] == "For Ben"


# --- waiting and searching ---


async def test_waiting_for_what_the_bot_posts_later(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    await anna.say("hello")
    later = asyncio.create_task(bot.adapter.continue_conversation(reference(bot), says(card()), bot.app_id))

    message = await teams.until(lambda: anna.chat.showing("MASH-2611-0042"))

    await later
    assert message.text == SAFE


async def test_waiting_in_vain_says_what_there_is(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    await posted(bot, anna, card())

    with pytest.raises(
        AssertionError, match=r"0 messages say 'another case'(.|\n)*MASH-2611-0042(.|\n)*send 201"
    ):
        await teams.until(lambda: anna.chat.showing("another case"), within=0.05)


async def test_a_search_finds_a_word_wherever_it_left_the_bot(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    message = await posted(bot, anna, card(execute(), words="Ruby Canary"))
    bot.invoke_answer = only_says("Told you of ruby canary.")
    await anna.press(message, "Nothing known")

    assert [(found.where, found.conversation) for found in teams.search("Ruby Canary")] == [
        ("call send", anna.chat.id),
        ("answer to adaptiveCard/action", anna.chat.id),
    ]
    assert teams.search(teams.app_password) == [Sighting("call token", None)]


async def test_other_buttons_write_as_the_person(bot: Bot, anna: User) -> None:
    says_it = {
        "type": "Action.Submit",
        "title": "My work",
        "data": {"msteams": {"type": "imBack", "value": "my work"}},
    }
    back = {"type": "messageBack", "text": "list", "displayText": "List", "value": {"page": 2}}
    sends_back = {"type": "Action.Submit", "title": "List", "data": {"msteams": back}}
    link = {"type": "Action.OpenUrl", "title": "Web page", "url": "https://hub.example/"}
    message = await posted(bot, anna, card(says_it, sends_back, link))

    await anna.press(message, "My work")
    assert bot.heard[-1].text == "my work"
    await anna.press(message, "List")
    assert (bot.heard[-1].text, bot.heard[-1].value) == ("list", {"page": 2})
    assert (await anna.press(message, "Web page")).text == "https://hub.example/"


async def test_a_bad_answer_to_a_refresh_is_a_problem(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    bot.invoke_answer = {"task": {}}
    await posted(bot, anna, card(refresh={"action": execute()}))
    await teams.quiet()

    assert teams.problems == ["refresh for Anna Reyes: not statusCode, type and value: ['task']"]


async def test_a_lock_screen_may_show_any_of_several_words(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card())
    content = message.activity
    assert list(message.previews) == [SAFE]

    content["summary"] = "Other words"
    assert list(message.previews) == ["Other words", SAFE]
    content["summary"], content["attachments"] = "", []
    assert list(message.previews) == ["Sent a card"]
