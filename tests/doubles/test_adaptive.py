"""The checks of Adaptive Cards, the words read from one, and the pictures."""

import copy
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles.adaptive import (
    CARD_BUDGET,
    card_text,
    check_card,
    choice_titles,
    draw,
    first_text,
    plain,
    utf16_size,
)
from tests.doubles.adaptive.draw import CannotDrawError, draw_or_skip

Card = dict[str, Any]
WORDS = "MASH-2611-0042: RED. Due 1:12pm Mon 16 November."
PNG = b"\x89PNG"


def good_card() -> Card:
    data = {"verb": "check.nothing"}
    old = {"type": "Action.Submit", "title": "Nothing known", "data": data}
    nothing = {"type": "Action.Execute", "title": "Nothing known", "verb": "check.nothing", "data": data}
    opens = {"type": "Action.Submit", "title": "More", "data": {"msteams": {"type": "task/fetch"}}}
    rating = {
        "type": "Input.ChoiceSet",
        "id": "rating",
        "label": "Our rating",
        "isRequired": True,
        "errorMessage": "Choose a rating.",
        "style": "expanded",
        "choices": [{"title": "RED ◆", "value": "red"}, {"title": "GREEN ●", "value": "green"}],
    }
    facts = {"type": "FactSet", "facts": [{"title": "Waiting for", "value": "**Health**"}]}
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": WORDS,
        "speak": WORDS,
        "msteams": {"width": "Full"},
        "body": [
            {"type": "TextBlock", "text": WORDS, "style": "heading", "wrap": True},
            {
                "type": "Container",
                "style": "attention",
                "items": [{"type": "TextBlock", "text": "5 of 12 answered"}],
            },
            facts,
            rating,
            {"type": "Input.Text", "id": "why", "label": "Why", "isMultiline": True, "maxLength": 3000},
        ],
        "actions": [nothing | {"fallback": old}, opens],
    }


def dialog_card() -> Card:
    card = good_card()
    card["actions"] = [{"type": "Action.Submit", "title": "Send", "data": {"verb": "vote.cast"}}]
    return {key: value for key, value in card.items() if key not in ("fallbackText", "speak")}


def test_a_good_card_has_no_fault() -> None:
    assert check_card(good_card()) == []
    assert check_card(dialog_card(), "dialog") == []


def change(path: str, value: Any) -> Callable[[Card], None]:
    def apply(card: Card) -> None:
        target: Any = card
        *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
        for part in way:
            target = target[part]
        target[last] = value

    return apply


def drop(path: str) -> Callable[[Card], None]:
    def apply(card: Card) -> None:
        target: Any = card
        *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
        for part in way:
            target = target[part]
        del target[last]

    return apply


def add(path: str, value: Any) -> Callable[[Card], None]:
    return lambda card: card[path].append(value)


FAULTS = [
    (change("type", "HeroCard"), "not an Adaptive Card"),
    (change("version", "1.6"), "version is '1.6'"),
    (drop("version"), "version is None"),
    (change("body/0/colour", "red"), "body/0: Additional properties are not allowed ('colour'"),
    (change("body/1/items/0/text", 5), "body/1/items/0/text: 5 is not of type 'string'"),
    (change("body/1/style", "danger"), "body/1/style: 'danger' is not one of"),
    (change("body/4/labelPosition", "inline"), "labelPosition"),
    (change("actions/1/conditionallyEnabled", "yes"), "conditionallyEnabled"),
    (add("body", {"type": "Carousel", "pages": []}), "schema 1.5"),
    (change("body/4/id", "rating"), "two elements have the id 'rating'"),
    (change("body/4/label", "Our rating"), "two fields have the label 'Our rating'"),
    (drop("body/4/label"), "field 'why' has no label"),
    (change("body/4/regex", "^.+$"), "field 'why' can be wrong and has no errorMessage"),
    (drop("body/3/errorMessage"), "field 'rating' can be wrong and has no errorMessage"),
    (change("body/3/choices", []), "field 'rating' offers no choice"),
    (change("body/3/choices/1/value", "red"), "offers value 'red' twice"),
    (change("body/3/choices/1/title", "RED ◆"), "offers title 'RED ◆' twice"),
    (change("body/3/value", "blue"), "starts with a value that it does not offer"),
    (change("actions/1/title", "Nothing known"), "two buttons have the name 'Nothing known'"),
    (change("actions/1/title", ""), "a button of type Action.Submit has no title"),
    (drop("actions/0/verb"), "has no verb"),
    (drop("actions/0/fallback"), "has no fallback Action.Submit"),
    (change("actions/0/fallback", "drop"), "has no fallback Action.Submit"),
    (change("actions/0/fallback/title", "Nothing"), "another title in its fallback"),
    (change("actions/0/fallback/data", {"verb": "other"}), "sends other data in its fallback"),
    (change("actions/1/data", "more"), "takes only an object"),
    (change("actions/1/data/msteams", {"type": "task/open"}), "msteams data of an unknown type"),
    (change("actions/1/data/msteams/value", "x"), "holds ['value']"),
    (change("actions/1/data/msteams", {"type": "imBack"}), "needs a value that is a string"),
    (change("fallbackText", "A child needs you"), "fallbackText, speak and the first TextBlock differ"),
    (drop("speak"), "speak is empty"),
    (change("body/1/items/0/text", "a" * CARD_BUDGET), "bytes, more than"),
    (change("refresh", {"action": {"type": "Action.Submit"}}), "refresh"),
    (
        change(
            "refresh", {"action": {"type": "Action.Execute"}, "userIds": [str(each) for each in range(61)]}
        ),
        "refresh lists more than 60 people",
    ),
]


