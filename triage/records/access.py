"""Who may know of a referral at all: restrictions, conflicts of interest, and the circle that follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ConflictState = Literal["declared", "matched", "deputy", "lifted"]


@dataclass(frozen=True)
class Restriction:
    """From when on only named people may know of a referral, or that this ended. The newest row holds."""

    id: str
    referral: str
    by: str
    at: datetime
    lifted: bool
    named: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Conflict:
    """Somebody knows a family, as they say or as was matched; the newest row of a person holds.

    "deputy" says who takes their place; only "lifted" ends it. `seat` is what they answered for when it began, empty for
    the hub's own people; `connection` is how they say they are connected, a code.
    """

    id: str
    referral: str
    person: str
    by: str
    at: datetime
    state: ConflictState
    deputy: str = ""
    seat: str = ""
    connection: str = ""


@dataclass(frozen=True)
class Relative:
    """Somebody of a person's own family, noted so that the person never meets them in their work. `born` as typed."""

    id: str
    person: str
    forum: str
    at: datetime
    first_name: str
    surname: str
    born: str


@dataclass(frozen=True)
class Circle:
    """Who may know of one referral: all that must be asked before anything of it is read."""

    forum: str
    referrer: str = ""
    restricted: bool = False
    named: frozenset[str] = frozenset()
    conflicted: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        """Whether there is anybody from whom it is kept."""
        return self.restricted or bool(self.conflicted)


def conflicts_in_force(rows: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The newest row of each person who has a conflict now."""
    newest = {row.person: row for row in rows}
    return tuple(row for row in newest.values() if row.state != "lifted")
