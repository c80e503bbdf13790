"""Opening forms, sending them, and buttons that act: each becomes one `Interaction`, each answer a page."""

import secrets
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from bot import logs
from bot.cards.elements import Form
from bot.cards.faults import not_saved, not_shown
from bot.cards.render import html
from bot.cards.render.spot import Spot
from bot.interaction import DETAILS, REFER, Answer, Identity, Interaction, Phase, SurfaceName
from bot.surfaces.web import cookies, posted
from bot.surfaces.web.page import around, clock_time, go_to, show
from bot.surfaces.web.ports import About
from bot.surfaces.web.posted import Posted
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR, signed_in

log = logs.get(__name__)

STATUS = {"open": 200, "done": 200, "refused": 403, "invalid": 422}


@signed_in
async def open_form(request: web.Request) -> web.StreamResponse:
    """Open the form of a verb. Nothing is kept but that it was opened, so each opening is a delivery of its own."""
    return await _open(request, request.match_info["verb"], request.match_info["thing"])


@signed_in
async def open_case(request: web.Request) -> web.StreamResponse:
    """Open a case's details by its reference: where the link goes that the bot gives to who types one."""
    return await _open(request, DETAILS, request.match_info["reference"])


@signed_in
async def refer(request: web.Request) -> web.StreamResponse:
    """Open the form for a new concern."""
    return await _open(request, REFER, "")


async def act(request: web.Request) -> web.StreamResponse:
    """Do what was pressed or sent. Nothing typed is lost: not by a session that ended, nor by a failure of ours."""
    sent = await posted.read(request)
    if fault := request[VISITOR].fault:
        return await _not_saved(request, sent, fault)
    try:
        identity = request[VISITOR].identity or await _left(request)
        if identity is None:
            return await _signed_out(request, sent)
        interaction = _interaction(request, sent, identity)
        answer = await request.app[SITE].front_desk.press(interaction)
    except posted.TooOld:
        raise
    except Exception as error:  # noqa: BLE001 - whatever failed, the person keeps the text and can send it again
        fault = logs.failure(log, "web.press_failed", error, verb=request.match_info["verb"])
        return await _not_saved(request, sent, fault)
    try:
        return await _answered(request, answer, sent.spot, sent)
    except Exception as error:  # noqa: BLE001 - the press may be recorded by now: they are told whether it is
        fault = logs.failure(log, "web.not_shown", error, verb=interaction.verb)
        if answer.kind != "done":
            return await _not_saved(request, sent, fault)
        return _recorded(request, sent.spot, not_shown(request[VISITOR].words, answer.note, fault))


async def keep_draft(request: web.Request) -> web.StreamResponse:
    """Keep what is typed so far; asked by the page's script, which shows the answer beside the form."""
    sent = await posted.read(request)
    session = request[VISITOR].session
    if session is None:
        raise web.HTTPForbidden
    draft = await request.app[SITE].drafts.keep(session.person, _about(request, sent), sent.fields)
    return web.json_response({"saved": _saved(request, draft.saved_at) if draft else ""})


async def _open(request: web.Request, verb: str, thing: str) -> web.StreamResponse:
    visitor = request[VISITOR]
    assert visitor.identity
    interaction = Interaction(
        identity=visitor.identity,
        verb=verb,
        thing=thing,
        phase=Phase.PRESS,
        delivery=f"{visitor.identity.user}:{secrets.token_urlsafe(16)}",
        page=posted.page_number(request.query.get("page", "")),
        followed=True,
    )
    answer = await request.app[SITE].front_desk.press(interaction)
    return await _answered(request, answer, Spot.parse(request.query.get("from", "")))


async def _left(request: web.Request) -> Identity | None:
    """Somebody whose access ended while a page of theirs was open: the front desk tells them so, and notes the try."""
    visitor = request[VISITOR]
    if visitor.session is not None or not visitor.session_id:
        return None
    person = await request.app[SITE].accounts.left(visitor.session_id)
    return Identity(SurfaceName.WEB, "", person) if person else None


