"""When whoever referred is to hear that nothing is decided yet."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.bank_holidays import uk_bank_holidays
from tests.support.cases import PROFILE, answered, arrived, asked, decided, proposed, rated
from triage.holding import again_by, are_asked, is_read, is_wanted, write_at
from triage.records import Clock, Feedback, HoldingReply

HOURS = PROFILE.hours.opening(uk_bank_holidays(PROFILE.hours.bank_holidays))
NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "then"),
    [
        (datetime(2026, 11, 16, 12, 40, tzinfo=UTC), datetime(2026, 11, 16, 15, 0, tzinfo=UTC)),
        (datetime(2026, 11, 16, 14, 30, tzinfo=UTC), datetime(2026, 11, 16, 15, 0, tzinfo=UTC)),
        (datetime(2026, 11, 16, 14, 31, tzinfo=UTC), datetime(2026, 11, 17, 15, 0, tzinfo=UTC)),
        (datetime(2026, 11, 16, 2, 0, tzinfo=UTC), datetime(2026, 11, 16, 15, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
        (datetime(2026, 12, 24, 16, 0, tzinfo=UTC), datetime(2026, 12, 29, 15, 0, tzinfo=UTC)),
        # In summer three o'clock is two o'clock UTC.
        (datetime(2026, 6, 12, 11, 40, tzinfo=UTC), datetime(2026, 6, 12, 14, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 3, 30, 14, 0, tzinfo=UTC)),
    ],
)
def test_by_three_on_a_working_day_and_not_within_half_an_hour(received: datetime, then: datetime) -> None:
    referral = replace(arrived().referral, received_at=received)

    assert write_at(referral, PROFILE.holding, HOURS) == then


def test_it_is_wanted_while_nobody_decided_and_nobody_was_told() -> None:
    waiting = HoldingReply("holding-1", "referral-1", NOW)
    feedback = Feedback("feedback-1", "referral-1", NOW, NOW, ())

    for case in (arrived(), rated(), asked(), proposed(asked())):
        assert is_wanted(case)
        assert not is_wanted(replace(case, holding=(waiting,)))
        assert not is_wanted(replace(case, feedback=(feedback,)))
    assert not is_wanted(decided(proposed(asked())))


def test_of_somebody_whom_the_hub_added_it_is_not_said_that_nothing_is_decided() -> None:
    case = decided(proposed(asked()))
    added = replace(case.subjects[1], stage="rated", by_hub=True)

    assert not is_wanted(replace(case, subjects=(case.subjects[0], added)))


def test_what_is_true_is_worked_out_from_what_was_done() -> None:
    assert (is_read(arrived()), are_asked(arrived(), NOW)) == (False, False)
    assert (is_read(rated()), are_asked(rated(), NOW)) == (True, False)
    early = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
    assert (is_read(asked()), are_asked(asked(), early)) == (True, True)
    seats = [seat.id for seat in PROFILE.seats]
    assert not are_asked(answered(asked(), *seats), early)


def test_they_hear_again_by_the_time_that_was_promised_or_that_of_a_reply() -> None:
    promised = datetime(2026, 11, 18, 0, 0, tzinfo=UTC)
    case = replace(arrived(), clocks=(Clock("clock-d", "referral-1", "", "decide", "", NOW, promised),))

    assert again_by(case, PROFILE, HOURS, NOW) == promised
    assert again_by(case, PROFILE, HOURS, promised) == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
