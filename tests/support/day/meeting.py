"""Red meetings inside their clocks, the day's list, and the duty that changes hands."""

import re
from datetime import timedelta

from tests.support.day import deciding
from tests.support.day.plan import MARK, Story
from tests.support.day.stage import CLOSING, OPENING, Day
from tests.support.surfaces import Teller, Typed

SEATS_THAT_COME = ("social_work", "police", "health", "education", "housing")
ADJOURNED: dict[str, Typed] = {
    "Until": "The list of Tuesday 17 November",
    "Why": f"Adjourned{MARK}",
    "What keeps the child safe until then": f"Safe{MARK}",
}
NEEDS = re.compile(r"Where child \d+'s needs will best be met")
REASONS = re.compile(r"Reason for child \d+")
IN_HAND = re.compile(r"CASE (\d+) OF (\d+) · .* · (MASH-\S+)")


async def is_set(day: Day, story: Story) -> None:
    """As it was suggested, with a chair."""
    case = await day.hub.case(story.reference)
    (sitting,) = case.sittings[-1:]
    if not sitting.meeting.chair:
        manager = await day.person(day.manager)
        await manager.does(
            "Set time and chair", {"Chair": "Sunita Patel"}, on=f"MEETING TO SET · {story.reference}"
        )
        (sitting,) = (await day.hub.case(story.reference)).sittings[-1:]
    for seat in SEATS_THAT_COME:
        day.at(sitting.meeting.at - timedelta(minutes=4), is_here, story, seat)
    day.at(sitting.meeting.at, begins, story)


async def is_here(day: Day, story: Story, seat: str) -> None:
    person = await day.person(f"{seat}-1")
    await person.press("I am here", on=f"{story.reference} · roll call", place="channel")
    assert person.note.startswith(("Recorded", "Already")), person.note


async def begins(day: Day, story: Story) -> None:
    """The chair starts, and puts forward what is decided."""
    chair = await day.person("chair-1")
    on = f"{story.reference} · roll call"
    if any(on in card for card in await chair.sees("channel")):
        await chair.press("Start", on=on, place="channel")
    day.later(12, is_proposed, story)


async def is_proposed(day: Day, story: Story) -> None:
    case = await day.hub.case(story.reference)
    if case.stages == {"rated"}:
        chair = await day.person("chair-1")
        await deciding.asks_who_came_later(chair, case)
        label = f"Propose decision on {story.reference}, in the meeting"
        await chair.press(label, on=story.reference, place="channel")
        await deciding.fills_the_proposal(day, chair, story, case)
    day.later(4, deciding.decides, story)
    day.later(16, closes, story)


async def closes(day: Day, story: Story) -> None:
    case = await day.hub.case(story.reference)
    if case.stages == {"decided"}:
        chair = await day.person("chair-1")
        await _ends_the_case(chair, "Close the meeting", f"· {story.reference}")


async def _ends_the_case(chair: Teller, label: str, on: str) -> None:
    """Where the needs of each child will best be met, once something is proposed."""
    await chair.press(label, on=on, place="channel")
    read = await chair.reads()
    said: dict[str, Typed] = dict.fromkeys(NEEDS.findall(read), "Child in need")
    await chair.fills(said | dict.fromkeys(REASONS.findall(read), f"Ended{MARK}"))
    await chair.submits()
    assert not chair.problems, chair.problems


async def duty_changes(day: Day) -> None:
    """At one, the first duty manager hands over to the second."""
    first = await day.person("duty-1")
    note: dict[str, Typed] = {"To": "M. Reyes", "Note": f"Handover{MARK}"}
    await first.does("Hand over", note, place="my work")


async def list_is_called(day: Day) -> None:
    """The day's list was made at one; its meeting gets a chair."""
    manager = await day.person(day.manager)
    await manager.does("Call the meeting", {"Chair": "Sunita Patel"}, on="TODAY'S LIST", place="channel")
    two = OPENING.replace(hour=14, minute=0)
    for seat in SEATS_THAT_COME:
        day.at(two - timedelta(minutes=3), comes_to_the_list, seat)
    day.at(two, list_begins)


async def comes_to_the_list(day: Day, seat: str) -> None:
    person = await day.person(f"{seat}-1")
    (post,) = [
        post for post in await person.posts("channel") if re.search(r"\d cases? · roll call", post.text)
    ]
    await person.press("I am here", on=post.first_line, place="channel")


async def list_begins(day: Day) -> None:
    chair = await day.person("chair-1")
    posts = [post for post in await chair.posts("channel") if re.search(r"\d cases? · roll call", post.text)]
    if posts:
        await chair.press("Start", on=posts[0].first_line, place="channel")
    day.later(6, takes_a_case, 1)


async def takes_a_case(day: Day, number: int) -> None:
    """One after the other: proposed where it is ready, sometimes adjourned."""
    chair = await day.person("chair-1")
    found = [
        match
        for card in await chair.sees("channel")
        if (match := IN_HAND.search(card)) and (int(match[2]) > 1 or _is_of_the_list(day, match[3]))
    ]
    if not found:
        return
    number, all_of_them, reference = int(found[0][1]), int(found[0][2]), found[0][3]
    story = next(one for one in day.stories if one.reference == reference)
    on = found[0].group()
    case = await day.hub.case(reference)
    if case.stages == {"rated"} and number % 5 == 4:
        await chair.press("More", on=on, place="channel")
        await chair.does("Adjourn", ADJOURNED)
        day.later(6, takes_a_case, number + 1)
        return
    if case.stages == {"rated"}:
        await deciding.asks_who_came_later(chair, case)
        label = f"Propose decision on {reference}, in the meeting"
        await chair.press(label, on=on, place="channel")
        await deciding.fills_the_proposal(day, chair, story, case)
        day.later(4, deciding.decides, story)
    if number < all_of_them:
        await _ends_the_case(chair, "Next case", on)
        if day.now < CLOSING:
            day.later(6, takes_a_case, number + 1)
    else:
        await _ends_the_case(chair, "Close the meeting", on)


def _is_of_the_list(day: Day, reference: str) -> bool:
    return any(one.reference == reference and one.end != "red" for one in day.stories)
