"""A disagreement climbs: answered at its level, settled, or up to the next when time runs out."""

from datetime import UTC, datetime

import pytest

from bot.cards.cases import side_states
from bot.cards.sight import Sight
from bot.due.jobs import DueScan
from bot.words import Words
from tests.support.cases import answered, asked, decided, proposed, rated, voted
from tests.support.decisions import approve, keep_answered, propose
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.referring import read

CALM = {"unsafe": "no", "about": "outcome", "why": "A check each day at school is needed."}
LAST = (
    "This is the last level: nobody higher is left to ask in this hub. "
    "What was decided stands until a new decision is approved."
)
ANSWER = {"result": "stands", "words": "The assessment begins today and sees the school first."}


async def raised(desk: Desk, by: str = "education-1") -> tuple[str, str]:
    """A decided case that somebody disagrees with, at 12:51pm on Monday: the referral and the disagreement."""
    referral = await keep_answered(desk)
    await approve(desk, referral)
    assert (await desk.do(by, "disagreement.raise", referral, CALM)).kind == "done"
    return referral, (await desk.case(referral)).disagreements[0].id


async def scan(desk: Desk) -> None:
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def side_state(desk: Desk, referral: str) -> str:
    roster = await desk.store.read(desk.hubs.roster)
    sight = Sight(Words("en"), desk.hub, roster, desk.clock.now(), None, "")
    return " ".join(side_states.lines(await desk.case(referral), sight))


async def test_without_an_answer_it_goes_up_and_its_time_runs_from_the_end_of_the_first(desk: Desk) -> None:
    referral, one = await raised(desk)
    assert "DISAGREEMENT, level 1, due 5:00pm Wednesday 18 November." in await side_state(desk, referral)
    desk.move_clock(hours=53)  # Wednesday 5:51pm
    await scan(desk)
    now = (await desk.case(referral)).standing(one)
    assert now is not None
    assert (now.level, now.owner) == (2, "service-1")
    assert now.due_at == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    last = "level 2, due 5:00pm Wednesday 25 November. The decision stands."
    assert last in await side_state(desk, referral)
    assert {message.audience for message in await desk.messages("disagreement")} == {"service-1"}
    missed = {clock.id for clock in (await desk.case(referral)).clocks if clock.kind == "disagreement"}
    assert missed.isdisjoint(message.thing for message in await desk.messages("late_clock"))
    await scan(desk)
    assert len((await desk.case(referral)).disagreement_steps) == 1


async def test_it_goes_up_to_nobody_from_whom_the_case_is_kept(desk: Desk) -> None:
    referral, one = await raised(desk)
    assert (await desk.do("service-1", "conflict.declare", referral, {"connection": "family"})).kind == "done"
    desk.move_clock(hours=53)
    await scan(desk)
    now = (await desk.case(referral)).standing(one)
    assert now is not None
    assert (now.level, now.owner) == (2, "")
    nobody = "Nobody else in this hub can answer it."
    assert f"{nobody} The decision stands." in await side_state(desk, referral)
    details = " ".join(read((await desk.press("duty-1", "details.open", referral)).form))
    assert nobody in details
    assert LAST in details


async def test_above_the_last_level_its_miss_is_told_and_nothing_else_happens(desk: Desk) -> None:
    referral, one = await raised(desk)
    desk.move_clock(hours=53)
    await scan(desk)
    desk.move_clock(days=8)
    await scan(desk)
    now = (await desk.case(referral)).standing(one)
    assert now is not None
    assert now.level == 2
    assert {message.audience for message in await desk.messages("late_clock")} >= {"service-1"}
    assert {subject.stage for subject in (await desk.case(referral)).subjects} == {"decided"}


async def test_an_answer_stops_the_clock_and_keeps_the_child_safe_meanwhile(desk: Desk) -> None:
    referral, one = await raised(desk)
    answered = await desk.do(
        "duty-2", "disagreement.answer", one, {**ANSWER, "safety": "See the child at school each day."}
    )
    assert answered.kind == "done"
    case = await desk.case(referral)
    assert [action.what for action in case.actions][-1] == "See the child at school each day."
    assert "DISAGREEMENT" not in await side_state(desk, referral)
    assert [m.audience for m in await desk.messages("disagreement_answer")] == ["education-1"]
    opened = await desk.press("education-1", "disagreement.read", one)
    said = " ".join(read(opened.form))
    assert "The decision stands." in said
    assert "The assessment begins today and sees the school first." in said
    assert "M. Reyes, duty manager, 12:51pm" in said
    desk.move_clock(hours=53)
    await scan(desk)
    assert len((await desk.case(referral)).disagreement_steps) == 1


