"""What an agency says it knows: first said, corrected, offered, and taken by phone."""

import pytest

from bot.cards.elements import Choice, Choices, Form, TextField
from tests.cards.reading import words
from tests.support.cases import answered, asked, decided, proposed, rated
from tests.support.desk import Desk
from tests.support.keeping import keep

KNOWN = {"text": "Two call-outs in May.", "need": "risk", "consent": "not_needed"}


def _field(form: Form | None, field_id: str) -> TextField | Choice | Choices:
    assert form is not None
    return next(f for f in form.fields() if f.id == field_id)  # type: ignore[return-value]  # no date here


def _value(form: Form | None, field_id: str) -> str:
    return _field(form, field_id).value  # type: ignore[union-attr]  # not asked of ticks


# The form.


async def test_the_form_reads_word_for_word_and_chooses_only_what_the_profile_says(desk: Desk) -> None:
    referral = await keep(desk, asked())

    form = (await desk.press("police-1", "check.answer", referral)).form

    assert form is not None
    assert (form.title, form.submit) == ("Add what we know", "Record answer")
    assert [(field.label, getattr(field, "value", None)) for field in form.fields()] == [
        ("Your answer", "known_with_info"),
        ("About", None),
        ("What you know (only if there is information)", ""),
        ("Why is it needed? (only if known)", ""),
        ("Lawful basis", "public_task"),
        ("Consent", "not_needed"),
        ("Who may see this", "hub"),
        ('Why you cannot check (only if "Cannot check")', ""),
        ("Your urgency view on child 1 (optional)", ""),
        ("Your urgency view on child 2 (optional)", ""),
        ("Addresses (only if what you wrote holds one)", None),
    ]
    assert _field(form, "about").values == ("subject-1", "subject-2")  # type: ignore[union-attr]  # ticks
    assert "Child 1: Kacey Brannigan, born 4 March 2017 (9)" in words(form)


async def test_a_charity_s_lawful_basis_is_the_profile_s(desk: Desk) -> None:
    referral = await keep(desk, asked())

    form = (await desk.press("womens_aid-1", "check.answer", referral)).form

    assert _value(form, "basis") == "recognised_legitimate_interest"


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"consent": ""}, {
            "text": "Enter what you know, or change your answer",
            "need": "Select why it is needed",
            "consent": "Select what happened about consent",
        }),
        ({**KNOWN, "about": ()}, {"about": "Select who this is about"}),
        ({**KNOWN, "kind": ""}, {"kind": "Select your answer"}),
        ({"kind": "cannot_check"}, {"why_not": "Enter why you cannot check"}),
        ({"kind": "known_no_concern", "need": "other", "consent": "given"}, {
            "text": "Enter what you know, or change your answer",
        }),
        ({"kind": "checked_nothing_known", "urgency_1": "red"}, {
            "text": 'Enter the reason for your view in "What you know"',
        }),
        ({**KNOWN, "text": "Lives at 4 Quayle Rise, ZZ99 3VZ"}, {
            "text": 'This looks like an address. Take it out, or tick "It is safe to record" and send again.',
        }),
        ({**KNOWN, "text": "x" * 3001}, {"text": "Use 1 fewer character"}),
    ],
)  # fmt: skip
async def test_what_is_missing_is_said_and_nothing_is_kept(
    desk: Desk, typed: dict[str, str | tuple[str, ...]], problems: dict[str, str]
) -> None:
    referral = await keep(desk, asked())

    answer = await desk.do("police-1", "check.answer", referral, typed)

    assert answer.kind == "invalid"
    assert answer.form is not None
    assert answer.form.problems == problems
    assert (await desk.case(referral)).answers == ()


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (KNOWN, "known_with_info"),
        ({"kind": "known_no_concern", "need": "help", "consent": "given"}, "known_no_concern"),
        ({"kind": "checked_nothing_known"}, "checked_nothing_known"),
        ({"kind": "cannot_check", "why_not": "System down until 2pm."}, "cannot_check"),
    ],
)
async def test_an_answer_is_kept_and_its_clock_stops(desk: Desk, typed: dict[str, str], kind: str) -> None:
    referral = await keep(desk, asked())

    answer = await desk.do("police-1", "check.answer", referral, typed)

    case = await desk.case(referral)
    assert answer.note == "Recorded 9:12am. MASH-2611-7KDMQ."
    assert [(a.seat, a.person, a.kind, a.tier) for a in case.answers] == [("police", "police-1", kind, "hub")]
    assert case.seat_answer("police").answered


