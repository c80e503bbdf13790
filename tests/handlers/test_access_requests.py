"""A parent asks what is held: each owner looks at its own, what is held back stays, and the copy goes out once."""

import io
from dataclasses import replace

import docx

from bot.accounts import StoredAccounts
from bot.cards.elements import Heading, Row
from bot.cards.sight import Sight
from bot.drawing import Drawing
from bot.front_desk import Desk as FrontDesk
from bot.interaction import Answer, Identity, SurfaceName
from bot.paper.sheet import Sheet
from bot.reading.my_work import build
from bot.words import Words
from storage.tx import Tx
from tests.support.cases import answered, arrived, asked, rated
from tests.support.decisions import SEATS, another, approve, keep_answered
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import FORUM, WEB_TENANT
from triage import access
from triage.case import Case
from triage.records import Membership
from triage.roster import LinkedIdentity

OPENED = {
    "asker": "Her mother, Dana Brannigan",
    "checked": "Passport and birth certificate seen.",
    "received": "1 12 2026",
}
GO = "It may go out"


def front(desk: Desk) -> FrontDesk:
    accounts = StoredAccounts(desk.store, desk.hubs)
    drawing = Drawing(desk.hubs)
    return FrontDesk(desk.store, desk.dispatcher, desk.hubs, drawing=drawing, accounts=accounts, guards={})


async def paper(desk: Desk, person: str, thing: str) -> Sheet | Answer:
    return await front(desk).paper(Identity(SurfaceName.WEB, WEB_TENANT, person), "export.read", thing)


async def decided(desk: Desk) -> str:
    """A decided case in which Health says something about the first child, and Police names the second."""
    case = answered(asked(), *SEATS)
    told = {"health": "Kacey was seen twice in A&E.", "police": "Kian called 999 on Sunday."}
    answers = tuple(replace(one, text=told.get(one.seat, one.text), tier="hub") for one in case.answers)
    referral = await keep_answered(desk, replace(case, answers=answers))
    await approve(desk, referral)
    return referral


async def requested(desk: Desk) -> tuple[str, str]:
    """The referral and the request of a parent who asks on 1 December."""
    referral = await decided(desk)
    desk.move_clock(days=15)
    case = await desk.case(referral)
    typed = {**OPENED, "subject": case.subjects[0].id}
    answer = await desk.do("governance-1", "sar.open", referral, typed)
    assert answer.kind == "done", (answer.note, answer.form and answer.form.problems)
    return referral, (await desk.case(referral)).access_requests[0].id


async def reviewed(desk: Desk, request: str, person: str, **also: str) -> Answer:
    """Everything of this owner may go out, unless said otherwise."""
    opened = await desk.press(person, "sar.review", request)
    assert opened.form is not None, opened.note
    pieces = [field.id for field in opened.form.fields() if field.id.startswith("piece_")]
    return await desk.submit(opened.form, dict.fromkeys(pieces, "release") | also, by=person)


async def all_reviewed(desk: Desk, request: str, case: Case) -> None:
    for seat in {one.seat for one in (*case.answers, *case.votes)}:
        held = {"piece_1": "third_party", "reason": "It is about his brother."} if seat == "police" else {}
        assert (await reviewed(desk, request, f"{seat}-lead", **held)).kind == "done", seat
    assert (await reviewed(desk, request, "governance-1")).kind == "done"


def text(sheet: Sheet | Answer) -> str:
    assert isinstance(sheet, Sheet)
    made = docx.Document(io.BytesIO(sheet.file))
    return "\n".join(paragraph.text for paragraph in made.paragraphs)


async def test_the_month_runs_from_the_day_it_came_in(desk: Desk) -> None:
    _referral, request = await requested(desk)

    form = (await desk.press("governance-1", "sar.release", request)).form

    assert "To be answered by the end of Friday 1 January 2027." in repr(form)


async def test_it_is_opened_by_information_governance_only_and_on_no_day_to_come(desk: Desk) -> None:
    referral = await decided(desk)
    for person in ("duty-1", "service-1", "police-lead", "teacher-1", "admin-1"):
        assert (await desk.press(person, "sar.open", referral)).kind == "refused", person
    case = await desk.case(referral)

    answer = await desk.do("governance-1", "sar.open", referral, {**OPENED, "subject": case.subjects[0].id})

    assert answer.form is not None
    assert answer.form.problems == {"received": "Enter a date like 1 12 2026, not later than today"}


