"""Documents: a page to read and print, and the same as a Word file. Each reading is a press, judged and recorded."""

from aiohttp import web

from bot.cards.render import html
from bot.cards.render.spot import Spot
from bot.interaction import Answer
from bot.paper.sheet import Sheet
from bot.paper.word_file import TYPE
from bot.surfaces.web.page import around, show
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR, signed_in


@signed_in
async def page(request: web.Request) -> web.StreamResponse:
    """The document as a page, with its marks on each sheet that is printed."""
    found = await _sheet(request)
    if isinstance(found, Answer):
        return await _refused(request, found)
    return await show(
        request,
        "paper.html",
        document=found.document,
        top=found.top,
        bottom=found.bottom,
        file=f"{request.path}.docx",
    )


@signed_in
async def file(request: web.Request) -> web.StreamResponse:
    """The document as a Word file, named by its reference and copy number."""
    found = await _sheet(request)
    if isinstance(found, Answer):
        return await _refused(request, found)
    named = {"Content-Disposition": f'attachment; filename="{found.document.name}.docx"'}
    return web.Response(body=found.file, content_type=TYPE, headers=named)


async def _sheet(request: web.Request) -> Sheet | Answer:
    identity = request[VISITOR].identity
    assert identity
    desk = request.app[SITE].front_desk
    return await desk.paper(identity, request.match_info["verb"], request.match_info["thing"])


async def _refused(request: web.Request, answer: Answer) -> web.StreamResponse:
    form = answer.form
    if form is None:
        raise web.HTTPNotFound
    return await show(
        request,
        "form.html",
        status=403,
        title=form.title,
        form=html.form(form, around(request, Spot())),
        wrong=False,
        kept=None,
        path=request.path,
    )
