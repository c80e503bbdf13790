"""What the web pages ask of the rest of the bot, beside the front desk.

Each port is kept by storage (or by the demo) and given to `Site`; nothing here knows how.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.cards.elements import Fields, Form
from bot.cards.overview.board import Filters, Row
from bot.cards.overview.measures import Report
from bot.interaction import Answer, Identity

PageName = Literal["channel", "board", "measures"]
"""A page that some people may open and others may not."""


@dataclass(frozen=True)
class Session:
    """Somebody signed in on the web.

    `live` is False once it has been idle too long: it then opens nothing, but still says whose unsent text
    to keep. `seconds_left` counts down to that, 0 when no longer live. `pages` are those beside everybody's that they
    may open, `hub` is the id of the hub they are in.
    """

    person: str
    name: str
    language: str
    live: bool
    seconds_left: int
    pages: frozenset[PageName] = frozenset()
    hub: str = ""


@dataclass(frozen=True)
class Invitation:
    """An unused invitation to set up an authenticator code. `name` is shown on the page."""

    person: str
    name: str


class Accounts(Protocol):
    """Sessions, one-time links, invitations and authenticator codes. Times out by real time, never the demo's clock.

    Session ids, link tokens and invitation tokens are secrets: keep only a keyed hash of them. What happens here is
    audited by whoever keeps it.
    """

    async def session(self, session_id: str, *, active: bool) -> Session | None:
        """Whose session this is; `active` says that the person did something, so that the idle time starts again.

        None if it never was, was ended, belongs to somebody whose access ended, or has been idle for over 12 hours.
        """
        ...

    async def left(self, session_id: str) -> str | None:
        """The person whose session this was, when their access has ended; None for anybody else, and after 12 hours.

        It opens nothing: the front desk is asked in their name, and refuses in the words for it.
        """
        ...

    async def begin(self, person: str) -> str:
        """Begin a session for this person and return its new random id (at least 128 bits)."""
        ...

    async def end(self, session_id: str) -> None:
        """End a session; one that is not there counts as ended."""
        ...

    async def use_link(self, token: str) -> str | None:
        """Use a one-time sign-in link up: the person it is bound to, or None if unknown, used or over 5 minutes old."""
        ...

    async def invitation(self, token: str) -> Invitation | None:
        """Look at an invitation without using it up; None if unknown, used or too old."""
        ...

    async def accept_invitation(self, token: str, secret: str, counter: int) -> str | None:
        """Use an invitation up and keep the authenticator secret with the counter of its first code, in one go.

        Returns the person, or None if the invitation was used or ended meanwhile; then nothing is kept.
        """
        ...

    async def code_secret(self, person: str) -> str | None:
        """The base32 authenticator secret of a person whose access holds; None if there is none."""
        ...

    async def spend_code(self, person: str, counter: int) -> bool:
        """Remember this time step as used, if it is later than the last one used; False if it is not (a replay)."""
        ...


@dataclass(frozen=True)
class Draft:
    """What somebody had typed into a form and not sent. `saved_at` is aware, UTC."""

    fields: Fields
    saved_at: datetime


@dataclass(frozen=True)
class About:
    """Which form: its verb, what it is about, and the token of this copy of it, which says for which agency it is."""

    verb: str
    thing: str
    token: str


class Drafts(Protocol):
    """Unsent text, kept encrypted, one for each person and form; the dispatcher forgets it when the form was sent."""

    async def keep(self, person: str, about: About, fields: Fields) -> Draft | None:
        """Keep what was typed, in place of an earlier draft of the same form; None for a form that was sent meanwhile."""
        ...

    async def find(self, person: str, about: About) -> Draft | None:
        """The draft for this form, if there is one and the person may still open it."""
        ...

    async def named(self, person: str, about: About) -> str:
        """What a button that leads back to this form names."""
        ...


@dataclass(frozen=True)
class BoardWanted:
    """What somebody wants to see of the board; empty means everything. `name` is looked for among people's names.

    `hub` is the id of one of their hubs; empty for the first whose board they may open.
    """

    state: str = ""
    level: str = ""
    late: bool = False
    my_agency: bool = False
    mine: bool = False
    reference: str = ""
    name: str = ""
    hub: str = ""


@dataclass(frozen=True)
class Where:
    """Which hub a page shows. `choice` are the hubs that its reader may choose from, by id and name; empty for only one."""

    hub: str
    choice: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Board:
    """The board as one person may see it now. `has_seat` says whether "my agency" means anything to them."""

    rows: tuple[Row, ...]
    filters: Filters
    has_seat: bool
    where: Where


@dataclass(frozen=True)
class Figures:
    """The measures of one hub as one person may read them."""

    report: Report
    where: Where


class Overview(Protocol):
    """Pages that show a hub as a whole. What somebody may not open is None, and the attempt is in the audit.

    `hub` is the id of the hub that was chosen, whatever it says: the roster tells each time whether they may.
    """

    async def board(self, identity: Identity, wanted: BoardWanted) -> Board | None:
        """The board; a search by name is in the audit, with each case that it found."""
        ...

    async def wall_of(self, identity: Identity, hub: str) -> str:
        """The hub whose wall screen this person may put up, "" for none; that they did is in the audit."""
        ...

    async def wall(self, forum: str) -> tuple[Row, ...]:
        """What the wall screen shows now: nobody's initials."""
        ...

    async def measures(self, identity: Identity, months: int, hub: str) -> Figures | None:
        """The figures of the last so many months; that they were read is in the audit."""
        ...


