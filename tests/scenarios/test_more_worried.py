"""A teacher hears by three that nothing is decided yet, is more worried, and managers have it in the same moment."""

from tests.scenarios.conftest import on_each
from tests.scenarios.steps import KACEY, refers, screens
from tests.support.surfaces.hub import RunningHub

CHECKED = "I have checked that this is the person who referred and that they may be told"
SAID = "He is outside the school with a knife."


@on_each
async def test_from_the_school_bell_to_urgent_protection(hub: RunningHub) -> None:
    reference = await nothing_is_decided_by_three(hub)
    await the_teacher_hears_so(hub, reference)
    await she_is_more_worried(hub, reference)
    await a_manager_deals_with_it(hub, reference)
    await an_agency_may_say_so_too(hub, reference)
    assert await hub.undelivered() == []
    await hub.audit_is_whole()


async def nothing_is_decided_by_three(hub: RunningHub) -> str:
    """Referred at 12:40, rated; at three business support is told, and nobody before."""
    teacher, screener, minutes = await hub.people("teacher-1", "screening-1", "minutes-1")
    await hub.clock_shows(12, 40)
    reference = await refers(teacher, KACEY)
    await screens(screener, reference, "AMBER ▲ due 12:40pm tomorrow")
    await hub.clock_shows(14, 59)
    assert "FEEDBACK TO SEND" not in "\n".join(await minutes.sees("messages"))
    await hub.clock_shows(15)
    card = await minutes.card("FEEDBACK TO SEND", "messages")
    assert f"FEEDBACK TO SEND · {reference}" in card
    assert "Nothing is decided yet at 3:00pm Mon 16 November. Tell the person who referred." in card
    return reference


async def the_teacher_hears_so(hub: RunningHub, reference: str) -> None:
    """The text is read before it goes, and goes as it was read."""
    teacher, minutes = await hub.people("teacher-1", "minutes-1")
    text = (
        "A social worker has read your referral and agencies are being asked what they know.",
        "We will write again by the end of Tuesday 17 November.",
        "If you are more worried than before, phone 01632 960 100 now.",
    )
    await minutes.press("Send holding reply", on=reference, place="messages")
    shown = await minutes.reads()
    assert all(line in shown for line in text)
    await minutes.fills({"How": "Here in chat", CHECKED: ["I have checked"]})
    await minutes.submits()
    assert not minutes.problems, minutes.problems
    card = await teacher.card("No decision yet", "messages")
    assert card.startswith(f"No decision yet · {reference}")
    assert all(line in card for line in text)
    assert "Brannigan" not in card
    assert "FEEDBACK TO SEND" not in "\n".join(await minutes.sees("messages"))


async def she_is_more_worried(hub: RunningHub, reference: str) -> None:
    """Three presses and one text; managers are told who and when, never what or about whom."""
    teacher, manager, service, police = await hub.people("teacher-1", "duty-1", "service-1", "police-1")
    await hub.clock_shows(15, 20)
    before = teacher.presses, teacher.typed
    await teacher.press("I am more worried", on="No decision yet", place="messages")
    first = await teacher.reads()
    assert "If anyone is in danger, call 999 before filling this in." in first
    assert "Brannigan" not in first
    await teacher.fills({"What is happening": SAID, "Have you called 999?": "Yes"})
    await teacher.submits()
    assert (teacher.presses - before[0], teacher.typed - before[1]) == (3, 1)
    for each in (manager, service):
        card = await each.card("URGENT PROTECTION", "messages")
        assert card.startswith(f"URGENT PROTECTION · {reference} · AMBER ▲")
        assert "Started 3:20pm Mon 16 November. By: The person who referred. 999 was called." in card
        assert SAID not in card
    shared = await police.card("URGENT PROTECTION started 3:20pm", "channel")
    assert reference in shared
    assert "Do not wait for checks or the meeting." in shared


async def a_manager_deals_with_it(hub: RunningHub, reference: str) -> None:
    """One of them says so; the other reads who, and details say what was said."""
    manager, service = await hub.people("duty-1", "service-1")
    await hub.clock_shows(15, 22)
    await manager.press("I am dealing with it", on="URGENT PROTECTION", place="messages")
    line = f"{reference}: J. Okafor is dealing with the urgent protection since 3:22pm Mon 16 November."
    assert line in "\n".join(await service.sees("messages"))
    await service.press("Open details", on="is dealing with the urgent protection", place="messages")
    read = await service.reads()
    assert SAID in read
    assert "J. Okafor is dealing with it since 3:22pm today." in read
    await service.closes()


async def an_agency_may_say_so_too(hub: RunningHub, reference: str) -> None:
    """From More, first of all; a new alert stands."""
    police, manager = await hub.people("police-1", "duty-1")
    await police.press("More", on=f"November · {reference}", place="channel")
    assert police.form_buttons[0].label == "Urgent: act now"
    await police.does(
        "Urgent: act now", {"What is happening": "He left.", "Have you called 999?": "Not needed"}
    )
    card = await manager.card("URGENT PROTECTION", "messages")
    assert "By: Police. 999 is not needed, they said." in card
    assert len((await hub.case(reference)).urgent) == 2
