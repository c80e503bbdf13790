"""The blocks of what is read and pressed. Nothing here is markup: every text is `plain_text` or the text of rich text."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.cards.elements import Button, CardPart, Heading, Link, Mention, Quote, Row, Section
from bot.cards.limits import SLACK, piece_end, shorten, utf16_length
from bot.cards.render.blockkit_ids import LINK, ActionIds, button_value

Block = dict[str, Any]


def plain(text: str) -> Block:
    """Text shown as it is: no markup, no mentions, no `:names:` turned into pictures."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> Block:
    """A title or a heading, which a screen reader announces as one."""
    return {"type": "header", "text": plain(shorten(text, SLACK.header_text))}


def sections(text: str) -> list[Block]:
    """As many sections as a text needs; empty text needs none."""
    return [{"type": "section", "text": plain(piece)} for piece in _pieces(text, SLACK.section_text)]


def actions(buttons: Iterable[Button], ids: ActionIds) -> list[Block]:
    """The buttons, in one block as long as they fit."""
    elements = [_button(button, ids) for button in buttons]
    return [
        {"type": "actions", "elements": elements[start : start + SLACK.actions]}
        for start in range(0, len(elements), SLACK.actions)
    ]


def part_blocks(part: CardPart, ids: ActionIds) -> list[Block]:
    """The blocks of one part of a card or form."""
    match part:
        case Heading(text=text, level=level):
            as_header = level == 2 and utf16_length(text) <= SLACK.header_text  # noqa: PLR2004 - the two levels there are
            return [header(text) if as_header else _bold(text)]
        case Section(lines=lines):
            return sections("\n".join(lines))
        case Quote(text=text):
            return sections(text)
        case Row(lines=lines, buttons=buttons):
            return sections("\n".join(lines)) + actions(buttons, ids)
        case Mention(user=user):
            named = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": user}]}
            return [{"type": "rich_text", "elements": [named]}]
        case Link(label=label, url=url):
            return [{"type": "actions", "elements": [_link(label, url, ids)]}]


def _button(button: Button, ids: ActionIds) -> Block:
    block: Block = {
        "type": "button",
        "text": plain(shorten(button.label, SLACK.button_text)),
        "action_id": ids.new(button.verb),
        "accessibility_label": shorten(button.name, SLACK.button_name),
    }
    if value := button_value(button):
        block["value"] = value
    if button.style != "default":
        block["style"] = button.style
    return block


def _link(label: str, url: str, ids: ActionIds) -> Block:
    text = plain(shorten(label, SLACK.button_text))
    return {"type": "button", "text": text, "action_id": ids.new(LINK), "url": url}


def _bold(text: str) -> Block:
    words = {"type": "text", "text": shorten(text, SLACK.section_text), "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words]}]}


def _pieces(text: str, limit: int) -> Iterator[str]:
    """The text in pieces that fit, ended at a line or a word where there is one."""
    while utf16_length(text) > limit:
        end = piece_end(text, limit)
        piece, text = text[:end], text[end:]
        if piece.strip():
            yield piece
    if text.strip():
        yield text
