"""Putting a decision forward: what it needs, what it asks of whom, and what stands meanwhile."""

from dataclasses import replace

import pytest

from bot.cards.cases import referral_card
from bot.cards.elements import Button, Choices, Form, Heading
from tests.cards.reading import buttons_of, sight, words
from tests.support.cases import PROFILE, answered, arrived, asked, rated
from tests.support.decisions import BOTH_JOINT, SEATS, all_answered, approve, keep_answered, propose
from tests.support.desk import Desk, Typed
from tests.support.referring import read as lines


async def test_a_proposal_waits_for_the_role_of_its_outcome_and_opens_the_views(desk: Desk) -> None:
    referral = await keep_answered(desk)

    proposal = await propose(desk, referral)

    case = await desk.case(referral)
    assert (proposal.role, proposal.by, proposal.state) == ("duty_manager", "chair-1", "open")
    assert {subject.stage for subject in case.subjects} == {"proposed"}
    assert case.views_open
    assert {m.audience for m in await desk.messages("approval")} == {"duty-1", "duty-2"}


async def test_outcomes_of_two_roles_become_a_proposal_for_each(desk: Desk) -> None:
    referral = await keep_answered(desk)

    await propose(desk, referral, {"outcome_2": "early_help"})

    proposals = (await desk.case(referral)).proposals
    assert [(p.role, [one.subject for one in p.outcomes]) for p in proposals] == [
        ("duty_manager", ["subject-1"]),
        ("social_worker", ["subject-2"]),
    ]


async def test_the_card_for_everybody_leads_to_each_of_several_that_wait(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await propose(desk, referral, {"outcome_2": "early_help"})
    first, second = (await desk.case(referral)).open_proposals
    button = await shared_button(desk, referral)
    assert (button.label, button.verb) == ("Read and decide", "proposal.list")

    for person, theirs in (("duty-1", {first.id, second.id}), ("screening-1", {second.id})):
        listed = (await desk.press(person, button.verb, button.thing)).form
        assert [line for line in lines(listed) if "Waiting for" in line] == [
            "Child 1: proposed 12:48pm today. Waiting for a duty manager.",
            "Child 2: proposed 12:48pm today. Waiting for a social worker.",
        ]
        assert {one.thing for one in buttons_of(listed)} == theirs
        for one in buttons_of(listed):
            assert (await desk.press(person, one.verb, one.thing)).kind == "open"
    assert (await desk.press("police-1", button.verb, button.thing)).kind == "refused"

    await desk.do("duty-1", "proposal.approve", first.id, {})
    button = await shared_button(desk, referral)
    assert (button.verb, button.thing) == ("proposal.approve", second.id)


async def test_a_card_of_several_that_were_decided_meanwhile_says_who_decided(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await propose(desk, referral, {"outcome_2": "early_help"})
    stale = await shared_button(desk, referral)
    refused = await desk.press("police-1", stale.verb, stale.thing)
    assert "You cannot approve this. A section 47 enquiry needs a duty manager." in words(refused.form)
    for one in (await desk.case(referral)).open_proposals:
        await desk.do("duty-1", "proposal.approve", one.id, {})

    answer = await desk.press("duty-2", stale.verb, stale.thing)

    assert "Already approved by J. Okafor at 12:51pm. Your press changed nothing." in words(answer.form)


async def shared_button(desk: Desk, referral: str) -> Button:
    """The main step on the card in the channel."""
    case = await desk.case(referral)
    return referral_card.card(case, sight(desk.clock.now())).buttons[0]


async def test_what_is_done_for_all_goes_once_with_the_part_that_protects(desk: Desk) -> None:
    referral = await keep_answered(desk)
    typed = {
        "outcome_1": "early_help",
        "safety": "School sees them daily.",
        "referrer_words": "Please ring us on Friday.",
        "action_1_what": "Visit",
        "action_1_who": "health",
        "action_1_due": "end_of_today",
    }

    await propose(desk, referral, typed)

    proposals = (await desk.case(referral)).proposals
    assert [(p.role, p.safety, p.referrer_words, len(p.actions)) for p in proposals] == [
        ("duty_manager", "School sees them daily.", "Please ring us on Friday.", 1),
        ("social_worker", "", "", 0),
    ]


async def test_each_outcome_is_shown_with_who_must_approve_it(desk: Desk) -> None:
    referral = await keep_answered(desk)

    opened = await desk.press("chair-1", "decision.propose", referral)

    assert opened.form is not None
    outcome = next(field for field in opened.form.fields() if field.id == "outcome_2")
    labels = [option.label for option in outcome.options]  # type: ignore[union-attr]  # a select
    assert outcome.label == "Outcome for child 2"
    assert "Section 47 enquiry, joint (duty manager)" in labels
    assert "Early help (social worker)" in labels
    assert opened.form.submit == "Send for approval"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"outcome_2": ""}, "outcome_2", "Select an outcome for child 2"),
        ({"rationale": " "}, "rationale", "Enter the rationale"),
        (
            {"action_2_what": "See them at school", "action_2_due": "end_of_today"},
            "action_2_who",
            "Select who will do action 2",
        ),
        (
            {
                "action_1_what": "See them",
                "action_1_who": "police",
                "action_1_due": "another_date",
                "action_1_date": "13 11 2026",
            },
            "action_1_date",
            "The due time must be in the future",
        ),
        (
            {"referrer_words": "Brannigan will be seen today"},
            "referrer_words",
            'Take out "Brannigan": it is in the record',
        ),
    ],
)
async def test_what_is_not_usable_is_said_at_its_field(
    desk: Desk, typed: dict[str, str], field: str, words: str
) -> None:
    referral = await keep_answered(desk)

    answer = await desk.do("chair-1", "decision.propose", referral, {**BOTH_JOINT, **typed})

    assert answer.kind == "invalid"
    assert answer.form is not None
    assert answer.form.problems == {field: words}
    assert (await desk.case(referral)).proposals == ()


