"""The desk screens: a rating with its own clock for each child, agencies asked in time, or another way out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.elements import Choice
from bot.handlers.steps.comparing import proposals
from bot.interaction import Answer
from tests.support.desk import Desk
from tests.support.people import FORUM
from tests.support.referring import CLEAN, MESSY, read, refer, screen, second_child, take_file
from triage.authority import Actor
from triage.case import Case
from triage.comparing import Proposed

RED_DUE = datetime(2026, 11, 16, 13, 12, tzinfo=UTC)
ANSWERS_DUE = datetime(2026, 11, 16, 11, 26, tzinfo=UTC)
ALL_TWELVE = 12
SCREENER = Actor("screening-1", "", frozenset({"screening"}))


async def opened(desk: Desk, referral: str, by: str = "screening-1") -> Answer:
    return await desk.press(by, "referral.screen", referral)


def labels(answer: Answer, field: str) -> list[str]:
    assert answer.form
    found = next(one for one in answer.form.fields() if one.id == field)
    assert isinstance(found, Choice)
    return [option.label for option in found.options]


async def of_line(desk: Desk, taken: object) -> Case:
    return await desk.case(taken.referral_id)  # type: ignore[attr-defined]  # every outcome asked for here has one


async def proposed(desk: Desk, case: Case) -> tuple[Proposed, ...]:
    return await desk.store.read(lambda tx: proposals(tx, desk.hub, SCREENER, case))


async def test_a_red_received_at_9_12_and_rated_at_9_40_is_due_at_1_12_with_answers_by_11_26(
    desk: Desk,
) -> None:
    referral = await refer(desk)
    desk.move_clock(minutes=28)

    answer = await screen(desk, referral)

    case = await desk.case(referral)
    assert answer.note == f"Recorded 9:40am. {case.referral.reference}."
    assert (case.level, case.due_at) == ("red", RED_DUE)
    assert {check.due_at for check in case.checks} == {ANSWERS_DUE}
    assert len(case.asked) == ALL_TWELVE
    assert {clock.due_at for clock in case.clocks if clock.kind == "answer"} == {ANSWERS_DUE}
    rating = case.ratings[0]
    assert (rating.level, rating.by, rating.reason, rating.was) == (
        "red",
        "screening-1",
        "Marks on the arm.",
        "",
    )
    assert case.subjects[0].stage == "rated"
    assert [m.thing for m in await desk.messages("referral", to="channel")] == [referral]
    assert await desk.messages("to_screen") == []
    assert await desk.messages("danger") == []


async def test_each_option_says_when_it_would_be_due(desk: Desk) -> None:
    referral = await refer(desk)
    desk.move_clock(minutes=28)

    answer = await opened(desk, referral)

    assert labels(answer, "urgency_1") == [
        "RED ◆ due 1:12pm today",
        "AMBER ▲ due 9:12am tomorrow",
        "GREEN ● due 9:12am Thursday 19 November",
    ]
    assert labels(answer, "what") == [
        "Rate it and ask agencies",
        "Urgent: act now",
        "Send to the allocated worker",
        "Early help",
        "Another area",
        "Advice, then close",
    ]
    assert answer.form
    judgements = [f for f in answer.form.fields() if f.id in {"what", "urgency_1", "reason"}]
    assert [f.value for f in judgements if isinstance(f, Choice)] == ["", ""]
    assert answer.form.submit == "Save and act"


async def test_each_child_has_its_own_rating_and_clock_and_answers_keep_to_the_shorter(desk: Desk) -> None:
    referral = await refer(desk)
    await second_child(desk, referral)
    desk.move_clock(minutes=28)

    await screen(desk, referral, urgency_1="red", urgency_2="green")

    case = await desk.case(referral)
    due = {case.subject(c.subject).number: c.due_at for c in case.clocks if c.kind == "urgency"}
    assert due == {1: RED_DUE, 2: case.referral.received_at + timedelta(hours=72)}
    assert {check.due_at for check in case.checks} == {ANSWERS_DUE}
    assert {check.subjects for check in case.checks} == {tuple(s.id for s in case.subjects)}


async def test_a_green_asks_five_agencies_and_named_ones_ask_only_these(desk: Desk) -> None:
    green, chosen = await refer(desk), await refer(desk, name="Tomos Frost", born="11 7 2026")

    await screen(desk, green, urgency_1="green")
    await screen(desk, chosen, urgency_1="green", seats=("police", "housing"))

    assert set((await desk.case(green)).asked) == {"police", "social_work", "health", "education", "caf"}
    assert set((await desk.case(chosen)).asked) == {"police", "housing"}


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"what": ""}, {"what": "Select what should happen"}),
        ({"urgency_1": ""}, {"urgency_1": "Select an urgency for child 1"}),
        ({"urgency_2": ""}, {"urgency_2": "Select an urgency for child 2"}),
        ({"reason": ""}, {"reason": "Enter the reason for the rating"}),
        ({"seats": ()}, {"seats": "Select at least one agency"}),
        ({"shared": "summary"}, {"summary": 'Enter a summary, or choose "The referral"'}),
        ({"what": "already_open"}, {"send_to": "Enter who it goes to"}),
        (
            {"reason": "She is at ZZ99 3VZ"},
            {
                "reason": 'This looks like an address. Take it out, or tick "It is safe to record" and send again.'
            },
        ),
    ],
)
async def test_what_is_wrong_is_said_beside_the_question(
    desk: Desk, typed: dict[str, str | tuple[str, ...]], problems: dict[str, str]
) -> None:
    referral = await refer(desk)
    await second_child(desk, referral)

    answer = await screen(desk, referral, **{"urgency_2": "amber", **typed})

    assert answer.kind == "invalid"
    assert answer.form
    assert answer.form.problems == problems
    assert (await desk.case(referral)).ratings == ()


async def test_agencies_read_the_summary_when_that_was_chosen(desk: Desk) -> None:
    referral = await refer(desk)

    await screen(desk, referral, shared="summary", summary="Do you know this family?")

    kept = (await desk.case(referral)).referral
    assert (kept.shared_words, kept.summary) == ("summary", "Do you know this family?")


@pytest.mark.parametrize("way_out", ["already_open", "early_help", "other_area", "advice"])
async def test_a_way_out_asks_nobody_and_prepares_the_reply(desk: Desk, way_out: str) -> None:
    referral = await refer(desk)

    answer = await screen(
        desk, referral, what=way_out, urgency_1="", send_to="R. Hale, Longterm team, by phone"
    )

    assert answer.kind == "done"
    case = await desk.case(referral)
    assert case.subjects[0].stage == way_out
    assert (case.checks, case.ratings) == ((), ())
    assert [(one.outcomes, one.state) for one in case.feedback] == [
        (((case.subjects[0].id, way_out),), "prepared")
    ]
    decide, feedback = case.clock("decide"), case.clock("feedback")
    assert decide is not None
    assert decide.stopped_at == desk.clock.now()
    assert feedback is not None
    assert feedback.due_at == datetime(2026, 11, 17, 17, 0, tzinfo=UTC)
    [task] = await desk.store.read(lambda tx: tx.open_tasks(FORUM))
    assert (task.kind, task.who) == ("forward", "R. Hale, Longterm team, by phone")
    assert await desk.messages("referral", to="channel") == []
    assert await desk.messages("to_screen") == []


async def test_business_support_sends_it_on_and_says_so(desk: Desk) -> None:
    referral = await refer(desk)
    await screen(desk, referral, what="other_area", urgency_1="", send_to="Dudley MASH, by secure e-mail")
    [task] = await desk.store.read(lambda tx: tx.open_tasks(FORUM))

    listed = await desk.press("minutes-1", "tasks.list")
    done = await desk.do("minutes-1", "task.do", task.id, {"outcome": "email", "words": "10:05am, S. Hale"})

    assert any(line.startswith("Send the referral on · MASH-2611-") for line in read(listed.form))
    assert done.kind == "done"
    assert await desk.store.read(lambda tx: tx.open_tasks(FORUM)) == ()


async def test_advice_goes_to_nobody(desk: Desk) -> None:
    referral = await refer(desk)

    answer = await screen(desk, referral, what="advice", urgency_1="")

    assert answer.kind == "done"
    assert await desk.store.read(lambda tx: tx.open_tasks(FORUM)) == ()


async def test_only_those_who_screen_may(desk: Desk) -> None:
    referral = await refer(desk)

    for person in ("police-1", "teacher-1", "chair-1", "minutes-1", "admin-1"):
        for verb, thing in (("referral.screen", referral), ("desk.next", ""), ("desk.list", "")):
            assert (await desk.press(person, verb, thing)).kind == "refused"
    for person in ("screening-2", "duty-1", "edt-1", "service-1"):
        assert (await desk.press(person, "referral.screen", referral)).kind == "open"


async def test_of_two_who_screen_the_second_changes_nothing(desk: Desk) -> None:
    referral = await refer(desk)
    first, second = await opened(desk, referral), await opened(desk, referral, "duty-1")
    typed = {"what": "rate", "urgency_1": "green", "reason": "Known to be safe."}
    await desk.submit(first.form, typed, by="screening-1")

    answer = await desk.submit(second.form, {**typed, "urgency_1": "red"}, by="duty-1")

    assert answer.kind == "refused"
    case = await desk.case(referral)
    assert [rating.level for rating in case.ratings] == ["green"]


async def test_a_colleague_sees_for_fifteen_minutes_that_it_is_being_screened(desk: Desk) -> None:
    referral = await refer(desk)
    desk.move_clock(minutes=19)
    await opened(desk, referral, "screening-1")
    desk.move_clock(minutes=14)
    line = "Being screened by A. Novak since 9:31am"

    assert line in read((await opened(desk, referral, "duty-1")).form)
    assert line in read((await desk.press("duty-1", "desk.list")).form)
    assert line not in read((await opened(desk, referral, "screening-1")).form)
    desk.move_clock(minutes=16)
    assert line not in read((await desk.press("duty-1", "desk.list")).form)


async def test_danger_comes_first_then_what_looks_wrong_then_the_oldest(desk: Desk) -> None:
    old = await refer(desk, danger="no", name="Old One", born="1 1 2015")
    desk.move_clock(minutes=1)
    doubtful = await refer(desk, danger="no", name="Doubt Ful", born="26 5 2029")
    desk.move_clock(minutes=1)
    danger = await refer(desk, name="Dan Ger", born="1 1 2016")

    listed = await desk.press("screening-1", "desk.list")

    assert listed.form
    order = [row.buttons[0].thing for row in listed.form.body]  # type: ignore[union-attr]  # a list holds rows only
    assert order == [danger, doubtful, old]


async def test_the_next_one_is_one_that_no_colleague_has_open(desk: Desk) -> None:
    danger, other = await refer(desk), await refer(desk, danger="no", name="Tomos Frost")

    mine = await desk.press("screening-1", "desk.next", FORUM)
    theirs = await desk.press("screening-2", "desk.next", FORUM)
    third = await desk.press("duty-1", "desk.next", FORUM)

    assert mine.form
    assert theirs.form
    assert third.form
    assert (mine.form.thing, theirs.form.thing, third.form.thing) == (danger, other, danger)


async def test_opening_the_next_one_is_on_the_record_of_that_referral(desk: Desk) -> None:
    referral = await refer(desk)

    await desk.press("screening-1", "desk.next", FORUM)

    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert [(e.verb, e.actor, e.outcome) for e in entries][-1] == ("referral.screen", "screening-1", "opened")


async def test_nothing_to_screen_is_said(desk: Desk) -> None:
    for verb in ("desk.next", "desk.list"):
        assert "Nothing waits to be screened." in read((await desk.press("screening-1", verb)).form)


async def test_what_is_read_before_rating(desk: Desk) -> None:
    referral = await refer(desk, born="26 5 2029", danger="not_sure")

    lines = read((await opened(desk, referral)).form)

    assert "The date of birth is in the future. Check it." in lines
    assert lines.index("Look at this first") < lines.index("Referral")
    assert "A bruise the shape of fingers." in lines
    assert "Is anyone in danger right now? Not sure" in lines
    assert "Parents or carers know: No, it could put someone at risk" in lines
    assert any(line.startswith("Still missing from the minimum: needs, ") for line in lines)
    assert any("Marcus Oyelaran" in line for line in lines)


async def test_a_name_that_was_withheld_is_for_the_duty_manager_alone(desk: Desk) -> None:
    desk.move_clock(days=1)
    taken = await take_file(desk, CLEAN)
    referral = (await of_line(desk, taken[6])).referral.id

    to_screen = "\n".join(read((await opened(desk, referral, "screening-1")).form))
    to_manager = "\n".join(read((await opened(desk, referral, "duty-1")).form))

    assert "from Somebody who asked not to be named." in to_screen
    assert "Neighbour" not in to_screen
    assert "from Neighbour." in to_manager


async def test_a_name_spelt_differently_and_a_date_the_other_way_round_are_proposed(desk: Desk) -> None:
    desk.move_clock(days=1, hours=3)
    clean = await take_file(desk, CLEAN)
    messy = await take_file(desk, MESSY)
    again, first = await of_line(desk, messy[3]), await of_line(desk, clean[4])

    [best, *_others] = await proposed(desk, again)

    assert (best.kind, best.contact.subject.id) == ("same", first.subjects[0].id)
    answer = await opened(desk, again.referral.id)
    assert labels(answer, best.field) == ["Same", "Different", "Decide later"]
    assert "Ibrahim Al-Sayed, born 19 August 2010. Contact 16 November 2026." in read(answer.form)


async def test_brother_and_sister_on_two_forms_are_proposed_as_a_household(desk: Desk) -> None:
    desk.move_clock(days=1)
    taken = await take_file(desk, CLEAN)
    kacey, kian = await of_line(desk, taken[2]), await of_line(desk, taken[10])
    await screen(desk, kacey.referral.id, urgency_1="green")

    [found] = await proposed(desk, kian)
    answer = await opened(desk, kian.referral.id)

    assert (found.kind, found.contact.subject.id) == ("household", kacey.subjects[0].id)
    assert labels(answer, found.field) == ["Same", "In one household", "Different", "Decide later"]
    assert "Kacey Brannigan, born 4 March 2017. Contact 16 November 2026, green." in read(answer.form)
    await screen(desk, kian.referral.id, urgency_1="amber", **{found.field: "household"})
    after = await desk.case(kian.referral.id)
    assert [(c.reference, c.kind, c.level) for c in after.earlier] == [
        (kacey.referral.reference, "household", "green")
    ]
    assert [(link.kind, link.by) for link in after.links] == [("household", "screening-1")]
    clocks = {case.referral.id: case.clock("urgency", case.subjects[0].id) for case in (kacey, after)}
    assert clocks[kian.referral.id]
    assert after.due_at == after.referral.received_at + timedelta(hours=24)


async def test_decide_later_counts_nothing_and_is_asked_again(desk: Desk) -> None:
    first, again = await refer(desk), await refer(desk, name="Kacey Branigan", born="3 4 2017")

    await screen(desk, again)

    case = await desk.case(again)
    assert ([link.kind for link in case.links], case.earlier) == (["later"], ())
    assert [one.contact.subject.referral for one in await proposed(desk, case)] == [first]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("green", "Green cannot be set yet: 4 contacts in 12 months. Enter what they add up to."),
        ("amber", "Enter what the earlier contacts add up to. Green needs this too"),
    ],
)
async def test_a_fourth_contact_needs_words_on_what_they_add_up_to(desk: Desk, level: str, said: str) -> None:
    for _ in range(3):
        await refer(desk)
    fourth = await refer(desk)
    case = await desk.case(fourth)
    same = {one.field: "same" for one in await proposed(desk, case)}

    answer = await screen(desk, fourth, urgency_1=level, **same)

    assert answer.form
    assert answer.form.problems == {"add_up": said}
    done = await screen(desk, fourth, urgency_1=level, add_up="Four times the same bruise.", **same)
    assert done.kind == "done"
    after = await desk.case(fourth)
    assert after.counted_contacts == 3
    assert after.subjects[0].cumulative_note == "Four times the same bruise."


async def test_two_earlier_contacts_need_no_such_words(desk: Desk) -> None:
    for _ in range(2):
        await refer(desk)
    third = await refer(desk)
    same = {one.field: "same" for one in await proposed(desk, await desk.case(third))}

    answer = await screen(desk, third, urgency_1="green", **same)

    assert answer.kind == "done"


async def test_a_contact_of_more_than_twelve_months_ago_is_not_proposed(desk: Desk) -> None:
    await refer(desk)
    desk.move_clock(days=366)
    later = await refer(desk)

    assert await proposed(desk, await desk.case(later)) == ()


async def test_one_child_is_screened_and_rated_in_four_presses(desk: Desk) -> None:
    """Open, what, urgency, submit; and one thing typed."""
    referral = await refer(desk)
    answer = await opened(desk, referral)

    done = await desk.submit(
        answer.form, {"what": "rate", "urgency_1": "red", "reason": "Marks."}, by="screening-1"
    )

    assert done.kind == "done"


async def test_confidential_alone_asks_who_screens_to_phone(desk: Desk) -> None:
    referral = await refer(desk, where="confidential")

    shown = read((await desk.press("screening-1", "referral.screen", referral)).form)

    assert "No address yet: phone the person who referred." in shown
    assert not [line for line in shown if "Open details to see it" in line]


async def test_a_secret_address_that_was_given_stays_in_details(desk: Desk) -> None:
    referral = await refer(desk, where="confidential, 5 Elm Court")

    shown = read((await desk.press("screening-1", "referral.screen", referral)).form)

    assert "The address must be kept secret. Open details to see it." in shown
    assert not [line for line in shown if "No address yet" in line]
