"""The people of the stories themselves: on each surface they see, press, fill in and read the same."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.cards.elements import Button, Card, Choice, Choices, DateField, Form, Option, Section, TextField
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from bot.ports import OwnList, Place, Posted, PostedCard, Standing
from bot.surfaces.slack.app import PATH, SlackSurface
from bot.surfaces.teams.app import TeamsSurface
from bot.surfaces.web.app import web_app
from bot.surfaces.web.site import Hub, Site
from bot.words import Words
from tests.doubles.slack import SlackDouble
from tests.doubles.teams import MsalTransport, TeamsDouble
from tests.support.surfaces.slack import SlackTeller
from tests.support.surfaces.teams import TeamsTeller
from tests.support.surfaces.teller import Teller
from tests.support.surfaces.web import WebTeller
from tests.surfaces.slack import conftest as slack_settings
from tests.surfaces.teams import conftest as teams_settings
from tests.surfaces.teams.desk import Book
from tests.surfaces.web.desk import Accounts, Drafts, Overview

REFERENCE = "MASH-2611-0042"
RATINGS = (Option("red", "RED ◆"), Option("amber", "AMBER ▲"))


def _button(label: str, verb: str, *, opens: bool = True) -> Button:
    return Button(label, verb, "c7f1", f"{label} for {REFERENCE}", opens=opens)


CARD = Card(
    f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}",
    f"{REFERENCE}: RED. Due 1:12pm Mon 16 November.",
    (Section(("Now: agencies are asked what they know.",)),),
    (_button("Give our view", "view"), _button("I am here", "here", opens=False), _button("Propose", "no")),
)
FORM = Form(
    "Give our view",
    "view",
    "c7f1",
    (
        Section((f"{REFERENCE} · RED ◆ due 1:12pm today",)),
        Choice("urgency", "Urgency for child 1", RATINGS, missing="Select an urgency for child 1"),
        Choices(
            "about",
            "About",
            (Option("s1", "Child 1"), Option("s2", "Child 2")),
            values=("s1", "s2"),
            ticks=True,
        ),
        DateField("born", "Date of birth"),
        TextField("reason", "Reason (optional)", multiline=True, optional=True),
    ),
    "Record view",
    (_button("Raise a disagreement", "disagree"),),
    "token-1",
)
REFUSED = Form("Not done", "", "", (Section(("You cannot do this. Nothing has changed.",)),))


class Desk:
    """Answers like the bot, with one form that is wrong as long as the reason is not "because"."""

    def __init__(self) -> None:
        self.sent: list[Interaction] = []

    async def press(self, interaction: Interaction) -> Answer:
        if interaction.verb in ("no", "disagree"):
            return Answer("refused", REFUSED, "You cannot do this. Nothing has changed.")
        if interaction.verb == "here":
            return Answer("done", note="You are here.")
        if interaction.phase is Phase.PRESS:
            return Answer("open", FORM)
        problems = {"reason": "Enter the real reason"} if interaction.fields["reason"] != ("because",) else {}
        problems |= {} if interaction.fields.get("urgency") else {"urgency": "Select an urgency for child 1"}
        if problems:
            return Answer("invalid", FORM.filled(interaction.fields, problems))
        self.sent.append(interaction)
        return Answer("done", note="Recorded 10:42am.")

    async def said(self, identity: Identity, text: str, delivery: str) -> Card:
        raise NotImplementedError

    async def my_work(self, identity: Identity) -> Card:  # noqa: ARG002 - the port
        return Card("My work · Police", "Your work list, 10:42am")

    async def own_list(self, identity: Identity) -> OwnList:
        return OwnList(await self.my_work(identity), 0)

    async def stands(self, identity: Identity, what: Standing, posted: Posted, as_of: int = 0) -> None:
        pass

    async def channel(self, identity: Identity | None) -> tuple[PostedCard, ...]:  # noqa: ARG002 - the port
        return (PostedCard("m1", CARD),)

    async def personal(self, identity: Identity) -> tuple[PostedCard, ...]:  # noqa: ARG002 - the port
        return ()

    async def channel_changed(self, surface: SurfaceName, channel: str) -> None:
        raise NotImplementedError


async def nothing_more() -> None:
    """Nothing follows from what is done here."""


async def _slack(desk: Desk, app: web.Application) -> AsyncIterator[Teller]:
    with SlackDouble() as slack:
        surface = SlackSurface(desk, slack_settings.settings(slack, "http"), Words("en"))
        app.add_routes(surface.routes())
        address = await _serve(app)
        await surface.start()
        slack.use_http(address + PATH)
        user = slack.add_user("Ada")
        channel = slack.add_channel("hub", user)
        await surface.carrier.post(Place(channel.id, None), CARD, "k")
        yield SlackTeller("ada", user, channel, nothing_more, surface.settled)
        await surface.stop()


async def _teams(desk: Desk, app: web.Application) -> AsyncIterator[Teller]:
    with TeamsDouble() as teams:
        surface = TeamsSurface(
            teams_settings.settings(teams), desk, Book(), Words(), MsalTransport(teams.login_url)
        )
        app.add_routes(surface.routes())
        teams.bot_url = f"{await _serve(app)}/api/messages"
        user = teams.user("Ada")
        channel = teams.home.team("Hub", [user]).channel("Desk", "private", [user])
        await teams.install(user)
        await surface.carrier.post(Place(channel.id, None), CARD, "k")
        yield TeamsTeller("ada", user, channel, nothing_more)
        await surface.close()


async def _web(desk: Desk, _: web.Application) -> AsyncIterator[Teller]:
    accounts = Accounts(links={"link": "t.lowe"})
    site = Site(desk, accounts, Drafts(), Overview(), Hub("Hub", "01632 960 100"), secret=b"s" * 32)
    async with WebTeller("t.lowe", await _serve(web_app(site)), nothing_more) as teller:
        await teller.signs_in("/sign-in/link")
        yield teller


RUNNERS: list[web.AppRunner] = []


async def _serve(app: web.Application) -> str:
    runner = web.AppRunner(app, access_log=None)
    RUNNERS.append(runner)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return "http://{}:{}".format(*runner.addresses[0][:2])


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture(params=[_slack, _teams, _web], ids=["slack", "teams", "web"])
async def person(request: pytest.FixtureRequest, desk: Desk) -> AsyncIterator[Teller]:
    async for teller in request.param(desk, web.Application()):
        yield teller
    while RUNNERS:
        await RUNNERS.pop().cleanup()


async def test_a_card_is_seen_with_its_buttons(person: Teller) -> None:
    (post,) = await person.posts("channel")
    assert post.first_line == CARD.title
    assert "Now: agencies are asked what they know." in post.text
    assert [(each.label, each.name) for each in post.buttons] == [
        (each.label, each.name) for each in CARD.buttons
    ]


async def test_a_form_is_opened_filled_in_corrected_and_sent(person: Teller, desk: Desk) -> None:
    await person.press("Give our view", on=REFERENCE)
    assert person.is_open
    assert "RED ◆ due 1:12pm today" in await person.reads()
    assert [each.label for each in person.form_buttons] == ["Raise a disagreement"]
    await person.fills(
        {"Urgency for child 1": "AMBER ▲", "Date of birth": "4 3 2017", "Reason (optional)": "no reason"}
    )
    await person.submits()
    assert person.problems == ("Enter the real reason",)
    await person.fills({"Reason (optional)": "because", "About": ["Child 2"]})
    await person.submits()
    assert not person.problems
    assert person.note == "Recorded 10:42am."
    assert desk.sent[0].fields == {
        "urgency": ("amber",),
        "about": ("s2",),
        "born": ("4 3 2017",),
        "reason": ("because",),
    }
    assert desk.sent[0].token == "token-1"
    assert (person.presses, person.typed) == (5, 3)


async def test_what_is_left_out_is_told_and_nothing_is_sent(person: Teller, desk: Desk) -> None:
    await person.press("Give our view", on=REFERENCE)
    await person.fills({"Reason (optional)": "because"})
    await person.submits()
    assert person.problems
    assert desk.sent == []


async def test_a_button_that_acts_is_answered_by_a_line(person: Teller) -> None:
    await person.press("I am here", on=REFERENCE)
    assert person.note == "You are here."
    assert not person.is_open


async def test_a_refusal_is_read_whole(person: Teller) -> None:
    await person.press("Propose", on=REFERENCE)
    assert not person.is_open
    assert "You cannot do this. Nothing has changed." in await person.reads()


async def test_their_own_list_is_read(person: Teller) -> None:
    assert "My work · Police" in await person.my_work()


async def test_what_is_not_there_cannot_be_pressed(person: Teller) -> None:
    with pytest.raises(AssertionError, match="finds no 'Approve'"):
        await person.press("Approve", on=REFERENCE)