def _interaction(request: web.Request, sent: Posted, identity: Identity) -> Interaction:
    """A button that acts brings the key that was drawn when the page was made, so that it is done once.

    A form brings its one-use token, which does the same; each time it is sent is a delivery of its own, since what was
    refused may be allowed the next time.
    """
    is_press = "press" in sent.values
    key = sent.values.get("press") or secrets.token_urlsafe(16)
    return Interaction(
        identity=identity,
        verb=request.match_info["verb"],
        thing=request.match_info["thing"],
        phase=Phase.PRESS if is_press else Phase.SUBMIT,
        delivery=f"{identity.user}:{key}",
        fields=sent.fields,
        token="" if is_press else sent.values.get("token", ""),
        page=sent.page,
    )


async def _answered(
    request: web.Request, answer: Answer, spot: Spot, sent: Posted | None = None
) -> web.StreamResponse:
    """The page for an answer: the form it holds, or back to where the person came from with its note.

    What was typed and then refused stands below the refusal, to copy or to send again.
    """
    form = answer.shown
    if form is None:
        return _recorded(request, spot, answer.note)
    if answer.kind in ("open", "done"):
        form = await _with_draft(request, form)
    return await show(
        request,
        "form.html",
        status=STATUS[answer.kind],
        title=form.title,
        form=html.form(form, around(request, spot)),
        wrong=bool(form.problems),
        kept=sent if sent and sent.typed and answer.kind == "refused" else None,
        path=request.path,
    )


def _recorded(request: web.Request, spot: Spot, note: str) -> web.Response:
    """Back to where the person came from, with what was recorded."""
    response = go_to(spot.path)
    cookies.put_sealed(request, response, "notice", note)
    return response


async def _not_saved(request: web.Request, sent: Posted, fault: str) -> web.StreamResponse:
    site, words = request.app[SITE], request[VISITOR].words
    hub = site.hub_of(request[VISITOR].session)
    told = not_saved(words, site.public_url, hub.phone, fault)
    return await show(request, "send_again.html", status=503, told=told, kept=sent, path=request.path)


async def _with_draft(request: web.Request, form: Form) -> Form:
    """The form with what this person had typed and not sent, if there is such a draft."""
    session = request[VISITOR].live
    if session is None or not any(form.fields()):
        return form
    about = About(form.verb, form.thing, form.token)
    draft = await request.app[SITE].drafts.find(session.person, about)
    if draft is None:
        return form
    notice = "\n".join(filter(None, (form.notice, _saved(request, draft.saved_at))))
    return replace(form.filled(draft.fields, {}), notice=notice)


async def _signed_out(request: web.Request, sent: Posted) -> web.StreamResponse:
    """A press after the session ended does nothing, but its text is kept, and signing in leads back to the form.

    When it is not known any more whose session it was, or the form was sent before, the text is shown, to copy.
    """
    session, drafts = request[VISITOR].session, request.app[SITE].drafts
    about = _about(request, sent)
    kept = None
    if session and sent.typed:
        kept = await drafts.keep(session.person, about, sent.fields)
    if sent.texts and not kept:
        raise posted.TooOld(sent.texts)
    response = go_to("/sign-in")
    if session and kept:
        thing = await drafts.named(session.person, about)
        to = request.app.router["open"].url_for(verb=about.verb, thing=thing)
        onward = to.with_query({"from": sent.spot.code})
        cookies.put_sealed(request, response, "next", str(onward))
    else:
        cookies.put_sealed(request, response, "next", sent.spot.path)
    return response


def _about(request: web.Request, sent: Posted) -> About:
    return About(request.match_info["verb"], request.match_info["thing"], sent.values.get("token", ""))


def _saved(request: web.Request, at: datetime) -> str:
    """When the draft was saved, in the hub's time."""
    local = at.astimezone(request.app[SITE].hub_of(request[VISITOR].session).zone)
    return request[VISITOR].words.gettext("Draft, saved {time}").format(time=clock_time(local))
