"""The neutral parts that every card and form is made of.

A card module returns these; one renderer per surface turns them into Block Kit, Adaptive Cards or HTML. All text here is
plain text, already in the reader's language: renderers escape it, and nothing in it is ever read as markup.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, Literal

SHOWN_AT_ONCE: Final = 6
"""So many options of one choice are shown as radio buttons, one press each; more are a list."""


@dataclass(frozen=True)
class Button:
    """One thing a person can press.

    It carries a verb and the opaque id of the thing it is about, and no case data. `opens` says whether a press opens a
    form (shown with a ">" by the card modules' examples) or acts at once: Teams needs to know before the press.
    `name` is what a screen reader says: it starts with the visible label and differs within a channel.
    """

    label: str
    verb: str
    thing: str
    name: str
    opens: bool = True
    page: int = 1
    style: Literal["default", "primary", "danger"] = "default"

    def __post_init__(self) -> None:
        if not self.name.startswith(self.label):
            raise ValueError("a button's name starts with its visible label")


@dataclass(frozen=True)
class Link:
    """A way out to a web page of our own or to the hub's meeting room."""

    label: str
    url: str


@dataclass(frozen=True)
class Mention:
    """Somebody named so that the platform tells them. `user` is their account there; for posts in a channel only."""

    user: str
    name: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a card or form; level 2 below the title, 3 below that."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True)
class Section:
    """Lines of our own words that belong together and are read one after the other."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """Words that a person wrote, kept as written, line breaks included."""

    text: str


@dataclass(frozen=True)
class Row:
    """A line in a list, with the buttons that act on that line."""

    lines: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    apart: bool = False
    """It is no part of the list above it."""


@dataclass(frozen=True)
class Option:
    """One choice; `value` is a code, `label` is what people read. A platform without room for all of it cuts it visibly."""

    value: str
    label: str


@dataclass(frozen=True)
class TextField:
    """Typed words. `limit` is in characters as chats count them (UTF-16 units); `missing` is what is said when it was left empty.

    A `guarded` text is not taken while it holds something that looks like an address.
    """

    id: str
    label: str
    hint: str = ""
    guarded: bool = False
    limit: int = 3000
    multiline: bool = False
    optional: bool = False
    value: str = ""
    missing: str = ""


@dataclass(frozen=True)
class DateField:
    """A date typed as day month year: one box in chat, three on the web. The value reads "4 3 2017"."""

    id: str
    label: str
    hint: str = ""
    missing: str = ""
    optional: bool = False
    value: str = ""
    limit: ClassVar[int] = 30


@dataclass(frozen=True)
class Choice:
    """One of several. Up to six are radio buttons, more are a list, over a hundred a list that searches."""

    id: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    missing: str = ""
    optional: bool = False
    value: str = ""
    as_list: bool = False
    gone: str = ""
    """What is said of something that was chosen and is not, or no more, among the options."""

    @property
    def at_once(self) -> bool:
        """Whether all options are shown at once, rather than in a list."""
        return len(self.options) <= SHOWN_AT_ONCE and not self.as_list


@dataclass(frozen=True)
class Choices:
    """Any number of several. `ticks` shows checkboxes (ten at most); otherwise a list to pick from."""

    id: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    missing: str = ""
    optional: bool = False
    values: tuple[str, ...] = ()
    ticks: bool = False


Field = TextField | DateField | Choice | Choices
CardPart = Heading | Section | Quote | Row | Link | Mention
FormPart = Heading | Section | Quote | Row | Link | Field
Fields = Mapping[str, tuple[str, ...]]
"""What was typed and chosen, by field id; a text or a single choice has one entry, an empty one none."""


@dataclass(frozen=True)
class Card:
    """A message that stays current. `title` is line 1; `fallback` is what a lock screen and a screen reader get.

    Both hold the state and never who it is about: there is no card without them.
    """

    title: str
    fallback: str
    body: tuple[CardPart, ...] = ()
    buttons: tuple[Button, ...] = ()
    footer: str = ""


@dataclass(frozen=True)
class Form:
    """What opens at a press: parts to read, fields to fill, one submit and further buttons.

    `verb` and `thing` say what its submit does; `token` is spent by the commit, so that a double submit gets what was
    recorded. `binding` forms are never cut: what does not fit is read on the web page. `problems` are messages by field.
    A form without fields may be longer than a surface shows at once; `page` says which part of it is wanted. `shows` are
    the ids of what is answered by its submit, where none of that may be answered unread: the token keeps them.
    """

    title: str
    verb: str
    thing: str
    body: tuple[FormPart, ...] = ()
    submit: str = ""
    buttons: tuple[Button, ...] = ()
    token: str = ""
    notice: str = ""
    binding: bool = False
    page: int = 1
    shows: tuple[str, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> Iterator[Field]:
        """The fields, in the order of reading."""
        return (part for part in self.body if isinstance(part, TextField | DateField | Choice | Choices))

    def wrong(self) -> tuple[tuple[str, str], ...]:
        """The problems by field, in the order of reading; first what belongs to no field."""
        order = {field.id: number for number, field in enumerate(self.fields())}
        return tuple(sorted(self.problems.items(), key=lambda problem: order.get(problem[0], -1)))

    def filled(self, values: Fields, problems: Mapping[str, str]) -> "Form":
        """The same form with what the person had typed, and what is wrong with it."""
        body = tuple(_fill(part, values) for part in self.body)
        return replace(self, body=body, problems=problems)


def _fill(part: FormPart, values: Fields) -> FormPart:
    if isinstance(part, Choices):
        return replace(part, values=values.get(part.id, ()))
    if isinstance(part, TextField | DateField | Choice):
        return replace(part, value="".join(values.get(part.id, ())[:1]))
    return part
