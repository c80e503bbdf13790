"""What follows from a case's rows: who is waited for, who is late, when it is ready."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import (
    ANSWERS_DUE,
    DUE,
    PROFILE,
    RATED,
    answered,
    arrived,
    asked,
    decided,
    proposed,
    rated,
    voted,
)
from triage.case import CaseState

MONDAY = datetime(2026, 11, 16, 10, 42, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 18, 10, 42, tzinfo=UTC)
ALL = PROFILE.level("red").asks
SITTING = tuple(seat for seat in ALL if seat != "adults")


def test_a_case_has_the_highest_rating_and_the_earliest_due_time_of_its_open_children() -> None:
    case = rated(level="amber", due_at=DUE + timedelta(hours=20))
    raised = replace(case.ratings[0], id="rating-3", level="red", was="amber")
    sooner = replace(case.clocks[0], id="clock-3", level="red", due_at=DUE)
    case = replace(case, ratings=(*case.ratings, raised), clocks=(sooner, case.clocks[1]))

    assert case.level == "red"
    assert case.due_at == DUE


def test_a_decided_child_no_longer_decides_how_urgent_the_case_is() -> None:
    case = rated(level="amber")
    red_first = replace(case.ratings[0], level="red")
    stopped = replace(case.clocks[0], stopped_at=RATED)
    first_decided = replace(case.subjects[0], stage="decided")
    case = replace(
        case,
        ratings=(red_first, case.ratings[1]),
        clocks=(stopped, case.clocks[1]),
        subjects=(first_decided, case.subjects[1]),
    )

    assert case.level == "amber"


def test_a_seat_has_answered_when_it_answered_for_everybody_it_was_asked_about() -> None:
    case = asked()
    first, second = (subject.id for subject in case.subjects)

    half = answered(case, "police", subjects=(first,))
    whole = answered(half, "police", subjects=(second,))

    assert half.seat_answer("police").left == (second,)
    assert "police" in half.waiting(MONDAY)
    assert whole.seat_answer("police").left == ()
    assert whole.answered == ("police",)


def test_cannot_check_is_an_answer_that_is_named_apart() -> None:
    case = answered(asked(), "housing", kind="cannot_check", why_not="System down.")

    assert case.cannot_check == ("housing",)
    assert "housing" not in case.answered
    assert "housing" not in case.waiting(MONDAY)
    assert "housing" in case.missing(MONDAY)


def test_a_correction_takes_the_place_of_the_answer_before() -> None:
    case = answered(asked(), "housing", kind="cannot_check")
    corrected = answered(case, "housing", supersedes=case.answers[0].id)

    assert [answer.kind for answer in corrected.answers_of("housing")] == ["checked_nothing_known"]
    assert corrected.cannot_check == ()


def test_a_seat_of_which_nobody_may_know_of_the_case_is_neither_waited_for_nor_late() -> None:
    case = replace(answered(asked(), "police"), kept_from=frozenset({"police", "housing", "adults"}))
    after = ANSWERS_DUE + timedelta(minutes=1)

    assert case.shut_out == ("housing", "adults"), "the police answered before"
    assert not {"housing", "adults"} & {*case.waiting(WEDNESDAY), *case.not_in(MONDAY), *case.late(after)}
    assert {"housing", "adults"} <= set(case.missing(MONDAY)), "a decision says why it did not wait"
    assert (
        answered(case, *(seat for seat in SITTING if seat not in {"police", "housing"})).state(MONDAY)
        == "ready"
    )


def test_a_seat_that_does_not_sit_today_is_neither_waited_for_nor_late() -> None:
    case = asked()

    assert case.not_in(MONDAY) == ("adults",)
    assert "adults" not in case.late(ANSWERS_DUE + timedelta(minutes=1))
    assert case.not_in(WEDNESDAY) == ()
    assert "adults" in case.late(WEDNESDAY)


@pytest.mark.parametrize(
    ("minute", "state"),
    [
        (ANSWERS_DUE - timedelta(minutes=1), "checks_out"),
        (ANSWERS_DUE, "some_late"),
        (datetime(2026, 11, 16, 12, 14, tzinfo=UTC), "some_late"),
        (datetime(2026, 11, 16, 12, 15, tzinfo=UTC), "ready"),
    ],
)
def test_a_case_is_ready_at_its_cut_off_whoever_has_not_replied(minute: datetime, state: CaseState) -> None:
    case = answered(asked(), *SITTING[:-1])

    assert case.state(minute) == state
    assert case.waiting(minute) == SITTING[-1:]


def test_a_case_is_ready_as_soon_as_everybody_who_sits_today_has_answered() -> None:
    assert answered(asked(), *SITTING).state(MONDAY) == "ready"


@pytest.mark.parametrize(
    ("case", "state"),
    [
        (arrived(), "received"),
        (rated(), "not_asked"),
        (asked(), "checks_out"),
        (proposed(asked()), "proposed"),
        (decided(proposed(asked())), "decided"),
    ],
)
def test_the_state_that_a_card_shows(case: object, state: CaseState) -> None:
    assert case.state(MONDAY) == state  # type: ignore[attr-defined]  # pytest's table holds objects


def test_the_child_that_is_least_far_on_decides_the_state() -> None:
    case = proposed(asked())
    one_left = replace(case, subjects=(replace(case.subjects[0], stage="rated"), case.subjects[1]))

    assert one_left.state(MONDAY) == "checks_out"


def test_an_answer_is_held_while_consent_was_refused_and_nobody_decided() -> None:
    case = answered(asked(), "health", kind="known_with_info", consent="refused", text="Seen on Friday.")

    assert case.held(case.answers[0])
    assert case.to_decide_consent() == case.answers


def test_a_late_view_stands_beside_the_one_before() -> None:
    case = voted(voted(asked(), "police", "amber"), "police", "red", late=True)

    assert [vote.urgency for vote in case.votes_on(case.subjects[0])] == ["amber"]
    assert [vote.urgency for vote in case.late_votes()] == ["red", "red"]


def test_a_view_above_the_rating_is_found_until_the_rating_has_risen() -> None:
    case = voted(asked(rated(level="amber")), "police", "red")
    assert [vote.seat for vote in case.votes_above()] == ["police", "police"]

    risen = tuple(replace(rating, id=f"{rating.id}-b", level="red", was="amber") for rating in case.ratings)
    assert replace(case, ratings=case.ratings + risen).votes_above() == ()


@given(*[st.lists(st.sampled_from(ALL), unique=True)] * 3)
def test_each_asked_seat_is_in_exactly_one_group(
    nothing_known: list[str], cannot: list[str], kept_from: list[str]
) -> None:
    case = answered(replace(asked(), kept_from=frozenset(kept_from)), *nothing_known)
    case = answered(case, *(seat for seat in cannot if seat not in nothing_known), kind="cannot_check")

    groups = [case.answered, case.cannot_check, case.waiting(MONDAY), case.not_in(MONDAY), case.shut_out]

    assert sorted(seat for group in groups for seat in group) == sorted(ALL)