class PublicDoor(Protocol):
    """Where a member of the public tells a hub of a worry: they have no account here and need none."""

    def hubs(self) -> tuple[str, ...]:
        """The ids of the hubs that let members of the public in."""
        ...

    async def form(self, hub: str) -> Form:
        """The questions of one of these hubs."""
        ...

    async def tell(self, hub: str, fields: Fields, key: str) -> Answer:
        """Take what was told: `done` with what happens next, or `invalid`. The same words under the same key are taken once."""
        ...


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whom a visitor of the demo can be. `group` is the agency, `does` the seat or roles in words."""

    id: str
    name: str
    group: str
    does: str


DemoStep = Literal["10-minutes", "1-hour", "next-due", "next-working-day"]


class DemoControls(Protocol):
    """The demo's own clock and its people. Mounted on loopback only."""

    async def people(self) -> tuple[DemoPerson, ...]:
        """Everybody a visitor can be, in the order to show."""
        ...

    async def now(self) -> datetime:
        """The demo's time: aware, in the hub's zone."""
        ...

    async def move(self, step: DemoStep) -> None:
        """Move the clock on, and do all that falls due on the way."""
        ...

    async def colleagues_answer(self) -> bool:
        """Whether the other people answer by themselves."""
        ...

    async def let_colleagues_answer(self, on: bool) -> None:  # noqa: FBT001 - the value is what is being set
        """Let the other people answer by themselves, or stop them."""
        ...


@dataclass(frozen=True)
class IntakeTaken:
    """The referral went in. `replayed` when this key had brought the same words before: nothing was added."""

    reference: str
    doubts: tuple[str, ...] = ()
    replayed: bool = False


@dataclass(frozen=True)
class IntakeRefused:
    """Nobody could act on it, or it could not be read: codes by field name, "" for the whole."""

    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class IntakeKeyReused:
    """This key came before with other words: nothing was added."""


class ReferralIntake(Protocol):
    """Where the HTTP API hands in what arrived."""

    async def take(
        self, sent: Mapping[str, object], key: str
    ) -> IntakeTaken | IntakeRefused | IntakeKeyReused:
        """Judge and keep one referral, in one transaction; returns only after the commit.

        `sent` is the JSON object as it came, for `bot.intake.mapping.arrival_from_json`. `key` is the sender's
        idempotency key: whether it came before with the same words is told by all of `sent`, not by what was made of it.
        """
        ...
