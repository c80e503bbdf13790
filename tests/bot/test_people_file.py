"""people.csv: all of it or nothing, every problem by its line."""

import pytest

from bot.people_file import COLUMNS, ROLES, Applied, PeopleProblems, apply_people, read_people
from storage.tx import Tx
from tests.support.desk import Desk
from triage import authority
from triage.roster import LinkedIdentity

HEADER = ",".join(COLUMNS)
ANNA = "anna,Anna Vale,Police,hub,police,practitioner lead,,,,,en,T1,U1,,,01632 960 123"


async def imported(desk: Desk, *lines: str) -> Applied:
    def do(tx: Tx) -> Applied:
        entries = read_people("\n".join((HEADER, *lines)), desk.hubs)
        return apply_people(tx, entries, desk.hubs.roster(tx), "admin-1")

    return await desk.store.write(do)


async def test_a_file_is_taken_and_taken_again_without_change(desk: Desk) -> None:
    assert await imported(desk, ANNA) == Applied(1, 0, 0)
    assert await imported(desk, ANNA) == Applied(0, 0, 1)
    assert await imported(desk, ANNA.replace("Vale", "Hill")) == Applied(0, 1, 0)
    roster = await desk.store.read(desk.hubs.roster)
    assert roster.people["anna"].name == "Anna Hill"
    assert roster.people["anna"].phone == "01632 960 123"
    actor = roster.actor("anna", "hub", desk.clock.now())
    assert actor
    assert (actor.seat, actor.roles) == ("police", {"practitioner", "lead"})
    assert roster.person_behind("slack", "T1", "U1") == roster.people["anna"]
    assert roster.person_behind("web", "", "anna") == roster.people["anna"]


async def test_a_file_without_phone_numbers_leaves_those_that_are_known(desk: Desk) -> None:
    """Files were written before there was such a column."""
    await imported(desk, ANNA)
    lines = (line.rpartition(",")[0] for line in (HEADER, ANNA.replace("Vale", "Hill")))

    def do(tx: Tx) -> Applied:
        return apply_people(tx, read_people("\n".join(lines), desk.hubs), desk.hubs.roster(tx), "admin-1")

    assert await desk.store.write(do) == Applied(0, 1, 0)
    roster = await desk.store.read(desk.hubs.roster)
    assert (roster.people["anna"].name, roster.people["anna"].phone) == ("Anna Hill", "01632 960 123")


@pytest.mark.parametrize(
    "phone", ["(01632) 960 001", "+44 (0)1632 960001", "01632 960 001 x12", "01632 960 001 ext. 12"]
)
async def test_numbers_are_taken_as_people_write_them(phone: str, desk: Desk) -> None:
    assert await imported(desk, ANNA.replace("01632 960 123", phone)) == Applied(1, 0, 0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",Anna Vale,Police,hub,police,practitioner,,,,,,,,,", "line 2: id is empty"),
        ("Anna!,Anna Vale,Police,hub,police,practitioner,,,,,,,,,", 'line 2: id "Anna!" may hold'),
        ("anna,Anna Vale,Police,moon,police,practitioner,,,,,,,,,", 'line 2: forum "moon" is not one of hub'),
        (
            "anna,Anna Vale,Police,hub,polise,practitioner,,,,,,,,,",
            'line 2: seat "polise" is not in the profile',
        ),
        ("anna,Anna Vale,Police,hub,police,boss,,,,,,,,,", 'line 2: role "boss" is not known'),
        ("anna,Anna Vale,Police,hub,police,,,,,,,,,,", "line 2: roles is empty"),
        ("anna,Anna Vale,Police,hub,police,practitioner,,soon,,,,,,,", "line 2: from is not like 2026-11-16"),
        (
            "anna,Anna Vale,Police,hub,police,lead,,2026-12-01,2026-11-30,,,,,,",
            "line 2: until is before from",
        ),
        ("anna,Anna Vale,Police,hub,police,practitioner,,,,,,,U1,,", "line 2: a slack account needs both"),
        (ANNA.replace("01632 960 123", "at home"), 'line 2: phone "at home" is not like 01632 960 001'),
        (f"{ANNA},one,more", "line 2: there are more cells than columns"),
    ],
)
async def test_a_wrong_line_is_named_and_nothing_is_changed(line: str, said: str, desk: Desk) -> None:
    with pytest.raises(PeopleProblems) as found:
        await imported(desk, line, ANNA.replace("anna", "bert").replace("U1", "U2"))
    assert found.value.lines[0].startswith(said), found.value.lines
    roster = await desk.store.read(desk.hubs.roster)
    assert not {"anna", "bert"} & roster.people.keys()


