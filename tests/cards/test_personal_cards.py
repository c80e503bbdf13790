"""Cards to one person: the red alert, what is late, and what a duty manager must look at."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot.cards.answering import consent, late_view, red_alert, view_above
from bot.cards.cases import late_clock
from bot.cards.desk import offered
from bot.cards.elements import Card
from bot.cards.hours import closed, overnight
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, buttons_of, practitioner, read, sight, staff, words
from tests.support import cases
from tests.support.cases import answered, arrived, asked, decided, proposed, rated, voted
from triage.authority import Actor
from triage.case import Case
from triage.nights import Night
from triage.records import AfterHours, Answer, Clock, Feedback, Membership, NightItem, Person, Rating, Task

POLICE = practitioner("police")


def test_a_red_alert_says_what_is_needed_and_by_when() -> None:
    card = red_alert.card(asked(), sight(at(9, 41), POLICE), "referral-1")

    assert read(card) == (
        "RED ◆ MASH-2611-7KDMQ needs an answer by 11:26am\n"
        "Decision due 1:12pm Mon 16 November.\n"
        "[Nothing known >] [Add what we know >] [Open details >] [Not mine >]"
    )
    assert card.fallback == card.title


def test_a_red_alert_says_that_the_rating_rose() -> None:
    case = asked()
    old = Clock(
        "clock-0", "referral-1", "subject-1", "urgency", "amber", cases.RECEIVED, at(9, 12, 17), at(10, 20)
    )
    raised = Rating(
        "rating-9", "referral-1", "subject-1", 1, "red", "screening-1", at(10, 20), "Worse.", "amber"
    )
    case = replace(case, ratings=(*case.ratings, raised), clocks=(old, *case.clocks))

    line = read(red_alert.card(case, sight(at(10, 21), POLICE), "referral-1")).splitlines()[1]

    assert line == "Was AMBER, due 9:12am Tue 17 November. Now RED, due 1:12pm Mon 16 November."


def test_a_red_alert_is_one_line_once_anyone_of_the_seat_answered() -> None:
    case = answered(asked(), "police", at=at(10, 42), person="police-2")

    card = red_alert.card(case, sight(at(10, 43), POLICE), "referral-1")

    assert read(card) == card.fallback == "MASH-2611-7KDMQ: Police answered 10:42am Mon 16 November."


def test_a_seat_that_answered_for_one_child_is_still_asked_about_the_other() -> None:
    case = answered(asked(), "police", subjects=("subject-1",))

    assert "needs an answer" in red_alert.card(case, sight(at(10, 43), POLICE), "referral-1").title


def test_an_answer_taken_by_phone_is_shown_to_its_seat_to_confirm() -> None:
    case = answered(
        asked(), "police", at=at(10, 40), person="minutes-1", told_by="PC Hale", told_at="10:35am"
    )

    card = red_alert.card(case, sight(at(10, 43), POLICE), "referral-1")

    assert read(card) == (
        "MASH-2611-7KDMQ: Police answered 10:40am Mon 16 November.\n"
        "Taken by phone by T. Lowe 10:40am Mon 16 November.\n"
        "[That is right] [Correct it >]"
    )


def test_a_deputy_is_not_alerted_to_what_their_agency_has_answered() -> None:
    case = answered(asked(), "police", at=at(10, 40), told_by="PC Hale", told_at="10:35am")
    deputy = Actor("deputy-1", "", frozenset({"practitioner"}))
    seen = sight(at(17, 5), deputy)
    here = Membership("deputy-1", seen.hub.forum.id, "", frozenset({"practitioner"}), "police")
    people = seen.roster.people | {"deputy-1": Person("deputy-1", "Dee Police", "Police")}
    seen = replace(
        seen, roster=replace(seen.roster, people=people, memberships=(*seen.roster.memberships, here))
    )

    assert "You stand in for Police." in read(red_alert.card(asked(), seen, "referral-1"))
    assert read(red_alert.card(case, seen, "referral-1")) == (
        "MASH-2611-7KDMQ: Police answered 10:40am Mon 16 November."
    )


def test_a_red_alert_ends_with_the_decision() -> None:
    case = decided(proposed(asked()))

    assert read(red_alert.card(case, sight(at(13), POLICE), "referral-1")) == (
        "MASH-2611-7KDMQ: decided 12:51pm Mon 16 November."
    )


@pytest.mark.parametrize(
    ("paged", "said"),
    [
        (at(23, 12), " The on-call manager was told at 11:12pm."),
        (at(8, day=16), " The on-call manager was told at 8:00am Mon 16 November."),
        (None, ""),
    ],
)
def test_whoever_presses_at_night_hears_of_this_night_s_page_alone(paged: datetime | None, said: str) -> None:
    this, before = at(8, 45, day=17), at(8, 45, day=16)
    nights = (
        NightItem(
            "night-1", "referral-1", "hub", at(22, day=15), before, arrived=True, urgent_at=at(22, day=15)
        ),
        NightItem("night-2", "referral-1", "hub", at(17), this, arrived=False, urgent_at=paged),
    )
    pressed = AfterHours("after-1", "referral-1", "police-1", at(23, 30), this)
    case = replace(asked(), nights=nights, after_hours=(pressed,))

    lines = read(closed.card(case, sight(at(23, 30), POLICE), "after-1")).splitlines()

    assert lines[2] == f"What you did about MASH-2611-7KDMQ is recorded.{said}"


def _missed(kind: str, subject: str = "", level: str = "") -> Case:
    case = asked()
    clock = Clock("clock-9", "referral-1", subject, kind, level, cases.RECEIVED, at(13, 12), None, at(13, 12))
    waiting = Feedback("feedback-1", "referral-1", at(13), at(13, 12), ())
    return replace(case, clocks=(*case.clocks, clock), feedback=(waiting,))


@pytest.mark.parametrize(
    ("kind", "subject", "level", "line", "buttons"),
    [
        (
            "acknowledge", "", "",
            "Nobody has told the person who referred that it arrived. Late since 1:12pm Mon 16 November.",
            "[Open details >]",
        ),
        (
            "decide", "", "",
            "No social worker's decision yet. Late since 1:12pm Mon 16 November.",
            "[Propose decision >] [Open details >]",
        ),
        (
            "urgency", "subject-2", "red",
            "No decision yet on child 2, rated RED. Late since 1:12pm Mon 16 November.",
            "[Propose decision >] [Open details >]",
        ),
        (
            "feedback", "", "",
            "The person who referred has had no reply. Late since 1:12pm Mon 16 November.",
            "[Feedback >] [Open details >]",
        ),
    ],
)  # fmt: skip
def test_a_missed_clock_is_told_to_those_whom_its_rule_names(
    kind: str, subject: str, level: str, line: str, buttons: str
) -> None:
    card = late_clock.card(_missed(kind, subject, level), sight(at(13, 13), staff("duty_manager")), "clock-9")

    assert read(card) == f"LATE · MASH-2611-7KDMQ · RED ◆ due 1:12pm Mon 16 November\n{line}\n{buttons}"
    assert card.fallback == "MASH-2611-7KDMQ: late since 1:12pm Mon 16 November."


def test_a_clock_missed_before_screening_names_no_rating() -> None:
    case = cases.arrived()
    clock = Clock("clock-9", "referral-1", "", "decide", "", cases.RECEIVED, at(13, 12), None, at(13, 12))

    card = late_clock.card(
        replace(case, clocks=(clock,)), sight(at(13, 13), staff("duty_manager")), "clock-9"
    )

    assert card.title == "LATE · MASH-2611-7KDMQ"


def _held() -> Case:
    return answered(
        asked(), "police", kind="known_with_info", text="Arrested Tuesday.", consent="refused", need="risk"
    )


def _above() -> Case:
    return voted(asked(rated(level="amber")), "police", "red", reason="Arrested Tuesday.")


def _late_view() -> Case:
    return replace(
        voted(decided(proposed(asked())), "police", "red", late=True, reason="Arrested Tuesday."),
        tasks=(Task("task-1", "hub", "late_view", "referral-1", at(14, 10), at(14, 40)),),
    )


def _offered() -> Case:
    return answered(
        asked(rated(level="green")), "housing", check="", kind="known_with_info", text="Arrested Tuesday."
    )


CARDS: dict[str, tuple[Callable[[Case], Card], Case, str]] = {
    "consent": (
        lambda case: consent.card(case, sight(at(14), staff("duty_manager")), case.answers[-1].id),
        _held(),
        (
            "CONSENT TO DECIDE · MASH-2611-7KDMQ · RED ◆ due 1:12pm Mon 16 November\n"
            "Consent was refused for one answer. Nobody else reads it until you decide.\n"
            "[Decide about consent >] [Open details >]"
        ),
    ),
    "view above": (
        lambda case: view_above.card(case, sight(at(14), staff("duty_manager")), case.votes[0].id),
        _above(),
        (
            "2 VIEWS ABOVE THE RATING · MASH-2611-7KDMQ · AMBER ▲ due 1:12pm Mon 16 November\n"
            "A view on child 1 came 10:20am Mon 16 November. A view on child 2 came 10:20am Mon 16 November. "
            "They are more urgent than the rating. Read them in details.\n"
            "[Change rating >] [The rating stands >] [Open details >]"
        ),
    ),
    "late view": (
        lambda case: late_view.card(case, sight(at(14, 11), staff("chair")), "task-1"),
        _late_view(),
        (
            "LATE VIEW 2:10pm Mon 16 November · MASH-2611-7KDMQ\n"
            "It changes nothing by itself. Read it in details, then confirm or reopen by 2:40pm Mon 16 November.\n"
            "[The decision stands] [Open details >]"
        ),
    ),
    "offered": (
        lambda case: offered.card(case, sight(at(14), staff("screening")), case.answers[-1].id),
        _offered(),
        (
            "INFORMATION OFFERED · MASH-2611-7KDMQ · GREEN ● due 1:12pm Mon 16 November\n"
            "An agency that was not asked added what it knows 10:10am Mon 16 November. Read it in details.\n"
            "[Open details >]"
        ),
    ),
}


ROOM = {"view above": 2.5}
"""KB in Teams, counted in UTF-16, where it is not 2: of three buttons to forms each takes a quarter of one."""


@pytest.mark.parametrize("kind", CARDS)
def test_what_a_duty_manager_must_look_at(kind: str) -> None:
    build, case, expected = CARDS[kind]

    assert read(build(case)) == expected


@pytest.mark.parametrize("kind", CARDS)
def test_no_personal_card_says_whose_it_is_or_what_was_said(kind: str) -> None:
    build, case, _ = CARDS[kind]
    shown = words(build(case))

    for marker in ("Kacey", "Brannigan", "K.B.", "Arrested", "Police", "Housing", "Known", "bruise"):
        assert marker not in shown
    assert re.match(r"MASH-2611-7KDMQ: ", build(case).fallback)


@pytest.mark.parametrize("kind", CARDS)
def test_personal_cards_fit_their_budgets(kind: str) -> None:
    build, case, _ = CARDS[kind]
    card = build(case)
    content, _ = adaptive.message(card, Words("en"))

    assert len(blockkit.message(card, Words("en"))["blocks"]) <= 4
    assert adaptive.size(content) <= ROOM.get(kind, 2) * 1024
    assert len({button.name for button in buttons_of(card)}) == len(buttons_of(card)) <= 4


def of_the_night(number: int, **more: object) -> NightItem:
    one = NightItem(f"item-{number}", f"referral-{number}", "hub", at(18), at(8, 45, 17), arrived=True)
    return replace(one, **more)  # type: ignore[arg-type]  # the fields that a test names


def many_of_the_night() -> Night:
    """More than are named, half of them picked up and not screened."""
    picked = {"picked_up_at": at(9, 5, 17), "picked_up_by": "duty-1"}
    items = [of_the_night(n, **(picked if n % 2 else {})) for n in range(24)]
    known = {
        one.referral: replace(arrived(), referral=replace(arrived().referral, id=one.referral))
        for one in items
    }
    return Night("hub", at(17), at(8, 45, 17), tuple(items), known, dict.fromkeys(known, ()))


def test_what_the_night_brought_fits_its_budget() -> None:
    """Four blocks in Slack; three lines, two buttons and 2 KB of text in Teams, counted in UTF-16."""
    card = overnight.card(sight(at(9, 10, 17), staff("duty_manager")), many_of_the_night())
    content, _ = adaptive.message(card, Words("en"))

    assert len(blockkit.message(card, Words("en"))["blocks"]) <= 4
    assert [element["type"] for element in content["body"]].count("TextBlock") <= 3
    assert adaptive.size(content) <= 2 * 1024 * 2
    assert len(card.buttons) == 2
    assert read(card).splitlines()[1:3] == [
        " · ".join([f"{cases.REFERENCE}, not screened"] * 10 + ["and 2 more"]),
        "12 picked up, not screened yet: "
        + " · ".join([f"{cases.REFERENCE} by J. Okafor 9:05am"] * 10 + ["and 2 more"]),
    ]


def of_decisions_alone() -> Night:
    """Nothing is to be picked up."""
    case = decided(proposed(voted(answered(asked(), "police"), "police", "red")))
    at_night = tuple(replace(one, at=at(20)) for one in case.decisions)
    return Night("hub", at(17), at(8, 45, 17), (), {}, {}, (replace(case, decisions=at_night),))


@pytest.mark.parametrize(
    "night", [many_of_the_night(), of_decisions_alone()], ids=["of arrivals", "of decisions"]
)
def test_the_first_lines_of_a_night_are_counts_references_and_times(night: Night) -> None:
    card = overnight.card(sight(at(9, 10, 17), staff("duty_manager")), night)

    counted = r"\d+ (arrived since \d+:\d\d[ap]m|left from before|cases? decided|urgent protections?)"
    assert re.fullmatch(rf"OVERNIGHT( · {counted})+", card.title)
    assert re.fullmatch(r"\d+ arrived overnight\.|Overnight: 1 case decided\.", card.fallback)


def test_the_red_alert_fits_its_budget_with_an_answer_to_confirm() -> None:
    given: Answer = answered(asked(), "police", told_by="PC Hale", told_at="10:35am").answers[0]
    card = red_alert.card(replace(asked(), answers=(given,)), sight(at(10, 43), POLICE), "referral-1")

    assert len(blockkit.message(card, Words("en"))["blocks"]) <= 4
