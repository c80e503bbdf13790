"""The messages around a decision, word for word, with shapes and without."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.afterwards import feedback, send_feedback
from bot.cards.channel import guard
from bot.cards.deciding import approval, decide, disagree, returned
from bot.cards.desk import tasks
from bot.cards.elements import Card, Form, Row, Section
from bot.cards.limits import SLACK, TEAMS, utf16_length
from bot.cards.overview import my_work
from bot.cards.render import adaptive, blockkit
from bot.cards.sight import Sight
from bot.words import Words
from storage.forums import GuardState
from tests.support.cases import PROFILE, answered, arrived, asked, decided, proposed, rated
from tests.support.decisions import SEATS, all_answered
from triage.authority import Actor
from triage.calendar import OpeningHours
from triage.case import Case
from triage.hub import Hub
from triage.records import Answer, Disagreement, Feedback, Forum, Membership, Person, ProposalReturn, Task
from triage.roster import Roster

NOW = datetime(2026, 11, 16, 12, 51, tzinfo=UTC)
HOURS: OpeningHours = PROFILE.hours.opening(frozenset())
PEOPLE = {
    "chair-1": ("Sunita Patel", frozenset({"chair", "social_worker"})),
    "duty-1": ("Joy Okafor", frozenset({"duty_manager"})),
}
ROSTER = Roster(
    people={one: Person(one, name, "Council") for one, (name, _) in PEOPLE.items()},
    memberships=tuple(Membership(one, "hub", "", roles) for one, (_, roles) in PEOPLE.items()),
)
SIGHT = Sight(
    Words(),
    Hub(Forum("hub", PROFILE.id, PROFILE.name, "Europe/London", "en"), PROFILE, HOURS),
    ROSTER,
    NOW,
    Actor("duty-1", "", frozenset({"duty_manager"})),
)
REPLY = Feedback(
    "feedback-1",
    "referral-1",
    NOW,
    NOW,
    (("subject-1", "section_17"), ("subject-2", "early_help")),
    state="sent",
    how="chat",
    added_words="Please ring us on Friday.",
)


def test_a_decision_to_approve() -> None:
    case = proposed(answered(asked(), *(seat for seat in SEATS if seat != "housing")))
    waits = replace(case.proposals[0], without={"housing": "Down."})

    assert golden(approval.card(replace(case, proposals=(waits,)), SIGHT, "proposal-1")) == [
        "DECISION TO APPROVE · MASH-2611-7KDMQ · RED ◆ due 1:12pm Mon 16 November",
        "2 children. Proposed 12:48pm by S. Patel, social worker.",
        "Answered 11 of 12. No reply: 1. Disagreements recorded: 0. Shared without consent: no.",
        "[Read and decide >] Read and decide MASH-2611-7KDMQ",
        "[Open details >] Open details of MASH-2611-7KDMQ",
        "= MASH-2611-7KDMQ: a decision needs you. RED. Due 1:12pm Mon 16 November.",
    ]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("approved", "MASH-2611-7KDMQ: approved by J. Okafor 12:51pm Mon 16 November."),
        ("returned", "MASH-2611-7KDMQ: returned by J. Okafor 12:51pm Mon 16 November."),
    ],
)
def test_afterwards_one_line_is_left(state: str, line: str) -> None:
    case = decided(proposed(all_answered()))
    settled = replace(case.proposals[0], state=state)  # type: ignore[arg-type]  # the two states there are

    assert golden(approval.card(replace(case, proposals=(settled,)), SIGHT, "proposal-1")) == [
        line,
        f"= {line}",
    ]


def test_a_decision_that_came_back() -> None:
    case = proposed(all_answered())
    back = ProposalReturn(
        "return-1", "referral-1", "proposal-1", "duty-1", NOW, "rationale", "Say why not less."
    )

    card = returned.card(replace(case, returns=(back,)), SIGHT, "proposal-1")

    assert golden(card) == [
        "DECISION RETURNED · MASH-2611-7KDMQ · RED ◆ due 1:12pm Mon 16 November",
        "2 children. Returned 12:51pm by J. Okafor. Needed: Rationale not clear.",
        "[Propose decision >] Propose decision for MASH-2611-7KDMQ",
        "[Open details >] Open details of MASH-2611-7KDMQ",
        "= MASH-2611-7KDMQ: your proposed decision was returned.",
    ]


def test_the_reply_to_the_person_who_referred() -> None:
    case = replace(decided(proposed(all_answered())), feedback=(REPLY,))

    assert golden(feedback.card(case, SIGHT, "feedback-1")) == [
        "Decision on your referral · MASH-2611-7KDMQ",
        "The first child you told us about: A social worker will see the family and assess what help is needed.",
        "The second child you told us about: The family will be offered early help.",
        "Thank you for referring. If you think the decision is wrong, say so here and a manager will look again.",
        "[Read the full reply >] Read the full reply to MASH-2611-7KDMQ",
        "[I disagree >] I disagree, MASH-2611-7KDMQ",
        "[I have read it] I have read it, MASH-2611-7KDMQ",
        "= MASH-2611-7KDMQ: a reply for you.",
    ]


def test_a_reply_about_one_child_does_not_count_children() -> None:
    one = decided(proposed(all_answered(asked(rated(arrived(("Kacey", "Brannigan", "4 3 2017")))))))
    sent = replace(REPLY, outcomes=(("subject-1", "section_17"),))

    lines = golden(feedback.card(replace(one, feedback=(sent,)), SIGHT, "feedback-1"))

    assert lines[1] == "A social worker will see the family and assess what help is needed."


def test_a_way_out_of_screening_has_its_own_words() -> None:
    case = arrived(("Kacey", "Brannigan", "4 3 2017"))
    gone = replace(case, subjects=(replace(case.subjects[0], stage="already_open"),))
    sent = replace(REPLY, outcomes=(("subject-1", "already_open"),))

    lines = golden(feedback.card(replace(gone, feedback=(sent,)), SIGHT, "feedback-1"))

    assert lines[1] == "We have passed what you told us to the worker who already knows the family."


FIRST_LINES = re.compile(
    r"DECISION (TO APPROVE|RETURNED) · MASH-\d{4}-\w{5}( · [A-Z]+ ?[◆▲●■]? due .+)?"
    r"|MASH-\d{4}-\w{5}: (approved|returned) by [A-Z]\. \w+ \d{1,2}:\d\d[ap]m \w{3} \d{1,2} \w+\."
    r"|Decision on your referral · MASH-\d{4}-\w{5}"
)
NAMES = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=14)


@given(first=NAMES, surname=NAMES, worry=NAMES, rationale=NAMES, added=NAMES)
def test_no_card_holds_a_name_or_what_anybody_wrote(
    first: str, surname: str, worry: str, rationale: str, added: str
) -> None:
    case = decided(proposed(all_answered(asked(rated(arrived((first, surname, "4 3 2017"), worry=worry))))))
    told = replace(REPLY, outcomes=(("subject-1", "section_17"),), added_words=added)
    back = ProposalReturn("return-1", "referral-1", "proposal-1", "duty-1", NOW, "other", rationale)
    settled = replace(case.proposals[0], rationale=rationale)
    case = replace(case, feedback=(told,), returns=(back,), proposals=(settled,))

    for card in _cards(case):
        assert FIRST_LINES.fullmatch(card.title)
        assert not any(secret in repr(card) for secret in (first, surname, worry, rationale, added))


def test_cards_keep_to_their_budgets_on_both_platforms() -> None:
    case = proposed(all_answered())
    back = ProposalReturn("return-1", "referral-1", "proposal-1", "duty-1", NOW, "other", "Why?")
    for card in _cards(replace(case, feedback=(REPLY,), returns=(back,))):
        assert len(blockkit.message(card, Words())["blocks"]) <= 4
        assert len(card.buttons) <= 4
        shape, _ = adaptive.message(card, Words())
        assert adaptive.size(shape) <= 3 * 1024 * 2, "3 KB of text, counted in UTF-16"


def test_every_title_label_and_option_is_within_the_numbers() -> None:
    case = replace(
        proposed(all_answered()),
        feedback=(replace(REPLY, state="prepared"),),
        disagreements=(
            Disagreement(
                "d-1",
                "referral-1",
                "chair-1",
                "",
                NOW,
                unsafe=False,
                about="time",
                why="Slow.",
                level=1,
                owner="duty-1",
                due_at=NOW,
            ),
        ),
    )
    for form in _forms(case):
        assert utf16_length(form.title) <= SLACK.view_title == TEAMS.dialog_title
        assert utf16_length(form.submit) <= SLACK.view_button
        for field in form.fields():
            for option in getattr(field, "options", ()):
                assert utf16_length(option.label) <= SLACK.option_text


def test_a_long_decision_is_never_cut_in_chat() -> None:
    """What binds and does not fit is read and approved on the web page."""
    case = proposed(all_answered())
    long = tuple(replace(answer, kind="known_with_info", text="word " * 600) for answer in case.answers * 9)
    form = decide.form(SIGHT, replace(case, answers=_renamed(long)), case.proposals[0], "")

    view = repr(blockkit.modal(replace(form, token="t"), Words(), "http://127.0.0.1:8080"))

    assert "This is too long for chat. Read and approve it on the web page." in view
    assert "'submit'" not in view
    assert "'submit'" in repr(blockkit.modal(_short(case), Words(), "http://127.0.0.1:8080"))


def golden(card: Card) -> list[str]:
    """A card as it reads: title, lines, buttons with their names, footer, fallback."""
    lines = [card.title]
    for part in card.body:
        lines += part.lines if isinstance(part, Section | Row) else [getattr(part, "text", "")]
    lines += [f"[{b.label}{' >' if b.opens else ''}] {b.name}" for b in card.buttons]
    return [*lines, *([card.footer] if card.footer else []), f"= {card.fallback}"]


def _cards(case: Case) -> Iterator[Card]:
    yield approval.card(case, SIGHT, "proposal-1")
    yield returned.card(case, SIGHT, "proposal-1")
    yield feedback.card(case, SIGHT, "feedback-1")


def _forms(case: Case) -> Iterator[Form]:
    task = Task("task-1", "hub", "feedback", "referral-1", NOW, NOW, words="The words.", who="By phone")
    yield decide.form(SIGHT, case, case.proposals[0], "")
    yield decide.return_form(SIGHT, case, case.proposals[0])
    yield decide.next_form(SIGHT, case.referral.reference, "proposal-1")
    yield send_feedback.form(SIGHT, case, case.feedback[0], "")
    yield feedback.full(SIGHT, case, "feedback-1")
    yield disagree.form(SIGHT, case)
    yield tasks.form(SIGHT, task, case.referral.reference)
    yield tasks.list_form(SIGHT, (task,), {})
    yield my_work.page(SIGHT, my_work.Work(), 1)
    yield guard.add_form(SIGHT, GuardState(NOW, NOW, ()), "slack")


def _short(case: Case) -> Form:
    return replace(decide.form(SIGHT, case, case.proposals[0], ""), token="t")


def _renamed(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    return tuple(replace(answer, id=f"answer-{n}") for n, answer in enumerate(answers))
