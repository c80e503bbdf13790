"""Brothers and sisters in one referral, told of one after the other on each surface."""

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import KACEY, REFERENCE, SEATS, SECTION_47, nothing_known, screens
from tests.scenarios.test_press_budget import at_most
from tests.support.surfaces.hub import RunningHub

TIA = {
    "Who is it about?": "A child or young person",
    "Name": "Tia Brannigan",
    "Date of birth or age": "about 2",
}
KYLE = TIA | {"Name": "Kyle Brannigan", "Date of birth or age": "21 9 2020"}


@told(Stage("web", "postgresql"), Stage("slack-http"), Stage("teams"), Stage("mixed"))
async def test_three_children_from_referral_to_reply(hub: RunningHub) -> None:
    teacher, screener, police, chair, manager, minutes = await hub.people(
        "teacher-1", "screening-1", "police-1", "chair-1", "duty-1", "minutes-1"
    )
    await teacher.refers(KACEY)
    found = REFERENCE.search(await teacher.reads())
    assert found
    await teacher.press("Add another person")
    await teacher.fills(KYLE)
    await teacher.submits()
    assert "This referral is about 2 people." in await teacher.reads()
    await teacher.closes()
    reference = found.group()

    await screener.press("Show all", on="TO SCREEN")
    await screener.press(f"Screen {reference}")
    await screener.press("Add another person")
    await screener.fills(TIA)
    await screener.submits()
    await screener.closes()
    await screens(
        screener,
        reference,
        "RED ◆ due 1:12pm today",
        **{
            "Urgency for child 2 (only if you rate it)": "AMBER ▲ due 9:12am tomorrow",
            "Urgency for child 3 (only if you rate it)": "RED ◆ due 1:12pm today",
        },
    )
    card = await police.card(reference, "channel")
    assert "Child 1: K.B., 9. Child 2: K.B., 6. Child 3: T.B., about 2." in card

    with at_most(police, presses=8, typed=1):
        await police.does(
            "Give our view",
            {
                f"Urgency for child {number}": level
                for number, level in ((1, "RED ◆"), (2, "AMBER ▲"), (3, "RED ◆"))
            }
            | {f"Where child {number}'s needs are best met": "Early help" for number in (1, 2, 3)}
            | {"Reason": "Two call-outs this year."},
            on=reference,
            place="channel",
        )
    await nothing_known(hub, reference, *SEATS)
    await chair.does(
        "Propose decision",
        {f"Outcome for child {number}": SECTION_47 for number in (1, 2, 3)}
        | {"Rationale": "An injury that nobody explains, and two who saw it."},
        on=reference,
        place="channel",
    )
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    decided = await police.card(reference, "channel")
    assert "Child 3: section 47 enquiry, joint." in decided
    assert "T.B." not in decided
    await minutes.does(
        f"Send feedback for {reference}",
        {
            "How": "Here in chat",
            "I have checked that this is the person who referred and that they may be told": [
                "I have checked"
            ],
        },
        on=reference,
        place="my work",
    )
    reply = await teacher.card("Decision on your referral")
    for which in ("first", "second"):
        assert f"The {which} child you told us about: A social worker and the police" in reply
    assert "third" not in reply, "she did not tell of the child whom the screener added"
    await hub.audit_is_whole()
