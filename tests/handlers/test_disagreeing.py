"""Somebody disagrees: who answers, by when, and who is told at once."""

import pytest

from bot.cards.deciding import disagreement
from bot.cards.elements import Section
from bot.cards.sight import Sight
from bot.words import Words
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk

CALM = {"unsafe": "no", "about": "outcome", "why": "A check each day at school is needed."}


async def test_the_person_who_referred_hears_who_answers_and_by_when(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)

    answer = await desk.do("teacher-1", "disagreement.raise", referral, CALM)

    assert answer.note == (
        "M. Reyes will answer by 5:00pm Wednesday 18 November. The decision stands meanwhile."
    ), "not J. Okafor, who approved it"
    case = await desk.case(referral)
    assert [(one.by, one.level, one.owner) for one in case.disagreements] == [("teacher-1", 1, "duty-2")]
    assert {subject.stage for subject in case.subjects} == {"decided"}
    assert [m.audience for m in await desk.messages("disagreement")] == ["duty-2"]


async def test_unsafe_tells_every_duty_manager_at_once_without_saying_why(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)

    await desk.do("education-1", "disagreement.raise", referral, {**CALM, "unsafe": "yes"})

    assert {m.audience for m in await desk.messages("disagreement")} == {"duty-1", "duty-2"}
    case = await desk.case(referral)
    card = disagreement.card(case, _sight(desk), case.disagreements[0].id)
    assert card.title == "DISAGREEMENT, level 1, due 5:00pm Wed 18 November. MASH-2611-7KDMQ"
    assert card.fallback == "MASH-2611-7KDMQ: a disagreement needs you now."
    assert "school" not in repr(card)
    assert "Education" not in repr(card)


async def test_the_person_who_referred_sees_the_reference_and_nothing_of_the_case(desk: Desk) -> None:
    referral = await keep_answered(desk)

    opened = await desk.press("teacher-1", "disagreement.raise", referral)

    assert opened.form is not None
    lines = [line for part in opened.form.body if isinstance(part, Section) for line in part.lines]
    assert opened.form.title == "I disagree"
    assert lines == ["MASH-2611-7KDMQ", "Opening this was recorded."]


async def test_a_seat_raises_it_with_the_case_before_it(desk: Desk) -> None:
    referral = await keep_answered(desk)

    opened = await desk.press("housing-1", "disagreement.raise", referral)

    assert opened.form is not None
    assert opened.form.title == "Raise a disagreement"


@pytest.mark.parametrize("person", ["nurse-1", "auditor-1"])
async def test_others_cannot(desk: Desk, person: str) -> None:
    referral = await keep_answered(desk)

    assert (await desk.press(person, "disagreement.raise", referral)).kind == "refused"


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        ("unsafe", "Select yes or no"),
        ("about", "Select what you disagree with"),
        ("why", "Enter why you disagree"),
    ],
)
async def test_each_field_is_asked_for(desk: Desk, empty: str, words: str) -> None:
    referral = await keep_answered(desk)

    answer = await desk.do("housing-1", "disagreement.raise", referral, {**CALM, empty: ""})

    assert answer.form is not None
    assert answer.form.problems == {empty: words}


async def test_a_manager_who_disagrees_does_not_answer_it(desk: Desk) -> None:
    referral = await keep_answered(desk)

    await desk.do("duty-1", "disagreement.raise", referral, CALM)

    assert (await desk.case(referral)).disagreements[0].owner == "duty-2"


def _sight(desk: Desk) -> Sight:
    return desk.store.read_now(lambda tx: Sight(Words(), desk.hub, desk.hubs.roster(tx), tx.now))
