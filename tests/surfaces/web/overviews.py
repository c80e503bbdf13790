"""A board and figures for the pages to draw."""

from bot.cards.overview.board import Filters, Option, Row
from bot.cards.overview.measures import Figure, Line, Report
from bot.surfaces.web.ports import Board, Where

ONE_HUB = Where("hub")


def board(where: Where = ONE_HUB) -> Board:
    """Two cases of the hub's own staff to look at."""
    first = Row(
        "MASH-2611-0042", "1:12pm today", "RED ◆", "red", "K.B., 9, and K.B., 6", "Ready", "ready", "11 of 12",
        "Decision", late=False,
    )  # fmt: skip
    second = Row(
        "MASH-2611-0039", "9:12am tomorrow", "AMBER ▲", "amber", "T.L., 4 months", "Checks out, 1 late", "some_late",
        "9 of 12", "Education, Housing", late=True,
    )  # fmt: skip
    states = (Option("ready", "Ready"), Option("some_late", "Checks out, some late"))
    filters = Filters(states, (Option("red", "RED ◆"), Option("amber", "AMBER ▲")))
    return Board((first, second), filters, has_seat=True, where=where)


def report(months: int) -> Report:
    """Figures with a bar, a number held back and a name that a spreadsheet could take for a formula."""
    sources = (Line("=1+1 School", ("20",), 100), Line("Others", ("not shown",)))
    figure = Figure("source", "Where referrals came from", ("Source", "Referrals"), sources, "By agency.")
    return Report(f"Measures, last {months} months", ("Referrals: about 25.",), (figure,))