async def test_whoever_raised_it_settles_it_or_goes_up(desk: Desk) -> None:
    referral, one = await raised(desk)
    await desk.do("duty-2", "disagreement.answer", one, ANSWER)
    assert LAST not in " ".join(read((await desk.press("education-1", "disagreement.read", one)).form))
    up = await desk.press("education-2", "disagreement.still", one)
    assert up.note.endswith("will answer by 5:00pm Monday 23 November. The decision stands meanwhile.")
    assert "level 2" in await side_state(desk, referral)
    assert (await desk.press("duty-2", "disagreement.answer", one)).kind == "refused"
    form = (await desk.press("service-1", "disagreement.answer", one)).form
    assert LAST in " ".join(read(form)), "who answers knows that nobody comes after them"
    await desk.do("service-1", "disagreement.answer", one, ANSWER)
    assert LAST in " ".join(read((await desk.press("education-1", "disagreement.read", one)).form))
    assert LAST in " ".join(read((await desk.press("duty-1", "details.open", referral)).form))
    settled = await desk.press("education-1", "disagreement.settle", one)
    assert settled.kind == "done"
    assert await desk.messages("disagreement_answer") == []
    details = await desk.press("education-1", "details.open", referral)
    assert "Level 2, settled." in " ".join(read(details.form))
    assert (await desk.press("education-1", "disagreement.still", one)).note.startswith("Already recorded")


async def test_whoever_referred_reads_the_answer_and_nothing_of_the_case(desk: Desk) -> None:
    _referral, one = await raised(desk, by="teacher-1")
    await desk.do("duty-2", "disagreement.answer", one, ANSWER)
    said = " ".join(read((await desk.press("teacher-1", "disagreement.read", one)).form))
    assert "The assessment begins today" in said
    assert "Brannigan" not in said
    assert "K.B." not in said


@pytest.mark.parametrize("who", ["police-1", "education-lead", "screening-1", "auditor-1", "nurse-1"])
async def test_nobody_answers_for_others(desk: Desk, who: str) -> None:
    _referral, one = await raised(desk)
    assert (await desk.press(who, "disagreement.answer", one)).kind == "refused"
    await desk.do("duty-2", "disagreement.answer", one, ANSWER)
    if who != "education-lead":
        assert (await desk.press(who, "disagreement.read", one)).kind == "refused"
        assert (await desk.press(who, "disagreement.settle", one)).kind == "refused"


