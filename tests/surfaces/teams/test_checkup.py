"""What the administrator's examination learns from Microsoft, before a single card is sent."""

from pathlib import Path

import pytest

from bot.hubs import read_profile
from bot.surfaces.teams.checkup import Seen, look
from tests.doubles.teams import MsalTransport
from tests.surfaces.teams.conftest import Hub, identity, settings
from triage.hub import Hub as TriageHub
from triage.records import Forum

PROFILE = read_profile(Path(__file__).parents[3] / "profiles" / "sandwell_mash.toml")


def with_channel(channel: str) -> TriageHub:
    return TriageHub(
        Forum("hub", PROFILE.id, "Hub", "Europe/London", "en", {"teams": channel}),
        PROFILE,
        PROFILE.hours.opening(frozenset()),
    )


async def test_it_sees_who_is_in_the_channel_and_posts_nothing(hub: Hub) -> None:
    host = hub.person("S. Patel")
    channel = hub.teams.home.team("Hub", [host]).channel("Cases", "private", [host])
    await hub.teams.install(channel, by=host)
    hub.teams.record.calls.clear()

    seen = await look(
        settings(hub.teams), hub.book, (with_channel(channel.id),), MsalTransport(hub.teams.login_url)
    )

    assert not seen.refused
    (found,) = seen.channels
    assert found.facts is not None
    assert {member.identity for member in found.facts.members} == {identity(host)}
    assert not hub.teams.record.of("send")


async def test_a_channel_that_the_bot_was_never_in_cannot_be_looked_at(hub: Hub) -> None:
    seen = await look(
        settings(hub.teams), hub.book, (with_channel("19:nowhere"),), MsalTransport(hub.teams.login_url)
    )
    assert [channel.facts for channel in seen.channels] == [None]


@pytest.mark.parametrize(
    ("password", "login", "refused"),
    [("wrong", "", "refused"), ("", "http://127.0.0.1:9/login", "unreachable")],
)
async def test_it_tells_wrong_credentials_from_a_closed_door(
    hub: Hub, password: str, login: str, refused: str
) -> None:
    told = settings(hub.teams, **({"password": password} if password else {}))
    seen = await look(told, hub.book, (), MsalTransport(login or hub.teams.login_url))
    assert seen == Seen(refused)  # type: ignore[arg-type]  # one of the two words
