"""When a case may be closed, how long its posts live, and when its words may go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cases import asked, decided, proposed, rated
from triage.case import Case
from triage.ends import Keeps, hold_on, months_after, posts_end_at, retention, still_open
from triage.records import (
    AccessRequest,
    Action,
    Addition,
    Disagreement,
    DisagreementStep,
    Export,
    ExportConfirmation,
    Feedback,
    LegalHold,
    Task,
)

CLOSED = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
OVER = datetime(2028, 11, 25, 0, 0, tzinfo=UTC)
"""The end of 24 November 2028: 24 months after closing."""


def closed(**also: object) -> Case:
    case = asked()
    subjects = tuple(replace(subject, stage="closed") for subject in case.subjects)
    return replace(case, subjects=subjects, referral=replace(case.referral, closed_at=CLOSED), **also)


def exported(at: datetime = CLOSED) -> tuple[Export, ...]:
    return (Export("export-1", "referral-1", "case_system", at, "duty-1", 1, "For the case system"),)


CONFIRMED = (ExportConfirmation("c-1", "referral-1", "export-1", CLOSED, "duty-1", "LCS 42"),)
HELD = LegalHold("h-1", "referral-1", CLOSED, "governance-1", on=True, reason="An inquest.")


def asked_for(state: str) -> AccessRequest:
    return AccessRequest(
        "r-1",
        "referral-1",
        "subject-1",
        CLOSED,
        "governance-1",
        CLOSED,
        CLOSED,
        "Her mother",
        "Seen",
        state,  # type: ignore[arg-type]
    )


def test_a_case_that_is_not_decided_may_not_be_closed() -> None:
    left = still_open(rated())

    assert left.prevents
    assert len(left.undecided) == len(rated().subjects)


WAITS = Disagreement(
    "d-1",
    "referral-1",
    "police-1",
    "police",
    CLOSED,
    unsafe=False,
    about="outcome",
    why="No.",
    level=1,
    owner="duty-1",
    due_at=CLOSED,
)
ANSWERED = DisagreementStep(
    "s-1", "referral-1", "d-1", "answered", CLOSED, "duty-1", 1, "duty-1", None, "It stands."
)
OTHER_WORDS = Addition("o-1", "referral-1", CLOSED, "file", "other_words", {"worry": "Worse."})


def by_hand(kind: str) -> Task:
    return Task("t-1", "hub", kind, "referral-1", CLOSED, CLOSED)


@pytest.mark.parametrize(
    ("also", "prevents"),
    [
        ({"disagreements": (WAITS,)}, True),
        ({"disagreements": (WAITS,), "disagreement_steps": (ANSWERED,)}, False),
        ({"additions": (OTHER_WORDS,)}, True),
        ({"additions": (replace(OTHER_WORDS, accepted_at=CLOSED),)}, False),
        ({"additions": (replace(OTHER_WORDS, kind="added"),)}, False),
        ({"tasks": (by_hand("household"),)}, True),
        ({"tasks": (by_hand("information"),)}, True),
        ({"tasks": (replace(by_hand("information"), done_at=CLOSED),)}, False),
        ({"tasks": (by_hand("acknowledge"),)}, False),
        ({"access_requests": (asked_for("open"),)}, False),
    ],
)
def test_what_somebody_has_still_to_do_prevents_closing(also: dict[str, object], *, prevents: bool) -> None:
    assert still_open(closed(**also)).prevents is prevents


def test_a_decision_for_the_time_being_is_not_the_end() -> None:
    case = decided(proposed(asked()))
    assert not still_open(case).prevents

    interim = tuple(replace(one, interim_until="2026-11-17") for one in case.proposals)

    assert still_open(replace(case, proposals=interim)).prevents


def test_feedback_prevents_nothing_and_an_open_action_does() -> None:
    case = closed()
    prepared = Feedback("f-1", "referral-1", CLOSED, CLOSED, ())
    assert not still_open(replace(case, feedback=(prepared,))).prevents
    action = Action("a-1", "referral-1", "", 1, "Visit", "health", "", CLOSED, "p-1")
    assert still_open(replace(case, actions=(action,))).prevents
    done = replace(action, done_at=CLOSED)
    assert not still_open(replace(case, actions=(done,))).prevents


def test_the_newest_entry_says_whether_a_case_is_held() -> None:
    lifted = replace(HELD, id="h-2", on=False)
    assert hold_on(closed(legal_holds=(HELD,))) == HELD
    assert hold_on(closed(legal_holds=(HELD, lifted))) is None
    assert hold_on(closed(legal_holds=(HELD, lifted, replace(HELD, id="h-3")))) is not None


def test_posts_live_30_days_after_closing_and_as_long_as_they_are_held() -> None:
    assert posts_end_at(asked()) is None
    assert posts_end_at(closed()) == CLOSED + timedelta(days=30)
    assert posts_end_at(closed(legal_holds=(HELD,))) is None


@pytest.mark.parametrize(
    ("case", "now", "keeps"),
    [
        (asked(), OVER, Keeps.NOT_CLOSED),
        (closed(), OVER, Keeps.NOT_EXPORTED),
        (closed(exports=exported()), OVER, Keeps.NOT_EXPORTED),
        (
            closed(exports=exported(CLOSED - timedelta(days=1)), export_confirmations=CONFIRMED),
            OVER,
            Keeps.NOT_EXPORTED,
        ),
        (
            closed(exports=exported(), export_confirmations=CONFIRMED),
            OVER - timedelta(seconds=1),
            Keeps.NOT_YET,
        ),
        (closed(exports=exported(), export_confirmations=CONFIRMED), OVER, None),
        (
            closed(exports=exported(), export_confirmations=CONFIRMED, legal_holds=(HELD,)),
            OVER,
            Keeps.HELD,
        ),
        (
            closed(exports=exported(), export_confirmations=CONFIRMED, access_requests=(asked_for("open"),)),
            OVER,
            Keeps.ASKED_FOR,
        ),
        (
            closed(
                exports=exported(), export_confirmations=CONFIRMED, access_requests=(asked_for("released"),)
            ),
            OVER,
            None,
        ),
    ],
)
def test_what_keeps_the_words_of_a_case(case: Case, now: datetime, keeps: Keeps | None) -> None:
    assert retention(case, now).keeps is keeps


@given(st.sets(st.sampled_from(["closed", "made", "confirmed", "held", "wanted"])), st.integers(0, 9000))
def test_nothing_is_ever_erased_unconfirmed_held_asked_for_or_open(true: set[str], days: int) -> None:
    case, now = closed() if "closed" in true else asked(), CLOSED + timedelta(days=days)
    case = replace(
        case,
        exports=exported() if "made" in true else (),
        export_confirmations=CONFIRMED if "confirmed" in true else (),
        legal_holds=(HELD,) if "held" in true else (),
        access_requests=(asked_for("open"),) if "wanted" in true else (),
    )

    assert retention(case, now).may_erase is (true == {"closed", "made", "confirmed"} and now >= OVER)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (datetime(2026, 11, 24, 16, tzinfo=UTC), 24, OVER),
        (datetime(2026, 1, 31, 9, tzinfo=UTC), 1, datetime(2026, 3, 1, tzinfo=UTC)),
        (datetime(2026, 3, 31, 9, tzinfo=UTC), 6, datetime(2026, 9, 30, 23, tzinfo=UTC)),
        (datetime(2026, 12, 1, 9, tzinfo=UTC), 1, datetime(2027, 1, 2, tzinfo=UTC)),
    ],
)
def test_months_end_with_the_same_local_day_or_the_last_there_is(
    start: datetime, months: int, end: datetime
) -> None:
    assert months_after(start, months, asked().profile.zone) == end
