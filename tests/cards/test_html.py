"""What cards and forms say as HTML: text stays text, messages are tied to fields, nothing is cut."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.elements import (
    Button,
    Card,
    Choice,
    Choices,
    DateField,
    Form,
    FormPart,
    Heading,
    Option,
    Quote,
    Row,
    Section,
    TextField,
)
from bot.cards.render import html
from bot.cards.render.html import Around, date_boxes, stripe
from bot.cards.render.spot import Spot
from bot.words import Words

AROUND = Around(Words(), csrf="token", new_press=lambda: "nonce")


def form(*body: FormPart, problems: dict[str, str] | None = None, submit: str = "Send") -> str:
    made = Form("Give our view", "vote.cast", "c42", body, submit, token="tok", problems=problems or {})
    return str(html.form(made, AROUND))


@pytest.mark.parametrize("field", [Choice("to", "Send to", ()), Choices("to", "Send to", ())])
def test_a_choice_without_options_says_so_and_can_still_be_pointed_at(field: Choice | Choices) -> None:
    shown = form(field, problems={"to": "Select who it goes to"})
    assert "There is nothing to choose from." in shown
    assert 'href="#f-to"' in shown
    assert 'id="f-to"' in shown
    assert "<input form" not in shown
    assert "<select" not in shown


def words(markup: str) -> str:
    return unescape(re.sub("<[^>]+>", "", markup))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_whatever_is_typed_stays_text(text: str) -> None:
    markup = form(Section((text,)), Quote(text), TextField("t", text, text, value=text, multiline=True))
    plain = form(Section(("x",)), Quote("x"), TextField("t", "x", "x", value="x", multiline=True))
    without_shapes = re.sub(r'<span class="shape" aria-hidden="true">(.)</span>', r"\1", markup)
    without_shapes = re.sub(r'<span class="(?:rating|reference)">([^<]*)</span>', r"\1", without_shapes)
    assert len(re.findall("<[a-z]", without_shapes)) == len(re.findall("<[a-z]", plain))
    assert words(without_shapes).count(text) >= 1


def test_line_breaks_of_a_quote_are_kept() -> None:
    assert ">one\n\ntwo</blockquote>" in form(Quote("one\n\ntwo"))


def test_a_text_that_begins_with_an_empty_line_comes_back_whole() -> None:
    """HTML drops the first line break inside a textarea, so one more stands before the text."""
    assert ">\n\nline two</textarea>" in form(TextField("t", "T", value="\nline two", multiline=True))


@pytest.mark.parametrize(
    ("title", "colour"),
    [
        ("RED ◆ due 1:12pm", "red"),
        ("AMBER ▲", "amber"),
        ("GREEN ●", "green"),
        ("INFORMATION REQUEST ■", "blue"),
        ("DECIDED", ""),
    ],
)
def test_colour_is_a_stripe_beside_the_word(title: str, colour: str) -> None:
    assert stripe(title) == colour
    markup = str(html.card(Card(title, "fallback"), AROUND))
    assert f'<article class="card {colour}">' in markup
    assert title in words(markup)


def test_a_button_that_opens_is_a_link_and_one_that_acts_is_a_form() -> None:
    opens = Button("Open details", "details.open", "c42", "Open details of MASH-2611-0042")
    acts = Button("I am here", "meeting.here", "m1", "I am here, meeting", opens=False, page=2)
    markup = str(html.card(Card("T", "F", buttons=(opens, acts)), AROUND))
    assert 'href="/open/details.open/c42?from=my-work" aria-label="Open details of MASH-2611-0042"' in markup
    assert '<form class="act" method="post" action="/do/meeting.here/m1">' in markup
    assert 'name="press" value="nonce"' in markup
    assert 'name="csrf" value="token"' in markup


def test_an_onlooker_gets_no_buttons() -> None:
    button = Button("Open details", "details.open", "c42", "Open details of MASH-2611-0042")
    row = Row(("line",), (button,))
    markup = str(html.card(Card("T", "F", (row,), (button,)), Around(Words(), "", can_press=False)))
    assert "details.open" not in markup
    assert "line" in markup


def test_each_row_comes_back_to_itself_or_to_the_next() -> None:
    rows = tuple(Row((str(n),), (Button("Do", "task.do", f"t{n}", f"Do {n}"),)) for n in (1, 2))
    first, second = (html.row_anchor(row) for row in rows)
    markup = str(html.card(Card("T", "F", rows), AROUND))
    assert f"?from=my-work.{first}.{second}" in markup
    assert re.search(rf'\?from=my-work\.{second}"', markup)
    assert f'id="{first}" tabindex="-1"' in markup


def test_hint_message_and_count_are_tied_to_the_field() -> None:
    field = TextField("why", "Why", "Say why", limit=300, multiline=True)
    markup = form(field, problems={"why": "Enter why"})
    assert '<label class="label" for="f-why">Why</label>' in markup
    assert 'aria-describedby="h-why e-why c-why" aria-invalid="true"' in markup
    for tied in ("h-why", "e-why", "c-why"):
        assert f'id="{tied}"' in markup
    assert markup.index("Enter why</p>") < markup.index("<textarea")


TWO = (Option("a", "A"), Option("b", "B"))
MANY = tuple(Option(str(n), f"Option {n}") for n in range(7))


@pytest.mark.parametrize(
    ("field", "target"),
    [
        (TextField("f", "F"), "f-f"),
        (DateField("f", "F"), "f-f-1"),
        (Choice("f", "F", TWO), "f-f-1"),
        (Choice("f", "F", TWO, as_list=True), "f-f"),
        (Choice("f", "F", MANY), "f-f"),
        (Choices("f", "F", MANY), "f-f-1"),
    ],
)
def test_the_summary_links_to_an_input_that_is_there(
    field: TextField | DateField | Choice | Choices, target: str
) -> None:
    markup = form(field, problems={"f": "Wrong"})
    assert f'<a href="#{target}">Wrong</a>' in markup
    assert re.search(rf'<(input|textarea|select)[^>]* id="{target}"', markup)


def test_the_summary_stands_between_what_is_read_and_the_fields_and_has_the_focus() -> None:
    markup = form(
        Section(("case line",)), TextField("a", "First field"), problems={"a": "Wrong", "other": "Also"}
    )
    order = [markup.index(text) for text in ("case line", "There is a problem", "First field")]
    assert order == sorted(order)
    assert 'class="summary" tabindex="-1" autofocus' in markup
    assert markup.count("autofocus") == 1
    assert "<li>Also</li>" in markup


def test_the_summary_lists_what_is_wrong_in_the_order_of_the_fields() -> None:
    problems = {"b": "Second is wrong", "a": "First is wrong", "": "It changed"}
    markup = form(TextField("a", "First field"), TextField("b", "Second field"), problems=problems)
    assert re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", markup) == [
        "It changed",
        "First is wrong",
        "Second is wrong",
    ]


def test_fields_under_a_heading_are_a_fieldset_with_it_as_legend() -> None:
    markup = form(Heading("Child 1: K."), Choice("u", "Urgency", TWO), Heading("To read"), Section(("x",)))
    assert re.search(r'<fieldset class="group">\s*<legend><h2>Child 1: K.</h2></legend>', markup)
    assert markup.count('<fieldset class="group">') == 1
    assert "<h2>To read</h2>" in markup


def test_nothing_is_chosen_unless_the_form_says_so() -> None:
    markup = form(Choice("u", "Urgency", TWO), Choice("l", "List", MANY), Choices("c", "Several", TWO))
    assert "checked" not in markup
    assert "selected" not in markup
    chosen = form(
        Choice("u", "U", TWO, value="b"),
        Choice("l", "L", MANY, value="3"),
        Choices("c", "C", TWO, values=("a", "b")),
    )
    assert chosen.count(" checked") == 3
    assert '<option value="3" selected>' in chosen


@pytest.mark.parametrize(
    ("typed", "boxes"),
    [
        ("4 3 2017", ("4", "3", "2017")),
        ("04/03/2017", ("04", "03", "2017")),
        ("", ("", "", "")),
        ("about 9", ("about 9", "", "")),
    ],
)
def test_a_date_comes_back_in_its_three_boxes(typed: str, boxes: tuple[str, str, str]) -> None:
    assert date_boxes(DateField("d", "D", value=typed)) == boxes


def test_a_form_that_binds_is_whole() -> None:
    long = "What is known is this. " * 5000
    made = Form("Read and decide", "proposal.approve", "p", (Quote(long),), "Approve", binding=True)
    assert long in words(str(html.form(made, AROUND)))


def test_a_form_without_submit_sends_nothing() -> None:
    assert "<form" not in form(Section(("read",)), submit="")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "https://evil.example",
        "//evil.example",
        "channel.a b",
        "settings.x",
        "my-work.a.b.c",
        "channel.<x>",
    ],
)
def test_a_spot_never_leads_off_our_pages(code: str) -> None:
    assert Spot.parse(code).path == "/my-work"


def test_a_spot_goes_through_an_address_and_back() -> None:
    spot = Spot("channel", "p1", "p2")
    assert Spot.parse(spot.code) == spot
    assert spot.path == "/channel?at=p1.p2"
    assert spot.focus(("p2", "p3")) == "p2"
    assert spot.focus(("p1", "p2")) == "p1"
    assert spot.focus(("p9",)) == ""
