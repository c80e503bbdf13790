"""A neighbour tells the hub of a worry on the web page, without an account, and asks not to be named."""

from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import REFERENCE, screens
from tests.support.surfaces import Typed
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.web import WebTeller

NEXT_DOOR: dict[str, Typed] = {
    "Who is it about?": "A child or young person",
    "Name": "not known, the girl at number 14",
    "Date of birth or age": "about 9",
    "Where are they now? (optional)": "14 Harbour Lane",
    "What are you worried about?": "Shouting every night, and the child cries.",
    "Is anyone in danger right now?": "Not sure",
    "Do the parents or carers know that you are telling us?": "No",
    "Your name (optional)": "Ottoline Nameplant",
    "Your phone number (optional)": "01632 960 777",
    "Your e-mail address (optional)": "mailplant@example.org",
    "Do you want us to keep your name from the family?": "Yes",
}
OF_THE_NEIGHBOUR = ("Nameplant", "960 777", "mailplant", "number 14")
ARRIVED = "Tell the person who referred that it arrived"


@told(Stage("web", "sqlite", settings={"public_form": "1"}))
async def test_a_neighbour_tells_it_on_the_web_page_and_is_named_nowhere(hub: RunningHub) -> None:
    neighbour = await hub.stack.enter_async_context(WebTeller("neighbour", hub.address, hub.settle))
    reference = await _tells(neighbour)
    await neighbour.goes_to("/my-work")
    assert "Sign in" in neighbour.page.text, "the reference opens nothing"
    assert not any("Nameplant" in each or reference in each for each in neighbour.visited)

    screener, manager, police, minutes = await hub.people("screening-1", "duty-1", "police-1", "minutes-1")
    await hub.clock_shows(9, 20)
    await screens(screener, reference, "RED ◆ due 1:12pm today")
    await manager.press("Open details", on=reference, place="channel")
    assert "Ottoline Nameplant" in await manager.reads()
    for colleague in (screener, police):
        await colleague.press("Open details", on=reference, place="channel")
        read = await colleague.reads()
        assert "Somebody who asked not to be named" in read
        assert "They asked us to keep their name from the family." in read
        assert not any(word in read for word in OF_THE_NEIGHBOUR[:3])

    await minutes.press("Record what you did", on=ARRIVED, place="my work")
    read = await minutes.reads()
    assert "Somebody who asked not to be named, 01632 960 777, mailplant@example.org" in read
    assert "Nameplant" not in read
    await minutes.fills({"What did you do?": "Not possible: anonymous"})
    await minutes.submits()
    assert ARRIVED not in await minutes.my_work()
    cards = [text for one in (screener, manager, police, minutes) for text in await one.sees()]
    assert reference in "".join(cards)
    assert not any(word in text for text in cards for word in OF_THE_NEIGHBOUR)
    (arrived, *_) = await hub.audit(reference)
    assert (arrived.actor, arrived.seat, arrived.surface) == ("public", "", "public")


async def _tells(neighbour: WebTeller) -> str:
    """Opens the form, forgets the worry, sends it, and sends the same page again; the reference that both answers name."""
    await neighbour.goes_to("/tell-us")
    await neighbour.fills({**NEXT_DOOR, "What are you worried about?": ""})
    await neighbour.submits()
    assert neighbour.problems == ("Enter what you are worried about",)
    form = neighbour.page
    answers = []
    for _ in range(2):
        neighbour.page = form
        await neighbour.fills({"What are you worried about?": NEXT_DOOR["What are you worried about?"]})
        await neighbour.submits()
        answers.append(await neighbour.reads())
    assert answers[0] == answers[1]
    assert "We will try to keep your name from the family. We cannot promise." in answers[0]
    found = REFERENCE.search(answers[0])
    assert found, answers[0]
    return found.group()
