"""Cards about cases that stand in no channel, and about people in several: their exact words, and how much room they take."""

from dataclasses import replace

import pytest

from bot.cards.answering import risen
from bot.cards.cases import conflict, household, item, links
from bot.cards.deciding import approval
from bot.cards.elements import Card
from bot.cards.referring import received
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, practitioner, read, sight, staff, words
from tests.support import cases
from tests.support.cases import answered, arrived, asked, proposed
from triage.case import Case
from triage.records import Clock, Conflict, Link, Rating, Restriction, Task

POLICE = practitioner("police")
MANAGER = staff("duty_manager")
NOON = at(10, 42)


def restricted() -> Case:
    """Restricted to two people of whom the roster of these tests knows both."""
    row = Restriction(
        "r-1", "referral-1", "duty-1", cases.RATED, lifted=False, named=("police-1",), why="staff"
    )
    return replace(asked(), restrictions=(row,))


def conflicted() -> Case:
    """Somebody of the police knows the family."""
    row = Conflict("c-1", "referral-1", "police-2", "police-2", NOON, "declared", seat="police")
    return replace(asked(), conflicts=(row,))


def raised() -> Case:
    """Amber until 10:20am."""
    old = Clock(
        "clock-0", "referral-1", "subject-1", "urgency", "amber", cases.RECEIVED, at(9, 12, 17), at(10, 20)
    )
    up = Rating("rating-9", "referral-1", "subject-1", 1, "red", "screening-1", at(10, 20), "Worse.", "amber")
    case = asked()
    return replace(case, ratings=(*case.ratings, up), clocks=(old, *case.clocks))


def reviewed() -> Case:
    """A sibling came after the decision."""
    task = Task("task-1", "hub", "household", "referral-1", at(13, 5), at(13, 35), who="link-1")
    return replace(asked(), tasks=(task,))


def proposes_link() -> Case:
    link = Link("link-1", "referral-1", "subject-1", "other-1", "same", "minutes-1", NOON, proposed=True)
    return replace(asked(), links=(link,))


CARDS: dict[str, tuple[Card, str]] = {
    "restricted": (
        item.card(restricted(), sight(NOON, POLICE), "referral-1"),
        (
            "A restricted item needs you\n"
            "RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ\n"
            "{people} Do not mention it in the channel. Now: your answer is needed by 11:26am.\n"
            "[Nothing known >] [Add what we know >] [Give our view >] [Open details >] [More >]"
        ),
    ),
    "restricted, late": (
        item.card(restricted(), sight(at(11, 26), POLICE), "referral-1"),
        (
            "A restricted item needs you\n"
            "RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ\n"
            "{people} Do not mention it in the channel. Late since 11:26am: your agency's answer.\n"
            "[Nothing known >] [Add what we know >] [Give our view >] [Open details >] [More >]"
        ),
    ),
    "personal": (
        item.card(conflicted(), sight(NOON, POLICE), "referral-1"),
        (
            "A personal item needs you\n"
            "RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ\n"
            "Do not mention it in the channel. Now: your answer is needed by 11:26am.\n"
            "[Nothing known >] [Add what we know >] [Give our view >] [Open details >] [More >]"
        ),
    ),
    "deputy": (
        conflict.card(conflicted(), sight(NOON, MANAGER), "c-1"),
        (
            "A DEPUTY IS NEEDED · MASH-2611-7KDMQ\n"
            "Somebody of Police must not work on this and no longer sees it. Choose who takes their place.\n"
            "[Choose a deputy >]"
        ),
    ),
    "risen": (
        risen.card(raised(), sight(at(10, 21), POLICE), "rating-9"),
        (
            "RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ\n"
            "Was AMBER, due 9:12am Tue 17 November. Now RED, due 1:12pm Mon 16 November.\n"
            "[Give our view >] [Open details >]"
        ),
    ),
    "household": (
        household.card(reviewed(), sight(at(13, 6), MANAGER), "task-1"),
        (
            "NEW HOUSEHOLD INFORMATION 1:05pm Mon 16 November · MASH-2611-7KDMQ\n"
            "Somebody else of this household was referred. The decision stands until reviewed.\n"
            "To decide anew, propose a decision or reopen the case.\n"
            "[The decision stands] [People and links >] [Open details >]"
        ),
    ),
    "link": (
        links.proposed_card(proposes_link(), sight(NOON, MANAGER), "link-1"),
        (
            "SAME PERSON? · MASH-2611-7KDMQ\n"
            "A link to another referral is proposed. Compare the two, then record what they are.\n"
            "[Same person? >] [Open details >]"
        ),
    ),
}
FALLBACKS = {
    "restricted": "A restricted item needs you. Open My work.",
    "restricted, late": "A restricted item needs you. Open My work.",
    "personal": "A personal item needs you. Open My work.",
    "deputy": "MASH-2611-7KDMQ: a deputy is needed. RED. Due 1:12pm Mon 16 November.",
    "risen": "RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ",
    "household": "MASH-2611-7KDMQ: new household information. The decision stands until reviewed.",
    "link": "MASH-2611-7KDMQ: a link between two referrals is proposed.",
}


