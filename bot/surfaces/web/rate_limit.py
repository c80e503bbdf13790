"""So many tries in so much time, for each key."""

import hashlib
from collections import OrderedDict, deque

MOST_KEYS = 10_000


class RateLimit:
    """Lets each key through `tries` times within any `seconds`. Times are seconds of one steady clock.

    Keys are remembered by their digests, so that a long one takes no more room than a short one.
    It remembers this process's tries only: with several replicas somebody has as many times the tries.
    """

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries = tries
        self._seconds = seconds
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str, now: float) -> bool:
        """Count a try; False if it is one too many. A try that was refused does not prolong the wait."""
        times = self._recent(key, now)
        if len(times) >= self._tries:
            return False
        times.append(now)
        return True

    def has_room(self, key: str, now: float) -> bool:
        """Whether one more would be let through; nothing is counted."""
        return len(self._recent(key, now)) < self._tries

    def _recent(self, key: str, now: float) -> deque[float]:
        key = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while len(self._seen) > MOST_KEYS:
            self._seen.popitem(last=False)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        return times


class Pace:
    """So many from one address and so many in all, within the same `seconds`. What one address is refused counts for none."""

    def __init__(self, from_one: int, in_all: int, seconds: float) -> None:
        self._from_one = RateLimit(from_one, seconds)
        self._in_all = RateLimit(in_all, seconds)

    def allows(self, address: str, now: float) -> bool:
        """Count a try; False if it is one too many of this address, or of all together."""
        return self._from_one.allows(address, now) and self._in_all.allows("", now)
