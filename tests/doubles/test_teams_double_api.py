"""The Teams stand-in's services: credentials, the Connector, limits, rosters; driven by the real botbuilder library."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.core.teams import TeamsInfo
from botbuilder.schema import Activity, Attachment, ErrorResponseException
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from msrest.exceptions import ClientRequestError

from tests.doubles.teams import FLAWS, AppUnreachable, TeamsDouble, User, activities
from tests.doubles.teams.limits import RateCounter
from tests.doubles.teams.login import SCOPE
from tests.doubles.teams_sample_bot import Bot, Turn
from tests.doubles.teams_sample_cards import (
    SAFE,
    card,
    card_activity,
    connector,
    execute,
    opens_chat,
    posted,
    reference,
    says,
    starts_thread,
)


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


async def test_a_person_who_blocked_the_bot_gets_nothing(bot: Bot, anna: User) -> None:
    anna.chat.app_blocked = True

    assert await refused(bot, anna, says(card())) == (403, "MessageWritesBlocked")


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
