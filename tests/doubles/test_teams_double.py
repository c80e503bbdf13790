"""The Teams stand-in, driven by the real botbuilder library."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.core.teams import TeamsInfo
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationParameters,
    ConversationReference,
    ErrorResponseException,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from msrest.exceptions import ClientRequestError

from tests.doubles.teams import (
    FLAWS,
    AppUnreachable,
    BadAnswer,
    Chat,
    Message,
    Sighting,
    TeamsDouble,
    User,
    activities,
)
from tests.doubles.teams.botbuilder_bot import Bot, Turn, nothing
from tests.doubles.teams.limits import RateCounter
from tests.doubles.teams.login import SCOPE

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
SAFE = "MASH-2611-0042: RED. Due 1:12pm Mon 16 November."


@pytest.fixture
def teams() -> Iterator[TeamsDouble]:
    with TeamsDouble() as double:
        yield double


@pytest.fixture
async def bot(teams: TeamsDouble) -> AsyncIterator[Bot]:
    async with Bot(teams) as running:
        yield running


@pytest.fixture
def anna(teams: TeamsDouble) -> User:
    return teams.user("Anna Reyes")


def execute(title: str = "Nothing known", verb: str = "check.nothing") -> dict[str, Any]:
    data = {"verb": verb, "thing": "c1"}
    old = {"type": "Action.Submit", "title": title, "data": data}
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data, "fallback": old}


def opens(title: str = "Give our view") -> dict[str, Any]:
    return {
        "type": "Action.Submit",
        "title": title,
        "data": {"msteams": {"type": "task/fetch"}, "verb": "vote.open"},
    }


def card(*actions: dict[str, Any], words: str = SAFE, **more: Any) -> dict[str, Any]:
    body = [{"type": "TextBlock", "text": words, "wrap": True}]
    said = {"fallbackText": words, "speak": words}
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": list(actions)} | said | more


def form(title: str = "Give our view") -> dict[str, Any]:
    rating = {
        "type": "Input.ChoiceSet",
        "id": "rating",
        "label": "Our rating",
        "style": "expanded",
        "isRequired": True,
        "errorMessage": "Choose a rating.",
        "choices": [{"title": "RED ◆", "value": "red"}, {"title": "GREEN ●", "value": "green"}],
    }
    why = {
        "type": "Input.Text",
        "id": "why",
        "label": "Why",
        "isMultiline": True,
        "maxLength": 20,
        "regex": "^[^0-9]*$",
        "errorMessage": "Leave numbers out.",
    }
    tell = {"type": "Input.Toggle", "id": "tell", "label": "Tell me", "title": "Tell me when it is decided"}
    content: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.5", "body": [rating, why, tell]}
    content["actions"] = [{"type": "Action.Submit", "title": "Send", "data": {"verb": "vote.cast"}}]
    info = {"title": title, "width": "medium", "card": {"contentType": CARD_TYPE, "content": content}}
    return {"task": {"type": "continue", "value": info}}


def only_says(words: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": words}


def card_activity(content: dict[str, Any]) -> Activity:
    attachment = Attachment(content_type=CARD_TYPE, content=content)
    return Activity(type="message", summary=content["fallbackText"], attachments=[attachment])


def reference(bot: Bot) -> ConversationReference:
    """The conversation that was heard last, as a bot would store it."""
    return TurnContext.get_conversation_reference(bot.heard[-1])


async def update(bot: Bot, message: Message, content: dict[str, Any]) -> None:
    """Change a message from outside a turn."""

    async def turn(context: TurnContext) -> None:
        changed = card_activity(content)
        changed.id = message.id
        await context.update_activity(changed)

    await bot.adapter.continue_conversation(reference(bot), turn, bot.app_id)


def connector(context: TurnContext) -> Any:
    """The library's client for the REST API."""
    return context.turn_state[CloudAdapterBase.BOT_CONNECTOR_CLIENT_KEY]