async def test_a_file_with_the_line_ends_of_another_system_is_read_alike(desk: Desk) -> None:
    for end in ("\r\n", "\r"):
        assert [entry.person.id for entry in read_people(end.join((HEADER, ANNA)), desk.hubs)] == ["anna"]


async def test_every_problem_of_a_file_is_named_at_once(desk: Desk) -> None:
    with pytest.raises(PeopleProblems) as found:
        await imported(desk, ANNA.replace("police", "polise", 1), ANNA.replace("hub", "moon"))
    assert [line.split(":")[0] for line in found.value.lines] == ["line 2", "line 3"]


async def test_one_account_is_one_person_and_one_seat_is_held_once(desk: Desk) -> None:
    with pytest.raises(PeopleProblems, match='the slack account is that of "anna" already'):
        await imported(desk, ANNA, ANNA.replace("anna", "bert"))
    with pytest.raises(PeopleProblems, match='line 3: "anna" has this forum and seat already'):
        await imported(desk, ANNA, ANNA)
    with pytest.raises(PeopleProblems, match='line 3: "anna" stands in line 2 with other particulars'):
        await imported(desk, ANNA, ANNA.replace("Anna Vale", "Anna Hill").replace(",police,", ",health,"))


async def test_a_second_line_is_a_second_seat(desk: Desk) -> None:
    await imported(desk, ANNA, ANNA.replace(",police,", ",health,"))
    roster = await desk.store.read(desk.hubs.roster)
    assert {m.seat for m in roster.memberships if m.person == "anna"} == {"police", "health"}


async def test_a_column_that_nobody_knows_or_that_is_missing_is_named(desk: Desk) -> None:
    with pytest.raises(PeopleProblems, match='line 1: column "shoe size" is not known'):
        await desk.store.read(lambda _: read_people(f"{HEADER},shoe size\n{ANNA},43", desk.hubs))
    with pytest.raises(PeopleProblems, match='line 1: there is no column "roles"'):
        await desk.store.read(lambda _: read_people("id,name,agency\nanna,Anna Vale,Police", desk.hubs))


async def test_a_deputy_stands_in_for_a_seat_or_somebody_known(desk: Desk) -> None:
    deputy = "dee,Dee Lake,Police,hub,,practitioner,{},,,,en,,,,"
    with pytest.raises(PeopleProblems, match='line 2: deputy for "nobody"'):
        await imported(desk, deputy.format("nobody"))

    assert await imported(desk, deputy.format("police")) == Applied(1, 0, 0)
    assert await imported(desk, deputy.format("duty-1")) == Applied(0, 1, 0)
    assert await imported(desk, deputy.format("anna"), ANNA) == Applied(1, 1, 0)


async def test_an_old_file_lets_nobody_back_in(desk: Desk) -> None:
    await imported(desk, ANNA)
    await desk.store.write(lambda tx: tx.people.end("anna", tx.now))
    desk.move_clock(hours=1)
    with pytest.raises(PeopleProblems, match='line 2: "anna" left 2026-11-16 09:12 UTC'):
        await imported(desk, ANNA)
    desk.move_clock(days=2)
    await imported(desk, ANNA.replace("lead,,,", "lead,,2026-11-17,"))
    roster = await desk.store.read(desk.hubs.roster)
    assert roster.actor("anna", "hub", desk.clock.now())


async def test_what_a_code_linked_stays_where_the_file_says_nothing(desk: Desk) -> None:
    await imported(desk, ANNA)
    await desk.store.write(lambda tx: tx.people.link(LinkedIdentity("teams", "tenant", "object", "anna")))
    assert await imported(desk, ANNA) == Applied(0, 0, 1)
    await imported(desk, ANNA.replace("U1", "U9"))
    roster = await desk.store.read(desk.hubs.roster)
    assert roster.person_behind("teams", "tenant", "object") == roster.people["anna"]
    assert roster.person_behind("slack", "T1", "U1") is None


def test_every_role_that_may_do_something_can_be_given() -> None:
    named = {*authority.SEAT_ROLES, *authority.HUB_ROLES, *authority.SCREENERS, *authority.PROPOSERS}
    assert named <= ROLES
