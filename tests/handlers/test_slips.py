"""A slip is reported by anybody, told at once to who can act, and ends with what was learnt."""

import pytest

from bot.cards.channel import channel_notice
from bot.cards.desk import slip
from bot.cards.sight import Sight
from bot.drawing import Drawing
from bot.words import Words
from tests.cards.reading import at, buttons_of, sight, words
from tests.support.desk import Desk
from tests.support.referring import read
from triage.records import NearMiss

WHAT = "A name was typed in the channel."


async def reported(desk: Desk, by: str = "police-1", visible: str = "yes") -> str:
    answer = await desk.do(by, "slip.report", "", {"what": WHAT, "visible": visible})
    assert answer.kind == "done", answer.form and answer.form.problems
    assert "The information governance lead and the duty manager are told." in answer.note
    (message,) = await desk.messages("slip", to="governance-1")
    return message.thing


@pytest.mark.parametrize("who", ["teacher-1", "police-1", "admin-1", "auditor-1"])
async def test_anybody_reports_and_the_right_people_are_told(desk: Desk, who: str) -> None:
    await reported(desk, by=who)
    told = {message.audience for message in await desk.messages("slip")}
    assert told == {"governance-1", "duty-1", "duty-2"}


async def test_the_message_says_that_there_is_a_report_and_not_what(desk: Desk) -> None:
    slip = await reported(desk)
    (message,) = await desk.messages("slip", to="duty-1")
    drawn = await desk.store.read(lambda tx: Drawing(desk.hubs).draw(tx, message))
    assert drawn is not None
    said = words(drawn.card)
    assert "SLIP REPORTED 9:12am Mon 16 November" in said
    assert "It is still visible: act on it now." in said
    assert WHAT not in said
    assert drawn.card.buttons[0].thing == slip


async def test_a_review_closes_it_once(desk: Desk) -> None:
    slip = await reported(desk)
    opened = await desk.press("governance-1", "slip.review", slip)
    said = " ".join(read(opened.form))
    assert WHAT in said
    assert "Reported by R. Police, Police, 9:12am." in said
    empty = await desk.submit(opened.form, {"learnt": ""}, by="governance-1")
    assert empty.form is not None
    assert empty.form.problems == {"learnt": "Enter what was done and what was learnt"}
    done = await desk.submit(
        opened.form, {"learnt": "Deleted; the pinned notice was read out."}, by="governance-1"
    )
    assert done.kind == "done"
    assert await desk.messages("slip") == []
    again = await desk.press("duty-1", "slip.review", slip)
    assert again.note == "Already recorded 9:12am. Nothing was added."


@pytest.mark.parametrize("who", ["police-1", "chair-1", "teacher-1", "admin-1"])
async def test_nobody_else_reads_a_report(desk: Desk, who: str) -> None:
    slip = await reported(desk)
    assert (await desk.press(who, "slip.review", slip)).kind == "refused"
    assert (await desk.press(who, "slip.list")).kind == "refused"


async def test_reports_wait_in_a_list(desk: Desk) -> None:
    first = await reported(desk)
    listed = await desk.press("service-1", "slip.list")
    assert listed.form is not None
    assert [button.thing for button in buttons_of(listed.form)] == [first]
    await desk.do("duty-1", "slip.review", first, {"learnt": "Deleted."})
    assert "No near miss waits for a review." in " ".join(
        read((await desk.press("service-1", "slip.list")).form)
    )


def test_every_report_of_a_long_list_can_be_read() -> None:
    waiting = tuple(NearMiss(f"slip-{n}", "hub", "slip", at(9, n), by="police-1") for n in range(12))

    form = slip.list_form(sight(at(14)), waiting)

    assert [button.thing for button in buttons_of(form)] == [one.id for one in waiting]


async def test_the_notice_says_when_the_channel_is_watched(desk: Desk) -> None:
    roster = await desk.store.read(desk.hubs.roster)
    sight = Sight(Words("en"), desk.hub, roster, desk.clock.now(), None, "")
    assert (
        channel_notice.watched(sight, desk.hub.profile.hours)
        == "8:45am to 5:00pm, Monday to Thursday, and 8:45am to 4:30pm, Friday"
    )
