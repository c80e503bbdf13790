"""Meetings as people see them: a red inside its clock, police absent, hidden views that the chair opens, the day's list."""

import io

import docx

from tests.scenarios import outside
from tests.scenarios.conftest import Stage, on_each, told
from tests.scenarios.steps import KACEY, KYLE, SECTION_47, rated, refers, screens
from tests.scenarios.test_canary import _found, each_version_is_fit_for_a_lock_screen
from tests.scenarios.test_press_budget import at_most, on_each_surface
from tests.support.people import FORUM
from tests.support.surfaces import Teller, Typed
from tests.support.surfaces.hub import MONDAY_9_12, RunningHub
from tests.support.surfaces.web import WebTeller

ELEVEN = (
    "police", "social_work", "probation", "health", "mental_health", "youth_support", "education", "dv_nurse",
    "adults", "caf", "womens_aid",
)  # fmt: skip
PROPOSAL: dict[str, Typed] = {
    "Outcome for child 1": SECTION_47,
    "Rationale": "An injury that nobody explains.",
}
REASON = "Reasonplant: the bruise is not explained."
END: dict[str, Typed] = {
    "Where child 1's needs will best be met": "Child protection",
    "Reason for child 1": "Ratedplant: a plan is needed.",
}
UNTIL: dict[str, Typed] = {
    "Until": "The list of Tuesday 17 November",
    "Why": "Police are needed to decide.",
    "What keeps the child safe until then": "Safeplant: she stays with her aunt.",
}


async def set_chair(manager: Teller, reference: str) -> None:
    """The meeting as it was suggested, chaired by Sunita Patel."""
    await manager.does("Set time and chair", {"Chair": "Sunita Patel"}, on=f"MEETING TO SET · {reference}")


async def are_here(hub: RunningHub, *seats: str) -> None:
    for seat in seats:
        person = await hub.person(f"{seat}-1")
        await person.press("I am here", on="roll call", place="channel")
        assert person.note.startswith("Recorded"), person.note


@on_each
async def test_a_red_inside_the_clock(hub: RunningHub) -> None:
    """Received 9:00am, rated 10:00am, eleven of twelve by 11:10am, approved 12:55pm: the clock shows met."""
    teacher, officer, manager, chair, police = await hub.people(
        "teacher-1", "screening-1", "duty-1", "chair-1", "police-1"
    )
    minutes, lead = await hub.people("minutes-1", "housing-lead")
    reference = await refers(teacher, KACEY)
    await hub.clock_shows(10)
    await screens(officer, reference, "RED ◆ due 1:12pm today")
    assert "Meeting: 12:15pm, chair still to be set." in await police.card(reference, "channel")
    await set_chair(manager, reference)
    assert "Meeting: 12:15pm, chair S. Patel." in await police.card(
        f"RED ◆ due 1:12pm Mon 16 November · {reference}", "channel"
    )
    await hub.clock_shows(11, 10)
    await nothing_known_seats(hub)
    await hub.clock_shows(11, 36)
    assert reference in await lead.card("LATE in your agency")
    await are_here(hub, "social_work", "police", "health")
    await hub.clock_shows(12, 15)
    await chair.press("Start", on="roll call", place="channel")
    assert (await police.card("CASE 1 OF 1", "channel")).startswith(
        "CASE 1 OF 1 · RED ◆ due 1:12pm Mon 16 November"
    )
    assert "Now: in the meeting since 12:15pm." in await police.card("Now: in the meeting", "channel")
    await says_for_health(minutes, reference)
    await chair.does(
        "Propose decision",
        PROPOSAL
        | {"Going on without Housing because (only if an answer is missing)": "They were phoned twice."},
        on="CASE 1 OF 1",
        place="channel",
    )
    await disagrees(police)
    await hub.clock_shows(12, 55)
    await approves(manager, reference)
    await chair.does("Close the meeting", END, on="CASE 1 OF 1", place="channel")
    assert f"MEETING CLOSED 12:55pm Mon 16 November · {reference} · 1 decided" in await police.card(
        "MEETING CLOSED", "channel"
    )
    case = await hub.case(reference)
    urgency = case.clock("urgency", case.subjects[0].id)
    assert urgency is not None
    assert (urgency.missed_at, urgency.stopped_at) == (None, hub.clock.now())
    await reads_the_minutes(chair, minutes, reference)
    await hub.audit_is_whole()


