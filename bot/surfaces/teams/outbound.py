"""Answers as Teams wants them after each kind of call."""

from typing import Any, Final

from bot.cards.elements import Fields, Form, Quote, Row, Section
from bot.cards.limits import TEAMS, shorten
from bot.cards.render.adaptive import dialog
from bot.interaction import Answer
from bot.surfaces.kept import with_written, written
from bot.words import Words

Json = dict[str, Any]

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"
LINE_TYPE: Final = "application/vnd.microsoft.activity.message"


def to_execute(answer: Answer) -> Json:
    """One line that only the person who pressed sees. Teams opens no form from a button that acts."""
    return said(line(answer) or Words(answer.language).gettext("Done."))


def said(text: str) -> Json:
    """A line as the answer to a button that acts; it may not be empty."""
    return {"statusCode": 200, "type": LINE_TYPE, "value": text}


def to_task(answer: Answer, web_page: str, fields: Fields) -> Json:
    """The next form in the dialog, a line in its place, or nothing, which closes it.

    A refusal is a line, unless something was written: that stays below it.
    """
    form, words = answer.shown, Words(answer.language)
    if form is not None and answer.kind == "refused" and written(fields):
        return shown(with_written(form, fields, words), words, web_page)
    if form is not None and answer.kind != "refused":
        return shown(form, words, web_page)
    text = line(answer)
    return {"task": {"type": "message", "value": text}} if text else {}


def shown(form: Form, words: Words, web_page: str) -> Json:
    """A form in a dialog."""
    card = {"contentType": CARD_TYPE, "content": dialog(form, words, web_page)}
    window = {
        "title": shorten(form.title, TEAMS.dialog_title),
        "width": "medium",
        "height": "large",
        "card": card,
    }
    return {"task": {"type": "continue", "value": window}}


def line(answer: Answer) -> str:
    """An answer as one line: what was recorded, or why not and who could."""
    if answer.kind == "refused" and answer.form is not None:
        return read_out(answer.form)
    if answer.form is not None and not answer.note:
        return Words(answer.language).gettext("This needs a form. Open My work to do it.")
    return answer.note


def read_out(form: Form) -> str:
    """The words of a form that only says something."""
    lines = [form.notice]
    for part in form.body:
        if isinstance(part, Section | Row):
            lines += part.lines
        elif isinstance(part, Quote):
            lines.append(part.text)
    return " ".join(line for line in lines if line) or form.title
