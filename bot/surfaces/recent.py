"""What is kept in memory for a while, and may be lost without harm."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The last so many values by key; the oldest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value, None when it is not kept any more."""
        return self._values.get(key)

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, as the newest."""
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    def drop(self, key: Key) -> Value | None:
        """Keep it no longer; returns what it was."""
        return self._values.pop(key, None)
