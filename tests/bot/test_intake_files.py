"""Files of every shape that a form's export has: what is read, what is refused, and by which line."""

import codecs
import contextlib
import io
import json
import zipfile
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.decoding import LARGEST_FILE, FileRefused
from bot.intake.files import MOST_ROWS, Note, Table, UnreadableRow, read_json, read_table

NAMES = ("First name", "Surname", "What are you worried about?", "Already open to")
STORY = 'Siân said "no"; then, | later\tshe – £5 – left'
LONG_AGO = "Exported from online form"


def encoded(text: str, encoding: str) -> bytes:
    marks = {"utf-16-le with mark": codecs.BOM_UTF16_LE, "utf-16-be with mark": codecs.BOM_UTF16_BE}
    return marks.get(encoding, b"") + text.encode(encoding.removesuffix(" with mark"))


def quoted(cells: tuple[str, ...], separator: str) -> str:
    return separator.join('"' + cell.replace('"', '""') + '"' for cell in cells)


def table(text: str) -> Table:
    return read_table(text.encode(), header_names=NAMES)


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_table(data, header_names=NAMES)
    return refused.value.reason


@pytest.mark.parametrize(
    ("encoding", "separator", "line_end", "above"),
    list(
        product(
            (
                "utf-8",
                "utf-8-sig",
                "cp1252",
                "utf-16-le",
                "utf-16-be",
                "utf-16-le with mark",
                "utf-16-be with mark",
            ),
            (",", ";", "\t", "|"),
            ("\n", "\r\n", "\r"),
            ((), (LONG_AGO,), ("sep=;", ""), ('He said "', "", '"a title')),
        )
    ),
)
def test_any_encoding_separator_line_end_and_title(
    encoding: str, separator: str, line_end: str, above: tuple[str, ...]
) -> None:
    rows = (NAMES, ("Kacey", "Brannigan", STORY, ""), ("Zoë", "O’Connor", f"one{line_end}two", "x"))
    lines = [*above, *(quoted(row, separator) for row in rows)]
    data = encoded(line_end.join(lines), encoding)
    found = read_table(data, header_names=NAMES)
    first = len(above) + 2
    assert found.header_line == len(above) + 1
    assert [(row.line, tuple(row.cells.values())) for row in found.rows] == [
        (first, rows[1]),
        (first + 1, rows[2]),
    ]
    assert (found.unreadable, found.notes) == ((), ())


