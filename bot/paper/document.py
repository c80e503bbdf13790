"""A document as the renderers take it: a title, the marks of its pages, and parts to read in order."""

from dataclasses import dataclass

from bot.cards.elements import Heading, Quote, Section
from bot.paper.marks import Marks

Part = Heading | Section | Quote
"""The same parts that forms are read in. All text is plain and never read as markup."""


@dataclass(frozen=True)
class Document:
    """One document. `name` is its file's name without an ending: made of a reference and a copy number, never of a person."""

    title: str
    name: str
    marks: Marks
    body: tuple[Part, ...]
