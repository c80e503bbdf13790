"""Bad days on demand: refusals, errors, slow answers, lost connections, for the next calls of a method."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["refuse", "error", "slow", "hold", "drop"]
Schedule = Callable[..., object]


class Hold:
    """A call stopped until the test lets it go on."""

    def __init__(self, call_soon: Schedule) -> None:
        self._call_soon = call_soon
        self._reached = threading.Event()
        self._go_on = asyncio.Event()

    @property
    def reached(self) -> bool:
        """Whether the bot's call has arrived."""
        return self._reached.is_set()

    def release(self) -> None:
        """Let the call go on."""
        self._call_soon(self._go_on.set)

    async def stop_here(self) -> None:
        self._reached.set()
        await self._go_on.wait()


@dataclass
class Fault:
    """What happens to a call; ``after`` says that the work is done first."""

    kind: Kind
    times: int = 1
    after: bool = False
    status: int = 200
    retry_after: int | None = None
    code: str = ""
    seconds: float = 0.0
    hold: Hold | None = field(default=None, repr=False)


class Faults:
    """The faults that wait for their method; ``"*"`` meets any call."""

    def __init__(self, call_soon: Schedule) -> None:
        self._call_soon = call_soon
        self._waiting: dict[str, list[Fault]] = {}

    def rate_limit(self, method: str, *, retry_after: int = 1, times: int = 1) -> None:
        """Answer 429 with Retry-After, the work not done."""
        self._add(method, Fault("refuse", times, status=429, retry_after=retry_after))

    def fail(self, method: str, *, status: int = 503, times: int = 1) -> None:
        """Answer 5xx, the work not done."""
        self._add(method, Fault("refuse", times, status=status))

    def error(self, method: str, code: str, *, times: int = 1) -> None:
        """Answer ``ok: false`` with an error, the work not done."""
        self._add(method, Fault("error", times, code=code))

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Answer that much later, in real seconds, the work done at the end."""
        self._add(method, Fault("slow", times, seconds=seconds))

    def hold(self, method: str, *, after_work: bool = False) -> Hold:
        """Stop the next call until released, before or after its work."""
        hold = Hold(self._call_soon)
        self._add(method, Fault("hold", after=after_work, hold=hold))
        return hold

    def drop(self, method: str, *, after_work: bool = True, times: int = 1) -> None:
        """Break the connection without an answer, by default after doing the work."""
        self._add(method, Fault("drop", times, after=after_work))

    def clear(self) -> None:
        """Forget the faults that have not met a call."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        for name in (method, "*"):
            queue = self._waiting.get(name, [])
            if queue:
                fault = queue[0]
                fault.times -= 1
                if not fault.times:
                    queue.pop(0)
                return fault
        return None

    def _add(self, method: str, fault: Fault) -> None:
        self._waiting.setdefault(method, []).append(fault)
