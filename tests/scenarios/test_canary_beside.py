"""Words planted in what is filled in beside the main story of a case are found nowhere outside the forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from tests.scenarios import outside, planted
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import nothing_known, rated, refers, screens
from tests.scenarios.test_canary import AT, FALLBACKS, FIRST_LINES, REF, WORD, _found, _looks, _matches
from tests.support.surfaces import Teller, Typed
from tests.support.surfaces.hub import RunningHub

GREEN = ("police", "social_work", "education", "caf")
RED = (*GREEN, "housing", "probation", "mental_health", "youth_support", "dv_nurse", "adults", "womens_aid")
WITHOUT_VIEWS = tuple(word for word in planted.JUDGEMENTS if word != "no view")
"""The post of an information request says that no views are asked for."""
LINES = (
    *FIRST_LINES,
    rf"SLIP REPORTED {AT}",
    rf"(Answer to your disagreement|A DEPUTY IS NEEDED|SAME PERSON\?) · {REF}",
    r"A (restricted|personal) item needs you",
    rf"{REF}: reply (approved|returned) by [A-Z]\. [A-Z][a-z]+ {AT}\.",
)
SHORT = (
    *FALLBACKS,
    *LINES,
    rf"{REF}: your disagreement was answered\.",
    rf"{REF}: a deputy is needed\. {WORD}\. Due {AT}\.",
    r"A slip was reported\. Open the report\.",
    r"A (restricted|personal) item needs you\. Open My work\.",
)
SURFACES = (Stage("web"), Stage("slack-http"), Stage("teams"))


@pytest.fixture
def real_logs() -> Iterator[None]:
    """Logs as the bot writes them, all of them."""
    logs.configure("DEBUG")
    yield
    structlog.reset_defaults()


def nothing_left(
    hub: RunningHub, capfd: pytest.CaptureFixture[str], folder: Path, judgements: tuple[str, ...]
) -> None:
    """No planted word in anything that was posted, carried by a form, logged, measured or kept in the clear."""
    left = [*outside.posted(hub), *outside.read_by_programs(hub)]
    assert _found(left, (*planted.WORDS, *judgements)) == []
    assert _found(outside.running("".join(capfd.readouterr()), folder), planted.NOT_IN_FILES) == []
    shown = list(outside.versions(hub))
    assert {one.first_line for one in shown if not _matches(one.first_line, LINES)} == set()
    assert {one.fallback for one in shown if not _matches(one.fallback, SHORT)} == set()


async def chooses(person: Teller, entry: str, reference: str, typed: dict[str, Typed], on: str = "") -> None:
    """Somebody opens More on the card, chooses what to do, and does it."""
    await person.press("More", on=on or f"· {reference}", place="channel")
    await person.does(entry, typed)


@told(*SURFACES)
@pytest.mark.usefixtures("real_logs")
async def test_nothing_of_a_late_meeting_and_what_follows_leaves_the_forms(
    hub: RunningHub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    reference = await rated(hub, "RED ◆", planted.CONCERN)
    await nothing_known(hub, reference, *RED)
    await is_handed_on(hub, reference)
    await meets_without_police(hub, reference)
    await goes_to_another_area(hub, reference)
    await is_disagreed_with(hub, reference)
    nothing_left(hub, capfd, tmp_path, planted.JUDGEMENTS)
    await hub.audit_is_whole()


async def is_handed_on(hub: RunningHub, reference: str) -> None:
    """Health says that it is a colleague's; it is late; the lead gives it on; the duty manager phones."""
    health, lead, manager = await hub.people("health-1", "health-lead", "duty-1")
    await health.does(
        "Not mine",
        {
            "Whose is it?": "A colleague",
            "Which colleague (only if a colleague)": "Health, S. Health",
            "Why (optional)": "Notmineplant",
        },
        on=f"{reference} needs",
        place="messages",
    )
    await hub.clock_shows(11, 52)
    await lead.does(
        f"Give to a colleague, {reference}",
        {"To": "Health, R. Health", "Why": "Handedplant"},
        on="LATE in your agency",
    )
    await manager.does(
        "Phone the lead",
        {"What came of it": "No answer", "What was said (optional)": "Leadplant"},
        on="LATE: ",
        place="messages",
    )
    await _looks(hub)


