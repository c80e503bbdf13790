"""Work that goes on beside a surface's answers: never cut off in the middle, never failing unseen, never holding up a stop."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot import logs
from bot.surfaces.errands import Errands, TooSlow

KACEY = "Kacey Brannigan"


@pytest.fixture
def errands() -> Errands:
    return Errands(logs.get(__name__), "surface.failed")


def in_seconds(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_work_in_time_gives_what_it_returns_or_raises(errands: Errands) -> None:
    async def fine() -> str:
        return "done"

    async def broken() -> str:
        raise TimeoutError(KACEY)

    assert await errands.in_time(fine(), in_seconds(5), "v") == "done"
    with pytest.raises(TimeoutError, match=KACEY):
        await errands.in_time(broken(), in_seconds(5), "v")


async def test_work_that_is_too_slow_goes_on_and_its_failure_is_in_the_log_without_its_words(
    errands: Errands,
) -> None:
    go = asyncio.Event()

    async def slow() -> None:
        await go.wait()
        raise RuntimeError(KACEY)

    with capture_logs() as entries:
        with pytest.raises(TooSlow):
            await errands.in_time(slow(), in_seconds(0), "vote.cast")
        go.set()
        await errands.settled()
    [entry] = entries
    assert (entry["event"], entry["verb"], entry["error"]) == ("surface.failed", "vote.cast", "RuntimeError")
    assert KACEY not in str(entry)


async def test_a_stop_waits_for_what_is_in_hand_but_not_for_ever(errands: Errands) -> None:
    ended = []

    async def quick() -> None:
        await asyncio.sleep(0)
        ended.append("quick")

    async def never() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("never")

    errands.later(quick(), "v")
    errands.later(never(), "v")
    await errands.stop(seconds=0.05)
    assert ended == ["quick", "never"]
