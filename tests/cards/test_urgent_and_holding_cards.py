"""Urgent protection, and what whoever referred hears until and after the decision: word for word."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.cards.afterwards import feedback, holding, holding_due
from bot.cards.cases import referral_card, side_states, urgent, urgent_alert
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, practitioner, read, sight, staff, words
from tests.support.cases import arrived, asked, decided, proposed, rated
from triage.authority import Actor
from triage.case import Case
from triage.records import Feedback, HoldingReply, UrgentProtection, UrgentTaken

MANAGER = staff("duty_manager")
TEACHER = Actor("teacher-1", "", frozenset({"referrer"}))


def started(case: Case, by: str = "police-1", seat: str = "police", called: str = "not_yet") -> Case:
    one = UrgentProtection("urgent-1", "referral-1", by, seat, at(10, 5), "MARKER", called)  # type: ignore[arg-type]  # a code
    return replace(case, urgent=(one,))


def test_the_alert_says_when_by_which_agency_and_whether_999_was_called() -> None:
    card = urgent_alert.card(started(asked()), sight(at(10, 6), MANAGER), "urgent-1")

    assert read(card) == (
        "URGENT PROTECTION · MASH-2611-7KDMQ · RED ◆ due 1:12pm Mon 16 November\n"
        "Started 10:05am Mon 16 November. By: Police. 999 was not called yet.\n"
        "Do not wait for checks or the meeting. Read what was said in details.\n"
        "[I am dealing with it] [Open details >]"
    )
    assert card.fallback == (
        "MASH-2611-7KDMQ: urgent protection was started 10:05am Mon 16 November. It needs you now."
    )
    assert "MARKER" not in words(card)


def test_before_it_is_rated_the_alert_names_no_rating() -> None:
    card = urgent_alert.card(started(arrived()), sight(at(10, 6), MANAGER), "urgent-1")

    assert card.title == "URGENT PROTECTION · MASH-2611-7KDMQ"


@pytest.mark.parametrize(
    ("by", "seat", "who"),
    [
        ("teacher-1", "", "The person who referred"),
        ("chair-1", "", "The hub (social worker)"),
        ("edt-1", "", "The hub (emergency duty team)"),
        ("health-1", "health", "Health"),
        ("left-1", "", "The hub"),
    ],
)
def test_who_started_it_is_an_agency_or_a_role_never_a_name(by: str, seat: str, who: str) -> None:
    case = started(asked(), by, seat)

    assert urgent.started_by(sight(at(10, 6), MANAGER), case, case.urgent[0]) == who


@pytest.mark.parametrize(
    ("called", "said"),
    [
        ("yes", "999 was called."),
        ("not_needed", "999 is not needed, they said."),
        ("not_yet", "999 was not called yet."),
        ("", "Nobody said whether 999 was called."),
    ],
)
def test_what_they_said_of_999(called: str, said: str) -> None:
    case = started(asked(), called=called)

    assert urgent.called(sight(at(10, 6), MANAGER), case.urgent[0]) == said


def test_once_somebody_deals_with_it_it_is_one_line() -> None:
    case = replace(
        started(asked()),
        urgent_taken=(UrgentTaken("taken-1", "referral-1", "urgent-1", "duty-1", at(10, 7)),),
    )

    card = urgent_alert.card(case, sight(at(10, 8), MANAGER), "urgent-1")

    line = "MASH-2611-7KDMQ: J. Okafor is dealing with the urgent protection since 10:07am Mon 16 November."
    assert read(card) == f"{line}\n[Open details >]"
    assert card.fallback == line


def test_it_is_the_strongest_side_state_of_the_shared_card() -> None:
    case = started(asked())

    lines = read(referral_card.card(case, sight(at(10, 6)))).splitlines()

    assert lines[1] == "URGENT PROTECTION started 10:05am. Do not wait for checks or the meeting."


def test_after_a_decision_that_came_later_it_stands_no_more_and_one_that_came_before_does_not_end_it() -> (
    None
):
    case = decided(proposed(asked()))
    later = replace(started(case).urgent[0], at=at(14, 0, 17))

    assert side_states.lines(started(case), sight(at(15))) == ()
    (line,) = side_states.lines(replace(case, urgent=(later,)), sight(at(14, 1, 17)))
    assert line.startswith("URGENT PROTECTION started 2:00pm Tue 17 November.")


def test_the_form_is_what_was_agreed_word_for_word() -> None:
    form = urgent.form(sight(at(10, 4), TEACHER), asked())

    lines = [line for line in words(form).splitlines() if line]
    assert lines == [
        "Urgent: act now",
        "If anyone is in danger, call 999 before filling this in.",
        "MASH-2611-7KDMQ",
        "Opening this was recorded.",
        "What is happening",
        "Have you called 999?",
        "Yes",
        "Not needed",
        "Not yet",
        "Send now",
    ]
    agency = words(urgent.form(sight(at(10, 4), practitioner("police")), asked()))
    assert "Child 1: Kacey Brannigan, born 4 March 2017 (9)" in agency


# The holding reply.

BOTH = "A social worker has read your referral and agencies are being asked what they know."


def sent(case: Case, *, was_read: bool, are_asked: bool) -> Case:
    one = HoldingReply(
        "holding-1",
        "referral-1",
        at(15),
        "sent",
        "chat",
        read=was_read,
        asked=are_asked,
        again_by=at(17),
        sent_at=at(15, 5),
    )
    return replace(case, holding=(one,))


@pytest.mark.parametrize(
    ("was_read", "are_asked", "line"),
    [
        (
            True,
            True,
            f"{BOTH} We will write again by 5:00pm Monday 16 November.",
        ),
        (
            True,
            False,
            "A social worker has read your referral. We will write again by 5:00pm Monday 16 November.",
        ),
        (
            False,
            False,
            "Your referral is waiting to be read. We will write again by 5:00pm Monday 16 November.",
        ),
    ],
)
def test_the_holding_reply_says_what_was_true_when_it_was_sent(
    was_read: bool,
    are_asked: bool,
    line: str,
) -> None:
    case = sent(asked(), was_read=was_read, are_asked=are_asked)

    card = holding.card(case, sight(at(15, 6), TEACHER), "holding-1")

    assert read(card) == (
        "No decision yet · MASH-2611-7KDMQ\n"
        f"{line}\n"
        "If you are more worried than before, phone 01632 960 100 now.\n"
        "[Add to my referral >] [I am more worried >]"
    )
    assert card.fallback == "MASH-2611-7KDMQ: an update."


def test_business_support_is_told_what_to_send() -> None:
    waiting = HoldingReply("holding-1", "referral-1", at(15))

    card = holding_due.card(
        replace(asked(), holding=(waiting,)), sight(at(15), staff("minute_taker")), "holding-1"
    )

    assert read(card) == (
        "FEEDBACK TO SEND · MASH-2611-7KDMQ\n"
        "Nothing is decided yet at 3:00pm Mon 16 November. Tell the person who referred.\n"
        "[Send holding reply >] [Open details >]"
    )
    assert card.fallback == "MASH-2611-7KDMQ: the person who referred waits to hear."


def test_they_fit_in_slack_and_teams_as_what_they_stand_beside_does() -> None:
    alert = urgent_alert.card(started(rated()), sight(at(10, 6), MANAGER), "urgent-1")
    reply = holding.card(sent(asked(), was_read=True, are_asked=True), sight(at(15, 6), TEACHER), "holding-1")

    for card in (alert, reply):
        content, _ = adaptive.message(card, Words("en"))
        assert adaptive.size(content) <= 3 * 1024
        assert len(blockkit.message(card, Words("en"))["blocks"]) <= 4


@pytest.mark.parametrize(("children", "read_at"), [(1, at(14)), (2, None), (2, at(14)), (5, at(14))])
def test_a_reply_about_many_children_keeps_to_four_lines(children: int, read_at: datetime | None) -> None:
    case = decided(proposed(asked(rated(arrived(*[("Kacey", "Brannigan", "4 3 2017")] * children)))))
    outcomes = tuple((one.id, "section_17") for one in case.subjects)
    sent = Feedback(
        "feedback-1", "referral-1", at(13), at(17), outcomes, state="sent", how="chat", read_at=read_at
    )

    card = feedback.card(replace(case, feedback=(sent,)), sight(at(15), TEACHER), "feedback-1")
    content, _ = adaptive.message(card, Words("en"))

    assert read(card).count("child you told us about: ") + read(card).count("that you told us about: ") == (
        children if children > 1 else 0
    )
    assert sum(part["type"] == "TextBlock" for part in content["body"]) <= 4
    assert len(blockkit.message(card, Words("en"))["blocks"]) <= 4
