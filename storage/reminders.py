"""Who was reminded of what: messages made, what each lists, the moments that were said, and what was put off.

Plain columns only: nothing here says what a case or an action is about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from storage.ids import new_id
from storage.tables import action_step, digest, digest_line, nudge, referral, snooze
from triage.records import Nudge
from triage.reminders import Key, NewDigest, Snoozed

if TYPE_CHECKING:
    from storage.tx import Tx

PUT_OFF_COUNTS = timedelta(days=7)
"""What was put off until longer ago was said again since: each second's look reads no more than this."""


_DIGEST = select(digest).where(digest.c.id == bindparam("one"))
_LINES = select(digest_line).where(digest_line.c.digest == bindparam("its")).order_by(digest_line.c.number)
_LISTING = (
    select(digest.c.id)
    .join(digest_line, digest_line.c.digest == digest.c.id)
    .where(
        digest.c.forum == bindparam("hub"),
        digest.c.made_at > bindparam("since"),
        digest.c.replaced_at.is_(None),
        digest_line.c.referral == bindparam("about"),
    )
    .distinct()
    .order_by(digest.c.id)
)
_SNOOZED = (
    select(snooze)
    .where(snooze.c.forum == bindparam("hub"), snooze.c.until > bindparam("since"))
    .order_by(snooze.c.seq)
)
_SNOOZED_BY = _SNOOZED.where(snooze.c.person.in_(bindparam("whose", expanding=True)))
_LAST_MADE = (
    select(digest.c.person, digest.c.level, func.max(digest.c.made_at).label("at"))
    .where(digest.c.forum == bindparam("hub"), digest.c.made_at >= bindparam("since"))
    .group_by(digest.c.person, digest.c.level)
)
"""Made once: each press asks whether a reminder lists it, and each second's look what was said."""


