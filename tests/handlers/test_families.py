"""Relatives that the administrator noted: a match takes the case from the person, and nobody need declare anything."""

import pytest

from bot.intake.families import note_families, read_families
from bot.people_file import PeopleProblems
from tests.support.desk import Desk
from tests.support.referring import refer, screen

KACEYS_UNCLE = "id,name,date of birth\npolice-1,Kacey Brannigan,4 3 2017\n"


async def note(desk: Desk, text: str) -> int:
    def noted(tx):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - one transaction of the test
        lines = read_families(text, desk.hubs.roster(tx), tx.now.date())
        return note_families(tx, lines, desk.hubs)

    return await desk.store.write(noted)


async def test_whoever_is_noted_never_hears_of_what_arrives(desk: Desk) -> None:
    assert await note(desk, KACEYS_UNCLE) == 1

    referral = await refer(desk)
    await screen(desk, referral)

    case = await desk.case(referral)
    assert [(one.person, one.state, one.seat) for one in case.conflicts_now] == [
        ("police-1", "matched", "police")
    ]
    told = {m.audience for m in await desk.messages() if m.scope == referral}
    assert "police-1" not in told
    assert "channel" not in told
    assert {"police-2", "police-lead"} <= told
    answer = await desk.press("police-1", "details.open", case.referral.reference)
    assert answer.note == "There is nothing here with that reference."


async def test_what_is_here_already_is_taken_away(desk: Desk) -> None:
    referral = await refer(desk)

    await note(desk, KACEYS_UNCLE)

    assert [one.person for one in (await desk.case(referral)).conflicts_now] == ["police-1"]


async def test_a_name_that_is_only_alike_takes_nothing_away(desk: Desk) -> None:
    await note(desk, "id,name,date of birth\npolice-1,Keith Brannigan,4 3 2011\n")

    referral = await refer(desk)

    assert (await desk.case(referral)).conflicts_now == ()


async def test_what_a_duty_manager_lifted_stays_lifted(desk: Desk) -> None:
    referral = await refer(desk)
    await note(desk, KACEYS_UNCLE)
    (held,) = (await desk.case(referral)).conflicts_now
    await desk.do("duty-1", "conflict.lift", held.id, {"why": "Another child of that name."})

    await note(desk, KACEYS_UNCLE)

    assert (await desk.case(referral)).conflicts_now == ()


async def test_the_relatives_are_kept_sealed(desk: Desk) -> None:
    await note(desk, KACEYS_UNCLE)

    rows = await desk.store.read(
        lambda tx: tx.connection.exec_driver_sql("SELECT * FROM family JOIN family_token ON 1=1").all()
    )

    assert rows
    assert "Brannigan" not in repr(rows)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nobody-9,Kacey Brannigan,4 3 2017", "line 2: nobody on the roster has this id"),
        ("police-1,Kacey,4 3 2017", "line 2: name needs a first name and a surname"),
        ("police-1,Kacey Brannigan,long ago", "line 2: date of birth cannot be read"),
    ],
)
async def test_a_line_that_cannot_be_used_is_named(desk: Desk, line: str, said: str) -> None:
    with pytest.raises(PeopleProblems) as problem:
        await note(desk, f"id,name,date of birth\n{line}\n")
    assert problem.value.lines == (said,)
