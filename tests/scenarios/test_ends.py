"""How a case ends, as people see it: closed, gone from chat, begun again; and a request that nobody rates."""

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import KACEY, SEATS, nothing_known, proposes, rated, refers
from tests.support.surfaces.hub import RunningHub

STAGES = (
    Stage("web", "postgresql"),
    Stage("slack-http", "sqlite"),
    Stage("teams", "postgresql"),
    Stage("mixed", "sqlite"),
)


async def decided(hub: RunningHub) -> str:
    """Referred, rated red, answered by all, decided, and the referrer told."""
    chair, manager, minutes = await hub.people("chair-1", "duty-1", "minutes-1")
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    await proposes(chair, reference)
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    ticked = {
        "I have checked that this is the person who referred and that they may be told": ["I have checked"]
    }
    await minutes.does(
        f"Send feedback for {reference}",
        {"How": "Here in chat", **ticked},
        on=reference,
        place="my work",
    )
    return reference


@told(*STAGES)
async def test_a_case_is_closed_its_posts_go_and_it_begins_again_as_a_round_of_its_own(
    hub: RunningHub,
) -> None:
    police, manager, teacher = await hub.people("police-1", "duty-1", "teacher-1")
    reference = await decided(hub)

    await manager.press("More", on=reference, place="channel")
    await manager.press(f"Close or reopen {reference}")
    assert "Nothing is still open." in await manager.reads()
    await manager.submits()

    card = await police.card(reference, "channel")
    assert card.startswith(f"CLOSED 16 November 2026 · {reference}")
    assert "Nothing more to do here." in card
    assert "section 47" not in card
    assert any(reference in line for line in await teacher.sees())

    await hub.move_clock(days=31)
    assert not any(reference in line for line in await police.sees("channel"))
    assert not any(reference in line for line in await teacher.sees() if "CLOSED" in line)
    assert "Decision on your referral" not in "\n".join(await teacher.sees())

    await hub.audit_is_whole()


@told(*STAGES)
async def test_a_court_asks_whether_a_family_is_known(hub: RunningHub) -> None:
    teacher, officer, health, minutes, manager = await hub.people(
        "teacher-1", "screening-1", "health-1", "minutes-1", "duty-1"
    )
    reference = await refers(teacher, KACEY)
    await officer.press("Show all", on="TO SCREEN")
    await officer.press(f"Screen {reference}")
    await officer.press(f"Information request {reference}")
    await officer.fills({"Who asks?": "a court", "Ask these agencies": ["Health", "Education"]})
    await officer.submits()
    assert not officer.problems, officer.problems

    card = await health.card(reference, "channel")
    assert card.startswith(f"INFORMATION REQUEST ■ due 4:30pm Fri 20 November · {reference}")
    assert "Asked by: a court. No rating and no views." in card
    await health.does(
        "Add what we know",
        {
            "What you know (only if there is information)": "Known since 2019.",
            "Why is it needed? (only if known)": "To decide who should help",
            "Consent": "Asked and given",
            "Who may see this": "May be told to the referrer or family",
        },
        on=reference,
        place="channel",
    )
    await minutes.press("More", on=reference, place="channel")
    await minutes.press(f"Information reply to {reference}")
    await minutes.fills(
        {
            "Who asks, and by what right": "The family court, by its order.",
            "How you checked them": "Rang the court office back.",
            "Reply": "The family is known to Health since 2019.",
            "Held back, and why": "Nothing.",
        }
    )
    await minutes.submits()
    assert not minutes.problems, minutes.problems

    await manager.does("Read and decide", on="REPLY TO APPROVE")
    await teacher.press("Read the reply", on="Reply to your request")
    assert "The family is known to Health since 2019." in await teacher.reads()
    case = await hub.case(reference)
    assert case.stages == {"supplied"}
    assert not case.ratings
    assert not case.votes
    await hub.audit_is_whole()
