"""The registry of the messages that should exist. The chat is a projection of it.

A row says what is wanted (a revision, or that the message be gone) and what is shown. The courier brings the two together.
No row holds any text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, and_, bindparam, delete, func, insert, or_, select, update

from storage.ids import new_id
from storage.tables import message

if TYPE_CHECKING:
    from storage.tx import Tx

CHANNEL = "channel"
TRIES = 5
"""After so many tries to delete a message, somebody is told: about a minute on."""
MAYBE = "maybe"
"""The state of a message that was sent without an answer: it may stand on the platform."""
HOME, LIST, SAID = "home", "my_work", "said"
"""Cards that answered somebody: their App Home, their list of work in a chat, and words in reply to theirs."""
OWN = (HOME, LIST, SAID)
CIRCLES = "circles"
"""The revision that moves whenever other people may know of a case than before."""
_OWN_SCOPE = "own"
WANTED = "wanted"
"""The state of a message that the platform was not given yet."""
ALERT = "red_alert"
UNREACHABLE, HANDED_ON = "unreachable", "handed_on"
"""The reach of an alert to somebody whom the platform cannot reach: found out, and told in another way.

It outlives each new try, so that no try hides from those who look that somebody was not reached.
"""


@dataclass(frozen=True)
class Wanted:
    """A message that should exist. `audience` is `CHANNEL` or a person's id; `card` is a kind of card.

    `until` is when its chat life ends though nothing else happens; None for what stays until it is wanted no more.
    """

    forum: str
    surface: str
    audience: str
    card: str
    thing: str
    until: datetime | None = None

    @property
    def key(self) -> str:
        """What makes this message one and the same, however often it is wanted."""
        return f"{self.surface}:{self.forum}:{self.audience}:{self.card}:{self.thing}"


@dataclass(frozen=True)
class Message:
    """A row of the registry."""

    id: str
    forum: str
    scope: str
    surface: str
    audience: str
    card: str
    thing: str
    created_at: datetime
    wanted_revision: int
    gone: bool
    shown_revision: int
    shown_digest: str
    conversation: str
    platform_id: str
    state: str
    attempts: int
    last_reason: str


def _out_of_date() -> Select[Any]:
    """What is to be shown anew and what is to be taken away, on one surface, as far as it may be tried by now."""
    stale = and_(message.c.gone.is_(False), message.c.shown_revision < message.c.wanted_revision)
    may_stand = or_(message.c.platform_id != "", message.c.state == MAYBE)
    standing = and_(message.c.gone.is_(True), may_stand)
    ready = or_(message.c.try_at.is_(None), message.c.try_at <= bindparam("by"))
    return (
        select(message)
        .where(message.c.surface == bindparam("on"), or_(stale, standing), ready)
        .order_by(message.c.first.desc(), message.c.gone.desc(), message.c.seq)
        .limit(bindparam("most"))
    )


_NOT_REACHED = message.c.reach != ""
_GONE: dict[str, Any] = {"gone": True, "reach": "", "try_at": None}
"""Wanted no more. Who was not reached by it is told of the next one anew."""
_OUT_OF_DATE = _out_of_date()
_ANY_OUT_OF_DATE = _OUT_OF_DATE.with_only_columns(message.c.id).order_by(None)
_BY_ID = select(message).where(message.c.id == bindparam("one"))
_AS_IT_STANDS = (
    update(message)
    .where(message.c.id == bindparam("one"))
    .values(
        shown_revision=bindparam("as_revision"),
        shown_at=bindparam("by"),
        next_change_at=bindparam("changes_at"),
        state="shown",
        reach="",
        first=False,
        attempts=0,
        try_at=None,
        last_reason="",
    )
)
_SHOWN = _AS_IT_STANDS.values(
    shown_digest=bindparam("with_digest"),
    conversation=bindparam("chat"),
    platform_id=bindparam("there"),
)
_OF_SCOPE = (
    select(message.c.dedupe_key, message.c.gone)
    .where(message.c.scope == bindparam("its"))
    .order_by(message.c.seq)
)
_DRAWN_AGAIN = (
    update(message)
    .where(message.c.dedupe_key.in_(bindparam("keys", expanding=True)))
    .values(
        wanted_revision=message.c.wanted_revision + 1,
        gone=False,
        first=False,
        delete_at=bindparam("until"),
        try_at=None,
    )
)
_REDRAWN = (
    update(message)
    .where(message.c.scope.in_(bindparam("of", expanding=True)), message.c.gone.is_(False))
    .values(wanted_revision=message.c.wanted_revision + 1, try_at=None)
)
_CHANGE_DUE = (
    update(message)
    .where(message.c.next_change_at <= bindparam("by"), message.c.gone.is_(False))
    .values(wanted_revision=message.c.wanted_revision + 1, next_change_at=None, try_at=None)
)
_EXPIRED = (
    update(message).where(message.c.delete_at <= bindparam("by"), message.c.gone.is_(False)).values(_GONE)
)
_TO_PERSON = (
    select(message)
    .where(message.c.audience == bindparam("whom"), message.c.card.not_in(OWN), message.c.gone.is_(False))
    .order_by(message.c.seq)
)
_NOT_REACHED_OF = (
    select(message)
    .where(message.c.scope == bindparam("its"), message.c.gone.is_(False), _NOT_REACHED)
    .order_by(message.c.seq)
)
_UNDELETED = (
    select(message.c.forum, message.c.surface, func.count())
    .where(message.c.gone.is_(True), message.c.platform_id != "", message.c.attempts >= TRIES)
    .group_by(message.c.forum, message.c.surface)
)
"""Made once: they are asked all the time, and making a statement takes longer than answering it."""


class Messages:
    """The registry, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def want(self, scope: str, wanted: Iterable[Wanted], *, at_once: bool = False) -> None:
        """Make these the messages of this scope: new ones are posted, known ones redrawn, all others taken away.

        `at_once` has them taken away before anything else is done: nobody may go on seeing them.
        """
        wanted_now = {one.key: one for one in wanted}
        rows = self._tx.connection.execute(_OF_SCOPE, {"its": scope})
        gone = {row.dedupe_key: row.gone for row in rows}
        self._want_again([one for key, one in wanted_now.items() if key in gone])
        self._insert(scope, [one for key, one in wanted_now.items() if key not in gone])
        not_wanted = [key for key, is_gone in gone.items() if key not in wanted_now and not is_gone]
        if not_wanted:
            self._set(message.c.dedupe_key.in_(not_wanted), first=at_once, **_GONE)

    def _want_again(self, known: list[Wanted]) -> None:
        """Have known messages drawn again: one statement for all that live equally long, however many there are."""
        by_end: dict[datetime | None, list[str]] = {}
        for one in known:
            by_end.setdefault(one.until, []).append(one.key)
        for until, keys in by_end.items():
            self._tx.connection.execute(_DRAWN_AGAIN, {"keys": keys, "until": until})

    def stands(self, wanted: Wanted, conversation: str, platform_id: str, *, as_of: int) -> None:
        """Note a card that answered somebody, so that it is taken away or shown anew when it must be.

        One App Home and one list of work stand for each person and surface: a list before this one is taken away.
        `as_of` is the revision of `CIRCLES` from which the card was worked out; when that moved, it is shown anew.
        """
        theirs = (message.c.audience == wanted.audience) & (message.c.surface == wanted.surface)
        if wanted.card == HOME:
            self._tx.connection.execute(delete(message).where(theirs & (message.c.card == HOME)))
        elif wanted.card == LIST:
            self._set(theirs & (message.c.card == LIST), **_GONE)
        moved = wanted.card != SAID and self._tx.revisions.number(CIRCLES) != as_of
        row = self._new_row(_OWN_SCOPE, wanted) | {
            "wanted_revision": 2 if moved else 1,
            "shown_revision": 1,
            "shown_at": self._tx.now,
            "conversation": conversation,
            "platform_id": platform_id,
            "state": "shown",
        }
        self._tx.connection.execute(insert(message).values(row))

    def forget(self, message_id: str) -> None:
        """It stands nowhere, and nobody is waiting for it."""
        self._tx.connection.execute(delete(message).where(message.c.id == message_id))

    def redraw(self, *scopes: str) -> None:
        """Everything of these scopes may look different now."""
        if scopes:
            self._tx.connection.execute(_REDRAWN, {"of": scopes})

    def redraw_channel(self, forum: str, surface: str) -> None:
        """Everything in a surface's channel may look different now."""
        here = (message.c.forum == forum) & (message.c.surface == surface) & (message.c.audience == CHANNEL)
        self._set(here & message.c.gone.is_(False), wanted_revision=message.c.wanted_revision + 1, **_NOW)

    def redraw_forum(self, forum: str) -> None:
        """Everything of a hub may look different now: who may know of a case changed."""
        here = (message.c.forum == forum) & (message.c.card.not_in(OWN)) & message.c.gone.is_(False)
        self._set(here, wanted_revision=message.c.wanted_revision + 1, **_NOW)
        self.redraw_lists(forum)

    def redraw_lists(self, forum: str) -> None:
        """The lists of work that stand in chats are worked out anew, before anything is posted."""
        self._tx.revisions.move(CIRCLES)
        here = (message.c.forum == forum) & message.c.card.in_((HOME, LIST)) & message.c.gone.is_(False)
        self._set(here, wanted_revision=message.c.wanted_revision + 1, first=True, **_NOW)

    def take_from(self, person: str, forum: str = "") -> None:
        """Take away every message to somebody whose access ended, before anything else is done.

        Of one hub only where they work on in another: then their list of work stays, which is of all their hubs.
        """
        theirs = message.c.audience == person
        if forum:
            theirs &= (message.c.forum == forum) & message.c.card.not_in(OWN)
        self._set(theirs, first=True, **_GONE)

    def try_now(self, surface: str) -> None:
        """What waited for a platform is tried at once."""
        self._set((message.c.surface == surface) & message.c.try_at.is_not(None), **_NOW)

    def change_due(self) -> int:
        """Mark what looks different from now on (a due time has passed); says how many."""
        return self._tx.connection.execute(_CHANGE_DUE, {"by": self._tx.now}).rowcount

    def expire(self) -> int:
        """Take away what has reached the end of its chat life; says how many."""
        return self._tx.connection.execute(_EXPIRED, {"by": self._tx.now}).rowcount

    def out_of_date(self, surface: str, limit: int) -> tuple[Message, ...]:
        """Messages of one surface that the courier must see to now: what somebody may no longer see comes first."""
        asked = {"on": surface, "by": self._tx.now, "most": limit}
        return tuple(_message(row) for row in self._tx.connection.execute(_OUT_OF_DATE, asked))

    def any_out_of_date(self, surface: str) -> bool:
        """Whether there is anything for the courier to see to now."""
        asked = {"on": surface, "by": self._tx.now, "most": 1}
        return self._tx.connection.execute(_ANY_OUT_OF_DATE, asked).first() is not None

    def stuck(self, attempts: int) -> dict[tuple[str, str], int]:
        """How many messages failed so often in a row, by surface and the reason of the last failure."""
        out_of_date = or_(message.c.gone.is_(True), message.c.shown_revision < message.c.wanted_revision)
        found = (
            select(message.c.surface, message.c.last_reason, func.count())
            .where(message.c.attempts >= attempts, out_of_date)
            .group_by(message.c.surface, message.c.last_reason)
        )
        return {(row[0], row[1]): row[2] for row in self._tx.connection.execute(found)}

    def standing(self, scope: str) -> tuple[tuple[Message, datetime], ...]:
        """What stands on a platform or the web for a scope, with when it was first wanted, oldest first."""
        rows = self._rows((message.c.scope == scope) & message.c.gone.is_(False))
        there = (row for row in rows if row.platform_id or row.surface == "web")
        return tuple((_message(row), row.created_at) for row in there)

    def undeleted(self) -> dict[tuple[str, str], int]:
        """How many messages should be gone and still stand after several tries, by forum and surface."""
        return {(row[0], row[1]): row[2] for row in self._tx.connection.execute(_UNDELETED)}

    def wants(self, scope: str, card: str) -> bool:
        """Whether a card of this kind is wanted now in this scope."""
        here = (message.c.scope == scope) & (message.c.card == card) & message.c.gone.is_(False)
        return self._tx.connection.execute(select(message.c.id).where(here).limit(1)).first() is not None

    def get(self, message_id: str) -> Message | None:
        """One row."""
        row = self._tx.connection.execute(_BY_ID, {"one": message_id}).one_or_none()
        return _message(row) if row else None

    def in_channel(self, forum: str, surface: str) -> tuple[Message, ...]:
        """What stands in a surface's channel, oldest first."""
        here = (message.c.forum == forum) & (message.c.surface == surface) & (message.c.audience == CHANNEL)
        return tuple(_message(row) for row in self._rows(here & message.c.gone.is_(False)))

    def to_person(self, person: str) -> tuple[Message, ...]:
        """A person's messages on whatever surface they are sent, oldest first."""
        return tuple(_message(row) for row in self._tx.connection.execute(_TO_PERSON, {"whom": person}))

    def not_reached(self, card: str = ALERT) -> tuple[Message, ...]:
        """Personal alerts (or cards of another kind) whose place cannot be reached, and of which nobody was told yet."""
        theirs = (message.c.card == card) & (message.c.audience != CHANNEL) & message.c.gone.is_(False)
        return tuple(_message(row) for row in self._rows(theirs & (message.c.reach == UNREACHABLE)))

    def is_out_of_reach(self, scope: str) -> bool:
        """Whether a message of this scope did not arrive where its person is written to."""
        return bool(self._not_reached_of(scope))

    def reached_otherwise(self, scope: str) -> tuple[Message, ...]:
        """The alerts of this scope that did not arrive, so that their people are told in another way."""
        return tuple(_message(row) for row in self._not_reached_of(scope) if row.card == ALERT)

    def handed_on(self, message_id: str) -> bool:
        """Somebody is told in another way; says whether nobody noted that before."""
        found_out = (message.c.id == message_id) & (message.c.reach == UNREACHABLE)
        return self._set(found_out, reach=HANDED_ON) == 1

    def posting(self, message_id: str) -> None:
        """It is about to be posted: until what came of it is noted, it may stand."""
        self._set(message.c.id == message_id, state=MAYBE)

    def shown(
        self,
        message_id: str,
        *,
        revision: int,
        digest: str,
        conversation: str,
        platform_id: str,
        next_change_at: datetime | None,
    ) -> None:
        """The platform shows this revision now."""
        now_shown = {
            "one": message_id,
            "as_revision": revision,
            "with_digest": digest,
            "by": self._tx.now,
            "chat": conversation,
            "there": platform_id,
            "changes_at": next_change_at,
        }
        self._tx.connection.execute(_SHOWN, now_shown)

    def show_already(self, same: Mapping[Message, datetime | None]) -> None:
        """What these messages show is what they should show; each with when it will look different."""
        as_it_stands = [
            {
                "one": one.id,
                "as_revision": one.wanted_revision,
                "by": self._tx.now,
                "changes_at": next_change_at,
            }
            for one, next_change_at in same.items()
        ]
        if as_it_stands:
            self._tx.connection.execute(_AS_IT_STANDS, as_it_stands)

    def taken_away(self, message_id: str, revision: int) -> None:
        """The platform shows it no longer, since at this revision there was nothing to show."""
        self._set(
            message.c.id == message_id,
            platform_id="",
            shown_digest="",
            shown_revision=revision,
            state="gone",
            attempts=0,
            try_at=None,
        )

    def lost(self, message_id: str) -> None:
        """The platform no longer has it though it is wanted: it will be posted again."""
        self._set(
            message.c.id == message_id,
            platform_id="",
            shown_digest="",
            shown_revision=0,
            state=WANTED,
            try_at=None,
        )

    def out_of_reach(self, message_id: str) -> None:
        """The platform cannot reach its person; that it was found out before changes nothing."""
        self._set((message.c.id == message_id) & (message.c.reach == ""), reach=UNREACHABLE)

    def failed(self, message_id: str, try_at: datetime, reason: str, state: str = WANTED) -> None:
        """A call failed: when to try again, and why it failed, as a code."""
        self._set(
            message.c.id == message_id,
            attempts=message.c.attempts + 1,
            try_at=try_at,
            last_reason=reason[:60],
            state=state,
        )

    def _insert(self, scope: str, new: list[Wanted]) -> None:
        if new:
            self._tx.connection.execute(insert(message), [self._new_row(scope, one) for one in new])

    def _new_row(self, scope: str, one: Wanted) -> dict[str, Any]:
        return {
            "id": new_id(),
            "forum": one.forum,
            "scope": scope,
            "surface": one.surface,
            "audience": one.audience,
            "card": one.card,
            "thing": one.thing,
            "dedupe_key": one.key,
            "created_at": self._tx.now,
            "wanted_revision": 1,
            "gone": False,
            "delete_at": one.until,
            "shown_revision": 0,
            "shown_digest": "",
            "conversation": "",
            "platform_id": "",
            "state": WANTED,
            "attempts": 0,
            "last_reason": "",
        }

    def _not_reached_of(self, scope: str) -> list[Row[Any]]:
        return list(self._tx.connection.execute(_NOT_REACHED_OF, {"its": scope}))

    def _rows(self, which: Any) -> list[Row[Any]]:
        return list(self._tx.connection.execute(select(message).where(which).order_by(message.c.seq)))

    def _set(self, which: Any, **values: Any) -> int:
        return self._tx.connection.execute(update(message).where(which).values(**values)).rowcount


_NOW: dict[str, Any] = {"try_at": None}
"""Whatever was being waited for, a change is worth a try at once."""


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        forum=row.forum,
        scope=row.scope,
        surface=row.surface,
        audience=row.audience,
        card=row.card,
        thing=row.thing,
        created_at=row.created_at,
        wanted_revision=row.wanted_revision,
        gone=row.gone,
        shown_revision=row.shown_revision,
        shown_digest=row.shown_digest,
        conversation=row.conversation,
        platform_id=row.platform_id,
        state=row.state,
        attempts=row.attempts,
        last_reason=row.last_reason,
    )
