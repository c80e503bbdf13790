"""A decision stands until somebody looked at what came since; that nobody does in time is told one higher."""

import pytest

from bot.drawing import Drawing
from bot.due.jobs import DueScan
from storage.tx import Tx
from tests.cards.reading import read
from tests.handlers.test_linking import link, two
from tests.handlers.test_views import _decided, _views
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.kept_from import restrict
from tests.support.referring import read as lines


async def scan(desk: Desk) -> None:
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def late_view(desk: Desk) -> str:
    """A view of the police at 1:12pm, after the decision."""
    referral = await keep(desk, _decided())
    desk.move_clock(hours=4)
    await desk.do("police-1", "vote.cast", referral, _views())
    return referral


async def work(desk: Desk, person: str) -> list[str]:
    """The rows of somebody's list."""
    return lines((await desk.press(person, "work.open")).form)


async def told(desk: Desk) -> dict[str, str]:
    """What those read who are told that something is late, by person."""
    messages = await desk.messages("late_clock")

    def drawn(tx: Tx) -> dict[str, str]:
        cards = {message.audience: Drawing(desk.hubs).draw(tx, message) for message in messages}
        return {person: read(one.card) for person, one in cards.items() if one is not None}

    return await desk.store.read(drawn)


async def test_a_late_view_that_nobody_answers_is_told_to_the_service_manager(desk: Desk) -> None:
    referral = await late_view(desk)
    desk.move_clock(minutes=29)
    await scan(desk)
    assert await told(desk) == {}
    assert await work(desk, "service-1") == ["My work", "Nothing needs you now."]
    desk.move_clock(minutes=1)

    await scan(desk)

    assert await told(desk) == {
        "service-1": (
            "LATE · MASH-2611-7KDMQ · RED ◆ due 1:12pm Mon 16 November\n"
            "A late view has had no answer. The decision stands. Late since 1:42pm Mon 16 November.\n"
            "[The decision stands] [Open details >]"
        )
    }
    assert await desk.messages("late_view", "duty-1")
    assert (await desk.case(referral)).decisions == _decided().decisions


@pytest.mark.parametrize("person", ["duty-1", "chair-1", "service-1"])
async def test_it_stays_in_the_work_of_whoever_may_answer(desk: Desk, person: str) -> None:
    referral = await late_view(desk)
    desk.move_clock(days=1, minutes=31)
    await scan(desk)
    before = await work(desk, person)
    task = (await desk.case(referral)).tasks[0].id

    assert (await desk.press(person, "late_view.confirm", task)).kind == "done"
    await scan(desk)

    assert before == [
        "My work",
        "DECISIONS TO LOOK AT AGAIN (1)",
        "RED ◆ MASH-2611-7KDMQ · late view · Overdue since 1:42pm Monday 16 November",
    ]
    assert await work(desk, person) == ["My work", "Nothing needs you now."]
    assert await told(desk) == {}


async def test_new_household_information_climbs_in_the_same_way(desk: Desk) -> None:
    older, younger = await two(desk)
    await link(desk, "duty-1", younger, older)
    desk.move_clock(minutes=30)

    await scan(desk)

    (said,) = [text for person, text in (await told(desk)).items() if person == "service-1"]
    assert "New household information has had no answer. The decision stands." in said
    assert any("new household information · due 10:42am today" in line for line in await work(desk, "duty-1"))
    (made,) = (await desk.case(younger)).links
    await desk.do("duty-2", "link.undo", made.id, {"why": "Two families of one name."})
    assert await told(desk) == {}, "there is nothing to look at any more"


async def test_of_a_restricted_sibling_the_clocks_in_details_say_nothing(desk: Desk) -> None:
    older, younger = await two(desk)
    await restrict(desk, younger, "duty-1", "chair-1")

    await link(desk, "duty-1", younger, older)

    assert [clock.kind for clock in (await desk.case(older)).clocks][-1] == "household"
    details = lines((await desk.press("police-1", "details.open", older)).form)
    assert "Clocks" in details
    assert "household" not in " ".join(details).casefold()
