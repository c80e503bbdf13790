"""Who may read which part of a case: the table, and what holds over all cases."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import PROFILE, RATED, answered, arrived, asked, proposed, rated, voted
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.records import ConsentDecision
from triage.visibility import Held

GREEN_ASKS = PROFILE.level("green").asks


def _actor(seat: str = "", *roles: str) -> Actor:
    return Actor(f"{seat or roles[0]}-1", seat, frozenset(roles))


POLICE = _actor("police", "practitioner")
HEALTH = _actor("health", "practitioner")
HOUSING = _actor("housing", "practitioner")
LEAD = _actor("police", "lead")
SCREENING = _actor("", "screening")
DUTY = _actor("", "duty_manager")
CHAIR = _actor("", "chair")
MINUTES = _actor("", "minute_taker")
GOVERNANCE = _actor("", "information_governance")
AUDITOR = _actor("", "auditor")
ADMINISTRATOR = _actor("", "administrator")
REFERRER = Actor("teacher-1", "", frozenset({"referrer"}))


def _green() -> Case:
    """Five seats asked (not Housing); Health has answered and given its view."""
    case = asked(rated(level="green"))
    return voted(answered(case, "health", kind="known_with_info", text="Seen."), "health", "amber")


@pytest.mark.parametrize(
    ("actor", "people", "text", "others_answer", "others_view"),
    [
        (POLICE, None, "whole", Held.ANSWER_FIRST, Held.VIEW_FIRST),
        (LEAD, None, "whole", Held.ANSWER_FIRST, Held.VIEW_FIRST),
        (HOUSING, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU),
        (SCREENING, None, "whole", None, Held.NOT_OPEN),
        (DUTY, None, "whole", None, None),
        (CHAIR, None, "whole", None, None),
        (MINUTES, None, "whole", None, Held.NOT_OPEN),
        (GOVERNANCE, None, "whole", None, Held.NOT_OPEN),
        (AUDITOR, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU),
        (ADMINISTRATOR, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU),
        (REFERRER, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU, Held.NOT_FOR_YOU),
    ],
)
def test_each_reads_what_is_theirs(
    actor: Actor, people: Held | None, text: str, others_answer: Held | None, others_view: Held | None
) -> None:
    case = _green()

    assert visibility.people(actor, case) == people
    assert visibility.referral_text(actor, case) == text
    assert visibility.answer(actor, case, case.answers[0]) == others_answer
    assert visibility.vote(actor, case, case.votes[0]) == others_view


def test_a_seat_reads_others_answers_once_its_own_is_in_for_everybody() -> None:
    case = _green()
    for_one = answered(case, "police", subjects=("subject-1",))
    for_all = answered(for_one, "police", subjects=("subject-2",))

    assert visibility.answer(POLICE, for_one, case.answers[0]) is Held.ANSWER_FIRST
    assert visibility.answer(POLICE, for_all, case.answers[0]) is None


def test_a_seat_reads_others_views_once_it_gave_its_own_or_they_are_open() -> None:
    case = _green()
    nothing_known = voted(case, "police", "no_view", "no_view")

    assert visibility.vote(POLICE, nothing_known, case.votes[0]) is Held.VIEW_FIRST
    assert visibility.vote(POLICE, voted(case, "police", "red"), case.votes[0]) is None
    assert visibility.vote(POLICE, proposed(case), case.votes[0]) is None
    assert visibility.vote(SCREENING, proposed(case), case.votes[0]) is None
    assert visibility.vote(HOUSING, proposed(case), case.votes[0]) is Held.NOT_FOR_YOU


def test_agencies_read_the_summary_when_that_was_chosen_and_the_hub_reads_it_all() -> None:
    case = asked(rated(arrived(shared_words="summary", summary="Known to you?")))

    assert visibility.referral_text(POLICE, case) == "summary"
    assert visibility.referral_text(SCREENING, case) == "whole"
    assert visibility.referrer_name(POLICE, case) is Held.NOT_FOR_YOU


@pytest.mark.parametrize("actor", [POLICE, SCREENING, CHAIR, GOVERNANCE, MINUTES])
def test_a_name_that_was_asked_to_be_kept_back_is_read_by_a_duty_manager_alone(actor: Actor) -> None:
    case = asked()
    withheld = replace(
        case, referral=replace(case.referral, referrer=replace(case.referral.referrer, anonymous=True))
    )

    assert visibility.referrer_name(actor, case) is None
    assert visibility.referrer_name(actor, withheld) is Held.NOT_FOR_YOU
    assert visibility.referrer_name(DUTY, withheld) is None


def test_who_opened_a_case_is_told_to_the_hub_and_to_a_lead() -> None:
    case = _green()

    assert visibility.openings(GOVERNANCE, case) == "all"
    assert visibility.openings(LEAD, case) == "since_own_answer"
    for actor in (POLICE, CHAIR, AUDITOR, _actor("housing", "lead")):
        assert visibility.openings(actor, case) is Held.NOT_FOR_YOU


def _actors() -> st.SearchStrategy[Actor]:
    seats = st.sampled_from(["", *(seat.id for seat in PROFILE.seats)])
    roles = st.sampled_from(
        ["practitioner", "lead", "screening", "duty_manager", "service_manager", "edt", "chair", "minute_taker",
         "information_governance", "auditor", "administrator", "referrer"]
    )  # fmt: skip
    return st.builds(Actor, st.just("somebody"), seats, st.frozensets(roles, max_size=3))


@given(_actors(), st.sampled_from(GREEN_ASKS), st.sampled_from(["waits", "respected", "shared"]))
def test_an_answer_without_consent_is_read_by_its_own_seat_alone_until_it_is_shared(
    actor: Actor, seat: str, became: str
) -> None:
    case = asked(rated(level="green"))
    case = answered(case, *(other for other in GREEN_ASKS if other != seat))
    case = answered(case, seat, kind="known_with_info", text="Held.", consent="refused")
    held = case.answers[-1]
    if became != "waits":
        decision = ConsentDecision(
            id="consent-1",
            referral="referral-1",
            answer=held.id,
            by="duty-1",
            at=RATED,
            share=became == "shared",
            asked="",
            why="",
            reasons="",
            basis="",
            told="",
            told_words="",
        )
        case = replace(case, consent_decisions=(decision,))

    seen = visibility.answer(actor, case, held)

    if actor.seat == seat:
        assert seen is None
    elif became == "waits":
        assert seen is Held.CONSENT_WAITS
    elif became == "respected":
        assert seen is Held.CONSENT_REFUSED
    else:
        assert (seen is None) == (visibility.people(actor, case) is None)


@given(_actors())
def test_nobody_reads_more_of_others_than_of_whom_it_is_about(actor: Actor) -> None:
    case = _green()
    if visibility.people(actor, case):
        assert visibility.referral_text(actor, case) is Held.NOT_FOR_YOU
        assert visibility.decision(actor, case) is not None
        if actor.seat != "health":
            assert visibility.answer(actor, case, case.answers[0]) is not None
