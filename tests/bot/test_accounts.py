"""Coming in on the web: sessions, one-time links, invitations, codes and drafts, on both stores."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.accounts import StoredAccounts, StoredDrafts
from bot.surfaces.web.ports import About
from storage import tables
from storage.errors import StoreFull
from storage.tx import Tx
from tests.support.desk import Desk
from triage.records import Membership

WHO = "police-1"
HOLDS = (tables.web_session, tables.link_code, tables.authenticator, tables.draft, tables.audit)


@dataclass
class Real:
    """Real time, as a test moves it: the hub's own clock stands still meanwhile."""

    at: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    spans: list[timedelta] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def real() -> Real:
    return Real()


@pytest.fixture
def accounts(desk: Desk, real: Real) -> StoredAccounts:
    return StoredAccounts(desk.store, desk.hubs, real.now)


async def test_a_session_ends_after_15_idle_minutes_and_still_says_whose_text_to_keep(
    accounts: StoredAccounts, real: Real
) -> None:
    session = await accounts.begin(WHO)
    real.move(minutes=14)
    seen = await accounts.session(session, active=False)
    assert seen
    assert (seen.person, seen.live, seen.seconds_left) == (WHO, True, 60)
    real.move(minutes=2)
    idle = await accounts.session(session, active=True)
    assert idle
    assert (idle.live, idle.seconds_left) == (False, 0)
    real.move(hours=12)
    assert await accounts.session(session, active=True) is None


async def test_doing_something_starts_the_idle_time_again(accounts: StoredAccounts, real: Real) -> None:
    session = await accounts.begin(WHO)
    for _ in range(3):
        real.move(minutes=14)
        seen = await accounts.session(session, active=True)
        assert seen
        assert seen.live
        assert seen.seconds_left == 900


async def test_who_is_signed_in_can_read_while_nothing_can_be_written(
    accounts: StoredAccounts, desk: Desk, real: Real, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: object) -> None:
        raise StoreFull("The disk is full")

    session = await accounts.begin(WHO)
    monkeypatch.setattr(desk.store, "write", full)
    real.move(minutes=14)
    seen = await accounts.session(session, active=True)
    assert seen
    assert (seen.live, seen.seconds_left) == (True, 60)


async def test_a_session_that_was_ended_is_none(accounts: StoredAccounts) -> None:
    session = await accounts.begin(WHO)
    await accounts.end(session)
    assert await accounts.session(session, active=True) is None
    assert await accounts.session("made-up", active=True) is None


async def test_a_session_of_somebody_who_left_is_none_at_once(accounts: StoredAccounts, desk: Desk) -> None:
    session = await accounts.begin(WHO)
    await desk.store.write(lambda tx: tx.people.end(WHO, tx.now))
    assert await accounts.session(session, active=True) is None


async def test_a_sign_in_link_works_once_within_five_minutes(accounts: StoredAccounts, real: Real) -> None:
    token = await accounts.sign_in_link(WHO)
    assert await accounts.use_link(token) == WHO
    assert await accounts.use_link(token) is None
    late = await accounts.sign_in_link(WHO)
    real.move(minutes=5)
    assert await accounts.use_link(late) is None


async def test_a_new_link_ends_the_one_before(accounts: StoredAccounts) -> None:
    first = await accounts.sign_in_link(WHO)
    second = await accounts.sign_in_link(WHO)
    assert await accounts.use_link(first) is None
    assert await accounts.use_link(second) == WHO


async def test_a_code_of_one_purpose_is_good_for_no_other(accounts: StoredAccounts, desk: Desk) -> None:
    invitation = await desk.store.write(lambda tx: accounts.issue(tx, WHO, "invite", by="admin-1"))
    assert await accounts.use_link(invitation) is None
    found = await accounts.invitation(invitation)
    assert found
    assert found.person == WHO


async def test_an_invitation_sets_up_one_authenticator(accounts: StoredAccounts, desk: Desk) -> None:
    token = await desk.store.write(lambda tx: accounts.issue(tx, WHO, "invite", by="admin-1"))
    assert await accounts.accept_invitation(token, "JBSWY3DPEHPK3PXP", 10) == WHO
    assert await accounts.accept_invitation(token, "AAAAAAAAAAAAAAAA", 11) is None
    assert await accounts.code_secret(WHO) == "JBSWY3DPEHPK3PXP"
    assert not await accounts.spend_code(WHO, 10)
    assert await accounts.spend_code(WHO, 11)
    assert not await accounts.spend_code(WHO, 11)


