"""One case is erased and one is closed: everything that shows several goes on, and nothing of the erased one is left."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from bot.cli.auditing import _show, chain_problems
from bot.cli.sampling import _chosen
from bot.drawing import Drawing
from bot.due.jobs import DueScan
from bot.due.retention import closed_cases, erase
from bot.handlers import all_verbs
from bot.interaction import Answer, Identity, SurfaceName
from bot.reading import my_work
from bot.reading.overview import StoredOverview
from bot.surfaces.web.ports import BoardWanted
from storage.tables import metadata
from storage.tx import Tx
from tests.handlers.test_access_requests import paper
from tests.handlers.test_day_list import amber
from tests.handlers.test_meeting import PROPOSAL
from tests.handlers.test_meetings_on_paper import met
from tests.support.desk import Desk
from tests.support.people import FORUM, WEB_TENANT
from tests.support.referring import refer

PEOPLE = (
    "duty-1",
    "governance-1",
    "chair-1",
    "minutes-1",
    "police-lead",
    "health-1",
    "teacher-1",
    "auditor-1",
)
MARKS = ("Marigold", "Featherstone", "Health saw burns on her arm.", "Needs a plan of her own.")
TELLING = re.compile("|".join(MARKS))
NOTHING = "There is nothing here with that reference."


async def ended(desk: Desk, referral: str) -> None:
    """Decided, closed without telling, copied into the case system."""
    case = await desk.case(referral)
    if case.open_proposals:
        await desk.do("duty-1", "proposal.approve", case.open_proposals[0].id, {})
    else:
        await desk.do("chair-1", "decision.propose", referral, PROPOSAL)
        (proposal,) = (await desk.case(referral)).open_proposals
        await desk.do("duty-1", "proposal.approve", proposal.id, {})
    answer = await desk.do("duty-1", "case.close", referral, {"reason": "Told in person."})
    assert answer.kind == "done", (answer.note, repr(answer.form))
    await desk.do("minutes-1", "export.make", referral, {})
    export = (await desk.case(referral)).exports[-1].id
    await desk.do("minutes-1", "export.confirm", export, {"number": "LCS 42"})


async def things(desk: Desk, referral: str) -> dict[str, list[str]]:
    """The ids of all that belongs to it, by the name of its table."""

    def found(tx: Tx) -> dict[str, list[str]]:
        rows = {}
        for table in metadata.tables.values():
            if {"id", "referral"} <= set(table.c.keys()):
                wanted = select(table.c.id).where(table.c.referral == referral)
                rows[table.name] = list(tx.connection.execute(wanted).scalars())
        return rows | {"referral": [referral]}

    return await desk.store.read(found)


@pytest.fixture
async def erased(desk: Desk) -> tuple[str, dict[str, list[str]], str]:
    """Two cases of one meeting: the first is erased long after, the second closed; a third has just come in."""
    first, second = await met(desk, name="Marigold Featherstone")
    await desk.do("police-1", "slip.report", first, {"what": "A card was printed.", "visible": "no"})
    await ended(desk, first)
    await ended(desk, second)
    belongs, reference = await things(desk, first), (await desk.case(first)).referral.reference
    desk.move_clock(days=760)
    await amber(desk, name="Ann Reed")
    await refer(desk, name="Marigold Featherstone", worry="Seen again.")
    done = await desk.store.write(lambda tx: erase(tx, desk.hubs, "governance-1", [reference]))
    assert done == (reference,)
    return reference, belongs, second


async def test_every_press_on_anything_of_it_finds_nothing(
    desk: Desk, erased: tuple[str, dict[str, list[str]], str]
) -> None:
    reference, belongs, _second = erased
    tried = 0
    for verb in all_verbs().values():
        for thing in belongs.get(verb.thing, [])[:2]:
            for person in ("duty-1", "governance-1"):
                answer = await desk.press(person, verb.name, thing)
                tried += 1
                assert answer.kind == "refused", (verb.name, person, answer.note)
                assert not TELLING.search(repr(answer)), (verb.name, person)
    assert tried > 100
    for export in belongs["export"]:
        for person in ("governance-1", "minutes-1"):
            assert isinstance(await paper(desk, person, export), Answer), "no sheet, but a refusal"
    opened = await desk.press("duty-1", "details.open", reference)
    assert opened.note == NOTHING
    assert await desk.store.write(chain_problems) == []


async def test_lists_jobs_and_what_is_shown_go_on_without_it(
    desk: Desk, erased: tuple[str, dict[str, list[str]], str]
) -> None:
    reference, _belongs, second = erased
    meeting = (await desk.case(second)).sittings[0]
    shown = [
        await desk.press(person, verb, thing)
        for person in PEOPLE
        for verb, thing in (
            ("work.open", ""),
            ("referral.mine", ""),
            ("desk.list", ""),
            ("desk.next", ""),
            ("tasks.list", ""),
            ("actions.log", ""),
            ("slip.list", ""),
            ("night.read", ""),
            ("minutes.read", meeting.meeting.id),
            ("meeting.more", meeting.meeting.id),
            ("details.open", second),
            ("people.links", second),
        )
    ]
    for hours in (1, 5, 20):
        desk.move_clock(hours=hours)
        await DueScan(desk.store, desk.hubs, desk.projection).scan()

    def drawn(tx: Tx) -> list[object]:
        roster, drawing = desk.hubs.roster(tx), Drawing(desk.hubs)
        rows = [*tx.messages.in_channel(FORUM, "web")]
        rows += [one for who in roster.people for one in tx.messages.to_person(who)]
        cards: list[object] = [drawing.draw(tx, one) for one in rows]
        cards += [my_work.gather(tx, desk.hub, roster, who) for who in roster.people.values()]
        desk.projection.everything(tx, desk.hub, roster)
        return cards

    shown += await desk.store.write(drawn)  # type: ignore[arg-type]  # all are only looked at as words
    newest = await desk.store.read(lambda tx: tx.day_lists.newest(FORUM))
    if newest is not None:
        shown += [await desk.press(person, "list.open", newest.id) for person in PEOPLE]
    for one in shown:
        assert reference not in repr(one)
        assert MARKS[2] not in repr(one)
        assert MARKS[3] not in repr(one)


async def test_the_board_the_search_the_figures_and_the_wall_leave_it_out(
    desk: Desk, erased: tuple[str, dict[str, list[str]], str]
) -> None:
    reference, _belongs, second = erased
    overview = StoredOverview(desk.store, desk.hubs)
    closed = (await desk.case(second)).referral.reference
    for name in ("duty-1", "service-1", "governance-1"):
        who = Identity(SurfaceName.WEB, WEB_TENANT, name)
        for wanted in (BoardWanted(), BoardWanted(reference=reference), BoardWanted(name="Featherstone")):
            board = repr(await overview.board(who, wanted))
            assert reference not in board
            assert closed not in board
        assert await overview.measures(who, 36) is not None
    assert reference not in repr(await overview.wall(FORUM))
    found = await desk.store.read(lambda tx: closed_cases(tx, desk.hubs, "governance-1"))
    assert [one.case.referral.reference for one in found or ()] == [closed]
    core = SimpleNamespace(hubs=desk.hubs)
    days = (desk.clock.now().date().replace(year=2026), desk.clock.now().date())
    sampled = await desk.store.write(lambda tx: _chosen(tx, core, "auditor-1", days, (10, 1)))  # type: ignore[arg-type]
    assert reference not in repr(sampled)


async def test_the_record_says_what_was_done_and_that_the_words_are_erased(
    desk: Desk, erased: tuple[str, dict[str, list[str]], str]
) -> None:
    reference, _belongs, _second = erased
    core = SimpleNamespace(hubs=desk.hubs)

    lines = await desk.store.write(lambda tx: _show(tx, core, reference, "governance-1"))  # type: ignore[arg-type]
    without = await desk.store.write(lambda tx: _show(tx, core, reference, ""))  # type: ignore[arg-type]

    assert not isinstance(lines, str)
    assert not isinstance(without, str)
    assert lines[-1][1].startswith("retention.deleted done governance-1")
    assert all(words.endswith(" erased") for _at, words in lines)
    assert len(without) == len(lines)
    assert await desk.store.write(chain_problems) == []


async def test_a_new_referral_about_the_same_child_is_compared_with_nothing_of_it(
    desk: Desk, erased: tuple[str, dict[str, list[str]], str]
) -> None:
    reference, _belongs, _second = erased
    (new,) = await desk.store.read(lambda tx: tx.referrals.to_screen(FORUM))

    opened = await desk.press("screening-1", "referral.screen", new)

    assert opened.kind == "open"
    assert reference not in repr(opened.form)
