"""The whole story of one referral, told once and true before every surface and on both stores."""

import asyncio

from tests.scenarios.conftest import everywhere
from tests.scenarios.steps import ANSWER, KACEY, SEATS, VIEW, nothing_known, refers, screens
from tests.support.surfaces.hub import RunningHub


@everywhere
async def test_from_a_teachers_worry_to_a_decision_she_disagrees_with(hub: RunningHub) -> None:
    reference = await arrives_and_is_screened(hub)
    await is_answered_in_two_presses(hub, reference)
    await is_shared_without_consent(hub, reference)
    await is_answered_by_phone(hub, reference)
    await is_viewed(hub, reference)
    await is_late_for_one_agency(hub, reference)
    await is_proposed_returned_and_proposed_again(hub, reference)
    await is_approved_once(hub, reference)
    await is_told_and_disagreed_with(hub, reference)
    assert await hub.undelivered() == []
    await hub.audit_is_whole()


async def arrives_and_is_screened(hub: RunningHub) -> str:
    """A teacher is told at once; the channel sees it once it is rated red, and each asked seat is alerted."""
    teacher, screener, police = await hub.people("teacher-1", "screening-1", "police-1")
    reference = await refers(teacher, KACEY)
    assert "A social worker will decide what happens next" in await teacher.card(reference)
    assert "TO SCREEN: 1. Oldest arrived 9:12am Mon 16 November." in await screener.card("TO SCREEN")
    (notice,) = await police.sees("channel")
    assert notice.startswith("This channel shows where each case is. It never shows who.")

    await hub.clock_shows(9, 40)
    assert await screens(screener, reference, "RED ◆ due 1:12pm today") == f"Recorded 9:40am. {reference}."
    card = await police.card(reference, "channel")
    assert card.startswith(f"RED ◆ due 1:12pm Mon 16 November · {reference}")
    assert "Now: agencies are asked what they know. Answer by 11:26am." in card
    assert "Child 1: K.B., 9." in card
    assert f"RED ◆ {reference} needs an answer by 11:26am" in await police.card("needs an answer")
    assert await screener.sees("messages") == []
    return reference


async def is_answered_in_two_presses(hub: RunningHub, reference: str) -> None:
    """Nothing known, in two presses."""
    (police,) = await hub.people("police-1")
    before = police.presses
    note = await police.does("Nothing known", on=reference, place="channel")
    assert (note, police.presses - before) == (f"Recorded 9:40am. {reference}.", 2)
    assert f"{reference}: Police answered 9:40am Mon 16 November." in await police.sees("messages")
    assert "Answered 1 of 12." in await police.card(reference, "channel")


async def is_shared_without_consent(hub: RunningHub, reference: str) -> None:
    """An answer whose family refused: nobody else reads it until the duty manager decides to share."""
    police, health, manager = await hub.people("police-1", "health-1", "duty-1")
    known = ANSWER | {
        "What you know (only if there is information)": "Two broken arms.",
        "Consent": "Asked and refused",
    }
    await health.does("Add what we know", known, on=reference, place="channel")
    await police.press("Open details", on=reference, place="channel")
    assert "Two broken arms." not in await police.reads()
    await police.closes()
    assert "CONSENT TO DECIDE" in await manager.card("CONSENT")
    await manager.does(
        "Decide about consent",
        {
            "What was asked, of whom, and the answer": "The mother said no to the school nurse.",
            "Decision": "Share without consent",
            "Why (only if you share without consent)": "Risk of significant harm",
            "Your reasons (only if you share without consent)": "A child may be hurt again today.",
            "Lawful basis (only if you share without consent)": "Vital interests: to protect a life",
            "Has the family been told? (only if you share without consent)": "Not safe",
            "Who was told, or why not (only if you share without consent)": "It would raise the risk.",
        },
        on="CONSENT TO DECIDE",
    )
    await police.press("Open details", on=reference, place="channel")
    assert "Two broken arms." in await police.reads()
    await police.closes()


async def is_answered_by_phone(hub: RunningHub, reference: str) -> None:
    """Housing phones; what was taken down waits for Housing to say that it is right."""
    minutes, housing = await hub.people("minutes-1", "housing-1")
    await minutes.press("More", on=reference, place="channel")
    await minutes.does(
        "Record a phone answer",
        ANSWER
        | {
            "Agency": "Housing",
            "Who told you": "The officer on duty",
            "When": "9:35am",
            "Your answer": "Known, no concern",
            "Lawful basis": "Public task; safeguarding of children and individuals at risk",
        },
    )
    await housing.press("That is right", on="Taken by phone by T. Lowe")
    assert "Taken by phone" not in "\n".join(await housing.sees("messages"))


