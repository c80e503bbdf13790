"""The hub's figures for a spreadsheet."""

import csv
import io

from bot.cards.overview.measures import Report


def as_csv(report: Report) -> str:
    """The figures for a spreadsheet: figure, row, column, value; nothing in it can be read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("figure", "row", "column", "value"))
    for figure in report.figures:
        for line in figure.lines:
            for column, value in zip(figure.columns[1:], line.values, strict=True):
                writer.writerow([_plain(each) for each in (figure.title, line.label, column, value)])
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
