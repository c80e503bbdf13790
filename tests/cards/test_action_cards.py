"""Reminders and messages about actions: the words of each, whose they are, and how much of a platform they take."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.cards.acting import action_messages, action_words, digest
from bot.cards.acting.digest import Shown
from bot.cards.elements import Card, Row
from bot.cards.overview import work_rows
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, buttons_of, practitioner, read, sight, staff
from tests.support.cases import answered, asked, decided, proposed, rated
from triage.authority import Actor
from triage.case import Case
from triage.records import Action, ActionStep

POLICE = practitioner("police")
DECIDED = replace(
    decided(proposed(asked())),
    actions=(
        Action("action-2", "referral-1", "", 2, "CANARY", "police", "police-1", at(16), "", begun_at=at(10)),
    ),
)
AMBER = asked(rated(level="amber"))
AMBER = replace(AMBER, referral=replace(AMBER.referral, reference="MASH-2611-9XTBE"))


def shown(about: str, case: Case, due: datetime, **more: object) -> Shown:
    thing = "action-2" if about == "action" else case.referral.id
    one = Shown(f"line-{about}", about, thing, "police", case, due)
    return replace(one, **more)  # type: ignore[arg-type]  # the fields that a test names


THREE = (
    shown("answer", asked(), at(11, 26), urgent=True),
    shown("view", answered(AMBER, "police"), at(15, 30), snooze_to=at(13, 30)),
    shown("action", DECIDED, at(16), snooze_to=at(13, 30)),
)


def owner_card(*listed: Shown) -> Card:
    return digest.card(sight(at(11), POLICE), "owner", at(11), listed)


def test_what_needs_somebody_stands_in_one_message() -> None:
    card = owner_card(*THREE)

    assert read(card) == (
        "3 things need you Mon 16 November · Police\n"
        "1. RED ◆ MASH-2611-7KDMQ · what you know · due 11:26am Mon 16 November\n"
        "[Nothing known >] [Add what we know >] [Not mine >]\n"
        "2. AMBER ▲ MASH-2611-9XTBE · your view · due 3:30pm Mon 16 November\n"
        "[Give our view >] [Snooze to 1:30pm] [Not mine >]\n"
        "3. Action 2 on MASH-2611-7KDMQ · due 4:00pm Mon 16 November\n"
        "[Done >] [Snooze to 1:30pm] [Not mine >]\n"
        "Snooze hides the reminder. It does not move the due time, and your lead is told when it is late.\n"
        "[Open My work >]"
    )
    assert card.fallback == (
        "3 things need you Mon 16 November. First: MASH-2611-7KDMQ, RED, due 11:26am Mon 16 November."
    )
    assert "CANARY" not in repr(card)


def test_four_at_most_and_then_a_count() -> None:
    card = owner_card(*(replace(THREE[1], line=f"line-{n}") for n in range(7)))

    lines = read(card).splitlines()
    assert lines[0] == "7 things need you Mon 16 November · Police"
    assert sum(line[:2] in {"1.", "2.", "3.", "4.", "5."} for line in lines) == 4
    assert lines[-2].startswith("and 3 more. Snooze hides the reminder.")


def test_what_still_waits_comes_first_and_alone_is_counted() -> None:
    gone = [replace(THREE[0], line=f"gone-{n}", over="over") for n in range(3)]
    open_ones = [replace(THREE[1], line=f"open-{n}") for n in range(6)]

    lines = read(owner_card(*gone, *open_ones)).splitlines()

    assert lines[0] == "6 things need you Mon 16 November · Police"
    assert [line for line in lines if "no longer needed" in line] == []
    assert lines[-2].startswith("and 2 more. Snooze hides the reminder.")

    lines = read(owner_card(*gone, *open_ones[:2])).splitlines()

    assert lines[0] == "2 things need you Mon 16 November · Police"
    assert [line[:2] for line in lines if "no longer needed" in line] == ["3.", "4."]
    assert "more" not in lines[-2]


@pytest.mark.parametrize(
    ("over", "line"),
    [
        ({"over": "done", "over_at": at(10, 42)}, "done 10:42am Mon 16 November"),
        ({"over": "given"}, "with somebody else now"),
        ({"over": "over"}, "no longer needed"),
        ({"snoozed_until": at(13, 30)}, "put off to 1:30pm Mon 16 November"),
    ],
)
def test_what_no_longer_waits_has_no_buttons(over: dict[str, object], line: str) -> None:
    card = owner_card(replace(THREE[2], snooze_to=None, **over))  # type: ignore[arg-type]  # the fields that a row names

    assert read(card).splitlines() == [
        "Nothing here needs you now · Police",
        f"1. Action 2 on MASH-2611-7KDMQ · {line}",
        "[Open My work >]",
    ]
    assert card.fallback == "Nothing here needs you now."


@pytest.mark.parametrize("level", ["lead", "desk"])
def test_what_is_late_no_more_is_not_counted_as_none(level: str) -> None:
    done = replace(THREE[0], over="done", over_at=at(12, 5))
    card = digest.card(sight(at(17), practitioner("police", "lead")), level, at(17), (done,))

    assert card.title == (
        "Nothing here needs you now · Police" if level == "lead" else "Nothing here needs you now"
    )
    assert card.fallback == "Nothing here needs you now."


def test_the_one_before_says_when_it_was_replaced() -> None:
    card = digest.replaced(sight(at(11, 30)), at(11, 30))

    assert read(card) == card.fallback == "Replaced 11:30am Mon 16 November."


def test_what_is_late_to_the_lead() -> None:
    late = (replace(THREE[0], owner="police-1", reminded=3), replace(THREE[2], snooze_to=None))
    card = digest.card(sight(at(17), practitioner("police", "lead")), "lead", at(17), late)

    assert read(card) == (
        "LATE in your agency: 2 · Police\n"
        "1. RED ◆ MASH-2611-7KDMQ · answer, late since 11:26am Mon 16 November · R. Police, reminded 3 times\n"
        "[Answer now >] [Give to a colleague >] [We cannot check >]\n"
        "2. Action 2 on MASH-2611-7KDMQ · late since 4:00pm Mon 16 November\n"
        "[Update it >] [Give to a colleague >]"
    )
    assert card.fallback == "2 things are late in your agency. First: MASH-2611-7KDMQ."


def test_what_is_late_to_the_duty_manager() -> None:
    late = (THREE[0], replace(THREE[2], snooze_to=None))
    card = digest.card(sight(at(17), staff("duty_manager")), "desk", at(17), late)

    assert read(card) == (
        "LATE: 2 · Police\n"
        "1. RED ◆ MASH-2611-7KDMQ · answer, late since 11:26am Mon 16 November · Police\n"
        "[Phone the lead >] [Go on without them >]\n"
        "2. Action 2 on MASH-2611-7KDMQ · late since 4:00pm Mon 16 November · Police\n"
        "[Phone the lead >] [Move the action >]"
    )
    assert card.fallback == "2 things are late. First: MASH-2611-7KDMQ."


@pytest.mark.parametrize("level", ["owner", "lead", "desk"])
def test_a_full_message_stays_within_its_budget(level: str) -> None:
    """Twelve blocks in Slack; six lines, thirteen buttons in five sets and 7 KB in Teams.

    The longer words of a lead's buttons stand in two sets a row, so that none is cut.
    """
    many = tuple(
        replace(THREE[n % 3], line=f"line-{n}", urgent=False, snooze_to=at(13, 30)) for n in range(7)
    )
    card = digest.card(sight(at(11), POLICE), level, at(11), many)
    words = Words("en")

    assert len(blockkit.message(card, words)["blocks"]) <= 12
    content, _ = adaptive.message(card, words)
    kinds = [element["type"] for element in content["body"]]
    assert kinds.count("TextBlock") <= 6
    assert kinds.count("ActionSet") <= (8 if level == "lead" else 5)
    assert sum(len(e["actions"]) for e in content["body"] if e["type"] == "ActionSet") <= 13
    assert adaptive.size(content) <= 7 * 1024 * 2, "7 KB of text, counted in UTF-16"


def test_no_two_buttons_of_a_message_sound_alike() -> None:
    names = [button.name for button in buttons_of(owner_card(*THREE))]

    assert len(names) == len(set(names))


def step(kind: str, **more: object) -> ActionStep:
    one = ActionStep("step-1", "referral-1", "action-2", kind, "duty-1", at(11))  # type: ignore[arg-type]  # one of its kinds
    return replace(one, **more)  # type: ignore[arg-type]  # the fields that a test names


def with_step(one: ActionStep) -> Case:
    return replace(DECIDED, action_steps=(one,))


def test_an_action_that_is_offered_can_be_taken_or_not() -> None:
    offered = step("offered", person="housing-1", seat="housing", words="CANARY")
    card = action_messages.offered(with_step(offered), sight(at(11), practitioner("housing")), "step-1")

    assert read(card) == (
        "AN ACTION FOR YOU · MASH-2611-7KDMQ\n"
        "Action 2 on MASH-2611-7KDMQ · due 4:00pm Mon 16 November\n"
        "J. Okafor gives it to you. It stays where it is until you take it.\n"
        "[Take it] [Cannot take it >]"
    )
    assert card.fallback == "MASH-2611-7KDMQ: an action is given to you."
    given = with_step(offered)
    own = replace(given, actions=tuple(replace(one, owner="duty-1") for one in given.actions))
    from_owner = action_messages.offered(own, sight(at(11), practitioner("housing")), "step-1")
    assert "J. Okafor gives it to you. It stays theirs until you take it." in read(from_owner)


def test_somebody_less_safe_stands_first() -> None:
    card = action_messages.less_safe(
        with_step(step("not_undertaken", less_safe=True, words="CANARY")),
        sight(at(11), staff("duty_manager")),
        "step-1",
    )

    assert read(card) == (
        "SOMEBODY MAY BE LESS SAFE · MASH-2611-7KDMQ\n"
        "Action 2 on MASH-2611-7KDMQ will not be done, recorded 11:00am Mon 16 November. "
        "It says that somebody is less safe.\n"
        "[What is done instead >] [Add an action >] [Open details >]"
    )


def test_more_time_is_agreed_or_not() -> None:
    asked_for = step("time_asked", by="police-1", due_at=at(12, 0, 17))
    manager = Actor("duty-1", "", frozenset({"duty_manager"}))
    card = action_messages.time_asked(with_step(asked_for), sight(at(11), manager), "step-1")

    assert read(card) == (
        "MORE TIME TO AGREE · MASH-2611-7KDMQ\n"
        "Action 2 on MASH-2611-7KDMQ · due 4:00pm Mon 16 November\n"
        "R. Police asks for time until midday Tue 17 November. Times extended so far: 0.\n"
        "[Agree to more time >] [Do not agree >] [Update it >]"
    )


def test_what_became_of_more_time_is_said_without_the_reason() -> None:
    reader = sight(at(11), practitioner("police"))
    agreed = step("extended", due_at=at(12, 0, 17), was_due_at=at(16), words="CANARY")
    card = action_messages.time_answered(with_step(agreed), reader, "step-1")
    assert card.fallback == "Action 2 on MASH-2611-7KDMQ: more time agreed, until midday Tue 17 November."
    assert "CANARY" not in read(card)

    refused = step("time_refused", words="CANARY")
    card = action_messages.time_answered(with_step(refused), reader, "step-1")
    assert card.fallback == (
        "Action 2 on MASH-2611-7KDMQ: more time not agreed. It is still due 4:00pm Mon 16 November."
    )
    assert "CANARY" not in read(card)


class OtherStops(Words):
    """A language that ends its sentences with another sign."""

    def gettext(self, message: str) -> str:
        found = super().gettext(message)
        return f"{found[:-1]}\N{DEVANAGARI DANDA}" if found.endswith(".") else found


def test_an_open_request_stands_in_a_row_without_the_end_of_a_sentence_in_any_language() -> None:
    asks = ActionStep(
        "step-1", "referral-1", "action-2", "time_asked", "police-1", at(10), due_at=at(12, day=17)
    )
    case = replace(DECIDED, action_steps=(asks,))
    seen = replace(sight(at(11), POLICE), words=OtherStops("en"))
    request = "You asked for more time until midday tomorrow; not answered yet"

    item = work_rows.Item("actions", case, "action-2", at(16), number=2)
    _heading, row = work_rows.rows(seen, (item,), (item,), of_several=False)

    assert isinstance(row, Row)
    assert row.lines[0].endswith(f" · {request}")
    assert action_words.waits(seen, case, case.action("action-2")) == f"{request}\N{DEVANAGARI DANDA}"