def starts_thread(channel: Chat, content: dict[str, Any]) -> Turn:
    """A turn that starts a thread in a channel."""

    async def turn(context: TurnContext) -> None:
        where = {"channel": {"id": channel.id}}
        wanted = ConversationParameters(is_group=True, channel_data=where, activity=card_activity(content))
        opened = await connector(context).conversations.create_conversation(wanted)
        assert opened.id == f"{channel.id};messageid={opened.activity_id}"

    return turn


def opens_chat(user: User) -> Turn:
    """A turn that opens a personal chat and posts a card in it."""

    async def turn(context: TurnContext) -> None:
        members, tenant = [ChannelAccount(id=user.mri)], user.tenant.id
        wanted = ConversationParameters(is_group=False, members=members, tenant_id=tenant)
        opened = await connector(context).conversations.create_conversation(wanted)
        await connector(context).conversations.send_to_conversation(opened.id, card_activity(card()))

    return turn


@contextlib.asynccontextmanager
async def deaf_bot(teams: TeamsDouble) -> AsyncIterator[list[dict[str, str]]]:
    """A bot that takes everything and does nothing; yields the headers that it got."""
    got: list[dict[str, str]] = []

    async def messages(request: web.Request) -> web.Response:
        got.append(dict(request.headers))
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/", messages)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield got
    await runner.cleanup()


def says(content: dict[str, Any]) -> Turn:
    """A turn that posts a card."""

    async def turn(context: TurnContext) -> None:
        await context.send_activity(card_activity(content))

    return turn


async def posted(bot: Bot, anna: User, content: dict[str, Any]) -> Message:
    """The bot's card in the personal chat."""
    bot.turn = says(content)
    await anna.say("go on")
    bot.turn = nothing
    return anna.chat.latest


# --- who may speak to whom ---


async def test_a_signed_message_reaches_the_bot_as_teams_sends_it(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    await anna.say("my work")

    (heard,) = bot.heard
    assert (heard.text, heard.channel_id) == ("my work", "msteams")
    assert heard.from_property.aad_object_id == anna.object_id
    assert heard.channel_data["tenant"]["id"] == teams.home.id
    assert heard.service_url == teams.service_url


@pytest.mark.parametrize("flaw", FLAWS)
async def test_a_careful_bot_refuses_each_bad_credential(
    teams: TeamsDouble, bot: Bot, anna: User, flaw: str
) -> None:
    delivery = await teams.deliver(activities.said(anna, anna.chat, "let me in", None), flaw)

    assert delivery.status == 401
    assert bot.heard == []


async def test_the_library_alone_lets_two_bad_credentials_in(teams: TeamsDouble, anna: User) -> None:
    async with Bot(teams, careful=False):
        said = activities.said(anna, anna.chat, "let me in", None)
        let_in = [flaw for flaw in FLAWS if (await teams.deliver(said, flaw)).status != 401]

    assert let_in == ["no expiry", "the bot's own token"]


async def test_an_unknown_flaw_is_a_mistake_of_the_test(teams: TeamsDouble, anna: User) -> None:
    with pytest.raises(ValueError, match="no such flaw"):
        await teams.deliver(activities.said(anna, anna.chat, "hello", None), "wrong colour")


async def test_after_a_rotation_a_bot_that_keeps_old_keys_is_not_reached(
    teams: TeamsDouble, anna: User
) -> None:
    async with Bot(teams):
        await anna.say("before")
        teams.keys.rotate()
        with pytest.raises(AppUnreachable, match="401"):
            await anna.say("after")

        JwtTokenExtractor.metadataCache.clear()
        assert (await anna.say("with new keys")).kind == "sent"


async def test_the_connector_wants_the_token_that_the_login_service_gave(teams: TeamsDouble) -> None:
    url = f"{teams.service_url}v3/conversations"
    wrong = {
        "grant_type": "client_credentials",
        "client_id": teams.app_id,
        "client_secret": "guess",
        "scope": SCOPE,
    }
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={}, headers={"Authorization": "Bearer guess"}) as answer:
            assert answer.status == 401
        async with session.post(teams.token_url, data=wrong) as answer:
            assert (answer.status, (await answer.json())["error"]) == (401, "invalid_client")


