"""Everything that left the bot for Slack, kept so that a test can look through it."""

import json
from dataclasses import dataclass
from typing import Any

from tests.doubles.slack.block_rules import Json


@dataclass(frozen=True)
class Call:
    """One call the bot made: a Web API method, ``response_url``, or ``answer:KIND`` to a delivery.

    ``at`` is in the double's monotonic seconds; ``team_id`` is None where no valid token was given.
    """

    method: str
    args: Json
    at: float
    team_id: str | None
    ok: bool
    error: str | None = None
    status: int = 200

    @property
    def text(self) -> str:
        """All that was sent, as one text to search."""
        return json.dumps(self.args, ensure_ascii=False)


class Recorder:
    """The calls in the order they were answered, and what went wrong for people."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.failures: list[str] = []

    def to(self, method: str) -> list[Call]:
        """The calls to one method."""
        return [call for call in self.calls if call.method == method]

    def errors(self) -> list[Call]:
        """The calls that Slack refused."""
        return [call for call in self.calls if not call.ok]

    def with_word(self, word: str, *, methods: tuple[str, ...] = ()) -> list[Call]:
        """The calls in which a canary word left the bot, whatever its case; all methods unless named."""
        return [
            call
            for call in self.calls
            if (not methods or call.method in methods) and word.casefold() in call.text.casefold()
        ]

    def note_answer(self, kind: str, answer: Any, at: float, team_id: str) -> None:
        """Keep what the bot answered to a delivery: views and errors leave it that way too."""
        if answer:
            self.calls.append(Call(f"answer:{kind}", {"answer": answer}, at, team_id, ok=True))
