"""What the invented colleagues do with each sample referral, and when: read from `story.toml`."""

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("story.toml")


class Part(BaseModel):
    """What happens to one referral. Minutes are the demo's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    screen_after: int = 45
    level: str = ""
    exit: str = ""
    send_to: str = ""
    reason: str = "Needs a look by the agencies before anything is decided."
    outcome: str = ""
    rationale: str = ""
    silent: frozenset[str] = frozenset()
    views: dict[str, str] = {}
    known: dict[str, str] = {}


@cache
def story() -> dict[str, Part]:
    """The whole story, by submission number."""
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {number: Part.model_validate(part) for number, part in written.items()}


def share(*of: str) -> float:
    """A number between 0.1 and 0.9 that is the same at each start: how far into its time a seat answers."""
    drawn = int.from_bytes(sha256("/".join(of).encode()).digest()[:4])
    return 0.1 + 0.8 * drawn / 2**32
