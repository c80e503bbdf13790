"""A duty is handed over at noon, and who hears of the next red alert; a night with a red, and the morning after it."""

from storage.tx import Tx
from tests.scenarios import outside
from tests.scenarios.conftest import Stage, on_each, told
from tests.scenarios.steps import KACEY, KYLE, nothing_known, proposes, rated, refers
from tests.support.people import FORUM
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.web import WebTeller
from triage.records import Membership

NOTE = "Ring the school at two, she is called Zebranote."


@on_each
async def test_a_duty_handed_over_at_noon(hub: RunningHub) -> None:
    first, second, health = await hub.people("police-1", "police-2", "health-1")
    await first.press("Start duty", place="my work")
    assert "You are on duty for Police until 5:00pm." in await first.my_work()
    assert "You are off duty." in await second.my_work()
    morning = await rated(hub)
    assert "needs an answer" in await first.card(f"{morning} needs", "messages")
    assert not [text for text in await second.sees("messages") if "needs an answer" in text]

    await hub.clock_shows(12)
    handed = {"To": "S. Police", "Until": "5:00pm today", "Note": NOTE}
    assert await first.does("Hand over", handed, place="my work") == "Recorded midday."
    await hub.move_clock(seconds=1)

    assert "You are off duty." in await first.my_work()
    assert "R. Police handed duty over to you, midday today." in await second.my_work()
    assert "needs an answer" in await second.card(f"{morning} needs", "messages")
    assert not [text for text in await first.sees("messages") if "needs an answer" in text]
    for person in (first, second, health):
        assert "Zebranote" not in "\n".join([await person.my_work(), *await person.sees()])
    await second.press("Read the note", place="my work")
    assert NOTE in await second.reads()
    await second.closes()

    afternoon = await rated(hub, concern=KYLE)
    assert "needs an answer" in await second.card(f"{afternoon} needs", "messages")
    assert not [text for text in await first.sees("messages") if afternoon in text]
    assert await hub.undelivered() == []
    await hub.audit_is_whole()


@told(Stage("web"), Stage("mixed", "postgresql"))
async def test_the_note_is_nowhere_outside_its_own_form(hub: RunningHub) -> None:
    first, _second = await hub.people("police-1", "police-2")
    await first.press("Start duty", place="my work")
    await first.does("Hand over", {"To": "S. Police", "Note": NOTE}, place="my work")
    await hub.move_clock(seconds=1)

    left = [*outside.posted(hub), *outside.read_by_programs(hub)]
    assert not [one for one in left if "zebranote" in repr(one).lower()]


@on_each
async def test_a_night_with_a_red(hub: RunningHub) -> None:
    teacher, police, manager, edt, call = await hub.people(
        "teacher-1", "police-1", "duty-1", "edt-1", "service-1"
    )
    await hub.change(_goes_on_call)
    await hub.clock_shows(17)
    closed = "THE HUB IS CLOSED until 8:45am Tuesday 17 November. Nobody is watching this channel."
    assert await police.card("THE HUB IS CLOSED", "channel") == closed

    await hub.clock_shows(23)
    reference = await refers(teacher, KACEY)
    await hub.move_clock(seconds=1)
    card = await teacher.card("THE HUB IS CLOSED", "messages")
    assert "Emergency duty team: 01632 960 199." in card
    assert f"Your referral {reference} is recorded." in card
    await teacher.press("I have called the emergency duty team", on="THE HUB IS CLOSED")

    await edt.press(f"Screen it, {reference}", place="my work")
    (urgency,) = [line for line in (await edt.reads()).splitlines() if "RED ◆ due" in line]
    await edt.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": urgency.removeprefix("- ").removeprefix("( ) "),
            "Reason": "Tonight.",
        }
    )
    await edt.submits()
    assert not edt.problems
    await hub.move_clock(minutes=12)
    assert f"ON CALL · {reference} · RED ◆" in await call.card("ON CALL", "messages")
    await call.press("I am dealing with this", on="ON CALL")
    assert "The on-call manager was told at" in await teacher.card("THE HUB IS CLOSED", "messages")

    await hub.clock_shows(8, 45, days=1)
    assert not [text for text in await police.sees("channel") if "CLOSED until" in text]
    card = await manager.card("OVERNIGHT", "messages")
    assert "1 arrived since 5:00pm · 1 RED ◆, on call told 11:" in card
    assert f"{reference} RED ◆" in card
    await manager.press("Read the handover", on="OVERNIGHT")
    assert "M. Oyelaran called the emergency duty team" in await manager.reads()
    await manager.closes()
    await manager.press("Pick up the next one", on="OVERNIGHT")
    assert "Kacey Brannigan" in await manager.reads()
    await manager.closes()
    await hub.move_clock(seconds=1)
    assert not [text for text in await manager.sees("messages") if "OVERNIGHT" in text]
    await hub.audit_is_whole()


