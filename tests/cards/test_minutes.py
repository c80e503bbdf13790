"""The minutes and the form in which a decision is approved say the same of views, agencies and consent."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.cards.deciding import decide
from bot.cards.elements import Form
from bot.cards.meetings import minutes
from tests.cards.reading import at, sight, staff, words
from tests.cards.test_meeting_cards import SEVEN, sitting
from tests.support.cases import PROFILE, answered, arrived, asked, decided, proposed, rated, voted
from triage.case import Case
from triage.meetings import invited
from triage.records import (
    Action,
    ActionStep,
    ConsentDecision,
    ProposedAction,
    RatingStands,
    Statement,
)

UNCONFIRMED = "Probation (said in the meeting, written by {name}, not confirmed)"


def approving(case: Case) -> str:
    """What the manager who approves the newest proposal reads."""
    return words(decide.form(sight(at(12, 50), staff("duty_manager")), case, case.proposals[-1], ""))


def printed(case: Case) -> str:
    """What the minutes say of the case and of the meeting, on the day after."""
    one = sitting(*SEVEN, item="discussed", state="closed")
    now = sight(at(9, 0, day=17))
    parts = (
        *minutes.about_meeting(now, one, invited(PROFILE, one, case)),
        *minutes.about_case(now, one, case),
    )
    return words(Form(title="Minutes", verb="", thing="", body=tuple(minutes.shown(parts))))


def said_for_probation(case: Case, **statement: object) -> Case:
    """Probation said "red" in the meeting, and the minute taker wrote it down."""
    case = voted(case, "probation", "red", "child_in_need", written_by="minutes-1")
    said = Statement(
        "said-1", "referral-1", "meeting-1", "probation", "minutes-1", at(12, 30), "We are worried.",
        tuple(vote.id for vote in case.votes if vote.seat == "probation"),
    )  # fmt: skip
    return replace(case, statements=(replace(said, **statement),))  # type: ignore[arg-type]  # a test says which


def test_a_view_that_its_agency_has_not_confirmed_is_marked_wherever_it_counts() -> None:
    case = proposed(said_for_probation(voted(asked(), "police", "red")))
    marked = UNCONFIRMED.format(name=sight(at(9)).name("minutes-1"))

    assert f"For RED ◆: Police, {marked}." in approving(case)
    assert f"{marked}: RED ◆; Child in need." in approving(case)
    assert f"Child 1. {marked}: RED ◆; Child in need." in printed(case)


@pytest.mark.parametrize("show", [approving, printed])
def test_a_view_that_its_agency_confirmed_is_its_own(show: Callable[[Case], str]) -> None:
    case = proposed(said_for_probation(asked(), confirmed_at=at(12, 40), confirmed_by="probation-1"))

    assert "not confirmed" not in show(case)


@pytest.mark.parametrize("show", [approving, printed])
def test_what_the_referral_says_of_consent_stands_with_the_decision(show: Callable[[Case], str]) -> None:
    told = {
        "consent": "refused",
        "consent_reason": "Asking again would put her at risk.",
        "shared_words": "referral",
    }

    read = show(proposed(asked(rated(arrived(**told)))))

    assert "In the referral: Asked and refused." in read
    assert "Why consent was not asked or was overruled:\nAsking again would put her at risk." in read


@pytest.mark.parametrize("show", [approving, printed])
def test_a_referral_that_says_nothing_of_consent_is_said_to(show: Callable[[Case], str]) -> None:
    assert "The referral does not say if consent was asked." in show(proposed(asked()))


def test_minutes_keep_the_referrer_s_words_back_where_agencies_read_a_summary() -> None:
    told = {"consent": "not_sought", "consent_reason": "He reads her post.", "shared_words": "summary"}

    read = printed(proposed(asked(rated(arrived(**told)))))

    assert "In the referral: Not asked." in read
    assert "He reads her post." not in read


@pytest.mark.parametrize("show", [approving, printed])
def test_sharing_without_consent_stands_with_why_and_who_was_told(show: Callable[[Case], str]) -> None:
    read = show(proposed(decided_on_consent(share=True)))

    for words_of_it in ("Police: shared without consent.", "Why: Risk of significant harm.", "Lawful basis: ",
                        "Harm to both.", "Has the family been told: Not safe", "Nobody: he would know."):  # fmt: skip
        assert words_of_it in read


def test_a_refusal_that_was_respected_stands_in_the_minutes_without_what_was_asked() -> None:
    read = printed(proposed(decided_on_consent(share=False)))

    assert "Police: the refusal of consent was respected." in read
    assert "Mother said no." not in read


def decided_on_consent(*, share: bool) -> Case:
    """The duty manager decided about an answer of the police for which consent was refused."""
    case = answered(asked(), "police", consent="refused", kind="known_with_info", text="Called twice.")
    made = ConsentDecision(
        "consent-1", "referral-1", case.answers[-1].id, "duty-1", at(10, 30), share, "Mother said no.",
        "significant_harm", "Harm to both.", PROFILE.consent.bases[0].id, "not_safe", "Nobody: he would know.",
    )  # fmt: skip
    return replace(case, consent_decisions=(made,))


def test_agencies_of_whom_nothing_was_recorded_are_named_among_those_who_were_asked() -> None:
    came = {seat for seat, _how in SEVEN}
    silent = sorted(sight(at(9)).seat(seat) for seat in asked().asked if seat not in came)

    assert len(silent) == 5
    assert f"Asked, but nothing was recorded: {', '.join(silent)}." in printed(asked())


def test_a_proposed_decision_stands_with_what_it_would_begin_until_it_is_approved() -> None:
    case = proposed(asked())
    begins = replace(
        case.proposals[0],
        safety="Stays with her aunt.",
        actions=(
            ProposedAction("Visit the home.", "police", "end_of_today"),
            ProposedAction("See the GP.", "health", "2026-11-20"),
        ),
    )
    case = replace(case, proposals=(begins,))

    read = printed(case)

    assert "What keeps the child safe until then:\nStays with her aunt." in read
    assert "Proposed action, Police, due at the end of the day of approval:\nVisit the home." in read
    assert "Proposed action, Health, due Fri 20 November:\nSee the GP." in read
    assert "Proposed action" not in printed(decided(case))


@pytest.mark.parametrize("show", [approving, printed])
def test_why_the_rating_stands_is_read_beside_the_view_that_is_above_it(show: Callable[[Case], str]) -> None:
    case = voted(asked(rated(level="amber")), "health", "red")
    said = RatingStands(
        "stands-1", "referral-1", case.votes[0].id, "rating-1", "duty-1", at(10, 30), "She is with her aunt."
    )

    shown = show(proposed(replace(case, ratings_stand=(said,))))

    assert "J. Okafor said 10:30am" in shown
    assert "that AMBER ▲ stands.\nShe is with her aunt." in shown
    assert shown.count("She is with her aunt.") == 1


def test_the_minutes_say_what_is_done_instead_of_an_action() -> None:
    action = Action("a-1", "referral-1", "", 1, "Visit.", "housing", "", at(16), "p-1", done_at=at(13))
    unsafe = ActionStep(
        "s-1", "referral-1", "a-1", "not_possible", "housing-1", at(13), words="Moved.", less_safe=True
    )
    instead = ActionStep("s-2", "referral-1", "a-1", "instead", "duty-1", at(13, 5), words="Kin Care calls.")
    case = replace(decided(proposed(asked())), actions=(action,), action_steps=(unsafe,))
    waits = replace(case, actions=(replace(action, unsafe_since=at(13)),))

    assert "It will not be done. Nobody has said yet what is done instead." in printed(waits)
    after = printed(replace(case, action_steps=(unsafe, instead)))
    said = "It will not be done. What is done instead, said by J. Okafor 1:05pm Mon 16 November:\nKin Care calls."
    assert said in after