async def nothing_known_seats(hub: RunningHub) -> None:
    """Eleven look and find nothing; the meeting's card stands beside the referral's."""
    async with hub.in_one_go():
        for seat in ELEVEN:
            person = await hub.person(f"{seat}-1")
            await person.does("Nothing known", on="agencies are asked what they know", place="channel")


async def says_for_health(minutes: Teller, reference: str) -> None:
    """Written down for Health, and unconfirmed."""
    said: dict[str, Typed] = {
        "Agency": "Health",
        "Urgency for child 1": "RED ◆",
        "Where child 1's needs are best met": "Child protection",
        "In their words": "Saidplant: seen twice this month.",
    }
    await minutes.does("Record what was said", said, on="CASE 1 OF 1", place="channel")
    assert reference


async def disagrees(police: Teller) -> None:
    """Kept by name with the decision, and never in the post."""
    why: dict[str, Typed] = {
        "Is anyone unsafe now because of this?": "No",
        "What do you disagree with?": "Outcome",
        "Why, and what should happen instead": "Dissentplant: not joint.",
    }
    await police.does("I disagree", why, on="CASE 1 OF 1", place="channel")
    card = await police.card("CASE 1 OF 1", "channel")
    assert "1 agency has recorded a disagreement. It is kept by name with the decision." in card
    for post in await police.sees("channel"):
        assert "plant" not in post
        assert "Police disagree" not in post


async def approves(manager: Teller, reference: str) -> None:
    await manager.press("Read and decide", on=f"DECISION TO APPROVE · {reference}")
    whole = await manager.reads()
    assert "Housing" in whole
    assert "They were phoned twice." in whole
    await manager.submits()
    assert not manager.problems


async def reads_the_minutes(chair: Teller, minutes: Teller, reference: str) -> None:
    """Who was there, each view, what was said and by whom unconfirmed, who disagrees by name; then the chair approves."""
    await minutes.press("Minutes", on="MEETING CLOSED", place="channel")
    whole = await minutes.reads()
    for words in (
        "Version 1, made 12:55pm today. Not approved by the chair yet.",
        "Social Work (R. Social): Here",
        f"Case 1: {reference}",
        "Answered 11 of 12. No reply: Housing.",
        "Child 1. Health (said in the meeting, written by T. Lowe, not confirmed): RED ◆; Child protection.",
        "Health, said in the meeting, written by T. Lowe, not confirmed",
        "Saidplant: seen twice this month.",
        "Police, R. Police disagrees with outcome",
        "Dissentplant: not joint.",
        "Going on without Housing because:",
        "Child 1: needs best met by Child protection.",
        "Ratedplant: a plan is needed.",
    ):
        assert words in whole, f"{words}\n---\n{whole}"
    await minutes.closes()
    await chair.press("Read the minutes", on="MINUTES TO APPROVE")
    await chair.press("Approve these minutes")
    await chair.closes()
    assert f"{reference}: minutes approved." not in await chair.sees("messages")


