"""Words planted in everything that is filled in when a case ends are found nowhere outside the forms and the papers."""

import re

from tests.scenarios import outside, planted
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import SEATS, nothing_known, proposes, refers, screens
from tests.scenarios.test_canary import FALLBACKS, FIRST_LINES, _found, _matches
from tests.support.surfaces import Teller
from tests.support.surfaces.hub import RunningHub

PLANTED = (
    "holdplant",
    "numberplant",
    "askerplant",
    "checkplant",
    "backplant",
    "laterplant",
    "newplant",
    "saidsoplant",
    "againplant",
)
OURS = ("CLOSED", "ACCESS REQUEST")
"""How the first lines of the cards begin that are looked at here."""


async def chooses(person: Teller, entry: str, reference: str) -> None:
    """Somebody opens More on the card and chooses what to do."""
    await person.press("More", on=reference, place="channel")
    await person.press(entry)


async def ends(hub: RunningHub, reference: str) -> None:
    """Held, copied, confirmed, asked for, reviewed, given more time, closed, begun again."""
    manager, governance, minutes, police = await hub.people(
        "duty-1", "governance-1", "minutes-1", "police-lead"
    )
    await chooses(governance, f"Set a legal hold on {reference}", reference)
    await governance.fills({"Why": "Holdplant"})
    await governance.submits()
    await chooses(minutes, f"Export the record of {reference}", reference)
    await minutes.submits()
    await minutes.closes()
    await chooses(minutes, f"Confirm the export of {reference}", reference)
    await minutes.fills({"Its number in the case system": "Numberplant"})
    await minutes.submits()
    await chooses(governance, f"Access request on {reference}", reference)
    child = re.search(r"Child 1: [^\n]+", await governance.reads())
    assert child
    await governance.fills(
        {
            "Who is it about?": child.group(),
            "Who asks?": "Askerplant",
            "How you checked who they are, and their right to ask": "Checkplant",
            "When the request came in": "16 11 2026",
        }
    )
    await governance.submits()
    assert not governance.problems, governance.problems
    await police.press("Review", on="ACCESS REQUEST, YOUR REVIEW")
    pieces = re.findall(r"May piece \d+ go out\?", await police.reads())
    held_back = dict.fromkeys(pieces, "Hold it back: another reason")
    await police.fills(held_back | {"Reason (only if something is held back)": "Backplant"})
    await police.submits()
    assert not police.problems, police.problems
    await governance.press("Read and release", on="ACCESS REQUEST")
    await governance.press("Review the hub's own")
    pieces = re.findall(r"May piece \d+ go out\?", await governance.reads())
    told_by = {"Who said so (only if you answer for an agency that has no lead here)": "Saidsoplant"}
    await governance.fills(dict.fromkeys(pieces, "It may go out") | told_by)
    await governance.submits()
    assert not governance.problems, governance.problems
    await governance.press("Read and release", on="ACCESS REQUEST")
    await governance.press(f"More time to answer {reference}")
    await governance.fills({"Why": "Laterplant"})
    await governance.submits()
    await chooses(manager, f"Close or reopen {reference}", reference)
    await manager.fills({"Reason feedback was not sent": "Newplant"})
    await manager.submits()
    assert not manager.problems, manager.problems
    await manager.press("Open details", on="CLOSED", place="channel")
    await manager.does(f"Close or reopen {reference}", {"What is new": "Againplant"})


@told(Stage("web"), Stage("slack-http"), Stage("teams"))
async def test_nothing_of_how_a_case_ends_leaves_the_forms(hub: RunningHub) -> None:
    teacher, screener, chair, manager = await hub.people("teacher-1", "screening-1", "chair-1", "duty-1")
    reference = await refers(teacher, planted.CONCERN)
    await screens(screener, reference, "RED ◆ due 1:12pm today")
    await nothing_known(hub, reference, *SEATS)
    await proposes(chair, reference)
    await manager.does("Read and decide", on="DECISION TO APPROVE")

    await hub.change(lambda tx: tx.people.end("housing-lead", tx.now))
    await ends(hub, reference)

    words = (*planted.WORDS, *PLANTED)
    assert _found([*outside.posted(hub), *outside.read_by_programs(hub)], words) == []
    if hub.world != "web":
        shown = [one for one in outside.versions(hub) if one.first_line.startswith(OURS)]
        assert len(shown) > 3
        assert [one.first_line for one in shown if not _matches(one.first_line, FIRST_LINES)] == []
        fallbacks = (*FALLBACKS, *FIRST_LINES)
        assert [one.fallback for one in shown if not _matches(one.fallback, fallbacks)] == []
    case = await hub.case(reference)
    assert [subject.round for subject in case.subjects] == [2]
    await hub.audit_is_whole()
