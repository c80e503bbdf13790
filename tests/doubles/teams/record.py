"""What went over the wire, kept so that a test can ask whether something was said that must not be."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """A call of the bot to the service: what it asked and what it was answered; status 0 is a broken connection."""

    operation: str
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any
    conversation: str | None = None


@dataclass(frozen=True)
class Delivery:
    """An activity that the service brought to the bot, and the bot's answer. `seconds` is how long it took."""

    activity: dict[str, Any]
    status: int
    body: bytes
    seconds: float

    @property
    def answer(self) -> Any:
        """The answer as JSON; None if there is none."""
        return json.loads(self.body) if self.body.strip() else None

    @property
    def conversation(self) -> str:
        """Where it happened."""
        return str(self.activity["conversation"]["id"])


@dataclass(frozen=True)
class Sighting:
    """A place where a searched word left the bot."""

    where: str
    conversation: str | None


@dataclass
class Record:
    """All calls and deliveries since the start, oldest first."""

    calls: list[Call] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def of(self, operation: str) -> list[Call]:
        """The calls of one kind."""
        return [call for call in self.calls if call.operation == operation]

    def search(self, word: str) -> list[Sighting]:
        """Every place where the bot let a word out: its calls, their addresses, its answers."""
        wanted = word.casefold()
        calls = [
            Sighting(f"call {call.operation}", call.conversation)
            for call in self.calls
            if wanted in _readable([call.path, call.headers, call.body])
        ]
        answers = [
            Sighting(f"answer to {each.activity.get('name') or each.activity['type']}", each.conversation)
            for each in self.deliveries
            if wanted in _readable(_parsed(each.body))
        ]
        return calls + answers


def _readable(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str).casefold()


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
