"""Jobs tick, and stopping cuts none of them off."""

import asyncio

from bot.due.ticking import Ticking


async def test_a_job_that_has_begun_ends_before_the_ticking_stops() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), []

    async def job() -> None:
        begun.set()
        await may_end.wait()
        ended.append(True)

    ticking = Ticking()
    ticking.every(1, "job", job)
    ticking.start()
    await begun.wait()
    stopping = asyncio.create_task(ticking.stop(5))
    await asyncio.sleep(0)
    may_end.set()
    await stopping

    assert ended == [True]


async def test_a_job_that_fails_comes_round_again() -> None:
    tried = asyncio.Queue[int]()

    async def job() -> None:
        await tried.put(1)
        raise RuntimeError

    ticking = Ticking()
    ticking.every(1, "job", job)
    ticking.start()
    assert [await tried.get(), await tried.get()] == [1, 1]
    await ticking.stop(1)
