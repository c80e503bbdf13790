"""What agencies do: check, answer, phone, say that they cannot or know the family, give views."""

from tests.scenarios.steps import ANSWER, SEATS
from tests.support.day import deciding, meeting
from tests.support.day.plan import MARK, Story
from tests.support.day.stage import Act, Day
from tests.support.surfaces import Typed
from tests.support.surfaces.hub import RunningHub
from triage import views_above
from triage.case import Case

KNOWN: dict[str, Typed] = ANSWER | {
    "What you know (only if there is information)": f"Known{MARK} since 2019."
}
BY_PHONE: dict[str, Typed] = {
    "Who told you": f"Phoned{MARK}",
    "When": "8:50am",
    "Your answer": "Known, no concern",
    "What you know (only if there is information)": f"Spoken{MARK}",
    "Why is it needed? (only if known)": "To decide who should help",
    "Lawful basis": "Public task; safeguarding of children and individuals at risk",
    "Consent": "Not needed, or not safe to ask",
}
SHARED: dict[str, Typed] = {
    "What was asked, of whom, and the answer": f"Asked{MARK}",
    "Decision": "Share without consent",
    "Why (only if you share without consent)": "Risk of significant harm",
    "Your reasons (only if you share without consent)": f"Overruled{MARK}",
    "Lawful basis (only if you share without consent)": "Vital interests: to protect a life",
    "Has the family been told? (only if you share without consent)": "Not safe",
    "Who was told, or why not (only if you share without consent)": f"Nottold{MARK}",
}
LONGEST = {"red": 75, "amber": 150, "green": 180, "information": 120}
"""Minutes within which agencies answer, by what it was rated."""


def asked(day: Day, story: Story) -> None:
    """What follows once agencies are asked: each answers in its own time, somebody views, somebody decides."""
    seats = _seats(story)
    for flag, act in (("restricted", restricts), ("conflict", knows_the_family), ("danger", cannot_wait)):
        if flag in story.flags:
            day.later(3, act, story)
    for seat in seats:
        if seat != "adults":
            day.later(6 + day.rng.random() * LONGEST[story.end], _how(day), story, seat)
    if story.end in ("red", "amber"):
        for seat in day.rng.sample(seats, min(3, len(seats))):
            day.later(20 + day.rng.random() * 60, gives_a_view, story, seat)
    if story.end == "red":
        day.later(5, meeting.is_set, story)
    elif story.end == "information":
        day.later(LONGEST["information"] + 15, deciding.replies, story)
    else:
        day.later(LONGEST[story.end] + 20, deciding.proposes, story)


def _seats(story: Story) -> tuple[str, ...]:
    """Who was asked and will answer: of a restricted case only those who are named."""
    if "restricted" in story.flags:
        return ("police",)
    if story.end == "information":
        return ("health", "education")
    return ("police", "social_work", "health", "education", "caf") if story.end == "green" else SEATS


def _how(day: Day) -> Act:
    drawn = day.rng.random()
    most: tuple[tuple[float, Act], ...] = (
        (0.80, nothing_known),
        (0.90, knows_something),
        (0.93, consent_was_refused),
        (0.95, cannot_check),
        (0.98, phones),
    )
    return next((act for share, act in most if drawn < share), says_nothing)


async def _open(hub: RunningHub, story: Story, seat: str) -> Case | None:
    """The case, as long as this seat still owes its answer."""
    case = await hub.case(story.reference)
    waits = seat in case.asked and seat not in (*case.answered, *case.cannot_check)
    return case if waits and case.stages & {"rated", "proposed", "requested"} else None


def _someone(day: Day, story: Story, seat: str) -> str:
    """One of two colleagues; whoever knows the family is not asked again."""
    if "conflict" in story.flags and seat == "housing":
        return "housing-2"
    if "restricted" in story.flags:
        return f"{seat}-1"
    return f"{seat}-{1 + story.number % 2}" if day.rng.random() < 0.7 else f"{seat}-lead"


async def nothing_known(day: Day, story: Story, seat: str) -> None:
    """Two presses, from a message, the channel or their own list."""
    if case := await _open(day.hub, story, seat):
        person = await day.person(_someone(day, story, seat))
        if "requested" in case.stages:
            nothing: dict[str, Typed] = {"Your answer": "Checked, nothing known"}
            await person.does(f"Add what we know for {story.reference}", nothing, on=story.reference)
            return
        place = "my work" if day.rng.random() < 0.15 else None
        label = f"Nothing known for {story.reference}"
        if place and not any(label in (b.name for b in p.buttons) for p in await person.posts("my work")):
            place = None
        await person.does(label, on=story.reference, place=place)


async def knows_something(day: Day, story: Story, seat: str) -> None:
    """With a text, and why it is needed."""
    if await _open(day.hub, story, seat):
        person = await day.person(_someone(day, story, seat))
        await person.does(f"Add what we know for {story.reference}", KNOWN, on=story.reference)


async def consent_was_refused(day: Day, story: Story, seat: str) -> None:
    """The duty manager decides whether others may read it."""
    if await _open(day.hub, story, seat):
        person = await day.person(_someone(day, story, seat))
        refused = KNOWN | {"Consent": "Asked and refused"}
        await person.does(f"Add what we know for {story.reference}", refused, on=story.reference)
        day.later(8, consent_is_decided, story)


