"""What two surfaces ask of storage, bound to it: where Teams can write to people, and what the HTTP API hands in."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.hubs import Hubs
from bot.intake.mapping import FieldErrors, arrival_from_json
from bot.intake.taking import Same, TakenIn, TurnedAway, take
from bot.projection import Projection
from bot.surfaces.web.ports import IntakeKeyReused, IntakeRefused, IntakeTaken
from storage.keyring import SEARCH
from storage.search_tokens import search_token
from storage.store import Store
from storage.tx import Tx

Taken = IntakeTaken | IntakeRefused | IntakeKeyReused


class StoredConversations:
    """Teams' conversation references."""

    def __init__(self, store: Store[Tx]) -> None:
        self._store = store

    async def remember(self, key: str, reference: Mapping[str, str]) -> None:
        """Keep a reference in place of the one before."""
        await self._store.write(lambda tx: tx.conversations.remember("teams", "", key, reference))

    async def find(self, key: str) -> Mapping[str, str] | None:
        """The reference kept under this key."""
        found: Mapping[str, Any] | None = await self._store.read(
            lambda tx: tx.conversations.find("teams", "", key)
        )
        return found


HUB = "hub"
"""The field that names the hub a referral is for."""


class StoreIntake:
    """Takes what the HTTP API hands in. `woken` is called after the commit."""

    def __init__(
        self, store: Store[Tx], hubs: Hubs, projection: Projection, woken: Callable[[], None]
    ) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection
        self._woken = woken

    async def take(self, sent: Mapping[str, object], key: str) -> Taken:
        """Judge and keep one referral, in one transaction; returns only after the commit."""
        taken = await self._store.write(lambda tx: self._take(tx, sent, key))
        self._woken()
        return taken

    def _take(self, tx: Tx, sent: Mapping[str, object], key: str) -> Taken:
        delivery = f"api:{hashlib.sha256(key.encode()).hexdigest()}"
        words = search_token(tx.key(SEARCH), "api", json.dumps(sent, sort_keys=True, ensure_ascii=True))
        before = tx.deliveries.recorded(delivery)
        if before is not None:
            return _replayed(before) if before["words"] == words else IntakeKeyReused()
        self._hubs.refresh(tx)
        named = sent.get(HUB) or self._hubs.first().forum.id
        hub = next((each for each in self._hubs.all() if each.forum.id == named), None)
        if hub is None:
            return IntakeRefused({HUB: "unknown_hub"})
        words_of_it = {key: value for key, value in sent.items() if key != HUB}
        arrival = arrival_from_json(words_of_it, hub.profile.intake, now=tx.now)
        if isinstance(arrival, FieldErrors):
            return IntakeRefused(dict(arrival.errors))
        taken = take(tx, hub, self._hubs.roster(tx), arrival, source="api")
        if isinstance(taken, TurnedAway):
            return IntakeRefused({"": taken.reason})
        self._projection.referral(tx, hub, self._hubs.roster(tx), taken.referral_id)
        self._projection.desk(tx, hub, self._hubs.roster(tx))
        doubts = taken.doubts if isinstance(taken, TakenIn) else ()
        tx.deliveries.record(delivery, {"words": words, "reference": taken.reference, "doubts": list(doubts)})
        return IntakeTaken(taken.reference, doubts, replayed=isinstance(taken, Same))


def _replayed(before: Mapping[str, object]) -> IntakeTaken:
    doubts = before["doubts"]
    kept = tuple(str(doubt) for doubt in doubts) if isinstance(doubts, list) else ()
    return IntakeTaken(str(before["reference"]), kept, replayed=True)
