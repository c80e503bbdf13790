"""The figures of a period, counted by hand beside them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.support.cases import DUE, RATED, RECEIVED, answered, arrived, asked, decided, proposed, rated
from triage.case import Case
from triage.measures import Measures, Response, Taken, Within, measure
from triage.records import Rating

EVENING = datetime(2026, 11, 16, 20, 0, tzinfo=UTC)


def figures(*cases: Case, now: datetime = EVENING) -> Measures:
    return measure(cases, now=now, source_of=lambda case: case.referral.source)


def whole() -> Case:
    return decided(proposed(answered(asked(), "police", "health")))


def test_a_decided_case_is_counted_by_person() -> None:
    told = figures(whole())
    assert (told.referrals, told.people) == (1, 2)
    assert told.sources == (("web", 1),)
    assert told.outcomes == (("section_47_joint", 2),)
    assert told.rating_change == ((("red", "red"), 2),)
    assert told.taken == Taken(2, timedelta(hours=3, minutes=39), timedelta(hours=3, minutes=39))
    assert told.within == (Within("red", ended=2, in_time=2),)


def test_a_rating_that_rose_is_counted_from_first_to_last() -> None:
    case = rated(level="amber")
    higher = Rating(
        "rating-9", "referral-1", "subject-1", 1, "red", "duty-1", RATED + timedelta(hours=1), "New.", "amber"
    )
    told = figures(replace(case, ratings=(*case.ratings, higher)))
    assert dict(told.rating_change) == {("amber", "red"): 1, ("amber", "amber"): 1}


def test_a_clock_counts_once_it_has_stopped_or_run_out() -> None:
    assert figures(rated(), now=DUE - timedelta(minutes=1)).within == ()
    assert figures(rated(), now=DUE).within == (Within("red", ended=2, in_time=0),)
    late = decided(proposed(rated(due_at=datetime(2026, 11, 16, 12, 0, tzinfo=UTC))))
    assert figures(late).within == (Within("red", ended=2, in_time=0),)


def test_how_agencies_answered() -> None:
    case = asked()
    case = answered(case, "police")
    case = answered(case, "health", kind="known_with_info", at=RATED + timedelta(hours=5))
    case = answered(case, "education", kind="cannot_check", why_not="The system is down.")
    told = {one.seat: one for one in figures(case).responses}
    assert told["police"] == Response("police", 1, 1, 0, 0, 1, 0)
    assert told["health"] == Response("health", 1, 0, 1, 0, 0, 0)
    assert told["education"] == Response("education", 1, 1, 0, 0, 0, 1)
    assert told["housing"] == Response("housing", 1, 0, 0, 1, 0, 0)
    early = {one.seat: one for one in figures(case, now=RATED).responses}
    assert early["housing"].no_reply == 0


def test_an_answer_about_one_of_two_children_is_no_answer_yet() -> None:
    case = answered(asked(), "police", subjects=("subject-1",))
    assert next(one for one in figures(case).responses if one.seat == "police").no_reply == 1
    case = answered(case, "police", id="answer-2", subjects=("subject-2",), at=RATED + timedelta(hours=9))
    assert next(one for one in figures(case).responses if one.seat == "police").late == 1


def test_an_agency_of_which_nobody_may_see_the_case_left_no_answer_out() -> None:
    case = replace(asked(), kept_from=frozenset({"police"}))
    replied = {one.seat: one.no_reply for one in figures(case).responses}
    assert (replied["police"], replied["housing"]) == (0, 1)


def test_an_information_request_is_in_no_figure_but_its_own() -> None:
    told = figures(arrived(kind="information_request"), whole())
    assert (told.referrals, told.people, told.information_requests) == (1, 2, 1)
    assert told.sources == (("web", 1),)


def test_median_and_nine_in_ten_are_times_that_were_taken() -> None:
    hours = (1, 2, 3, 4, 5, 6, 7, 8, 9, 30)
    cases = [
        replace(
            one := decided(proposed(rated(arrived(("A", "B", "4 3 2017"))))),
            decisions=tuple(
                replace(made, subject=f"s{n}", at=RECEIVED + timedelta(hours=n)) for made in one.decisions
            ),
        )
        for n in hours
    ]
    assert figures(*cases).taken == Taken(10, timedelta(hours=5), timedelta(hours=9))


def test_nothing_at_all() -> None:
    assert figures() == Measures(0, 0, 0, (), (), (), (), Taken(0), (), ())