@given(
    st.lists(
        st.tuples(
            *[st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs", "Cc"]), max_size=20)]
            * 4
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from((",", ";", "\t", "|")),
)
def test_what_was_written_is_what_is_read(rows: list[tuple[str, str, str, str]], separator: str) -> None:
    written = [row for row in rows if any(cell.strip() for cell in row)]
    text = "\n".join(quoted(row, separator) for row in (NAMES, *rows))
    assert [tuple(row.cells.values()) for row in table(text).rows] == written


def test_a_row_is_named_by_the_line_on_which_it_starts() -> None:
    found = table(
        'First name,Surname,What are you worried about?,Already open to\nA,B,"one\ntwo\n\nthree",\n\n,,,\nC,D,four,\n'
    )
    assert [(row.line, row.cells["What are you worried about?"]) for row in found.rows] == [
        (2, "one\ntwo\n\nthree"),
        (8, "four"),
    ]


def test_columns_may_be_reordered_and_their_headings_written_loosely() -> None:
    found = table("SURNAME,what are you  worried about,already_open_to,First-Name\nBrannigan,a bruise,,Kacey")
    assert found.rows[0].cells == {
        "Surname": "Brannigan",
        "What are you worried about?": "a bruise",
        "Already open to": "",
        "First name": "Kacey",
    }


def test_a_heading_may_hold_a_line_break() -> None:
    found = table('First name,"Surname","What are you\nworried about?",Already open to\nA,B,C,D')
    assert [row.line for row in found.rows] == [3]
    assert found.notes == ()


def test_unusual_columns_are_noted_and_kept() -> None:
    found = table("First name,Surname,Surname,Team,,What are you worried about?\nA,B,C,North,x,D")
    assert found.rows[0].cells == {
        "First name": "A",
        "Surname": "B",
        "Surname (2)": "C",
        "Team": "North",
        "Column 5": "x",
        "What are you worried about?": "D",
    }
    assert found.notes == (
        Note("repeated_column", "Surname"),
        Note("extra_column", "Team"),
        Note("missing_column", "Already open to"),
    )


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ("C,D,only three", [(3, "too_few_cells")]),
        ("C,D,four,,five", [(3, "too_many_cells")]),
        ('C,D,"never closed,', [(3, "too_few_cells")]),
        ('C,D,"two\nlines",,too many', [(3, "too_few_cells"), (4, "too_few_cells")]),
        ("2 rows exported", [(3, "too_few_cells")]),
    ],
)
def test_a_bad_row_is_named_and_the_rows_around_it_are_read(
    bad: str, expected: list[tuple[int, str]]
) -> None:
    found = table(
        f'First name,Surname,What are you worried about?,Already open to\nA,B,before,\n{bad}\nE,F,"after",x'
    )
    assert [(each.line, each.reason) for each in found.unreadable] == expected
    assert [row.cells["First name"] for row in found.rows] == ["A", "E"]


def test_the_text_of_a_bad_row_is_kept_for_a_person() -> None:
    found = table("First name,Surname,What are you worried about?,Already open to\nC,D,only three\nE,F,G,")
    assert found.unreadable == (UnreadableRow(2, "too_few_cells", "C,D,only three\n"),)


@pytest.mark.parametrize("story", ['"open in the last cell', '"He said "no" to me"'])
def test_a_stray_quote_does_not_swallow_the_rows_below(story: str) -> None:
    found = table(
        f'First name,Surname,Already open to,What are you worried about?\nA,B,,{story}\nC,D,,"fine"\nE,F,,"fine"'
    )
    assert [(row.line, row.cells["First name"]) for row in found.rows] == [(2, "A"), (3, "C"), (4, "E")]


def test_empty_cells_at_the_end_may_be_there_or_not() -> None:
    found = table(
        "First name,Surname,What are you worried about?,Already open to,,\nA,B,C,D\nE,F,G,,,\nH,I,J,K,,,,"
    )
    assert [row.cells["First name"] for row in found.rows] == ["A", "E", "H"]
    assert found.unreadable == ()


def test_two_exports_in_one_file_and_nul_bytes_at_its_end() -> None:
    text = "First name,Surname,What are you worried about?,Already open to\nA,B,C,\n"
    found = read_table((text + text).encode() + b"\x00" * 40, header_names=NAMES)
    assert [row.line for row in found.rows] == [2, 4]
    assert found.unreadable == ()


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "content")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\x00\x00", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("referrals.csv"), "zip"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "xls"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (bytes(range(256)) * 20, "binary"),
        (b"<html><body>Sign in to download</body></html>", "no_header"),
        (b"First name,Postcode,School\nA,B,C", "no_header"),
        (b"x" * (LARGEST_FILE + 1), "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


@pytest.mark.parametrize(("rows", "reason"), [(MOST_ROWS, None), (MOST_ROWS + 1, "too_many_rows")])
def test_rows_up_to_the_limit(rows: int, reason: str | None) -> None:
    data = (",".join(NAMES) + "\n" + "A,B,C,D\n" * rows).encode()
    if reason:
        assert refusal(data) == reason
    else:
        assert len(read_table(data, header_names=NAMES).rows) == rows


def test_a_file_of_open_quotes_is_given_up() -> None:
    data = (",".join(NAMES) + "\n" + 'A",B,"C\n' * 4_000).encode()
    assert refusal(data) == "broken"


def test_nothing_of_the_content_is_in_the_refusal() -> None:
    with pytest.raises(FileRefused) as refused:
        read_table(b"Kacey Brannigan has a bruise", header_names=NAMES)
    assert str(refused.value) == "no_header"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (lambda given: read_table(given, header_names=NAMES), read_json):
        with contextlib.suppress(FileRefused):
            read(data)


ONE = {"first_name": "Zoë", "worry": "a bruise"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ONE, ONE]),
        json.dumps({"referrals": [ONE, ONE]}, indent=2),
        json.dumps(ONE) + "\n" + json.dumps(ONE),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_shape_of_json(text: str, encoding: str) -> None:
    found = read_json(text.encode(encoding))
    assert [(item.line, item.fields) for item in found.items] == [(1, ONE), (2, ONE)]
    assert found.unreadable == ()


def test_one_object_alone() -> None:
    assert [item.fields for item in read_json(json.dumps(ONE).encode()).items] == [ONE]


def test_what_is_no_object_is_named_by_its_place() -> None:
    found = read_json(b'[{"worry": "x"}, 7, "text"]')
    assert [item.line for item in found.items] == [1]
    assert found.unreadable == (
        UnreadableRow(2, "not_an_object", "7"),
        UnreadableRow(3, "not_an_object", '"text"'),
    )


def test_a_broken_line_of_json_lines_is_named() -> None:
    found = read_json(b'{"worry": "x"}\n{"worry": \n{"worry": "z"}\n')
    assert [item.line for item in found.items] == [1, 3]
    assert found.unreadable == (UnreadableRow(2, "not_json", '{"worry": '),)


@pytest.mark.parametrize("data", [b"worry", b'{"worry": ', b"[" * 100_000, b"9" * 10_000])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        read_json(data)
    assert refused.value.reason == "not_json"


def test_too_many_objects_are_refused() -> None:
    for data in (b"[" + b"{}," * MOST_ROWS + b"{}]", b"{}\n" * (MOST_ROWS + 1)):
        with pytest.raises(FileRefused) as refused:
            read_json(data)
        assert refused.value.reason == "too_many_rows"
