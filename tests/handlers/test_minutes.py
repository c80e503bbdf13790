"""Minutes: who acts on them for how long, which version is approved, and what was decided after they were made."""

import pytest

from bot.cards.elements import Form, Heading, Section
from tests.handlers.test_meetings_on_paper import met
from tests.support.desk import Desk
from tests.support.meeting import NEEDED, called, cards, red, sitting
from triage.meetings import Sitting

PROPOSAL = {"outcome_1": "section_47_joint", "rationale": "An injury.", "without": "Late."}


async def closed(desk: Desk, referral: str, chair: str = "chair-1", *, proposed: bool = False) -> Sitting:
    """The meeting of a red, chaired and closed, with a decision put forward or without one."""
    one = await called(desk, referral, chair=chair)
    for person in NEEDED:
        await desk.press(person, "meeting.here", one.meeting.id)
    await desk.press(chair, "meeting.start", one.meeting.id)
    ends = {}
    if proposed:
        await desk.press(chair, "meeting.ask_views", referral)
        await desk.do(chair, "decision.propose", referral, PROPOSAL)
        ends = {"destination_1": "child_in_need", "reason_1": "Needs a plan."}
    answer = await desk.do(chair, "meeting.next", one.meeting.id, ends)
    assert answer.kind == "done", answer.note
    return await sitting(desk, referral)


async def read(desk: Desk, meeting: str) -> list[str]:
    """The lines of the minutes as the duty manager reads them."""
    form = (await desk.press("duty-2", "minutes.read", meeting)).form
    assert form is not None
    return lines(form)


def lines(form: Form) -> list[str]:
    found: list[str] = []
    for part in form.body:
        found += part.lines if isinstance(part, Section) else [part.text] if isinstance(part, Heading) else []
    return found


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


@pytest.mark.parametrize(
    ("verb", "typed", "became"),
    [
        ("proposal.approve", {}, "Approved by J. Okafor 10:00am Mon 16 November."),
        (
            "proposal.return",
            {"need": "information", "words": "Which arm?"},
            "Returned by J. Okafor 10:00am Mon 16 November.",
        ),
    ],
    ids=["approved", "returned"],
)
async def test_minutes_that_wait_say_what_was_decided_after_the_meeting(
    desk: Desk, verb: str, typed: dict[str, str], became: str
) -> None:
    referral = await red(desk)
    one = await closed(desk, referral, proposed=True)
    assert "Not decided yet." in await read(desk, one.meeting.id)
    desk.move_clock(minutes=20)

    await desk.do("duty-1", verb, (await desk.case(referral)).proposals[0].id, typed)

    after = await read(desk, one.meeting.id)
    assert became in after
    assert "Not decided yet." not in after
    first, second = (await sitting(desk, referral)).minutes
    assert (first.approved_at, second.approved_at) == (None, None)
    kept = await desk.store.read(lambda tx: tx.meetings.parts_of(first.id))
    assert "Not decided yet." in str(kept[0].parts), "the first version is what it was"
    (card,) = await cards(desk, "minutes", "chair-1")
    assert "Version 2, made 10:00am Mon 16 November." in lines(card)


async def test_in_the_minutes_of_a_day_the_other_cases_stay(desk: Desk) -> None:
    first, second = await met(desk)
    (proposal,) = (await desk.case(first)).proposals

    await desk.do("duty-1", "proposal.approve", proposal.id, {})

    versions = (await sitting(desk, first)).minutes
    assert len(versions) == 2
    kept = await desk.store.read(lambda tx: tx.meetings.parts_of(versions[-1].id))
    assert {part.referral for part in kept} == {first, second}


async def test_approved_minutes_stand_and_say_what_was_decided_since(desk: Desk) -> None:
    referral = await red(desk)
    one = await closed(desk, referral, proposed=True)
    await desk.press("chair-1", "minutes.approve", one.minutes[0].id)
    desk.move_clock(minutes=20)

    await desk.do("duty-1", "proposal.approve", (await desk.case(referral)).proposals[0].id, {})

    (approved,) = (await sitting(desk, referral)).minutes
    assert approved.approved_by == "chair-1"
    since = (await read(desk, one.meeting.id))[-3:]
    assert since[0] == "After this version was made"
    assert since[1].endswith(": Section 47 enquiry, joint.")
    assert since[2] == "Approved by J. Okafor 10:00am Mon 16 November."
    assert "Not decided yet." in await read(desk, one.meeting.id), "what was approved is not changed"
    page = (await desk.press("duty-2", "minutes.print", approved.id)).form
    assert page is not None
    assert since == lines(page)[-3:]
