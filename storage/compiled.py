"""Statements as a kind of database is asked them, worked out once in a process, whichever connection asks."""

from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

MOST = 1000
"""So many statements are kept, those that were asked last: twice as many as the program has."""


class Compiled(LRUCache[Any, Any]):
    """What SQLAlchemy made of statements, for all engines of one kind of database.

    By itself it does that work again for each engine: the first part of its key is the engine's own dialect. Ours differ in
    nothing but where they connect to. A key that begins otherwise is refused: without its first part it would be another's.
    """

    def __init__(self) -> None:
        super().__init__(MOST)

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """What was made of a statement, for whichever engine; `default` when nothing was yet."""
        return super().get(_statement(key), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(_statement(key), value)


def _statement(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is asked, without for whom; raises TypeError for a key of another make."""
    if not isinstance(key[0], Dialect):
        raise TypeError("a compiled statement is not kept by its dialect first")
    return key[1:]
