"""The board, the wall and the figures on a real store: who reads them, and what is in them."""

from datetime import timedelta

import pytest

from bot.cards.overview import measures
from bot.cards.sight import Sight
from bot.interaction import Identity, SurfaceName
from bot.reading.overview import StoredOverview
from bot.surfaces.web.ports import BoardWanted
from bot.words import Words
from storage.audit import REST
from tests.support.cases import DUE
from tests.support.desk import Desk
from tests.support.kept_from import restrict
from tests.support.people import WEB_TENANT
from tests.support.referring import refer, screen
from triage.measures import Measures, Taken


def person(name: str) -> Identity:
    return Identity(SurfaceName.WEB, WEB_TENANT, name)


@pytest.fixture
def overview(desk: Desk) -> StoredOverview:
    return StoredOverview(desk.store, desk.hubs)


async def rated(desk: Desk, level: str = "red", **typed: str) -> str:
    """A referral that goes on; its reference."""
    referral = await refer(desk, **typed)
    await screen(desk, referral, urgency_1=level)
    return (await desk.case(referral)).referral.reference


STAFF = ["screening-1", "duty-1", "service-1", "chair-1"]
OTHERS = ["teacher-1", "police-1", "nobody-at-all"]


@pytest.mark.parametrize("who", STAFF)
async def test_the_hub_s_staff_open_the_board(desk: Desk, overview: StoredOverview, who: str) -> None:
    reference = await rated(desk)
    board = await overview.board(person(who), BoardWanted())
    assert board is not None
    (row,) = board.rows
    assert row.reference == reference
    assert (row.due, row.rating, row.about, row.where) == ("1:12pm today", "RED ◆", "K.B., 9", "Checks out")
    assert row.answers == "0 of 12"
    assert "Police" in row.waiting_for


async def test_what_is_overdue_says_so_and_by_how_much(desk: Desk, overview: StoredOverview) -> None:
    await rated(desk)

    for days, due in ((0, "Overdue by 25 minutes"), (1, "Overdue since 1:12pm Monday 16 November")):
        desk.clock.move(DUE + timedelta(days=days, minutes=25) - desk.clock.now())
        board = await overview.board(person("duty-1"), BoardWanted())
        assert board is not None
        assert [(row.due, row.late) for row in board.rows] == [(due, True)]
        (row,) = await overview.wall("hub")
        assert row.due == due


async def test_a_request_for_information_is_marked_and_a_restricted_case_too(
    desk: Desk, overview: StoredOverview
) -> None:
    asked = await refer(desk)
    start = {"asker": "court", "seats": ("health", "education")}
    assert (await desk.do("duty-1", "information.start", asked, start)).kind == "done"
    await rated(desk)
    kept = await refer(desk, name="Kyle Stone")
    await screen(desk, kept)
    await restrict(desk, kept)
    board = await overview.board(person("duty-1"), BoardWanted())
    assert board is not None
    told = {row.reference: (row.rating, row.where) for row in board.rows}
    assert told[(await desk.case(asked)).referral.reference][0] == "INFORMATION REQUEST ■"
    assert told[(await desk.case(kept)).referral.reference][1] == "Checks out, restricted"
    told_by = {"kind": "known_no_concern", "text": "Seen.", "need": "help", "consent": "given", "tier": "hub"}
    for seat in ("health", "education"):
        answer = await desk.do(f"{seat}-1", "check.answer", asked, told_by)
        assert answer.kind == "done", answer.form and answer.form.problems
    board = await overview.board(person("duty-1"), BoardWanted())
    assert board is not None
    assert [(row.where, row.waiting_for) for row in board.rows if "■" in row.rating] == [("Ready", "Reply")]
    assert sum(where.endswith("restricted") for _rating, where in told.values()) == 1


@pytest.mark.parametrize("who", OTHERS)
async def test_nobody_else_does(desk: Desk, overview: StoredOverview, who: str) -> None:
    await rated(desk)
    assert await overview.board(person(who), BoardWanted()) is None
    assert await overview.wall_of(person(who)) == ""
    assert await overview.measures(person(who), 3) is None
    entries = await desk.store.read(lambda tx: tx.audit.entries(REST))
    assert [(one.verb, one.outcome) for one in entries if one.actor == who][-3:] == [
        ("board.open", "refused"),
        ("wall.open", "refused"),
        ("measures.open", "refused"),
    ]


