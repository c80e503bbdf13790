"""One press in a process of its own that is killed, as by kill -9, at one of its steps after another; then it comes again.

``python -m tests.scenarios.dies_pressing FILE`` with FILE as a pickled `Case`. For each step it prints a line of JSON:
what the second delivery was answered, and what is kept. A step is a statement, the commit, or the answer.
"""

import asyncio
import json
import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from sqlalchemy import event

from bot.interaction import Interaction
from tests.support.desk import open_desk
from tests.support.rows import counted

SOME, LAST = 4, 2


@dataclass(frozen=True)
class Pressed:
    """What is pressed, on which database on disk, in which folder copies of it may lie, and on which referral."""

    database: Path
    interaction: Interaction
    folder: Path
    referral: str


def main() -> None:
    """Kill the press at some of its steps, all along and at each of the last; the last of all is after the answer."""
    pressed: Pressed = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 - the test wrote it
    steps = _steps_of(pressed)
    for step in sorted({*range(1, steps, steps // SOME), *range(steps - LAST, steps + 1)}):
        copy = _copy(pressed, step)
        assert _forked(lambda at=step, url=copy: _press(pressed, url, at)) == -signal.SIGKILL  # type: ignore[misc]  # bound at once
        assert _forked(lambda url=copy: _again(pressed, url)) == 0  # type: ignore[misc]  # bound at once


def _steps_of(pressed: Pressed) -> int:
    """How many steps it has when it is not killed."""
    seen, told = os.pipe()
    copy = _copy(pressed, 0)
    assert _forked(lambda: os.write(told, bytes([_press(pressed, copy, 0)]))) == 0
    return os.read(seen, 1)[0]


def _copy(pressed: Pressed, step: int) -> Path:
    copy = pressed.folder / f"step-{step}.sqlite3"
    copyfile(pressed.database, copy)
    return copy


def _forked(work: Callable[[], object]) -> int:
    """Do it in a process of its own; returns how that ended, below 0 when it was killed."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        work()
        sys.stdout.flush()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _press(pressed: Pressed, database: Path, at: int) -> int:
    """Press, and be killed at a step; returns how many there were."""

    async def press() -> int:
        async with open_desk(f"sqlite:///{database}") as desk:
            steps = 0

            def step(*_: Any) -> None:
                nonlocal steps
                steps += 1
                if steps == at:
                    os.kill(os.getpid(), signal.SIGKILL)

            engine = desk.store._backend._writing  # type: ignore[attr-defined]  # the store on disk has it
            event.listen(engine, "before_cursor_execute", step)
            event.listen(engine, "commit", step)
            await desk.dispatcher.press(pressed.interaction)
            event.remove(engine, "before_cursor_execute", step)
            event.remove(engine, "commit", step)
            step()
            return steps

    return asyncio.run(press())


def _again(pressed: Pressed, database: Path) -> None:
    async def press() -> None:
        async with open_desk(f"sqlite:///{database}") as desk:
            before = dict(await desk.store.read(counted))
            answer = await desk.dispatcher.press(pressed.interaction)
            after = dict(await desk.store.read(counted))
            case = await desk.case(pressed.referral)
            kept = before == after
            said = {
                "kind": answer.kind,
                "note": answer.note,
                "kept_before": kept,
                "answers": len(case.answers),
            }
            sys.stdout.write(json.dumps(said) + "\n")

    asyncio.run(press())


if __name__ == "__main__":
    main()
