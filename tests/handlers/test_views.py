"""An agency's own view: given for all children in one form, changed, above the rating, and too late."""

from dataclasses import replace

import pytest

from tests.cards.reading import words
from tests.support.cases import arrived, asked, decided, proposed, rated, voted
from tests.support.desk import Desk, Typed
from tests.support.keeping import keep
from triage.case import Case


def _views(
    urgency: str = "red", destination: str = "child_protection", children: tuple[int, ...] = (1, 2)
) -> dict[str, str | tuple[str, ...]]:
    typed: dict[str, str | tuple[str, ...]] = {"reason": "The bruise and the earlier call-outs."}
    for n in children:
        typed |= {f"urgency_{n}": urgency, f"destination_{n}": destination}
    return typed


async def _read(desk: Desk, person: str, referral: str, verb: str = "details.open") -> str:
    form = (await desk.press(person, verb, referral)).form
    assert form is not None
    return words(form)


async def test_the_form_reads_word_for_word_with_nothing_chosen(desk: Desk) -> None:
    referral = await keep(desk, asked())

    form = (await desk.press("police-1", "vote.cast", referral)).form

    assert form is not None
    assert (form.title, form.submit) == ("Give our view", "Record view")
    assert "Child 1: Kacey Brannigan, 9" in words(form)
    assert [(field.label, getattr(field, "value", None)) for field in form.fields()] == [
        ("Urgency for child 1", ""),
        ("Where child 1's needs are best met", ""),
        ("Reason for child 1 (optional if the reason below is enough)", ""),
        ("Urgency for child 2", ""),
        ("Where child 2's needs are best met", ""),
        ("Reason for child 2 (optional if the reason below is enough)", ""),
        ("Reason", ""),
        ("Addresses (only if what you wrote holds one)", None),
    ]
    urgency = next(form.fields())
    assert [option.label for option in urgency.options] == [  # type: ignore[union-attr]  # a choice
        "RED ◆",
        "AMBER ▲",
        "GREEN ●",
        "Need more information",
        "No view",
    ]


async def test_views_are_kept_for_each_child(desk: Desk) -> None:
    referral = await keep(desk, asked())

    answer = await desk.do(
        "police-1", "vote.cast", referral, {**_views(), "urgency_2": "amber", "reason_2": "Not seen there."}
    )

    assert answer.note == "Recorded 9:12am. MASH-2611-7KDMQ."
    assert [(v.subject, v.seat, v.urgency, v.reason) for v in (await desk.case(referral)).votes] == [
        ("subject-1", "police", "red", "The bruise and the earlier call-outs."),
        ("subject-2", "police", "amber", "Not seen there.\n\nThe bruise and the earlier call-outs."),
    ]


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {
            "urgency_1": "Select an urgency for child 1",
            "destination_1": "Select where child 1's needs are best met",
            "urgency_2": "Select an urgency for child 2",
            "destination_2": "Select where child 2's needs are best met",
        }),
        ({**_views(), "reason": ""}, {"reason": "Enter a reason"}),
        ({**_views(), "reason": "", "reason_1": "Enough for one."}, {"reason": "Enter a reason"}),
    ],
)  # fmt: skip
async def test_what_is_missing_is_said(desk: Desk, typed: Typed, problems: dict[str, str]) -> None:
    referral = await keep(desk, asked())

    answer = await desk.do("police-1", "vote.cast", referral, typed)

    assert answer.form is not None
    assert answer.form.problems == problems
    assert (await desk.case(referral)).votes == ()


async def test_no_view_needs_no_reason(desk: Desk) -> None:
    referral = await keep(desk, asked())

    typed = {**_views("no_view", "no_view"), "reason": ""}

    assert (await desk.do("police-1", "vote.cast", referral, typed)).kind == "done"


