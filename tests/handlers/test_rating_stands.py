"""A duty manager judges a view above the rating and says why the rating stands: asked once, answered once, read by its agency."""

from bot.cards.elements import TextField
from tests.cards.reading import read, words
from tests.handlers.test_access_requests import paper, text
from tests.handlers.test_looking_again import work
from tests.support.cases import arrived, asked, rated, voted
from tests.support.decisions import BOTH_JOINT
from tests.support.desk import Desk, open_behind
from tests.support.keeping import keep
from tests.support.meeting import cards
from triage import access
from triage.records import AccessRequest

ONE_CHILD = arrived(("Kacey", "Brannigan", "4 3 2017"))
WHY = {"reason_1": "The school saw her at two, and she is with her aunt."}
VIEW = {"urgency_1": "red", "destination_1": "child_protection", "reason": "The bruise is new."}
READ_THEM = "They are more urgent than the rating. Read them in details."
FIRST = "J. Okafor said at 10:01am that the rating of child 1 stands."
POLICE_ON_2 = VIEW | {"urgency_1": "amber", "urgency_2": "red", "destination_2": "child_protection"}
CHANGED = {"urgency_1": "green", "reason": "Calmer since."}


async def amber(desk: Desk) -> tuple[str, str]:
    """An amber child whom Health holds to be red at 10:00am; the referral and Health's view."""
    referral = await keep(desk, asked(rated(ONE_CHILD, level="amber")))
    desk.move_clock(minutes=48)
    assert (await desk.do("health-1", "vote.cast", referral, VIEW)).kind == "done"
    return referral, (await desk.case(referral)).votes[-1].id


async def reads(desk: Desk, person: str, referral: str) -> str:
    form = (await desk.press(person, "details.open", referral)).form
    assert form is not None
    return words(form)


async def test_the_form_shows_the_view_and_the_rating_and_asks_why(desk: Desk) -> None:
    _, vote = await amber(desk)

    form = (await desk.press("duty-1", "rating.stands", vote)).form
    empty = await desk.submit(form, {}, by="duty-1")

    assert form is not None
    said = words(form)
    assert "Child 1 is AMBER ▲, due 1:12pm today." in said
    assert "Health: RED ◆; Child protection. By" in said
    assert "The bruise is new." in said
    assert empty.form is not None
    assert empty.form.problems == {"reason_1": "Enter why the rating stands"}


async def test_once_said_the_message_and_the_row_go_for_all_duty_managers(desk: Desk) -> None:
    referral, vote = await amber(desk)
    assert {one.audience for one in await desk.messages("view_above")} == {"duty-1", "duty-2"}

    answer = await desk.do("duty-1", "rating.stands", vote, WHY)

    assert answer.note == "Recorded 10:00am. MASH-2611-7KDMQ."
    assert await desk.messages("view_above") == []
    for manager in ("duty-1", "duty-2"):
        assert not any("a view above the rating" in row for row in await work(desk, manager))
    case = await desk.case(referral)
    (kept,) = case.ratings_stand
    assert (kept.vote, kept.rating, kept.by, kept.reason) == (vote, "rating-1", "duty-1", WHY["reason_1"])
    assert case.rating_of(case.subjects[0]) == case.ratings[0]


