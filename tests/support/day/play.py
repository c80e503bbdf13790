"""The whole day, played."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

import pytest

from tests.support.day import arriving, meeting, numbers
from tests.support.day.plan import plan
from tests.support.day.stage import CLOSING, OPENING, Day, busy_day

FILES_COME = (timedelta(minutes=46), timedelta(minutes=205))
FORGOTTEN = timedelta(minutes=20)
"""After the handover: what waited for a platform has arrived by then."""


async def play(
    store_url: str,
    monkeypatch: pytest.MonkeyPatch,
    look: Callable[[Day], Awaitable[None]],
    *,
    size: int,
    seed: int,
    faults_every: int,
    step: timedelta = timedelta(minutes=1),
) -> None:
    """A day of so many referrals from this seed; `look` is told about it at the end, while all of it still stands.

    With each `faults_every`th step of the clock a call to a platform fails, as chance will have it.
    """
    rng = Random(seed)  # noqa: S311 - a story, not a secret
    stories = plan(size, rng)
    async with busy_day(store_url, monkeypatch, stories, rng, faults_every=faults_every) as day:
        day.step = step
        day.beside = numbers.bare_transaction
        _begins(day)
        await day.run(CLOSING)
        await day.calm()
        await day.run(CLOSING + FORGOTTEN)
        await look(day)


def _begins(day: Day) -> None:
    """What stands in the diary before the first referral."""
    files = [one for one in day.stories if one.way == "file"]
    half = (len(files) + 1) // 2
    for after, some in zip(FILES_COME, (files[:half], files[half:]), strict=True):
        if some:
            day.at(OPENING + after, arriving.from_a_file, some)
    for one in day.stories:
        if one.way != "file":
            day.at(OPENING + one.after, arriving.refers if one.way == "form" else arriving.handed_in, one)
    one_oclock = OPENING.replace(hour=13, minute=0)
    day.at(one_oclock, meeting.duty_changes)
    day.at(one_oclock + timedelta(minutes=12), meeting.list_is_called)
