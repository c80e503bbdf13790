"""My work says how many cases today's list holds: what the list itself holds for that person, without reading each case."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.reading.day_lists import for_reader, how_many_for_reader
from storage.ids import new_id
from storage.listed import may_stand_on
from storage.tx import Tx
from tests.support.cases import PROFILE, RECEIVED, answered, asked, decided, proposed, rated
from tests.support.decisions import another
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import declare, restrict
from tests.triage.test_meetings import LIST, adjourned, amber, interim
from triage.case import Case

LATE = RECEIVED + timedelta(hours=9)
LONG = RECEIVED + timedelta(hours=72)
CERTAIN, TO_READ, NOT = True, False, None


def came_at(at: datetime, case: Case) -> Case:
    return replace(case, ratings=tuple(replace(one, at=at) for one in case.ratings))


def running(case: Case) -> Case:
    return replace(case, clocks=tuple(replace(one, stopped_at=None) for one in case.clocks))


def one_green(case: Case) -> Case:
    return replace(case, ratings=(replace(case.ratings[0], level="green"), *case.ratings[1:]))


def one_decided(case: Case) -> Case:
    first, *others = case.subjects
    return replace(case, subjects=(first, *(replace(one, stage="rated") for one in others)))


CASES: dict[str, tuple[Case, bool, bool | None]] = {
    "amber": (amber(), True, CERTAIN),
    "red": (asked(), True, CERTAIN),
    "proposed": (proposed(amber()), True, CERTAIN),
    "green": (asked(rated(level="green")), False, NOT),
    "amber and green": (one_green(amber()), True, TO_READ),
    "decided": (decided(proposed(amber())), False, NOT),
    "one of two decided": (one_decided(decided(proposed(amber()))), True, TO_READ),
    "interim until today": (running(interim(LIST.day)), True, TO_READ),
    "interim until tomorrow": (running(interim("2026-11-17")), False, TO_READ),
    "adjourned to tomorrow": (adjourned(amber(), "2026-11-17"), False, TO_READ),
    "back today": (adjourned(amber(), LIST.day), True, CERTAIN),
    "papers late": (amber(LONG, LATE), False, TO_READ),
    "papers late but there": (answered(amber(LONG, LATE), *PROFILE.level("amber").asks), True, TO_READ),
    "papers late, the next list too late": (amber(answers=LATE), True, CERTAIN),
    "came after the meeting": (came_at(LIST.meeting_at, amber(LONG)), False, TO_READ),
    "red that came after the meeting": (came_at(LIST.meeting_at, asked()), True, TO_READ),
}


async def keep_all(desk: Desk) -> dict[str, str]:
    """Keep each of them, with its meetings; returns their names by the ids of the referrals."""
    kept = {}
    for number, (name, (case, _listed, _told)) in enumerate(CASES.items()):
        one = another(case, f"-{number:02}", f"MASH-2611-AA{number:03}")
        kept[await keep(desk, one)] = name
        await desk.store.write(partial(_sit, case=one))
    return kept


def _sit(tx: Tx, *, case: Case) -> None:
    """Keep the meetings that it is a case of."""
    for sitting in case.sittings:
        meeting = tx.meetings.add(replace(sitting.meeting, id=new_id(), referral=case.referral.id))
        for item in sitting.items:
            tx.meetings.items.add(replace(item, id=new_id(), referral=case.referral.id, meeting=meeting.id))


async def counted(desk: Desk, person: str) -> tuple[int, int]:
    """What My work says of the list, and how many rows the list itself has."""

    def both(tx: Tx) -> tuple[int, int]:
        actor = desk.hubs.roster(tx).actor(person, "hub", tx.now)
        assert actor is not None
        said = how_many_for_reader(tx, desk.hub, actor, LIST)
        return said, len(for_reader(tx, desk.hub, actor, LIST).listed)

    return await desk.store.read(both)


async def test_it_is_the_number_of_rows_and_most_cases_need_not_be_read(desk: Desk) -> None:
    kept = await keep_all(desk)
    told = await desk.store.read(lambda tx: may_stand_on(tx, LIST, PROFILE.meetings.listed))

    assert {name: told.get(one) for one, name in kept.items()} == {
        name: certain for name, (_case, _listed, certain) in CASES.items()
    }
    listed = sum(listed for _case, listed, _certain in CASES.values())
    assert await counted(desk, "duty-1") == (listed, listed)


@pytest.mark.parametrize("name", ["amber", "papers late but there"])
async def test_a_case_that_is_kept_from_somebody_is_not_counted_for_them(desk: Desk, name: str) -> None:
    case, _listed, _told = CASES[name]
    hidden = await keep(desk, case)
    await keep(desk, another(case, "-b", "MASH-2611-9XTBE"))

    await restrict(desk, hidden)
    named, other = await counted(desk, "police-1"), await counted(desk, "housing-1")
    await declare(desk, "police-1", hidden)

    assert (named, other) == ((2, 2), (1, 1))
    assert await counted(desk, "police-1") == (1, 1)
    assert await counted(desk, "duty-1") == (2, 2)


async def test_a_closed_case_is_not_counted(desk: Desk) -> None:
    referral = await keep(desk, amber())
    await desk.store.write(lambda tx: tx.referrals.move(referral, closed_at=tx.now))

    assert await counted(desk, "duty-1") == (0, 0)
