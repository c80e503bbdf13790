"""Steps of a meeting, pressed the way people press them."""

from bot.cards.elements import Card
from bot.drawing import Drawing
from storage.tx import Tx
from tests.support.desk import Desk
from tests.support.referring import refer, screen
from triage.meetings import Sitting

NEEDED = ("social_work-1", "police-1", "health-1")


async def red(desk: Desk, **typed: str) -> str:
    """A referral of 9:12am, rated red at 9:40am; its meeting is made."""
    referral = await refer(desk, **typed)
    desk.move_clock(minutes=28)
    answer = await screen(desk, referral)
    assert answer.kind == "done", answer.form and answer.form.problems
    return referral


async def sitting(desk: Desk, referral: str) -> Sitting:
    """The newest meeting of a referral."""
    return (await desk.case(referral)).sittings[-1]


async def called(desk: Desk, referral: str, by: str = "duty-1", **typed: str) -> Sitting:
    """The meeting as suggested, chaired by the chair."""
    answer = await desk.do(by, "meeting.call", referral, {"chair": "chair-1", **typed})
    assert answer.kind == "done", (answer.note, answer.form and answer.form.problems)
    return await sitting(desk, referral)


async def opened(desk: Desk, referral: str, *people: str) -> Sitting:
    """Everybody who is needed says that they are there, and the chair starts it."""
    one = await called(desk, referral)
    for person in people or NEEDED:
        assert (await desk.press(person, "meeting.here", one.meeting.id)).kind == "done"
    answer = await desk.press("chair-1", "meeting.start", one.meeting.id)
    assert answer.kind == "done", answer.note
    return await sitting(desk, referral)


async def cards(desk: Desk, kind: str, to: str = "channel") -> list[Card]:
    """The cards of one kind that somebody has, as they are drawn now."""
    messages = await desk.messages(kind, to)

    def draw(tx: Tx) -> list[Card]:
        drawn = (Drawing(desk.hubs).draw(tx, message) for message in messages)
        return [one.card for one in drawn if one]

    return await desk.store.read(draw)
