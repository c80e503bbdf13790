"""What was said in a meeting stands in the copies of a case: with whose it is, and nothing of the others on the agenda."""

from dataclasses import replace

from bot.interaction import Identity, SurfaceName
from bot.paper.sheet import Sheet
from tests.handlers.test_access_requests import OPENED, front, paper, text
from tests.handlers.test_day_list import amber, made, meeting_of, to
from tests.handlers.test_meeting import PROPOSAL, UNTIL
from tests.support.desk import Desk
from tests.support.kept_from import restrict
from tests.support.meeting import NEEDED
from tests.support.people import WEB_TENANT

SAID = {"seat": "health", "urgency_1": "amber", "destination_1": "child_in_need"}
OURS = ("Health saw burns on her arm.", "Needs a plan of her own.")
THEIRS = ("Health saw Kyle drunk at noon.", "Kyle's uncle takes him in.", "Kyle", "Stone")


async def met(desk: Desk, **typed: str) -> tuple[str, str]:
    """Two cases of one day's list: of each something is said; the first is decided, the second put off."""
    first, second = await amber(desk, **typed), await amber(desk, name="Kyle Stone")
    await to(desk, 13)
    of = await made(desk)
    await desk.do("duty-1", "list.call", of.id, {"chair": "chair-1", "minute_taker": "minutes-1"})
    meeting = await meeting_of(desk, of)
    await to(desk, 14)
    for person in NEEDED:
        await desk.press(person, "meeting.here", meeting.id)
    await desk.press("chair-1", "meeting.start", meeting.id)
    await desk.do("minutes-1", "meeting.said", first, {**SAID, "words": OURS[0]})
    await desk.press("chair-1", "meeting.ask_views", first)
    await desk.do("chair-1", "decision.propose", first, PROPOSAL)
    ended = {"destination_1": "child_in_need", "reason_1": OURS[1]}
    await desk.do("chair-1", "meeting.next", meeting.id, ended)
    await desk.do("minutes-1", "meeting.said", second, {**SAID, "words": THEIRS[0]})
    answer = await desk.do("chair-1", "meeting.adjourn", meeting.id, {**UNTIL, "safe": THEIRS[1]})
    assert answer.kind == "done", answer.form and answer.form.problems
    assert (await desk.case(first)).sittings[0].minutes, "they are made when the meeting ends"
    return first, second


async def requested(desk: Desk, referral: str) -> str:
    case = await desk.case(referral)
    typed = {**OPENED, "received": "16 11 2026", "subject": case.subjects[0].id}
    answer = await desk.do("governance-1", "sar.open", referral, typed)
    assert answer.kind == "done", answer.form and answer.form.problems
    return (await desk.case(referral)).access_requests[-1].id


async def reviewed(desk: Desk, request: str, person: str, verdict: str = "release") -> None:
    opened = await desk.press(person, "sar.review", request)
    assert opened.form is not None, (person, opened.note)
    pieces = [field.id for field in opened.form.fields() if field.id.startswith("piece_")]
    typed = dict.fromkeys(pieces, verdict) | ({"reason": "Harm."} if verdict != "release" else {})
    assert (await desk.submit(opened.form, typed, by=person)).kind == "done", person


async def released(desk: Desk, referral: str, request: str) -> str:
    assert (await desk.do("governance-1", "sar.release", request, {})).kind == "done"
    return text(await paper(desk, "governance-1", (await desk.case(referral)).exports[-1].id))


async def test_the_copy_for_the_case_system_holds_the_minutes_of_this_case_alone(desk: Desk) -> None:
    referral, _other = await met(desk)
    await desk.do("minutes-1", "export.make", referral, {})

    said = text(await paper(desk, "minutes-1", (await desk.case(referral)).exports[0].id))

    assert "Minutes, version 1" in said
    assert "Not approved by the chair yet." in said
    assert "today" not in said, "paper is read on other days too"
    assert "Health, said in the meeting, written by T. Lowe, not confirmed" in said
    for ours in OURS:
        assert ours in said
    for theirs in THEIRS:
        assert theirs not in said


