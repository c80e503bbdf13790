"""Cards out to Teams, what goes wrong with them, and what the channel guard asks."""

import threading
from collections.abc import Awaitable, Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.cards.elements import Card
from bot.interaction import Identity, SurfaceName
from bot.ports import Gone, MaybeDelivered, NotDelivered, Place, Posted, TryLater, Unreachable
from bot.surfaces.teams import sdk
from tests.cards.adaptive_samples import DIGEST, REFERRAL
from tests.doubles.teams import Chat, TeamsDouble
from tests.surfaces.teams.conftest import Hub, identity, running, settings

CHANGED = Card("DECIDED 12:51pm Mon 16 November", "Decided.")


async def in_channel(hub: Hub) -> Chat:
    """The hub's private channel, which the bot has heard of."""
    people = [hub.person("S. Patel"), hub.person("T. Lowe")]
    channel = hub.teams.home.team("Hub", people).channel("Cases", "private", list(people))
    await hub.teams.install(channel)
    hub.teams.record.calls.clear()
    return channel


async def move(hub: Hub, channel: Chat, service_url: str) -> None:
    """Let the channel be served from somewhere else."""
    where = {**hub.book.pages[f"conversation/{channel.id}"], "service_url": service_url}
    await hub.surface.carrier._conversations.opened(identity(hub.person("S. Patel")), where)


def place(channel: Chat) -> Place:
    return Place(channel.id, None)


async def test_a_card_goes_alone_with_its_first_line_as_summary(hub: Hub) -> None:
    channel = await in_channel(hub)
    posted = await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    (message,) = channel.messages
    assert posted == Posted(channel.id, message.id)
    assert message.activity["summary"] == REFERRAL.title
    assert "text" not in message.activity
    assert hub.teams.problems == []


async def test_a_card_is_brought_up_to_date_and_taken_away(hub: Hub) -> None:
    channel = await in_channel(hub)
    carrier = hub.surface.carrier
    posted = await carrier.post(place(channel), REFERRAL, "key")
    await carrier.update(posted, CHANGED)
    (message,) = channel.messages
    assert message.card["fallbackText"] == CHANGED.title
    assert len(message.versions) == 2
    await carrier.delete(posted)
    assert channel.messages == []
    await carrier.delete(posted)
    with pytest.raises(Gone):
        await carrier.update(posted, CHANGED)


async def test_each_new_card_in_a_channel_is_a_thread_of_its_own(hub: Hub) -> None:
    channel = await in_channel(hub)
    await hub.person("S. Patel").say("hello", channel)
    await hub.surface.carrier.post(place(channel), REFERRAL, "one")
    await hub.surface.carrier.post(place(channel), DIGEST, "two")
    assert [message.root_id for message in channel.messages] == [None, None, None]


async def test_teams_cannot_search_so_nothing_is_ever_found(hub: Hub) -> None:
    channel = await in_channel(hub)
    await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    assert await hub.surface.carrier.find(place(channel), "key") is None


async def test_a_personal_chat_is_opened_for_somebody_who_never_wrote(hub: Hub) -> None:
    await in_channel(hub)
    silent = hub.person("A. Novak")
    posted = await hub.surface.carrier.post(Place(None, identity(silent)), DIGEST, "key")
    assert posted.conversation == silent.chat.id
    assert len(silent.chat.messages) == 1
    await hub.surface.carrier.post(Place(None, identity(silent)), DIGEST, "key")
    assert len(hub.teams.record.of("create")) == 1


async def test_known_chats_are_kept_over_a_restart(hub: Hub, teams: TeamsDouble) -> None:
    user = hub.person()
    await user.say("hello")
    async with running(teams, settings(teams)) as again:
        again.book.pages.update(hub.book.pages)
        posted = await again.surface.carrier.post(Place(None, identity(user)), DIGEST, "key")
        await again.surface.carrier.update(posted, CHANGED)
    assert len(teams.record.of("create")) == 0
    assert user.sees(user.chat)[-1] == CHANGED.title


async def test_what_is_known_already_is_not_written_down_again(hub: Hub) -> None:
    user = hub.person()
    await user.say("hello")
    written = hub.book.written
    await user.say("hello again")
    assert hub.book.written == written
    assert user.name not in str(hub.book.pages)


