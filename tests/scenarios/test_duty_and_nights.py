"""A duty is handed over at noon, and who hears of the next red alert; a night with a red, and the morning after it."""

from storage.tx import Tx
from tests.scenarios import outside
from tests.scenarios.conftest import Stage, on_each, told
from tests.scenarios.steps import KACEY, KYLE, rated, refers
from tests.support.people import FORUM
from tests.support.surfaces.hub import RunningHub
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


def _goes_on_call(tx: Tx) -> None:
    """The service manager is the on-call manager too."""
    who = tx.people.roster()
    roles = frozenset({"service_manager", "on_call"})
    accounts = who.accounts("service-1")
    tx.people.put(who.people["service-1"], [Membership("service-1", FORUM, "", roles)], accounts)
