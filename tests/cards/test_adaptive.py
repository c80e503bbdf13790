"""Cards and forms as Teams shows them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.elements import (
    Button,
    Card,
    Choice,
    Choices,
    Form,
    Heading,
    Link,
    Option,
    Quote,
    Row,
    Section,
    TextField,
)
from bot.cards.limits import TEAMS
from bot.cards.render.adaptive import dialog, message, size
from bot.cards.render.adaptive_fields import typed
from bot.words import Words
from tests.cards.adaptive_samples import DETAILS, DIGEST, REFER, REFERENCE, REFERRAL, THING, WAITING
from tests.doubles.adaptive import actions, card_text, check_card, elements, first_text, inputs, utf16_size
from tests.doubles.adaptive.draw import draw_or_skip

WORDS = Words()
WEB = "https://hub.example.org/open/proposal.read/1"
HOSTILE = "<!channel> <script>alert(1)</script> [click](http://example.org) *bold* _it_ `code` ~~no~~ @everyone &lt;b&gt;"


def drawn(card: Card) -> dict[str, Any]:
    return message(card, WORDS)[0]


def opened(form: Form) -> dict[str, Any]:
    return dialog(form, WORDS, WEB)


@pytest.mark.parametrize("card", [REFERRAL, DIGEST], ids=["referral", "digest"])
def test_cards_pass_the_official_schema_and_what_teams_asks_beyond_it(card: Card) -> None:
    assert check_card(drawn(card)) == []


@pytest.mark.parametrize("form", [REFER, DETAILS, REFER.filled({}, {"name": "Enter a name"})])
def test_forms_pass_the_official_schema_and_what_teams_asks_beyond_it(form: Form) -> None:
    assert check_card(opened(form), "dialog") == []


def test_the_notification_is_line_one_whichever_words_a_client_picks() -> None:
    card, summary = message(REFERRAL, WORDS)
    said = {summary, card["fallbackText"], card["speak"], first_text(card)}
    assert said == {f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}"}
    assert card["body"][0]["style"] == "heading"


def test_the_referral_card_keeps_its_budget() -> None:
    card = drawn(REFERRAL)
    assert sum(element["type"] == "TextBlock" for element in elements(card)) == 8
    assert len(actions(card)) == 5
    assert size(card) <= 5 * 1024


def test_the_referral_card_reads_in_this_order() -> None:
    assert card_text(drawn(REFERRAL)).splitlines() == [
        f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}",
        "SAFE CONTACT: open details before you phone, write or visit.",
        "Now: agencies are asked what they know. Answer by 11:26am.",
        WAITING,
        "Views: 4 in, hidden until the meeting opens them.",
        "Child 1: K.B., 9. Child 2: K.B., 6. Earlier contacts: 2 in 12 months.",
        "Meeting: 12:15pm Mon 16 November, chair S. Patel.",
        "[Nothing known]",
        "[Add what we know]",
        "[Give our view]",
        "[Open details]",
        "[More]",
        "Updated 10:42am. Do not type names or details in this channel.",
    ]


def test_a_form_reads_label_then_box_then_hint() -> None:
    assert card_text(opened(REFER)).splitlines() == [
        "Who is it about?",
        "( ) A child or young person",
        "( ) An unborn baby",
        "( ) An adult",
        "( ) A place or a group",
        "Name",
        'First name and surname. If you do not know, write "not known" and what you do know',
        "When did you hear of it? (optional)",
        "For example 4 3 2017",
        "What are you worried about?",
        "Ask these agencies (optional)",
        "(x) Police",
        "(x) Health",
        "( ) Housing",
        "I checked our records for",
        "(x) Kacey Brannigan, born 4 March 2017 (9)",
        "(x) Kian Brannigan",
        "[Send referral]",
    ]


def test_buttons_that_open_ask_for_a_dialog_and_buttons_that_act_are_executed() -> None:
    opens, *_, acts = actions(drawn(DIGEST))
    assert opens == {
        "type": "Action.Submit",
        "title": "Nothing known",
        "tooltip": f"Nothing known for {REFERENCE}",
        "data": {"msteams": {"type": "task/fetch"}, "verb": "check.nothing_known", "thing": THING},
    }
    assert acts == {
        "type": "Action.Execute",
        "title": "Snooze to 1:30pm",
        "tooltip": "Snooze to 1:30pm, action 2 on MASH-2611-9M3RT",
        "verb": "nudge.snooze",
        "data": {"thing": THING},
        "fallback": {
            "type": "Action.Submit",
            "title": "Snooze to 1:30pm",
            "data": {"verb": "nudge.snooze", "thing": THING},
        },
    }


def test_a_submit_carries_verb_thing_and_token_and_a_form_button_presses_without_the_fields() -> None:
    assert [action["data"] for action in actions(opened(REFER))] == [
        {"verb": "referral.send", "thing": "", "token": "one-use-token", "phase": "submit"}
    ]
    *_, press = actions(opened(DETAILS))
    assert press["data"] == {"verb": "vote.cast", "thing": THING, "phase": "press"}
    assert press["associatedInputs"] == "none"


def test_required_fields_say_their_own_words_and_optional_ones_none() -> None:
    said = {field["label"]: field.get("errorMessage") for field in inputs(opened(REFER))}
    assert said == {
        "Who is it about?": "Select who it is about",
        "Name": 'Enter a name, or "not known"',
        "When did you hear of it? (optional)": None,
        "What are you worried about?": "Enter an answer",
        "Ask these agencies (optional)": None,
        "I checked our records for": "Select an answer",
    }


@pytest.mark.parametrize(
    ("count", "as_list", "style"),
    [
        (6, False, "expanded"),
        (7, False, "compact"),
        (2, True, "compact"),
        (100, False, "compact"),
        (101, False, "filtered"),
    ],
)
def test_up_to_six_options_are_radio_buttons_and_over_a_hundred_can_be_searched(
    count: int, as_list: bool, style: str
) -> None:
    options = tuple(Option(f"o{number}", f"Option {number}") for number in range(count))
    choice = Choice("pick", "Pick one", options, as_list=as_list)
    card = opened(Form("Pick", "pick", "1", (choice,), submit="Pick"))
    assert [field["style"] for field in inputs(card)] == [style]
    assert check_card(card, "dialog") == []


def test_problems_stand_on_top_and_under_their_field_and_nothing_typed_is_lost() -> None:
    values = {"name": ("K *B*",), "worry": ("line 1\nline 2",), "who": ("child",), "agencies": ("housing",)}
    form = REFER.filled(values, {"name": "Enter a name", "": "Someone changed this"})
    card = opened(form)
    lines = card_text(card).splitlines()
    assert lines[:3] == ["There is a problem", "Someone changed this", "Enter a name"]
    at = lines.index("Name")
    assert lines[at : at + 3] == ["Name", "K *B*", "Enter a name"]
    assert {field["id"]: field.get("value") for field in inputs(card)} == {
        "one_who": "child",
        "one_name": "K *B*",
        "one_heard": None,
        "one_worry": "line 1\nline 2",
        "many_agencies": "housing",
        "many_checked": None,
    }


def test_what_is_typed_comes_back_by_field() -> None:
    sent = {
        "verb": "referral.send",
        "one_name": "Bee, Kay",
        "one_heard": "",
        "many_agencies": "police,health",
        "many_checked": "",
        "one_count": 3,
    }
    assert typed(sent) == {
        "name": ("Bee, Kay",),
        "heard": (),
        "agencies": ("police", "health"),
        "checked": (),
    }


def test_a_code_with_a_comma_cannot_be_one_of_several() -> None:
    form = Form("F", "v", "1", (Choices("c", "C", (Option("a,b", "A"),)),))
    with pytest.raises(ValueError, match="comma"):
        opened(form)


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "# head", "- item", "+44 1632", "1. one", "12) two", "> quote", "==="]
)
def test_lines_are_shown_as_written_and_never_read_as_markup(hostile: str) -> None:
    card = drawn(
        Card(title=hostile, fallback="x", body=(Section((hostile,)), Row((hostile,))), footer=hostile)
    )
    assert check_card(card) == []
    assert card_text(card).splitlines() == [hostile] * 4


def test_words_of_people_are_runs_of_text_with_their_line_breaks() -> None:
    card = opened(Form("Read", "v", "1", (Quote(f"{HOSTILE}\n\n  # {HOSTILE}"),)))
    (quote,) = [element for element in elements(card) if element["type"] == "RichTextBlock"]
    assert quote["inlines"] == [{"type": "TextRun", "text": f"{HOSTILE}\n\n  # {HOSTILE}"}]


def test_what_a_person_wrote_stands_on_a_ground_of_its_own() -> None:
    card = opened(Form("Read", "v", "1", (Section(("Police, 10:30am:",)), Quote("Two bruises."))))
    (ground,) = [element for element in card["body"] if element["type"] == "Container"]
    assert ground["style"] == "emphasis"
    assert card_text(card).splitlines() == ["Police, 10:30am:", "Two bruises."]
    assert check_card(card, "dialog") == []


@pytest.mark.parametrize("nothing", [Row(()), Row(("", " ")), Section(()), Section(("",)), Quote(" ")])
def test_a_part_that_holds_nothing_draws_nothing(nothing: Row | Section | Quote) -> None:
    assert opened(Form("Read", "v", "1", (Section(("All there is.",)), nothing)))["body"] == [
        {"type": "TextBlock", "text": "All there is.", "wrap": True}
    ]


@pytest.mark.parametrize("field", [Choice("to", "Send to", ()), Choices("to", "Send to", ())])
def test_a_choice_without_options_says_so_and_holds_up_no_submit(field: Choice | Choices) -> None:
    card = opened(Form("Send", "v", "1", (field,), "Send", problems={"to": "Select who it goes to"}))
    assert inputs(card) == []
    assert "Send to\nSelect who it goes to\nThere is nothing to choose from." in card_text(card)
    assert check_card(card, "dialog") == []


def test_a_row_without_words_keeps_its_buttons() -> None:
    button = DIGEST.body[0].buttons[0] if isinstance(DIGEST.body[0], Row) else REFERRAL.buttons[0]
    card = drawn(Card("Line 1", "Line 1", (Row((), (button,)),)))
    assert [action["title"] for action in actions(card)] == [button.label]
    assert check_card(card) == []


def test_functions_of_adaptive_cards_are_taken_apart_everywhere() -> None:
    trick = "{{DATE(2026-11-16T09:12:00Z)}} {{time(2026-11-16T09:12:00Z)}}"
    form = Form(
        trick,
        "v",
        "1",
        (
            Section((trick,)),
            Quote(trick),
            TextField("t", trick, value=trick),
            Choice("c", "C", (Option("a", trick),)),
        ),
        notice=trick,
        problems={"t": trick},
        submit=trick,
    )
    assert not [text for text in _texts(opened(form)) if "{{" in text]
    assert not [text for text in _texts(drawn(Card(trick, trick, footer=trick))) if "{{" in text]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for child in value.values() for text in _texts(child)]
    if isinstance(value, list):
        return [text for child in value for text in _texts(child)]
    return [value] if isinstance(value, str) else []


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60))
@settings(max_examples=200)
def test_any_line_reads_the_same_on_the_card(text: str) -> None:
    shown = " ".join(text.split())
    if shown and "{{" not in shown:
        assert first_text(drawn(Card(title=text, fallback="x"))) == shown


def test_a_link_is_a_button_to_a_page() -> None:
    (action,) = actions(
        drawn(Card("Meeting", "x", (Link("Join the meeting", "https://meet.example.org/1"),)))
    )
    assert action == {
        "type": "Action.OpenUrl",
        "title": "Join the meeting",
        "url": "https://meet.example.org/1",
    }


def rows_of_buttons(card: dict[str, Any]) -> list[list[str]]:
    sets = [element["actions"] for element in elements(card) if element["type"] == "ActionSet"]
    return [[action["title"] for action in row] for row in sets]


def test_buttons_stand_in_rows_that_have_room_for_their_labels() -> None:
    assert rows_of_buttons(drawn(REFERRAL)) == [
        ["Nothing known", "Add what we know"],
        ["Give our view", "Open details", "More"],
    ]
    assert rows_of_buttons(drawn(DIGEST)) == [
        ["Nothing known", "Add what we know", "Not mine"],
        ["Done", "Snooze to 1:30pm"],
    ]


def test_more_buttons_than_a_set_holds_go_into_the_next_set() -> None:
    menu = tuple(Button(f"{number}", "v", f"{number}", f"{number}") for number in range(17))
    card = opened(Form("More", "more.open", "1", buttons=menu))
    assert check_card(card, "dialog") == []
    assert [len(row) for row in rows_of_buttons(card)] == [6, 6, 5]


def _long(parts: int) -> Form:
    body = tuple(
        part
        for number in range(parts)
        for part in (Heading(f"Part {number}"), Quote("x" * 2_900), Section((f"End {number}.",)))
    )
    return replace(DETAILS, body=body)


def test_a_long_form_to_read_is_shown_page_by_page_and_nothing_is_missing() -> None:
    form, seen, page = _long(20), "", 1
    while True:
        card = opened(replace(form, page=page))
        assert check_card(card, "dialog") == []
        assert size(card) <= TEAMS.page_bytes
        seen += card_text(card)
        following = [action for action in actions(card) if action["title"] == "Next page"]
        if not following:
            break
        page += 1
        assert following[0]["data"] == {
            "verb": "details.open",
            "thing": THING,
            "page": page,
            "phase": "press",
        }
    assert page > 3
    assert [number for number in range(20) if f"End {number}." not in seen] == []
    assert seen.count("x") >= 20 * 2_900


def test_a_form_that_binds_is_never_cut_but_read_on_the_web_page() -> None:
    form = replace(_long(10), binding=True, submit="Approve", title="Approve")
    card = opened(form)
    assert card_text(card).splitlines() == [
        "This is too long for chat. Read and approve it on the web page.",
        "[Open the web page]",
    ]
    assert [action["type"] for action in actions(card)] == ["Action.OpenUrl"]
    assert actions(card)[0]["url"] == WEB


def test_a_form_with_more_fields_than_fit_is_filled_in_on_the_web_page() -> None:
    outcomes = tuple(Option(str(n), f"Outcome {n}, as the profile words it") for n in range(10))
    fields = tuple(Choice(f"outcome_{n}", f"Outcome for child {n}", outcomes) for n in range(30))

    card = opened(Form("Propose decision", "decision.propose", THING, fields, submit="Send for approval"))

    assert card_text(card).splitlines() == [
        "This is too long for chat. Fill it in on the web page.",
        "[Open the web page]",
    ]
    assert actions(card)[0]["url"] == WEB


def test_a_form_that_binds_and_fits_is_shown_whole() -> None:
    form = replace(_long(2), binding=True, submit="Approve")
    assert [action["title"] for action in actions(opened(form))] == ["Approve", "Give our view"]


def test_long_words_above_fields_are_cut_visibly_and_all_fields_stay() -> None:
    form = replace(REFER, body=(Quote("ab " * 3_000), Quote("c" * 9_000), *REFER.body))
    card = opened(form)
    assert size(card) <= TEAMS.page_bytes
    assert len(inputs(card)) == len(inputs(opened(REFER)))
    assert "more characters in the record" in card_text(card)


@pytest.mark.parametrize("length", [20_000, 200_000])
def test_however_often_words_are_cut_all_that_is_missing_is_counted(length: int) -> None:
    text = card_text(opened(replace(REFER, body=(Quote("q" * length), *REFER.body))))
    kept = max(len(run) for run in re.findall("q+", text))
    assert f"… {length - kept} more characters in the record" in text


def test_words_longer_than_a_dialog_are_read_over_several_pages() -> None:
    text = "\n".join(f"Line {number} of what was written." for number in range(2_000))
    form, read = Form("Open details", "details.open", "d1", (Heading("Worry"), Quote(text))), ""
    while True:
        card = opened(form)
        assert utf16_size(card) <= TEAMS.message_bytes
        runs = [run for element in elements(card) for run in element.get("inlines", ())]
        read += "".join(run["text"] for run in runs)
        if not actions(card):
            break
        form = replace(form, page=form.page + 1)
    assert read == text


def test_a_message_beyond_the_size_says_how_much_is_missing() -> None:
    rows = tuple(Row((f"Row {number} " + "x" * 400,)) for number in range(60))
    card = drawn(Card("Your work list, 10:42am", "Your work list, 10:42am", rows))
    assert utf16_size(card) <= TEAMS.message_bytes
    shown = sum(line.startswith("Row ") for line in card_text(card).splitlines())
    assert f"… {60 - shown} more items in the record" in card_text(card)


def test_the_real_renderer_shows_cards_and_forms_as_they_were_written(tmp_path: Path) -> None:
    hostile = Form(
        "Open details",
        "v",
        "1",
        (
            Section((HOSTILE,)),
            Quote(HOSTILE),
            Choice("pick", HOSTILE, (Option("a", HOSTILE), Option("b", "1. one"))),
            Choice("list", f"List {HOSTILE}", (Option("a", HOSTILE),), as_list=True),
            TextField("t", f"Text {HOSTILE}", hint=HOSTILE, value=HOSTILE),
        ),
        problems={"t": HOSTILE},
    )
    cards = {
        "referral": drawn(REFERRAL),
        "digest": drawn(DIGEST),
        "refer": opened(REFER),
        "details": opened(DETAILS),
        "problem": opened(REFER.filled({"name": ("K",)}, {"name": "Enter a name"})),
        "hostile": opened(hostile),
    }
    drawings = {drawing.name: drawing for drawing in draw_or_skip(cards, tmp_path)}
    assert {name: drawing.problems for name, drawing in drawings.items()} == dict.fromkeys(cards, ())
    # Six times as text; in the list and the box it is a value, not text of the page.
    assert drawings["hostile"].text.count(HOSTILE) >= 6
    assert "1. one" in drawings["hostile"].text
    assert "DATE(2026-11-16T09:12:00Z)" in drawings["details"].text
    assert "[click](http://example.org)" in drawings["details"].text
    assert f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}" in drawings["referral"].text
