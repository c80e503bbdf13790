"""A call as the parts of the double get it, and the answer that says no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asked:
    """What was called: the named parts of the path, the query, the body."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any


class Refusal(Exception):
    """An answer of the Connector that says no."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def answer(self) -> dict[str, Any]:
        """The error as the Connector words it."""
        return {"error": {"code": self.code, "message": self.message}}
