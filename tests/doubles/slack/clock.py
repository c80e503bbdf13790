"""The double's clock: real monotonic seconds, which a test may move on instead of sleeping."""

import time


class SlackClock:
    """Seconds for trigger ids, response URLs, event retries and rates; never goes back."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
