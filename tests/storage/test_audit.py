"""The record in the database: whole chains, heads kept elsewhere, and what a first look cannot see."""

import asyncio

import pytest
from sqlalchemy import text

from storage.audit import REST
from storage.audit_chain import ChainFault, ChainHead
from storage.tx import Tx
from tests.support.cases import asked
from tests.support.desk import Desk
from tests.support.keeping import keep


def note(tx: Tx, chain: str = "") -> None:
    """One entry."""
    tx.audit.record(
        actor="duty-1", seat="", surface="web", verb="a.verb", thing="", outcome="done", referral_id=chain
    )


async def test_heads_name_the_end_of_every_chain(desk: Desk) -> None:
    referral = await keep(desk, asked())
    for _ in range(3):
        await desk.store.write(lambda tx: note(tx, referral))
    await desk.store.write(note)

    heads = await desk.store.read(lambda tx: tx.audit.heads())

    assert {chain: head.seq for chain, head in heads.items()} == {referral: 3, REST: 1}
    for chain, head in heads.items():
        assert await desk.store.read(lambda tx, c=chain, h=head: tx.audit.problems(c, h)) == []


async def test_an_end_cut_off_with_its_head_is_found_by_who_kept_the_heads(desk: Desk) -> None:
    """Whoever can drop triggers can also write an older head: only the copy elsewhere tells."""
    referral = await keep(desk, asked())
    for _ in range(2):
        await desk.store.write(lambda tx: note(tx, referral))
    before = await desk.store.read(lambda tx: tx.audit.heads()[referral])
    await desk.store.write(lambda tx: note(tx, referral))
    kept_elsewhere = await desk.store.read(lambda tx: tx.audit.heads()[referral])

    def cut(tx: Tx) -> None:
        where = ' ON "audit"' if tx.connection.dialect.name == "postgresql" else ""
        tx.connection.execute(text(f"DROP TRIGGER audit_no_delete{where}"))
        tx.connection.execute(text("DELETE FROM audit WHERE chain = :chain AND seq = 3"), {"chain": referral})
        tx.audit._set_head(referral, ChainHead(before.seq, before.mac))

    await desk.store.write(cut)

    assert await desk.store.read(lambda tx: tx.audit.problems(referral)) == []
    found = await desk.store.read(lambda tx: tx.audit.problems(referral, kept_elsewhere))
    assert [problem.fault for problem in found] == [ChainFault.CUT]


async def test_the_first_entries_of_all_may_come_at_once(desk: Desk) -> None:
    await asyncio.gather(*(desk.store.write(note) for _ in range(8)))

    assert await desk.store.read(lambda tx: tx.audit.problems(REST)) == []
    assert len(await desk.store.read(lambda tx: tx.audit.entries(REST))) == 8


async def test_a_chain_without_a_referral_is_not_begun(desk: Desk) -> None:
    with pytest.raises(LookupError):
        await desk.store.write(lambda tx: note(tx, "nobody-s"))
