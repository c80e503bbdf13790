"""The time that a form wrote, read as an instant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.received import Received, read_received

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 16, 13, 0, tzinfo=UTC)
NINE_TWELVE = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)


def read(text: str, now: datetime = NOW) -> Received:
    return read_received(text, now=now, tz=LONDON)


@pytest.mark.parametrize(
    "text",
    [
        "16/11/2026 09:12",
        " 16/11/2026  09:12:00 ",
        "16/11/2026, 9:12am",
        "16-11-2026 09.12",
        "16.11.2026 9:12 AM",
        "16 November 2026 09:12",
        "16th Nov 2026 at 9:12am",
        "Monday 16 November 2026 9:12am",
        "16-Nov-2026 09:12",
        "2026-11-16 09:12",
        "2026-11-16T09:12:00Z",
        "2026-11-16T10:12:00+01:00",
    ],
)
def test_the_ways_that_forms_write_a_time(text: str) -> None:
    assert read(text) == Received(NINE_TWELVE)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("16/06/2026 09:12", datetime(2026, 6, 16, 8, 12, tzinfo=UTC)),
        ("16/11/2026 12:05am", datetime(2026, 11, 16, 0, 5, tzinfo=UTC)),
        ("15/11/2026 12:05pm", datetime(2026, 11, 15, 12, 5, tzinfo=UTC)),
        ("15/11/2026 3pm", datetime(2026, 11, 15, 15, 0, tzinfo=UTC)),
        ("16/11/2026 13:04", NOW),
    ],
)
def test_local_times_and_small_differences_between_clocks(text: str, at: datetime) -> None:
    assert read(text) == Received(at)


@pytest.mark.parametrize(
    "text",
    [
        "16/11/2026 25:70",
        "11/16/2026 09:12",
        "31/02/2026 09:12",
        "16/11/2026 13:12pm",
        "16 Brumaire 2026 09:12",
        "46342.383",
        "yesterday",
        "0001-01-01T00:00:00+14:00",
        "01/01/0001 00:00 x",
    ],
)
def test_an_impossible_time_is_received_when_it_was_imported(text: str) -> None:
    assert read(text) == Received(NOW, ("impossible_time",))


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("", NOW, Received(NOW, ("no_time",))),
        ("16/11/2026 13:06", NOW, Received(NOW, ("received_in_future",))),
        ("16/11/2026", NOW, Received(datetime(2026, 11, 16, tzinfo=UTC), ("no_time_of_day",))),
        ("2026-11-16", NOW, Received(datetime(2026, 11, 16, tzinfo=UTC), ("no_time_of_day",))),
        ("16/11/2024 09:12", NOW, Received(NINE_TWELVE.replace(year=2024), ("received_long_ago",))),
        (
            "25/10/2026 01:30",
            NOW,
            Received(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ("clocks_changed",)),
        ),
        (
            "29/03/2026 01:30",
            NOW,
            Received(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), ("clocks_changed",)),
        ),
        (
            "25/10/2026 01:30",
            datetime(2026, 10, 25, 1, 45, tzinfo=UTC),
            Received(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ("clocks_changed",)),
        ),
    ],
)
def test_what_is_doubtful_about_a_time(text: str, now: datetime, expected: Received) -> None:
    assert read(text, now) == expected


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 16, 12)),  # noqa: DTZ001 - as written on a form
    st.sampled_from(("%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d %B %Y %I:%M:%S%p")),
)
def test_every_local_time_is_read_back(written: datetime, style: str) -> None:
    found = read(written.strftime(style))
    assert timedelta(0) <= NOW - found.at
    if not found.doubts:
        assert found.at.astimezone(LONDON).replace(tzinfo=None) == written.replace(microsecond=0)


@given(st.text(max_size=30))
def test_any_text_is_received_by_now(text: str) -> None:
    assert read(text).at <= NOW
