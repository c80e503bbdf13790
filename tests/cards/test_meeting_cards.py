"""The meeting's card and the day's list, word for word in each state, and how much of a platform they use."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.cards import posts
from bot.cards.cases import meeting_line, referral_card
from bot.cards.elements import Card
from bot.cards.meetings import day_list, meeting, meeting_asks, minutes, said_in_meeting
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, buttons_of, read, sight, words
from tests.support import cases
from tests.support.cases import asked, decided, proposed, rated, voted
from triage.day_list import Rows
from triage.meetings import Sitting
from triage.records import (
    Attendance,
    DayList,
    Disagreement,
    Guest,
    How,
    Meeting,
    MeetingItem,
    Minutes,
    Statement,
    ViewAsked,
)

REFERENCE = cases.REFERENCE
CONFIDENTIAL = (
    "What is said here is for this meeting. Information belongs to the agency that gave it and goes no further without "
    "its agreement."
)


def sitting(*came: tuple[str, How], item: str = "waiting", **changed: object) -> Sitting:
    """The meeting of the running example, with who came."""
    one = Meeting(
        "meeting-1", "hub", "urgent", at(12, 15), at(9, 40), referral="referral-1", chair="chair-1",
        minute_taker="minutes-1", place="The hub's meeting room", set_at=at(9, 45),
    )  # fmt: skip
    one = replace(one, **changed)  # type: ignore[arg-type]  # a test says which
    rows = tuple(
        Attendance(f"attendance-{n}", one.id, seat, how, at(12, 10), f"{seat}-1")
        for n, (seat, how) in enumerate(came)
    )
    started = at(12, 15) if item != "waiting" else None
    return Sitting(one, (MeetingItem("item-1", "referral-1", one.id, 1, item, started),), rows)  # type: ignore[arg-type]


SEVEN: tuple[tuple[str, How], ...] = (
    ("caf", "here"), ("education", "here"), ("health", "deputy"), ("mental_health", "here"), ("police", "here"),
    ("social_work", "here"), ("youth_support", "here"),
)  # fmt: skip


def _roll_call() -> Card:
    return meeting.card(sight(at(12, 14)), sitting(*SEVEN, ("probation", "apologies_sent")), asked())


def _short() -> Card:
    one = sitting(("social_work", "here"), ("health", "here"), tried_at=at(12, 15))
    return meeting.card(sight(at(12, 16)), one, asked())


def _in_hand() -> Card:
    case = asked()
    for seat in ("caf", "health", "mental_health", "police", "social_work", "youth_support"):
        case = voted(case, seat, "red")
    return meeting.card(sight(at(12, 20)), sitting(*SEVEN, item="in_hand", state="open"), case)


def _proposed() -> Card:
    one = Disagreement(
        id="disagreement-1",
        referral="referral-1",
        by="police-1",
        seat="police",
        at=at(12, 40),
        unsafe=False,
        about="outcome",
        why="No.",
        level=1,
        owner="duty-1",
        due_at=at(17),
    )
    case = replace(proposed(asked()), disagreements=(one,))
    return meeting.card(sight(at(12, 50)), sitting(*SEVEN, item="in_hand", state="open"), case)


def _interim() -> Card:
    one = sitting(
        ("social_work", "here"), ("health", "here"), item="in_hand", state="open", interim_at=at(12, 20),
        interim_until="2026-11-17",
    )  # fmt: skip
    case = voted(voted(asked(), "social_work", "red"), "health", "red")
    return meeting.card(sight(at(12, 21)), one, case)


def _closed() -> Card:
    one = sitting(*SEVEN, item="decided", state="closed", closed_at=at(12, 55))
    return meeting.card(sight(at(13)), one, decided(proposed(asked())))


def _daily_roll_call() -> Card:
    one = sitting(kind="daily", day_list="list-1", referral="")
    items = tuple(
        replace(one.items[0], id=f"item-{n}", referral=f"referral-{n}", position=n) for n in range(1, 8)
    )
    return meeting.card(sight(at(14)), replace(one, items=items), None)


def test_the_agency_to_phone_is_named_as_its_name_is_written() -> None:
    one = sitting(("police", "here"), ("health", "here"), tried_at=at(12, 15))
    card = meeting.card(sight(at(12, 16)), one, asked())
    assert card.buttons[0].label == "Phone Social Work"


HERE = "Here (7): CAF, Education, Health, Mental Health, Police, Social Work, Youth Support."
CARDS: dict[str, tuple[Callable[[], Card], str, str]] = {
    "roll call": (
        _roll_call,
        f"""MEETING 12:15pm Mon 16 November · {REFERENCE} · roll call
