"""Where the bot can write to somebody on a platform that needs to be told: references learnt when they wrote first."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.tables import conversation
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.tx import Tx


class Conversations:
    """Conversation references, inside one transaction. `key` is a person's account or a channel's id."""

    def __init__(self, tx: "Tx") -> None:
        self._tx = tx

    def remember(self, surface: str, tenant: str, key: str, reference: Mapping[str, Any]) -> None:
        """Keep the newest reference."""
        here = {"surface": surface, "tenant": tenant, "key": key}
        newest = {"reference": dict(reference), "at": self._tx.now}
        upsert(self._tx.connection, conversation, here, newest)

    def find(self, surface: str, tenant: str, key: str) -> Mapping[str, Any] | None:
        """The reference for this account or channel; with an empty tenant, of whatever tenant."""
        wanted = select(conversation.c.reference).where(
            conversation.c.surface == surface, conversation.c.key == key
        )
        if tenant:
            wanted = wanted.where(conversation.c.tenant == tenant)
        found: Mapping[str, Any] | None = self._tx.connection.execute(
            wanted.order_by(conversation.c.at.desc()).limit(1)
        ).scalar_one_or_none()
        return found
