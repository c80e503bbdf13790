"""Members of the public tell a hub of a worry: nobody signs in, and nothing is remembered of who looked.

The address of the page names the hub alone. What was typed goes into the store or back onto the page, and nowhere else.
"""

import secrets
from dataclasses import replace
from typing import Final

from aiohttp import web

from bot import logs
from bot.cards.elements import Form
from bot.cards.faults import not_told
from bot.cards.render import html
from bot.cards.render.spot import Spot
from bot.interaction import Answer
from bot.surfaces.web import posted, sender
from bot.surfaces.web.page import around, go_to, show
from bot.surfaces.web.ports import PublicDoor
from bot.surfaces.web.posted import Posted
from bot.surfaces.web.rate_limit import Pace
from bot.surfaces.web.site import SITE, Hub
from bot.surfaces.web.visitor import VISITOR

log = logs.get(__name__)

MOST_BYTES = 128 * 1024
"""Every field full of the longest characters is a third of this."""
TEN_MINUTES = 600
FROM_ONE_ADDRESS = 10
IN_ALL = 100
PACE: Final = web.AppKey("public_pace", Pace)


def limit_pace(app: web.Application) -> None:
    """Ten in ten minutes from one address, where a whole house may sit behind one, and a hundred in all."""
    app[PACE] = Pace(FROM_ONE_ADDRESS, IN_ALL, TEN_MINUTES)


async def where(request: web.Request) -> web.StreamResponse:
    """Lead to the form of the one hub that has it, or ask which of several it is for."""
    hubs = _door(request).hubs()
    if len(hubs) == 1:
        return go_to(_path(hubs[0]))
    areas = [(hub, request.app[SITE].named(hub)) for hub in hubs]
    return await show(request, "tell_us_where.html", areas=areas)


async def page(request: web.Request) -> web.StreamResponse:
    """The form. Who is signed in refers as a colleague, by name."""
    hub = _hub_id(request)
    if request[VISITOR].live:
        return go_to("/refer")
    form = await _door(request).form(hub)
    return await _shown(request, replace(form, token=secrets.token_urlsafe(16)))


async def send(request: web.Request) -> web.StreamResponse:
    """Take what was told. Nothing typed is lost: not by a mistake in it, nor by a failure of ours."""
    hub = _hub_id(request)
    sent = await posted.read(request.clone(client_max_size=MOST_BYTES))
    if request[VISITOR].live:
        return go_to("/refer")
    if not request.app[PACE].allows(sender.address(request), request.app[SITE].now()):
        return await _phone_instead(request, sent)
    token = sent.values.get("token", "")
    try:
        answer = await _door(request).tell(hub, sent.fields, f"{request[VISITOR].csrf}:{token}")
    except Exception as error:  # noqa: BLE001 - whatever failed, the person keeps the text and can send it again
        return await _not_saved(request, sent, logs.failure(log, "web.not_told", error))
    return await _answered(request, answer, token)


async def _answered(request: web.Request, answer: Answer, token: str) -> web.StreamResponse:
    form = answer.form
    assert form
    if answer.kind == "done":
        return await _shown(request, form)
    return await _shown(request, replace(form, token=token), status=422)


async def _shown(request: web.Request, form: Form, status: int = 200) -> web.StreamResponse:
    here = around(request, Spot(), sends_to=_path(_hub_id(request)))
    return await show(
        request,
        "tell_us.html",
        status=status,
        hub=_hub(request),
        title=form.title,
        form=html.form(form, here),
        wrong=bool(form.problems),
    )


async def _phone_instead(request: web.Request, sent: Posted) -> web.StreamResponse:
    page = await show(
        request, "phone_instead.html", status=429, hub=_hub(request), kept=sent, path=request.path
    )
    page.headers["Retry-After"] = str(TEN_MINUTES)
    return page


async def _not_saved(request: web.Request, sent: Posted, fault: str) -> web.StreamResponse:
    hub = _hub(request)
    told = not_told(request[VISITOR].words, hub.phone, fault)
    return await show(
        request, "send_again.html", status=503, hub=hub, told=told, kept=sent, path=request.path
    )


def _door(request: web.Request) -> PublicDoor:
    door = request.app[SITE].public
    assert door
    return door


def _hub_id(request: web.Request) -> str:
    wanted = request.match_info["hub"]
    if wanted not in _door(request).hubs():
        raise web.HTTPNotFound
    return wanted


def _hub(request: web.Request) -> Hub:
    return request.app[SITE].named(_hub_id(request))


def _path(hub: str) -> str:
    return f"/tell-us/{hub}"