@on_each
async def test_police_are_absent(hub: RunningHub) -> None:
    """Not enough agencies: it goes on for the time being; the decision is marked and listed again."""
    reference = await rated(hub)
    manager, chair, police = await hub.people("duty-1", "chair-1", "police-1")
    await set_chair(manager, reference)
    await are_here(hub, "social_work", "health")
    await chair.press("Start", on="roll call", place="channel")
    assert "Not enough agencies: Police missing." in chair.note
    card = await police.card("NOT ENOUGH AGENCIES", "channel")
    assert card.startswith(f"NOT ENOUGH AGENCIES · Police missing · {reference}")
    assert "Urgent protection and a strategy discussion do not wait for this." in card
    await chair.does(
        "Go on: interim decision only",
        UNTIL | {"Why without police": "Nobody answers the phone."},
        on="NOT ENOUGH AGENCIES",
        place="channel",
    )
    await chair.press("Ask for the missing views", on="CASE 1 OF 1", place="channel")
    missing = "Adults, CAF, Domestic Violence Nurse, Education, Health, Housing, Mental Health, Police, Probation, Social Work, Women's Aid, Youth Support"
    await chair.does(
        "Propose decision",
        PROPOSAL | {f"Going on without {missing} because (only if an answer is missing)": "It cannot wait."},
        on="CASE 1 OF 1",
        place="channel",
    )
    await manager.does("Read and decide", on=f"DECISION TO APPROVE · {reference}")
    decided = await police.card(f"DECIDED 9:12am Mon 16 November · {reference}", "channel")
    assert "INTERIM DECISION. Back on the list Tue 17 November." in decided
    case = await hub.case(reference)
    urgency = case.clock("urgency", case.subjects[0].id)
    assert urgency is not None
    assert urgency.stopped_at is None, "the clock runs on"
    await hub.clock_shows(13, days=1)
    assert reference in await police.card("TODAY'S LIST", "channel")
    await hub.audit_is_whole()


@told(Stage("web", "postgresql"), Stage("mixed", "sqlite"))
async def test_the_chair_opens_views(hub: RunningHub) -> None:
    """No seat reads another's view until it gave its own or the discussion begins; one that never gives shows "no view"."""
    reference = await rated(hub)
    manager, chair, police, health, minutes = await hub.people(
        "duty-1", "chair-1", "police-1", "health-1", "minutes-1"
    )
    view: dict[str, Typed] = {
        "Urgency for child 1": "RED ◆",
        "Where child 1's needs are best met": "Child protection",
        "Reason": REASON,
    }
    await health.does("Give our view", view, on=reference, place="channel")
    await police.press("Open details", on=reference, place="channel")
    assert REASON not in await police.reads()
    await police.closes()
    await set_chair(manager, reference)
    assert "hidden until the meeting opens them." in await police.card("hidden until", "channel")
    await are_here(hub, "social_work", "police", "health")
    await chair.press("Start", on="roll call", place="channel")
    await police.press(
        "Open details", on=f"RED ◆ due 1:12pm Mon 16 November · {reference}\n", place="channel"
    )
    assert REASON in await police.reads()
    await police.closes()
    await chair.does("Close the meeting", on="CASE 1 OF 1", place="channel")
    await minutes.press("Minutes", on="MEETING CLOSED", place="channel")
    assert "No view given: Adults, CAF" in await minutes.reads()


@told(Stage("web", "sqlite"), Stage("slack-http", "sqlite"), Stage("teams", "postgresql"))
async def test_the_day_s_list(hub: RunningHub) -> None:
    """Two ambers on the list; the meeting takes them one after the other."""
    first, second = await rated(hub, "AMBER ▲"), await rated(hub, "AMBER ▲", KYLE)
    manager, chair, police = await hub.people("duty-1", "chair-1", "police-1")
    await hub.clock_shows(13)
    card = await police.card("TODAY'S LIST", "channel")
    assert card.startswith("TODAY'S LIST · Monday 16 November 2026 · 2 cases · meeting 2:00pm")
    assert "K.B." not in card
    await police.press("Open the list", on="TODAY'S LIST", place="channel")
    whole = await police.reads()
    assert first in whole
    assert second in whole
    await police.closes()
    await manager.does("Call the meeting", {"Chair": "Sunita Patel"}, on="TODAY'S LIST", place="channel")
    assert "MEETING 2:00pm Mon 16 November · 2 cases · roll call" in await police.card("roll call", "channel")
    await hub.clock_shows(14)
    await are_here(hub, "social_work", "police", "health")
    await chair.does("Roll call", on="roll call", place="channel")
    assert first in await police.card("CASE 1 OF 2", "channel")
    await chair.does("Next case", on="CASE 1 OF 2", place="channel")
    assert second in await police.card("CASE 2 OF 2", "channel")
    await chair.press("More", on="CASE 2 OF 2", place="channel")
    await chair.does("Adjourn", UNTIL)
    closed = await police.card("MEETING CLOSED", "channel")
    assert "2 cases · 1 without a decision, 1 adjourned to Tue 17 November" in closed
    assert "adjourned." in await police.card("TODAY'S LIST", "channel")
    assert await hub.undelivered() == []


