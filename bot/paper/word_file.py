"""A document as a Word file (DOCX), with its marks in the header and footer of each page."""

import io
import re
from datetime import UTC

import docx
from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from bot.cards.elements import Heading, Quote, Section
from bot.cards.sight import Sight
from bot.paper import marks
from bot.paper.document import Document, Part

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_file(sight: Sight, document: Document) -> bytes:
    """The file. It says who made it on its pages only: its properties name the hub."""
    made = docx.Document()
    properties = made.core_properties
    properties.title, properties.author = document.title, document.marks.hub
    properties.last_modified_by, properties.comments = document.marks.hub, ""
    properties.created = properties.modified = document.marks.made_at.astimezone(UTC).replace(tzinfo=None)
    properties.language = sight.words.language
    section = made.sections[0]
    _lines(section.header.paragraphs[0], marks.top(sight, document.marks))
    foot = section.footer.paragraphs[0]
    _lines(foot, marks.bottom(sight, document.marks))
    foot.add_run().add_break()
    _page_number(foot, marks.page_number(sight))
    made.add_heading(_clean(document.title), level=1)
    for part in document.body:
        _add(made, part)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _add(made: WordFile, part: Part) -> None:
    match part:
        case Heading(text, level):
            made.add_heading(_clean(text), level=level)
        case Quote(text):
            made.add_paragraph(_clean(text), style="Quote")
        case Section(lines):
            _lines(made.add_paragraph(), lines)


def _lines(paragraph: Paragraph, lines: tuple[str, ...]) -> None:
    paragraph.add_run(_clean("\n".join(lines)))


def _page_number(paragraph: Paragraph, words: str) -> None:
    """The words, with fields where the two numbers stand: Word works them out for each page."""
    fields = {marks.PAGE: "PAGE", marks.PAGES: "NUMPAGES"}
    for piece in re.split(r"({pages?})", words):
        if piece in fields:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), fields[piece])
            paragraph._p.append(field)  # noqa: SLF001 - python-docx has no call for a field
        elif piece:
            paragraph.add_run(piece)


def _clean(text: str) -> str:
    """Text without the few characters that no XML may hold."""
    return _NOT_XML.sub("", text)