@on_each
async def test_the_morning_after(hub: RunningHub) -> None:
    """One that says that somebody is in danger is picked up and left; what the night decided and began is read."""
    nurse, police, chair, edt = await hub.people("nurse-1", "police-1", "chair-1", "edt-1")
    manager, other = await hub.people("duty-1", "duty-2")
    decided = await rated(hub, "GREEN ●")
    await nothing_known(hub, decided, "police", "social_work", "health", "education", "caf")
    await proposes(chair, decided)
    await hub.clock_shows(20)
    await edt.does("Read and decide", on="DECISION TO APPROVE")
    await police.press("More", on=decided, place="channel")
    await police.does("Urgent: act now", {"What is happening": "He is back.", "Have you called 999?": "Yes"})
    danger = await refers(nurse, KYLE | {"Is anyone in danger right now?": "Yes"})
    await hub.move_clock(seconds=1)
    await hub.clock_shows(8, 45, days=1)

    await manager.press("Read the handover", on="OVERNIGHT")
    read = await manager.reads()
    for line in (
        "Other cases of the night",
        "INTERIM DECISION. Back on the list Tue 17 November.",
        "Child 1: section 47 enquiry, joint.",
        "Approved by A. Delacroix, emergency duty team, 8:00pm Monday 16 November.",
        "Urgent protection started 8:00pm Monday 16 November. By: Police. 999 was called.",
    ):
        assert line in read, line
    await manager.closes()

    await manager.press("Pick up the next one", on="OVERNIGHT")
    assert "Kyle Brannigan" in await manager.reads()
    await manager.closes()
    await hub.move_clock(seconds=1)
    left = f"1 picked up, not screened yet: {danger} by J. Okafor 8:45am"
    for person in (manager, other):
        assert left in await person.card("OVERNIGHT", "messages")
    await other.press("Pick up the next one", on="OVERNIGHT")
    assert "Not screened yet." in await other.reads(), "it is with somebody who has just opened it"
    await other.closes()
    await manager.press("Pick up the next one", on="OVERNIGHT")
    assert "You have this one, and it is not screened yet." in await manager.reads()
    await manager.closes()

    await hub.clock_shows(9, 10)
    await other.press("Pick up the next one", on="OVERNIGHT")
    read = await other.reads()
    assert "J. Okafor opened this one 8:45am and has not screened it. You have it now." in read
    (urgency,) = [line for line in read.splitlines() if "AMBER ▲ due" in line]
    await other.fills(
        {
            "What should happen with this?": "Rate it and ask agencies",
            "Urgency for child 1 (only if you rate it)": urgency.removeprefix("- ").removeprefix("( ) "),
            "Reason": "He is at his aunt's now.",
        }
    )
    await other.submits()
    assert not other.problems
    await hub.move_clock(seconds=1)
    for person in (manager, other):
        card = await person.card("OVERNIGHT", "messages")
        assert f"1 case decided · 1 urgent protection\nTo read in the handover: {decided}" in card
        assert "Pick up the next one" not in card
    await hub.clock_shows(17)
    for person in (manager, other):
        assert not [text for text in await person.sees("messages") if "OVERNIGHT" in text]
    await hub.audit_is_whole()


@told(Stage("web", "sqlite"))
async def test_a_page_that_is_loaded_again_picks_up_nothing_more(hub: RunningHub) -> None:
    edt, teacher, nurse, manager = await hub.people("edt-1", "teacher-1", "nurse-1", "duty-1")
    await hub.clock_shows(20)
    for person, concern in ((teacher, KACEY), (nurse, KYLE)):
        reference = await refers(person, concern)
        await edt.press(f"Screen it, {reference}", place="my work")
        (urgency,) = [line for line in (await edt.reads()).splitlines() if "RED ◆ due" in line]
        await edt.fills(
            {
                "What should happen with this?": "Rate it and ask agencies",
                "Urgency for child 1 (only if you rate it)": urgency.removeprefix("- ").removeprefix("( ) "),
                "Reason": "Tonight.",
            }
        )
        await edt.submits()
    await hub.clock_shows(8, 45, days=1)
    assert isinstance(manager, WebTeller)

    await manager.press("Pick up the next one", on="OVERNIGHT")
    assert "Kacey Brannigan" in await manager.reads()
    address = manager.visited[-1]
    for _ in range(2):
        await manager.goes_to(address)
        assert "Kacey Brannigan" in await manager.reads()
        assert "You picked this one up before. Nothing more was picked up." in await manager.reads()
    await hub.move_clock(seconds=1)
    assert f"{reference} RED ◆" in (await manager.card("OVERNIGHT", "messages"))

    await manager.press("Pick up the next one", on="OVERNIGHT")
    assert "Kyle Brannigan" in await manager.reads()
    await hub.move_clock(seconds=1)
    assert not [text for text in await manager.sees("messages") if "OVERNIGHT" in text]


def _goes_on_call(tx: Tx) -> None:
    """The service manager is the on-call manager too."""
    who = tx.people.roster()
    roles = frozenset({"service_manager", "on_call"})
    accounts = who.accounts("service-1")
    tx.people.put(who.people["service-1"], [Membership("service-1", FORUM, "", roles)], accounts)