async def consent_is_decided(day: Day, story: Story) -> None:
    case = await day.hub.case(story.reference)
    if case.to_decide_consent and case.stages & {"rated", "proposed", "requested"}:
        manager = await day.person(day.manager)
        await manager.does(f"Decide about consent, {story.reference}", SHARED, on="CONSENT TO DECIDE")


async def cannot_check(day: Day, story: Story, seat: str) -> None:
    """The system is down; that is an answer too."""
    if await _open(day.hub, story, seat):
        person = await day.person(_someone(day, story, seat))
        why: dict[str, Typed] = {
            "Your answer": "Cannot check",
            'Why you cannot check (only if "Cannot check")': f"Cannot{MARK}",
        }
        await person.does(f"Add what we know for {story.reference}", why, on=story.reference)


async def phones(day: Day, story: Story, seat: str) -> None:
    """Somebody rings; the minute taker writes it down and the seat says that it is right."""
    case = await _open(day.hub, story, seat)
    if case and "requested" not in case.stages and not case.circle.closed:
        minutes = await day.person("minutes-1")
        await minutes.press(f"More for {story.reference}", on=story.reference)
        await minutes.press(f"Record a phone answer for {story.reference}")
        agency = day.hub.core.hubs.first().profile.seat(seat).name
        await minutes.fills({"Agency": agency} | BY_PHONE)
        await minutes.submits()
        assert not minutes.problems, minutes.problems
        day.later(12, says_it_is_right, story, seat)


async def says_it_is_right(day: Day, story: Story, seat: str) -> None:
    """In details: in My work of a busy agency it may stand behind fifteen others."""
    case = await day.hub.case(story.reference)
    if case.stages & {"rated", "proposed"} and _is_to_confirm(case, seat):
        person = await day.person(f"{seat}-1")
        await person.press(f"Open details of {story.reference}", on=story.reference, place="channel")
        await person.press(f"That is right, for {story.reference}")
        await person.closes()
        assert not _is_to_confirm(await day.hub.case(story.reference), seat)


def _is_to_confirm(case: Case, seat: str) -> bool:
    return any(one.told_by and one.confirmed_at is None for one in case.answers_of(seat))


async def says_nothing(day: Day, story: Story, seat: str) -> None:
    """Too busy; the reminders go up to the lead and to the duty manager."""


async def gives_a_view(day: Day, story: Story, seat: str) -> None:
    """Urgency, destination and a reason, for each child."""
    case = await day.hub.case(story.reference)
    if seat in case.seats_with_views or not case.stages & {"rated", "proposed"}:
        return
    person = await day.person(_someone(day, story, seat))
    level = day.rng.choice(("RED ◆", "AMBER ▲", "GREEN ●", "Need more information"))
    children = range(1, len(case.subjects) + 1)
    view: dict[str, Typed] = {f"Urgency for child {n}": level for n in children}
    view |= {f"Where child {n}'s needs are best met": "Child in need" for n in children}
    label = f"Give our view on {story.reference}"
    await person.does(label, view | {"Reason": f"View{MARK}"}, on=story.reference)
    if views_above.to_answer(await day.hub.case(story.reference)):
        day.later(9, the_rating_stands, story)


async def the_rating_stands(day: Day, story: Story) -> None:
    """A duty manager answers for the rating of each child of whom somebody is more worried."""
    case = await day.hub.case(story.reference)
    children = sorted({case.subject(vote.subject).number for vote in views_above.to_answer(case)})
    if not children:
        return
    labels = [f"Why the rating of child {number} stands (optional)" for number in children]
    why: dict[str, Typed] = dict.fromkeys(
        labels if labels[1:] else ["Why the rating stands"], f"Stands{MARK}"
    )
    manager = await day.person(day.manager)
    await manager.does("The rating stands", why, on=f"ABOVE THE RATING · {story.reference}")


async def restricts(day: Day, story: Story) -> None:
    """A colleague's family: from now on few may know of it."""
    if (await day.hub.case(story.reference)).circle.restricted:
        return
    manager = await day.person(day.manager)
    await manager.press(f"More for {story.reference}", on=story.reference)
    await manager.press("Restrict")
    named: list[str] = ["Joy Okafor, Council", "Sunita Patel, Council", "Robin Police, Police"]
    await manager.fills({"Why": "Staff or their family", "Who may see it": named})
    await manager.submits()
    assert not manager.problems, manager.problems


async def knows_the_family(day: Day, story: Story) -> None:
    """Somebody of Housing says so, and sees no more of it."""
    if (await day.hub.case(story.reference)).conflicts_now:
        return
    person = await day.person("housing-1")
    await person.press(f"More for {story.reference}", on=story.reference)
    await person.press("I know this family")
    await person.fills({"How are you connected?": "Family or friend"})
    await person.submits()
    assert not person.problems, person.problems
    await person.closes()


async def cannot_wait(day: Day, story: Story) -> None:
    """Police start urgent protection, and a manager takes it."""
    case = await day.hub.case(story.reference)
    if not case.urgent:
        police = await day.person("police-1")
        await police.press(f"More for {story.reference}", on=story.reference)
        await police.press(f"Urgent: act now on {story.reference}")
        await police.fills({"What is happening": f"Urgent{MARK}", "Have you called 999?": "Yes"})
        await police.submits()
        assert not police.problems, police.problems
    manager = await day.person(day.manager)
    await manager.press("I am dealing with it", on=f"URGENT PROTECTION · {story.reference}")
