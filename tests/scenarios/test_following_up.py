"""What becomes of actions, told as people see it: done from a reminder, handed over and refused, late up to the manager."""

from tests.scenarios.conftest import Stage, on_each, told, twice
from tests.scenarios.steps import SEATS, nothing_known, proposes, rated
from tests.support.surfaces import Typed
from tests.support.surfaces.hub import RunningHub

CANARY = "Visitplant"
ACTION: dict[str, Typed] = {
    "Action 1: what (optional)": f"{CANARY} the flat",
    "Action 1: which agency (only if there is an action)": "Housing",
    "Action 1: due (only if there is an action)": "End of today",
}
HAPPENED = "What happened, and where it is recorded"

on_each_surface_and_store = told(
    *(Stage(world, store) for world in ("web", "slack-http", "teams") for store in ("sqlite", "postgresql"))
)


async def decided(hub: RunningHub) -> str:
    """A red case decided at 9:12am, with an action for Housing by 5:00pm; returns the reference."""
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    chair, manager = await hub.people("chair-1", "duty-1")
    await proposes(chair, reference, **ACTION)
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    return reference


async def says_nowhere(hub: RunningHub) -> None:
    """Nobody's cards or lists hold a word of the action."""
    for person in list(hub.tellers.values()):
        for card in (*await person.sees(), await person.my_work()):
            assert CANARY not in card


@on_each_surface_and_store
async def test_an_action_from_approval_to_done_through_a_reminder(hub: RunningHub) -> None:
    reference = await decided(hub)
    (lead,) = await hub.people("housing-lead")
    assert "Actions: 1 open, next due 5:00pm Mon 16 November." in await lead.card("DECIDED", "channel")

    await hub.clock_shows(13, 7)
    assert f"Action 1 on {reference} · due 5:00pm Mon 16 November" in await lead.card("thing needs you")
    await says_nowhere(hub)
    before = lead.presses, lead.typed
    await lead.does("Done", {HAPPENED: "Seen, all well. In the housing file."}, on="thing needs you")
    assert (lead.presses - before[0], lead.typed - before[1]) == (2, 1)

    assert f"Action 1 on {reference} · done 1:07pm Mon 16 November" in await lead.card(
        "Nothing here needs you now"
    )
    assert "Actions:" not in await lead.card("DECIDED", "channel")
    (manager,) = await hub.people("duty-1")
    await manager.press("Actions", on=reference, place="channel")
    assert "Housing, L. Housing, done 1:07pm today." in await manager.reads()
    await manager.closes()
    await hub.clock_shows(18, 30)
    assert not any("LATE" in card for card in await manager.sees("messages"))
    await hub.audit_is_whole()


@twice()
async def test_an_action_handed_over_and_refused_is_still_the_givers(hub: RunningHub) -> None:
    reference = await decided(hub)
    lead, police = await hub.people("housing-lead", "police-lead")
    await lead.press("Actions", on=reference, place="channel")
    await lead.does("Give to someone", {"To": "Police, L. Police", "Why": "They have the keys."})
    assert reference in await police.card("AN ACTION FOR YOU", "messages")
    await says_nowhere(hub)

    await police.does("Cannot take it", {"Why": "No officer is free."}, on="AN ACTION FOR YOU")

    said = f"Action 1 on {reference}: not taken 9:12am Mon 16 November. It is still yours."
    assert said in await lead.card("not taken")
    await lead.does("Done", {HAPPENED: "Seen."}, on=reference, place="my work")
    assert (await hub.case(reference)).actions[0].state == "done"


@twice()
async def test_a_late_action_climbs_to_the_lead_and_the_duty_manager(hub: RunningHub) -> None:
    reference = await decided(hub)
    lead, colleague, manager = await hub.people("housing-lead", "housing-1", "duty-1")
    await hub.clock_shows(13, 7)
    await lead.does(
        "Not mine",
        {"Whose is it?": "A colleague", "Which colleague (only if a colleague)": "Housing, R. Housing"},
        on="thing needs you",
    )
    await hub.move_clock(seconds=1)
    assert "Action 1" in await colleague.card("thing needs you")

    await hub.clock_shows(17)
    assert f"Action 1 on {reference} · late since 5:00pm Mon 16 November · R. Housing" in await lead.card(
        "LATE in your agency: 1 · Housing"
    )
    await hub.clock_shows(17, 15)
    assert "LATE: 1 · Housing" in await manager.card(f"Action 1 on {reference}", "messages")
    await says_nowhere(hub)
    await manager.press("Phone the lead", on="LATE: 1 · Housing")
    assert "Lee Housing, lead: no phone number is known here" in await manager.reads()
    await manager.fills({"What came of it": "No answer", "What was said (optional)": f"{CANARY} is out."})
    await manager.submits()
    (other,) = await hub.people("duty-2")
    phoned = "Phoned 5:15pm Mon 16 November, L. Housing: no answer"
    assert phoned in await other.card(f"Action 1 on {reference}", "messages")
    await says_nowhere(hub)
    await manager.does("Move the action", {"To": "Police, L. Police", "Why": "Nobody is in."}, on="LATE: 1")
    (police,) = await hub.people("police-lead")
    await police.press("Take it", on="AN ACTION FOR YOU")
    assert (await hub.case(reference)).actions[0].owner == "police-lead"


@on_each
async def test_who_asked_for_more_time_hears_whether_it_was_agreed(hub: RunningHub) -> None:
    reference = await decided(hub)
    lead, manager = await hub.people("housing-lead", "duty-1")
    action = f"Action 1 on {reference}"
    await lead.press("Actions", on=reference, place="channel")
    await lead.press("More time")
    await lead.fills({"New due time": "End of today", "Why": "Nobody is in."})
    await lead.submits()
    assert "The new due time must be later than 5:00pm today, when it is due now" in str(lead.problems)

    await lead.fills({"New due time": "Tomorrow midday"})
    await lead.submits()
    await manager.does("Do not agree", {"Why": f"{CANARY} cannot wait."}, on="MORE TIME TO AGREE")
    said = await lead.card("more time not agreed", "messages")
    assert f"{action}: more time not agreed. It is still due 5:00pm Mon 16 November." in said
    await says_nowhere(hub)
    await lead.press("Update it", on="more time not agreed")
    assert f"{CANARY} cannot wait." in await lead.reads()
    await lead.closes()

    await lead.press("Actions", on=reference, place="channel")
    await lead.does("More time", {"New due time": "Tomorrow midday", "Why": "Nobody is in."})
    await manager.press("Agree to more time", on="MORE TIME TO AGREE")
    assert "Nobody is in." in await manager.reads()
    await manager.submits()
    said = await lead.card("more time agreed", "messages")
    assert f"{action}: more time agreed, until midday Tue 17 November." in said
    assert not [text for text in await lead.sees("messages") if "not agreed" in text]
    await lead.does("Done", {HAPPENED: "Seen."}, on=reference, place="my work")
    assert not [text for text in await lead.sees("messages") if "more time agreed" in text]
    await hub.audit_is_whole()
