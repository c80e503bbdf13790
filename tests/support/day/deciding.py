"""Proposed by one, approved or returned by another, told to whoever referred, done by those who took it on."""

import re

from tests.scenarios.steps import SECTION_47
from tests.support.day.plan import MARK, Story
from tests.support.day.stage import Day
from tests.support.surfaces import Teller, Typed
from tests.support.surfaces.teller import PLACES, Place
from triage.case import Case
from triage.meetings import now_in, to_ask

OUTCOMES = {
    "red": SECTION_47,
    "amber": "Child in need assessment (duty manager)",
    "green": "Advice, no further action by the hub (social worker)",
}
NOT_POSSIBLE: dict[str, Typed] = {
    "What is it?": "Circumstances changed",
    "Why": f"Notpossible{MARK}",
    "Is anyone less safe because of this?": "Yes",
}
CHECKED = "I have checked that this is the person who referred and that they may be told"
HAPPENED = "What happened, and where it is recorded"
WITHOUT = re.compile(r"Going on without [^\n]*? because \(only if an answer is missing\)")
WHEN = re.compile(r"When, and who you spoke to[^\n(]*\([^)\n]*\)")
SEATS_THAT_ACT = ("Housing", "Social Work", "Health", "Education")


async def proposes(day: Day, story: Story) -> None:
    """The chair, for each child, with the reason for whoever did not answer."""
    case = await day.hub.case(story.reference)
    if case.stages != {"rated"}:
        return
    chair = await day.person("chair-1")
    await asks_who_came_later(chair, case)
    await _opens_the_proposal(chair, story, place="messages" if case.circle.closed else None)
    await fills_the_proposal(day, chair, story, case)
    day.later(8, decides, story)


async def asks_who_came_later(chair: Teller, case: Case) -> None:
    """In a meeting nothing is proposed before everybody there was asked for a view, whenever they came."""
    sitting = now_in(case)
    if sitting and to_ask(case, sitting):
        await chair.press("Ask for the missing views", on=case.referral.reference, place="channel")


async def _opens_the_proposal(chair: Teller, story: Story, place: Place | None) -> None:
    """On the card once it is ready or after a return; before that it stands under More."""
    for word in ("for", "on"):
        label = f"Propose decision {word} {story.reference}"
        for where in PLACES[:2]:
            if any(button.name == label for post in await chair.posts(where) for button in post.buttons):
                await chair.press(label, on=story.reference, place=where)
                return
    await chair.press(f"More for {story.reference}", on=story.reference, place=place)
    await chair.press(f"Propose decision on {story.reference}")


def _who_acts(day: Day, case: Case) -> str:
    """An agency; of a restricted case one of which somebody may see it."""
    agency = day.rng.choice(SEATS_THAT_ACT)
    kept_from = {case.profile.seat(seat).name for seat in case.kept_from}
    return "Police" if agency in kept_from else agency


async def fills_the_proposal(day: Day, chair: Teller, story: Story, case: Case) -> None:
    """What stands in the form, however many children and missing agencies there are."""
    said: dict[str, Typed] = {f"Outcome for child {s.number}": OUTCOMES[story.end] for s in case.subjects}
    said["Rationale"] = f"Rationale{MARK}"
    said |= dict.fromkeys(WITHOUT.findall(await chair.reads()), f"Without{MARK}")
    if story.end != "green" and day.rng.random() < 0.5:
        said |= {
            "Action 1: what (optional)": f"Action{MARK}",
            "Action 1: which agency (only if there is an action)": _who_acts(day, case),
            "Action 1: due (only if there is an action)": day.rng.choice(("End of today", "Tomorrow midday")),
        }
    await chair.fills(said)
    await chair.submits()
    assert not chair.problems, chair.problems


async def decides(day: Day, story: Story) -> None:
    """Whoever may approves it, or first returns it once."""
    case = await day.hub.case(story.reference)
    if case.stages != {"proposed"}:
        return
    approver = await day.person("screening-1" if story.end == "green" else day.manager)
    await approver.press("Read and decide", on=f"DECISION TO APPROVE · {story.reference}")
    if "returned" in story.flags:
        await approver.press("Return it instead")
        await approver.fills({"What is needed?": "More information", "Say what": f"Returned{MARK}"})
        await approver.submits()
        assert not approver.problems, approver.problems
        story.flags.discard("returned")
        day.later(10, proposes, story)
        return
    await approver.submits()
    assert not approver.problems, approver.problems
    await approver.closes()
    day.later(6, tells_who_referred, story)
    if case.actions or (await day.hub.case(story.reference)).actions:
        day.later(15 + day.rng.random() * 40, works_on_the_action, story)