async def test_each_lead_is_asked_for_its_own_and_sees_nobody_elses(desk: Desk) -> None:
    _referral, request = await requested(desk)
    told = {message.audience for message in await desk.messages("access_review")}
    assert told == {f"{seat}-lead" for seat in SEATS}

    form = repr((await desk.press("health-lead", "sar.review", request)).form)

    assert "Kacey was seen twice in A&E." in form
    assert "Kian called 999" not in form
    assert (await desk.press("health-1", "sar.review", request)).kind == "refused"


async def test_what_names_somebody_else_or_is_for_the_hub_only_is_pointed_out(desk: Desk) -> None:
    _referral, request = await requested(desk)

    police = repr((await desk.press("police-lead", "sar.review", request)).form)
    health = repr((await desk.press("health-lead", "sar.review", request)).form)

    assert "Look at this: it names somebody else." in police
    assert "Look at this: it names somebody else." not in health


async def test_nothing_is_chosen_for_the_owner_and_holding_back_needs_a_reason(desk: Desk) -> None:
    _referral, request = await requested(desk)
    opened = await desk.press("police-lead", "sar.review", request)

    nothing = await desk.submit(opened.form, {}, by="police-lead")
    assert nothing.form is not None
    assert nothing.form.problems == {"piece_1": "Select what may happen with piece 1"}

    answer = await desk.submit(opened.form, {"piece_1": "serious_harm"}, by="police-lead")
    assert answer.form is not None
    assert answer.form.problems == {"reason": "Enter why it is held back"}


async def test_it_waits_for_every_owner(desk: Desk) -> None:
    referral, request = await requested(desk)

    form = (await desk.press("governance-1", "sar.release", request)).form
    assert form is not None
    assert not form.submit
    assert "Waiting for the review of: Sandwell MASH, " in repr(form)

    await all_reviewed(desk, request, await desk.case(referral))
    form = (await desk.press("governance-1", "sar.release", request)).form
    assert form is not None
    assert form.submit == "Release"
    assert await desk.messages("access_review") == []


async def test_the_copy_holds_what_may_go_out_by_owner_and_tier_and_nothing_else(desk: Desk) -> None:
    referral, request = await requested(desk)
    await all_reviewed(desk, request, await desk.case(referral))
    answer = await desk.do("governance-1", "sar.release", request, {})
    assert answer.kind == "done", answer.note

    case = await desk.case(referral)
    (export,) = case.exports
    said = text(await paper(desk, "governance-1", export.id))

    assert "Kacey was seen twice in A&E." in said
    assert "Belongs to: Health. Who may see this: The hub only." in said
    assert "Kian called 999" not in said
    assert "Held back." in said
    assert "Some of what is held was held back." in said
    assert "To be answered by the end of Friday 1 January 2027." in said
    assert "in the channel, 16 November 2026: the card of the case" in said
    assert "Oyelaran" not in said, "whoever referred is somebody else"
    assert case.access_requests[0].state == "released"
    assert await desk.messages("access_request") == []
    verbs = [entry.verb for entry in await desk.store.read(lambda tx: tx.audit.entries(referral))]
    assert {"sar.opened", "sar.released", "export.made", "export.read"} <= set(verbs)


async def test_the_copy_is_governances_own_and_named_by_its_reference(desk: Desk) -> None:
    referral, request = await requested(desk)
    await all_reviewed(desk, request, await desk.case(referral))
    await desk.do("governance-1", "sar.release", request, {})
    export = (await desk.case(referral)).exports[0]

    sheet = await paper(desk, "governance-1", export.id)
    assert isinstance(sheet, Sheet)
    assert sheet.document.name == "MASH-2611-7KDMQ-access-1"
    for person in ("duty-1", "minutes-1", "police-lead"):
        refused = await paper(desk, person, export.id)
        assert isinstance(refused, Answer), person
        assert refused.kind == "refused"


async def test_no_other_family_of_the_same_day_is_in_it(desk: Desk) -> None:
    referral, request = await requested(desk)
    other = arrived(("Tariq", "Lindqvist", "1 1 2015"), worry="A burnt hand.")
    await keep(desk, another(answered(asked(rated(other)), "police"), "-b", "MASH-2611-2222A"))
    await all_reviewed(desk, request, await desk.case(referral))
    await desk.do("governance-1", "sar.release", request, {})
    export = (await desk.case(referral)).exports[0]

    said = text(await paper(desk, "governance-1", export.id))

    for theirs in ("MASH-2611-2222A", "Tariq", "Lindqvist", "A burnt hand."):
        assert theirs not in said


