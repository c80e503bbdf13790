"""Cards and forms as Block Kit.

Text that people wrote is only ever `plain_text`, so it cannot become markup, a mention or a link. The one place that
Slack reads as markup is a message's top-level `text`; it is escaped.
"""

import json
from collections.abc import Container, Sequence
from dataclasses import replace

from bot.cards.elements import (
    Button,
    Card,
    Choice,
    Choices,
    DateField,
    Form,
    FormPart,
    Heading,
    Link,
    Section,
    TextField,
)
from bot.cards.limits import SLACK, cut, shorten
from bot.cards.render.blockkit_fields import Fields
from bot.cards.render.blockkit_ids import ActionIds, form_mark, write_origin
from bot.cards.render.blockkit_parts import Block, actions, header, part_blocks, plain, sections
from bot.cards.render.pages import next_page, page_of
from bot.cards.render.quotes import length_of_quotes, with_shorter_quotes
from bot.words import Words

_FIELD = (TextField, DateField, Choice, Choices)
_ANSWERED = ("input", "actions")
PROBLEM = 2
PROBLEM_BYTES = 1_000
"""So many blocks, of so many bytes each, a form that binds keeps free: what went wrong is said on top of it, and nothing of it may make room."""


def message(card: Card, words: Words) -> Block:
    """A card as a message: the fallback as `text`, which screen readers and lock screens get, and its blocks."""
    text = escape(cut(card.fallback, SLACK.message_text, words))
    return {"text": text, "blocks": _card_blocks(card, SLACK.message_blocks, words)}


def home(card: Card, words: Words) -> Block:
    """A card as App Home."""
    return {"type": "home", "blocks": _card_blocks(card, SLACK.view_blocks, words)}


def modal(form: Form, words: Words, web_page: str) -> Block:
    """A form as a modal. `web_page` is where it stands when it is too long for chat.

    In a form with fields, long words of other people are cut visibly; one that binds is never cut.
    """
    view = _modal(form, words)
    if _fits(view, PROBLEM if form.binding and not form.problems else 0):
        return view
    if form.binding:
        told = words.gettext("This is too long for chat. Read and approve it on the web page.")
        return _modal(_too_long(form, told, words, web_page), words)
    view = _modal(with_shorter_quotes(form, length_of_quotes(form) - SLACK.quoted_text, words), words)
    view["blocks"] = _within(view["blocks"], SLACK.view_blocks, _ANSWERED, words)
    if _fits(view):
        return view
    told = words.gettext("This is too long for chat. Fill it in on the web page.")
    return _modal(_too_long(form, told, words, web_page), words)


def line(text: str) -> Block:
    """One line of our own, said privately."""
    return {"text": escape(text), "blocks": sections(text)}


def escape(text: str) -> str:
    """Text for the places that Slack reads as markup: no mention, link or channel name is made of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def problem_blocks(messages: Sequence[str], words: Words) -> list[Block]:
    """The list of what is wrong, as it stands above the fields."""
    heading = Heading(words.gettext("There is a problem"), 3)
    return part_blocks(heading, ActionIds()) + sections("\n".join(messages))


def _card_blocks(card: Card, limit: int, words: Words) -> list[Block]:
    ids = ActionIds()
    blocks = [header(card.title)]
    for part in card.body:
        blocks += part_blocks(part, ids)
    end = actions(card.buttons, ids)
    if card.footer:
        end.append({"type": "context", "elements": [plain(cut(card.footer, SLACK.context_text, words))]})
    return _within(blocks, limit - len(end), (), words) + end


def _modal(form: Form, words: Words) -> Block:
    view: Block = {
        "type": "modal",
        "title": plain(shorten(form.title, SLACK.view_title)),
        "close": plain(words.gettext("Close")),
        "private_metadata": write_origin(form),
        "blocks": _form_blocks(form, words),
    }
    if form.verb:
        view["callback_id"] = form.verb
    if form.submit:
        view["submit"] = plain(shorten(form.submit, SLACK.view_button))
    return view


def _form_blocks(form: Form, words: Words) -> list[Block]:
    ids = ActionIds()
    fields = Fields(form_mark(form), ids, words)
    parts, buttons = _shown(form, words)
    pieces = [fields.blocks(part) if isinstance(part, _FIELD) else part_blocks(part, ids) for part in parts]
    if form.problems:
        pieces.insert(_before_fields(parts), problem_blocks(tuple(told for _, told in form.wrong()), words))
    blocks = sections(form.notice) + [block for piece in pieces for block in piece] + actions(buttons, ids)
    return blocks or sections(form.title)


def _shown(form: Form, words: Words) -> tuple[tuple[FormPart, ...], tuple[Button, ...]]:
    """What this page of the form holds. What has fields, or binds, is never divided."""
    if form.binding or any(form.fields()):
        return form.body, form.buttons
    parts, more = page_of(form, _cost, SLACK.page_blocks)
    return parts, (next_page(form, words), *form.buttons) if more else form.buttons


def _cost(part: FormPart) -> int:
    """How many blocks' worth of a view a part without fields takes, by number and by size."""
    blocks = [] if isinstance(part, _FIELD) else part_blocks(part, ActionIds())
    return max(len(blocks), _bytes(blocks) * SLACK.view_blocks // SLACK.view_bytes)


def _before_fields(parts: Sequence[FormPart]) -> int:
    """Where the list of problems goes: above the first field and its heading, on top when there is no field."""
    first = next((number for number, part in enumerate(parts) if isinstance(part, _FIELD)), 0)
    while first and isinstance(parts[first - 1], Heading):
        first -= 1
    return first


def _fits(view: Block, room: int = 0) -> bool:
    fits = len(view["blocks"]) <= SLACK.view_blocks - room
    return fits and _bytes(view) <= SLACK.view_bytes - room * PROBLEM_BYTES


def _bytes(shape: Block | list[Block]) -> int:
    return len(json.dumps(shape))


def _too_long(form: Form, told: str, words: Words, web_page: str) -> Form:
    link = Link(words.gettext("Open the web page"), web_page)
    return replace(form, body=(Section((told,)), link), submit="", buttons=(), problems={})


def _within(blocks: list[Block], limit: int, keep: Container[str], words: Words) -> list[Block]:
    """The blocks inside the limit, as far as they may go. The last make room, and the reader is told how many they are."""
    excess = len(blocks) - limit
    if excess <= 0:
        return blocks
    going = [number for number, block in enumerate(blocks) if block["type"] not in keep][-(excess + 1) :]
    if not going:
        return blocks
    told = words.ngettext(
        "… {count} more part in the record", "… {count} more parts in the record", len(going)
    )
    notice = sections(told.format(count=len(going)))
    left = [block for number, block in enumerate(blocks) if number not in going]
    return left[: going[0]] + notice + left[going[0] :]
