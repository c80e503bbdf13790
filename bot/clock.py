"""The one clock that every part asks. Signatures and tokens of other systems always use real time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
        ...


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """The demo's and the tests' clock: it runs on from where it was set, and can be moved forward only."""

    def __init__(self, start: datetime, *, runs: bool = True) -> None:
        self._runs = runs
        self._base = start.astimezone(UTC)
        self._real = datetime.now(UTC)

    def now(self) -> datetime:
        """The moment this clock shows."""
        return self._base + (datetime.now(UTC) - self._real) if self._runs else self._base

    def move(self, by: timedelta) -> datetime:
        """Move on, and say what time it is then. Raises ValueError for a move back."""
        if by < timedelta(0):
            raise ValueError("the clock only moves forward")
        self._base += by
        return self.now()
