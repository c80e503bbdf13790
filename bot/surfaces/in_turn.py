"""What is read and shown for one person, one after the other: then what was read last is what stands."""

import asyncio
from collections.abc import Hashable
from weakref import WeakValueDictionary


class InTurn:
    """A lock for each key, for as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: Hashable) -> asyncio.Lock:
        """The lock of this key: `async with in_turn.of(key)`."""
        return self._locks.setdefault(key, asyncio.Lock())
