"""Approving and returning: who may, what was shown, who was first, and what follows."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cards.elements import Form, Heading, Quote, Row, Section
from bot.cards.sight import Sight
from bot.handlers.deciding import approve as approve_it
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from bot.reply import Refused, Reply
from bot.verbs import Press
from bot.words import Words
from storage.tx import Tx
from tests.support.cases import answered, asked, voted
from tests.support.decisions import (
    BOTH_JOINT,
    SEATS,
    all_answered,
    another,
    approve,
    keep_answered,
    propose,
)
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.authority import Actor


async def test_approval_decides_each_child_and_stops_its_clocks(desk: Desk) -> None:
    referral = await keep_answered(desk)

    case = await approve(desk, referral)

    assert {subject.stage for subject in case.subjects} == {"decided"}
    assert [(made.subject, made.outcome, made.by) for made in case.decisions] == [
        ("subject-1", "section_47_joint", "duty-1"),
        ("subject-2", "section_47_joint", "duty-1"),
    ]
    stopped = [clock.stopped_at for clock in case.clocks if clock.kind == "urgency"]
    assert stopped == [datetime(2026, 11, 16, 12, 51, tzinfo=UTC)] * 2


async def test_of_two_managers_at_once_one_approves_and_the_other_is_told_who_did(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    forms = {
        who: (await desk.press(who, "proposal.approve", proposal.id)).form for who in ("duty-1", "duty-2")
    }

    answers = await asyncio.gather(*(desk.submit(form, {}, by=who) for who, form in forms.items()))

    assert sorted(answer.kind for answer in answers) == ["done", "refused"]
    case = await desk.case(referral)
    first = {"duty-1": "J. Okafor", "duty-2": "M. Reyes"}[case.proposals[0].decided_by]
    refused = next(answer for answer in answers if answer.kind == "refused")
    assert refused.note == f"Already approved by {first} at 12:51pm. Your press changed nothing."
    assert len(case.decisions) == 2
    assert len(case.feedback) == 1


async def test_one_approves_while_another_returns_and_only_one_counts(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    approving = await desk.press("duty-1", "proposal.approve", proposal.id)
    returning = await desk.press("duty-2", "proposal.return", proposal.id)

    answers = await asyncio.gather(
        desk.submit(approving.form, {}, by="duty-1"),
        desk.submit(returning.form, {"need": "rationale", "words": "Say why."}, by="duty-2"),
    )

    assert sorted(answer.kind for answer in answers) == ["done", "refused"]
    case = await desk.case(referral)
    assert (len(case.decisions) == 2) != (len(case.returns) == 1)


async def test_the_row_count_decides_even_for_who_read_the_case_too_early(desk: Desk) -> None:
    """The last guard: whatever a handler believes, the conditional update says who was first."""
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)
    early = await desk.case(referral)
    await desk.do("duty-1", "proposal.approve", proposal.id, {})

    def too_late(tx: Tx) -> Reply:
        roster, actor = desk.hubs.roster(tx), Actor("duty-2", "", frozenset({"duty_manager"}))
        sight = Sight(Words(), desk.hub, roster, tx.now, actor)
        identity = Identity(SurfaceName.WEB, "hub", "duty-2")
        pressed = Interaction(identity, "proposal.approve", proposal.id, Phase.SUBMIT, "late")
        press = Press(pressed, actor, desk.hub, roster, sight, early, early.referral.revision)
        return approve_it(tx, press)

    reply = await desk.store.write(too_late)

    assert isinstance(reply, Refused)
    assert (reply.code, reply.facts["by"]) == ("decided_already", "duty-1")
    assert len((await desk.case(referral)).decisions) == 2


async def test_nobody_approves_their_own_proposal(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral, by="duty-1")

    answer = await desk.press("duty-1", "proposal.approve", proposal.id)

    assert answer.kind == "refused"
    assert answer.note == "You proposed this, so somebody else must approve it. On duty now: M. Reyes."


@pytest.mark.parametrize(
    ("outcome", "role", "may"),
    [
        ("section_47_joint", "duty_manager", {"duty-1", "duty-2", "service-1"}),
        ("section_17", "duty_manager", {"duty-1", "duty-2", "service-1"}),
        ("early_help", "social_worker", {"screening-1", "duty-1", "duty-2", "service-1"}),
    ],
)
async def test_the_role_that_the_outcome_names_approves_it(
    desk: Desk, outcome: str, role: str, may: set[str]
) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral, {"outcome_1": outcome, "outcome_2": outcome})
    everybody = (
        "screening-1",
        "screening-2",
        "duty-1",
        "duty-2",
        "service-1",
        "chair-1",
        "minutes-1",
        "police-1",
    )

    opened = {
        who for who in everybody if (await desk.press(who, "proposal.approve", proposal.id)).kind == "open"
    }

    assert proposal.role == role
    assert opened == may


async def test_a_refusal_names_the_outcome_who_could_and_is_kept(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)

    answer = await desk.press("health-1", "proposal.approve", proposal.id)

    assert answer.note == (
        "You cannot approve this. A section 47 enquiry needs a duty manager. "
        "On duty now: J. Okafor, M. Reyes. Nothing has changed."
    )
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert (entries[-1].actor, entries[-1].verb, entries[-1].outcome) == (
        "health-1",
        "proposal.approve",
        "refused",
    )
    assert (await desk.case(referral)).proposals[0].state == "open"


async def test_each_role_acts_on_its_own_children(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await propose(desk, referral, {"outcome_2": "early_help"})
    managers, workers = (await desk.case(referral)).proposals

    refused = await desk.press("screening-1", "proposal.approve", managers.id)
    await desk.do("screening-1", "proposal.approve", workers.id, {})

    assert refused.kind == "refused"
    between = await desk.case(referral)
    assert [subject.stage for subject in between.subjects] == ["proposed", "decided"]
    assert [clock.stopped_at is None for clock in between.clocks if clock.kind == "urgency"] == [True, False]
    await desk.do("duty-1", "proposal.approve", managers.id, {})
    after = await desk.case(referral)
    assert [after.decision_on(s).outcome for s in after.subjects] == ["section_47_joint", "early_help"]  # type: ignore[union-attr]
    assert [dict(one.outcomes) for one in after.feedback] == [
        {"subject-2": "early_help", "subject-1": "section_47_joint"}
    ]


async def test_what_changed_while_reading_is_shown_first_and_nothing_is_approved(desk: Desk) -> None:
    case = answered(asked(), *SEATS[1:])
    referral = await keep_answered(desk, case)
    proposal = await propose(desk, referral, {"without": "They are out."})
    opened = await desk.press("duty-1", "proposal.approve", proposal.id)
    desk.move_clock(minutes=1)
    await desk.do("police-1", "check.nothing_known", referral, {})

    again = await desk.submit(opened.form, {}, by="duty-1")

    assert again.kind == "open"
    assert again.form is not None
    assert again.form.notice == (
        "This changed at 12:52pm while you were reading. What changed is shown first. Your text is kept."
    )
    assert again.form.body[0] == Heading("This changed while you were reading.")
    assert _lines(again.form)[0] == "Police answered 12:52pm."
    assert (await desk.case(referral)).decisions == ()
    assert (await desk.submit(again.form, {}, by="duty-1")).kind == "done"


async def test_the_form_shows_the_whole_decision_and_asks_nothing(desk: Desk) -> None:
    case = voted(voted(answered(asked(), *SEATS[1:]), "health", "red"), "education", "amber", "child_in_need")
    referral = await keep_answered(desk, case)
    await desk.do(
        "education-1",
        "disagreement.raise",
        referral,
        {"unsafe": "no", "about": "rating", "why": "It has gone on for months."},
    )
    proposal = await propose(
        desk, referral, {"without": "Their system is down.", "safety": "School sees them daily."}
    )

    opened = await desk.press("duty-1", "proposal.approve", proposal.id)

    form = opened.form
    assert form is not None
    assert list(form.fields()) == []
    assert form.binding
    assert (form.submit, [button.label for button in form.buttons]) == ("Approve", ["Return it instead"])
    lines, quotes = _lines(form), _quotes(form)
    assert "Child 1: Section 47 enquiry, joint" in lines
    assert "Child 1: Kacey Brannigan, born 4 March 2017 (9)" in lines
    assert {BOTH_JOINT["rationale"], "Their system is down.", "School sees them daily."} <= set(quotes)
    assert "No reply: Police." in lines
    assert "For RED ◆: Health." in lines
    assert "Against RED ◆: Education." in lines
    assert "R. Education, Education, 12:48pm today: Rating" in lines
    assert "It has gone on for months." in quotes
    assert "Version 1. Proposed 12:48pm today by S. Patel, social worker." in lines


async def test_who_cannot_check_is_not_said_to_be_silent(desk: Desk) -> None:
    whole = answered(
        answered(asked(), *SEATS[2:]), SEATS[1], kind="cannot_check", why_not="Their system is down."
    )
    referral = await keep_answered(desk, whole)
    proposal = await propose(desk, referral, {"without": "It cannot wait."})

    lines = _lines((await desk.press("duty-1", "proposal.approve", proposal.id)).form)

    silent, could_not = (desk.hub.profile.seat(seat).name for seat in SEATS[:2])
    assert f"No reply: {silent}." in lines
    assert f"Cannot check: {could_not}." in lines


async def test_a_chair_who_disagrees_is_not_taken_for_the_person_who_referred(desk: Desk) -> None:
    referral = await keep_answered(desk)
    for person, words in (("chair-1", "Not enough is known."), ("teacher-1", "He is afraid.")):
        await desk.do(
            person, "disagreement.raise", referral, {"unsafe": "no", "about": "rating", "why": words}
        )
    proposal = await propose(desk, referral)

    lines = _lines((await desk.press("duty-1", "proposal.approve", proposal.id)).form)
    details = _lines((await desk.press("duty-1", "details.open", referral)).form)

    assert "S. Patel, social worker, 12:48pm today: Rating" in lines
    assert "M. Oyelaran, person who referred, 12:48pm today: Rating" in lines
    disagree = [line.split(" disagrees with ")[0] for line in details if " disagrees with " in line]
    assert disagree == ["S. Patel", "The person who referred"]


async def test_a_secret_address_that_somebody_wrote_is_not_in_the_form(desk: Desk) -> None:
    whole = all_answered()
    hidden = replace(whole.subjects[0], address="4 Quayle Rise", address_secret=True)
    told = replace(whole.answers[0], kind="known_with_info", text="Seen at 4 Quayle Rise in May.")
    case = replace(whole, subjects=(hidden, *whole.subjects[1:]), answers=(told, *whole.answers[1:]))
    referral = await keep_answered(desk, case)
    safe = {"rationale": "Safe at 4 Quayle Rise for now.", "address_is_safe": "yes"}
    proposal = await propose(desk, referral, safe)

    form = (await desk.press("duty-1", "proposal.approve", proposal.id)).form

    assert form is not None
    assert "Quayle" not in repr(form)
    assert "Safe at [address withheld] for now." in _quotes(form)


async def test_two_proposals_on_one_case_are_told_apart(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await propose(desk, referral, {"outcome_2": "early_help"})

    menu = (await desk.press("duty-1", "case.more", referral)).form
    work = (await desk.press("duty-1", "work.open")).form

    assert menu is not None
    assert [b.name for b in menu.buttons if b.verb == "proposal.approve"] == [
        "Read and decide: child 1, MASH-2611-7KDMQ",
        "Read and decide: child 2, MASH-2611-7KDMQ",
    ]
    assert work is not None
    names = [button.name for part in work.body if isinstance(part, Row) for button in part.buttons]
    assert len(names) == len(set(names))
    assert "Read and decide: child 2, MASH-2611-7KDMQ" in names


async def test_the_proposers_own_action_stands_in_details_without_an_agency(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral, {"safety": "School sees them daily."})

    opened = await desk.press("duty-1", "details.open", referral)

    assert "1. S. Patel, due 5:00pm today." in _lines(opened.form)


async def test_a_text_held_for_consent_is_not_in_the_form(desk: Desk) -> None:
    whole = all_answered()
    told = replace(whole.answers[0], kind="known_with_info", text="The held words.", consent="refused")
    referral = await keep_answered(desk, replace(whole, answers=(told, *whole.answers[1:])))
    proposal = await propose(desk, referral)

    opened = await desk.press("duty-1", "proposal.approve", proposal.id)

    assert opened.form is not None
    assert "The held words." not in _quotes(opened.form)
    assert "Held: consent was refused and nobody has decided to share without it." in _lines(opened.form)


async def test_actions_begin_with_the_approval_and_are_due_from_then(desk: Desk) -> None:
    referral = await keep_answered(desk)

    case = await approve(
        desk,
        referral,
        {
            "safety": "School sees them daily.",
            "action_1_what": "Visit the family",
            "action_1_who": "health",
            "action_1_due": "tomorrow_midday",
            "action_2_what": "Check the record",
            "action_2_who": "police",
            "action_2_due": "another_date",
            "action_2_date": "20 11 2026",
        },
    )

    assert [(a.number, a.what, a.seat, a.owner, a.due_at) for a in case.actions] == [
        (1, "School sees them daily.", "", "chair-1", datetime(2026, 11, 16, 17, 0, tzinfo=UTC)),
        (2, "Visit the family", "health", "health-lead", datetime(2026, 11, 17, 12, 0, tzinfo=UTC)),
        (3, "Check the record", "police", "police-lead", datetime(2026, 11, 20, 16, 30, tzinfo=UTC)),
    ]


async def test_a_return_says_what_is_needed_and_the_proposer_is_told(desk: Desk) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)

    answer = await desk.do(
        "duty-1", "proposal.return", proposal.id, {"need": "information", "words": "Ask the school again."}
    )

    assert answer.note == "Recorded 12:51pm. MASH-2611-7KDMQ."
    case = await desk.case(referral)
    assert {subject.stage for subject in case.subjects} == {"rated"}
    assert [m.audience for m in await desk.messages("returned")] == ["chair-1"]
    opened = await desk.press("chair-1", "decision.propose", referral)
    assert opened.form is not None
    assert "Returned by J. Okafor 12:51pm today: More information" in _lines(opened.form)
    assert "Ask the school again." in _quotes(opened.form)


async def test_what_was_returned_is_asked_for_no_more_once_it_is_proposed_again(desk: Desk) -> None:
    referral = await keep_answered(desk)
    first = await propose(desk, referral)
    await desk.do("duty-1", "proposal.return", first.id, {"need": "other", "words": "Say why."})

    await propose(desk, referral)

    assert await desk.messages("returned") == []


async def test_a_returned_change_leaves_the_old_decision_as_it_was(desk: Desk) -> None:
    referral = await keep_answered(desk)
    await approve(desk, referral)
    second = await propose(desk, referral, {"outcome_1": "section_17", "outcome_2": "section_17"})

    await desk.do("duty-1", "proposal.return", second.id, {"need": "other", "words": "It stands."})

    case = await desk.case(referral)
    assert {subject.stage for subject in case.subjects} == {"decided"}
    assert [case.decision_on(s).outcome for s in case.subjects] == ["section_47_joint"] * 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"words": "More."}, "need", "Select what is needed"),
        ({"need": "other"}, "words", "Enter what is needed"),
        (
            {"need": "other", "words": "They live at B70 8AB."},
            "words",
            'This looks like an address. Take it out, or tick "It is safe to record" and send again.',
        ),
    ],
)
async def test_a_return_asks_for_both_its_fields(
    desk: Desk, typed: dict[str, str], field: str, words: str
) -> None:
    referral = await keep_answered(desk)
    proposal = await propose(desk, referral)

    answer = await desk.do("duty-1", "proposal.return", proposal.id, typed)

    assert answer.form is not None
    assert answer.form.problems == {field: words}


async def test_approving_takes_two_presses_and_so_does_the_next(desk: Desk) -> None:
    first = await keep_answered(desk)
    second = await keep(desk, another(all_answered(), "b", "MASH-2611-9XTBE"))
    one, two = await propose(desk, first), await propose(desk, second)

    answer, presses = await _press_and_submit(desk, one.id)
    assert presses == 2
    assert answer.form is not None
    (button,) = answer.form.buttons
    assert button.label == "Next to approve: MASH-2611-9XTBE"
    assert (button.verb, button.thing) == ("proposal.approve", two.id)

    answer, presses = await _press_and_submit(desk, button.thing)
    assert (answer.kind, answer.form, presses) == ("done", None, 2)


async def test_the_next_to_approve_is_never_one_s_own(desk: Desk) -> None:
    first = await keep_answered(desk)
    second = await keep(desk, another(all_answered(), "b", "MASH-2611-9XTBE"))
    one = await propose(desk, first)
    await propose(desk, second, by="duty-1")

    answer = await desk.do("duty-1", "proposal.approve", one.id, {})

    assert answer.form is None


async def _press_and_submit(desk: Desk, proposal: str) -> tuple[Answer, int]:
    """Open and submit, nothing filled in; with how many presses reached the bot."""
    before = next(desk.numbers)
    opened = await desk.press("duty-1", "proposal.approve", proposal)
    answer = await desk.submit(opened.form, {}, by="duty-1")
    return answer, next(desk.numbers) - before - 1


def _lines(form: Form) -> list[str]:
    return [line for part in form.body if isinstance(part, Section) for line in part.lines]


def _quotes(form: Form) -> list[str]:
    return [part.text for part in form.body if isinstance(part, Quote)]
