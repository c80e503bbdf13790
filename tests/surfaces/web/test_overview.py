"""The board, the wall screen and the measures, as a browser without JavaScript gets them."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.surfaces.web.app import web_app
from bot.surfaces.web.ports import BoardWanted
from bot.surfaces.web.site import Hub
from tests.surfaces.web.conftest import HUB, Behind
from tests.surfaces.web.visitor import Visit

PAGES = ["/board", "/measures", "/measures.csv"]


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_sees_the_hub_as_a_whole_who_does_not_run_it(
    visit: Visit, behind: Behind, path: str
) -> None:
    page = await visit.get(path)
    assert page.path == "/sign-in"
    await visit.be_somebody()
    behind.overview.staff = frozenset()
    page = await visit.get(path)
    assert page.status == 403
    assert "MASH-2611-0042" not in page.text
    assert "Referrals: about" not in page.text


async def test_what_the_boards_script_asks_after_the_session_leads_nobody_anywhere(
    visit: Visit, behind: Behind
) -> None:
    assert (await visit.get("/changes/board")).status == 403
    assert (await visit.be_somebody()).path == "/my-work", "not to what a script had asked for"
    assert (await visit.get("/changes/board")).status == 200
    behind.overview.staff = frozenset()
    assert (await visit.get("/changes/board")).status == 403


async def test_the_board_says_where_each_case_is(visit: Visit) -> None:
    await visit.be_somebody()
    page = await visit.get("/board")
    assert "1:12pm today RED ◆ MASH-2611-0042 K.B., 9, and K.B., 6 Ready 11 of 12 Decision" in page.words
    assert "Checks out, 1 late" in page.words
    assert 'href="/case/MASH-2611-0042"' in page.text


async def test_the_board_is_narrowed_by_its_address(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    page = await visit.get("/board?state=ready&level=red&late=on&agency=on&mine=on&reference=MASH-2611-0042")
    assert behind.overview.asked == [
        BoardWanted("ready", "red", late=True, my_agency=True, mine=True, reference="MASH-2611-0042")
    ]
    assert '<option value="ready" selected>' in page.text
    assert 'data-page="board?state=ready&amp;level=red' in page.text
    assert 'data-path="/board?state=ready&amp;level=red' in page.text


async def test_a_name_is_looked_for_without_standing_in_an_address(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/board")
    page = await visit.post("/board", [("name", "Brannigan")])
    assert (page.status, page.path) == (200, "/board")
    assert behind.overview.asked[-1] == BoardWanted(name="Brannigan")
    assert 'id="live"' not in page.text, "the script would compare what was found with the whole board"
    behind.overview.asked.clear()
    visit.csrf = "another page's"
    assert (await visit.post("/board", [("name", "Brannigan")])).status == 403
    assert behind.overview.asked == []


async def test_only_those_who_may_are_led_there(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    assert 'href="/board"' not in (await visit.get("/my-work")).text
    behind.accounts.sessions = {
        key: replace(each, pages=frozenset({"board"})) for key, each in behind.accounts.sessions.items()
    }
    page = await visit.get("/my-work")
    assert 'href="/board"' in page.text
    assert 'href="/measures"' not in page.text


async def test_a_wall_screen_is_nobody_s_browser(visit: Visit) -> None:
    await visit.be_somebody()
    await visit.get("/board")
    wall = await visit.post("/wall")
    assert (wall.status, wall.path) == (200, "/wall")
    assert "MASH-2611-0039" in wall.words
    assert "K.B." not in wall.words
    assert 'http-equiv="refresh" content="15"' in wall.text
    assert '<a href="/case' not in wall.text
    assert (await visit.get("/my-work")).path == "/sign-in"
    assert (await visit.get("/wall")).path == "/wall"


async def test_a_wall_screen_is_put_up_by_staff_only(visit: Visit, behind: Behind) -> None:
    assert (await visit.get("/wall")).path == "/sign-in"
    await visit.be_somebody()
    behind.overview.staff = frozenset()
    await visit.get("/my-work")
    assert (await visit.post("/wall")).status == 403
    assert (await visit.get("/wall")).path == "/board"


async def test_the_figures_and_their_spreadsheet(visit: Visit) -> None:
    await visit.be_somebody()
    page = await visit.get("/measures?months=6")
    assert "Measures, last 6 months" in page.words
    assert "=1+1 School 20" in page.words
    assert "Others not shown" in page.words
    assert '<rect width="100"' in page.text
    assert (await visit.get("/measures?months=999")).words.count("Measures, last 3 months")

    sheet = await visit.get("/measures.csv?months=12")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="measures-12-months.csv"'
    rows = list(csv.reader(io.StringIO(sheet.text.lstrip("\ufeff"))))
    assert rows[0] == ["figure", "row", "column", "value"]
    assert rows[1] == ["Where referrals came from", "'=1+1 School", "Referrals", "20"]


@asynccontextmanager
async def two_hubs(behind: Behind) -> AsyncIterator[Visit]:
    """Somebody who runs two hubs, at their pages."""
    behind.overview.hubs = (("hub", "Harbour MASH"), ("north", "Northfield MASH"))
    north = Hub("Northfield MASH", "01632 960 300")
    async with TestClient(
        TestServer(web_app(replace(behind.site(), hubs={"hub": HUB, "north": north})))
    ) as client:
        visit = Visit(client)
        await visit.be_somebody()
        yield visit


async def test_who_works_in_two_hubs_chooses_and_stays_in_the_one_chosen(behind: Behind) -> None:
    async with two_hubs(behind) as visit:
        page = await visit.get("/board?hub=north")
        assert '<a href="/board?hub=hub">Harbour MASH</a>' in page.text
        assert '<a href="/board?hub=north" aria-current="page">Northfield MASH</a>' in page.text
        assert page.title == "Board – Northfield MASH"
        assert page.text.count('<input type="hidden" name="hub" value="north">') == 3
        assert 'data-page="board?hub=north"' in page.text
        found = await visit.post("/board", [("name", "Brannigan"), ("hub", "north")])
        assert behind.overview.asked[-1] == BoardWanted(name="Brannigan", hub="north")
        assert found.title == "Board – Northfield MASH"
        assert (await visit.post("/board", [("name", ""), ("hub", "north")])).path == "/board?hub=north"
        assert (await visit.get("/board?hub=south")).status == 403
        assert (await visit.get("/changes/board?hub=north")).status == 200

        figures = await visit.get("/measures?months=6&hub=north")
        assert '<a href="/measures?hub=hub&amp;months=6">Harbour MASH</a>' in figures.text
        assert 'href="/measures?months=12&amp;hub=north"' in figures.text
        sheet = await visit.get("/measures.csv?months=6&hub=north")
        assert sheet.headers["Content-Disposition"] == 'attachment; filename="measures-north-6-months.csv"'

        wall = await visit.post("/wall", [("hub", "north")])
        assert wall.title == "Wall screen – Northfield MASH"


async def test_who_works_in_one_hub_is_asked_nothing(visit: Visit) -> None:
    await visit.be_somebody()
    for path in ("/board", "/measures"):
        assert "hub=" not in (await visit.get(path)).text
