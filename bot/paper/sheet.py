"""Build a document for somebody who may read it: from a verb and a thing to its pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.cards.sight import Sight
from bot.paper import case_record, marks, minutes, subject_access
from bot.paper.document import Document
from bot.paper.word_file import word_file
from storage.tx import Tx
from triage.case import Case


@dataclass(frozen=True)
class Sheet:
    """A document with the lines of its pages, in the words of who reads it."""

    sight: Sight
    document: Document

    @property
    def top(self) -> tuple[str, ...]:
        """What stands above the text of each page."""
        return marks.top(self.sight, self.document.marks)

    @property
    def bottom(self) -> tuple[str, ...]:
        """What stands below it."""
        return marks.bottom(self.sight, self.document.marks)

    @property
    def file(self) -> bytes:
        """The same as a Word file."""
        return word_file(self.sight, self.document)


Build = Callable[[Tx, Sight, Case, str], Document]


def _export(tx: Tx, sight: Sight, case: Case, thing: str) -> Document:
    if sight.reader is None:
        raise LookupError("a copy is read by somebody")
    paper, reader = replace(sight, on_paper=True), sight.reader
    export = next(one for one in case.exports if one.id == thing)
    if export.kind == "subject_access":
        return subject_access.document(paper, case, export)
    return case_record.document(tx, paper, case, reader, export)


def minutes_sheet(tx: Tx, sight: Sight, thing: str) -> Sheet:
    """The minutes of a meeting, which may be about many cases."""
    version = tx.meetings.minutes.get(thing)
    if version is None:
        raise LookupError("minutes that may be read are there")
    return Sheet(sight, minutes.document(tx, replace(sight, on_paper=True), version))


MINUTES = "minutes.print"
KINDS: Mapping[str, tuple[str, Build]] = {"export.read": ("export", _export)}
"""By the verb whose authority a document needs: the kind of thing it is about, and who builds it."""
