"""A whole small day, from opening to handover, on strict platforms that fail now and then: at its end all of it is right."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog

from bot import logs
from tests.support.day import checks
from tests.support.day.plan import MARK
from tests.support.day.play import play
from tests.support.day.stage import Day
from tests.support.fresh import compare

SOME = {"size": 4, "seed": 2, "faults_every": 3}
ENDS = {"decided", "supplied", "early_help", "other_area", "advice"}


@pytest.fixture
def real_logs() -> Iterator[None]:
    """Logs as the bot writes them, all of them."""
    logs.configure("DEBUG")
    yield
    structlog.reset_defaults()


@pytest.mark.timeout(400)
@pytest.mark.usefixtures("real_logs")
async def test_a_day_from_opening_to_handover(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stale = compare(monkeypatch)

    async def look(day: Day) -> None:
        assert {check: wrong for check, wrong in (await checks.everything(day)).items() if wrong} == {}
        for story in day.stories:
            assert (await day.hub.case(story.reference)).stages <= ENDS, story

    await play(sqlite_url, monkeypatch, look, step=timedelta(minutes=10), **SOME)
    assert stale == []
    assert MARK not in "".join(capfd.readouterr()).casefold()