@dataclass(frozen=True)
class Digest:
    """One message of reminders to one person. `replaced_at` is when the next one took its place."""

    id: str
    forum: str
    person: str
    level: str
    made_at: datetime
    replaced_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One thing that a message lists."""

    id: str
    digest: str
    referral: str
    about: str
    thing: str
    seat: str
    due_at: datetime
    urgent: bool


class Reminders:
    """The reminders' rows, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def make(self, forum: str, new: NewDigest) -> None:
        """Keep a message that is to be sent, in the place of the one before; each of its moments is said now."""
        run = self._tx.connection.execute
        mine = (digest.c.forum == forum) & (digest.c.person == new.person) & (digest.c.level == new.level)
        run(update(digest).where(mine, digest.c.replaced_at.is_(None)).values(replaced_at=self._tx.now))
        made = new_id()
        run(
            insert(digest).values(
                id=made, forum=forum, person=new.person, level=new.level, made_at=self._tx.now
            )
        )
        for number, waiting in enumerate(new.lines, start=1):
            run(
                insert(digest_line).values(
                    id=new_id(),
                    digest=made,
                    number=number,
                    referral=waiting.referral,
                    about=waiting.about,
                    thing=waiting.thing,
                    seat=waiting.seat,
                    due_at=waiting.due_at,
                    urgent=waiting.urgent,
                )
            )
        for owed, key in new.new:
            said = Nudge(
                id=new_id(),
                referral=owed.waiting.referral,
                person=key.person,
                level=new.level,
                about=key.about,
                thing=key.thing,
                seat=key.seat,
                at=self._tx.now,
            )
            self._tx.nudges.add(said, forum=forum, digest=made, moment=key.moment, moment_at=key.moment_at)

    def said(self, forum: str, things: Iterable[str]) -> frozenset[Key]:
        """The moments of these things that were said already."""
        found = select(nudge).where(nudge.c.forum == forum, nudge.c.thing.in_(set(things)))
        return frozenset(
            Key(row.person, row.level, row.about, row.thing, row.seat, row.moment, row.moment_at)
            for row in self._tx.connection.execute(found)
        )

    def last_made(self, forum: str, since: datetime) -> Mapping[tuple[str, str], datetime]:
        """When each person got their newest message of each level, of those made since then."""
        rows = self._tx.connection.execute(_LAST_MADE, {"hub": forum, "since": since})
        return {(row.person, row.level): row.at for row in rows}

    def put_off(self, line: Line, person: str, forum: str, until: datetime) -> None:
        """A person puts something off."""
        self._tx.connection.execute(
            insert(snooze).values(
                id=new_id(),
                forum=forum,
                referral=line.referral,
                person=person,
                about=line.about,
                thing=line.thing,
                at=self._tx.now,
                until=until,
            )
        )

    def snoozed(self, forum: str, people: Iterable[str] = ()) -> Mapping[Snoozed, datetime]:
        """Until when people put things off lately, the latest of each; of these people, or of all."""
        lately = self._tx.now - PUT_OFF_COUNTS
        chosen, run = tuple(people), self._tx.connection.execute
        asked = {"hub": forum, "since": lately}
        rows = run(_SNOOZED_BY, {"whose": chosen, **asked}) if chosen else run(_SNOOZED, asked)
        return {Snoozed(row.person, row.about, row.thing): row.until for row in rows}

    def get(self, digest_id: str) -> Digest | None:
        """One message."""
        row = self._tx.connection.execute(_DIGEST, {"one": digest_id}).one_or_none()
        return None if row is None else _digest(row)

    def told(self, forum: str, person: str, level: str, about: Iterable[str]) -> tuple[Line, ...]:
        """What a person was ever told of at this level, in cases that go on: each thing once, as it was last said."""
        found = (
            select(digest_line)
            .join(
                nudge,
                (nudge.c.digest == digest_line.c.digest)
                & (nudge.c.about == digest_line.c.about)
                & (nudge.c.thing == digest_line.c.thing)
                & (nudge.c.seat == digest_line.c.seat),
            )
            .join(referral, (referral.c.id == digest_line.c.referral) & referral.c.closed_at.is_(None))
            .where(nudge.c.forum == forum, nudge.c.person == person, nudge.c.level == level)
            .where(nudge.c.about.in_(set(about)))
            .order_by(digest_line.c.seq)
        )
        lines = (_line(row) for row in self._tx.connection.execute(found))
        return tuple({(one.about, one.thing, one.seat): one for one in lines}.values())

    def lines(self, digest_id: str) -> tuple[Line, ...]:
        """What a message lists, in its order."""
        return tuple(_line(row) for row in self._tx.connection.execute(_LINES, {"its": digest_id}))

    def line(self, line_id: str) -> Line | None:
        """One thing that a message lists."""
        row = self._tx.connection.execute(
            select(digest_line).where(digest_line.c.id == line_id)
        ).one_or_none()
        return None if row is None else _line(row)

    def of_person(self, forum: str, person: str, since: datetime) -> tuple[Digest, ...]:
        """A person's messages made since then, oldest first."""
        found = (
            select(digest)
            .where(digest.c.forum == forum, digest.c.person == person, digest.c.made_at > since)
            .order_by(digest.c.seq)
        )
        return tuple(_digest(row) for row in self._tx.connection.execute(found))

    def listing(self, forum: str, referral: str, since: datetime) -> tuple[str, ...]:
        """The messages made since then, and not replaced, that list something of this referral."""
        of = {"hub": forum, "about": referral, "since": since}
        return tuple(self._tx.connection.execute(_LISTING, of).scalars())

    def times_reminded(self, line: Line, person: str = "") -> int:
        """In how many messages to its owner, or to that person, this thing has stood."""
        mine = (
            (digest_line.c.about == line.about)
            & (digest_line.c.thing == line.thing)
            & (digest_line.c.seat == line.seat)
            & (digest.c.level == "owner")
        )
        if person:
            mine &= digest.c.person == person
        counted = (
            select(func.count().label("times"))
            .select_from(digest_line.join(digest, digest.c.id == digest_line.c.digest))
            .where(mine)
            .group_by(digest.c.person)
        )
        return max(self._tx.connection.execute(counted).scalars(), default=0)

    def actions_given(self, referrals: Iterable[str]) -> dict[str, tuple[str, datetime]]:
        """To whom actions of these referrals came last that were somebody else's, and when, by the action's id."""
        found = (
            select(action_step.c.action, action_step.c.person, action_step.c.at)
            .where(action_step.c.referral.in_(set(referrals)), action_step.c.kind.in_(("taken", "moved")))
            .order_by(action_step.c.seq)
        )
        return {row.action: (row.person, row.at) for row in self._tx.connection.execute(found)}


def _digest(row: Row[Any]) -> Digest:
    return Digest(row.id, row.forum, row.person, row.level, row.made_at, row.replaced_at)


def _line(row: Row[Any]) -> Line:
    return Line(
        row.id, row.digest, row.referral, row.about, row.thing, row.seat, row.due_at, bool(row.urgent)
    )
