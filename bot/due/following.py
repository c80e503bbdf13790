"""Messages follow who is here and on duty, and whether the hub is open.

Each second it is asked when somebody last came, left, went on duty or off, and when the hub last opened or closed. When
that moved, everything is said again, one referral at a time, so that nobody's press waits long.
"""

from datetime import datetime
from functools import partial

from bot.due.leavers import hand_on
from bot.hubs import Hubs
from bot.projection import Projection
from storage.store import Store
from storage.tx import Tx
from triage.hub import Hub
from triage.roster import Roster


class Following:
    """Says everything again when it is other people whom it must reach, or another time of the day."""

    def __init__(self, store: Store[Tx], hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection

    async def follow(self) -> None:
        """One look. Killed half-way it begins again, and does no harm by that."""
        for forum, mark in await self._store.read(self._moved):
            for referral in await self._store.write(partial(self._begin, forum)):
                await self._store.write(partial(self._again, referral))
            await self._store.write(partial(self._end, forum, mark))

    def _moved(self, tx: Tx) -> list[tuple[str, str]]:
        """The hubs whose messages are behind, and where they should be."""
        self._hubs.refresh(tx)
        roster = self._hubs.roster(tx)
        marks = [(hub.forum.id, _mark(hub, roster, tx.now)) for hub in self._hubs.all()]
        return [(forum, mark) for forum, mark in marks if tx.forums.followed(forum) != mark]

    def _begin(self, forum: str, tx: Tx) -> tuple[str, ...]:
        """What leavers held goes to others first. Returns the referrals to say again."""
        hand_on(tx, self._hubs.of(forum), self._hubs.roster(tx))
        return (*tx.referrals.to_screen(forum), *tx.referrals.live(forum))

    def _again(self, referral: str, tx: Tx) -> None:
        if tx.referrals.lock(referral):
            self._projection.referral(
                tx, self._hubs.of(tx.forum_of(referral)), self._hubs.roster(tx), referral
            )

    def _end(self, forum: str, mark: str, tx: Tx) -> None:
        hub, roster = self._hubs.of(forum), self._hubs.roster(tx)
        self._projection.desk(tx, hub, roster)
        self._projection.meetings(tx, hub, roster)
        tx.forums.follow(forum, mark)


def _mark(hub: Hub, roster: Roster, now: datetime) -> str:
    """The state of the roster, and the last moment at which the passing of time changed something."""
    passed = (moment for moment in roster.boundaries(hub.forum.id) if moment <= now)
    last = max((hub.hours.last_change(now), *passed))
    return f"{roster.revision} {last.isoformat()}"