@pytest.mark.parametrize(("spoil", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_each_fault_is_found(spoil: Callable[[Card], None], fault: str) -> None:
    card = good_card()
    spoil(card)

    assert fault in "; ".join(check_card(card))


def test_seven_buttons_in_a_row_are_too_many() -> None:
    card = good_card()
    card["actions"] = [{"type": "Action.Submit", "title": f"Button {each}"} for each in range(7)]
    assert check_card(card) == ["7 buttons in a row, Teams shows 6"]


def test_several_values_hold_no_comma() -> None:
    card = good_card()
    card["body"][3] |= {"isMultiSelect": True, "value": "red,green"}
    assert check_card(card) == []
    card["body"][3]["choices"][0]["value"] = "red,dark"
    assert any("no value may hold one" in problem for problem in check_card(card))


def test_a_dialog_neither_acts_at_once_nor_opens_another() -> None:
    problems = "; ".join(check_card(good_card(), "dialog"))
    assert "a dialog takes no Action.Execute" in problems
    assert "in a dialog msteams data is not looked at" in problems


def test_checking_leaves_the_card_alone() -> None:
    card = good_card()
    before = copy.deepcopy(card)
    check_card(card)
    assert card == before


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**RED ◆** due _soon_", "RED ◆ due soon"),
        ("2 * 3 * 4, a_b_c, 5 _ 6", "2 * 3 * 4, a_b_c, 5 _ 6"),
        (r"\*not bold\* and \[no link\](x)", "*not bold* and [no link](x)"),
        ("[Read it](https://hub.example/x)", "Read it"),
        ("__all__ *of* it", "all of it"),
        (r"Fish &amp; chips, \&amp; salt", "Fish & chips, &amp; salt"),
    ],
)
def test_markdown_is_read_as_teams_shows_it(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FFF)))
def test_escaped_words_are_read_as_they_were_written(words: str) -> None:
    escaped = "".join(f"\\{each}" if each in string.punctuation else each for each in words)
    assert plain(escaped) == words


def test_radio_buttons_read_markdown_and_lists_do_not() -> None:
    field = {"type": "Input.ChoiceSet", "choices": [{"title": r"A \*", "value": "a"}]}
    assert choice_titles(field) == {r"A \*": "a"}
    assert choice_titles(field | {"style": "expanded"}) == {"A *": "a"}


def test_a_card_is_read_line_by_line() -> None:
    card = good_card()
    card["body"].append({"type": "TextBlock", "text": "not to be seen", "isVisible": False})
    assert card_text(card).splitlines() == [
        WORDS,
        "5 of 12 answered",
        "Waiting for: Health",
        "Our rating",
        "( ) RED ◆",
        "( ) GREEN ●",
        "Why",
        "[Nothing known]",
        "[More]",
    ]
    assert first_text(card) == WORDS


def test_sizes_are_counted_as_utf16() -> None:
    assert utf16_size({"a": "é"}) == 2 * len('{"a":"é"}')
    assert utf16_size("😀") == 2 * 2 + 2 * 2


def test_a_card_is_drawn_and_its_words_can_be_read(tmp_path: Path) -> None:
    (drawing,) = draw_or_skip({"referral": good_card()}, tmp_path)

    assert drawing.problems == ()
    assert drawing.path.read_bytes().startswith(PNG)
    assert WORDS in drawing.text
    assert "Health" in drawing.text
    assert "**" not in drawing.text


def test_the_renderer_says_what_it_could_not_parse(tmp_path: Path) -> None:
    unknown, twice, escaped = good_card(), good_card(), good_card()
    unknown["body"].append({"type": "Sparkline"})
    twice["body"][4]["id"] = "rating"
    escaped["body"][1]["items"][0]["text"] = "<b>bold</b> # no heading"
    drawings = draw_or_skip({"unknown": unknown, "twice": twice, "escaped": escaped}, tmp_path)

    assert "Sparkline" in drawings[0].problems[0]
    assert any("rating" in problem for problem in drawings[1].problems)
    assert "<b>bold</b> # no heading" in drawings[2].text


def test_a_machine_without_the_browser_skips_and_ci_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draw, "_fetch_libraries", lambda: None)
    monkeypatch.setenv("PATH", "")

    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="chromium is not installed"):
        draw_or_skip({"referral": good_card()}, tmp_path)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(CannotDrawError, match="chromium is not installed"):
        draw_or_skip({"referral": good_card()}, tmp_path)
