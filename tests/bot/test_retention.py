"""A closed case is erased by its key: nobody can read it, nothing falls over it, and the record stays whole."""

import pytest
from sqlalchemy import select

from bot.cli.auditing import chain_problems
from bot.due.jobs import DueScan
from bot.due.retention import closed_cases, erase
from bot.reading import my_work
from storage.keyring import Erased, Keyring
from storage.tables import data_key, draft, search_token
from storage.tx import Tx
from tests.bot.test_lives_of_posts import closed, kinds
from tests.support.cases import arrived
from tests.support.decisions import another
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import FORUM
from triage.ends import Keeps
from triage.records import Link

REFERENCE = "MASH-2611-7KDMQ"


async def exported(desk: Desk) -> str:
    """A closed case that stands in the case system."""
    referral = await closed(desk)
    await desk.do("minutes-1", "export.make", referral, {})
    export = (await desk.case(referral)).exports[0].id
    answer = await desk.do("minutes-1", "export.confirm", export, {"number": "LCS 42"})
    assert answer.kind == "done", answer.note
    return referral


async def erased(desk: Desk) -> str:
    referral = await exported(desk)
    desk.move_clock(days=760)
    done = await desk.store.write(lambda tx: erase(tx, desk.hubs, "governance-1", [REFERENCE]))
    assert done == (REFERENCE,)
    return referral


async def keeps(desk: Desk) -> list[Keeps | None]:
    kept = await desk.store.read(lambda tx: closed_cases(tx, desk.hubs, "governance-1"))
    assert kept is not None
    return [one.retention.keeps for one in kept]


async def test_who_made_the_export_and_who_confirmed_it_is_kept_with_its_number(desk: Desk) -> None:
    referral = await exported(desk)

    case = await desk.case(referral)
    (export,), (confirmed,) = case.exports, case.export_confirmations
    assert (export.by, export.copy) == ("minutes-1", 1)
    assert (confirmed.by, confirmed.number, confirmed.export) == ("minutes-1", "LCS 42", export.id)


async def test_what_keeps_a_case_is_listed_until_nothing_does(desk: Desk) -> None:
    referral = await closed(desk)
    desk.move_clock(days=760)
    assert await keeps(desk) == [Keeps.NOT_EXPORTED]
    await desk.do("duty-1", "export.make", referral, {})
    await desk.do("duty-1", "export.confirm", (await desk.case(referral)).exports[0].id, {"number": "1"})
    await desk.do("governance-1", "hold.set", referral, {"reason": "An inquest."})
    assert await keeps(desk) == [Keeps.HELD]
    assert await desk.store.write(lambda tx: erase(tx, desk.hubs, "governance-1", [REFERENCE])) == ()
    await desk.do("governance-1", "hold.lift", referral, {"reason": "It is over."})

    assert await keeps(desk) == [None]


@pytest.mark.parametrize("person", ["duty-1", "admin-1", "police-1", "service-1"])
async def test_only_information_governance_lists_or_erases(desk: Desk, person: str) -> None:
    await exported(desk)
    desk.move_clock(days=760)

    assert await desk.store.read(lambda tx: closed_cases(tx, desk.hubs, person)) is None
    assert await desk.store.write(lambda tx: erase(tx, desk.hubs, person, [REFERENCE])) is None


async def test_nothing_of_it_can_be_read_any_more(desk: Desk) -> None:
    referral = await erased(desk)

    def look(tx: Tx) -> None:
        assert tx.case(referral, desk.hub.profile) is None
        assert tx.cases([referral], desk.hub.profile) == ()
        row = tx.connection.execute(select(data_key).where(data_key.c.owner == referral)).one()
        assert row.wrapped is None
        assert row.destroyed_at == tx.now
        assert tx.connection.execute(select(search_token)).all() == []
        assert tx.connection.execute(select(draft)).all() == []
        with pytest.raises(Erased):
            tx.key(referral)

    await desk.store.read(look)


async def test_another_process_forgets_the_key_it_has_in_memory(desk: Desk) -> None:
    referral = await exported(desk)
    other = Keyring(desk.store.read_now(lambda tx: tx.keyring)._master)
    first = await desk.store.read(lambda tx: Tx(tx.connection, tx.now, other).key(referral))
    assert first
    desk.move_clock(days=760)
    await desk.store.write(lambda tx: erase(tx, desk.hubs, "governance-1", [REFERENCE]))

    def reads(tx: Tx) -> None:
        with pytest.raises(Erased):
            Tx(tx.connection, tx.now, other).key(referral)

    await desk.store.read(reads)


async def test_the_record_can_still_be_checked_and_says_what_was_done(desk: Desk) -> None:
    referral = await erased(desk)

    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    assert (entries[-1].verb, entries[-1].actor) == ("retention.deleted", "governance-1")
    assert all(entry.body is None for entry in entries)
    assert await desk.store.write(chain_problems) == []


async def test_every_press_on_it_finds_nothing_here(desk: Desk) -> None:
    referral = await exported(desk)
    case = await desk.case(referral)
    things = {
        "case.more": referral,
        "details.open": referral,
        "case.reopen": referral,
        "details.address": case.subjects[0].id,
        "export.read": case.exports[0].id,
        "feedback.read": case.feedback[0].id,
        "proposal.approve": case.proposals[0].id,
        "hold.set": REFERENCE,
    }
    desk.move_clock(days=760)
    await desk.store.write(lambda tx: erase(tx, desk.hubs, "governance-1", [REFERENCE]))

    for verb, thing in things.items():
        for person in ("governance-1", "duty-1", "police-1", "teacher-1"):
            answer = await desk.press(person, verb, thing)
            assert answer.note == "There is nothing here with that reference.", (verb, person)
    assert await desk.store.write(chain_problems) == []


async def test_lists_messages_and_jobs_go_on_without_it(desk: Desk) -> None:
    await erased(desk)

    def look(tx: Tx) -> None:
        roster = desk.hubs.roster(tx)
        for person in roster.people.values():
            my_work.gather(tx, desk.hub, roster, person)
        desk.projection.everything(tx, desk.hub, roster)
        assert tx.referrals.all_ids(FORUM) == ()
        assert tx.referrals.of_person("teacher-1") == ()

    await desk.store.write(look)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()
    assert await kinds(desk) == set()
    for verb in ("work.open", "referral.mine", "desk.list", "tasks.list"):
        assert (await desk.press("duty-1", verb)).kind in {"open", "done"}, verb


async def test_a_case_that_was_compared_with_it_is_shown_without_it(desk: Desk) -> None:
    old = await exported(desk)
    new = another(arrived(), "-new", "MASH-2611-2222A")
    await keep(desk, new)
    mine, other = new.subjects[0].id, (await desk.case(old)).subjects[0].id
    await desk.store.write(
        lambda tx: tx.links.add(Link("link-1", new.referral.id, mine, other, "same", "duty-1", tx.now))
    )
    assert len((await desk.case(new.referral.id)).earlier) == 1
    desk.move_clock(days=760)

    await desk.store.write(lambda tx: erase(tx, desk.hubs, "governance-1", [REFERENCE]))

    assert (await desk.case(new.referral.id)).earlier == ()
    assert (await desk.press("screening-1", "referral.screen", new.referral.id)).kind == "open"
