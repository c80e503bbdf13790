"""Minutes: who acts on them, and for how long."""

from tests.support.desk import Desk
from tests.support.meeting import NEEDED, called, red, sitting
from triage.meetings import Sitting


async def closed(desk: Desk, referral: str, chair: str = "chair-1") -> Sitting:
    """The meeting of a red, chaired and closed."""
    one = await called(desk, referral, chair=chair)
    for person in NEEDED:
        await desk.press(person, "meeting.here", one.meeting.id)
    await desk.press(chair, "meeting.start", one.meeting.id)
    answer = await desk.do(chair, "meeting.next", one.meeting.id, {})
    assert answer.kind == "done", answer.note
    return await sitting(desk, referral)


async def test_who_was_named_to_chair_acts_as_a_chair_until_the_minutes_are_approved(desk: Desk) -> None:
    one = await closed(desk, await red(desk), chair="screening-1")
    made = await desk.press("screening-1", "minutes.make", one.meeting.id)
    assert made.kind == "done", "a screening officer who chairs has the minutes made anew"
    newest = (await sitting(desk, one.meeting.referral)).minutes[-1]

    approved = await desk.press("screening-1", "minutes.approve", newest.id)

    assert approved.kind == "done"
    answer = await desk.press("screening-1", "minutes.make", one.meeting.id)
    assert answer.note.startswith("You cannot do this. It needs a chair or business support.")
