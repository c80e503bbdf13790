"""Minutes: who acts on them for how long, and which version is approved."""

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


async def test_an_older_version_is_not_approved_and_the_newest_is_shown_in_its_place(desk: Desk) -> None:
    one = await closed(desk, await red(desk))
    older = one.minutes[0]
    desk.move_clock(minutes=20)
    await desk.press("minutes-1", "minutes.make", one.meeting.id)
    newest = (await sitting(desk, one.meeting.referral)).minutes[-1]

    answer = await desk.press("chair-1", "minutes.approve", older.id)

    assert answer.kind == "open"
    assert answer.form is not None
    assert answer.form.notice == (
        "Version 1 was not approved, because version 2 was made 10:00am today. This is version 2."
    )
    assert ("minutes.approve", newest.id) in {(button.verb, button.thing) for button in answer.form.buttons}
    versions = (await sitting(desk, one.meeting.referral)).minutes
    assert [version.approved_at for version in versions] == [None, None]
    assert (await desk.press("chair-1", "minutes.approve", newest.id)).kind == "done"
    assert (await desk.press("chair-1", "minutes.approve", newest.id)).note.startswith("Already recorded")