async def test_an_answer_about_one_child_leaves_the_other_asked(desk: Desk) -> None:
    referral = await keep(desk, asked())

    await desk.do("police-1", "check.answer", referral, {**KNOWN, "about": ("subject-1",)})
    again = await desk.press("police-1", "check.answer", referral)

    assert (await desk.case(referral)).seat_answer("police").left == ("subject-2",)
    assert _field(again.form, "about").values == ("subject-2",)  # type: ignore[union-attr]  # ticks


async def test_a_view_that_comes_with_an_answer_is_kept_with_the_answer_as_its_reason(desk: Desk) -> None:
    referral = await keep(desk, asked())

    await desk.do(
        "police-1", "check.answer", referral, {**KNOWN, "urgency_1": "red", "urgency_2": "need_more"}
    )

    votes = (await desk.case(referral)).votes
    assert [(v.subject, v.urgency, v.destination, v.reason, v.late) for v in votes] == [
        ("subject-1", "red", "no_view", "", False),
        ("subject-2", "need_more", "no_view", "", False),
    ]


async def test_a_seat_that_was_not_asked_is_refused_and_told_what_it_can_do(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(level="green")))

    answer = await desk.press("housing-1", "check.answer", referral)

    assert answer.kind == "refused"
    assert answer.note == (
        "Your agency was not asked about this one. If you know something, choose Offer information."
    )


# Corrections.


