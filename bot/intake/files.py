"""Reading a file that a council's form exports, as it really arrives.

The columns may stand in any order, below a title, between commas, semicolons, tabs or bars. A row that
cannot be read is named by its line, and the others are read all the same.
"""

import io
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.intake.decoding import FileRefused, decode
from bot.intake.delimited import find_header, fitted, records
from triage.intake_rules import loosely

MOST_ROWS = 5_000


class Row(NamedTuple):
    """One row: the line on which it starts, counted from 1 as an editor shows it, and its cells by heading."""

    line: int
    cells: dict[str, str]


class UnreadableRow(NamedTuple):
    """A row that cannot be read: where it starts, why, and its text for the person who looks after it."""

    line: int
    reason: Literal["too_few_cells", "too_many_cells", "not_json", "not_an_object"]
    text: str


class Note(NamedTuple):
    """Something about a column that whoever sent the file should hear; `heading` is the column's."""

    code: Literal["missing_column", "extra_column", "repeated_column"]
    heading: str


@dataclass(frozen=True, repr=False)
class Table:
    """What a file held. Cells of known columns stand under the known heading, others under their own."""

    header_line: int
    rows: tuple[Row, ...]
    unreadable: tuple[UnreadableRow, ...]
    notes: tuple[Note, ...]


class JsonItem(NamedTuple):
    """One object: its place in the list, or its line in a file of JSON lines; both count from 1."""

    line: int
    fields: Mapping[str, object]


@dataclass(frozen=True, repr=False)
class JsonItems:
    """What a JSON text held."""

    items: tuple[JsonItem, ...]
    unreadable: tuple[UnreadableRow, ...]


def read_table(data: bytes, *, header_names: Collection[str]) -> Table:
    """Read a delimited file whose columns are those of `header_names`, compared loosely.

    The header is the first line that holds at least half of them. A row has as many cells as the header,
    or it is unreadable. Raises FileRefused when the file as a whole cannot be read: `.xlsx` is not
    supported and is refused by that name.
    """
    lines = list(io.StringIO(decode(data), newline=""))
    header = find_header(lines, header_names)
    keys, notes = _columns(header.headings, header_names)
    rows: list[Row] = []
    unreadable: list[UnreadableRow] = []
    for record in records(lines, header):
        if len(rows) + len(unreadable) == MOST_ROWS:
            raise FileRefused("too_many_rows")
        cells = fitted(record.cells, header.headings)
        if len(cells) == len(keys):
            rows.append(Row(record.line, dict(zip(keys, cells, strict=True))))
        else:
            reason: Literal["too_few_cells", "too_many_cells"] = (
                "too_few_cells" if len(cells) < len(keys) else "too_many_cells"
            )
            unreadable.append(UnreadableRow(record.line, reason, record.text))
    return Table(header.line, tuple(rows), tuple(unreadable), notes)


def read_json(data: bytes) -> JsonItems:
    """Read a JSON list of objects, one object, `{"referrals": […]}`, or one object a line.

    What is in a list but no object is unreadable by its place. Raises FileRefused when nothing can be read.
    """
    text = decode(data)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _json_lines(text)
    if isinstance(whole, dict) and isinstance(whole.get("referrals"), list):
        whole = whole["referrals"]
    listed: list[object] = whole if isinstance(whole, list) else [whole]
    if len(listed) > MOST_ROWS:
        raise FileRefused("too_many_rows")
    return _sorted_out(list(enumerate(listed, 1)), ())


def _json_lines(text: str) -> JsonItems:
    """One object a line. A text of which no line is JSON is no JSON at all."""
    read: list[tuple[int, object]] = []
    broken: list[UnreadableRow] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if len(read) + len(broken) == MOST_ROWS:
            raise FileRefused("too_many_rows")
        try:
            read.append((number, json.loads(line)))
        except (ValueError, RecursionError):
            broken.append(UnreadableRow(number, "not_json", line))
    if not any(isinstance(value, dict) for _, value in read):
        raise FileRefused("not_json")
    return _sorted_out(read, broken)


def _sorted_out(values: Sequence[tuple[int, object]], broken: Sequence[UnreadableRow]) -> JsonItems:
    items = tuple(JsonItem(number, value) for number, value in values if isinstance(value, dict))
    others = [
        UnreadableRow(number, "not_an_object", json.dumps(value))
        for number, value in values
        if not isinstance(value, dict)
    ]
    return JsonItems(items, tuple(sorted([*broken, *others])))


def _columns(headings: Sequence[str], names: Collection[str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """The key of each column, all different, and what is unusual about the columns.

    Of a column that is there twice the first counts; the other is kept under its heading and a number.
    """
    known = {loosely(name): name for name in names}
    seen: Counter[str] = Counter()
    keys: list[str] = []
    notes: list[Note] = []
    for number, written in enumerate(headings, 1):
        heading = known.get(loosely(written)) or " ".join(written.split()) or f"Column {number}"
        seen[loosely(heading)] += 1
        times = seen[loosely(heading)]
        if times > 1:
            notes.append(Note("repeated_column", heading))
        elif written.strip() and loosely(written) not in known:
            notes.append(Note("extra_column", heading))
        keys.append(_unused(heading, times, keys))
    notes += [Note("missing_column", name) for name in names if name not in keys]
    return tuple(keys), tuple(notes)


def _unused(heading: str, times: int, keys: Collection[str]) -> str:
    key = heading if times == 1 else f"{heading} ({times})"
    return key if key not in keys else _unused(heading, times + 1, keys)