async def meets_without_police(hub: RunningHub, reference: str) -> None:
    """A meeting set for after the case is due, with a guest, that goes on without police."""
    manager, minutes, chair, social, health = await hub.people(
        "duty-1", "minutes-1", "chair-1", "social_work-1", "health-1"
    )
    await manager.does(
        "Set time and chair",
        {
            "When": "Another time",
            "The time (only if another time)": "2:30pm",
            "Chair": "Sunita Patel",
            "Why so late (only if it is after the red is due, 1:12pm)": "Solateplant",
        },
        on=f"MEETING TO SET · {reference}",
    )
    for one in (social, health):
        await one.press("I am here", on="roll call", place="channel")
    await minutes.does(
        "Roll call",
        {"Police": "Absent", "Guests (optional)": "Guestplant Quillfeather"},
        on="roll call",
        place="channel",
    )
    await _looks(hub)
    await chair.does(
        "Go on: interim decision only",
        {
            "Until": "The list of Tuesday 17 November",
            "Why": "Interimplant",
            "What keeps the child safe until then": "Auntplant",
            "Why without police": "Absentplant",
        },
        on="NOT ENOUGH AGENCIES",
        place="channel",
    )
    await _looks(hub)
    await chair.press("Ask for the missing views", on="CASE 1 OF 1", place="channel")
    await chair.does(
        "Propose decision",
        {
            "Outcome for child 1": "Section 47 enquiry, joint (duty manager)",
            "Rationale": "Whyplant",
            "Action 1: what (optional)": "Doplant",
            "Action 1: which agency (only if there is an action)": "Housing",
            "Action 1: due (only if there is an action)": "Tomorrow midday",
            "Going on without Health because (only if an answer is missing)": "Silentplant",
        },
        on="CASE 1 OF 1",
        place="channel",
    )
    await manager.does("Read and decide", on=f"DECISION TO APPROVE · {reference}")
    await chair.does(
        "Close the meeting",
        {
            "Where child 1's needs will best be met": "Child protection",
            "Reason for child 1": "Bestmetplant",
        },
        on="CASE 1 OF 1",
        place="channel",
    )
    await _looks(hub)


async def goes_to_another_area(hub: RunningHub, reference: str) -> None:
    lead, minutes = await hub.people("housing-lead", "minutes-1")
    await lead.press("Actions", on=f"· {reference}", place="channel")
    await lead.does(
        "Give to someone",
        {
            "To": "Another area",
            "Which area, and who there (only if another area)": "Areaplant",
            "Why": "Movedplant",
        },
    )
    await lead.press("Actions", on=f"· {reference}", place="channel")
    await lead.does(
        "It was accepted", {"Who accepted it in writing, when, and where that is kept": "Acceptplant"}
    )
    await _looks(hub)
    await minutes.does(
        f"Send feedback for {reference}",
        {
            "How": "Not possible or not safe",
            "Why feedback cannot be sent (only if not possible or not safe)": "Unsentplant",
        },
        on=reference,
        place="my work",
    )


async def is_disagreed_with(hub: RunningHub, reference: str) -> None:
    police, manager = await hub.people("police-1", "duty-2")
    await chooses(
        police,
        "Raise a disagreement",
        reference,
        {
            "Is anyone unsafe now because of this?": "No",
            "What do you disagree with?": "Outcome",
            "Why, and what should happen instead": "Insteadplant",
        },
        on="DECIDED",
    )
    await _looks(hub)
    await manager.does(
        "Answer",
        {
            "Your answer": "The decision stands",
            "Reasons": "Reasonsplant",
            "What keeps the child safe until then? (optional)": "Meanwhileplant",
        },
        on="DISAGREEMENT, level 1",
        place="messages",
    )
    await _looks(hub)
    await police.press("Read the answer", on="Answer to your disagreement")
    await police.closes()


