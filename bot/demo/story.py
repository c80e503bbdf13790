"""What the invented colleagues do with each sample referral, and what happens beside: read from `story.toml`."""

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict

FILE = Path(__file__).with_name("story.toml")


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Agreed(_Told):
    """An action that is proposed with the decision."""

    what: str
    seat: str
    due: str


class Part(_Told):
    """What happens to one referral. Minutes are the demo's."""

    screen_after: int = 45
    level: str = ""
    exit: str = ""
    send_to: str = ""
    asker: str = ""
    asks: tuple[str, ...] = ()
    reason: str = "Needs a look by the agencies before anything is decided."
    outcome: str = ""
    rationale: str = ""
    answers_within: int = 0
    silent: frozenset[str] = frozenset()
    views: dict[str, str] = {}
    known: dict[str, str] = {}
    actions: tuple[Agreed, ...] = ()
    disagrees: dict[str, str] = {}


class Moment(_Told):
    """Something that one person does once, at its time: `on` is a referral's submission number, empty for the hub."""

    at: AwareDatetime
    by: str
    verb: str
    on: str = ""
    typed: dict[str, str | tuple[str, ...]] = {}


class Story(_Told):
    """All of it: by submission number, and the moments in their order."""

    referrals: dict[str, Part]
    moments: tuple[Moment, ...]
    referrers: dict[str, str]
    """Who on the roster sent in what arrives under this name."""


@cache
def story() -> Story:
    """The whole story."""
    return Story.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def part_of(submission: str) -> Part:
    """What happens to the referral with this number; the usual, for what visitors refer."""
    return story().referrals.get(submission, Part())


def share(*of: str) -> float:
    """A number between 0.1 and 0.9 that is the same at each start: how far into its time a seat answers."""
    drawn = int.from_bytes(sha256("/".join(of).encode()).digest()[:4])
    return 0.1 + 0.8 * drawn / 2**32
