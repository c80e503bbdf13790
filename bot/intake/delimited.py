"""Records of a delimited text, each with the line on which it starts.

A stray quote must not swallow the rows below it: a record that does not close, or that has the wrong
number of cells over several lines, is given up as one bad line and reading goes on with the next.
"""

import csv
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.intake.decoding import LARGEST_FILE, FileRefused
from triage.intake_rules import loosely

SEPARATORS = (",", ";", "\t", "|")
HEADER_WITHIN = 50  # lines from the top
HEADER_SPANS = 10  # lines at most, since a heading may hold line breaks
REREAD_AT_MOST = 20  # times the file, so that a file of stray quotes cannot hold the hub up

# A long story is read whole: the limit on the file is limit enough.
csv.field_size_limit(LARGEST_FILE)


class Header(NamedTuple):
    """The column headings as they stand in the file. `line` counts from 1; `spans` is how many lines."""

    line: int
    spans: int
    separator: str
    headings: tuple[str, ...]


class Record(NamedTuple):
    """One record: the line on which it starts, from 1, its cells, and its text as it stands in the file."""

    line: int
    cells: list[str]
    text: str


def find_header(lines: Sequence[str], names: Collection[str]) -> Header:
    """The first line that holds at least half of the names, compared loosely; FileRefused if none does."""
    wanted = {loosely(name) for name in names}
    for at in range(min(HEADER_WITHIN, len(lines))):
        matched, header = max(
            (_header_at(lines, at, separator, wanted) for separator in SEPARATORS), key=lambda found: found[0]
        )
        if matched * 2 >= len(wanted):
            return header
    raise FileRefused("no_header")


def records(lines: Sequence[str], header: Header) -> Iterator[Record]:
    """The records below the header; blank lines and the header repeated are left out.

    A record that could not be read has the wrong number of cells. Raises FileRefused when so many quotes
    are left open that reading on is pointless.
    """
    at = header.line - 1 + header.spans
    reread = 0
    while at < len(lines):
        cells, spans = _record(lines, at, header.separator) if lines[at].strip() else ([], 1)
        if cells is None or (spans > 1 and len(fitted(cells, header.headings)) != len(header.headings)):
            reread += spans
            if reread > REREAD_AT_MOST * len(lines):
                raise FileRefused("broken")
            cells, spans = _one_line(lines[at], header.separator), 1
        if any(cell.strip() for cell in cells) and tuple(cells) != header.headings:
            yield Record(at + 1, cells, "".join(lines[at : at + spans]))
        at += spans


def fitted(cells: list[str], headings: Sequence[str]) -> list[str]:
    """The cells, with empty ones at the end taken off or added where no heading asks for them."""
    width = len(headings)
    named = max((number for number, heading in enumerate(headings, 1) if heading.strip()), default=0)
    kept = len(cells)
    while kept > width and not cells[kept - 1].strip():
        kept -= 1
    padding = width - kept if named <= kept < width else 0
    return cells[:kept] + [""] * padding


def _header_at(lines: Sequence[str], at: int, separator: str, wanted: set[str]) -> tuple[int, Header]:
    """The line read as a header, and how many of the wanted names it holds."""
    cells, spans = _record(lines[: at + HEADER_SPANS], at, separator)
    if cells is None:
        cells, spans = _one_line(lines[at], separator), 1
    matched = len(wanted & {loosely(cell) for cell in cells})
    return matched, Header(at + 1, spans, separator, tuple(cells))


def _record(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The record that starts on a line and how many lines were read; no cells if its quotes do not match."""
    reader = csv.reader((lines[number] for number in range(at, len(lines))), delimiter=separator, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return None, reader.line_num


def _one_line(line: str, separator: str) -> list[str]:
    """One line taken by itself, whatever its quotes."""
    return next(csv.reader([line], delimiter=separator))