@told(*SURFACES)
@pytest.mark.usefixtures("real_logs")
async def test_nothing_of_what_never_comes_to_a_decision_leaves_the_forms(
    hub: RunningHub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = await is_asked_about(hub)
    await is_sent_elsewhere(hub)
    fourth = await comes_again(hub, asked)
    await is_linked_and_not(hub, fourth, asked)
    await is_kept_from_and_not(hub, fourth)
    await is_noted_beside(hub)
    nothing_left(hub, capfd, tmp_path, WITHOUT_VIEWS)
    await hub.audit_is_whole()


async def is_asked_about(hub: RunningHub) -> str:
    """An information request, whose reply is returned once; returns the reference."""
    teacher, officer, health, minutes, manager = await hub.people(
        "teacher-1", "screening-1", "health-1", "minutes-1", "duty-1"
    )
    reference = await refers(teacher, planted.CONCERN)
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    await officer.does(
        f"Information request {reference}", {"Who asks?": "a court", "Ask these agencies": ["Health"]}
    )
    told_them: dict[str, Typed] = {"Who may see this": "May be told to the referrer or family"}
    await health.does(
        "Add what we know", planted.KNOWN_ANSWER | told_them, on=f"· {reference}", place="channel"
    )
    reply: dict[str, Typed] = {
        "Who asks, and by what right": "Courtplant",
        "How you checked them": "Rangplant",
        "Reply": "Replyplant",
        "Held back, and why": "Withheldplant",
    }
    await chooses(minutes, f"Information reply to {reference}", reference, reply)
    await _looks(hub)
    await manager.press("Read and decide", on="REPLY TO APPROVE")
    await manager.does("Return it instead", {"Say what": "Neededplant"})
    await _looks(hub)
    await chooses(minutes, f"Information reply to {reference}", reference, reply)
    await manager.does("Read and decide", on="REPLY TO APPROVE")
    await _looks(hub)
    await teacher.press("Read the reply", on="Reply to your request")
    await teacher.closes()
    return reference


async def is_sent_elsewhere(hub: RunningHub) -> None:
    teacher, officer, minutes = await hub.people("teacher-1", "screening-1", "minutes-1")
    reference = await refers(teacher, planted.CONCERN)
    await officer.press("Show all", on="TO SCREEN")
    await officer.does(
        f"Screen {reference}",
        {
            "What should happen with this?": "Send to the allocated worker",
            "Reason": "Openplant",
            "Send to (only if it goes elsewhere)": "Sendplant",
            "What do the earlier contacts add up to? (only if 3 or more in 12 months)": "Sumplant",
        },
    )
    await _looks(hub)
    await minutes.does(
        "Record what you did",
        {
            "What did you do?": "By secure e-mail",
            "When, and who you spoke to; or why it was not sent (optional)": "Spoketoplant",
        },
        on="Send the referral on",
        place="my work",
    )


async def comes_again(hub: RunningHub, asked: str) -> str:
    """A fourth contact: the same child as in two, says the screening; returns the reference."""
    teacher, officer = await hub.people("teacher-1", "screening-1")
    third = await refers(teacher, planted.CONCERN)
    await hub.move_clock(seconds=1)
    reference = await refers(teacher, planted.CONCERN)
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    lines = (await officer.reads()).splitlines()
    earlier = [line for line in lines if line.startswith("Zebulonna") and "Contact" in line]
    same = dict.fromkeys((line for line in earlier if asked not in line), "Same")
    assert len(same) == 2, earlier
    await officer.closes()
    await screens(officer, reference, "RED ◆ due 1:12pm today", **same)
    await teacher.press("Add to my referral", on=third, place="messages")
    await teacher.does(
        "Add another person",
        {
            "Who is it about?": "A child or young person",
            "Name": "Sisterplant Quillfeather",
            "Date of birth or age": "5 6 2019",
            "Sex (optional)": "Sexplant",
        },
    )
    await teacher.closes()
    await _looks(hub)
    return reference


async def is_linked_and_not(hub: RunningHub, reference: str, other: str) -> None:
    """The same child in a third, so that they add up before it can be green; and then that is undone: a near miss."""
    manager, officer = await hub.people("duty-1", "screening-1")
    await manager.press("More", on=f"· {reference}", place="channel")
    await manager.press("People and links")
    await manager.press("Compare with another")
    await manager.fills({"Reference of the other referral": other})
    await manager.submits()
    await manager.fills({"These are": "The same", "Because": "Becauseplant"})
    await manager.submits()
    assert not manager.problems, manager.problems
    await officer.press("More", on=f"· {reference}", place="channel")
    await officer.press("Change rating")
    (green,) = [line for line in (await officer.reads()).splitlines() if "GREEN ● due" in line]
    await officer.fills(
        {
            "Urgency for child 1": green.removeprefix("- ").removeprefix("( ) "),
            "Reason": "Lowerplant",
            "What do the earlier contacts add up to? (only if you choose green)": "Togetherplant",
        }
    )
    await officer.submits()
    assert not officer.problems, officer.problems
    await manager.press("More", on=f"· {reference}", place="channel")
    await manager.press("People and links")
    await manager.does(f"Undo this link {other}", {"Why": "Undoplant"})
    await _looks(hub)


async def is_kept_from_and_not(hub: RunningHub, reference: str) -> None:
    """Somebody knows the family and may see it again; it is restricted and then not."""
    manager, police = await hub.people("duty-1", "police-1")
    await chooses(police, "I know this family", reference, {"How are you connected?": "Family or friend"})
    await manager.press("More", on="A personal item needs you", place="messages")
    await manager.press("Restrict")
    await manager.does("Lift the conflict of R. Police", {"Why": "Knowsplant"})
    await chooses(
        manager,
        "Restrict",
        reference,
        {"Why": "Staff or their family", "Who may see it": ["Joy Okafor, Council", "Sunita Patel, Council"]},
    )
    await _looks(hub)
    await manager.press("More", on="A restricted item needs you", place="messages")
    await manager.press("Restrict")
    await manager.does("Lift the restriction", {"Why": "Liftplant"})
    await _looks(hub)


async def is_noted_beside(hub: RunningHub) -> None:
    """A duty handed over with a note, and a slip that is reported and reviewed."""
    police, governance = await hub.people("police-1", "governance-1")
    await police.press("Start duty", place="my work")
    await police.does("Hand over", {"To": "S. Police", "Note": "Noteplant"}, place="my work")
    await police.does(
        "Report a slip",
        {"What happened, without names": "Slipplant", "Is it still visible?": "Yes"},
        place="my work",
    )
    await _looks(hub)
    await governance.does(
        "Read the report", {"What was done, and what was learnt": "Learntplant"}, on="It is still visible"
    )
    await _looks(hub)
