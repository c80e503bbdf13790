"""What is wrong with one send is said at once: with each field, and between fields."""

import pytest

from tests.support.cases import answered, arrived, asked
from tests.support.decisions import SEATS
from tests.support.desk import Desk, Typed
from tests.support.keeping import keep

CASES = {"arrived": arrived(), "asked": asked(), "ready": answered(asked(), *SEATS[1:])}

SENDS: tuple[tuple[str, str, str, Typed, dict[str, str]], ...] = (
    (
        "ready",
        "chair-1",
        "decision.propose",
        {"action_1_what": "Ring the school", "referrer_words": "Kacey is safe."},
        {
            "outcome_1": "Select an outcome for child 1",
            "outcome_2": "Select an outcome for child 2",
            "rationale": "Enter the rationale",
            "without": "Enter why you are not waiting for Police",
            "action_1_who": "Select who will do action 1",
            "referrer_words": 'Take out "Kacey": it is in the record',
        },
    ),
    (
        "arrived",
        "screening-1",
        "referral.screen",
        {"what": "rate", "urgency_1": "red", "shared": "summary"},
        {
            "urgency_2": "Select an urgency for child 2",
            "reason": "Enter the reason for the rating",
            "summary": 'Enter a summary, or choose "The referral"',
        },
    ),
    (
        "arrived",
        "screening-1",
        "referral.screen",
        {"send_to": ""},
        {"what": "Select what should happen", "reason": "Enter the reason for the rating"},
    ),
    (
        "asked",
        "police-1",
        "check.answer",
        {"about": (), "consent": ""},
        {
            "about": "Select who this is about",
            "text": "Enter what you know, or change your answer",
            "need": "Select why it is needed",
            "consent": "Select what happened about consent",
        },
    ),
    (
        "asked",
        "screening-1",
        "check.phone",
        {"kind": "cannot_check", "told_at": "25:99"},
        {
            "seat": "Select the agency",
            "told_by": "Enter who told you",
            "told_at": "Enter a time like 10:40am",
            "basis": "Select the lawful basis",
            "why_not": "Enter why you cannot check",
        },
    ),
    (
        "asked",
        "police-1",
        "vote.cast",
        {"urgency_1": "red"},
        {
            "destination_1": "Select where child 1's needs are best met",
            "urgency_2": "Select an urgency for child 2",
            "destination_2": "Select where child 2's needs are best met",
            "reason": "Enter a reason",
        },
    ),
    (
        "asked",
        "teacher-1",
        "referral.start",
        {"born": "soon", "phone": "no phone", "worry": "She had a bruise."},
        {
            "about": "Select who it is about",
            "name": 'Enter a name, or "not known"',
            "born": 'Enter a date like 4 3 2017, or an age like "about 9"',
            "danger": "Select yes, no or not sure",
            "family_told": "Select if the parents or carers know",
            "phone": "Enter a phone number, like 01632 960 001",
        },
    ),
)


@pytest.mark.parametrize(("case", "person", "verb", "typed", "said"), SENDS)
async def test_every_problem_of_one_send_is_said_at_once(
    desk: Desk, *, case: str, person: str, verb: str, typed: Typed, said: dict[str, str]
) -> None:
    referral = await keep(desk, CASES[case])
    opened = await desk.press(person, verb, "" if verb == "referral.start" else referral)

    answer = await desk.submit(opened.form, typed, by=person)

    assert answer.kind == "invalid"
    assert answer.form is not None
    assert dict(answer.form.problems) == said


async def test_a_value_that_was_not_offered_breaks_no_rule_between_fields(desk: Desk) -> None:
    referral = await keep(desk, arrived())
    opened = await desk.press("screening-1", "referral.screen", referral)

    answer = await desk.submit(
        opened.form, {"what": "rate", "urgency_1": "purple", "urgency_2": "red"}, by="screening-1"
    )

    assert answer.form is not None
    assert answer.form.problems["urgency_1"] == "Choose one of the options shown"
