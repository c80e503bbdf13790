"""A restricted case, and people who know the family, as everybody sees it on every surface: some work on it, the rest find nothing."""

import re

from tests.scenarios.conftest import Stage, on_each, told, twice
from tests.scenarios.steps import KACEY, KYLE, PROPOSAL, SEATS, nothing_known, proposes, rated
from tests.scenarios.test_press_budget import at_most
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.teller import Place

NOTHING_HERE = "There is nothing here with that reference."
FAMILY = {"How are you connected?": "Family or friend"}
NAMED = ["Joy Okafor, Council", "Sunita Patel, Council", "Robin Police, Police"]


async def restricts(manager: Teller, reference: str) -> None:
    await manager.press("More", on=reference, place="channel")
    await manager.press("Restrict")
    await manager.fills({"Why": "Staff or their family", "Who may see it": NAMED})
    await manager.submits()
    assert not manager.problems, manager.problems


async def finds_nothing(person: Teller, reference: str) -> None:
    """Neither where cards stand, nor in their own list."""
    seen = "\n".join([*await person.sees(), await person.my_work()])
    assert reference not in seen
    assert "restricted" not in seen


@on_each
async def test_a_restricted_case_of_a_colleagues_family(hub: RunningHub) -> None:
    reference = await rated(hub)
    manager, police, housing, chair = await hub.people("duty-1", "police-1", "housing-1", "chair-1")
    assert reference in "\n".join(await housing.sees("channel"))

    await restricts(manager, reference)

    await finds_nothing(housing, reference)
    mine = await police.card("A restricted item needs you", "messages")
    assert reference in mine
    assert "K.B." not in mine
    assert "Do not mention it in the channel." in mine
    post = next(p for p in await police.posts("messages") if "A restricted item needs you" in p.text)
    assert reference not in post.notification
    await police.does("Nothing known", on="A restricted item needs you", place="messages")
    assert (await hub.case(reference)).answered == ("police",)
    await proposes_alone(chair, reference)
    await manager.does("Read and decide", on="DECISION TO APPROVE", place="messages")
    assert {s.stage for s in (await hub.case(reference)).subjects} == {"decided"}
    await finds_nothing(housing, reference)


async def proposes_alone(chair: Teller, reference: str) -> None:
    """A decision for which nobody waits."""
    await chair.press("More", on="A restricted item needs you", place="messages")
    await chair.press("Propose decision")
    more = dict.fromkeys(await _why_labels(chair), "They were not asked in time.")
    await chair.fills(PROPOSAL | more)
    await chair.submits()
    assert not chair.problems, (reference, chair.problems)


async def _why_labels(chair: Teller) -> list[str]:
    """The question names the agencies, so that it is found by how it begins and ends."""
    end = "because (only if an answer is missing)"
    found = re.findall(rf"Going on without [^\n]*?{re.escape(end)}", await chair.reads())
    return list(dict.fromkeys(found))


@told(Stage("web"), Stage("slack-http"), Stage("teams"))
async def test_saying_that_one_knows_the_family_takes_four_presses(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")

    with at_most(police, presses=4, typed=0):
        await police.press("More", on=reference, place="channel")
        await police.press("I know this family")
        await police.fills(FAMILY)
        await police.submits()

    assert police.note == "You will no longer see this case. Your lead is asked for a deputy."
    await police.closes()
    await finds_nothing(police, reference)


@on_each
async def test_the_only_duty_manager_knows_the_family(hub: RunningHub) -> None:
    reference = await rated(hub)
    manager, second, service, chair = await hub.people("duty-1", "duty-2", "service-1", "chair-1")
    await nothing_known(hub, reference, *SEATS)
    await proposes(chair, reference)
    cards: tuple[tuple[Teller, str, Place], ...] = (
        (second, reference, "channel"),
        (manager, "A personal item needs you", "messages"),
    )
    for one, on, place in cards:
        await one.press("More", on=on, place=place)
        await one.press("I know this family")
        await one.fills(FAMILY)
        await one.submits()
        await one.closes()
        await finds_nothing(one, reference)

    assert "A DEPUTY IS NEEDED" in await service.card("A DEPUTY IS NEEDED", "messages")
    await service.does("Read and decide", on="DECISION TO APPROVE", place="messages")
    assert {s.stage for s in (await hub.case(reference)).subjects} == {"decided"}


@on_each
async def test_a_brother_is_referred_after_the_decision(hub: RunningHub) -> None:
    first = await rated(hub)
    await nothing_known(hub, first, *SEATS)
    chair, manager = await hub.people("chair-1", "duty-1")
    await proposes(chair, first)
    await manager.does("Read and decide", on="DECISION TO APPROVE", place="messages")
    await hub.move_clock(minutes=30)

    second = await rated(hub, concern=KYLE)
    await manager.press("Open details", on=second, place="channel")
    await manager.press("People and links")
    await manager.press("Compare with another")
    await manager.fills({"Reference of the other referral": first})
    await manager.submits()
    await manager.fills({"These are": "In one household", "Because": "Brother and sister."})
    await manager.submits()
    assert not manager.problems, manager.problems

    post = await manager.card(f"· {first}", "channel")
    assert "NEW HOUSEHOLD INFORMATION" in post
    assert "The decision stands until reviewed." in post
    later = await hub.case(second)
    assert later.answers == ()
    assert later.began_at > (await hub.case(first)).began_at
    await manager.press("The decision stands", on="NEW HOUSEHOLD INFORMATION", place="messages")
    assert "NEW HOUSEHOLD INFORMATION" not in await manager.card(f"· {first}", "channel")


@twice()
async def test_a_form_that_was_open_and_a_link_that_was_kept_lead_nowhere(hub: RunningHub) -> None:
    reference = await rated(hub, concern=KACEY)
    manager, housing = await hub.people("duty-1", "housing-1")
    await housing.press("Add what we know", on=reference, place="channel")
    await restricts(manager, reference)

    await housing.fills({"Your answer": "Checked, nothing known"})
    await housing.submits()

    assert NOTHING_HERE in await housing.reads()
