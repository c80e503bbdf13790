"""Who was phoned about what is late: each call counts for the agency and the due time that it was about."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.support.cases import ANSWERS_DUE, asked
from triage.phoning import calls, last_call
from triage.records import LeadPhoned

CALL = LeadPhoned(
    "call-1",
    "referral-1",
    "answer",
    "referral-1",
    "housing",
    "duty-1",
    ANSWERS_DUE + timedelta(minutes=20),
    "housing-lead",
    "no_answer",
)
LATER = replace(CALL, id="call-2", at=CALL.at + timedelta(minutes=5), came_of_it="told")


@pytest.mark.parametrize(
    ("phoned", "late_since", "last"),
    [
        ((), ANSWERS_DUE, None),
        ((CALL,), ANSWERS_DUE, CALL),
        ((CALL, LATER), ANSWERS_DUE, LATER),
        ((CALL,), CALL.at, CALL),
        ((CALL,), CALL.at + timedelta(minutes=1), None),
        ((replace(CALL, seat="police"),), ANSWERS_DUE, None),
        ((replace(CALL, about="action"),), ANSWERS_DUE, None),
        ((replace(CALL, thing="action-1"),), ANSWERS_DUE, None),
    ],
    ids=[
        "nobody was phoned",
        "once",
        "twice: the newest",
        "the minute it went late",
        "about an earlier due time",
        "another agency",
        "about an action",
        "about something else",
    ],
)
def test_the_last_call_is_the_newest_about_this_since_it_is_late(
    phoned: tuple[LeadPhoned, ...], late_since: datetime, last: LeadPhoned | None
) -> None:
    case = replace(asked(), phoned=phoned)

    assert last_call(case, "answer", "referral-1", "housing", late_since=late_since) == last


def test_every_call_about_it_is_kept() -> None:
    case = replace(asked(), phoned=(CALL, replace(LATER, seat="police"), LATER))

    assert calls(case, "answer", "referral-1", "housing") == (CALL, LATER)
