"""Words planted in every field of a whole story are found nowhere outside the forms that somebody may open."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from tests.scenarios import outside, planted
from tests.scenarios.conftest import Stage, told
from tests.scenarios.outside import Left, Shown
from tests.scenarios.steps import SEATS, nothing_known, refers, screens
from tests.support.surfaces.hub import RunningHub

DAY = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]+( \d{4})?"
AT = rf"((\d{{1,2}}:\d\d[ap]m|midday)( {DAY})?|midnight at the end of {DAY})"
REF = r"MASH-\d{4}-[A-HJ-NP-Z2-9]{5}"
RATING = "(RED ◆|AMBER ▲|GREEN ●)"
WORD = "(RED|AMBER|GREEN)"
RATED = rf"{RATING} due {AT}"
CASES = rf"({REF}|\d+ cases?)"
FIRST_LINES = (
    r"This channel shows where each case is\. It never shows who\.",
    rf"{RATED} · {REF}",
    rf"{RATING} {REF} needs an answer by {AT}",
    rf"{REF}: [A-Z][A-Za-z' ]+ answered {AT}\.",
    rf"{REF}: decided {AT}\.",
    rf"DECIDED {AT} · {REF}",
    rf"TO SCREEN: \d+\. Oldest arrived {AT}\.",
    rf"SOMEONE MAY BE IN DANGER NOW · {REF}",
    rf"URGENT PROTECTION · {REF}( · {RATED})?",
    rf"{REF}: [A-Z]\. [A-Z][a-z]+ is dealing with the urgent protection since {AT}\.",
    rf"(FEEDBACK TO SEND|No decision yet) · {REF}",
    rf"(Your referral arrived|Decision on your referral) · {REF}",
    rf"DECISION (TO APPROVE|RETURNED) · {REF} · {RATED}",
    rf"{REF}: (approved|returned) by [A-Z]\. [A-Z][a-z]+ {AT}\.",
    rf"(CONSENT TO DECIDE|A VIEW ABOVE THE RATING|\d+ VIEWS ABOVE THE RATING|INFORMATION OFFERED) · {REF} · {RATED}",
    rf"LATE VIEW {AT} · {REF}",
    rf"LATE · {REF}( · {RATED})?",
    r"LATE · the day's meeting · \d+ cases?",
    rf"DISAGREEMENT, level \d, due {AT}\. {REF}",
    rf"MEETING TO SET · {REF} · {RATED}",
    rf"MEETING {AT} · {CASES} · roll call",
    rf"NOT ENOUGH AGENCIES · [A-Z][A-Za-z', ]+ missing · {CASES}",
    rf"CASE \d+ OF \d+ · {RATED} · {REF}",
    rf"MEETING CLOSED {AT} · {CASES} · \d+ (decided|proposed|without a decision|adjourned).*",
    rf"(MINUTES TO APPROVE|SAID IN THE MEETING|YOUR VIEW IS ASKED FOR) · {REF}",
    rf"{REF}: (minutes approved|your view is recorded|what you said in the meeting is confirmed)\.",
    r"TODAY'S LIST · [A-Z][a-z]+ \d+ [A-Z][a-z]+ \d{4} · \d+ cases? · meeting \d{1,2}:\d\d[ap]m",
    r"LATE in your agency: \d+ · [A-Z][A-Za-z' ]+",
    r"LATE: \d+( · [A-Z][A-Za-z', ]+)?",
    rf"(\d+ things? needs? you {DAY}|Nothing here needs you now)( · [A-Z][A-Za-z' ]+)?",
    rf"Replaced {AT}\.",
    rf"(AN ACTION FOR YOU|SOMEBODY MAY BE LESS SAFE|MORE TIME TO AGREE) · {REF}",
    rf"Action \d+ on {REF}: (not taken {AT}\. It is still (yours|with its owner)|(answered|asked again) {AT})\.",
    rf"Action \d+ on {REF}: more time (agreed, until|not agreed\. It is still due) {AT}\.",
    rf"Action \d+ on {REF}: it is said what is done instead\.",
    rf"{REF}: your view was read, and the rating stands\.",
    rf"(CLOSED \d{{1,2}} [A-Z][a-z]+ \d{{4}}|REPLY TO APPROVE|Reply to your request) · {REF}",
    rf"INFORMATION REQUEST ■ due {AT} · {REF}",
    rf"ACCESS REQUEST(, YOUR REVIEW)? · {REF}",
    r"My work( · [A-Z][A-Za-z' ]+)? · Updated (\d{1,2}:\d\d[ap]m|midday)",
)
ANSWERED = r"\d+ of \d+ answered"
FALLBACKS = (
    rf"{CASES}: meeting {AT}, (roll call|not enough agencies|case \d+ of \d+|closed)\.",
    rf"{REF}: set time and chair of the meeting\. {WORD}\. Due {AT}\.",
    rf"{REF}: (confirm what you said in the meeting|your view is asked for in the meeting|minutes wait for you)\.",
    rf"{REF}: (minutes approved|your view is recorded|what you said in the meeting is confirmed)\.",
    rf"The day's meeting was to begin {AT}\. \d+ cases?\.",
    r"Today's list: \d+ cases?\. Meeting \d{1,2}:\d\d[ap]m\.",
    rf"{REF}: {WORD}\. Due {AT}\. Answer by {AT}\. {ANSWERED}, \d+ late\.",
    rf"{REF}: {WORD}\. Due {AT}\. (Decision proposed|Ready for a decision)\. {ANSWERED}\.",
    rf"{REF}: (your referral arrived|a reply for you|your proposed decision was returned)\.",
    rf"{REF}: a (decision|disagreement) needs you( now)?\.( {WORD}\. Due {AT}\.)?",
    rf"{REF}: (consent needs a decision|information was offered|a view is above the rating|\d+ views are above the rating)\. {WORD}\. Due {AT}\.",
    rf"{REF}: a late view came\. Confirm or reopen by {AT}\.",
    rf"{REF}: late since {AT}\.",
    r"\d+ referrals? to screen\.( \d+ says? someone is in danger now\.)?",
    rf"{REF}: urgent protection was started {AT}\. It needs you now\.",
    rf"{REF}: (an update|the person who referred waits to hear)\.",
    rf"{REF}: to screen\. It says someone is in danger now\.",
    rf"\d+ things? (is|are) late( in your agency)?\. First: {REF}\.",
    rf"\d+ things? needs? you {DAY}\. First: {REF}(, {WORD})?, (due|late since) {AT}\.",
    r"Nothing here needs you now\.",
    rf"{REF}: closed \d{{1,2}} [A-Z][a-z]+ \d{{4}}\.",
    rf"{REF}: (information request|an access request)\. Due {AT}\.",
    rf"{REF}: (a reply|an access request) needs (you|your review)\. Due {AT}\.",
    rf"{REF}: (an action is given to you|more time is asked for an action)\.",
    rf"{REF}: an action will not be done\. Somebody may be less safe\.",
)
INITIALS = re.compile(r"\b[A-Z]\.[A-Z]\.")
OUTCOMES = ("section 47", "child in need assessment", "early help", "strategy discussion")


@pytest.fixture
def real_logs() -> Iterator[None]:
    """Logs as the bot writes them, all of them."""
    logs.configure("DEBUG")
    yield
    structlog.reset_defaults()


async def tell(hub: RunningHub) -> str:
    """A story in which every form of this hub is filled in, and every card is looked at."""
    reference = await _arrives(hub)
    await _is_answered(hub, reference)
    await _cannot_wait(hub, reference)
    await _is_viewed(hub, reference)
    await _is_decided(hub, reference)
    await _is_followed_up(hub, reference)
    await _goes_on_afterwards(hub, reference)
    await _waits_to_hear(hub)
    return reference


async def _arrives(hub: RunningHub) -> str:
    teacher, screener = await hub.people("teacher-1", "screening-1")
    reference = await refers(teacher, planted.CONCERN)
    await teacher.press("Add to my referral", on=reference, place="messages")
    for page in (planted.CHILD, planted.PEOPLE, planted.WORRY, planted.FAMILY):
        await teacher.fills(page)
        await teacher.submits()
        assert not teacher.problems, teacher.problems
    await _looks(hub)
    await screens(screener, reference, "AMBER ▲ due 9:12am tomorrow", **planted.SCREENED)
    await _looks(hub)
    housing, manager = await hub.people("housing-1", "duty-1")
    await housing.does("Give our view", planted.VIEW_ABOVE, on=reference, place="channel")
    await _looks(hub)
    await manager.does("The rating stands", planted.STANDS, on="A VIEW ABOVE THE RATING")
    await _looks(hub)
    await screener.press("More", on=reference, place="channel")
    await screener.does(
        "Change rating", {"Urgency for child 1": "RED ◆ due 1:12pm today", "Reason": "Risenplant"}
    )
    return reference


async def _is_answered(hub: RunningHub, reference: str) -> None:
    health, police, caf, probation, minutes, housing, manager = await hub.people(
        "health-1", "police-1", "caf-1", "probation-1", "minutes-1", "housing-1", "duty-1"
    )
    await health.does("Add what we know", planted.HELD_ANSWER, on=reference, place="channel")
    await _looks(hub)
    await manager.does("Decide about consent", planted.CONSENT, on="CONSENT TO DECIDE")
    await police.does("Add what we know", planted.KNOWN_ANSWER, on=reference, place="channel")
    await police.press("More", on=reference, place="channel")
    await police.does("Correct my answer", planted.CORRECTED)
    await caf.does("Add what we know", planted.NO_CHECK, on=reference, place="channel")
    await probation.does("Nothing known", planted.SYSTEMS, on=reference, place="channel")
    await minutes.press("More", on=reference, place="channel")
    await minutes.does("Record a phone answer", planted.BY_PHONE)
    await _looks(hub)
    await housing.press("That is right", on="Taken by phone")
    await nothing_known(
        hub,
        reference,
        *(
            s
            for s in SEATS
            if s not in ("health", "police", "caf", "probation", "housing", "education", "adults")
        ),
    )


async def _cannot_wait(hub: RunningHub, reference: str) -> None:
    police, manager = await hub.people("police-1", "duty-1")
    await police.press("More", on=reference, place="channel")
    await police.does("Urgent: act now", planted.URGENT)
    await _looks(hub)
    await manager.press("I am dealing with it", on="URGENT PROTECTION")
    await _looks(hub)


async def _is_viewed(hub: RunningHub, reference: str) -> None:
    (health,) = await hub.people("health-1")
    await health.does("Give our view", planted.VIEW, on=reference, place="channel")
    await health.does("Give our view", planted.CHANGED_VIEW, on=reference, place="channel")
    await hub.clock_shows(11, 26)
    await _looks(hub)
    await hub.clock_shows(12, 15)
    for reader in await hub.people("duty-1", "health-1"):
        await reader.press("Open details", on=reference, place="channel")
        await reader.closes()


async def _is_decided(hub: RunningHub, reference: str) -> None:
    chair, manager = await hub.people("chair-1", "duty-1")
    without = {
        "Going on without Adults, CAF, Education because (only if an answer is missing)": planted.WITHOUT
    }
    await chair.does("Propose decision", planted.PROPOSED | without, on=reference, place="channel")
    await _looks(hub)
    await manager.press("Read and decide", on="DECISION TO APPROVE")
    await manager.does("Return it instead", planted.RETURNED)
    await _looks(hub)
    await chair.does("Propose decision", planted.PROPOSED | without, on="DECISION RETURNED")
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    await _looks(hub)


async def _is_followed_up(hub: RunningHub, reference: str) -> None:
    """The actions of the decision, and one more: handed over, refused, given time, not done, done."""
    lead, colleague, manager, housing = await hub.people(
        "social_work-lead", "social_work-1", "duty-1", "housing-lead"
    )
    for label, typed in (("Give to someone", planted.GIVEN), ("More time", planted.MORE_TIME)):
        await lead.press("Actions", on=reference, place="channel")
        await lead.does(label, typed)
    await _looks(hub)
    await colleague.does("Cannot take it", planted.DECLINED, on="AN ACTION FOR YOU")
    await manager.press("Agree to more time", on="MORE TIME TO AGREE")
    await manager.submits()
    await lead.press("Actions", on=reference, place="channel")
    await lead.does("Not possible", planted.NOT_POSSIBLE)
    await _looks(hub)
    await manager.does("Add an action", planted.ADDED, on="SOMEBODY MAY BE LESS SAFE")
    await manager.does("What is done instead", planted.INSTEAD, on="SOMEBODY MAY BE LESS SAFE")
    await _looks(hub)
    await housing.does("Done", planted.HAPPENED, on=reference, place="my work")
    await _looks(hub)


async def _goes_on_afterwards(hub: RunningHub, reference: str) -> None:
    teacher, minutes, police = await hub.people("teacher-1", "minutes-1", "police-1")
    await minutes.press("More", on=reference, place="channel")
    await minutes.does("Feedback", planted.FEEDBACK)
    await teacher.press("Read the full reply", on="Decision on your referral")
    await teacher.closes()
    await teacher.does("I disagree", planted.DISAGREED, on="Decision on your referral")
    await police.press("More", on=reference, place="channel")
    await police.does("Give our view", planted.LATE_VIEW)
    await _looks(hub)


async def _waits_to_hear(hub: RunningHub) -> None:
    """Another referral, of which nothing is decided by three."""
    teacher, minutes = await hub.people("teacher-1", "minutes-1")
    reference = await refers(teacher, planted.CONCERN)
    await hub.clock_shows(15)
    await _looks(hub)
    await minutes.does("Send holding reply", planted.HOLDING, on=f"FEEDBACK TO SEND · {reference}")
    await _looks(hub)
    await teacher.does("I am more worried", planted.MORE_WORRIED, on="No decision yet")
    await _looks(hub)


async def _looks(hub: RunningHub) -> None:
    """Everybody in the story looks at every list they have."""
    for teller in list(hub.tellers.values()):
        await teller.sees()
        await teller.my_work()


@told(Stage("web"), Stage("slack-http"), Stage("teams"))
@pytest.mark.usefixtures("real_logs")
async def test_nothing_about_anybody_leaves_the_forms(
    hub: RunningHub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await tell(hub)
    left = [*outside.posted(hub), *outside.read_by_programs(hub)]
    assert _found(left, (*planted.WORDS, *planted.JUDGEMENTS)) == []
    kept = outside.running("".join(capfd.readouterr()), tmp_path)
    assert _found(kept, planted.NOT_IN_FILES) == []
    if hub.world != "web":
        each_version_is_fit_for_a_lock_screen(list(outside.versions(hub)))


def each_version_is_fit_for_a_lock_screen(shown: list[Shown]) -> None:
    """First lines and fallbacks are of the fixed patterns; initials and an outcome stand in no version together."""
    assert len(shown) > 100
    assert [each.first_line for each in shown if not _matches(each.first_line, FIRST_LINES)] == []
    fallbacks = (*FALLBACKS, *FIRST_LINES)
    assert [each.fallback for each in shown if not _matches(each.fallback, fallbacks)] == []
    assert [each.text for each in shown if INITIALS.search(each.text) and _says_an_outcome(each.text)] == []


def _found(left: Iterable[Left], words: Iterable[str]) -> list[tuple[str, str, str]]:
    found = []
    for each in left:
        text = each.text.casefold()
        for word in words:
            at = text.find(word)
            if at >= 0:
                found.append((word, each.where, each.text[max(0, at - 60) : at + 60]))
    return found


def _matches(line: str, patterns: Iterable[str]) -> bool:
    return any(re.fullmatch(pattern, line) for pattern in patterns)


def _says_an_outcome(text: str) -> bool:
    return any(outcome in text.casefold() for outcome in OUTCOMES)
