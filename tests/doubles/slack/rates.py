"""Counts calls against Slack's tiers and one message a second a channel; refuses them only if told to."""

import math
from collections import defaultdict

from tests.doubles.slack import limits

_MINUTE = 60.0
_SECOND = 1.0


class Rates:
    """How fast the bot calls. ``enforce`` answers 429 for what is over; ``over`` lists it either way.

    ``burst`` is how many messages a channel takes within one second before it is over.
    """

    def __init__(self) -> None:
        self.enforce = False
        self.burst = 1
        self.over: list[str] = []
        self._times: dict[tuple[str, ...], list[float]] = defaultdict(list)

    def note(self, team_id: str, method: str, tier: int | None, channel: str | None, now: float) -> int:
        """Count a call; the seconds to wait if it is refused, else 0."""
        key: tuple[str, ...] = (team_id, method)
        most, window = limits.TIER_PER_MINUTE.get(tier or 0, math.inf), _MINUTE
        if tier is None and channel:
            key, most, window = (*key, channel), self.burst, _SECOND
        recent = [at for at in self._times[key] if at > now - window]
        if len(recent) >= most:
            self.over.append(":".join(key))
            if self.enforce:
                return max(1, math.ceil(recent[-int(most)] + window - now))
        self._times[key].append(now)
        return 0

    def most_in_a_minute(self, method: str) -> int:
        """The busiest minute of a method, in any one workspace (and channel, for messages)."""
        return self._busiest(method, _MINUTE)

    def most_in_a_second(self, method: str) -> int:
        """The busiest second of a method, in any one workspace (and channel, for messages)."""
        return self._busiest(method, _SECOND)

    def _busiest(self, method: str, window: float) -> int:
        counts = [
            sum(start <= at < start + window for at in times)
            for key, times in self._times.items()
            if key[1] == method
            for start in times
        ]
        return max(counts, default=0)
