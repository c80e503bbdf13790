"""The demo's clock: it runs on from where it was left, stands still while something is played, and is kept in a file."""

import os
from datetime import UTC, datetime
from pathlib import Path

from bot.problems import Problem


class DemoClock:
    """Starts at `start`, or where the file says it was left. It never goes back."""

    def __init__(self, start: datetime, file: Path | None = None) -> None:
        self._file = file
        self._base = _left_at(file) or start.astimezone(UTC)
        self._running_since: datetime | None = None

    def now(self) -> datetime:
        """The moment this clock shows, aware and in UTC."""
        if self._running_since is None:
            return self._base
        return self._base + (datetime.now(UTC) - self._running_since)

    def stand_at(self, moment: datetime) -> None:
        """Stand still at this moment, or at the present one if that is later."""
        self._base = max(self.now(), moment.astimezone(UTC))
        self._running_since = None

    def run(self) -> None:
        """Run on from where it stands."""
        self._base = self.now()
        self._running_since = datetime.now(UTC)

    def save(self) -> None:
        """Write down where it is, so that a later start goes on from here."""
        if self._file is None:
            return
        new = self._file.with_suffix(".new")
        new.write_text(self.now().isoformat(), encoding="utf-8")
        os.replace(new, self._file)  # noqa: PTH105 - the file is there whole, before and after


def _left_at(file: Path | None) -> datetime | None:
    if file is None or not file.exists():
        return None
    try:
        return datetime.fromisoformat(file.read_text(encoding="utf-8"))
    except ValueError:
        raise Problem((f"{file} does not hold a time. RESET=1 begins the demo anew.",)) from None