async def test_a_forgotten_token_is_refused(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    await posted(bot, anna, card())
    teams.login.forget()
    bot.turn = says(card())

    with pytest.raises(ErrorResponseException, match="Authorization"):
        await bot.adapter.continue_conversation(reference(bot), says(card()), teams.app_id)


async def test_a_local_bot_needs_neither_token_nor_signature() -> None:
    with TeamsDouble(local=True) as teams:
        anna = teams.user("Anna Reyes")
        async with aiohttp.ClientSession() as session, deaf_bot(teams) as headers:
            await anna.say("hello")
            url = f"{teams.service_url}v3/conversations/{anna.chat.id}/activities"
            async with session.post(url, json={"type": "message", "text": "hello yourself"}) as answer:
                assert answer.status == 201
        assert "Authorization" not in headers[0]
        assert anna.sees(anna.chat) == ["hello", "hello yourself"]


# --- cards and presses ---


async def test_a_card_is_read_as_a_person_reads_it(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card(execute(), opens()))

    assert message.text == f"{SAFE}\n[Nothing known]\n[Give our view]"
    assert message.previews == (SAFE,)
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


# --- what the Connector refuses ---


async def refused(bot: Bot, anna: User, turn: Turn) -> tuple[int, str]:
    """Status and code with which the Connector refuses what a turn does."""
    await anna.say("go on")
    where = reference(bot)
    try:
        await bot.adapter.continue_conversation(where, turn, bot.app_id)
    except ErrorResponseException as error:
        return error.response.status_code, error.error.error.code
    raise AssertionError("it was not refused")


async def test_a_bot_that_was_removed_may_not_write(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    await anna.say("hello")
    await teams.uninstall(anna)
    assert [heard.type for heard in bot.heard[1:]] == ["installationUpdate", "conversationUpdate"]
    assert bot.heard[1].action == "remove"

    assert await refused(bot, anna, says(card())) == (403, "MessageWritesBlocked")
    assert anna.sees(anna.chat) == ["hello", "go on"]


async def test_a_bot_that_is_not_in_the_team_may_not_post_there(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    team = teams.home.team("MASH", [anna])
    channel = team.channel("Duty desk", "private", [anna])
    channel.app_added = False

    assert await refused(bot, anna, starts_thread(channel, card())) == (
        403,
        "BotNotInConversationRoster",
    )


async def test_a_chat_with_somebody_without_the_app_is_not_opened(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    ben = teams.user("Ben Cole", installed=False)

    assert await refused(bot, anna, opens_chat(ben)) == (403, "ForbiddenOperationException")
    await teams.install(ben)
    await anna.say("again")
    await bot.adapter.continue_conversation(reference(bot), opens_chat(ben), bot.app_id)
    assert ben.sees(ben.chat) == [SAFE]


async def test_a_conversation_or_a_message_that_is_not_there(bot: Bot, anna: User) -> None:
    async def changes_nothing(context: TurnContext) -> None:
        changed = card_activity(card())
        changed.id = "1"
        await context.update_activity(changed)

    async def writes_elsewhere(context: TurnContext) -> None:
        context.activity.conversation.id = "a:nowhere"
        await context.send_activity("hello")

    async def deletes_what_is_not_its_own(context: TurnContext) -> None:
        await context.delete_activity(anna.chat.messages[0].id)

    assert await refused(bot, anna, changes_nothing) == (404, "ActivityNotFoundInConversation")
    assert await refused(bot, anna, writes_elsewhere) == (404, "ConversationNotFound")
    assert await refused(bot, anna, deletes_what_is_not_its_own) == (403, "NotEnoughPermissions")


async def test_a_deleted_message_is_gone_for_everybody(bot: Bot, anna: User) -> None:
    message = await posted(bot, anna, card())

    async def deletes(context: TurnContext) -> None:
        await context.delete_activity(message.id)

    await bot.adapter.continue_conversation(reference(bot), deletes, bot.app_id)

    assert anna.sees(anna.chat) == ["go on"]
    assert await refused(bot, anna, deletes) == (404, "ActivityNotFoundInConversation")


async def test_a_message_over_100_kilobytes_is_too_big(bot: Bot, anna: User) -> None:
    async def says_a_lot(context: TurnContext) -> None:
        await context.send_activity("é" * 52_000)

    assert await refused(bot, anna, says_a_lot) == (413, "MessageSizeTooBig")


@pytest.mark.parametrize(
    ("activity", "problem"),
    [
        (card_activity(card(speak="Other words")), "speak and the first TextBlock differ"),
        (card_activity(card(execute() | {"fallback": "drop"})), "no fallback Action.Submit"),
        (Activity(type="message", summary="x", attachments=card_activity(card()).attachments), "summary"),
        (
            Activity(type="message", text="x", summary=SAFE, attachments=card_activity(card()).attachments),
            "may split them",
        ),
        (Activity(type="message", attachments=[Attachment(content_type="image/png")]), "attachment of type"),
    ],
)
async def test_a_faulty_message_is_refused_and_noted(
    teams: TeamsDouble, bot: Bot, anna: User, activity: Activity, problem: str
) -> None:
    async def turn(context: TurnContext) -> None:
        await context.send_activity(activity)

    assert await refused(bot, anna, turn) == (400, "BadSyntax")
    assert problem in " ".join(teams.problems)


# --- limits and bad days ---


async def test_the_eighth_message_within_a_second_is_throttled(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    teams.enforce_rates = True

    async def says_much(context: TurnContext) -> None:
        for _ in range(8):
            await context.send_activity("hello")

    assert await refused(bot, anna, says_much) == (429, "Throttled")
    assert anna.sees(anna.chat).count("hello") == 7
    assert teams.rates.broken() == []


def test_rates_are_counted_for_each_thread_over_each_window() -> None:
    now = [0.0]
    rates = RateCounter(clock=lambda: now[0])
    for moment in range(61):
        now[0] = moment * 0.45
        assert rates.is_over("one") == (moment == 60)
        rates.count("one")
    rates.count("other")

    assert rates.busiest(1.0) == 3
    assert rates.broken() == ["61 sends to a thread within 30 s, 60 allowed"]


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_a_send_fails_on_demand_and_leaves_nothing(
    teams: TeamsDouble, bot: Bot, anna: User, status: int
) -> None:
    teams.fail_next("send", status, retry_after=2)

    assert (await refused(bot, anna, says(card())))[0] == status
    assert anna.sees(anna.chat) == ["go on"]
    await posted(bot, anna, card())
    assert anna.chat.latest.text == SAFE


async def test_a_connection_may_break_after_the_work_was_done(
    teams: TeamsDouble, bot: Bot, anna: User
) -> None:
    await anna.say("go on")
    teams.fail_next("send", drop=True, after_work=True)

    with pytest.raises(ClientRequestError):
        await bot.adapter.continue_conversation(reference(bot), says(card()), bot.app_id)
    assert anna.sees(anna.chat) == ["go on", SAFE]
    assert teams.record.of("send")[-1].status == 0


async def test_a_fault_may_concern_one_conversation(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    ben = teams.user("Ben Cole")
    teams.fail_next("any", 504, conversation=ben.chat.id)

    await posted(bot, anna, card())
    with pytest.raises(AppUnreachable, match="500"):
        await posted(bot, ben, card())


async def test_a_bot_that_does_not_listen_cannot_be_reached(teams: TeamsDouble, anna: User) -> None:
    async with Bot(teams):
        pass

    with pytest.raises(AppUnreachable, match="no answer"):
        await anna.say("hello")


# --- channels, teams, members ---


async def test_a_channel_has_threads(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    channel = teams.home.team("MASH", [anna]).channel("Duty desk")
    await anna.say("hello")
    await bot.adapter.continue_conversation(reference(bot), starts_thread(channel, card()), bot.app_id)
    root = channel.latest
    bot.turn = says(card(words="An answer"))
    await anna.say("what is this?", answer_to=root)

    heard = bot.heard[-1]
    assert heard.text == "<at>MASH</at> what is this?"
    assert heard.conversation.id == f"{channel.id};messageid={root.id}"
    assert heard.channel_data["channel"]["id"] == channel.id
    said = [message.text for message in channel.thread(root)]
    assert said == [SAFE, "<at>MASH</at> what is this?", "An answer"]


async def test_members_come_in_pages_with_guests_among_them(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    police = teams.tenant("Police")
    people = [anna, teams.user("Ben Cole", guest=True), teams.user("Cara Lee", police)]
    teams.members_per_page = 2
    team = teams.home.team("MASH", people)
    channel = team.channel("Duty desk")
    pages: list[list[Any]] = []

    async def looks(context: TurnContext) -> None:
        token = None
        while True:
            page = await TeamsInfo.get_paged_members(context, token)
            pages.append(page.members)
            token = page.continuation_token
            if not token:
                break
        pages.append([await TeamsInfo.get_member(context, anna.object_id)])

    bot.turn = looks
    await anna.say("who is here?", channel)

    assert [[member.name for member in page] for page in pages] == [
        ["Anna Reyes", "Ben Cole"],
        ["Cara Lee"],
        ["Anna Reyes"],
    ]
    assert [member.user_role for member in pages[0]] == ["user", "guest"]
    assert pages[1][0].tenant_id == police.id
    assert pages[0][0].aad_object_id == anna.object_id


async def test_a_private_channel_has_its_own_members(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    ben = teams.user("Ben Cole")
    team = teams.home.team("MASH", [anna, ben])
    channel = team.channel("Duty desk", "private", [anna])
    found: list[list[str]] = []

    async def looks(context: TurnContext) -> None:
        for where in (channel.id, team.id):
            page = await connector(context).conversations.get_conversation_paged_members(where)
            found.append([member.name for member in page.members])
        # The library asks for the members of the team, whatever the channel.
        found.append([member.name for member in (await TeamsInfo.get_paged_members(context)).members])

    bot.turn = looks
    await anna.say("who is here?", channel)

    assert found == [["Anna Reyes"], ["Anna Reyes", "Ben Cole"], ["Anna Reyes", "Ben Cole"]]


async def test_a_team_tells_its_channels(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    team = teams.home.team("MASH", [anna])
    channel = team.channel("Duty desk", "private", [anna])
    found: list[Any] = []

    async def looks(context: TurnContext) -> None:
        found.append(await TeamsInfo.get_team_channels(context))
        found.append(await TeamsInfo.get_team_details(context))

    bot.turn = looks
    await anna.say("what is this?", channel)

    channels, details = found
    assert [(each.name, each.id) for each in channels] == [(None, team.id), ("Duty desk", channel.id)]
    assert (details.name, details.aad_group_id) == ("MASH", team.group_id)


async def test_the_bot_is_told_who_joins_and_leaves(teams: TeamsDouble, bot: Bot, anna: User) -> None:
    ben = teams.user("Ben Cole")
    team = teams.home.team("MASH", [anna])

    await teams.join(ben, team)
    assert bot.heard[-1].channel_data["eventType"] == "teamMemberAdded"
    assert bot.heard[-1].members_added[0].aad_object_id == ben.object_id
    await teams.leave(ben, team, by=anna)
    assert bot.heard[-1].members_removed[0].id == ben.mri
    assert team.members == [anna]


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
