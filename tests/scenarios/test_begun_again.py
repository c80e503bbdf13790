"""A closed case begins again as a round of its own; and what is held about a child is reviewed from My work."""

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import ANSWER, nothing_known, proposes, rated
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub

ALL_OF_GREEN = ("police", "social_work", "education", "caf")
SURFACES = (Stage("web", "postgresql"), Stage("slack-http", "sqlite"), Stage("teams", "postgresql"))


async def decided(hub: RunningHub) -> str:
    """Green, answered, decided; Health knows something."""
    health, chair, manager = await hub.people("health-1", "chair-1", "duty-1")
    reference = await rated(hub, "GREEN ●")
    await health.does("Add what we know", ANSWER, on=reference, place="channel")
    await nothing_known(hub, reference, *ALL_OF_GREEN)
    await proposes(chair, reference)
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    return reference


@told(*SURFACES, Stage("mixed", "sqlite"))
async def test_a_closed_case_is_reopened_as_round_two(hub: RunningHub) -> None:
    manager, officer, police = await hub.people("duty-1", "screening-1", "police-1")
    reference = await decided(hub)
    await manager.press("More", on=f"· {reference}", place="channel")
    await manager.press(f"Close or reopen {reference}")
    await manager.fills({"Reason feedback was not sent": "She was told in person."})
    await manager.submits()
    assert not manager.problems, manager.problems
    await hub.move_clock(hours=2)

    await manager.press("Open details", on=f"CLOSED 16 November 2026 · {reference}", place="channel")
    await manager.press(f"Close or reopen {reference}")
    await manager.fills({"What is new": "A new bruise was seen on Monday."})
    await manager.submits()
    assert not manager.problems, manager.problems
    assert not any(reference in line for line in await police.sees("channel")), "it waits to be screened"

    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    read = await officer.reads()
    assert "REOPENED, round 2." in read
    assert "A new bruise was seen on Monday." in read
    (urgency,) = [line for line in read.splitlines() if "GREEN ● due" in line]
    await officer.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": urgency.removeprefix("- ").removeprefix("( ) "),
            "Reason": "It is the second one.",
        }
    )
    await officer.submits()
    assert not officer.problems, officer.problems

    card = await police.card(f"· {reference}", "channel")
    assert card.startswith(f"GREEN ● due 11:12am Thu 19 November · {reference}")
    assert "REOPENED, round 2." in card
    assert "Answered 0 of 5." in card
    case = await hub.case(reference)
    assert [subject.round for subject in case.subjects] == [2]
    assert len(case.decisions) == 1, "what was decided before is kept"
    await hub.audit_is_whole()


@told(*SURFACES)
async def test_a_mother_asks_and_each_lead_reviews_from_my_work(hub: RunningHub) -> None:
    governance, lead = await hub.people("governance-1", "health-lead")
    reference = await decided(hub)
    await governance.press("More", on=f"· {reference}", place="channel")
    await governance.press("Access request")
    await governance.fills(
        {
            "Who is it about?": "Child 1: Kacey Brannigan, 9",
            "Who asks?": "Her mother, Dana Brannigan",
            "How you checked who they are, and their right to ask": "Her passport.",
            "When the request came in": "16 11 2026",
        }
    )
    await governance.submits()
    assert not governance.problems, governance.problems

    row = f"{reference} · your agency's information · due midnight at the end of Wednesday 16 December"
    assert row in await lead.my_work()
    assert f"{reference} · access request" in await governance.my_work()
    await lead.press(f"Review {reference}", on=row, place="my work")
    assert "Two visits this year." in await lead.reads()
    await _says(lead, "Hold it back: it could cause serious harm", "A person could be found.")
    assert row not in await lead.my_work()

    for seat in ALL_OF_GREEN:
        other = await hub.person(f"{seat}-lead")
        await other.press(f"Review {reference}", on=reference, place="my work")
        await _says(other, "It may go out")
    await governance.press("Read and release", on=f"ACCESS REQUEST · {reference}")
    await governance.press("Review the hub's own")
    await _says(governance, "It may go out")
    await governance.does("Read and release", on=f"ACCESS REQUEST · {reference}")

    case = await hub.case(reference)
    assert [one.state for one in case.access_requests] == ["released"]
    assert [one.kind for one in case.exports] == ["subject_access"]
    assert reference not in await governance.my_work()
    await hub.audit_is_whole()


async def _says(owner: Teller, verdict: str, reason: str = "") -> None:
    """The same of each of its pieces."""
    pieces = [line for line in (await owner.reads()).splitlines() if line.startswith("May piece")]
    assert pieces
    why = {"Reason (only if something is held back)": reason} if reason else {}
    await owner.fills(dict.fromkeys(pieces, verdict) | why)
    await owner.submits()
    assert not owner.problems, owner.problems
