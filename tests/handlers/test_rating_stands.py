"""A duty manager judges a view above the rating and says why the rating stands: asked once, answered once, read by its agency."""

from bot.cards.answering import view_above
from tests.cards.reading import buttons_of, read, sight, words
from tests.handlers.test_access_requests import paper, text
from tests.handlers.test_looking_again import work
from tests.support.cases import arrived, asked, rated, voted
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.meeting import cards
from triage import access
from triage.records import AccessRequest

ONE_CHILD = arrived(("Kacey", "Brannigan", "4 3 2017"))
WHY = {"reason": "The school saw her at two, and she is with her aunt."}
VIEW = {"urgency_1": "red", "destination_1": "child_protection", "reason": "The bruise is new."}
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
    assert empty.form.problems == {"reason": "Enter why the rating stands"}


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
    assert (kept.vote, kept.rating, kept.by, kept.reason) == (vote, "rating-1", "duty-1", WHY["reason"])
    assert case.rating_of(case.subjects[0]) == case.ratings[0]


async def test_it_is_audited_without_the_reason(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    last = (await desk.store.read(lambda tx: tx.audit.entries(referral)))[-1]

    assert (last.verb, last.thing, last.outcome) == ("rating.stands", vote, "done")
    assert last.body == {"seat": "health", "rating": "amber"}


async def test_of_two_who_answer_at_once_the_second_is_told_who_was_first(desk: Desk) -> None:
    referral, vote = await amber(desk)
    opened = await desk.press("duty-2", "rating.stands", vote)
    await desk.do("duty-1", "rating.stands", vote, WHY)
    desk.move_clock(minutes=3)

    sent = await desk.submit(opened.form, {"reason": "I think so too."}, by="duty-2")
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
    assert kept.reason == WHY["reason"]


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


async def test_each_of_two_views_has_a_button_that_says_which_it_is_about(desk: Desk) -> None:
    referral, _ = await amber(desk)
    desk.move_clock(minutes=7)
    await desk.do("police-1", "vote.cast", referral, VIEW)

    case = await desk.case(referral)
    cards = [view_above.card(case, sight(desk.clock.now()), vote.id) for vote in case.votes]
    names = [one.name for card in cards for one in buttons_of(card) if one.verb == "rating.stands"]
    assert names == [
        f"The rating stands, child 1, view of {when} Mon 16 November, MASH-2611-7KDMQ"
        for when in ("10:00am", "10:07am")
    ]


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
    assert (await desk.do("duty-1", "rating.stands", newer, {"reason": "Seen well."})).kind == "done"
    assert await desk.messages("view_above") == []


async def test_the_agency_reads_that_it_stands_why_and_how_to_disagree(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    said = "J. Okafor said 10:00am today that AMBER ▲ stands."
    health, manager = await reads(desk, "health-1", referral), await reads(desk, "duty-2", referral)

    assert f"{said} If you do not agree, choose Raise a disagreement under More.\n{WHY['reason']}" in health
    assert f"{said}\n{WHY['reason']}" in manager


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

    assert held("subject-1") == [("", WHY["reason"])]
    assert held("subject-2") == []


async def test_the_record_for_the_case_system_has_it(desk: Desk) -> None:
    referral, vote = await amber(desk)
    await desk.do("duty-1", "rating.stands", vote, WHY)

    await desk.do("duty-1", "export.make", referral, {})
    (export,) = (await desk.case(referral)).exports

    said = text(await paper(desk, "duty-1", export.id))

    assert "J. Okafor said 10:00am Monday 16 November that AMBER ▲ stands." in said
    assert WHY["reason"] in said
    assert "choose Raise a disagreement" not in said


async def test_the_row_says_how_many_views_wait_and_each_is_answered_by_itself(desk: Desk) -> None:
    referral, first = await amber(desk)
    await desk.do("police-1", "vote.cast", referral, VIEW)
    assert any("2 views above the rating" in row for row in await work(desk, "duty-1"))

    await desk.do("duty-1", "rating.stands", first, WHY)

    assert any("a view above the rating" in row for row in await work(desk, "duty-1"))
    assert len(await desk.messages("view_above", "duty-1")) == 1
