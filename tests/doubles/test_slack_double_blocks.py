"""The Slack double refuses what Block Kit does not allow, and says where and why."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.doubles.slack.blocks import check_message_blocks, check_view
from tests.doubles.slack_sample_bot import asked, card, form, option, plain

Json = dict[str, Any]
TOO_LONG_EMOJI = "🙂" * 38


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": "go"} | more


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements)} | more


def section(text: str = "words", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def select(count: int, **more: Any) -> Json:
    options = [option(f"Option {number}", f"v{number}") for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options} | more


def radio(count: int, **more: Any) -> Json:
    return select(count, type="radio_buttons") | more


def confirm(**more: Any) -> Json:
    ask = {"title": plain("Sure?"), "text": plain("It binds."), "confirm": plain("Yes"), "deny": plain("No")}
    return {"confirm": ask | more}


def table(rows: int, columns: int, text: str = "x") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


REFUSED_IN_MESSAGES: dict[str, tuple[list[Json], str, str]] = {
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items", "/blocks]"),
    "same block id": ([section(block_id="a"), section(block_id="a")], "block_id must be unique", "/blocks]"),
    "same action id": ([actions(button(), button())], "action_id must be unique", "/blocks/0]"),
    "empty text": ([section("")], "more than 0 characters", "/blocks/0/text/text"),
    "blank text": ([section("  ")], "more than 0 characters", "/blocks/0/text/text"),
    "long section": ([section("x" * 3001)], "less than 3001 characters", "/blocks/0/text/text"),
    "no text, no fields": ([{"type": "section"}], "either text or fields", "/blocks/0]"),
    "11 fields": ([section(fields=[plain("x")] * 11)], "no more than 10 items", "/blocks/0/fields"),
    "long field": ([section(fields=[plain("x" * 2001)])], "less than 2001", "/blocks/0/fields/0/text"),
    "long header": ([{"type": "header", "text": plain("x" * 151)}], "less than 151", "/blocks/0/text/text"),
    "mrkdwn header": ([{"type": "header", "text": section()["text"]}], "unsupported type", "/blocks/0/text"),
    "mrkdwn button": ([actions(button(text=section()["text"]))], "unsupported type", "/elements/0/text"),
    "11 in context": (
        [{"type": "context", "elements": [plain("x")] * 11}],
        "no more than 10",
        "/blocks/0/elements",
    ),
    "26 buttons": (
        [actions(*(button(action_id=str(number)) for number in range(26)))],
        "no more than 25",
        "/blocks/0/elements",
    ),
    "no buttons": ([actions()], "no fewer than 1", "/blocks/0/elements"),
    "long button": ([actions(button(text=plain("x" * 76)))], "less than 76", "/elements/0/text/text"),
    "emoji count double": ([actions(button(text=plain(TOO_LONG_EMOJI)))], "less than 76", "/elements/0/text"),
    "long value": ([actions(button(value="x" * 2001))], "less than 2001", "/elements/0/value"),
    "long name": ([actions(button(accessibility_label="x" * 76))], "less than 76", "/accessibility_label"),
    "long action id": ([actions(button(action_id="x" * 256))], "less than 256", "/action_id"),
    "wrong style": ([actions(button(style="warning"))], "primary, danger", "/style"),
    "unknown key": ([actions(button(tooltip="x"))], "unknown field: tooltip", "/elements/0/tooltip"),
    "unknown block": ([{"type": "card"}], "unsupported type of block in a message: card", "/blocks/0/type"),
    "unknown element": ([actions({"type": "slider"})], "unsupported type", "/elements/0/type"),
    "input in a message": ([asked("a", "A", {"type": "plain_text_input"})], "unsupported type", "/blocks/0"),
    "101 options": ([actions(select(101))], "no more than 100", "/elements/0/options"),
    "no options": ([actions(select(0))], "no fewer than 1", "/elements/0/options"),
    "neither options nor groups": (
        [actions({"type": "static_select"})],
        "either options or option_groups",
        "/elements/0]",
    ),
    "11 radio buttons": ([actions(radio(11))], "no more than 10", "/elements/0/options"),
    "11 checkboxes": ([actions(radio(11, type="checkboxes"))], "no more than 10", "/elements/0/options"),
    "long option": (
        [actions(select(1, options=[option("x" * 76, "v")]))],
        "less than 76",
        "/options/0/text/text",
    ),
    "long option value": (
        [actions(select(1, options=[option("x", "v" * 151)]))],
        "less than 151",
        "/options/0/value",
    ),
    "initial not there": (
        [actions(select(2, initial_option=option("Other", "o")))],
        "initial option must",
        "/elements/0]",
    ),
    "6 in overflow": ([actions(select(6, type="overflow"))], "no more than 5", "/elements/0/options"),
    "long placeholder": ([actions(select(1, placeholder=plain("x" * 151)))], "less than 151", "/placeholder"),
    "multi in actions": ([actions(select(1, type="multi_static_select"))], "unsupported", "/elements/0/type"),
    "long confirm": ([actions(button(**confirm(text=plain("x" * 301))))], "less than 301", "/confirm/text"),
    "long confirm title": (
        [actions(button(**confirm(title=plain("x" * 101))))],
        "less than 101",
        "/confirm/title",
    ),
    "long confirm button": (
        [actions(button(**confirm(deny=plain("x" * 31))))],
        "less than 31",
        "/confirm/deny",
    ),
    "wrong date": (
        [actions({"type": "datepicker", "initial_date": "16/11/2026"})],
        "a date as YYYY-MM-DD",
        "/initial_date",
    ),
    "101 rows": ([table(101, 1)], "no more than 100", "/blocks/0/rows"),
    "21 columns": ([table(1, 21)], "no more than 20", "/blocks/0/rows/0"),
    "long table": ([table(2, 1, "x" * 5001)], "10000 characters", "/blocks/0/rows"),
    "two tables": ([table(1, 1), table(1, 1)], "only one table", "/blocks]"),
    "image without words": (
        [{"type": "image", "image_url": "https://example.com/a.png"}],
        "missing required field: alt_text",
        "/blocks/0]",
    ),
}


@pytest.mark.parametrize(("blocks", "reason", "where"), REFUSED_IN_MESSAGES.values(), ids=REFUSED_IN_MESSAGES)
def test_a_message_is_refused_with_reason_and_place(blocks: list[Json], reason: str, where: str) -> None:
    problems = check_message_blocks(blocks)
    assert len(problems) == 1
    assert reason in problems[0]
    assert where in problems[0]


ALLOWED_IN_MESSAGES: dict[str, list[Json]] = {
    "a card": card(),
    "50 blocks": [{"type": "divider"}] * 50,
    "same action id in two blocks": [actions(button()), actions(button())],
    "3,000 characters": [section("x" * 3000)],
    "37 emoji and one letter": [actions(button(text=plain("🙂" * 37 + "x")))],
    "100 options": [actions(select(100))],
    "initial option": [actions(select(2, initial_option=option("Option 1", "v1")))],
    "option groups": [
        actions(
            {"type": "static_select", "option_groups": [{"label": plain("A"), "options": [option("x", "y")]}]}
        )
    ],
    "confirm": [actions(button(style="danger", **confirm()))],
    "table": [table(100, 20)],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
        }
    ],
}


@pytest.mark.parametrize("blocks", ALLOWED_IN_MESSAGES.values(), ids=ALLOWED_IN_MESSAGES)
def test_a_message_at_its_limits_is_taken(blocks: list[Json]) -> None:
    assert check_message_blocks(blocks) == []


def change(**keys: Any) -> Callable[[Json], None]:
    return lambda view: view.update(keys)


def remove(key: str) -> Callable[[Json], None]:
    return lambda view: view.pop(key)


REFUSED_AS_MODAL: dict[str, tuple[Callable[[Json], None], str]] = {
    "long title": (change(title=plain("x" * 25)), "less than 25 characters [json-pointer:/view/title/text]"),
    "long submit": (
        change(submit=plain("x" * 25)),
        "less than 25 characters [json-pointer:/view/submit/text]",
    ),
    "long close": (change(close=plain("x" * 25)), "less than 25 characters [json-pointer:/view/close/text]"),
    "mrkdwn title": (change(title=section()["text"]), "unsupported type of text object: mrkdwn"),
    "no title": (remove("title"), "missing required field: title"),
    "no submit": (remove("submit"), "must be provided when the view has input blocks"),
    "101 blocks": (change(blocks=[section()] * 101), "no more than 100 items"),
    "no blocks": (change(blocks=[]), "no fewer than 1 items"),
    "metadata": (change(private_metadata="x" * 3001), "less than 3001 characters"),
    "callback id": (change(callback_id="x" * 256), "less than 256 characters"),
    "external id": (change(external_id="x" * 256), "less than 256 characters"),
    "unknown key": (change(text="x"), "unknown field: text"),
    "table": (change(blocks=[table(1, 1)]), "unsupported type of block in a view: table"),
    "a home": (change(type="home"), "unsupported type of view: home"),
    "two focused": (
        change(
            blocks=[
                asked(each, "A", {"type": "plain_text_input", "focus_on_load": True}) for each in ("a", "b")
            ]
        ),
        "only one element can have focus_on_load",
    ),
    "no label": (change(blocks=[{"type": "input", "element": radio(1)}]), "missing required field: label"),
    "button in input": (change(blocks=[asked("a", "A", button())]), "unsupported type of element in input"),
    "lengths crossed": (
        change(blocks=[asked("a", "A", {"type": "plain_text_input", "min_length": 5, "max_length": 4})]),
        "must not be more than max_length",
    ),
    "initial text": (
        change(blocks=[asked("a", "A", {"type": "plain_text_input", "initial_value": "x" * 3001})]),
        "less than 3001 characters",
    ),
}


@pytest.mark.parametrize(("alter", "reason"), REFUSED_AS_MODAL.values(), ids=REFUSED_AS_MODAL)
def test_a_modal_is_refused_with_its_reason(alter: Callable[[Json], None], reason: str) -> None:
    view = copy.deepcopy(form())
    assert check_view(view, "modal") == []
    alter(view)
    problems = check_view(view, "modal")
    assert len(problems) == 1
    assert reason in problems[0]


def test_a_home_may_be_empty_and_has_no_title() -> None:
    assert check_view({"type": "home", "blocks": []}, "home") == []
    assert check_view({"type": "home", "blocks": card()}, "home") == []
    assert (
        "unknown field: title" in check_view({"type": "home", "blocks": [], "title": plain("x")}, "home")[0]
    )