async def test_a_missing_agency_is_named_and_needs_a_reason(desk: Desk) -> None:
    case = answered(asked(), *(seat for seat in SEATS if seat != "housing"))
    referral = await keep_answered(desk, case)
    opened = await desk.press("chair-1", "decision.propose", referral)
    assert opened.form is not None
    without = next(field for field in opened.form.fields() if field.id == "without")
    assert without.label == "Going on without Housing because (only if an answer is missing)"

    refused = await desk.submit(opened.form, BOTH_JOINT, by="chair-1")

    assert refused.form is not None
    assert refused.form.problems == {"without": "Enter why you are not waiting for Housing"}
    proposal = await propose(desk, referral, {"without": "Their system is down."})
    assert proposal.without == {"housing": "Their system is down."}


async def test_a_seat_of_this_urgency_that_nobody_asked_is_named_before_the_form_opens(desk: Desk) -> None:
    whole = all_answered()
    checks = tuple(check for check in whole.checks if check.seat != "education")
    referral = await keep_answered(desk, replace(whole, checks=checks))

    answer = await desk.press("chair-1", "decision.propose", referral)

    assert answer.kind == "refused"
    assert answer.note == "Education has not been asked for a view. Ask them, then propose."


async def test_a_practitioner_may_not_propose(desk: Desk) -> None:
    referral = await keep_answered(desk)

    answer = await desk.press("police-1", "decision.propose", referral)

    assert answer.kind == "refused"
    assert answer.note.startswith("You cannot do this. It needs a screening officer or a duty manager")


async def test_what_changed_while_writing_is_shown_first_and_the_text_is_kept(desk: Desk) -> None:
    referral = await keep_answered(desk, answered(asked(), *SEATS[1:]))
    opened = await desk.press("chair-1", "decision.propose", referral)
    desk.move_clock(minutes=1)
    await desk.do("police-1", "check.nothing_known", referral, {})

    typed = {**BOTH_JOINT, "without": "They are out."}
    again = await desk.submit(opened.form, typed, by="chair-1")

    assert again.kind == "open"
    assert again.form is not None
    assert again.form.notice == (
        "This changed at 12:49pm while you were reading. What changed is shown first. Your text is kept."
    )
    assert again.form.body[0] == Heading("This changed while you were reading.")
    assert again.form.body[1].lines[0] == "Police answered 12:49pm."  # type: ignore[union-attr]  # a section
    kept = {field.id: getattr(field, "value", "") for field in again.form.fields()}
    assert kept["rationale"] == BOTH_JOINT["rationale"]
    assert (await desk.case(referral)).proposals == ()
    assert (await desk.submit(again.form, {}, by="chair-1")).kind == "done"


async def test_proposing_again_keeps_the_old_decision_in_force_until_the_new_one_is_approved(
    desk: Desk,
) -> None:
    referral = await keep_answered(desk)
    before = await approve(desk, referral)

    second = await propose(desk, referral, {"outcome_1": "section_17", "outcome_2": "section_17"})

    between = await desk.case(referral)
    assert [between.decision_on(s).outcome for s in between.subjects] == ["section_47_joint"] * 2  # type: ignore[union-attr]
    await desk.do("duty-1", "proposal.approve", second.id, {})
    after = await desk.case(referral)
    assert [after.decision_on(s).outcome for s in after.subjects] == ["section_17"] * 2  # type: ignore[union-attr]
    assert [made.supersedes for made in after.decisions[2:]] == [made.id for made in before.decisions]
    assert len(after.decisions) == 4


async def test_a_propose_for_one_child_with_all_answers_in_takes_four_presses(desk: Desk) -> None:
    """Open, the select and its option, send."""
    one_child = all_answered(asked(rated(arrived(("Kacey", "Brannigan", "4 3 2017")))))
    referral = await keep_answered(desk, one_child)

    opened = await desk.press("chair-1", "decision.propose", referral)
    answer = await desk.submit(
        opened.form, {"outcome_1": "section_17", "rationale": "Help is needed."}, by="chair-1"
    )

    assert answer.kind == "done"
    assert opened.form is not None
    needed = [field.id for field in opened.form.fields() if not field.optional]
    assert needed == ["outcome_1", "rationale"]