async def test_it_is_answered_once(desk: Desk) -> None:
    referral, request = await requested(desk)
    await all_reviewed(desk, request, await desk.case(referral))
    await desk.do("governance-1", "sar.release", request, {})

    again = await desk.press("governance-1", "sar.release", request)

    assert again.form is not None
    assert not again.form.submit
    assert (await desk.press("police-lead", "sar.review", request)).kind == "refused"


async def test_more_time_needs_a_reason_and_moves_the_day_once(desk: Desk) -> None:
    referral, request = await requested(desk)

    answer = await desk.do("governance-1", "sar.extend", request, {"reason": "Twelve agencies are asked."})

    assert answer.kind == "done"
    case = await desk.case(referral)
    clocks = [clock for clock in case.clocks if clock.kind == "access"]
    assert [clock.stopped_at is None for clock in clocks] == [False, True]
    form = repr((await desk.press("governance-1", "sar.release", request)).form)
    assert "To be answered by the end of Monday 1 March 2027." in form
    assert "Twelve agencies are asked." in form
    assert (await desk.press("governance-1", "sar.extend", request)).kind == "refused"


async def test_an_agency_without_a_lead_is_answered_for_with_who_said_so(desk: Desk) -> None:
    _referral, request = await requested(desk)
    await desk.store.write(lambda tx: tx.people.end("housing-lead", tx.now))

    missing = await reviewed(desk, request, "governance-1")
    assert missing.form is not None
    assert missing.form.problems == {"told_by": "Enter who said so for the agency"}

    assert (await reviewed(desk, request, "governance-1", told_by="R. Housing, by phone")).kind == "done"


async def test_closing_the_case_ends_nothing_of_it(desk: Desk) -> None:
    referral, request = await requested(desk)
    await desk.do("duty-1", "case.close", referral, {"reason": "Told in person."})
    desk.move_clock(days=40)

    assert [m.audience for m in await desk.messages("access_request")] == ["governance-1"]
    assert (await reviewed(desk, request, "police-lead")).kind == "done"


def _web(person: str) -> LinkedIdentity:
    return LinkedIdentity("web", WEB_TENANT, person, person)


async def work(desk: Desk, person: str) -> list[str]:
    """The rows of this person's list that are about access requests."""

    def lines(tx: Tx) -> list[str]:
        roster = desk.hubs.roster(tx)
        sight = Sight(Words("en"), desk.hub, roster, tx.now)
        card = build(tx, desk.hub, roster, roster.people[person], sight)
        found = [part for part in card.body if isinstance(part, Heading | Row)]
        texts = [part.text if isinstance(part, Heading) else part.lines[0] for part in found]
        start = next((n for n, text in enumerate(texts) if text.startswith("ACCESS REQUESTS")), len(texts))
        return texts[start : start + 2]

    return await desk.store.read(lines)


async def test_my_work_says_whose_review_waits_and_until_when(desk: Desk) -> None:
    referral, request = await requested(desk)
    due = "MASH-2611-7KDMQ · {} · due midnight at the end of Friday 1 January 2027"

    assert await work(desk, "health-lead") == [
        "ACCESS REQUESTS TO REVIEW (1)",
        due.format("your agency's information"),
    ]
    assert await work(desk, "governance-1") == ["ACCESS REQUESTS (1)", due.format("access request")]
    for person in ("health-1", "duty-1", "teacher-1"):
        assert await work(desk, person) == [], person

    await reviewed(desk, request, "health-lead")
    assert await work(desk, "health-lead") == []
    await desk.do("duty-1", "case.close", referral, {"reason": "Told in person."})
    assert await work(desk, "police-lead"), "a closed case is answered for all the same"


async def test_whoever_leads_two_agencies_reviews_for_both_at_once(desk: Desk) -> None:
    referral, request = await requested(desk)
    lead = frozenset({"lead"})
    both = [Membership("police-lead", FORUM, seat, lead) for seat in ("police", "health")]
    await desk.store.write(
        lambda tx: tx.people.put(desk.hubs.roster(tx).people["police-lead"], both, [_web("police-lead")])
    )

    await reviewed(desk, request, "police-lead")

    waiting = access.waits_for(case := await desk.case(referral), case.access_requests[0])
    assert not {"police", "health"} & set(waiting)
    assert await work(desk, "police-lead") == []
