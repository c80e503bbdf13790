"""Who gets in, and who does not."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.surfaces.teams import signing_keys
from bot.surfaces.teams.doorman import Caller, Doorman, NotLetIn
from bot.surfaces.teams.settings import NotSafe, TeamsSettings
from bot.surfaces.teams.signing_keys import NoKeys, SigningKeys
from tests.doubles.teams import FLAWS, TeamsDouble, User
from tests.surfaces.teams.conftest import Hub, running, settings, web_page


async def a_press(hub: Hub, user: User | None = None) -> dict[str, Any]:
    """An activity that was let in, to be changed."""
    outcome = await (user or hub.person()).say("hello")
    hub.desk.heard.clear()
    return outcome.activity | {"id": "another"}


def reached(hub: Hub) -> int:
    return len(hub.desk.asked) + len(hub.desk.heard) + len(hub.desk.changed)


@pytest.mark.parametrize("flaw", FLAWS)
async def test_bad_credentials_are_401_and_reach_nobody(hub: Hub, flaw: str) -> None:
    activity = await a_press(hub)
    written = hub.book.written
    delivery = await hub.teams.deliver(activity, flaw)
    assert (delivery.status, delivery.body) == (401, b"")
    assert reached(hub) == 0
    assert hub.book.written == written


async def test_good_credentials_get_in(hub: Hub) -> None:
    assert (await hub.teams.deliver(await a_press(hub))).status == 200
    assert reached(hub) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"channelId": "webchat"},
        {"channelId": None},
        {"channelData": {"tenant": {"id": "11111111-2222-3333-4444-555555555555"}}},
        {"channelData": {}},
        {"channelData": None},
    ],
)
async def test_other_channels_and_tenants_are_401(hub: Hub, change: dict[str, Any]) -> None:
    activity = await a_press(hub)
    assert (await hub.teams.deliver(activity | change)).status == 401
    assert reached(hub) == 0


async def test_a_listed_partner_tenant_gets_in_and_another_does_not(teams: TeamsDouble) -> None:
    police, strangers = teams.tenant("Police"), teams.tenant("Strangers")
    async with running(teams, settings(teams, partners=frozenset({police.id}))) as hub:
        activity = await a_press(hub, teams.user("K. Doyle", police))
        assert (await teams.deliver(activity)).status == 200
        with pytest.raises(AssertionError, match="401"):
            await teams.user("M. Mallory", strangers).say("hello")


@pytest.mark.parametrize("host", ["smba.trafficmanager.net", "127.0.0.2", "localhost"])
async def test_a_service_that_is_not_listed_is_401_even_with_a_good_token(
    teams: TeamsDouble, host: str
) -> None:
    async with running(teams, settings(teams, service_hosts=frozenset({host}))) as hub:
        with pytest.raises(AssertionError, match="401"):
            await hub.person().say("hello")
        assert reached(hub) == 0
        assert teams.record.of("send") == []


@pytest.mark.parametrize(
    ("service_url", "let_in"),
    [
        ("https://smba.trafficmanager.net/uk/", True),
        ("https://SMBA.trafficmanager.net/uk/", True),
        ("http://smba.trafficmanager.net/uk/", False),
        ("https://smba.trafficmanager.net.example.org/uk/", False),
        ("https://smba.trafficmanager.net@example.org/uk/", False),
        ("https://example.org/smba.trafficmanager.net", False),
        ("https://example.org\\@smba.trafficmanager.net/uk/", False),
        ("https://example.org\\.smba.trafficmanager.net/uk/", False),
        ("https://[oops/", False),
        ("ftp://smba.trafficmanager.net/", False),
        ("", False),
        (None, False),
    ],
)
async def test_cards_go_to_microsofts_own_host_only_and_encrypted(
    teams: TeamsDouble, service_url: str | None, let_in: bool
) -> None:
    chosen = settings(teams, service_hosts=frozenset({"smba.trafficmanager.net"}))
    doorman = Doorman(chosen, SigningKeys(teams.metadata_url))
    activity = {
        "channelId": "msteams",
        "serviceUrl": service_url,
        "channelData": {"tenant": {"id": teams.home.id}},
    }
    token = teams.keys.authorization(teams.app_id, service_url or "")
    caller = Caller({"Authorization": token or ""}, "203.0.113.7")
    if let_in:
        await doorman.check(activity, caller)
    else:
        with pytest.raises(NotLetIn):
            await doorman.check(activity, caller)


async def test_a_new_signing_key_is_fetched_when_it_first_signs(teams: TeamsDouble) -> None:
    now = 0.0
    keys = SigningKeys(teams.metadata_url, lambda: now)
    doorman = Doorman(settings(teams), keys)
    activity = {
        "channelId": "msteams",
        "serviceUrl": teams.service_url,
        "channelData": {"tenant": {"id": teams.home.id}},
    }

    def signed() -> Caller:
        return Caller(
            {"Authorization": teams.keys.authorization(teams.app_id, teams.service_url) or ""}, None
        )

    await doorman.check(activity, signed())
    old = signed()
    teams.keys.rotate()
    now = 11.0
    await doorman.check(activity, signed())
    with pytest.raises(NotLetIn):
        await doorman.check(activity, old)
    now += 24 * 3600
    await doorman.check(activity, signed())
    assert keys._renewing
    assert await keys._renewing
    assert len(teams.record.of("keys")) == 3


async def test_tokens_with_unknown_keys_do_not_make_the_bot_fetch_each_time(teams: TeamsDouble) -> None:
    keys = SigningKeys(teams.metadata_url, lambda: 0.0)
    assert [await keys.find(f"key {number}") for number in range(20)] == [None] * 20
    assert len(teams.record.of("keys")) == 1


@pytest.mark.parametrize("operation", ["metadata", "keys"])
async def test_without_keys_nobody_gets_in(hub: Hub, operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.teams.fail_next(operation, 500)
    with pytest.raises(AssertionError, match="401"):
        await hub.person().say("hello")
    assert reached(hub) == 0
    monkeypatch.setattr(signing_keys, "RETRY_AFTER", 0.0)
    await hub.person().say("hello")
    assert reached(hub) == 1


async def test_keys_that_cannot_be_fetched_again_stay_good(teams: TeamsDouble) -> None:
    now = 0.0
    keys = SigningKeys(teams.metadata_url, lambda: now)
    (published,) = [key for key in teams.keys.documents("")[1]["keys"] if "msteams" in key["endorsements"]]
    assert await keys.find(published["kid"]) is not None
    now = 2 * 24 * 3600.0
    teams.fail_next("metadata", 500)
    assert await keys.find(published["kid"]) is not None
    now += 11
    teams.fail_next("metadata", 500)
    with pytest.raises(NoKeys):
        await keys.find("another")


async def test_nobody_waits_while_known_keys_are_fetched_again(
    teams: TeamsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    keys = SigningKeys(teams.metadata_url, lambda: now)
    (published,) = [key for key in teams.keys.documents("")[1]["keys"] if "msteams" in key["endorsements"]]
    await keys.find(published["kid"])
    asked = asyncio.Event()

    async def never_answers(*_: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(signing_keys, "_json", never_answers)
    now = 2 * 24 * 3600.0
    async with asyncio.timeout(1):
        for _ in range(3):
            assert await keys.find(published["kid"]) is not None
        await asked.wait()


@pytest.mark.parametrize("body", [b"[" * 100_000, b"", b"no json", b"[]", b'"text"', b"\xff\xfe"])
async def test_what_is_no_activity_is_400(hub: Hub, body: bytes) -> None:
    async with aiohttp.ClientSession() as session, session.post(hub.teams.bot_url, data=body) as answer:
        assert answer.status == 400
    assert reached(hub) == 0


async def test_a_body_in_an_unknown_alphabet_is_400(hub: Hub) -> None:
    headers = {"Content-Type": "application/json; charset=nonsense"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(hub.teams.bot_url, data=b"{}", headers=headers) as answer,
    ):
        assert answer.status == 400


async def test_an_activity_of_nobody_is_400(hub: Hub) -> None:
    activity = await a_press(hub)
    assert (await hub.teams.deliver(activity | {"from": {"id": "28:a-bot"}})).status == 400
    assert reached(hub) == 0


# --- local mode ---


@pytest.fixture
def local() -> TeamsSettings:
    return TeamsSettings(web_page, "", "", local=True, host="127.0.0.1")


@pytest.mark.parametrize(
    "change",
    [
        {"app_id": "an-app"},
        {"password": "a-secret"},
        {"host": "0.0.0.0"},  # noqa: S104 - it is refused
        {"host": ""},
        {"host": "localhost"},
        {"local": False},
        {"local": False, "app_id": "an-app", "password": "a-secret"},
        {"local": False, "app_id": "an-app", "tenant": "a-tenant"},
        {"local": False, "password": "a-secret", "tenant": "a-tenant"},
    ],
)
def test_settings_that_would_let_strangers_in_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotSafe) as refused:
        TeamsSettings(
            **{"web_page": web_page, "web_address": "", "phone": "", "local": True, "host": "127.0.0.1"}
            | change
        )
    assert "a-secret" not in str(refused.value)


def test_the_password_is_not_in_what_is_printed() -> None:
    chosen = TeamsSettings(web_page, "", "", app_id="an-app", password="a-secret", tenant="a-tenant")
    assert "a-secret" not in repr(chosen)


@pytest.mark.parametrize(
    ("service_url", "peer", "headers", "let_in"),
    [
        ("http://127.0.0.1:3978/", "127.0.0.1", {}, True),
        ("http://[::1]:3978/", "::1", {}, True),
        ("http://127.0.0.1:3978/", "203.0.113.7", {}, False),
        ("http://127.0.0.1:3978/", None, {}, False),
        ("https://smba.trafficmanager.net/uk/", "127.0.0.1", {}, False),
        ("http://localhost:3978/", "127.0.0.1", {}, True),
        ("http://localhost.example.org:3978/", "127.0.0.1", {}, False),
        ("http://127.0.0.1:3978/", "127.0.0.1", {"Origin": "https://example.org"}, False),
        ("http://127.0.0.1:3978/", "127.0.0.1", {"Sec-Fetch-Site": "cross-site"}, False),
        ("http://127.0.0.1:3978/", "127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, False),
    ],
)
async def test_local_mode_is_for_this_machine_alone(
    local: TeamsSettings, service_url: str, peer: str | None, headers: dict[str, str], let_in: bool
) -> None:
    doorman = Doorman(local, SigningKeys("http://127.0.0.1:9/never-asked"))
    activity = {"channelId": "msteams", "serviceUrl": service_url}
    if let_in:
        await doorman.check(activity, Caller(headers, peer))
    else:
        with pytest.raises(NotLetIn):
            await doorman.check(activity, Caller(headers, peer))


async def test_local_mode_works_without_any_token() -> None:
    with TeamsDouble(local=True) as teams:
        chosen = TeamsSettings(web_page, "", "", local=True, host="127.0.0.1")
        async with running(teams, chosen) as hub:
            user = hub.person()
            await user.say("hello")
            assert user.sees(user.chat)[-1] == "You said hello"
        assert teams.record.of("token") == []
