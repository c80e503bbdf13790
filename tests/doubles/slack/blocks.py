"""Checks the blocks of a message and a whole view, as strictly as Slack's own documents.

Input blocks are refused in messages (Slack's pages disagree), and elements that the
double could not press (workflow buttons, files, video, rich text input) everywhere.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.doubles.slack import limits
from tests.doubles.slack.block_elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from tests.doubles.slack.block_rules import (
    Json,
    Report,
    Rule,
    any_text,
    both,
    flag,
    items,
    kind_of,
    one_of,
    plain,
    string,
    text_object,
    thing,
)
from tests.doubles.slack.rich_text import RICH_TEXT, rich_text_words

_BLOCK_ID = {"block_id": string(limits.ID)}


def _block(kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return thing({"type": one_of(kind)} | required, _BLOCK_ID | (optional or {}))


def _says_something(report: Report, where: str, block: Any) -> None:
    if "text" not in block and "fields" not in block:
        report.say(where, "must define either text or fields")


def _table_fits(report: Report, where: str, block: Any) -> None:
    cells = [cell for row in block["rows"] for cell in row]
    if sum(limits.utf16(rich_text_words(cell)) for cell in cells) > limits.TABLE_TEXT:
        report.say(f"{where}/rows", f"no more than {limits.TABLE_TEXT} characters allowed in a table")


_CELL = kind_of(
    {
        "raw_text": thing({"type": one_of("raw_text"), "text": string(limits.TABLE_TEXT)}),
        "rich_text": RICH_TEXT,
    },
    "table cell",
)
_COLUMN = thing({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
_CONTEXT_ELEMENT = kind_of(
    {
        "image": IMAGE,
        "plain_text": text_object("plain_text", most=limits.TEXT_OBJECT),
        "mrkdwn": text_object("mrkdwn", most=limits.TEXT_OBJECT),
    },
    "element in context",
)
_EVERYWHERE: dict[str, Rule] = {
    "section": both(
        _block(
            "section",
            {},
            {
                "text": any_text(limits.TEXT_OBJECT),
                "fields": items(any_text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
                "accessory": IN_SECTION,
                "expand": flag,
            },
        ),
        _says_something,
    ),
    "header": _block("header", {"text": plain(limits.HEADER)}),
    "divider": _block("divider", {}),
    "context": _block("context", {"elements": items(_CONTEXT_ELEMENT, limits.CONTEXT_ELEMENTS)}),
    "actions": _block("actions", {"elements": items(IN_ACTIONS, limits.ACTIONS_ELEMENTS)}),
    "image": _block(
        "image",
        {"image_url": string(limits.URL), "alt_text": string(limits.ALT_TEXT)},
        {"title": plain(limits.IMAGE_TITLE)},
    ),
    "rich_text": RICH_TEXT,
}
_MESSAGE_ONLY: dict[str, Rule] = {
    "markdown": _block("markdown", {"text": string(limits.MARKDOWN)}),
    "table": both(
        _block(
            "table",
            {"rows": items(items(_CELL, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
            {"column_settings": items(_COLUMN, limits.TABLE_COLUMNS)},
        ),
        _table_fits,
    ),
}
_VIEW_ONLY: dict[str, Rule] = {
    "input": _block(
        "input",
        {"label": plain(limits.INPUT_LABEL), "element": IN_INPUT},
        {"hint": plain(limits.INPUT_LABEL), "optional": flag, "dispatch_action": flag},
    ),
}
_MESSAGE_BLOCK = kind_of(_EVERYWHERE | _MESSAGE_ONLY, "block in a message")
_VIEW_BLOCK = kind_of(_EVERYWHERE | _VIEW_ONLY, "block in a view")


def elements_of(block: Json) -> list[Json]:
    """A block's interactive elements."""
    if block["type"] == "actions":
        return list(block["elements"])
    own = block.get("accessory") if block["type"] == "section" else block.get("element")
    return [own] if own and own["type"] != "image" else []


def _repeated(ids: Iterator[str]) -> list[str]:
    return [each for each, times in Counter(ids).items() if times > 1]


def _ids_differ(report: Report, where: str, blocks: Any) -> None:
    """Block ids differ in the whole message or view, action ids in their block."""
    for again in _repeated(block["block_id"] for block in blocks if "block_id" in block):
        report.say(where, f"block_id must be unique: {again}")
    for number, block in enumerate(blocks):
        for again in _repeated(each["action_id"] for each in elements_of(block) if "action_id" in each):
            report.say(f"{where}/{number}", f"action_id must be unique in its block: {again}")


def _focused(blocks: list[Json]) -> int:
    return sum(bool(each.get("focus_on_load")) for block in blocks for each in elements_of(block))


def _no_focus(report: Report, where: str, blocks: Any) -> None:
    if _focused(blocks):
        report.say(where, "focus_on_load is not allowed in a message")


def _one_focus(report: Report, where: str, blocks: Any) -> None:
    if _focused(blocks) > 1:
        report.say(where, "only one element can have focus_on_load")


def _one_table(report: Report, where: str, blocks: Any) -> None:
    if sum(block["type"] == "table" for block in blocks) > 1:
        report.say(where, "only one table is allowed in a message")


_MESSAGE = both(items(_MESSAGE_BLOCK, limits.MESSAGE_BLOCKS, 0), _ids_differ, _no_focus, _one_table)


def check_message_blocks(blocks: Any) -> list[str]:
    """What is wrong with a message's blocks; an empty list if nothing is."""
    report = Report()
    _MESSAGE(report, "/blocks", blocks)
    return report.problems


def _view_blocks(least: int) -> Rule:
    return both(items(_VIEW_BLOCK, limits.VIEW_BLOCKS, least), _ids_differ, _one_focus)


_VIEW_IDS = {
    "private_metadata": string(limits.PRIVATE_METADATA, 0),
    "callback_id": string(limits.ID),
    "external_id": string(limits.ID, 0),
}


def _inputs_need_submit(report: Report, where: str, view: Any) -> None:
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        report.say(f"{where}/submit", "must be provided when the view has input blocks")


_MODAL = both(
    thing(
        {"type": one_of("modal"), "title": plain(limits.VIEW_TITLE), "blocks": _view_blocks(1)},
        _VIEW_IDS
        | {
            "submit": plain(limits.VIEW_TITLE),
            "close": plain(limits.VIEW_TITLE),
            "clear_on_close": flag,
            "notify_on_close": flag,
        },
    ),
    _inputs_need_submit,
)
_HOME = thing({"type": one_of("home"), "blocks": _view_blocks(0)}, _VIEW_IDS)


def check_view(view: Any, kind: str) -> list[str]:
    """What is wrong with a view that should be a ``modal`` or the ``home``; an empty list if nothing is."""
    report = Report()
    kind_of({kind: _MODAL if kind == "modal" else _HOME}, "view")(report, "/view", view)
    return report.problems


def too_large(view: Json) -> bool:
    """Whether a view is over Slack's 250 KB."""
    return len(json.dumps(view).encode()) > limits.VIEW_BYTES
