"""Somebody who works in two hubs sees what waits in both, each under its hub's name."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.accounts import StoredAccounts
from bot.cards.elements import Card, Heading, Row
from bot.interaction import Identity, SurfaceName
from bot.reading.overview import StoredOverview
from bot.surfaces.web.ports import BoardWanted, Where
from bot.visitors import own_list
from storage.accounts import Begun
from storage.audit import REST
from storage.ids import new_id
from storage.tx import Tx
from tests.support.cases import arrived, asked
from tests.support.decisions import another
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import FORUM, WEB_TENANT
from triage.case import Case
from triage.records import DayList, Meeting, Membership, NightItem, Task

WHO = "police-1"
NORTH = "north"


async def in_both(desk: Desk, *roles: str, who: str = WHO, seat: str = "police") -> None:
    def put(tx: Tx) -> None:
        tx.forums.put(replace(desk.hub.forum, id=NORTH, name="Northfield MASH", channels={}))
        roster = desk.hubs.roster(tx)
        held = [m for m in roster.memberships if m.person == who]
        there = Membership(who, NORTH, seat, frozenset(roles or {"practitioner"}))
        tx.people.put(roster.people[who], [*held, there], list(roster.accounts(who)))
        desk.hubs.refresh(tx)

    await desk.store.write(put)


async def keep_in_north(desk: Desk, case: Case, mark: str = "n") -> str:
    there = another(case, mark, f"MASH-2611-N{mark.upper():A>4}")
    referral = await keep(desk, there)

    def move(tx: Tx) -> None:
        tx.referrals.move(referral, forum=NORTH)

    await desk.store.write(move)
    return referral


async def listed(desk: Desk) -> Card:
    identity = Identity(SurfaceName.WEB, WEB_TENANT, WHO)
    return await desk.store.read(lambda tx: own_list(tx, desk.hubs, identity))


def shown(card: Card) -> list[str]:
    parts = [part for part in card.body if isinstance(part, Heading | Row)]
    lines = [part.text if isinstance(part, Heading) else "".join(part.lines[:1]) for part in parts]
    return [line.split(" · ")[0] for line in lines if "duty" not in line]


async def test_both_hubs_have_their_own_part_of_the_list(desk: Desk) -> None:
    await in_both(desk)
    here = await keep(desk, asked())
    there = await keep_in_north(desk, asked())

    card = await listed(desk)

    assert shown(card) == [
        desk.hub.forum.name,
        "URGENT (1)",
        "RED ◆ MASH-2611-7KDMQ",
        "Northfield MASH",
        "URGENT (1)",
        "RED ◆ MASH-2611-NAAAN",
    ]
    things = [part.buttons[0].thing for part in card.body if isinstance(part, Row) and "RED" in part.lines[0]]
    assert things == [here, there]


async def test_what_waits_in_the_other_hub_is_answered_there(desk: Desk) -> None:
    await in_both(desk)
    there = await keep_in_north(desk, asked())

    opened = await desk.press(WHO, "check.nothing_known", there)
    answer = await desk.submit(opened.form, {}, by=WHO)

    assert answer.kind == "done"
    assert shown(await listed(desk))[:2] == [desk.hub.forum.name, "Northfield MASH"]


async def test_a_hub_in_which_nothing_waits_says_so(desk: Desk) -> None:
    await in_both(desk)
    await keep(desk, asked())

    assert "Nothing needs you now." in repr((await listed(desk)).body[-1])


async def test_what_was_begun_in_the_other_hub_stands_there_and_can_be_thrown_away(desk: Desk) -> None:
    await in_both(desk)
    there = await keep_in_north(desk, asked())
    form = Begun("check.answer", there, "police")
    await desk.store.write(lambda tx: tx.accounts.keep_draft(WHO, form, {"text": ("Seen well.",)}))

    (row,) = (
        part for part in (await listed(desk)).body if isinstance(part, Row) and "Draft" in part.lines[0]
    )
    go_on, drop = row.buttons
    assert (go_on.verb, go_on.thing) == ("check.answer", there)
    opened = await desk.press(WHO, drop.verb, drop.thing)
    assert (await desk.submit(opened.form, {}, by=WHO)).kind == "done"

    assert await desk.store.read(lambda tx: tx.accounts.drafts_of(WHO)) == ()


async def test_with_one_hub_no_hub_is_named(desk: Desk) -> None:
    await keep(desk, asked())

    assert desk.hub.forum.name not in shown(await listed(desk))


async def test_later_pages_are_those_of_the_hub_whose_button_was_pressed(desk: Desk) -> None:
    await in_both(desk)
    for number in range(16):
        await keep_in_north(desk, asked(), f"{number:02}")
    card = await listed(desk)
    (more,) = (
        b for part in card.body if isinstance(part, Row) for b in part.buttons if b.verb == "work.open"
    )

    second = await desk.press(WHO, more.verb, more.thing, page=more.page)

    assert more.name == "Show the next 15, Northfield MASH"
    assert second.form is not None
    assert len([part for part in second.form.body if isinstance(part, Row)]) == 1


async def test_ones_own_referral_stands_in_the_list_of_its_hub_only(desk: Desk) -> None:
    await in_both(desk)
    mine = arrived()
    mine = replace(
        mine,
        referral=replace(mine.referral, referrer=replace(mine.referral.referrer, person=WHO)),
    )
    await keep_in_north(desk, mine)

    assert shown(await listed(desk)) == [
        desk.hub.forum.name,
        "Northfield MASH",
        "MY REFERRALS (1)",
        "MASH-2611-NAAAN",
    ]


async def test_a_task_of_the_other_hub_is_done_with_what_one_is_there(desk: Desk) -> None:
    await in_both(desk, "minute_taker")
    row = Task("task-1", NORTH, "refused_row", "", desk.clock.now(), desk.clock.now(), words="line 5")
    await desk.store.write(lambda tx: tx.tasks.add(row))

    assert (await desk.press(WHO, "task.do", "task-1")).kind == "open"


async def test_the_list_and_the_meeting_of_the_other_hub_open_there(desk: Desk) -> None:
    await in_both(desk, "practitioner", "chair")
    now = desk.clock.now()

    def keep_list(tx: Tx) -> None:
        tx.day_lists.add(DayList("list-1", NORTH, "2026-11-16", now, now, now))
        tx.meetings.add(Meeting("meeting-1", NORTH, "daily", now, now, day_list="list-1", set_at=now))

    await desk.store.write(keep_list)

    assert (await desk.press(WHO, "list.open", "list-1")).kind == "open"
    assert (await desk.press(WHO, "meeting.here", "meeting-1")).kind == "done"
    assert (await desk.press("housing-1", "list.open", "list-1")).kind == "refused"


MANAGER = "duty-1"
BOTH = ((FORUM, "Sandwell MASH"), (NORTH, "Northfield MASH"))


def on_web(person: str) -> Identity:
    return Identity(SurfaceName.WEB, WEB_TENANT, person)


async def test_the_board_is_of_the_hub_that_is_chosen(desk: Desk) -> None:
    await in_both(desk, "duty_manager", who=MANAGER, seat="")
    await keep(desk, asked())
    await keep_in_north(desk, asked())
    overview = StoredOverview(desk.store, desk.hubs)

    async def board(hub: str) -> tuple[list[str], Where] | None:
        found = await overview.board(on_web(MANAGER), BoardWanted(hub=hub))
        return ([row.reference for row in found.rows], found.where) if found else None

    assert await board("") == await board(FORUM) == (["MASH-2611-7KDMQ"], Where(FORUM, BOTH))
    assert await board(NORTH) == (["MASH-2611-NAAAN"], Where(NORTH, BOTH))
    assert await board("nowhere") is None


async def test_so_are_the_wall_and_the_figures_and_the_record_says_of_which(desk: Desk) -> None:
    await in_both(desk, "duty_manager", who=MANAGER, seat="")
    await keep_in_north(desk, asked())
    overview = StoredOverview(desk.store, desk.hubs)

    wall = await overview.wall_of(on_web(MANAGER), NORTH)
    here, there = [await overview.measures(on_web(MANAGER), 3, hub) for hub in (FORUM, NORTH)]

    assert [row.reference for row in await overview.wall(wall)] == ["MASH-2611-NAAAN"]
    assert here
    assert there
    assert (here.where, there.where) == (Where(FORUM, BOTH), Where(NORTH, BOTH))
    assert "Referrals: 0." in here.report.summary[0]
    assert "Referrals: 0." not in there.report.summary[0]
    entries = await desk.store.read(lambda tx: tx.audit.entries(REST))
    assert [(one.verb, one.thing) for one in entries] == [
        ("wall.open", NORTH),
        ("measures.open", FORUM),
        ("measures.open", NORTH),
    ]


async def test_a_hub_that_somebody_is_not_in_is_not_named_and_not_shown(desk: Desk) -> None:
    await in_both(desk)
    await keep_in_north(desk, asked())
    overview = StoredOverview(desk.store, desk.hubs)

    board = await overview.board(on_web(MANAGER), BoardWanted())

    assert board
    assert board.where == Where(FORUM)
    for wanted in (BoardWanted(hub=NORTH), BoardWanted(hub=NORTH, name="Kacey")):
        assert await overview.board(on_web(MANAGER), wanted) is None
    assert await overview.wall_of(on_web(MANAGER), NORTH) == ""
    assert await overview.measures(on_web(MANAGER), 3, NORTH) is None


async def test_who_runs_the_second_hub_only_is_led_to_its_board(desk: Desk) -> None:
    await in_both(desk, "duty_manager", seat="")
    await keep_in_north(desk, asked())
    overview, accounts = StoredOverview(desk.store, desk.hubs), StoredAccounts(desk.store, desk.hubs)

    board = await overview.board(on_web(WHO), BoardWanted())
    session = await accounts.session(await accounts.begin(WHO), active=False)

    assert board
    assert (board.where, len(board.rows)) == (Where(NORTH), 1)
    assert await overview.board(on_web(WHO), BoardWanted(hub=FORUM)) is None
    assert session
    assert session.pages == {"channel", "board", "measures"}


async def test_what_the_night_brought_the_other_hub_is_picked_up_there(desk: Desk) -> None:
    await in_both(desk, "duty_manager", who="duty-1", seat="")
    here, *there = [await keep(desk, asked())] + [
        await keep_in_north(desk, asked(), mark) for mark in ("n", "m")
    ]
    opens_at = datetime(2026, 11, 17, 8, 45, tzinfo=UTC)

    def came(tx: Tx) -> None:
        for referral, forum in ((here, FORUM), *((one, NORTH) for one in there)):
            tx.night_items.add(NightItem(new_id(), referral, forum, tx.now, opens_at, arrived=True))

    await desk.store.write(came)
    desk.clock.move(opens_at - desk.clock.now())

    first = await desk.press("duty-1", "night.next", f"{NORTH}:2026-11-17")
    (item,) = await desk.store.read(
        lambda tx: [one.id for one in tx.nights(NORTH, opens_at) if one.picked_up_by == "duty-1"]
    )
    second = await desk.press("duty-1", "night.next", item)

    assert [one.form.thing for one in (first, second) if one.form] == there
