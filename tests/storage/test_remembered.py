"""What was read of a case is remembered exactly as long as nothing of it was written, by whomever."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

import storage
from storage.keyring import Keyring
from storage.remembered import MOST, Remembered
from storage.store import Store, open_store
from storage.tables import metadata
from storage.tx import Tx, tx_factory
from tests.support.cases import answered, asked, voted
from tests.support.desk import PROFILE, Desk
from tests.support.keeping import keep
from triage.case import Case


class Undone(Exception):
    """Ends a transaction of which nothing is to be kept."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked_for: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        asked_for.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked_for
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def whole() -> Case:
    return voted(answered(asked(), "health", "police"), "health", "red")


def read(tx: Tx, referral: str) -> Case:
    case = tx.case(referral, PROFILE)
    assert case is not None
    return case


def other_process(desk: Desk, url: str) -> Store[Tx]:
    """Another replica on the same store: it has a memory of its own."""
    keyring = Keyring(desk.store.read_now(lambda tx: tx.keyring)._master)
    return open_store(url, clock=desk.clock.now, make_tx=tx_factory(keyring))


async def test_what_did_not_change_is_not_read_again(desk: Desk) -> None:
    referral = await keep(desk, whole())
    first = await desk.store.read(lambda tx: read(tx, referral))

    with statements() as asked_for:
        second = await desk.store.read(lambda tx: read(tx, referral))

    assert second == first
    assert not any("FROM vote" in one or "FROM answer" in one for one in asked_for)


async def test_one_that_changed_is_read_beside_those_that_did_not(desk: Desk) -> None:
    one = await keep(desk, whole())
    two = await keep(desk, _other())
    await desk.store.read(lambda tx: tx.cases([one, two], PROFILE))
    await desk.store.write(lambda tx: tx.clocks.move(read(tx, two).clocks[0].id, missed_at=tx.now))

    first, second = await desk.store.read(lambda tx: tx.cases([one, two], PROFILE))

    assert all(clock.missed_at is None for clock in first.clocks)
    assert [clock.missed_at is None for clock in second.clocks].count(False) == 1


@pytest.mark.parametrize("how", ["added", "moved", "rewritten"])
async def test_every_write_is_seen(desk: Desk, how: str) -> None:
    referral = await keep(desk, whole())
    before = await desk.store.read(lambda tx: read(tx, referral))

    def write(tx: Tx) -> None:
        match how:
            case "added":
                tx.votes.add(replace(before.votes[0], id="vote-2", seat="police"))
            case "moved":
                tx.answers.move(before.answers[0].id, confirmed_at=tx.now)
            case "rewritten":
                tx.subjects.rewrite(replace(before.subjects[0], first_name="Kay"))

    await desk.store.write(write)

    assert await desk.store.read(lambda tx: read(tx, referral)) != before


async def test_a_transaction_reads_anew_only_what_it_wrote(desk: Desk) -> None:
    referral = await keep(desk, whole())
    await desk.store.read(lambda tx: read(tx, referral))

    def write(tx: Tx) -> list[str]:
        before = read(tx, referral)
        tx.votes.add(replace(before.votes[0], id="vote-2", seat="police"))
        with statements() as asked_for:
            after = read(tx, referral)
        assert after.votes[:-1] == before.votes
        assert replace(after, votes=before.votes) == before
        return asked_for

    asked_for = await desk.store.write(write)

    tables = {
        one.split("FROM ")[1].split()[0]
        for one in asked_for
        if one.startswith("SELECT vote") or ".body" in one
    }
    assert "vote" in tables
    assert not tables & {"answer", "clock", "subject", "rating"}


async def test_what_was_undone_is_remembered_by_nobody(desk: Desk) -> None:
    referral = await keep(desk, whole())
    before = await desk.store.read(lambda tx: read(tx, referral))

    def write(tx: Tx) -> None:
        tx.votes.add(replace(before.votes[0], id="vote-2", seat="police"))
        assert len(read(tx, referral).votes) == len(before.votes) + 1
        raise Undone

    with pytest.raises(Undone):
        await desk.store.write(write)

    assert await desk.store.read(lambda tx: read(tx, referral)) == before


async def test_what_another_process_wrote_is_seen(desk: Desk, hub_url: str) -> None:
    referral = await keep(desk, whole())
    before = await desk.store.read(lambda tx: read(tx, referral))
    other = other_process(desk, hub_url)

    await other.write(lambda tx: tx.votes.add(replace(before.votes[0], id="vote-2", seat="police")))
    await other.close()

    after = await desk.store.read(lambda tx: read(tx, referral))
    assert len(after.votes) == len(before.votes) + 1


@pytest.mark.parametrize("hub_url", ["postgresql"], indirect=True)
async def test_what_another_process_wrote_while_a_lock_was_waited_for_is_seen(
    desk: Desk, hub_url: str
) -> None:
    referral = await keep(desk, whole())
    other = other_process(desk, hub_url)

    def write(tx: Tx) -> None:
        before = read(tx, referral)
        other.write_now(lambda theirs: theirs.votes.add(replace(before.votes[0], id="vote-2", seat="police")))
        tx.referrals.lock(referral)
        assert len(read(tx, referral).votes) == len(before.votes) + 1

    await desk.store.write(write)
    await other.close()