async def test_a_seat_that_answered_opens_its_answer_with_all_that_it_said(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("police-1", "check.answer", referral, {**KNOWN, "tier": "lead"})
    desk.move_clock(minutes=90)

    for verb in ("check.answer", "check.nothing_known"):
        form = (await desk.press("police-2", verb, referral)).form

        assert form is not None
        assert "You answered 9:12am. Correct it?" in words(form)
        assert _value(form, "text") == KNOWN["text"]
        assert (_value(form, "need"), _value(form, "consent"), _value(form, "tier")) == (
            "risk",
            "not_needed",
            "lead",
        )


async def test_a_correction_takes_the_answer_s_place_and_keeps_the_old_one(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("police-1", "check.answer", referral, KNOWN)

    answer = await desk.do("police-2", "check.answer", referral, {"text": "One call-out in May."})

    case = await desk.case(referral)
    assert answer.kind == "done"
    assert [a.text for a in case.answers] == ["Two call-outs in May.", "One call-out in May."]
    assert [a.text for a in case.current_answers] == ["One call-out in May."]


async def test_of_two_corrections_at_once_the_second_is_shown_the_first_and_loses_nothing(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("police-1", "check.answer", referral, KNOWN)
    first = await desk.press("police-1", "check.answer", referral)
    second = await desk.press("police-2", "check.answer", referral)
    await desk.submit(first.form, {"text": "One call-out."}, by="police-1")

    again = await desk.submit(second.form, {"text": "Three call-outs."}, by="police-2")

    assert again.kind == "open"
    assert again.form is not None
    assert again.form.notice == (
        "This changed while you were reading.\n"
        "R. Police corrected this answer 9:12am. Yours is below; send it again to put it in its place."
    )
    assert _value(again.form, "text") == "Three call-outs."
    assert (await desk.submit(again.form, {}, by="police-2")).kind == "done"
    case = await desk.case(referral)
    assert [a.text for a in case.current_answers] == ["Three call-outs."]
    assert len(case.answers) == 3


async def test_two_first_answers_at_once_are_both_kept(desk: Desk) -> None:
    referral = await keep(desk, asked())
    first = await desk.press("police-1", "check.answer", referral)
    second = await desk.press("police-2", "check.answer", referral)

    await desk.submit(first.form, KNOWN, by="police-1")
    await desk.submit(second.form, {**KNOWN, "text": "Three call-outs."}, by="police-2")

    texts = [a.text for a in (await desk.case(referral)).current_answers]
    assert texts == ["Two call-outs in May.", "Three call-outs."]


async def test_another_seat_cannot_correct_it(desk: Desk) -> None:
    referral = await keep(desk, answered(asked(), "police"))
    given = (await desk.case(referral)).answers[0].id

    answer = await desk.press("health-1", "check.correct", given)

    assert answer.note == "There is nothing here with that reference."


# Offered.


async def test_an_offer_names_nobody_and_tells_the_desk(desk: Desk) -> None:
    referral = await keep(desk, asked(rated(level="green")))

    opened = await desk.press("housing-1", "check.offer", referral)
    answer = await desk.submit(opened.form, KNOWN, by="housing-1")

    assert opened.form is not None
    assert opened.form.title == "Offer information"
    assert "Child 1: K.B., 9" in words(opened.form)
    assert "Brannigan" not in words(opened.form)
    assert answer.kind == "done"
    case = await desk.case(referral)
    assert [(a.seat, a.check) for a in case.answers] == [("housing", "")]
    told = await desk.messages("offered")
    assert {message.audience for message in told} == {"screening-1", "duty-1", "duty-2"}


async def test_an_offer_of_a_seat_that_was_asked_is_its_answer(desk: Desk) -> None:
    referral = await keep(desk, asked())

    opened = await desk.press("police-1", "check.offer", referral)

    assert opened.form is not None
    assert opened.form.verb == "check.answer"


# By phone.

PHONED = {
    **KNOWN,
    "seat": "housing",
    "told_by": "Dev Shah, duty officer",
    "told_at": "10:35am",
    "kind": "known_with_info",
    "basis": "public_task",
}


async def test_an_answer_by_phone_is_the_agency_s_and_says_who_took_it_down(desk: Desk) -> None:
    referral = await keep(desk, asked())

    opened = await desk.press("minutes-1", "check.phone", referral)
    answer = await desk.submit(opened.form, PHONED, by="minutes-1")

    assert opened.form is not None
    assert [field.label for field in opened.form.fields()][:4] == [
        "Agency",
        "Who told you",
        "When",
        "Your answer",
    ]
    assert _value(opened.form, "kind") == _value(opened.form, "basis") == ""
    assert answer.kind == "done"
    case = await desk.case(referral)
    given = case.answers[0]
    assert (given.seat, given.person, given.told_by, given.told_at) == (
        "housing",
        "minutes-1",
        "Dev Shah, duty officer",
        "10:35am",
    )
    assert case.seat_answer("housing").answered


async def test_what_an_answer_by_phone_needs(desk: Desk) -> None:
    referral = await keep(desk, asked())

    answer = await desk.do("duty-1", "check.phone", referral, {})

    assert answer.form is not None
    assert answer.form.problems == {
        "seat": "Select the agency",
        "told_by": "Enter who told you",
        "told_at": "Enter when they told you",
        "kind": "Select your answer",
        "basis": "Select the lawful basis",
    }


async def test_the_agency_confirms_or_corrects_what_was_taken_down(desk: Desk) -> None:
    referral = await keep(desk, asked())
    await desk.do("minutes-1", "check.phone", referral, PHONED)
    given = (await desk.case(referral)).answers[0].id

    details = (await desk.press("housing-1", "details.open", referral)).form
    refused = await desk.press("police-1", "check.confirm", given)
    confirmed = await desk.press("housing-1", "check.confirm", given)
    desk.move_clock(minutes=5)
    again = await desk.press("housing-2", "check.confirm", given)

    assert details is not None
    assert "Taken by phone by T. Lowe 9:12am." in words(details)
    assert "[That is right] [Correct it >]" in words(details)
    assert refused.kind == "refused"
    assert confirmed.note == "Recorded 9:12am. MASH-2611-7KDMQ."
    assert again.note == "Already recorded 9:12am. Nothing was added. MASH-2611-7KDMQ."
    assert (await desk.case(referral)).answers[0].confirmed_at is not None


async def test_a_practitioner_cannot_take_an_answer_down(desk: Desk) -> None:
    referral = await keep(desk, asked())

    assert (await desk.press("police-1", "check.phone", referral)).kind == "refused"


async def test_an_answer_may_still_come_after_the_decision(desk: Desk) -> None:
    referral = await keep(desk, decided(proposed(asked())))

    assert (await desk.do("police-1", "check.answer", referral, KNOWN)).kind == "done"
