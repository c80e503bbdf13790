"""Cards and forms as HTML, complete without JavaScript.

All text is escaped by the templates (autoescape), line breaks of quotes are kept by the style sheet, and a rating is its
word and shape: colour is only a stripe at the side. Nothing is ever cut here, so forms that bind stay whole.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.cards.elements import (
    Button,
    Card,
    CardPart,
    Choice,
    Choices,
    DateField,
    Field,
    Form,
    FormPart,
    Heading,
    Row,
    TextField,
)
from bot.cards.render.spot import Spot
from bot.words import Words

STRIPES = {"◆": "red", "▲": "amber", "●": "green", "■": "blue"}
"""The shapes of the ratings; a stripe repeats in colour what word and shape already say."""

_SHAPES = re.compile("[{}]".format("".join(STRIPES)))
_RATINGS = re.compile(rf"(\w+ )?({_SHAPES.pattern})")
_REFERENCES = re.compile(r"\b[A-Z]{2,8}-\d{4}-[0-9A-Z]{5}\b")
_FIELDS = TextField | DateField | Choice | Choices


def _new_press() -> str:
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Around:
    """What stands around a card or form on its page.

    `csrf` goes into each of its forms. `spot` is where presses come back to; `focus` the row that has the focus when the
    page opens. `level` is the level of the title's heading. `can_press` is False for an onlooker. `new_press` draws the
    key that tells one press from another. `sends_to` is where a form that belongs to no signed-in person is sent: it has
    no draft, and nothing to close it and come back to.
    """

    words: Words
    csrf: str
    spot: Spot = field(default_factory=Spot)
    focus: str = ""
    level: int = 1
    can_press: bool = True
    new_press: Callable[[], str] = _new_press
    sends_to: str = ""


@dataclass(frozen=True)
class Group:
    """Parts under one heading. Fields under a heading are one fieldset, with the heading as its legend."""

    heading: Heading | None
    runs: tuple[tuple[bool, tuple[CardPart | FormPart, ...]], ...]
    """Parts that follow each other, in turn: (these are rows, the parts)."""
    has_fields: bool


def card(card: Card, around: Around, anchor: str = "") -> Markup:
    """The card as an article; `anchor` is its id on a page of several."""
    template = _templates.get_template("card.html")
    return Markup(  # noqa: S704 - the template has escaped everything
        template.render(
            _filling(around),
            card=card,
            anchor=anchor,
            stripe=stripe(card.title),
            body=_with_spots(card, around),
        )
    )


def form(form: Form, around: Around) -> Markup:
    """The form as it stands on a page of its own: title, what to read, error summary, fields, submit, other buttons."""
    groups = tuple(_groups(form.body))
    first = next((number for number, group in enumerate(groups) if group.has_fields), len(groups))
    template = _templates.get_template("form.html")
    return Markup(  # noqa: S704 - the template has escaped everything
        template.render(
            _filling(around),
            form=form,
            before=groups[:first],
            fields=groups[first:],
            targets={each.id: target(each) for each in form.fields()},
        )
    )


def stripe(text: str) -> str:
    """The colour that goes with the shape in a line, "" for none."""
    found = _SHAPES.search(text)
    return STRIPES[found.group()] if found else ""


def rows_of(card: Card) -> tuple[str, ...]:
    """The anchors of the card's rows, in order. A row is the same row as long as it can do the same things."""
    return tuple(row_anchor(part) for part in card.body if isinstance(part, Row) and part.buttons)


def row_anchor(row: Row) -> str:
    """A short opaque name for a row, made of what its buttons are about."""
    about = "\n".join(f"{button.verb} {button.thing}" for button in row.buttons)
    return hashlib.sha256(about.encode()).hexdigest()[:12]


def target(field: Field) -> str:
    """The id of the element that a message about this field leads to."""
    if isinstance(field, Choice | Choices):
        shown_at_once = isinstance(field, Choices) or field.at_once
        first_of_several = shown_at_once and bool(field.options)
    else:
        first_of_several = isinstance(field, DateField)
    return f"f-{field.id}-1" if first_of_several else f"f-{field.id}"


def date_boxes(field: DateField) -> tuple[str, str, str]:
    """Day, month and year of what was typed; what does not read as three parts stays in the first box, whole."""
    parts = re.split(r"[\s/.\-]+", field.value.strip())
    day, month, year = parts if len(parts) == len("dmy") else (field.value, "", "")
    return day, month, year


def _with_spots(card: Card, around: Around) -> list[tuple[bool, list[tuple[CardPart, Around, str]]]]:
    """The body in runs of rows and other parts, each part with where its presses come back to and its anchor."""
    anchors = rows_of(card)
    below = dict(pairwise((*anchors, "")))
    placed: list[tuple[CardPart, Around, str]] = []
    for part in card.body:
        if isinstance(part, Row) and part.buttons and around.level == 1:
            anchor = row_anchor(part)
            spot = Spot(around.spot.page, anchor, below[anchor])
            placed.append((part, replace(around, spot=spot), anchor))
        else:
            placed.append((part, around, ""))
    return [(rows, list(run)) for rows, run in groupby(placed, key=lambda each: isinstance(each[0], Row))]


def _groups(body: tuple[FormPart, ...]) -> Iterator[Group]:
    """The body cut at its headings; what stands before the first of them also where its fields begin."""
    parts = list(body)
    while parts:
        heading = None
        if isinstance(parts[0], Heading):
            heading, parts = parts[0], parts[1:]
        end = next((number for number, part in enumerate(parts) if isinstance(part, Heading)), len(parts))
        if heading is None:
            end = _parts_to_fill(parts[:end]) or end
        yield _group(heading, parts[:end])
        del parts[:end]


def _parts_to_fill(parts: list[FormPart]) -> int:
    """How many parts stand before the first field."""
    return next((number for number, part in enumerate(parts) if isinstance(part, _FIELDS)), len(parts))


def _group(heading: Heading | None, parts: list[FormPart]) -> Group:
    runs = tuple((rows, tuple(run)) for rows, run in groupby(parts, key=lambda part: isinstance(part, Row)))
    return Group(heading, runs, any(isinstance(part, _FIELDS) for part in parts))


def _filling(around: Around) -> dict[str, object]:
    return {"around": around, "_": around.words.gettext, "ngettext": around.words.ngettext}


def shaped(text: str) -> Markup:
    """The text, its rating shapes hidden from screen readers: the word before each says the same. References stay whole."""
    hidden = _RATINGS.sub(_whole, str(escape(text)))
    hidden = _REFERENCES.sub(r'<span class="reference">\g<0></span>', hidden)
    return Markup(hidden)  # noqa: S704 - escaped before the shapes were wrapped


def _whole(rating: re.Match[str]) -> str:
    """A rating on one line, whatever stands around it."""
    return f'<span class="rating">{rating[1] or ""}<span class="shape" aria-hidden="true">{rating[2]}</span></span>'


def _address(button: Button, around: Around) -> str:
    """The address that opens a button's form. It holds the verb and opaque ids, and nothing else."""
    page = f"&page={button.page}" if button.page > 1 else ""
    return f"/open/{quote(button.verb, safe='')}/{quote(button.thing, safe='')}?from={around.spot.code}{page}"


def _acting(verb: str, thing: str) -> str:
    return f"/do/{quote(verb, safe='')}/{quote(thing, safe='')}"


_templates = Environment(
    loader=PackageLoader("bot.cards.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"shaped": shaped, "stripe": stripe}
_templates.globals |= {
    "address": _address,
    "acting": _acting,
    "date_boxes": date_boxes,
    "kind": lambda part: type(part).__name__,
}