async def tells_who_referred(day: Day, story: Story) -> None:
    """Business support, in chat or by phone."""
    case = await day.hub.case(story.reference)
    if case.last_told_at or any(one.how for one in case.feedback):
        return
    minutes = await day.person("minutes-1")
    if not case.circle.closed and case.stages == {"decided"}:
        await minutes.press(f"More for {story.reference}", on=story.reference, place="channel")
        await minutes.press(f"Feedback for {story.reference}")
    else:
        who = await day.person(day.manager) if case.circle.restricted else minutes
        minutes = who
        await who.press(f"Send feedback for {story.reference}", on=story.reference, place="my work")
    how = "Here in chat" if story.way == "form" else "By phone, I will ring"
    await minutes.fills({"How": how, CHECKED: ["I have checked"]})
    await minutes.submits()
    assert not minutes.problems, minutes.problems
    if minutes.is_open:
        (when,) = dict.fromkeys(WHEN.findall(await minutes.reads()))
        await minutes.fills({"What did you do?": "By phone", when: f"10:00am, spoke{MARK}"})
        await minutes.submits()
        assert not minutes.problems, minutes.problems
    await minutes.closes()
    if story.way == "form":
        day.later(10, is_read, story)


async def is_read(day: Day, story: Story) -> None:
    """Whoever referred reads the reply; some do not agree."""
    person = await day.person(story.by)
    await person.press(f"Read the full reply to {story.reference}", on=story.reference)
    await person.closes()
    if "disagreed" in story.flags:
        why: dict[str, Typed] = {
            "Is anyone unsafe now because of this?": "No",
            "What do you disagree with?": "Outcome",
            "Why, and what should happen instead": f"Disagree{MARK}",
        }
        await person.does(f"I disagree, {story.reference}", why, on=story.reference)
    else:
        await person.press(f"I have read it, {story.reference}", on=story.reference)


async def works_on_the_action(day: Day, story: Story) -> None:
    """Done, not possible, handed over inside the agency, or left until it is late."""
    case = await day.hub.case(story.reference)
    action = next((each for each in case.actions if each.state == "open"), None)
    drawn = day.rng.random()
    if action is None or drawn > 0.8:
        return
    owner = await day.person(action.owner or f"{action.seat}-lead")
    label = f"Done, action {action.number} on {story.reference}"
    if drawn < 0.55:
        if not any(b.name == label for p in await owner.posts("my work") for b in p.buttons):
            return
        await owner.does(label, {HAPPENED: f"Happened{MARK}"}, on=story.reference, place="my work")
        return
    await owner.press(f"Actions on {story.reference}", on=story.reference, place="channel")
    if drawn < 0.65:
        await owner.does("Not possible", NOT_POSSIBLE)
        day.later(12, what_is_done_instead, story)
        return
    agency = day.hub.core.hubs.first().profile.seat(action.seat).name
    await owner.does("Give to someone", {"To": f"{agency}, R. {agency.split()[0]}", "Why": f"Given{MARK}"})
    day.later(10, takes_the_action, story, f"{action.seat}-1")


async def what_is_done_instead(day: Day, story: Story) -> None:
    """A duty manager answers for whoever is less safe because of it."""
    manager = await day.person(day.manager)
    said: dict[str, Typed] = {"What is done instead": f"Instead{MARK}"}
    await manager.does("What is done instead", said, on=f"SOMEBODY MAY BE LESS SAFE · {story.reference}")


async def takes_the_action(day: Day, story: Story, who: str) -> None:
    person = await day.person(who)
    await person.press("Take it", on=f"AN ACTION FOR YOU · {story.reference}")


async def replies(day: Day, story: Story) -> None:
    """An information request is answered, and the reply approved."""
    case = await day.hub.case(story.reference)
    if case.stages != {"requested"}:
        return
    minutes = await day.person("minutes-1")
    await minutes.press(f"More for {story.reference}", on=story.reference)
    await minutes.press(f"Information reply to {story.reference}")
    await minutes.fills(
        {
            "Who asks, and by what right": f"Court{MARK}",
            "How you checked them": f"Rang{MARK}",
            "Reply": f"Reply{MARK}",
            "Held back, and why": f"Nothing{MARK}",
        }
    )
    await minutes.submits()
    assert not minutes.problems, minutes.problems
    day.later(6, reply_is_approved, story)


async def reply_is_approved(day: Day, story: Story) -> None:
    manager = await day.person(day.manager)
    await manager.does(f"Read and decide {story.reference}", on="REPLY TO APPROVE")