async def test_a_changed_view_is_filled_in_and_says_why(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("police-1", "vote.cast", referral, _views("amber"))
    opened = await desk.press("police-2", "vote.cast", referral)

    wrong = await desk.submit(opened.form, {"urgency_1": "red"}, by="police-2")
    answer = await desk.submit(wrong.form, {"why_changed": "A new call-out."}, by="police-2")

    assert opened.form is not None
    assert "Why has it changed? (only if you change your view)" in words(opened.form)
    assert "The bruise and the earlier call-outs." in words(opened.form)
    assert wrong.form is not None
    assert wrong.form.problems == {"why_changed": "Enter why it has changed"}
    assert answer.kind == "done"
    votes = (await desk.case(referral)).votes
    assert [(v.subject, v.urgency, v.why_changed) for v in votes] == [
        ("subject-1", "amber", ""),
        ("subject-2", "amber", ""),
        ("subject-1", "red", "A new call-out."),
    ]


async def test_the_same_view_sent_again_adds_nothing(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("police-1", "vote.cast", referral, _views())

    answer = await desk.do("police-1", "vote.cast", referral, {})

    assert answer.kind == "done"
    assert len((await desk.case(referral)).votes) == 2


async def test_a_view_after_nothing_known_is_no_change_to_explain(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("police-1", "check.nothing_known", referral, {})

    answer = await desk.do("police-1", "vote.cast", referral, _views())

    assert answer.kind == "done"


async def test_eight_children_take_two_forms(desk: Desk) -> None:
    children = tuple((f"Child{n}", "Brannigan", f"{n} 3 2017") for n in range(1, 9))
    referral = await keep(desk, asked(rated(arrived(*children))))

    opened = await desk.press("police-1", "vote.cast", referral)
    first = await desk.submit(opened.form, _views(children=(1, 2, 3, 4, 5, 6)), by="police-1")
    wrong = await desk.submit(first.form, {"urgency_7": "red"}, by="police-1")
    second = await desk.submit(first.form, _views(children=(7, 8)), by="police-1")

    assert opened.form is not None
    assert opened.form.submit == "Save and show the next 2"
    assert first.form is not None
    assert first.form.submit == "Record view"
    assert wrong.form is not None
    assert set(wrong.form.problems) == {"destination_7", "urgency_8", "destination_8", "reason"}
    assert second.kind == "done"
    assert second.form is None
    assert len((await desk.case(referral)).votes) == 8


# Hidden views.


async def test_no_seat_reads_another_s_view_before_its_own(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("health-1", "vote.cast", referral, {**_views(), "reason": "MARKER-HEALTH"})

    assert "MARKER-HEALTH" not in await _read(desk, "police-1", referral, "vote.cast")
    before = await _read(desk, "police-1", referral)
    await desk.do("police-1", "vote.cast", referral, _views("green", "universal"))
    after = await _read(desk, "police-1", referral)

    assert "MARKER-HEALTH" not in before
    assert "Hidden until you give your view." in before
    assert "MARKER-HEALTH" in after


async def test_whoever_is_responsible_reads_each_view_as_it_comes(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("health-1", "vote.cast", referral, {**_views(), "reason": "MARKER-HEALTH"})

    for person in ("duty-1", "chair-1"):
        assert "MARKER-HEALTH" in await _read(desk, person, referral)
    for person in ("screening-1", "minutes-1", "governance-1"):
        read = await _read(desk, person, referral)
        assert "MARKER-HEALTH" not in read
        assert "Hidden until the views are opened." in read


async def test_all_read_them_once_they_are_open(desk: Desk) -> None:
    referral = await keep(desk, proposed(voted(asked(), "health", "red", reason="MARKER-HEALTH")))

    for person in ("police-1", "screening-1", "minutes-1", "duty-1"):
        assert "MARKER-HEALTH" in await _read(desk, person, referral)


# Above the rating, and late.


async def test_a_view_above_the_rating_alerts_the_duty_managers(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(level="amber")))

    await desk.do("health-1", "vote.cast", referral, {**_views("red"), "urgency_2": "amber"})

    vote = (await desk.case(referral)).votes[0].id
    told = await desk.messages("view_above")
    assert {(message.audience, message.thing) for message in told} == {("duty-1", vote), ("duty-2", vote)}


async def test_a_view_below_the_rating_alerts_nobody(desk: Desk) -> None:
    referral = await keep(desk, asked())

    await desk.do("health-1", "vote.cast", referral, _views("green", "universal"))

    assert await desk.messages("view_above") == []


def _decided() -> Case:
    return decided(proposed(asked()))


async def test_a_late_view_is_kept_beside_the_decision_and_told(desk: Desk) -> None:
    case = _decided()
    referral = await keep(desk, case)
    desk.move_clock(hours=4)

    form = (await desk.press("police-1", "vote.cast", referral)).form
    answer = await desk.submit(form, _views(), by="police-1")

    assert form is not None
    assert words(form).splitlines()[1] == (
        "The decision was approved 12:51pm. Your view will be kept as late and the duty manager told."
    )
    assert answer.kind == "done"
    after = await desk.case(referral)
    assert [vote.late for vote in after.votes] == [True, True]
    assert after.decisions == (await desk.case(referral)).decisions == case.decisions
    assert after.votes_on(after.subjects[0]) == ()
    task = after.tasks[0]
    assert (task.kind, (task.due_at - task.at).total_seconds()) == ("late_view", 30 * 60)
    told = await desk.messages("late_view")
    assert {message.audience for message in told} == {"duty-1", "duty-2", "chair-1"}


async def test_the_earlier_view_still_shows(desk: Desk) -> None:
    referral = await keep(desk, decided(proposed(voted(asked(), "police", "amber", reason="MARKER-FIRST"))))
    desk.move_clock(hours=4)

    await desk.do("police-1", "vote.cast", referral, {**_views(), "why_changed": "New facts."})

    read = await _read(desk, "health-1", referral)
    assert "MARKER-FIRST" in read
    assert "Late: it came after the decision." in read
    case = await desk.case(referral)
    assert [vote.urgency for vote in case.votes_on(case.subjects[0])] == ["amber"]


async def test_the_decision_stands_once_somebody_says_so(desk: Desk) -> None:
    referral = await keep(desk, _decided())
    desk.move_clock(hours=4)
    await desk.do("police-1", "vote.cast", referral, _views())
    task = (await desk.case(referral)).tasks[0].id

    refused = await desk.press("police-1", "late_view.confirm", task)
    stands = await desk.press("chair-1", "late_view.confirm", task)
    desk.move_clock(minutes=2)
    again = await desk.press("duty-1", "late_view.confirm", task)

    assert refused.kind == "refused"
    assert stands.note == "Recorded 1:12pm. MASH-2611-7KDMQ."
    assert again.note == "Already recorded 1:12pm. Nothing was added. MASH-2611-7KDMQ."
    assert await desk.messages("late_view") == []
    case = await desk.case(referral)
    assert (case.tasks[0].done_by, len(case.decisions)) == ("chair-1", 2)


async def test_a_seat_that_was_not_asked_gives_no_view(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(level="green")))

    assert (await desk.press("housing-1", "vote.cast", referral)).kind == "refused"


async def test_a_child_already_decided_takes_a_late_view_and_the_other_a_timely_one(desk: Desk) -> None:
    case = _decided()
    subjects = (case.subjects[0], replace(case.subjects[1], stage="rated"))
    referral = await keep(desk, replace(case, subjects=subjects))
    desk.move_clock(hours=4)

    await desk.do("police-1", "vote.cast", referral, _views())

    assert [(v.subject, v.late) for v in (await desk.case(referral)).votes] == [
        ("subject-1", True),
        ("subject-2", False),
    ]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (asked(), "MASH-2611-7KDMQ · RED ◆ due 1:12pm today · You answer for Police"),
        (decided(proposed(asked())), "MASH-2611-7KDMQ · RED ◆ · You answer for Police"),
    ],
)
async def test_a_form_says_what_is_due_only_while_the_clock_runs(desk: Desk, case: Case, said: str) -> None:
    referral = await keep(desk, case)

    form = (await desk.press("police-1", "vote.cast", referral)).form

    assert form is not None
    assert said in words(form).splitlines()
