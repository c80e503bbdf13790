"""Erase one referral: its key goes, and with it all that was ever sealed under it, wherever it stands.

The rows stay, so that the audit chain can still be checked and measures can still count; nobody can read them any more.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Table, Update, delete, select, update

from storage.tables import clock, data_key, draft, message, metadata, referral, search_token, subject, task

if TYPE_CHECKING:
    from storage.tx import Tx

KEYS = "keys"
"""The revision that moves when a key was destroyed: every process forgets what it has in memory."""


def erase(tx: "Tx", referral_id: str) -> None:
    """Destroy the referral's key, its search tokens, who referred it, and what somebody had typed and not sent."""
    run = tx.connection.execute
    subjects = select(subject.c.id).where(subject.c.referral == referral_id)
    run(delete(search_token).where(search_token.c.subject.in_(subjects)))
    run(delete(draft).where(draft.c.thing.in_(_things(tx, referral_id))))
    run(update(message).where(message.c.scope == referral_id).values(gone=True, try_at=None))
    run(_still(clock, referral_id, "stopped_at").values(stopped_at=tx.now))
    run(_still(task, referral_id, "done_at").values(done_at=tx.now))
    run(
        update(referral)
        .where(referral.c.id == referral_id)
        .values(erased_at=tx.now, referrer_person="", submission_token=None, fingerprint_token=None)
    )
    run(update(data_key).where(data_key.c.owner == referral_id).values(wrapped=None, destroyed_at=tx.now))
    tx.keyring.forget(referral_id)
    tx.revisions.move(KEYS)


def _still(table: Table, referral_id: str, ended: str) -> Update:
    return update(table).where(table.c.referral == referral_id, table.c[ended].is_(None))


def _things(tx: "Tx", referral_id: str) -> set[str]:
    """The ids of all that belongs to a referral: a form about any of it may have been left unsent."""
    tables = [one for one in metadata.tables.values() if {"referral", "id"} <= set(one.c.keys())]
    found = {referral_id}
    for table in tables:
        found |= set(
            tx.connection.execute(select(table.c.id).where(table.c.referral == referral_id)).scalars()
        )
    return found