Join: The hub's meeting room. Chair S. Patel. Minutes T. Lowe.
{HERE} Deputy: Health. Apologies, information sent: Probation. Not here yet: 4.
Needed: Social Work, Police, Health. All are here.
{CONFIDENTIAL}
[I am here] [Roll call >] [Start] [More >]""",
        f"{REFERENCE}: meeting 12:15pm Mon 16 November, roll call.",
    ),
    "not enough agencies": (
        _short,
        f"""NOT ENOUGH AGENCIES · Police missing · {REFERENCE}
Urgent protection and a strategy discussion do not wait for this.
[Phone police >] [Adjourn >] [Go on: interim decision only >] [I am here] [More >]""",
        f"{REFERENCE}: meeting 12:15pm Mon 16 November, not enough agencies.",
    ),
    "a case in hand": (
        _in_hand,
        f"""CASE 1 OF 1 · RED ◆ due 1:12pm Mon 16 November · {REFERENCE}
Asked for a view: 6 of 7 here. Still to ask: Education.
[Ask for the missing views] [Record what was said >] [Propose decision >] [Close the meeting >] [More >]""",
        f"{REFERENCE}: meeting 12:15pm Mon 16 November, case 1 of 1.",
    ),
    "proposed": (
        _proposed,
        f"""CASE 1 OF 1 · RED ◆ due 1:12pm Mon 16 November · {REFERENCE}
Decision proposed 12:48pm. Waiting for a duty manager.
1 agency has recorded a disagreement. It is kept by name with the decision.
[I disagree >] [Read and decide >] [Close the meeting >] [More >]""",
        f"{REFERENCE}: meeting 12:15pm Mon 16 November, case 1 of 1.",
    ),
    "interim": (
        _interim,
        f"""CASE 1 OF 1 · RED ◆ due 1:12pm Mon 16 November · {REFERENCE}
Asked for a view: 2 of 2 here.
Interim decision only: Police missing.
[Record what was said >] [Propose decision >] [Close the meeting >] [More >]""",
        f"{REFERENCE}: meeting 12:15pm Mon 16 November, case 1 of 1.",
    ),
    "closed": (
        _closed,
        f"""MEETING CLOSED 12:55pm Mon 16 November · {REFERENCE} · 1 decided
[Minutes >]""",
        f"{REFERENCE}: meeting 12:15pm Mon 16 November, closed.",
    ),
    "a day's roll call": (
        _daily_roll_call,
        f"""MEETING 12:15pm Mon 16 November · 7 cases · roll call
