"""What answered somebody in a chat is a row of the registry from then on, and shown anew only when it must be."""

from bot.interaction import SurfaceName
from storage.messages import CIRCLES, HOME, LIST, SAID, Message, Wanted
from storage.tx import Tx
from tests.support.desk import Desk
from tests.support.people import FORUM

ALICE = "police-1"


def wanted(card: str, thing: str) -> Wanted:
    return Wanted(FORUM, SurfaceName.SLACK, ALICE, card, thing)


async def noted(desk: Desk, card: str, message: str, *, as_of: int = 0) -> None:
    await desk.store.write(lambda tx: tx.messages.stands(wanted(card, message), "D1", message, as_of=as_of))


async def waiting(desk: Desk) -> tuple[Message, ...]:
    """What the courier must see to, first things first."""
    return await desk.store.read(lambda tx: tx.messages.out_of_date(SurfaceName.SLACK, 20))


async def test_what_was_shown_a_moment_ago_is_left_alone(desk: Desk) -> None:
    for card in (HOME, LIST, SAID):
        await noted(desk, card, card)
    assert await waiting(desk) == ()
    assert await desk.messages(to=ALICE) == [], "none of them is a message that was sent to somebody"


async def test_a_list_worked_out_before_a_restriction_and_shown_after_it_is_shown_anew(desk: Desk) -> None:
    before = await desk.store.read(lambda tx: tx.revisions.number(CIRCLES))
    await desk.store.write(lambda tx: tx.messages.redraw_forum(FORUM))
    await noted(desk, HOME, "U1", as_of=before)
    assert [one.card for one in await waiting(desk)] == [HOME]


async def test_when_other_people_may_know_lists_come_before_posts_and_answers_are_left_alone(
    desk: Desk,
) -> None:
    def post(tx: Tx) -> None:
        tx.messages.want("r1", [wanted("received", "r1")])
        tx.messages.want("r2", [wanted("received", "r2")])
        tx.messages.want("r2", [])

    await desk.store.write(post)
    for card in (HOME, LIST, SAID):
        await noted(desk, card, card)
    await desk.store.write(lambda tx: tx.messages.redraw_forum(FORUM))
    assert [one.card for one in await waiting(desk)] == [HOME, LIST, "received"]


async def test_one_home_and_one_list_stand_for_each_person(desk: Desk) -> None:
    for number in ("1", "2", "3"):
        await noted(desk, HOME, "U1")
        await noted(desk, LIST, number)
    assert [(one.card, one.platform_id) for one in await waiting(desk)] == [(LIST, "1"), (LIST, "2")]
    assert all(one.gone for one in await waiting(desk))


async def test_of_a_leaver_everything_is_taken_away_first(desk: Desk) -> None:
    await desk.store.write(lambda tx: tx.messages.want("r1", [wanted("received", "r1")]))
    for card in (HOME, LIST, SAID):
        await noted(desk, card, card)
    await desk.store.write(lambda tx: tx.messages.take_from(ALICE))
    assert [(one.card, one.gone) for one in await waiting(desk)] == [(HOME, True), (LIST, True), (SAID, True)]
