"""What happens in many stories, told once: a concern is referred, screened, answered, decided."""

import re

from tests.support.surfaces import Teller, Typed
from tests.support.surfaces.hub import RunningHub

REFERENCE = re.compile(r"MASH-\d{4}-[A-HJ-NP-Z2-9]{5}")
SEATS = (
    "police",
    "social_work",
    "housing",
    "probation",
    "health",
    "mental_health",
    "youth_support",
    "education",
    "dv_nurse",
    "adults",
    "caf",
    "womens_aid",
)
KACEY: dict[str, Typed] = {
    "Who is it about?": "A child or young person",
    "Name": "Kacey Brannigan",
    "Date of birth or age": "4 3 2017",
    "Where are they now? (optional)": "At school until 3:15pm",
    "Who else is in the home? (optional)": "Kyle Brannigan, 6, her brother",
    "What are you worried about?": "She came in with a bruise on her arm and will not say why.",
    "Is anyone in danger right now?": "No",
    "Do the parents or carers know you are referring?": "No, it could put someone at risk",
    "Your phone number today": "01632 960 001",
}
KYLE = KACEY | {
    "Name": "Kyle Brannigan",
    "Date of birth or age": "21 9 2020",
    "Who else is in the home? (optional)": "Kacey Brannigan, 9, his sister",
    "What are you worried about?": "He says that he is afraid to go home.",
}
ANSWER: dict[str, Typed] = {
    "What you know (only if there is information)": "Two visits this year.",
    "Why is it needed? (only if known)": "To judge risk to a child now",
    "Consent": "Not needed, or not safe to ask",
}
VIEW: dict[str, Typed] = {
    "Urgency for child 1": "RED ◆",
    "Where child 1's needs are best met": "Child protection",
    "Reason": "The bruise is not explained.",
}
SECTION_47 = "Section 47 enquiry, joint (duty manager)"
PROPOSAL: dict[str, Typed] = {
    "Outcome for child 1": SECTION_47,
    "Rationale": "An injury that nobody explains, and a child who is afraid.",
}


async def refers(person: Teller, concern: dict[str, Typed]) -> str:
    """Somebody refers by the short form; returns the reference that they are told."""
    await person.refers(concern)
    found = REFERENCE.search(await person.reads())
    assert found, await person.reads()
    await person.closes()
    return found.group()


async def screens(officer: Teller, reference: str, urgency: str, **more: Typed) -> str:
    """A screening officer rates it and asks the agencies; returns the private line."""
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    await officer.fills(_rating(urgency) | more)
    await officer.submits()
    assert not officer.problems, officer.problems
    return officer.note


async def rated(
    hub: RunningHub, level: str = "RED ◆", concern: dict[str, Typed] = KACEY, **more: Typed
) -> str:
    """Referred now and rated at once, every agency of that level asked; returns the reference."""
    teacher, officer = await hub.people("teacher-1", "screening-1")
    reference = await refers(teacher, concern)
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    (urgency,) = [line for line in (await officer.reads()).splitlines() if f"{level} due" in line]
    await officer.fills(_rating(urgency.removeprefix("- ").removeprefix("( ) ")) | more)
    await officer.submits()
    assert not officer.problems, officer.problems
    return reference


def _rating(urgency: str) -> dict[str, Typed]:
    return {
        "What should happen with this?": "Rate it and ask agencies",
        "Urgency for child 1 (only if you rate it)": urgency,
        "Reason": "An injury that is not explained.",
    }


async def nothing_known(hub: RunningHub, reference: str, *seats: str) -> None:
    """These seats looked and found nothing."""
    async with hub.in_one_go():
        for seat in seats:
            person = await hub.person(f"{seat}-1")
            await person.does("Nothing known", on=reference, place="channel")


async def proposes(person: Teller, reference: str, **more: Typed) -> str:
    """Somebody puts a decision forward."""
    return await person.does("Propose decision", PROPOSAL | more, on=reference)
