"""Alerts that reach nobody: the person has no chat in which the bot could write to them.

They are mentioned in the channel, by the reference only, and somebody at the hub tells them by phone or e-mail. Never in
another channel.
"""

from functools import partial

from bot.cards.desk import tasks
from bot.cards.sight import Sight
from bot.hubs import Hubs
from bot.projection import Projection
from bot.words import Words
from storage.ids import new_id
from storage.messages import Message
from storage.store import Store
from storage.tx import Tx
from triage.acting import acting
from triage.records import Task


class Undelivered:
    """Looks for alerts whose place cannot be reached."""

    def __init__(self, store: Store[Tx], hubs: Hubs, projection: Projection) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection

    async def note(self) -> None:
        """One look; each alert is handed on once."""
        for message in await self._store.read(lambda tx: tx.messages.not_reached()):
            await self._store.write(partial(self._hand_on, message))

    def _hand_on(self, message: Message, tx: Tx) -> None:
        if not tx.referrals.lock(message.scope) or not tx.messages.handed_on(message.id):
            return
        self._hubs.refresh(tx)
        hub, roster = self._hubs.of(message.forum), self._hubs.roster(tx)
        case = tx.case(message.scope, hub.profile)
        actors = roster.actors(message.audience, message.forum, tx.now)
        seat = acting(actors, case).seat if actors else ""
        if case is None or seat not in case.asked:
            return
        asked = case.seat_answer(seat)
        words = Words(hub.forum.language)
        sight = Sight(words, hub, roster, tx.now, web_address=self._hubs.web_address)
        if not asked.answered:
            tx.tasks.add(
                Task(
                    id=new_id(),
                    forum=message.forum,
                    kind=tasks.ALERT,
                    referral=message.scope,
                    at=tx.now,
                    due_at=asked.due_at,
                    words=tasks.alert(sight, case, asked.due_at),
                    who=tasks.colleague(sight, message.audience),
                )
            )
        self._projection.referral(tx, hub, roster, message.scope)