Join: The hub's meeting room. Chair S. Patel. Minutes T. Lowe.
Here: nobody yet. Not here yet: 12.
Needed: Social Work, Police, Health. Missing: Health, Police, Social Work.
{CONFIDENTIAL}
[I am here] [Roll call >] [Start] [More >]""",
        "7 cases: meeting 12:15pm Mon 16 November, roll call.",
    ),
}


@pytest.mark.parametrize("state", CARDS)
def test_the_meeting_reads_word_for_word(state: str) -> None:
    card, expected, fallback = CARDS[state]

    assert read(card()) == expected
    assert card().fallback == fallback


@pytest.mark.parametrize("state", CARDS)
def test_a_meeting_s_card_stays_inside_its_budget(state: str) -> None:
    _fits(CARDS[state][0](), blocks=7, texts=6, actions=5, size=4)


@pytest.mark.parametrize("state", CARDS)
def test_a_meeting_s_card_says_nobody_s_name_view_or_outcome(state: str) -> None:
    said = words(CARDS[state][0]())

    for given_away in ("Kacey", "Brannigan", "K.B.", "section 47", "Child protection", "police-1"):
        assert given_away not in said


def _list_rows(n: int = 2) -> Rows:
    red = asked()
    ambers = tuple(
        replace(
            asked(rated(level="amber", due_at=at(9, 12, day=17))),
            referral=replace(red.referral, id=f"amber-{number}", reference=f"MASH-2611-AAA{number:02}"),
        )
        for number in range(n - 1)
    )
    rolled = replace(red, referral=replace(red.referral, reference="MASH-2611-LATER"))
    return Rows((red, *ambers), ambers[:1], ((rolled, "papers_late"),))


LIST = DayList("list-1", "hub", "2026-11-16", at(13), at(14), at(14, day=17))


def test_the_list_reads_word_for_word() -> None:
    card = day_list.card(sight(at(13, 5)), LIST, _list_rows(), None)

    assert read(card) == (
        "TODAY'S LIST · Monday 16 November 2026 · 2 cases · meeting 2:00pm\n"
        f"RED ◆ {REFERENCE} due 1:12pm Mon 16 November, ready\n"
        "AMBER ▲ MASH-2611-AAA00 due 9:12am Tue 17 November, 0 of 12 answered\n"
        "Added since cut-off: MASH-2611-AAA00. Rolled to the next list: MASH-2611-LATER, papers late.\n"
        "Responsibility for an action rests with each agency. Agencies need not wait for the meeting to act.\n"
        "[Open the list >] [Call the meeting >] [More >]"
    )
    assert card.fallback == "Today's list: 2 cases. Meeting 2:00pm."


@pytest.mark.parametrize("n", [1, 2, 20, 29, 60])
def test_the_list_stays_inside_its_budget_and_says_what_it_leaves_out(n: int) -> None:
    card = day_list.card(sight(at(13, 5)), LIST, _list_rows(n), None)

    _fits(card, blocks=7, texts=7, actions=3, size=6)
    assert ("more: open the list" in read(card)) is (n > 20)


def test_personal_cards_say_what_is_asked_and_nothing_of_the_case() -> None:
    one = replace(
        sitting(*SEVEN),
        guests=(Guest("guest-1", "referral-1", "meeting-1", "Ada Guest", "guest-1", at(12), "chair-1"),),
        minutes=(Minutes("m-1", "meeting-1", "hub", "referral-1", 1, at(13), "chair-1"),),
    )
    case = replace(
        asked(),
        sittings=(one,),
        views_asked=(ViewAsked("asked-1", "referral-1", "meeting-1", "health", at(12, 20), "chair-1"),),
        statements=(
            Statement("said-1", "referral-1", "meeting-1", "health", "minutes-1", at(12, 30), "Twice."),
        ),
    )
    now = sight(at(12, 31))

    for card in (
        meeting_asks.to_set(case, now, "meeting-1"),
        meeting_asks.guest_item(case, now, "guest-1"),
        said_in_meeting.asked_card(case, now, "asked-1"),
        said_in_meeting.card(case, now, "said-1"),
        minutes.of_case(case, now, "meeting-1"),
    ):
        assert REFERENCE in card.title
        assert card.fallback.startswith(f"{REFERENCE}: ")
        _fits(card, blocks=4, texts=3, actions=4, size=2)
        for given_away in ("Kacey", "Brannigan", "K.B.", "Twice.", "Ada"):
            assert given_away not in words(card)


def test_what_the_referral_s_card_says_of_its_meeting() -> None:
    case = replace(asked(), sittings=(sitting(),))
    assert tuple(meeting_line.ahead_of(case, sight(at(10)))) == ("Meeting: 12:15pm, chair S. Patel.",)
    nobody = replace(asked(), sittings=(sitting(chair=""),))
    assert tuple(meeting_line.ahead_of(nobody, sight(at(10)))) == (
        "Meeting: 12:15pm, chair still to be set.",
    )
    now = replace(asked(), sittings=(sitting(item="in_hand", state="open"),))
    assert tuple(meeting_line.ahead_of(now, sight(at(12, 20)))) == ()
    assert tuple(meeting_line.now(now, sight(at(12, 20)))) == ("Now: in the meeting since 12:15pm.",)
    assert posts.last_change(now, at(12, 20)) == at(12, 15)


def test_all_names_of_buttons_differ_in_a_channel() -> None:
    other = replace(asked(), referral=replace(asked().referral, reference="MASH-2611-OTHER"))
    shown = (_proposed(), meeting.card(sight(at(12, 14)), sitting(*SEVEN), other), _referral())

    names = [button.name for card in shown for button in buttons_of(card)]

    assert len(names) == len(set(names))
    assert all(button.name.startswith(button.label) for card in shown for button in buttons_of(card))


def _referral() -> Card:
    """The card of the same case that stands beside its meeting."""
    return referral_card.card(proposed(asked()), sight(at(12, 50)))


def _fits(card: Card, *, blocks: int, texts: int, actions: int, size: int) -> None:
    content, _ = adaptive.message(card, Words("en"))

    assert len(blockkit.message(card, Words("en"))["blocks"]) <= blocks
    assert _count(content, "TextBlock") <= texts
    assert _count(content, "Action.Submit") + _count(content, "Action.Execute") <= actions * 2, (
        "each with its fallback"
    )
    assert len(card.buttons) <= actions
    assert adaptive.size(content) <= size * 1024


def _count(value: object, kind: str) -> int:
    if isinstance(value, dict):
        return (value.get("type") == kind) + sum(_count(one, kind) for one in value.values())
    return sum(_count(one, kind) for one in value) if isinstance(value, list) else 0