@pytest.mark.parametrize("kind", CARDS)
def test_says_exactly_this(kind: str) -> None:
    card, wanted = CARDS[kind]
    counted = [line for line in read(card).splitlines() if line.startswith("You are ")]
    people = counted[0].split(" Do not")[0] if counted else ""

    assert read(card) == wanted.format(people=people)
    assert card.fallback == FALLBACKS[kind]


@pytest.mark.parametrize("kind", CARDS)
def test_fits_its_budget(kind: str) -> None:
    card, _wanted = CARDS[kind]

    assert len(blockkit.message(card, Words("en"))["blocks"]) <= 4
    content, _ = adaptive.message(card, Words("en"))
    assert adaptive.size(content) <= 3 * 1024
    assert "K.B." not in read(card)


def test_only_an_agency_that_is_late_itself_reads_of_it_and_no_agency_is_named() -> None:
    case = answered(restricted(), "police")
    said = [read(item.card(case, sight(at(11, 40), who), "referral-1")) for who in (POLICE, MANAGER)]
    said.append(read(item.card(restricted(), sight(at(11, 40), POLICE), "referral-1")))

    assert ["Late since" in one for one in said] == [False, False, True]
    assert not [seat.name for seat in cases.PROFILE.seats if seat.name in "".join(said)]


def test_what_else_is_told_of_a_restricted_case_begins_alike() -> None:
    case = proposed(restricted())
    reader = sight(at(12, 49), MANAGER)

    card = item.discreet(approval.card(case, reader, "proposal-1"), case, reader)

    assert card.title == "A restricted item needs you"
    assert card.fallback == "A restricted item needs you. Open My work."
    assert read(card).splitlines()[1].startswith("DECISION TO APPROVE · MASH-2611-7KDMQ")


def test_a_professional_who_asked_to_stay_anonymous_is_told_that_they_cannot() -> None:
    case = arrived(doubts=("anonymous_professional",))
    said = received.lines(sight(at(9, 13)), case.referral, None)

    assert said[-1] == (
        "Professionals cannot be anonymous. If naming you would put somebody at risk, ask a manager of the hub on "
        "01632 960 100."
    )
    assert len(received.lines(sight(at(9, 13)), arrived().referral, None)) == len(said) - 1


def test_undoing_a_link_says_what_stays_with_each_case() -> None:
    here, there = proposed(answered(asked(), "police")), arrived(("Kian", "Branigan", "7 8 2020"))
    pair = links.Pair(here.subjects[0], there, there.subjects[0])
    link = Link("link-1", "referral-1", "subject-1", "other-1", "same", "minutes-1", NOON)

    said = words(links.undo_form(sight(NOON, MANAGER), here, links.Linked(link, pair), ()))

    assert "MASH-2611-7KDMQ: 1 answer, 0 views and 0 decisions stay with it alone." in said