async def test_what_an_agency_said_in_a_meeting_is_its_own_to_review(desk: Desk) -> None:
    referral, _other = await met(desk)
    request = await requested(desk, referral)

    health = repr((await desk.press("health-lead", "sar.review", request)).form)
    hub = repr((await desk.press("governance-1", "sar.review", request)).form)

    assert "Health: said in the meeting" in health
    assert "The agency has not confirmed it." in health
    assert health.count(OURS[0]) == 1, (
        "its views of the meeting have the same words and are not asked for again"
    )
    assert OURS[1] not in health
    assert OURS[1] in hub
    assert OURS[0] not in hub
    refused = await desk.press("police-lead", "sar.review", request)
    assert refused.kind == "refused", "police said nothing"


async def test_what_goes_out_holds_what_was_said_and_no_other_family(desk: Desk) -> None:
    referral, other = await met(desk)
    request = await requested(desk, referral)
    await reviewed(desk, request, "governance-1")
    assert not (await desk.press("governance-1", "sar.release", request)).form.submit  # type: ignore[union-attr]
    await reviewed(desk, request, "health-lead")

    said = await released(desk, referral, request)

    for ours in (
        *OURS,
        "Belongs to: Health.",
        "Meeting of 16 November 2026.",
        "Here: Health, Police, Social Work.",
    ):
        assert ours in said, ours
    assert "Written down by somebody else. The agency has not confirmed it." in said
    reference = (await desk.case(other)).referral.reference
    for theirs in (*THEIRS, reference, UNTIL["why"]):
        assert theirs not in said, theirs


async def test_what_its_agency_holds_back_of_a_meeting_stays_back(desk: Desk) -> None:
    _first, referral = await met(desk)
    request = await requested(desk, referral)
    await reviewed(desk, request, "governance-1")
    await reviewed(desk, request, "health-lead", "serious_harm")

    said = await released(desk, referral, request)

    assert THEIRS[0] not in said
    assert "Held back." in said
    assert THEIRS[1] in said, "why the meeting put it off is the hub's"
    assert OURS[0] not in said


async def test_a_secret_address_is_in_no_piece_that_goes_out(desk: Desk) -> None:
    referral = await amber(desk, worry="They hide at 4 Mill Lane, B71 1AA.")
    case = await desk.case(referral)
    (subject,) = case.subjects
    hidden = {"address": "4 Mill Lane", "postcode": "B71 1AA", "address_secret": True}
    await desk.store.write(lambda tx: tx.subjects.rewrite(replace(subject, **hidden)))
    request = await requested(desk, referral)
    await reviewed(desk, request, "governance-1")

    said = await released(desk, referral, request)

    assert "They hide at [address withheld]" in said
    assert "Mill Lane" not in said
    assert "B71 1AA" not in said


async def test_who_reads_the_minutes_of_several_cases_stands_in_the_record_of_each(desk: Desk) -> None:
    first, second = await met(desk)
    sitting = (await desk.case(first)).sittings[0]

    assert (await desk.press("minutes-1", "minutes.read", sitting.meeting.id)).kind == "open"
    assert (await desk.press("minutes-1", "minutes.print", sitting.minutes[-1].id)).kind == "open"

    for referral in (first, second):
        entries = await desk.store.read(lambda tx, of=referral: tx.audit.entries(of))
        read = [(one.actor, one.verb) for one in entries if one.outcome == "opened"]
        assert read[-2:] == [("minutes-1", "minutes.read"), ("minutes-1", "minutes.print")]


async def test_on_paper_minutes_count_no_case_that_is_kept_from_their_reader(desk: Desk) -> None:
    first, second = await met(desk)
    version = (await desk.case(first)).sittings[0].minutes[-1]
    await restrict(desk, second, "duty-1", "chair-1")

    who = Identity(SurfaceName.WEB, WEB_TENANT, "minutes-1")
    sheet = await front(desk).paper(who, "minutes.print", version.id)

    assert isinstance(sheet, Sheet)
    assert sheet.document.marks.reference == "1 case"
    assert "today" not in text(sheet)
    entries = await desk.store.read(lambda tx: tx.audit.entries(second))
    assert "minutes.print" not in {entry.verb for entry in entries}
