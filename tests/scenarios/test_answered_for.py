"""What only a duty manager can answer is answered once, from the message or the list, and goes for every duty manager."""

from tests.scenarios.conftest import on_each
from tests.scenarios.steps import VIEW, rated
from tests.scenarios.test_following_up import decided
from tests.support.surfaces import Typed
from tests.support.surfaces.hub import RunningHub

WHY = "The school saw her at two, and she is with her aunt."
INSTEAD = "Her aunt has her until Friday."
NOT_POSSIBLE: dict[str, Typed] = {
    "What is it?": "Circumstances changed",
    "Why": "They moved away.",
    "Is anyone less safe because of this?": "Yes",
}


@on_each
async def test_the_rating_stands_against_a_view_above_it(hub: RunningHub) -> None:
    reference = await rated(hub, "AMBER ▲")
    health, manager, colleague = await hub.people("health-1", "duty-1", "duty-2")
    await health.does("Give our view", VIEW, on=reference, place="channel")
    assert f"{reference} · a view above the rating" in await colleague.my_work()

    await manager.press("The rating stands", on="A VIEW ABOVE THE RATING", place="messages")
    assert VIEW["Reason"] in await manager.reads()
    await manager.fills({"Why the rating stands": WHY})
    await manager.submits()

    assert manager.note == f"Recorded 9:12am. {reference}."
    for one in (manager, colleague):
        assert not any("A VIEW ABOVE" in card for card in await one.sees("messages"))
        assert "a view above the rating" not in await one.my_work()
    await health.press("Open details", on=reference, place="channel")
    details = await health.reads()
    assert (
        "said 9:12am today that AMBER ▲ stands. If you do not agree, choose Raise a disagreement" in details
    )
    assert WHY in details
    await health.closes()
    for one in (manager, colleague, health):
        assert not any(WHY in card for card in await one.sees())

    more = {"Reason": "She is not there.", "Why has it changed? (only if you change your view)": "A call."}
    await health.does("Give our view", more, on=reference, place="channel")
    await colleague.does(
        "The rating stands", {"Why the rating stands": "She is, we phoned."}, on=reference, place="my work"
    )

    assert [said.by for said in (await hub.case(reference)).ratings_stand] == ["duty-1", "duty-2"]
    await hub.audit_is_whole()


@on_each
async def test_somebody_less_safe_stands_until_it_is_said_what_is_done_instead(hub: RunningHub) -> None:
    reference = await decided(hub)
    lead, manager, colleague = await hub.people("housing-lead", "duty-1", "duty-2")
    await lead.press("Actions", on=reference, place="channel")
    await lead.does("Not possible", NOT_POSSIBLE)
    assert f"Action 1 on {reference} will not be done" in await manager.card("SOMEBODY MAY BE LESS SAFE")

    await hub.clock_shows(9, 45)
    assert "say what is done instead" in await colleague.card("thing needs you")
    await hub.move_clock(days=2)
    for one in (manager, colleague):
        assert any("SOMEBODY MAY BE LESS SAFE" in card for card in await one.sees("messages"))
    listed = await colleague.my_work()
    assert f"{reference} · action 1 will not be done, somebody may be less safe" in listed

    await manager.press("What is done instead", on="action 1 will not be done", place="my work")
    assert "They moved away." in await manager.reads()
    await manager.fills({"What is done instead": INSTEAD})
    await manager.submits()

    assert manager.note.startswith("Recorded 9:45am")
    for one in (manager, colleague):
        assert not any("LESS SAFE" in card for card in await one.sees("messages"))
        assert "somebody may be less safe" not in await one.my_work()
    await lead.press("Actions", on=reference, place="channel")
    await lead.closes()
    await lead.press("Open details", on=reference, place="channel")
    details = await lead.reads()
    assert "What is done instead, said by J. Okafor 9:45am today:" in details
    assert INSTEAD in details
    await lead.closes()
    for one in (manager, colleague, lead):
        assert not any(INSTEAD in card for card in await one.sees())
    await hub.audit_is_whole()