async def test_it_is_audited_without_the_reason(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    last = (await desk.store.read(lambda tx: tx.audit.entries(referral)))[-1]

    assert (last.verb, last.thing, last.outcome) == ("rating.stands", vote, "done")
    assert last.body == {"seat": "health", "rating": "amber", "views": vote}


async def test_the_audit_says_which_views_one_answer_was_for(desk: Desk) -> None:
    referral, first = await amber(desk)
    await desk.do("police-1", "vote.cast", referral, VIEW)
    await desk.do("duty-1", "rating.stands", first, WHY)

    last = (await desk.store.read(lambda tx: tx.audit.entries(referral)))[-1]

    views = " ".join(one.id for one in (await desk.case(referral)).votes)
    assert last.body == {"seat": "health police", "rating": "amber", "views": views}


async def test_of_two_who_answer_at_once_the_second_is_told_who_was_first(desk: Desk) -> None:
    referral, vote = await amber(desk)
    opened = await desk.press("duty-2", "rating.stands", vote)
    await desk.do("duty-1", "rating.stands", vote, WHY)
    desk.move_clock(minutes=3)

    sent = await desk.submit(opened.form, {"reason_1": "I think so too."}, by="duty-2")
    pressed = await desk.press("duty-2", "rating.stands", vote)

    first = "J. Okafor said at 10:00am that the rating stands. Your press changed nothing."
    assert (sent.kind, sent.note) == (pressed.kind, pressed.note) == ("refused", first)
    assert len((await desk.case(referral)).ratings_stand) == 1


async def test_who_answers_after_the_rating_rose_changes_nothing(desk: Desk) -> None:
    referral, vote = await amber(desk)
    opened = await desk.press("duty-2", "rating.stands", vote)
    await desk.do("duty-1", "rating.change", referral, {"urgency_1": "red", "reason": "As Health says."})

    sent = await desk.submit(opened.form, WHY, by="duty-2")

    assert sent.kind == "refused"
    assert sent.note == (
        "This view is not above the rating any more: the rating was changed, or the agency gave another view. "
        "Nothing was recorded."
    )
    assert (await desk.case(referral)).ratings_stand == ()


async def test_a_rating_that_changed_while_it_was_written_is_shown_first(desk: Desk) -> None:
    referral, vote = await amber(desk)
    opened = await desk.press("duty-2", "rating.stands", vote)
    desk.move_clock(minutes=2)
    await desk.do("screening-1", "rating.change", referral, CHANGED)

    again = await desk.submit(opened.form, WHY, by="duty-2")

    assert again.form is not None
    assert "Child 1 was rated 10:02am." in words(again.form)
    assert "Child 1 is GREEN ●" in words(again.form)
    assert (await desk.case(referral)).ratings_stand == ()
    assert (await desk.submit(again.form, {}, by="duty-2")).kind == "done"
    (kept,) = (await desk.case(referral)).ratings_stand
    assert kept.reason == WHY["reason_1"]


async def test_an_answer_of_another_agency_meanwhile_holds_nothing_up(desk: Desk) -> None:
    referral, vote = await amber(desk)
    opened = await desk.press("duty-1", "rating.stands", vote)
    desk.move_clock(minutes=2)
    await desk.do("police-1", "vote.cast", referral, VIEW | {"urgency_1": "amber"})

    assert (await desk.submit(opened.form, WHY, by="duty-1")).kind == "done"


async def test_whoever_gave_the_view_is_told_for_a_day_where_to_read_why(desk: Desk) -> None:
    _, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    assert [one.audience for one in await desk.messages("rating_stands")] == ["health-1"]
    (card,) = await cards(desk, "rating_stands", "health-1")
    assert read(card).splitlines() == [
        "MASH-2611-7KDMQ: your view was read, and the rating stands.",
        "J. Okafor said so 10:00am Mon 16 November. Read why in details.",
        "[Open details >]",
    ]


async def test_two_views_at_once_are_one_message_that_says_so(desk: Desk) -> None:
    referral, _ = await amber(desk)
    await desk.do("police-1", "vote.cast", referral, VIEW)

    for manager in ("duty-1", "duty-2"):
        (card,) = await cards(desk, "view_above", manager)
        assert read(card).splitlines() == [
            "2 VIEWS ABOVE THE RATING · MASH-2611-7KDMQ · AMBER ▲ due 1:12pm Mon 16 November",
            f"2 views on child 1 came, the last 10:00am Mon 16 November. {READ_THEM}",
            "[Change rating >] [The rating stands >] [Open details >]",
        ]
        assert card.fallback == (
            "MASH-2611-7KDMQ: 2 views are above the rating. AMBER. Due 1:12pm Mon 16 November."
        )


async def test_one_more_view_is_told_anew_in_the_place_of_the_message_before(desk: Desk) -> None:
    referral, first = await amber(desk)
    desk.move_clock(minutes=7)
    await desk.do("police-1", "vote.cast", referral, VIEW)

    (message,) = await desk.messages("view_above", "duty-1")
    newest = (await desk.case(referral)).votes[-1].id
    assert message.thing == newest != first


async def test_that_one_of_two_views_was_lowered_alerts_nobody_anew(desk: Desk) -> None:
    referral, _ = await amber(desk)
    await desk.do("police-1", "vote.cast", referral, VIEW)
    before = await desk.messages("view_above", "duty-1")

    calmer = VIEW | {"urgency_1": "amber", "why_changed": "Seen since."}
    assert (await desk.do("police-1", "vote.cast", referral, calmer)).kind == "done"

    (message,) = await desk.messages("view_above", "duty-1")
    assert [one.id for one in before] == [message.id]
    (card,) = await cards(desk, "view_above", "duty-1")
    assert card.title.startswith("A VIEW ABOVE THE RATING")
    (stands,) = [one for one in card.buttons if one.verb == "rating.stands"]
    assert (await desk.do("duty-1", "rating.stands", stands.thing, WHY)).kind == "done"
    assert await desk.messages("view_above") == []


async def test_the_form_shows_all_of_them_and_one_reason_answers_for_all_of_one_child(desk: Desk) -> None:
    referral, first = await amber(desk)
    await desk.do("police-1", "vote.cast", referral, VIEW | {"reason": "A call at nine."})

    form = (await desk.press("duty-1", "rating.stands", first)).form

    assert form is not None
    said = words(form)
    for reason in ("Health: RED", "The bruise is new.", "Police: RED", "A call at nine."):
        assert reason in said
    assert [one.id for one in form.fields() if one.id.startswith("reason")] == ["reason_1"]
    desk.move_clock(minutes=1)
    assert (await desk.submit(form, WHY, by="duty-1")).kind == "done"
    case = await desk.case(referral)
    assert [(one.vote, one.reason) for one in case.ratings_stand] == [
        (vote.id, WHY["reason_1"]) for vote in case.votes
    ]
    assert await desk.messages("view_above") == []
    assert {one.audience for one in await desk.messages("rating_stands")} == {"health-1", "police-1"}


async def two_children(desk: Desk) -> tuple[str, str]:
    """Two amber children whom Health holds to be red; the referral, and the view on the first."""
    referral = await keep(desk, asked(rated(level="amber")))
    desk.move_clock(minutes=48)
    both = VIEW | {"urgency_2": "red", "destination_2": "child_protection"}
    assert (await desk.do("health-1", "vote.cast", referral, both)).kind == "done"
    return referral, (await desk.case(referral)).votes[0].id


async def test_of_two_children_one_may_be_answered_for_and_the_other_be_rated(desk: Desk) -> None:
    referral, first = await two_children(desk)
    (card,) = await cards(desk, "view_above", "duty-1")
    assert "A view on child 1 came" in read(card)
    assert "A view on child 2 came" in read(card)

    form = (await desk.press("duty-1", "rating.stands", first)).form
    assert form is not None
    assert "Why the rating of child 2 stands (optional)" in words(form)
    empty = await desk.submit(form, {}, by="duty-1")
    assert empty.form is not None
    assert empty.form.problems == {"reason_1": "Enter why the rating stands"}
    assert (await desk.submit(form, {"reason_2": "She is away."}, by="duty-1")).kind == "done"

    (kept,) = (await desk.case(referral)).ratings_stand
    assert kept.reason == "She is away."
    (card,) = await cards(desk, "view_above", "duty-2")
    assert card.title.startswith("A VIEW ABOVE THE RATING")
    assert "child 1" in read(card)


async def test_what_was_written_of_the_other_child_is_kept_though_one_was_answered_meanwhile(
    desk: Desk,
) -> None:
    referral, first = await two_children(desk)
    desk.move_clock(minutes=1)
    opened = await desk.press("duty-2", "rating.stands", first)
    await desk.do("duty-1", "rating.stands", first, WHY)

    sent = await desk.submit(opened.form, {"reason_1": "Me too.", "reason_2": "She is away."}, by="duty-2")

    assert (
        sent.note == f"Recorded 10:01am. MASH-2611-7KDMQ. {FIRST} What you wrote about child 1 was not kept."
    )
    kept = (await desk.case(referral)).ratings_stand
    assert [(one.by, one.reason) for one in kept] == [("duty-1", WHY["reason_1"]), ("duty-2", "She is away.")]


async def test_nothing_is_said_of_a_child_of_whom_nothing_was_written(desk: Desk) -> None:
    _, first = await two_children(desk)
    desk.move_clock(minutes=1)
    opened = await desk.press("duty-2", "rating.stands", first)
    await desk.do("duty-1", "rating.stands", first, WHY)

    sent = await desk.submit(opened.form, {"reason_2": "She is away."}, by="duty-2")

    assert sent.note == "Recorded 10:01am. MASH-2611-7KDMQ."


async def test_whoever_wrote_of_the_answered_child_alone_is_told_who_was_first(desk: Desk) -> None:
    referral, first = await two_children(desk)
    desk.move_clock(minutes=1)
    second = (await desk.case(referral)).votes[1].id
    opened = await desk.press("duty-2", "rating.stands", second)
    await desk.do("duty-1", "rating.stands", first, WHY)

    sent = await desk.submit(opened.form, {"reason_1": "Me too."}, by="duty-2")

    assert sent.note == "J. Okafor said at 10:01am that the rating stands. Your press changed nothing."
    assert len((await desk.case(referral)).ratings_stand) == 1


async def test_what_was_written_of_a_child_whose_rating_rose_meanwhile_is_said_not_to_be_kept(
    desk: Desk,
) -> None:
    referral, first = await two_children(desk)
    desk.move_clock(minutes=1)
    opened = await desk.press("duty-2", "rating.stands", first)
    raised = {"urgency_1": "red", "urgency_2": "amber", "reason": "As Health says."}
    await desk.do("duty-1", "rating.change", referral, raised)

    sent = await desk.submit(opened.form, {"reason_1": "Me too.", "reason_2": "She is away."}, by="duty-2")

    assert sent.note == (
        "Recorded 10:01am. MASH-2611-7KDMQ. No view on child 1 is above the rating any more. "
        "What you wrote about child 1 was not kept."
    )


async def test_a_form_that_is_shown_again_keeps_what_was_written_of_whom_was_answered_for(desk: Desk) -> None:
    referral, first = await two_children(desk)
    desk.move_clock(minutes=1)
    opened = await desk.press("duty-2", "rating.stands", first)
    await desk.do("duty-1", "rating.stands", first, WHY)
    too_long = await desk.submit(opened.form, {"reason_1": "Me too.", "reason_2": "x" * 1001}, by="duty-2")
    await desk.do("police-1", "vote.cast", referral, POLICE_ON_2)
    unread = await desk.submit(opened.form, {"reason_1": "Me too.", "reason_2": "She is away."}, by="duty-2")

    for again in (too_long, unread):
        assert again.form is not None
        assert FIRST in words(again.form)
        fields = {one.id: one for one in again.form.fields() if isinstance(one, TextField)}
        late = fields["reason_1"]
        assert (late.value, late.hint) == ("Me too.", "What is written here is not kept.")
    sent = await desk.submit(unread.form, {}, by="duty-2")
    assert (
        sent.note == f"Recorded 10:01am. MASH-2611-7KDMQ. {FIRST} What you wrote about child 1 was not kept."
    )


async def test_nobody_answers_for_a_view_that_they_have_not_read(desk: Desk) -> None:
    referral, first = await amber(desk)
    desk.move_clock(minutes=1)
    opened = await desk.press("duty-1", "rating.stands", first)
    desk.move_clock(minutes=1)
    await desk.do("police-1", "vote.cast", referral, VIEW | {"reason": "A call at nine."})

    again = await desk.submit(opened.form, WHY, by="duty-1")

    assert again.form is not None
    assert "A call at nine." in words(again.form)
    assert (await desk.case(referral)).ratings_stand == ()
    desk.move_clock(minutes=1)
    assert (await desk.submit(again.form, {}, by="duty-1")).kind == "done"
    assert len((await desk.case(referral)).ratings_stand) == 2


async def test_what_was_read_is_told_by_what_the_form_showed_and_by_no_clock(
    desk: Desk, hub_url: str
) -> None:
    referral, first = await amber(desk)
    opened = await desk.press("duty-1", "rating.stands", first)
    async with open_behind(desk, hub_url, seconds=2) as behind:
        await behind.do("police-1", "vote.cast", referral, VIEW | {"reason": "A call at nine."})

    again = await desk.submit(opened.form, WHY, by="duty-1")

    assert again.form is not None
    assert "A call at nine." in words(again.form)
    assert (await desk.case(referral)).ratings_stand == ()
    assert (await desk.submit(again.form, {}, by="duty-1")).kind == "done"


async def test_what_came_in_the_moment_it_was_opened_and_is_shown_was_read(desk: Desk) -> None:
    referral, first = await amber(desk)
    await desk.do("police-1", "vote.cast", referral, VIEW)
    await desk.do("screening-1", "rating.change", referral, CHANGED)
    opened = await desk.press("duty-1", "rating.stands", first)
    await desk.do("education-1", "vote.cast", referral, VIEW | {"urgency_1": "green"})

    assert (await desk.submit(opened.form, WHY, by="duty-1")).kind == "done"


async def test_a_rating_of_a_host_whose_clock_is_behind_is_shown_first(desk: Desk, hub_url: str) -> None:
    referral, vote = await amber(desk)
    opened = await desk.press("duty-2", "rating.stands", vote)
    async with open_behind(desk, hub_url, seconds=2) as behind:
        await behind.do("screening-1", "rating.change", referral, CHANGED)

    again = await desk.submit(opened.form, WHY, by="duty-2")

    assert again.form is not None
    assert "Child 1 is GREEN ●" in words(again.form)


async def test_a_new_view_and_a_lower_rating_ask_anew(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)
    await desk.do(
        "health-1", "vote.cast", referral, VIEW | {"reason": "Worse again.", "why_changed": "A call."}
    )

    newer = (await desk.case(referral)).votes[-1].id
    assert {one.thing for one in await desk.messages("view_above")} == {newer}
    assert (await desk.do("duty-2", "rating.stands", newer, WHY)).kind == "done"
    assert await desk.messages("view_above") == []

    await desk.do("duty-1", "rating.change", referral, CHANGED)

    assert {one.thing for one in await desk.messages("view_above")} == {newer}
    assert (await desk.do("duty-1", "rating.stands", newer, {"reason_1": "Seen well."})).kind == "done"
    assert await desk.messages("view_above") == []


async def test_the_agency_reads_that_it_stands_why_and_how_to_disagree(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    said = "J. Okafor said 10:00am today that AMBER ▲ stands."
    health, manager = await reads(desk, "health-1", referral), await reads(desk, "duty-2", referral)

    assert f"{said} If you do not agree, choose Raise a disagreement under More.\n{WHY['reason_1']}" in health
    assert f"{said}\n{WHY['reason_1']}" in manager


async def test_whom_the_view_is_hidden_from_reads_nothing_of_it(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    for person in ("police-1", "screening-1", "minutes-1"):
        assert "stands" not in await reads(desk, person, referral)


async def test_it_is_for_duty_managers_alone(desk: Desk) -> None:
    _, vote = await amber(desk)

    for person in ("health-1", "screening-1", "chair-1", "minutes-1"):
        refused = await desk.press(person, "rating.stands", vote)
        assert refused.kind == "refused"
        assert refused.note is not None
        assert refused.note.startswith("You cannot do this. It needs a duty manager.")


async def test_whoever_asks_what_is_held_about_the_child_is_told_why(desk: Desk) -> None:
    case = voted(asked(rated(level="amber")), "health", "red")
    referral = await keep(desk, case)
    await desk.do("duty-1", "rating.stands", case.votes[0].id, WHY)
    kept = await desk.case(referral)

    def held(subject: str) -> list[tuple[str, str]]:
        at = kept.ratings[0].at
        asks = AccessRequest(
            "sar-1", referral, subject, at, "governance-1", at, at, "Her mother", "Passport."
        )
        return [(one.seat, one.words) for one in access.items(kept, asks) if one.kind == "rating_stands"]

    assert held("subject-1") == [("", WHY["reason_1"])]
    assert held("subject-2") == []


async def test_the_record_for_the_case_system_has_it(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    await desk.do("duty-1", "export.make", referral, {})
    (export,) = (await desk.case(referral)).exports

    said = text(await paper(desk, "duty-1", export.id))

    assert "J. Okafor said 10:00am Monday 16 November that AMBER ▲ stands." in said
    assert WHY["reason_1"] in said
    assert "choose Raise a disagreement" not in said


async def test_the_row_says_how_many_views_wait(desk: Desk) -> None:
    referral, _ = await amber(desk)
    await desk.do("police-1", "vote.cast", referral, VIEW)

    assert any("2 views above the rating" in row for row in await work(desk, "duty-1"))
    assert len(await desk.messages("view_above", "duty-1")) == 1


WITH_ANSWER = {
    "kind": "known_with_info",
    "text": "She was hurt again on Sunday.",
    "need": "risk",
    "consent": "not_needed",
    "urgency_1": "red",
}


async def _with_answer(desk: Desk, **more: str) -> tuple[str, str]:
    """An amber child whom Police say inside their answer to be red; the referral and that view."""
    referral = await keep(desk, asked(rated(ONE_CHILD, level="amber")))
    desk.move_clock(minutes=48)
    answer = await desk.do("police-1", "check.answer", referral, WITH_ANSWER | more)
    assert answer.kind == "done", answer.form and answer.form.problems
    return referral, (await desk.case(referral)).votes[-1].id


async def test_a_view_inside_an_answer_is_its_urgency_alone_and_what_they_know_is_its_reason(
    desk: Desk,
) -> None:
    referral, vote = await _with_answer(desk)

    form = (await desk.press("duty-1", "rating.stands", vote)).form

    assert form is not None
    for said in (words(form), await reads(desk, "duty-1", referral)):
        assert "Police: RED ◆. By R. Police, 10:00am today.\nShe was hurt again on Sunday." in said
        assert "; No view" not in said


async def test_read_and_decide_shows_it_in_the_same_way(desk: Desk) -> None:
    referral, _ = await _with_answer(desk)
    proposal = {key: words for key, words in BOTH_JOINT.items() if not key.endswith("_2")}
    proposal |= {"without": "They were phoned and cannot look today."}
    assert (await desk.do("chair-1", "decision.propose", referral, proposal)).kind == "done"
    (waiting,) = (await desk.case(referral)).open_proposals

    form = (await desk.press("duty-1", "proposal.approve", waiting.id)).form

    assert form is not None
    assert "Police: RED ◆.\nShe was hurt again on Sunday." in words(form)
    assert "; No view" not in words(form)


async def test_a_corrected_answer_is_the_reason_as_it_is_now(desk: Desk) -> None:
    referral, vote = await _with_answer(desk)
    desk.move_clock(minutes=10)
    (given,) = (await desk.case(referral)).answers
    corrected = {"text": "She was hurt on Monday."}
    assert (await desk.do("police-1", "check.correct", given.id, corrected)).kind == "done"

    form = (await desk.press("duty-1", "rating.stands", vote)).form

    assert form is not None
    assert "Police: RED ◆. By R. Police, 10:00am today.\nShe was hurt on Monday." in words(form)


async def test_what_is_held_without_consent_is_no_reason_for_who_may_not_read_it(desk: Desk) -> None:
    referral, vote = await _with_answer(desk, consent="refused")

    form = (await desk.press("duty-1", "rating.stands", vote)).form

    assert form is not None
    for said in (words(form), await reads(desk, "duty-1", referral)):
        assert "Police: RED ◆. By R. Police" in said
        assert "hurt again" not in said
    assert "hurt again" in await reads(desk, "police-1", referral)
