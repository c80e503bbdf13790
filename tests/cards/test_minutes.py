"""The minutes and the form in which a decision is approved say the same of views, agencies and consent."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.cards.deciding import decide
from bot.cards.elements import Form
from bot.cards.meetings import minutes
from tests.cards.reading import at, sight, staff, words
from tests.cards.test_meeting_cards import SEVEN, sitting
from tests.support.cases import asked, proposed, voted
from triage.case import Case
from triage.records import Statement

UNCONFIRMED = "Probation (said in the meeting, written by {name}, not confirmed)"


def approving(case: Case) -> str:
    """What the manager who approves the newest proposal reads."""
    return words(decide.form(sight(at(12, 50), staff("duty_manager")), case, case.proposals[-1], ""))


def printed(case: Case) -> str:
    """What the minutes say of the case and of the meeting, on the day after."""
    one = sitting(*SEVEN, item="discussed", state="closed")
    now = sight(at(9, 0, day=17))
    parts = (*minutes.about_meeting(now, one), *minutes.about_case(now, one, case))
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
    assert f"{marked}: RED ◆ · Child in need" in approving(case)
    assert f"Child 1. {marked}: RED ◆; Child in need." in printed(case)


@pytest.mark.parametrize("show", [approving, printed])
def test_a_view_that_its_agency_confirmed_is_its_own(show: Callable[[Case], str]) -> None:
    case = proposed(said_for_probation(asked(), confirmed_at=at(12, 40), confirmed_by="probation-1"))

    assert "not confirmed" not in show(case)
