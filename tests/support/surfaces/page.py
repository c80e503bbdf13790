"""A page as a browser without JavaScript reads it: a tree of elements, found by tag and class."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset({"meta", "link", "input", "br", "img", "hr", "path", "rect"})
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "li", "div", "article", "legend", "label", "blockquote", "button", "option"}
)


@dataclass(eq=False)
class Element:
    """An element of a page with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: "list[Element | str]" = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    @property
    def classes(self) -> list[str]:
        return self["class"].split()

    @property
    def text(self) -> str:
        """The words in it, a line for each block, spaces as they are shown."""
        lines = ("".join(self._pieces())).splitlines()
        return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)

    def all(
        self, tag: str = "", *, having: str = "", is_so: "Callable[[Element], bool]" = lambda _: True
    ) -> "list[Element]":
        """Every element below with this tag and this class, in the order of reading."""
        return [
            each
            for each in self._below()
            if tag in ("", each.tag) and (not having or having in each.classes) and is_so(each)
        ]

    def first(self, tag: str = "", *, having: str = "") -> "Element | None":
        """The first such element."""
        return next(iter(self.all(tag, having=having)), None)

    def by_id(self, wanted: str) -> "Element | None":
        """The element with this id."""
        return next((each for each in self._below() if each["id"] == wanted), None)

    def _below(self) -> "Iterator[Element]":
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each._below()

    def _pieces(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.tag in ("script", "style"):
                continue
            else:
                edge = "\n" if each.tag in _BLOCKS else ""
                yield edge
                yield from each._pieces()
                yield edge


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in (each.tag for each in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def read_page(text: str) -> Element:
    """The page as a tree."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root
