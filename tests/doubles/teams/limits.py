"""What the Connector limits, and what it does wrong when a test asks for it."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

MESSAGE_BYTES = 100 * 1024  # a message of a bot, as UTF-16
SEND_RATES = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))  # seconds, sends per bot and thread
PAGE_MINIMUM, PAGE_MAXIMUM, PAGE_USUAL = 50, 500, 200
REFRESH_USERS = 60
INVOKE_SECONDS = 15.0  # then the person is told that the app cannot be reached
DIALOG_TITLE = 24


class RateCounter:
    """How many sends each thread got within each window; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sends: dict[str, list[float]] = defaultdict(list)

    def count(self, thread: str) -> None:
        """Note a send to a thread now."""
        self._sends[thread].append(self._clock())

    def is_over(self, thread: str) -> bool:
        """Would one more send to this thread break a limit now?"""
        now, sends = self._clock(), self._sends[thread]
        return any(sum(1 for sent in sends if sent > now - seconds) >= most for seconds, most in SEND_RATES)

    def busiest(self, seconds: float) -> int:
        """The most sends that any one thread got within so many seconds."""
        return max((_busiest(sends, seconds) for sends in self._sends.values()), default=0)

    def broken(self) -> list[str]:
        """Each limit that was broken, in words."""
        return [
            f"{self.busiest(seconds)} sends to a thread within {seconds:g} s, {most} allowed"
            for seconds, most in SEND_RATES
            if self.busiest(seconds) > most
        ]


def _busiest(sends: list[float], seconds: float) -> int:
    return max(sum(1 for other in sends if sent <= other < sent + seconds) for sent in sends)


@dataclass
class Fault:
    """Something that goes wrong with the next calls of a kind.

    `status` is answered instead of the right answer; with `after_work` the call is carried out first, and
    with `drop` the connection breaks instead of an answer. `delay` waits so many seconds before.
    """

    operation: str
    status: int = 0
    times: int = 1
    retry_after: int | None = None
    after_work: bool = False
    drop: bool = False
    delay: float = 0.0
    conversation: str | None = None

    def concerns(self, operation: str, conversation: str | None) -> bool:
        """Is this call the one that shall go wrong?"""
        wanted = self.conversation is None or self.conversation == (conversation or "").partition(";")[0]
        return self.times > 0 and self.operation in (operation, "any") and wanted


ERROR_CODES = {
    400: "BadArgument",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    412: "PreconditionFailed",
    413: "MessageSizeTooBig",
    429: "Throttled",
    500: "ServiceError",
    502: "BadGateway",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}