@told(Stage("mixed", "sqlite"))
async def test_nothing_that_is_said_in_a_meeting_leaves_its_forms(hub: RunningHub) -> None:
    """Words planted in statements, reasons, disagreements and adjournments stand in no post, update, alert or button."""
    await test_a_red_inside_the_clock(hub)
    left = [*outside.posted(hub), *outside.read_by_programs(hub)]
    assert _found(left, ("Saidplant", "Dissentplant", "Ratedplant", "Brannigan", "Kacey")) == []
    each_version_is_fit_for_a_lock_screen(list(outside.versions(hub)))


@told(Stage("mixed", "sqlite"))
async def test_nothing_about_an_interim_decision_leaves_its_forms(hub: RunningHub) -> None:
    """Neither why nor what keeps the child safe."""
    await test_police_are_absent(hub)
    left = [*outside.posted(hub), *outside.read_by_programs(hub)]
    assert _found(left, ("Safeplant", "Nobody answers", "Police are needed", "It cannot wait", "Kacey")) == []
    each_version_is_fit_for_a_lock_screen(list(outside.versions(hub)))


@on_each_surface
async def test_presses_of_a_meeting(hub: RunningHub) -> None:
    """Red meeting as suggested 4, I am here 1, roll call when all pressed 2."""
    reference = await rated(hub)
    manager, police, minutes = await hub.people("duty-1", "police-1", "minutes-1")
    with at_most(manager, presses=4, typed=0):
        await set_chair(manager, reference)
    with at_most(police, presses=1, typed=0):
        await police.press("I am here", on="roll call", place="channel")
    await are_here(hub, "social_work", "health")
    with at_most(minutes, presses=2, typed=0):
        await minutes.does("Roll call", on="roll call", place="channel")
    assert "CASE 1 OF 1" in await minutes.card("CASE 1 OF 1", "channel")


@told(Stage("web", "sqlite"))
async def test_minutes_are_printed_and_saved_with_their_marks(hub: RunningHub) -> None:
    """A page and a Word file, each page marked, for those who may read the case; nothing for anybody else."""
    await test_a_red_inside_the_clock(hub)
    minutes, teacher = await hub.people("minutes-1", "teacher-1")
    assert isinstance(minutes, WebTeller)
    assert isinstance(teacher, WebTeller)
    (version,) = await hub.core.store.read(
        lambda tx: [
            v.id for m in tx.meetings.shown(FORUM, MONDAY_9_12) for v in tx.meetings.sitting(m.id).minutes
        ]  # type: ignore[union-attr]  # it is there
    )

    await minutes.goes_to(f"/paper/minutes.print/{version}")

    page = minutes.page.text
    for words in (
        "OFFICIAL-SENSITIVE PERSONAL",
        "Purpose: Minutes of the meeting of Mon 16 November",
        "Copy 1. Taken by ",
        "Information belongs to the agency that gave it. Do not pass it on without that agency's agreement.",
        "Each view belongs to the agency that is named with it.",
        "said in the meeting, written by T. Lowe, not confirmed",
        "No reply: Housing.",
    ):
        assert words in page, words
    async with minutes._browser.get(f"{hub.address}/paper/minutes.print/{version}.docx") as response:
        file = docx.Document(io.BytesIO(await response.read()))
    assert "OFFICIAL-SENSITIVE PERSONAL" in file.sections[0].header.paragraphs[0].text
    assert "Saidplant: seen twice this month." in [paragraph.text for paragraph in file.paragraphs]
    await teacher.goes_to(f"/paper/minutes.print/{version}")
    assert teacher.status == 403
    assert "Saidplant" not in teacher.page.text