async def test_nobody_known_and_no_tenant_known_is_unreachable(hub: Hub) -> None:
    nobody = Identity(SurfaceName.TEAMS, "another-tenant", "another-person")
    for where in (Place(None, nobody), Place("19:unknown@thread.tacv2", None), Place(None, None)):
        with pytest.raises(Unreachable):
            await hub.surface.carrier.post(where, DIGEST, "key")


async def test_somebody_without_the_app_is_unreachable(hub: Hub) -> None:
    await in_channel(hub)
    without = hub.person("A. Novak", installed=False)
    with pytest.raises(Unreachable):
        await hub.surface.carrier.post(Place(None, identity(without)), DIGEST, "key")


async def test_a_chat_that_its_person_removed_is_opened_anew(hub: Hub) -> None:
    user = hub.person()
    await user.say("hello")
    hub.teams.fail_next("send", 404)
    posted = await hub.surface.carrier.post(Place(None, identity(user)), DIGEST, "key")
    assert user.chat.message(posted.message) is not None
    assert len(hub.teams.record.of("create")) == 1


async def test_a_channel_that_the_bot_was_taken_out_of_is_unreachable(hub: Hub) -> None:
    channel = await in_channel(hub)
    posted = await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    await hub.teams.uninstall(channel)
    with pytest.raises(Unreachable):
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    with pytest.raises(Unreachable):
        await hub.surface.carrier.update(posted, CHANGED)


Call = Callable[[Hub, Chat, Posted], Awaitable[Any]]
CALLS: dict[str, Call] = {
    "send": lambda hub, channel, _: hub.surface.carrier.post(place(channel), CHANGED, "key"),
    "update": lambda hub, _, posted: hub.surface.carrier.update(posted, CHANGED),
    "delete": lambda hub, _, posted: hub.surface.carrier.delete(posted),
    "members": lambda hub, channel, _: hub.surface.carrier.channel_facts(channel.id),
    "channels": lambda hub, channel, _: hub.surface.carrier.channel_facts(channel.id),
}


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
async def test_a_bad_moment_is_tried_later_and_the_call_is_made_once(
    hub: Hub, operation: str, status: int
) -> None:
    channel = await in_channel(hub)
    posted = await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    hub.teams.record.calls.clear()
    hub.teams.fail_next(operation, status, retry_after=7, times=9)
    with pytest.raises(TryLater) as failure:
        await CALLS[operation](hub, channel, posted)
    assert failure.value.seconds == 7
    assert str(failure.value) == f"status_{status}"
    assert len(hub.teams.record.of(operation)) == 1


async def test_without_a_time_given_it_is_tried_again_soon(hub: Hub) -> None:
    channel = await in_channel(hub)
    hub.teams.fail_next("send", 429)
    with pytest.raises(TryLater) as failure:
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    assert failure.value.seconds == 2


async def test_a_post_whose_connection_broke_may_have_been_done(hub: Hub) -> None:
    channel = await in_channel(hub)
    hub.teams.fail_next("send", drop=True, after_work=True)
    with pytest.raises(MaybeDelivered):
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    assert len(channel.messages) == 1