WHOLE = {
    "outcome_1": "section_47_joint",
    "outcome_2": "early_help",
    "rationale": "Two injuries without an explanation.",
    "without": "Their system is down.",
    "safety": "School sees them daily.",
    "referrer_words": "Please ring us on Friday.",
    "action_1_what": "Visit",
    "action_1_who": "health",
    "action_1_due": "end_of_today",
    "action_2_what": "Ring the school",
    "action_2_who": "education",
    "action_2_due": "another_date",
    "action_2_date": "20 11 2026",
}


async def returned(desk: Desk, referral: str, typed: Typed) -> None:
    """A decision is put forward, and each part of it comes back."""
    await propose(desk, referral, typed)
    for part in (await desk.case(referral)).open_proposals:
        by = "duty-1" if part.role == "duty_manager" else "screening-1"
        words = {"need": "information", "words": f"Ask the school again, says {by}."}
        assert (await desk.do(by, "proposal.return", part.id, words)).kind == "done"


def held(form: Form | None) -> dict[str, str]:
    """What the fields hold that hold anything."""
    assert form is not None
    return {one.id: one.value for one in form.fields() if not isinstance(one, Choices) and one.value}


@pytest.mark.parametrize("by", ["chair-1", "duty-2"])
async def test_after_a_return_the_form_holds_what_was_proposed_and_shows_what_is_asked(
    desk: Desk, by: str
) -> None:
    referral = await keep_answered(desk, answered(asked(), *SEATS[1:]))
    await returned(desk, referral, WHOLE)

    opened = await desk.press(by, "decision.propose", referral)

    assert held(opened.form) == WHOLE
    said = lines(opened.form)
    assert "Returned by J. Okafor 12:51pm today: More information" in said
    assert {"Ask the school again, says duty-1.", "Ask the school again, says screening-1."} <= set(said)
    assert "What S. Patel proposed 12:48pm today is filled in below. Change what is needed." in said
    again = await desk.submit(opened.form, {"rationale": "The school saw both."}, by=by)
    assert again.kind == "done"
    parts = (await desk.case(referral)).open_proposals
    assert {(part.rationale, part.by) for part in parts} == {("The school saw both.", by)}
    assert [len(part.actions) for part in parts] == [2, 0]


async def test_only_what_came_back_is_filled_in(desk: Desk) -> None:
    referral = await keep_answered(desk, answered(asked(), *SEATS[1:]))
    await propose(desk, referral, WHOLE)
    first, second = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.approve", first.id, {})
    await desk.do("screening-1", "proposal.return", second.id, {"need": "outcome", "words": "Too little."})

    opened = await desk.press("chair-1", "decision.propose", referral)

    assert held(opened.form) == {one: WHOLE[one] for one in ("outcome_2", "rationale", "without")}


async def test_why_an_agency_is_not_waited_for_is_said_anew_of_one_that_it_was_not_said_of(
    desk: Desk,
) -> None:
    green = asked(rated(level="green"))
    first, *others = (one.seat for one in green.checks)
    referral = await keep_answered(desk, answered(green, *others))
    typed = {**WHOLE, "action_1_who": others[0], "action_2_who": others[0]}
    await returned(desk, referral, typed)
    more = next(seat.id for seat in PROFILE.seats if seat.id not in {first, *others})
    assert (await desk.do("duty-1", "checks.ask", referral, {"seats": (more,)})).kind == "done"

    opened = await desk.press("chair-1", "decision.propose", referral)

    assert "without" not in held(opened.form)
    said = lines(opened.form)
    assert WHOLE["without"] == said[said.index("Before, going on without Police because:") + 1]


async def test_a_date_that_is_over_is_asked_for_again(desk: Desk) -> None:
    referral = await keep_answered(desk, answered(asked(), *SEATS[1:]))
    await returned(desk, referral, WHOLE)
    desk.move_clock(days=7)

    opened = await desk.press("chair-1", "decision.propose", referral)
    again = await desk.submit(opened.form, {}, by="chair-1")

    assert again.form is not None
    assert set(again.form.problems) == {"action_2_date"}


async def test_a_secret_address_that_was_proposed_is_not_filled_in(desk: Desk) -> None:
    of = all_answered()
    first, *others = of.subjects
    secret = replace(first, address="12 Elm Grove", postcode="B70 8AB", address_secret=True)
    referral = await keep_answered(desk, replace(of, subjects=(secret, *others)))
    await returned(desk, referral, {"rationale": "They live at 12 Elm Grove.", "address_is_safe": "yes"})

    opened = await desk.press("duty-2", "decision.propose", referral)

    assert held(opened.form)["rationale"] == "They live at [address withheld]."


async def test_nothing_is_filled_in_of_what_was_proposed_again_meanwhile(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await returned(desk, referral, {})
    await approve(desk, referral, {"rationale": "Newer."})

    assert held((await desk.press("chair-1", "decision.propose", referral)).form) == {}