async def test_who_left_has_no_code_and_no_link(accounts: StoredAccounts, desk: Desk) -> None:
    token = await desk.store.write(lambda tx: accounts.issue(tx, WHO, "invite", by="admin-1"))
    await accounts.accept_invitation(token, "JBSWY3DPEHPK3PXP", 10)
    link = await accounts.sign_in_link(WHO)
    await desk.store.write(lambda tx: tx.people.end(WHO, tx.now))
    assert await accounts.code_secret(WHO) is None
    assert await accounts.use_link(link) is None


async def test_a_draft_is_kept_found_and_replaced_by_the_hubs_clock(desk: Desk) -> None:
    drafts = StoredDrafts(desk.store, desk.hubs)
    form = (WHO, About("vote.cast", "thing", ""))
    await drafts.keep(*form, {"reason": ("First",)})
    desk.move_clock(minutes=1)
    await drafts.keep(*form, {"reason": ("He is afraid",), "people": ("a", "b")})
    found = await drafts.find(*form)
    assert found
    assert (found.fields, found.saved_at) == (
        {"reason": ("He is afraid",), "people": ("a", "b")},
        desk.clock.now(),
    )
    assert await drafts.find("police-2", form[1]) is None


async def test_no_secret_and_no_text_stands_readable_in_the_database(
    accounts: StoredAccounts, desk: Desk
) -> None:
    session = await accounts.begin(WHO)
    link = await accounts.sign_in_link(WHO)
    invitation = await desk.store.write(lambda tx: accounts.issue(tx, WHO, "invite", by="admin-1"))
    await accounts.accept_invitation(invitation, "JBSWY3DPEHPK3PXP", 1)
    await StoredDrafts(desk.store, desk.hubs).keep(
        WHO, About("vote.cast", "thing", ""), {"reason": ("He is afraid",)}
    )

    def everything(tx: Tx) -> str:
        rows = [row for table in HOLDS for row in tx.connection.execute(select(table))]
        return repr([[bytes(v) if isinstance(v, bytes | memoryview) else v for v in row] for row in rows])

    kept = await desk.store.read(everything)
    for secret in (session, link, invitation, "JBSWY3DPEHPK3PXP", "He is afraid"):
        assert secret not in kept


async def test_what_is_over_is_forgotten(accounts: StoredAccounts, desk: Desk, real: Real) -> None:
    await accounts.begin(WHO)
    await accounts.sign_in_link(WHO)
    drafts = StoredDrafts(desk.store, desk.hubs)
    await drafts.keep(WHO, About("vote.cast", "thing", ""), {"reason": ("He is afraid",)})
    real.move(days=2)
    await accounts.tidy()
    counted = await desk.store.read(_rows)
    assert counted == {"web_session": 0, "link_code": 0, "draft": 1}
    desk.move_clock(days=31)
    await accounts.tidy()
    assert (await desk.store.read(_rows))["draft"] == 0


def _rows(tx: Tx) -> dict[str, int]:
    counted = (tables.web_session, tables.link_code, tables.draft)
    return {
        table.name: tx.connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in counted
    }


async def test_a_session_names_the_hub_that_its_person_is_in(desk: Desk, accounts: StoredAccounts) -> None:
    def moved(tx: Tx) -> None:
        tx.forums.put(replace(desk.hub.forum, id="north"))
        person = desk.hubs.roster(tx).people[WHO]
        theirs = [Membership(WHO, "north", "police", frozenset({"practitioner"}))]
        tx.people.end(WHO, tx.now)
        tx.people.put(person, theirs, desk.hubs.roster(tx).accounts(WHO))

    here = await accounts.session(await accounts.begin(WHO), active=False)
    await desk.store.write(moved)
    there = await accounts.session(await accounts.begin(WHO), active=False)

    assert here
    assert there
    assert (here.hub, there.hub) == (desk.hub.forum.id, "north")
