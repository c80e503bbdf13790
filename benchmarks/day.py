"""A day of a busy hub as its people live it, from 8:45am to 5:00pm, on strict and sometimes failing platforms.

Prints what became of each referral, what is wrong at the end (nothing should be), how many presses and calls it took, and
how long presses waited against a bare transaction in the same run: python -m benchmarks.day [REFERRALS] [SEED]
"""

import asyncio
import contextlib
import io
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bot import logs
from storage.migrate import migrate
from tests.support.day import checks, numbers
from tests.support.day.plan import MARK
from tests.support.day.play import play
from tests.support.day.stage import Day

REFERRALS, SEED, FAULTS_EVERY = 60, 2611, 6


async def look(day: Day) -> None:
    """Print all that there is to say about the day."""
    for state, references in sorted((await checks.ends(day)).items()):
        print(f"{len(references):4} {state}")
    for check, wrong in (await checks.everything(day)).items():
        print(f"{'WRONG' if wrong else 'right':6} {check}")
        for line in wrong:
            print(f"       {line}")
    print(f"presses {numbers.presses(day)}")
    print(f"made to fail {dict(day.faults)}")
    for where, counts in numbers.calls(day).items():
        print(where, *(f"  {kind}: {count}" for kind, count in sorted(counts.items())), sep="\n")
    print(f"tried again by people {dict(day.again)}")
    for surface, (count, *ratio) in numbers.ratios(day).items():
        print(f"{surface:6} {count:5} presses, median, 95th, worst:", *(f"{one:7.1f}" for one in ratio))


def main() -> None:
    """Play the day on an embedded store."""
    size, seed = [int(each) for each in sys.argv[1:]] + [REFERRALS, SEED][len(sys.argv) - 1 :]
    logged = io.StringIO()
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd()) as name,
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stderr(logged),
    ):
        logs.configure("DEBUG")
        url = f"sqlite:///{Path(name) / 'day.sqlite3'}"
        migrate(url)
        asyncio.run(play(url, patch, look, size=size, seed=seed, faults_every=FAULTS_EVERY))
    print(f"{'WRONG' if MARK in logged.getvalue() else 'right':6} words in logs")
    print(f"{size} referrals, seed {seed}, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
