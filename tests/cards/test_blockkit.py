import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.elements import Card, Choices, Form, Heading, Link, Option, Quote, Row, Section, TextField
from bot.cards.limits import utf16_length
from bot.cards.render import blockkit
from bot.cards.render.blockkit_ids import named, read_origin, thing_and_page
from bot.words import Words
from tests.cards.slack_samples import (
    HOSTILE,
    REFERENCE,
    button,
    details,
    every_field,
    my_work,
    referral_card,
    view_form,
)
from tests.doubles.slack.blocks import check_message_blocks, check_view, elements_of, too_large

WORDS = Words("en")
WEB = "https://hub.example/form"
Json = blockkit.Block


def shown(form: Form) -> Json:
    view = blockkit.modal(form, WORDS, WEB)
    assert check_view(view, "modal") == []
    assert not too_large(view)
    return view


def kinds(blocks: list[Json]) -> list[str]:
    return [block["type"] for block in blocks]


def buttons(blocks: list[Json]) -> list[Json]:
    return [each for block in blocks for each in elements_of(block) if each["type"] == "button"]


def words_of(blocks: list[Json]) -> str:
    return "\n".join(block["text"]["text"] for block in blocks if block["type"] in {"section", "header"})


def inputs(view: Json) -> dict[str, Json]:
    return {block["element"]["action_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_the_referral_card_is_six_blocks() -> None:
    sent = blockkit.message(referral_card(), WORDS)
    assert kinds(sent["blocks"]) == ["header", "section", "section", "section", "actions", "context"]
    assert check_message_blocks(sent["blocks"]) == []
    assert sent["text"] == referral_card().fallback
    assert sent["blocks"][0]["text"]["text"] == referral_card().title
    assert sent["blocks"][4]["elements"][0] == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Nothing known", "emoji": False},
        "action_id": "check.nothing",
        "accessibility_label": f"Nothing known for {REFERENCE}",
        "value": "c7f1",
    }


def test_a_side_state_makes_it_seven() -> None:
    assert len(blockkit.message(referral_card("REOPENED, round 2."), WORDS)["blocks"]) == 7


def test_a_row_of_my_work_is_two_blocks_and_its_buttons_differ() -> None:
    view = blockkit.home(my_work(15), WORDS)
    assert check_view(view, "home") == []
    assert kinds(view["blocks"])[:3] == ["header", "section", "actions"]
    assert len(view["blocks"]) == 1 + 15 * 2 + 1
    ids = [each["action_id"] for each in buttons(view["blocks"])]
    assert len(set(ids)) == len(ids)
    assert {named(each) for each in ids} == {"check.nothing", "work.refresh"}


def test_a_list_longer_than_a_message_says_what_is_left_out() -> None:
    sent = blockkit.message(my_work(40), WORDS)
    assert len(sent["blocks"]) == 50
    assert check_message_blocks(sent["blocks"]) == []
    assert words_of(sent["blocks"][-2:]) == "… 33 more parts in the record"
    assert [each["text"]["text"] for each in buttons(sent["blocks"][-1:])] == ["Refresh"]


def test_a_button_that_is_not_on_the_first_page_carries_its_page() -> None:
    there = replace(button("Show the next 15", "work.open"), page=3)
    sent = blockkit.message(Card("t", "f", buttons=(there,)), WORDS)
    assert thing_and_page(buttons(sent["blocks"])[0]["value"]) == ("c7f1", 3)


def test_more_than_25_buttons_stand_in_two_blocks() -> None:
    card = Card("t", "f", buttons=tuple(button(f"B{number}", "do.it") for number in range(26)))
    sent = blockkit.message(card, WORDS)
    assert kinds(sent["blocks"]) == ["header", "actions", "actions"]
    assert check_message_blocks(sent["blocks"]) == []


def test_a_link_is_a_button_that_carries_nothing() -> None:
    sent = blockkit.message(Card("t", "f", (Link("Join", "https://meet.example/1"), Link("Web", WEB))), WORDS)
    assert check_message_blocks(sent["blocks"]) == []
    assert [(each["url"], "value" in each) for each in buttons(sent["blocks"])] == [
        ("https://meet.example/1", False),
        (WEB, False),
    ]


HOSTILE_EVERYWHERE = Form(
    "t",
    "do.it",
    "x",
    (
        Heading(HOSTILE),
        Heading(HOSTILE, 3),
        Section((HOSTILE,)),
        Quote(HOSTILE),
        Row((HOSTILE,), (button(HOSTILE, "do.it", name=HOSTILE),)),
        TextField("f", HOSTILE, HOSTILE, value=HOSTILE),
        Choices("c", HOSTILE, (Option("v", HOSTILE),)),
    ),
    "Send",
    notice=HOSTILE,
    problems={"f": HOSTILE},
)


def markup_texts(shape: object) -> list[str]:
    if isinstance(shape, list):
        return [text for each in shape for text in markup_texts(each)]
    if isinstance(shape, dict):
        own = [shape["text"]] if shape.get("type") == "mrkdwn" else []
        return own + [text for each in shape.values() for text in markup_texts(each)]
    return []


def test_what_people_wrote_is_never_markup() -> None:
    card = Card(HOSTILE, HOSTILE, (Section((HOSTILE,)), Quote(HOSTILE)), (), HOSTILE)
    sent = blockkit.message(card, WORDS)
    assert markup_texts(sent["blocks"]) == markup_texts(shown(HOSTILE_EVERYWHERE)) == []
    assert sent["text"].startswith("&lt;!channel&gt; &lt;@U123&gt; &lt;script&gt;")
    assert HOSTILE in json.loads(json.dumps(sent["blocks"]))[1]["text"]["text"]
    assert all(each["text"]["emoji"] is False for each in buttons(shown(HOSTILE_EVERYWHERE)["blocks"]))


def test_a_private_line_is_inert_too() -> None:
    said = blockkit.line(HOSTILE)
    assert markup_texts(said["blocks"]) == []
    assert "<" not in said["text"]


@pytest.mark.parametrize(("length", "pieces"), [(0, 0), (1, 1), (3_000, 1), (3_001, 2), (9_001, 4)])
def test_a_long_quote_stands_in_sections_of_three_thousand(length: int, pieces: int) -> None:
    view = shown(Form("t", "v", "x", (Section(("first",)), Quote("a" * length))))
    assert len(view["blocks"]) == 1 + pieces
    assert "".join(block["text"]["text"] for block in view["blocks"][1:]) == "a" * length


@given(st.text(st.sampled_from("a \n𝄞é"), min_size=1).map(lambda text: "x" + text * 900 + "x"))
@settings(max_examples=30)
def test_no_word_or_line_break_of_a_quote_is_lost(text: str) -> None:
    blocks = blockkit.modal(Form("t", "v", "x", (Quote(text),), binding=True), WORDS, WEB)["blocks"]
    pieces = [block["text"]["text"] for block in blocks]
    assert all(utf16_length(piece) <= 3_000 for piece in pieces)
    assert "".join(pieces).split() == text.split()
    assert len(pieces) > 1 or "".join(pieces) == text


@pytest.mark.parametrize("text", ["a" + "\u0301" * 7_000, "\U0001f1ec" * 4_000, "👩\u200d" * 3_000])
def test_what_is_seen_as_one_endless_character_is_shown_and_holds_nobody_up(text: str) -> None:
    pieces = [block["text"]["text"] for block in shown(Form("t", "v", "x", (Quote(text),)))["blocks"]]
    assert "".join(pieces) == text
    assert all(utf16_length(piece) <= 3_000 for piece in pieces)


def test_a_form_carries_verb_thing_and_token_and_nothing_else() -> None:
    view = shown(view_form())
    assert json.loads(view["private_metadata"]) == {"verb": "vote.cast", "thing": "v77", "token": "tok1"}
    assert read_origin(view["private_metadata"]).token == "tok1"
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == (
        "Give our view",
        "Record view",
        "Close",
    )
    assert kinds(view["blocks"]) == ["section", "rich_text", "input", "rich_text", "input", "input"]


def test_every_field_has_its_platform_shape() -> None:
    by_id = inputs(shown(every_field()))
    assert {name: block["element"]["type"] for name, block in by_id.items()} == {
        "name": "plain_text_input",
        "place": "plain_text_input",
        "born": "plain_text_input",
        "six": "radio_buttons",
        "seven": "static_select",
        "few": "static_select",
        "hundred": "static_select",
        "search": "static_select",
        "ten": "checkboxes",
        "twelve": "checkboxes",
        "twelve~2": "checkboxes",
        "several": "multi_static_select",
    }
    assert [len(group["options"]) for group in by_id["search"]["element"]["option_groups"]] == [100, 1]
    assert by_id["search"]["element"]["initial_option"]["value"] == "o100"
    assert by_id["born"]["element"]["initial_value"] == "4 3 2017"
    assert by_id["name"]["hint"]["text"] == "First name and surname"
    assert by_id["place"]["element"]["max_length"] == 3_000
    assert [each["value"] for each in by_id["twelve"]["element"]["initial_options"]] == ["o0"]
    assert [each["value"] for each in by_id["twelve~2"]["element"]["initial_options"]] == ["o11"]


def test_a_choice_without_options_is_said_in_words() -> None:
    assert "Nobody\nThere is nothing to choose from." in words_of(shown(every_field())["blocks"])


def test_slack_adds_its_own_optional() -> None:
    by_id = inputs(shown(every_field()))
    assert (by_id["place"]["label"]["text"], by_id["place"]["optional"]) == ("Where are they now?", True)
    assert by_id["name"]["optional"] is False
    assert by_id["twelve~2"]["optional"] is True


def test_what_was_typed_stays_in_its_blocks_until_the_next_form_comes() -> None:
    first, again = view_form(), replace(view_form(), problems={"reason": "Enter a reason"})
    ids = {block["block_id"] for block in inputs(shown(first)).values()}
    assert {block["block_id"] for block in inputs(shown(again)).values()} == ids
    assert not ids & {block["block_id"] for block in inputs(shown(view_form("tok2"))).values()}


def test_problems_are_listed_above_the_fields() -> None:
    form = replace(
        view_form(reason="as typed"),
        problems={"reason": "Enter a reason", "x": "Something else"},
        notice="It changed.",
    )
    blocks = shown(form)["blocks"]
    assert kinds(blocks)[:5] == ["section", "section", "rich_text", "section", "rich_text"]
    assert blocks[0]["text"]["text"] == "It changed."
    assert blocks[2]["elements"][0]["elements"][0]["text"] == "There is a problem"
    assert blocks[3]["text"]["text"] == "Something else\nEnter a reason"
    assert inputs({"blocks": blocks})["reason"]["element"]["initial_value"] == "as typed"


def test_a_problem_shows_even_where_there_is_nothing_to_read() -> None:
    assert words_of(shown(Form("t", "v", "x", problems={"": "No."}))["blocks"]) == "No."


def test_long_details_are_read_page_by_page() -> None:
    read, page = "", 1
    while True:
        view = shown(replace(details(100), page=page))
        assert len(view["blocks"]) <= 92
        read += words_of(view["blocks"])
        labels = [each["text"]["text"] for each in buttons(view["blocks"])]
        if labels == ["Actions"]:
            break
        assert labels == ["Next page", "Actions"]
        onward = buttons(view["blocks"])[0]
        assert onward["action_id"] == "details.open"
        assert thing_and_page(onward["value"]) == ("d1", page + 1)
        page += 1
    assert page == 3
    assert read.count("Words") == 100


def test_pages_are_small_enough_by_size_too() -> None:
    view = shown(Form("t", "details.open", "d1", tuple(Quote("ж" * 3_000) for _ in range(40))))
    assert [each["text"]["text"] for each in buttons(view["blocks"])] == ["Next page"]


@pytest.mark.parametrize("quotes", [98, 99])
def test_what_binds_is_whole_or_on_the_web(quotes: int) -> None:
    """Whole with room for what went wrong with sending it: a form of 100 blocks would lose its end to that."""
    form = Form("Approve", "proposal.approve", "p1", (Quote("Why."),) * quotes, "Approve", binding=True)
    view = shown(form)
    if quotes == 98:
        assert view["submit"]["text"] == "Approve"
        assert words_of(view["blocks"]).count("Why.") == 98
        assert len(view["blocks"]) + len(blockkit.problem_blocks(("We could not save that.",), WORDS)) <= 100
        return
    assert "submit" not in view
    assert words_of(view["blocks"]) == "This is too long for chat. Read and approve it on the web page."
    assert [each["url"] for each in buttons(view["blocks"])] == [WEB]


def test_a_form_with_fields_keeps_every_field() -> None:
    fields = tuple(TextField(f"f{number}", f"Field {number}") for number in range(20))
    view = shown(Form("t", "v", "x", (Quote("Read me."),) * 90 + fields, "Send"))
    assert len(inputs(view)) == 20
    assert len(view["blocks"]) == 100
    assert words_of(view["blocks"]).endswith("… 11 more parts in the record")


@pytest.mark.parametrize("text", ["word " * 60_000, "ж" * 50_000])
def test_a_form_below_endless_words_opens_and_says_what_is_missing(text: str) -> None:
    fields = tuple(
        part for n in range(9) for part in (Heading(f"Child {n}"), TextField(f"f{n}", f"Field {n}"))
    )
    view = shown(Form("t", "v", "x", (Quote(text), *fields), "Send"))
    read = words_of(view["blocks"])
    assert len(inputs(view)) == 9
    assert [number for number in range(9) if f"Child {number}" not in read] == []
    assert "more characters in the record" in read


def test_endless_words_to_read_go_on_over_several_pages() -> None:
    view = shown(Form("t", "details.open", "d1", (Quote("ж" * 50_000),)))
    assert [each["text"]["text"] for each in buttons(view["blocks"])] == ["Next page"]


def test_more_fields_than_slack_shows_are_filled_in_on_the_web_page() -> None:
    view = shown(
        Form("t", "v", "x", tuple(TextField(f"f{number}", f"Field {number}") for number in range(101)), "Go")
    )
    assert "submit" not in view
    assert words_of(view["blocks"]) == "This is too long for chat. Fill it in on the web page."


@pytest.mark.parametrize("limit", [24, 75])
def test_labels_are_cut_inside_utf16(limit: int) -> None:
    view = shown(
        Form("𝄞" * 13, "v", "x", (Row(("r",), (button("𝄞" * 38, "do.it", name="𝄞" * 60),)),), "𝄞" * 13)
    )
    texts = [view["title"]["text"], view["submit"]["text"]] if limit == 24 else []
    texts += [] if limit == 24 else [each["text"]["text"] for each in buttons(view["blocks"])]
    assert all(utf16_length(text) <= limit and text.endswith("…") for text in texts)


@given(st.text(max_size=400), st.text(max_size=4_000), st.integers(0, 60))
@settings(max_examples=40)
def test_any_card_is_accepted(title: str, text: str, rows: int) -> None:
    card = Card("RED " + title, "RED " + text, (Quote(text), *my_work(rows).body), (), text.strip())
    sent = blockkit.message(card, WORDS)
    assert check_message_blocks(sent["blocks"]) == []
