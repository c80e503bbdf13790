"""How many rows each table has, to see whether something was done or only answered."""

from collections.abc import Mapping

from sqlalchemy import func, select

from storage.tables import audit, metadata
from storage.tx import Tx

SAY_NOTHING = frozenset(
    {
        "delivery",
        "form_token",
        "message",
        "conversation",
        "web_session",
        "draft",
        "lease",
        "channel_guard",
        "follow_up",
    }
)
"""Tables of which a row more does not mean that something was done."""


def counted(tx: Tx) -> Mapping[str, int]:
    """The rows of each table; of the record, only what was done."""
    counts = {
        table.name: select(func.count()).select_from(table)
        for table in metadata.sorted_tables
        if table.name not in SAY_NOTHING and not table.name.startswith("audit")
    }
    counts["done"] = select(func.count()).select_from(audit).where(audit.c.outcome == "done")
    return {name: tx.connection.execute(count).scalar_one() for name, count in counts.items()}
