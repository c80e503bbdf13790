"""Whoever presses whatever they can see, or guess: each press is answered, and what is refused changes nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from storage.tables import referral
from storage.tx import Tx
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import ANSWER, KACEY, SEATS, nothing_known, proposes, refers, screens
from tests.support.fresh import compare
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.page import Element
from tests.support.surfaces.teller import PLACES
from tests.support.surfaces.web import WebTeller

EACH_ROLE = (
    "teacher-1",
    "screening-1",
    "duty-1",
    "service-1",
    "chair-1",
    "minutes-1",
    "governance-1",
    "auditor-1",
    "admin-1",
    "police-1",
    "housing-1",
)
FAILED = ("We could not save that", "Something went wrong", "not working")


async def stages(hub: RunningHub) -> AsyncIterator[str]:
    """One referral from its arrival to the reply, stopping at each stage; yields its reference."""
    teacher, screener, chair, manager, minutes, police = await hub.people(
        "teacher-1", "screening-1", "chair-1", "duty-1", "minutes-1", "police-1"
    )
    reference = await refers(teacher, KACEY | {"Is anyone in danger right now?": "Yes"})
    yield reference
    await screens(screener, reference, "GREEN ● due 9:12am Thursday 19 November")
    yield reference
    await police.does(
        "Add what we know", ANSWER | {"Consent": "Asked and refused"}, on=reference, place="channel"
    )
    yield reference
    asked = (await hub.case(reference)).asked
    await nothing_known(hub, reference, *(seat for seat in SEATS if seat in asked and seat != "police"))
    await proposes(chair, reference)
    yield reference
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    yield reference
    sent = {
        "How": "Here in chat",
        "I have checked that this is the person who referred and that they may be told": ["I have checked"],
    }
    await minutes.does(f"Send feedback for {reference}", sent, on=reference, place="my work")
    yield reference


@told(Stage("web"))
async def test_every_button_by_every_role_at_every_stage(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = compare(monkeypatch)
    people = [await hub.person(each) for each in EACH_ROLE]
    outcomes: set[int] = set()
    async for reference in stages(hub):
        buttons = await _all_buttons(people)
        assert buttons
        async with hub.in_one_go():
            for person in people:
                for button in sorted(buttons, key=str):
                    outcomes.add(await _pressed(hub, person, button, reference))
        for person in people:
            await person.closes()
    assert outcomes == {200, 403}
    assert stale == []
    await hub.audit_is_whole()


@told(Stage("slack-http"), Stage("teams"))
async def test_every_shared_button_by_everybody_in_the_channel(hub: RunningHub) -> None:
    pressed: set[tuple[str, str]] = set()
    async for reference in stages(hub):
        before = await hub.case(reference)
        for name in EACH_ROLE:
            person = await hub.person(name)
            for post in await person.posts("channel"):
                if reference not in post.text and (name, post.text) in pressed:
                    continue  # the notice is about no case, and says the same at every stage
                pressed.add((name, post.text))
                for button in post.buttons:
                    await person.press(button.name, on=post.first_line, place="channel")
                    said = await person.reads()
                    assert said, (name, button.name)
                    assert not any(words in said for words in FAILED), (name, button.name, said)
                    if not person.is_open:
                        assert await hub.case(reference) == before
                    await person.closes()
    if hub.slack:
        assert hub.slack.recorder.failures == []
        assert [call.error for call in hub.slack.recorder.errors()] == []
    if hub.teams:
        assert hub.teams.problems == []


@dataclass(frozen=True)
class Anything:
    """A button that somebody has somewhere, to be pressed by anybody."""

    path: str
    opens: bool


async def _all_buttons(people: list[Teller]) -> set[Anything]:
    """Every button on any card that any of them has, and in the menus behind More."""
    found: set[Anything] = set()
    for person in people:
        for place in PLACES:
            for post in await person.posts(place):
                found |= {_anything(each.handle) for each in post.buttons}
        for menu in sorted(each.path for each in found if "case.more" in each.path):
            assert isinstance(person, WebTeller)
            await person.goes_to(menu)
            found |= {_anything(each.handle) for each in person.form_buttons}
    return found


def _anything(handle: Element) -> Anything:
    if handle.tag == "a":
        return Anything(handle["href"].partition("?")[0], opens=True)
    return Anything(handle["action"], opens=False)


async def _pressed(hub: RunningHub, person: Teller, button: Anything, reference: str) -> int:
    """Press it with this person's own cookies; what is refused is audited and changes nothing."""
    assert isinstance(person, WebTeller)
    before = await _kept(hub, reference)
    if button.opens:
        await person.goes_to(button.path)
    else:
        await person.goes_to("/what-is-recorded")
        key = f"{person.person} {button.path} {before[1]}"
        await person.sends(button.path, [("csrf", person.csrf), ("press", key)])
    assert not any(words in person.page.text for words in FAILED), (person.person, button)
    if person.status == 403:
        after = await _kept(hub, reference)
        assert after[0] == before[0], (person.person, button)
        assert after[1] > before[1], (person.person, button)
    return person.status


async def _kept(hub: RunningHub, reference: str) -> tuple[int, int]:
    """The version of the case, which every write to it moves, and how many entries the record has."""

    def kept(tx: Tx) -> tuple[int, int]:
        of_case = select(referral.c.version).where(referral.c.reference == reference)
        version: int = tx.connection.execute(of_case).scalar_one()
        return version, sum(head.seq for head in tx.audit.heads().values())

    return await hub.core.store.read(kept)