async def test_whoever_approved_is_not_asked_and_may_not_answer(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    approver = (await desk.case(referral)).decisions[0].by
    assert (await desk.do("education-1", "disagreement.raise", referral, CALM)).kind == "done"
    one = (await desk.case(referral)).disagreements[0]

    assert one.owner not in {"", approver}
    answer = await desk.press(approver, "disagreement.answer", one.id)
    assert answer.kind == "refused"
    assert answer.note.startswith(
        "You approved, rated or answered this before, so somebody else must answer."
    )
    assert (await desk.do(one.owner, "disagreement.answer", one.id, ANSWER)).kind == "done"


async def test_whoever_said_that_the_rating_stands_does_not_answer_whether_it_should(desk: Desk) -> None:
    referral = await keep(desk, voted(answered(asked(rated(level="amber")), "health"), "health", "red"))
    vote = (await desk.case(referral)).votes[0]
    opened = await desk.press("duty-1", "rating.stands", vote.id)
    assert opened.form is not None
    (field, *_) = [one.id for one in opened.form.fields()]
    stands = await desk.submit(opened.form, {field: "She is safe tonight."}, by="duty-1")
    assert stands.kind == "done"

    assert (
        await desk.do("health-1", "disagreement.raise", referral, CALM | {"about": "rating"})
    ).kind == "done"

    (one,) = (await desk.case(referral)).disagreements
    assert one.owner not in ("", "duty-1")
    refused = await desk.press("duty-1", "disagreement.answer", one.id)
    assert refused.kind == "refused"
    assert (await desk.do(one.owner, "disagreement.answer", one.id, ANSWER)).kind == "done"


async def test_an_agency_that_was_not_asked_disagrees_too_and_reads_no_more_for_it(desk: Desk) -> None:
    referral = await keep(desk, decided(proposed(answered(asked(rated(level="green")), "police"))))

    opened = await desk.press("housing-1", "disagreement.raise", referral)
    shown = " ".join(read(opened.form))
    assert "Brannigan" not in shown
    assert "K.B." not in shown, "initials go from the channel with the decision"
    assert (await desk.submit(opened.form, CALM, by="housing-1")).kind == "done"

    (one,) = (await desk.case(referral)).disagreements
    assert (one.seat, one.owner) == ("housing", "duty-2")
    assert (await desk.press("housing-1", "details.open", referral)).kind == "refused"
    await desk.do("duty-2", "disagreement.answer", one.id, ANSWER)
    assert "The decision stands." in " ".join(
        read((await desk.press("housing-1", "disagreement.read", one.id)).form)
    )


async def test_with_nobody_else_left_whoever_approved_answers(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    approver = (await desk.case(referral)).decisions[0].by
    for other in {"duty-1", "duty-2", "service-1"} - {approver}:
        await desk.store.write(lambda tx, who=other: tx.people.end(who, tx.now))

    assert (await desk.do("education-1", "disagreement.raise", referral, CALM)).kind == "done"

    (one,) = (await desk.case(referral)).disagreements
    assert one.owner == approver
    assert (await desk.do(approver, "disagreement.answer", one.id, ANSWER)).kind == "done"


async def test_whoever_answered_does_not_answer_again_a_level_up(desk: Desk) -> None:
    referral, one = await raised(desk)
    await desk.store.write(lambda tx: tx.people.end("duty-2", tx.now))
    await desk.do("service-1", "disagreement.answer", one, ANSWER)

    await desk.press("education-1", "disagreement.still", one)

    now = (await desk.case(referral)).standing(one)
    assert now is not None
    assert (now.level, now.owner) == (2, "service-1"), "there is nobody else"


async def test_an_owner_who_approves_something_meanwhile_gives_it_to_others(desk: Desk) -> None:
    referral, _one = await raised(desk)
    again = await propose(desk, referral)
    assert (await desk.do("duty-2", "proposal.approve", again.id, {})).kind == "done"

    assert {m.audience for m in await desk.messages("disagreement")} == {"duty-1"}


async def test_the_answer_names_nobody_of_the_record(desk: Desk) -> None:
    _referral, one = await raised(desk)

    answer = await desk.do("duty-2", "disagreement.answer", one, ANSWER | {"words": "Kacey is seen today."})

    assert answer.form is not None
    assert answer.form.problems == {"words": 'Take out "Kacey": it is in the record'}


async def test_danger_comes_first_wherever_a_disagreement_says_so(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)

    told = await desk.do("education-1", "disagreement.raise", referral, CALM | {"unsafe": "yes"})

    assert told.note.startswith(
        "If anyone is in danger, call 999 now. The duty managers are told at once. M. Reyes will answer by "
    )
    (one,) = (await desk.case(referral)).disagreements
    form = (await desk.press("duty-2", "disagreement.answer", one.id)).form
    assert "It says that somebody is unsafe now." in " ".join(read(form))


async def test_to_look_at_it_again_is_an_action_of_whoever_said_so(desk: Desk) -> None:
    referral, one = await raised(desk)

    await desk.do(
        "duty-2", "disagreement.answer", one, ANSWER | {"result": "again", "safety": "See the child."}
    )

    new = [action for action in (await desk.case(referral)).actions if action.owner == "duty-2"]
    assert [action.what for action in new] == ["See the child.", "Look at it again, after a disagreement"]
    assert new[1].number == new[0].number + 1
    assert new[1].due_at == datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
    said = " ".join(read((await desk.press("education-1", "disagreement.read", one)).form))
    assert "It will be looked at again: a new decision will be proposed." in said


async def test_before_a_decision_the_answers_speak_of_none(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await desk.do("education-1", "disagreement.raise", referral, CALM | {"about": "rating"})
    (one,) = (await desk.case(referral)).disagreements

    form = (await desk.press("duty-1", "disagreement.answer", one.id)).form

    assert "It stays as it is" in " ".join(read(form))
    assert "decision stands" not in " ".join(read(form))