async def test_what_was_erased_anywhere_is_in_no_memory(desk: Desk, hub_url: str) -> None:
    referral, stays = await keep(desk, whole()), await keep(desk, _other())
    await desk.store.read(lambda tx: tx.cases([referral, stays], PROFILE))
    other = other_process(desk, hub_url)
    await other.write(lambda tx: tx.erase(referral))
    await other.close()

    def look(tx: Tx) -> None:
        assert tx.case(referral, PROFILE) is None
        assert referral not in tx.remembered._known

    await desk.store.read(look)


async def test_who_began_to_read_before_it_was_erased_keeps_nothing_of_it(desk: Desk, hub_url: str) -> None:
    referral = await keep(desk, whole())
    other = other_process(desk, hub_url)

    def reads(tx: Tx) -> None:
        assert tx.referrals.revision(referral) == 0, "from here on this transaction sees one state"
        other.write_now(lambda theirs: theirs.erase(referral))
        assert other.read_now(lambda theirs: theirs.case(referral, PROFILE)) is None
        later = Tx(tx.connection, tx.now, tx.keyring, tx.remembered)
        later.keyring.up_to_date(1)
        later.remembered.up_to_date(1)
        assert read(tx, referral).referral.id == referral

    await desk.store.read(reads)
    await other.close()

    def look(tx: Tx) -> None:
        assert tx.case(referral, PROFILE) is None
        assert referral not in tx.remembered._known
        assert referral not in tx.keyring._opened

    await desk.store.read(look)


def test_the_longest_unasked_for_is_forgotten_first() -> None:
    remembered = Remembered()
    for number in range(MOST):
        remembered.keep(f"{number}", 1, {"vote": (number,)}, erasures=0)
    assert remembered.at("0", 1) == {"vote": (0,)}

    remembered.keep("one more", 1, {}, erasures=0)

    assert remembered.at("1", 1) is None
    assert remembered.at("0", 1) == {"vote": (0,)}
    assert remembered.at("0", 2) is None


def _other() -> Case:
    """A second case, of other ids."""
    case = asked()
    referral = replace(case.referral, id="referral-2", reference="MASH-2611-ZZZZZ", submission_id="")
    clocks = tuple(
        replace(one, id=f"{one.id}-2", referral=referral.id, subject=f"{one.subject}-2")
        for one in case.clocks
    )
    return replace(
        case,
        referral=referral,
        subjects=tuple(replace(one, id=f"{one.id}-2", referral=referral.id) for one in case.subjects),
        ratings=tuple(
            replace(one, id=f"{one.id}-2", referral=referral.id, subject=f"{one.subject}-2")
            for one in case.ratings
        ),
        clocks=clocks,
        checks=(),
    )


def test_records_of_cases_are_written_in_one_place() -> None:
    """Whatever else writes to a table of records writes what is part of no case, or erases."""
    written = re.compile(r"\b(?:insert|update|delete|upsert|upsert_or)\((?:[\w.]+, )?(?:tables\.)?(\w+)")
    kept = {name for name, table in metadata.tables.items() if "referral" in table.c} | {"referral"}
    found = {
        (path.name, table)
        for path in Path(storage.__file__).parent.glob("*.py")
        for table in written.findall(path.read_text("utf-8"))
        if table in kept
    }

    assert found == {
        ("audit.py", "referral"),  # the head of the chain
        ("erasing.py", "referral"),
        ("kept.py", "referral"),  # the version itself
        ("referrals.py", "referral"),  # the revision that forms are compared by
        ("reminders.py", "digest_line"),
        ("reminders.py", "snooze"),
        ("tx.py", "screening"),
    }


def has_left(desk: Desk, tx: Tx, person: str) -> tuple[bool, bool]:
    """Whether they left, by the roster's rows and by what the handlers go by."""
    by = tx.people.roster(), desk.hubs.roster(tx)
    return by[0].actor(person, "hub", tx.now) is None, by[1].actor(person, "hub", tx.now) is None


async def test_a_roster_that_did_not_move_is_not_read_again(desk: Desk) -> None:
    first = await desk.store.read(desk.hubs.roster)

    with statements() as asked_for:
        second = await desk.store.read(desk.hubs.roster)

    assert second is first
    assert not any("FROM person" in one or "FROM duty" in one for one in asked_for)


@pytest.mark.parametrize("reader", ["itself", "one that is committed with it"])
async def test_a_roster_that_was_never_committed_is_remembered_by_nobody(
    desk: Desk, hub_url: str, reader: str
) -> None:
    """The next change gets its number: who left then is out, and who left in what was undone is still in."""
    await desk.store.read(desk.hubs.roster)
    other = other_process(desk, hub_url)

    def undone(tx: Tx) -> None:
        tx.people.end("police-1", tx.now)
        beside = tx if reader == "itself" else Tx(tx.connection, tx.now, tx.keyring, tx.remembered)
        assert has_left(desk, beside, "police-1") == (True, True)
        raise Undone

    with pytest.raises(Undone):
        await desk.store.write(undone)
    await other.write(lambda tx: tx.people.end("duty-2", tx.now))
    await other.close()

    def look(tx: Tx) -> None:
        assert has_left(desk, tx, "police-1") == (False, False)
        assert has_left(desk, tx, "duty-2") == (True, True)

    await desk.store.read(look)
    await desk.store.write(look)
