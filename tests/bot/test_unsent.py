"""What somebody began on the web and has not sent stands in My work, as long as they could still send it."""

import pytest

from bot.cards.elements import Card, Link, Row
from bot.cards.sight import Sight
from bot.reading.my_work import build
from bot.words import Words
from storage.accounts import Begun
from storage.tx import Tx
from tests.support.cases import asked
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.referring import read as lines

KNOWN = {"kind": "known_no_concern", "text": "Zebradraft.", "consent": "not_needed", "need": "risk"}


async def test_a_draft_leads_back_to_its_form(desk: Desk) -> None:
    referral = await begun(desk, "police-1")

    (row,) = rows(await work(desk, "police-1"))

    assert row.lines == ("Draft, saved 9:58am · Add what we know · MASH-2611-7KDMQ",)
    assert [(b.label, b.verb, b.thing) for b in row.buttons][:1] == [("Go on", "check.answer", referral)]
    assert "Zebradraft" not in repr(await work(desk, "police-1"))


async def test_in_chat_it_is_a_link_to_the_web_page(desk: Desk) -> None:
    referral = await begun(desk, "police-1")

    card = await work(desk, "police-1", on_web=False)

    assert [row.lines for row in rows(card)] == [
        ("Draft, saved 9:58am · Add what we know · MASH-2611-7KDMQ",)
    ]
    assert [part for part in card.body if isinstance(part, Link)] == [
        Link(
            "Go on: Add what we know · MASH-2611-7KDMQ",
            f"http://127.0.0.1:8080/open/check.answer/{referral}",
        )
    ]


async def test_it_is_nobody_elses(desk: Desk) -> None:
    await begun(desk, "police-1")

    assert rows(await work(desk, "police-2")) == []


async def test_once_the_form_is_sent_it_is_gone_wherever_it_was_sent(desk: Desk) -> None:
    referral = await begun(desk, "police-1")

    answer = await desk.do("police-1", "check.answer", referral, KNOWN)

    assert answer.kind == "done", answer.form and answer.form.problems
    assert rows(await work(desk, "police-1")) == []
    assert await desk.store.read(lambda tx: tx.accounts.drafts_of("police-1")) == ()


async def test_it_is_not_shown_to_who_may_not_open_its_case_any_more(desk: Desk) -> None:
    await begun(desk, "police-1", by="teacher-1")

    assert rows(await work(desk, "teacher-1")) == []


async def test_a_concern_that_was_begun_has_no_reference_yet(desk: Desk) -> None:
    desk.move_clock(minutes=46)
    await desk.store.write(lambda tx: tx.accounts.keep_draft("teacher-1", Begun("referral.start", ""), {}))

    (row,) = rows(await work(desk, "teacher-1"))

    assert row.lines == ("Draft, saved 9:58am · Refer a concern",)


@pytest.mark.parametrize("on_web", [True, False], ids=["on the web", "in chat"])
async def test_it_can_be_thrown_away_for_good(desk: Desk, *, on_web: bool) -> None:
    await begun(desk, "police-1")
    (row,) = rows(await work(desk, "police-1", on_web=on_web))
    (button,) = (each for each in row.buttons if each.label == "Throw away")
    assert button.name == "Throw away: Add what we know · MASH-2611-7KDMQ"

    asked = await desk.press("police-1", button.verb, button.thing)
    assert "Draft, saved 9:58am · Add what we know · MASH-2611-7KDMQ" in lines(asked.form)
    assert "Zebradraft" not in repr(asked.form)
    assert len(rows(await work(desk, "police-1"))) == 1, "it asked, and did nothing yet"

    assert (await desk.submit(asked.form, {}, by="police-1")).note == "Thrown away 9:58am."
    assert rows(await work(desk, "police-1")) == []
    assert await desk.store.read(lambda tx: tx.accounts.drafts_of("police-1")) == ()
    assert (await desk.press("police-1", button.verb, button.thing)).kind == "refused"


async def test_nobody_throws_away_what_another_began(desk: Desk) -> None:
    await begun(desk, "police-1")
    (row,) = rows(await work(desk, "police-1"))
    (button,) = (each for each in row.buttons if each.label == "Throw away")

    assert (await desk.press("police-2", button.verb, button.thing)).kind == "refused"


async def begun(desk: Desk, person: str, *, by: str = "") -> str:
    """Somebody began to answer, and left it."""
    referral = await keep(desk, asked())
    typed = {"text": ("Zebradraft.",)}
    who = by or person
    desk.move_clock(minutes=46)
    form = Begun("check.answer", referral, "police")
    await desk.store.write(lambda tx: tx.accounts.keep_draft(who, form, typed))
    return referral


async def work(desk: Desk, person: str, *, on_web: bool = True) -> Card:
    return await desk.store.read(lambda tx: _work(desk, tx, person, on_web=on_web))


def _work(desk: Desk, tx: Tx, person: str, *, on_web: bool) -> Card:
    roster = desk.hubs.roster(tx)
    actor = roster.actor(person, "hub", tx.now)
    sight = Sight(Words("en"), desk.hub, roster, tx.now, actor, "http://127.0.0.1:8080")
    return build(tx, desk.hub, roster, roster.people[person], sight, on_web=on_web)


def rows(card: Card) -> list[Row]:
    return [part for part in card.body if isinstance(part, Row) and part.lines[0].startswith("Draft")]
