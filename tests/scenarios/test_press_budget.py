"""How many presses and typed texts each daily task takes, counted on each surface."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import KACEY, KYLE, PROPOSAL, SEATS, nothing_known, rated
from tests.support.surfaces import Teller, Typed
from tests.support.surfaces.hub import RunningHub

EARLY = datetime(2026, 11, 16, 8, 45, tzinfo=UTC)
on_each_surface = told(Stage("web"), Stage("slack-http"), Stage("teams"))


@contextmanager
def at_most(person: Teller, presses: int, typed: int) -> Iterator[None]:
    """A task takes this person no more than so many presses and texts."""
    before = person.presses, person.typed
    yield
    took = person.presses - before[0], person.typed - before[1]
    assert took[0] <= presses, f"{took[0]} presses"
    assert took[1] <= typed, f"{took[1]} texts"


@on_each_surface
async def test_referring_and_screening(hub: RunningHub) -> None:
    teacher, screener = await hub.people("teacher-1", "screening-1")
    short = {label: words for label, words in KACEY.items() if not label.endswith("(optional)")}
    with at_most(teacher, presses=5, typed=5):
        await teacher.refers(short | {"Where are they now? (optional)": "At school"})
    await teacher.closes()
    with at_most(screener, presses=4, typed=1):
        await screener.does(
            "Screen the next one",
            {
                "What should happen with this?": "Rate it and ask agencies",
                "Urgency for child 1 (only if you rate it)": "AMBER ▲ due 9:12am tomorrow",
                "Reason": "Not explained.",
            },
            on="TO SCREEN",
        )


@on_each_surface
async def test_answering_and_giving_a_view(hub: RunningHub) -> None:
    reference = await rated(hub, "AMBER ▲")
    police, health = await hub.people("police-1", "health-1")
    with at_most(police, presses=2, typed=0):
        await police.does("Nothing known", on=reference, place="channel")
    with at_most(health, presses=4, typed=1):
        await health.does(
            "Give our view",
            {
                "Urgency for child 1": "AMBER ▲",
                "Where child 1's needs are best met": "Early help",
                "Reason": "One visit.",
            },
            on=reference,
            place="channel",
        )


@on_each_surface
async def test_urgent_act_now(hub: RunningHub) -> None:
    reference = await rated(hub, "AMBER ▲")
    (police,) = await hub.people("police-1")
    with at_most(police, presses=4, typed=1):
        await police.press("More", on=reference, place="channel")
        await police.does(
            "Urgent: act now", {"What is happening": "He is at the door.", "Have you called 999?": "Yes"}
        )
    assert len((await hub.case(reference)).urgent) == 1


@on_each_surface
async def test_an_amber_answer_with_a_note(hub: RunningHub) -> None:
    reference = await rated(hub, "AMBER ▲")
    (police,) = await hub.people("police-1")
    known: dict[str, Typed] = {
        "What you know (only if there is information)": "One visit.",
        "Why is it needed? (only if known)": "To decide who should help",
    }
    with at_most(police, presses=3, typed=1):
        await police.does("Add what we know", known, on=reference, place="channel")


@on_each_surface
async def test_deciding(hub: RunningHub) -> None:
    first, second = await rated(hub), await rated(hub, concern=KYLE)
    for reference in (first, second):
        await nothing_known(hub, reference, *SEATS)
    chair, manager, minutes, teacher = await hub.people("chair-1", "duty-1", "minutes-1", "teacher-1")
    for reference in (first, second):
        with at_most(chair, presses=4, typed=1):
            await chair.does("Propose decision", PROPOSAL, on=reference, place="channel")
    with at_most(manager, presses=4, typed=1):
        await manager.press("Read and decide", on=f"DECISION TO APPROVE · {first}")
        await manager.press("Return it instead")
        await manager.fills({"What is needed?": "More information", "Say what": "Who is at home?"})
        await manager.submits()
    await manager.closes()
    await chair.does("Propose decision", PROPOSAL, on=first, place="channel")
    with at_most(manager, presses=2, typed=0):
        await manager.does("Read and decide", on=f"DECISION TO APPROVE · {first}")
    with at_most(manager, presses=2, typed=0):
        await manager.does(f"Next to approve: {second}")
    with at_most(minutes, presses=4, typed=0):
        await minutes.does(
            f"Send feedback for {first}",
            {
                "How": "Here in chat",
                "I have checked that this is the person who referred and that they may be told": [
                    "I have checked"
                ],
            },
            on=first,
            place="my work",
        )
    assert first in await teacher.card("Decision on your referral")


@told(*(Stage(world, start=EARLY) for world in ("web", "slack-http", "teams")))
async def test_putting_a_reminder_off(hub: RunningHub) -> None:
    await rated(hub, "AMBER ▲")
    (police,) = await hub.people("police-1")
    await hub.clock_shows(10, 50)
    with at_most(police, presses=1, typed=0):
        await police.press("Snooze to 12:50pm", on="thing needs you")


@on_each_surface
async def test_seven_of_them_in_a_row(hub: RunningHub) -> None:
    references = [await rated(hub, "AMBER ▲", KACEY | {"Name": f"Child{n} Stone{n}"}) for n in range(7)]
    (police,) = await hub.people("police-1")
    with at_most(police, presses=8, typed=0):
        await police.press("Work through them", on="TO CHECK", place="my work")
        for _ in references:
            await police.submits()
    assert "TO CHECK" not in await police.my_work()
    assert [(await hub.case(reference)).answered for reference in references] == [("police",)] * 7


@on_each_surface
async def test_refers_from_the_list_of_work_too(hub: RunningHub) -> None:
    (nurse,) = await hub.people("nurse-1")
    await nurse.press("Refer a concern", on="My work", place="my work")
    await nurse.fills(KACEY)
    await nurse.submits()
    assert not nurse.problems
    assert "MASH-2611-" in await nurse.reads()