async def is_viewed(hub: RunningHub, reference: str) -> None:
    """Views are hidden until one's own is given; one above the rating would be told to the duty manager."""
    police, health = await hub.people("police-1", "health-1")
    await health.does("Give our view", VIEW, on=reference, place="channel")
    await police.press("Open details", on=reference, place="channel")
    assert "The bruise is not explained." not in await police.reads()
    await police.closes()
    await police.does(
        "Give our view", VIEW | {"Urgency for child 1": "AMBER ▲"}, on=reference, place="channel"
    )
    await police.press("Open details", on=reference, place="channel")
    assert "The bruise is not explained." in await police.reads()
    await police.closes()
    assert "Views: 2 in, hidden until the meeting opens them." in await police.card(reference, "channel")


async def is_late_for_one_agency(hub: RunningHub, reference: str) -> None:
    """All but one answer in time. The late one's lead is told, and the decision goes on without it."""
    police, chair, lead = await hub.people("police-1", "chair-1", "education-lead")
    others = [seat for seat in SEATS if seat not in ("police", "health", "housing", "education", "adults")]
    await nothing_known(hub, reference, *others)
    await hub.clock_shows(11, 26)
    assert "Late since 11:26am: Education." in await police.card(reference, "channel")
    assert reference in await lead.card("LATE in your agency")
    await hub.clock_shows(12, 15)
    assert "Now: ready for a decision. Answered 10 of 12. No reply: Education." in await chair.card(
        reference, "channel"
    )


async def is_proposed_returned_and_proposed_again(hub: RunningHub, reference: str) -> None:
    """Proposed, returned, proposed again: the views are open now."""
    police, chair, manager = await hub.people("police-1", "chair-1", "duty-1")
    proposal = {
        "Outcome for child 1": "Section 47 enquiry, joint (duty manager)",
        "Rationale": "An injury that nobody explains.",
        "Going on without Adults, Education because (only if an answer is missing)": "The school cannot be reached.",
        "What keeps the child safe until then? (optional)": "She stays with her aunt.",
        "Action 1: what (optional)": "Visit the home",
        "Action 1: which agency (only if there is an action)": "Social Work",
        "Action 1: due (only if there is an action)": "Tomorrow midday",
    }
    await chair.does("Propose decision", proposal, on=reference, place="channel")
    assert f"DECISION TO APPROVE · {reference}" in await manager.card("DECISION TO APPROVE")
    assert "Views are open: read them in details." in await police.card(reference, "channel")
    await manager.press("Read and decide", on="DECISION TO APPROVE")
    assert "An injury that nobody explains." in await manager.reads()
    await manager.press("Return it instead")
    await manager.fills({"What is needed?": "More information", "Say what": "Where is she tonight?"})
    await manager.submits()
    assert "DECISION RETURNED" in await chair.card("DECISION RETURNED")
    await chair.does("Propose decision", proposal, on="DECISION RETURNED")


async def is_approved_once(hub: RunningHub, reference: str) -> None:
    """Two managers read it and approve at the same moment: one does, the other is told who did."""
    police, manager, second = await hub.people("police-1", "duty-1", "duty-2")
    both = (manager, second)
    for each in both:
        await each.press("Read and decide", on="DECISION TO APPROVE")
    await asyncio.gather(*(each.submits() for each in both))
    (first,) = [each for each in both if each.note.startswith("Recorded")]
    (other,) = [each for each in both if each is not first]
    name = {"duty-1": "J. Okafor", "duty-2": "M. Reyes"}[first.person]
    assert f"Already approved by {name} at 12:15pm. Your press changed nothing." in await other.reads()
    decided = await police.card(reference, "channel")
    assert decided.startswith(f"DECIDED 12:15pm Mon 16 November · {reference}")
    assert "Child 1: section 47 enquiry, joint." in decided
    assert f"Approved by {name}. No reply: Adults, Education." in decided
    assert "K.B." not in decided


async def is_told_and_disagreed_with(hub: RunningHub, reference: str) -> None:
    """The teacher hears the outcome's own sentence, reads the reply, and disagrees; the decision stands."""
    teacher, minutes = await hub.people("teacher-1", "minutes-1")
    await minutes.press("More", on=reference, place="channel")
    await minutes.does(
        "Feedback",
        {
            "How": "Here in chat",
            "I have checked that this is the person who referred and that they may be told": [
                "I have checked"
            ],
        },
    )
    feedback = await teacher.card("Decision on your referral")
    assert "A social worker and the police will look into what you told us." in feedback
    await teacher.press("Read the full reply", on="Decision on your referral")
    await teacher.closes()
    told = await teacher.does(
        "I disagree",
        {
            "Is anyone unsafe now because of this?": "No",
            "What do you disagree with?": "Time taken",
            "Why, and what should happen instead": "Nobody came today.",
        },
        on="Decision on your referral",
    )
    assert told.endswith("will answer by 5:00pm Wednesday 18 November. The decision stands meanwhile.")
