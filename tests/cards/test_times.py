"""A time is said so that nobody reads it as that of another day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.cards import notices, posts, times
from tests.cards.reading import at, sight
from tests.support.cases import asked, rated


@pytest.mark.parametrize(
    ("read_at", "said"),
    [
        (at(13), "12:51pm"),
        (at(9, day=17), "12:51pm Monday 16 November"),
        (at(9, day=17) + timedelta(days=60), "12:51pm Monday 16 November 2026"),
    ],
)
def test_what_happened_is_said_with_its_day_unless_that_is_today(read_at: datetime, said: str) -> None:
    assert times.happened(sight(read_at), at(12, 51)) == said
    assert notices.done("already", {"at": at(12, 51).isoformat()}, sight(read_at)) == (
        f"Already recorded {said}. Nothing was added."
    )


def test_no_time_on_paper_is_today() -> None:
    now = replace(sight(at(13)), on_paper=True)

    assert times.now_read(now, at(12, 51)) == "12:51pm Monday 16 November"
    assert times.happened(now, at(12, 51)) == "12:51pm Monday 16 November"


@pytest.mark.parametrize(
    ("due", "when", "said"),
    [
        (at(13, 12), at(11, 26), "11:26am"),
        (at(13, 12), at(9, day=17), "9:00am Tue 17 November"),
        (at(0, day=17), at(11, 26), "11:26am"),
        (at(0, day=17), at(10, day=17), "10:00am Tue 17 November"),
        (at(13, 12), at(0, day=17), "midnight at the end of Mon 16 November"),
    ],
)
def test_a_card_leaves_out_only_the_day_that_its_first_line_names(
    due: datetime, when: datetime, said: str
) -> None:
    case = asked(rated(due_at=due))

    assert posts.at(sight(at(10)), case, when) == said


@pytest.mark.parametrize(
    ("read_at", "said"),
    [
        (at(13, 11), "due 1:12pm today"),
        (at(13, 12), "due 1:12pm today"),
        (at(13, 13), "Overdue by 1 minute"),
        (at(14, 42), "Overdue by 1 hour 30 minutes"),
        (at(14, day=17), "Overdue since 1:12pm Monday 16 November"),
    ],
)
def test_work_that_is_not_done_in_time_is_overdue(read_at: datetime, said: str) -> None:
    assert times.due_or_overdue(sight(read_at), at(13, 12)) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (at(17, day=19), "5:00pm Thursday 19 November"),
        (at(0, day=18), "midnight at the end of Tuesday 17 November"),
    ],
)
def test_a_whole_day_is_said_with_its_time_and_midnight_with_the_day_that_it_ends(
    due: datetime, said: str
) -> None:
    assert posts.in_full(sight(at(10)), due) == said


@pytest.mark.parametrize(
    ("read_at", "due", "said"),
    [
        (at(10), at(17, day=19), "3 working days left"),
        (at(16, day=20), at(16, 30, day=21), "24 hours 30 minutes left"),
        (at(16, day=20), at(17, day=22), "49 hours left"),
    ],
)
def test_over_a_day_it_is_working_days_that_are_left_and_never_none_of_them(
    read_at: datetime, due: datetime, said: str
) -> None:
    assert times.left(sight(read_at), due) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("recorded", "Recorded 10:00am. MASH-2611-7KDMQ. Due midday tomorrow."),
        (
            "time_asked",
            (
                "Asked 10:00am. The duty manager must agree. The due time stands until then. MASH-2611-7KDMQ. "
                "Asked for: midday tomorrow."
            ),
        ),
    ],
)
def test_a_due_time_is_read_back_in_words(code: str, said: str) -> None:
    facts = {"at": at(10).isoformat(), "reference": "MASH-2611-7KDMQ", "due": at(12, day=17).isoformat()}

    assert notices.done(code, facts, sight(at(10))) == said
