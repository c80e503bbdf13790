"""The hubs of a deployment: what `hub.toml` or the environment says of them, and the state of their channels' guards."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from storage.tables import channel_guard, follow_up, forum
from storage.upsert import upsert
from triage.records import Forum

if TYPE_CHECKING:
    from storage.tx import Tx

FORUMS = "forums"


_ALL = select(forum).order_by(forum.c.id)
_LOCKED = select(forum.c.id).where(forum.c.id == bindparam("one")).with_for_update(key_share=True)
_GUARD = select(channel_guard).where(
    channel_guard.c.forum == bindparam("hub"), channel_guard.c.surface == bindparam("on")
)
"""Made once: they are asked with each message that is delivered."""


@dataclass(frozen=True)
class GuardState:
    """What was found when a channel was last looked at. `failures` are codes with the accounts they concern."""

    checked_at: datetime
    closed_since: datetime | None
    failures: tuple[tuple[str, str], ...]


class Forums:
    """Forum rows and guards, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def all(self) -> tuple[Forum, ...]:
        """Every forum."""
        return tuple(_forum(row) for row in self._tx.connection.execute(_ALL))

    def lock(self, forum_id: str) -> None:
        """Keep others from working out what this hub's desk wants until the transaction ends."""
        # Rows that refer to the forum may still be added meanwhile.
        self._tx.connection.execute(_LOCKED, {"one": forum_id})
        self._tx.revisions.look_again()

    def put(self, one: Forum) -> None:
        """Add a forum, or bring what is known of it up to date."""
        values = {
            "profile": one.profile,
            "name": one.name,
            "timezone": one.timezone,
            "language": one.language,
            "channels": dict(one.channels),
            "partners": sorted(one.partners),
            "allowed_apps": sorted(one.allowed_apps),
            "public_form": one.public_form,
        }
        run = self._tx.connection.execute
        if run(update(forum).where(forum.c.id == one.id).values(**values)).rowcount == 0:
            run(insert(forum).values(id=one.id, **values))
        self._tx.revisions.move(FORUMS)

    def followed(self, forum_id: str) -> str:
        """Up to what its messages have followed the roster and the hours; empty before the first time."""
        found = select(follow_up.c.mark).where(follow_up.c.forum == forum_id)
        return self._tx.connection.execute(found).scalar() or ""

    def follow(self, forum_id: str, mark: str) -> None:
        """Keep up to what its messages have followed."""
        run = self._tx.connection.execute
        if run(update(follow_up).where(follow_up.c.forum == forum_id).values(mark=mark)).rowcount == 0:
            run(insert(follow_up).values(forum=forum_id, mark=mark))

    def guard(self, forum_id: str, surface: str) -> GuardState | None:
        """What was last found about a surface's channel; None before it was looked at."""
        row = self._tx.connection.execute(_GUARD, {"hub": forum_id, "on": surface}).one_or_none()
        if row is None:
            return None
        return GuardState(row.checked_at, row.closed_since, tuple((code, who) for code, who in row.failures))

    def closed_guards(self, surface: str) -> int:
        """How many channels of a surface get nothing now."""
        closed = (channel_guard.c.surface == surface) & channel_guard.c.closed_since.is_not(None)
        found = select(func.count()).select_from(channel_guard).where(closed)
        return self._tx.connection.execute(found).scalar_one()

    def look_again(self, forum_id: str, surface: str) -> bool:
        """What is known of a channel is not to be relied on any more: it is looked at again before the next post."""
        here = (channel_guard.c.forum == forum_id) & (channel_guard.c.surface == surface)
        asked = update(channel_guard).where(here).values(checked_at=datetime.min.replace(tzinfo=UTC))
        return self._tx.connection.execute(asked).rowcount == 1

    def guarded(
        self,
        forum_id: str,
        surface: str,
        failures: tuple[tuple[str, str], ...],
        began: datetime | None = None,
    ) -> GuardState:
        """Keep what was found by a look that began then, or now; a channel is closed from the first that found a failure."""
        at = began or self._tx.now
        before = self.guard(forum_id, surface)
        since = (before.closed_since if before else None) or at
        state = GuardState(at, since if failures else None, failures)
        values: dict[str, Any] = {
            "checked_at": state.checked_at,
            "closed_since": state.closed_since,
            "failures": [list(failure) for failure in failures],
        }
        upsert(self._tx.connection, channel_guard, {"forum": forum_id, "surface": surface}, values)
        return state


def _forum(row: Row[Any]) -> Forum:
    return Forum(
        id=row.id,
        profile=row.profile,
        name=row.name,
        timezone=row.timezone,
        language=row.language,
        channels=row.channels,
        partners=frozenset(row.partners),
        allowed_apps=frozenset(row.allowed_apps),
        public_form=row.public_form,
    )
