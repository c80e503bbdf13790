"""The board, the wall screen and the measures: pages that show the hub as a whole."""

import hashlib
from urllib.parse import urlencode

from aiohttp import web

from bot.cards.overview import board as cards
from bot.cards.overview.measures import MONTHS
from bot.cards.overview.report_csv import as_csv
from bot.surfaces.web import cookies, posted
from bot.surfaces.web.page import go_to, show
from bot.surfaces.web.ports import Board, BoardWanted, Figures
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR, signed_in


@signed_in
async def board(request: web.Request) -> web.StreamResponse:
    """The board, narrowed by what its address says: never a name."""
    return await _board(request, _wanted(request))


async def search(request: web.Request) -> web.StreamResponse:
    """The board's rows about somebody by name. A name never stands in an address, so this is a POST."""
    sent = await posted.read(request)
    if not request[VISITOR].live:
        return go_to("/sign-in")
    name, hub = sent.values.get("name", "").strip(), sent.values.get("hub", "")
    if not name:
        return go_to(f"/board?{_query(hub)}" if hub else "/board")
    return await _board(request, BoardWanted(name=name, hub=hub))


async def changes(request: web.Request) -> web.StreamResponse:
    """The marks of the board as it is now, for the page's script: it is never led to sign in, nor back to here."""
    if not request[VISITOR].live:
        raise web.HTTPForbidden
    found = await _read(request, _wanted(request))
    if found is None:
        raise web.HTTPForbidden
    return web.json_response(_marks(found))


@signed_in
async def measures(request: web.Request) -> web.StreamResponse:
    """The hub's figures, with bars drawn here."""
    figures = await _figures(request)
    if figures is None:
        return await show(request, "not_for_you.html", status=403)
    return await show(
        request,
        "measures.html",
        report=figures.report,
        months=_months(request),
        choices=MONTHS,
        where=figures.where,
        hub=request.app[SITE].named(figures.where.hub),
    )


@signed_in
async def measures_csv(request: web.Request) -> web.StreamResponse:
    """The same figures for a spreadsheet."""
    figures = await _figures(request)
    if figures is None:
        return await show(request, "not_for_you.html", status=403)
    of_hub = f"{figures.where.hub}-" if figures.where.choice else ""
    name = f"measures-{of_hub}{_months(request)}-months.csv"
    return web.Response(
        text="\ufeff" + as_csv(figures.report),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def put_up_wall(request: web.Request) -> web.StreamResponse:
    """Turn this browser into the wall screen for 12 hours: whoever pressed is signed out of it."""
    sent = await posted.read(request)
    identity = request[VISITOR].identity
    if identity is None:
        return go_to("/sign-in")
    site = request.app[SITE]
    forum = await site.overview.wall_of(identity, sent.values.get("hub", ""))
    if not forum:
        return await show(request, "not_for_you.html", status=403)
    await site.accounts.end(request[VISITOR].session_id)
    response = go_to("/wall")
    cookies.clear(request, response, "session")
    cookies.put_sealed(request, response, "wall", forum)
    return response


async def wall(request: web.Request) -> web.StreamResponse:
    """The wall screen: where each case is, never whom it is about. It loads itself anew; nothing on it can be pressed."""
    forum = cookies.read_sealed(request, "wall")
    if not forum:
        return go_to("/board" if request[VISITOR].live else "/sign-in")
    site = request.app[SITE]
    return await show(request, "wall.html", rows=await site.overview.wall(forum), hub=site.named(forum))


async def _board(request: web.Request, wanted: BoardWanted) -> web.StreamResponse:
    found = await _read(request, wanted)
    if found is None:
        return await show(request, "not_for_you.html", status=403)
    return await show(
        request,
        "board.html",
        board=found,
        wanted=wanted,
        marks=_marks(found),
        query=request.rel_url.raw_query_string if request.method == "GET" else _query(wanted.hub),
        where=found.where,
        hub=request.app[SITE].named(found.where.hub),
    )


async def _read(request: web.Request, wanted: BoardWanted) -> Board | None:
    identity = request[VISITOR].identity
    assert identity
    return await request.app[SITE].overview.board(identity, wanted)


async def _figures(request: web.Request) -> Figures | None:
    identity = request[VISITOR].identity
    assert identity
    return await request.app[SITE].overview.measures(identity, _months(request), request.query.get("hub", ""))


def _query(hub: str) -> str:
    return urlencode({"hub": hub} if hub else {})


def _months(request: web.Request) -> int:
    asked = request.query.get("months", "")
    return int(asked) if asked in {str(months) for months in MONTHS} else MONTHS[0]


def _wanted(request: web.Request) -> BoardWanted:
    query = request.query
    return BoardWanted(
        state=query.get("state", ""),
        level=query.get("level", ""),
        late="late" in query,
        my_agency="agency" in query,
        mine="mine" in query,
        reference=query.get("reference", ""),
        hub=query.get("hub", ""),
    )


def _marks(found: Board) -> list[str]:
    return [_mark(row) for row in found.rows]


def _mark(row: cards.Row) -> str:
    """A row is told apart by all that it says but what the clock alone changes."""
    said = (row.reference, row.level, row.about, row.where, row.answers, row.waiting_for)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