async def test_the_earliest_due_comes_first_and_filters_narrow(desk: Desk, overview: StoredOverview) -> None:
    amber = await rated(desk, "amber", name="Tia Lowe")
    red = await rated(desk)
    everything = await overview.board(person("duty-1"), BoardWanted())
    assert everything is not None
    assert [row.reference for row in everything.rows] == [red, amber]

    async def references(**wanted: object) -> list[str]:
        found = await overview.board(person("duty-1"), BoardWanted(**wanted))  # type: ignore[arg-type]
        assert found is not None
        return [row.reference for row in found.rows]

    assert await references(level="amber") == [amber]
    assert await references(reference=red.lower()) == [red]
    assert await references(late=True) == []
    desk.move_clock(hours=3)
    assert await references(late=True) == [red]
    assert await references(state="checks_out") == [amber]
    assert await references(mine=True) == [red], "its meeting waits for a duty manager to set it"


async def test_a_search_by_name_finds_and_is_recorded(desk: Desk, overview: StoredOverview) -> None:
    found_one = await rated(desk, name="Zoë O'Hare-Lynn")
    await rated(desk)
    found = await overview.board(person("screening-1"), BoardWanted(name="zoe ohare"))
    assert found is not None
    assert [row.reference for row in found.rows] == [found_one]
    nothing = await overview.board(person("screening-1"), BoardWanted(name="Nobody"))
    assert nothing is not None
    assert nothing.rows == ()

    def searches(chain: str) -> list[tuple[str, str]]:
        return desk.store.read_now(
            lambda tx: [
                (entry.actor, entry.outcome)
                for entry in tx.audit.entries(chain)
                if entry.verb == "board.search"
            ]
        )

    referral = await desk.store.read(lambda tx: tx.referrals.by_reference(found_one))
    assert searches(referral or "") == [("screening-1", "done")]
    assert searches("rest") == [("screening-1", "done")]


@pytest.mark.parametrize("typed", ["lynn", "O'Hare", "o’hare-lynn", "lynn zoe", "Ohare-Lynn, Zoe", "ZO"])
async def test_a_search_goes_by_any_of_the_names(desk: Desk, overview: StoredOverview, typed: str) -> None:
    """Most people type a surname; nobody knows how a double one was written down."""
    found_one = await rated(desk, name="Zoë O'Hare-Lynn")
    await rated(desk)

    found = await overview.board(person("screening-1"), BoardWanted(name=typed))

    assert found is not None
    assert [row.reference for row in found.rows] == [found_one]


async def test_the_wall_shows_no_initials(desk: Desk, overview: StoredOverview) -> None:
    reference = await rated(desk)
    forum = await overview.wall_of(person("duty-1"))
    (row,) = await overview.wall(forum)
    assert (row.reference, row.about) == (reference, "")


async def test_the_figures_of_a_small_hub_give_nobody_away(desk: Desk, overview: StoredOverview) -> None:
    for _ in range(3):
        await rated(desk)
    read = await overview.measures(person("duty-1"), 3)
    assert read is not None
    report = read.report
    assert report.summary[0] == "Referrals: about 5. People in them: about 5. Information requests: 0."
    figures = {figure.id: figure for figure in report.figures}
    assert [line.label for line in figures["source"].lines] == ["Others", "All"]
    assert {value for figure in report.figures for line in figure.lines for value in line.values} <= {
        "not shown", "about 5", "0", "about 0",
    }  # fmt: skip


async def test_the_figures_of_a_busy_hub(desk: Desk, overview: StoredOverview) -> None:
    for _ in range(6):
        await rated(desk)
    read = await overview.measures(person("service-1"), 12)
    assert read is not None
    figures = {figure.id: figure for figure in read.report.figures}
    assert [(line.label, line.values) for line in figures["source"].lines] == [
        ("Harbour Lane Primary School", ("6",)),
        ("All", ("6",)),
    ]
    assert figures["outcome"].lines[0].label == "Nothing decided yet"
    asked = {line.label: line.values for line in figures["response"].lines}
    assert asked["Police"] == ("6", "0", "0", "0", "0", "0")


async def test_no_sum_tells_what_the_held_back_numbers_are(desk: Desk) -> None:
    roster = await desk.store.read(desk.hubs.roster)
    sight = Sight(Words("en"), desk.hub, roster, desk.clock.now(), None, "")
    told = Measures(
        referrals=22,
        people=22,
        information_requests=0,
        sources=(("School", 20), ("Health", 1), ("Police", 1)),
        issues=(),
        outcomes=(("section_17", 20), ("section_47", 1), ("nfa", 1)),
        rating_change=(),
        taken=Taken(22, timedelta(hours=2), timedelta(hours=5)),
        within=(),
        responses=(),
    )

    report = measures.report(sight, told, 3)

    assert report.summary[0] == "Referrals: about 20. People in them: about 20. Information requests: 0."
    decided = next(figure for figure in report.figures if figure.id == "time").lines[0]
    assert decided.values == ("about 20",)