async def test_a_post_that_takes_too_long_may_have_been_done(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = await in_channel(hub)
    await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    monkeypatch.setattr(sdk, "_SECONDS", 0.05)
    hub.teams.fail_next("send", delay=0.3)
    with pytest.raises(MaybeDelivered):
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")


@pytest.mark.parametrize("operation", ["update", "delete", "members"])
async def test_other_calls_whose_connection_broke_are_tried_again(hub: Hub, operation: str) -> None:
    channel = await in_channel(hub)
    posted = await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    hub.teams.fail_next(operation, drop=True)
    with pytest.raises(TryLater):
        await CALLS[operation](hub, channel, posted)


async def test_a_service_that_is_not_there_took_nothing(hub: Hub) -> None:
    channel = await in_channel(hub)
    await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    await move(hub, channel, "http://127.0.0.1:9/")
    with pytest.raises(TryLater):
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")


class Gateway(BaseHTTPRequestHandler):
    """A gateway's page in place of the Connector's answer."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(502)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>Bad gateway</h1>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


async def test_a_page_of_a_gateway_is_no_answer(hub: Hub) -> None:
    channel = await in_channel(hub)
    with ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        await move(hub, channel, f"http://127.0.0.1:{server.server_port}/")
        with pytest.raises(MaybeDelivered):
            await hub.surface.carrier.post(place(channel), REFERRAL, "key")
        server.shutdown()


@pytest.mark.parametrize("status", [400, 413])
async def test_what_waiting_does_not_mend_waits_for_somebody(hub: Hub, status: int) -> None:
    channel = await in_channel(hub)
    hub.teams.fail_next("send", status)
    with pytest.raises(Unreachable):
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")


async def test_a_token_that_is_refused_is_replaced(hub: Hub) -> None:
    channel = await in_channel(hub)
    await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    hub.teams.login.forget()
    with pytest.raises(TryLater):
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    assert len(hub.teams.record.of("token")) == 2


@pytest.mark.parametrize("fault", [{"status": 500}, {"drop": True}])
async def test_a_login_that_fails_is_tried_later_and_nothing_was_sent(
    hub: Hub, fault: dict[str, Any]
) -> None:
    channel = await in_channel(hub)
    hub.teams.fail_next("token", **fault)
    with pytest.raises(TryLater):
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    assert hub.teams.record.of("send") == []


async def test_a_bot_that_microsoft_refuses_has_sent_nothing(teams: TeamsDouble) -> None:
    async with running(teams, settings(teams, password="an-old-secret")) as hub:
        channel = await in_channel(hub)
        with pytest.raises(TryLater) as failure:
            await hub.surface.carrier.post(place(channel), REFERRAL, "key")
        assert str(failure.value) == "status_401"
        assert teams.record.of("send") == []


async def test_no_failure_holds_what_the_card_said(hub: Hub) -> None:
    channel = await in_channel(hub)
    hub.teams.fail_next("send", 500)
    with pytest.raises(NotDelivered) as failure:
        await hub.surface.carrier.post(place(channel), REFERRAL, "key")
    assert "MASH-" not in repr(failure.value)
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__


async def test_the_guard_is_told_who_is_in_a_private_channel(hub: Hub) -> None:
    channel = await in_channel(hub)
    guest = hub.person("G. Guest", guest=True)
    channel.own_members.append(guest)
    facts = await hub.surface.carrier.channel_facts(channel.id)
    assert facts.private
    assert facts.partners == frozenset()
    assert {(member.identity, member.is_guest) for member in facts.members} == {
        (identity(hub.person("S. Patel")), False),
        (identity(hub.person("T. Lowe")), False),
        (identity(guest), True),
    }


async def test_the_guard_is_told_of_other_tenants_in_a_shared_channel(hub: Hub) -> None:
    police = hub.teams.tenant("Police")
    officer = hub.teams.user("K. Doyle", police)
    host = hub.person()
    channel = hub.teams.home.team("Hub", [host]).channel("Cases", "shared", [host, officer])
    await hub.teams.install(channel, by=host)
    facts = await hub.surface.carrier.channel_facts(channel.id)
    assert facts.private
    assert facts.partners == {police.id}
    assert identity(officer) in {member.identity for member in facts.members}


async def test_a_standard_channel_is_not_private_and_neither_is_one_that_nothing_is_known_of(
    hub: Hub,
) -> None:
    host = hub.person()
    team = hub.teams.home.team("Hub", [host])
    await hub.teams.install(team)
    assert not (await hub.surface.carrier.channel_facts(team.id)).private
    unheard = team.channel("New", "private", [host])
    unheard.app_added = True
    assert not (await hub.surface.carrier.channel_facts(unheard.id)).private


async def test_a_long_roster_is_read_to_its_end(hub: Hub) -> None:
    channel = await in_channel(hub)
    channel.own_members += [hub.person(f"Person {number}") for number in range(130)]
    hub.teams.members_per_page = 50
    facts = await hub.surface.carrier.channel_facts(channel.id)
    assert len(facts.members) == 132
    assert len(hub.teams.record.of("members")) == 3
