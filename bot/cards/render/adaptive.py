"""Cards and forms as Adaptive Cards 1.5, the version that Teams bots may use.

A card's first line, its `fallbackText`, its `speak` and the message's `summary` are the same words, `Card.title`: a
notification may show any of them, and line 1 is fit for a lock screen. One line is one TextBlock, with nothing in it read
as markup; what a person wrote is a RichTextBlock, which knows no markup. A button carries a verb and an opaque id.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.cards.elements import (
    Card,
    CardPart,
    Form,
    FormPart,
    Heading,
    Link,
    Mention,
    Quote,
    Row,
    Section,
)
from bot.cards.limits import TEAMS, utf16_length
from bot.cards.render.adaptive_buttons import button_sets, in_dialog, on_card, open_url, submit
from bot.cards.render.adaptive_fields import field_element
from bot.cards.render.adaptive_text import inert, plain
from bot.cards.render.pages import next_page, page_of
from bot.cards.render.quotes import with_shorter_quotes
from bot.words import Words

Json = dict[str, Any]


def message(card: Card, words: Words) -> tuple[Json, str]:
    """A card and the `summary` of its message. What is beyond the platform's size is left out, and that is said."""
    shown: Sequence[CardPart] = card.body
    content = _message(card, shown, words)
    while size(content) > TEAMS.message_bytes and shown:
        shown = shown[:-1]
        content = _message(card, shown, words)
    return content, plain(card.title)


def dialog(form: Form, words: Words, web_page: str) -> Json:
    """A form as the card of a dialog. `web_page` is where it stands when it is too long for chat.

    A form without fields is shown page by page. In one with fields, long words of other people are cut visibly; if its
    fields alone are too many, as for a family of ten, it is filled in on the web.
    """
    content = _dialog(form, words)
    if size(content) <= TEAMS.page_bytes:
        return content
    if form.binding:
        said = words.gettext("This is too long for chat. Read and approve it on the web page.")
        return _on_the_web(form, said, words, web_page)
    if any(form.fields()):
        excess = (size(content) - TEAMS.page_bytes + 1) // 2
        content = _dialog(with_shorter_quotes(form, excess, words), words)
        if size(content) <= TEAMS.message_bytes:
            return content
        said = words.gettext("This is too long for chat. Fill it in on the web page.")
        return _on_the_web(form, said, words, web_page)
    frame = size(_dialog(replace(form, body=(), buttons=(*form.buttons, next_page(form, words))), words))
    parts, more = page_of(form, lambda part: _cost(part, words), TEAMS.page_bytes - frame)
    buttons = (next_page(form, words), *form.buttons) if more else form.buttons
    return _dialog(replace(form, body=parts, buttons=buttons), words)


def size(value: object) -> int:
    """Bytes as Teams counts them: JSON without spaces, as UTF-16."""
    return 2 * utf16_length(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _message(card: Card, shown: Sequence[CardPart], words: Words) -> Json:
    left_out = len(card.body) - len(shown)
    said = words.ngettext("… {count} more item in the record", "… {count} more items in the record", left_out)
    gap = [_line(said.format(count=left_out))] if left_out else []
    body = [_title(card.title), *(element for part in shown for element in _part(part)), *gap]
    content = _with_its_end(_card(card.title, body), card)
    named = [part for part in shown if isinstance(part, Mention)]
    return content | {"msteams": {"entities": [_entity(one) for one in named]}} if named else content


def _with_its_end(content: Json, card: Card) -> Json:
    """The card with its buttons and its last line: one row of buttons at the very end is the card's own, which is shorter."""
    sets = button_sets(card.buttons, on_card)
    if len(sets) == 1 and not card.footer:
        return content | {"actions": sets[0]["actions"]}
    footer = [_line(card.footer, size="Small")] if card.footer else []
    return content | {"body": [*content["body"], *sets, *footer]}


def _title(text: str) -> Json:
    """A card's first line: bold as every heading is, and with nothing above that it would have to keep away from."""
    return _line(text, style="heading", size="Medium")


def _entity(one: Mention) -> Json:
    """Whom Teams tells: the text that stands in the card, and the account behind it."""
    return {"type": "mention", "text": _at(one), "mentioned": {"id": one.user, "name": one.name}}


def _at(one: Mention) -> str:
    name = plain(one.name).replace("<", "").replace(">", "")
    return f"<at>{name}</at>"


def _dialog(form: Form, words: Words) -> Json:
    body = _problems(form, words) + [
        _line(line, weight="Bolder") for line in form.notice.splitlines() if line
    ]
    for part in form.body:
        body += _form_part(part, form, words)
    if form.submit:
        body.append({"type": "ActionSet", "actions": [submit(form)]})
    body += button_sets(form.buttons, in_dialog)
    return _card(form.title, body or [_line(form.title)])


def _card(said: str, body: list[Json]) -> Json:
    words = plain(said)
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": words, "speak": words, "body": body}


def _form_part(part: FormPart, form: Form, words: Words) -> list[Json]:
    if isinstance(part, Heading | Section | Quote | Row | Link):
        return _part(part, in_form=True)
    return [field_element(part, form.problems.get(part.id, ""), words)]


def _part(part: CardPart, *, in_form: bool = False) -> list[Json]:
    match part:
        case Heading(text, level):
            below_the_title = level == 2  # noqa: PLR2004 - the two levels there are
            return [_heading(text, "Medium") if below_the_title else _heading(text, "Default", "Medium")]
        case Section(lines):
            return _lines(lines)
        case Quote(text):
            return [_quote(text)] if text.strip() else []
        case Mention():
            return [{"type": "TextBlock", "text": _at(part), "wrap": True}]
        case Link():
            return [{"type": "ActionSet", "actions": [open_url(part)]}]
        case Row(lines, buttons):
            row = [*_lines(lines), *button_sets(buttons, in_dialog if in_form else on_card)]
            return [row[0] | {"separator": True}, *row[1:]] if row else []


def _lines(lines: Iterable[str]) -> list[Json]:
    """Lines that belong together stand close together."""
    close = {"spacing": "Small"}
    shown = [line for line in lines if line.strip()]
    return [_line(line, **(close if number else {})) for number, line in enumerate(shown)]


def _heading(text: str, text_size: str, spacing: str = "Large") -> Json:
    return _line(text, style="heading", size=text_size, weight="Bolder", spacing=spacing)


def _line(text: str, **look: str) -> Json:
    return {"type": "TextBlock", "text": inert(text), "wrap": True, **look}


def _quote(text: str) -> Json:
    """What a person wrote, on a ground of its own, so that it is not taken for our words."""
    words = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": plain(text)}]}
    return {"type": "Container", "style": "emphasis", "items": [words]}


def _problems(form: Form, words: Words) -> list[Json]:
    """All that is wrong, on top of the form; the same message stands under its field."""
    if not form.problems:
        return []
    lines = [_line(message) for message in dict.fromkeys(message for _, message in form.wrong())]
    heading = _heading(words.gettext("There is a problem"), "Medium")
    return [{"type": "Container", "style": "attention", "items": [heading, *lines]}]


def _on_the_web(form: Form, said: str, words: Words, web_page: str) -> Json:
    link = open_url(Link(words.gettext("Open the web page"), web_page))
    return _card(form.title, [_line(said), {"type": "ActionSet", "actions": [link]}])


def _cost(part: FormPart, words: Words) -> int:
    return size(_form_part(part, Form(title="", verb="", thing=""), words))
