"""What was said, decided or recorded is never changed: the database itself refuses, on both stores."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from storage.tables import APPEND_ONLY
from storage.tx import Tx
from tests.support.cases import answered, asked, decided, proposed, voted
from tests.support.desk import Desk
from tests.support.keeping import keep

NAMES = sorted(table.name for table in APPEND_ONLY)
FILLED = ("audit", "decision", "rating", "vote")


def test_what_must_never_change_is_protected() -> None:
    assert NAMES == [
        "access_review",
        "action_step",
        "attendance",
        "audit",
        "closing",
        "consent_decision",
        "decision",
        "destination_rating",
        "disagreement",
        "disagreement_step",
        "export",
        "export_confirmation",
        "guest",
        "handed_on",
        "information_request",
        "lead_phoned",
        "legal_hold",
        "link",
        "minutes_part",
        "nudge",
        "proposal_return",
        "rating",
        "rating_stands",
        "reopening",
        "snooze",
        "urgent_protection",
        "urgent_taken",
        "view_asked",
        "vote",
    ]


@pytest.mark.parametrize("name", FILLED)
async def test_rows_can_be_neither_changed_nor_deleted(desk: Desk, name: str) -> None:
    referral = await keep(desk, decided(proposed(voted(answered(asked(), "police"), "police", "red"))))
    await desk.press("duty-1", "details.open", referral)
    table = next(one for one in APPEND_ONLY if one.name == name)

    def change(tx: Tx) -> None:
        tx.connection.execute(update(table).values(at=tx.now))

    def erase(tx: Tx) -> None:
        tx.connection.execute(delete(table))

    for forbidden in (change, erase):
        with pytest.raises(DBAPIError, match="append-only"):
            await desk.store.write(forbidden)


@pytest.mark.parametrize("name", NAMES)
async def test_every_such_table_has_both_triggers(desk: Desk, name: str) -> None:
    def triggers(tx: Tx) -> set[str]:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{}'"
        if tx.connection.dialect.name == "postgresql":
            query = "SELECT tgname FROM pg_trigger WHERE tgrelid = '\"{}\"'::regclass AND NOT tgisinternal"
        return set(tx.connection.exec_driver_sql(query.format(name)).scalars())

    assert await desk.store.read(triggers) == {f"{name}_no_update", f"{name}_no_delete"}


async def test_the_program_refuses_before_the_database_does(desk: Desk) -> None:
    referral = await keep(desk, voted(asked(), "police", "red"))
    vote = (await desk.case(referral)).votes[0]

    with pytest.raises(TypeError, match="append-only"):
        await desk.store.write(lambda tx: tx.votes.move(vote.id, late=True))
