"""Signing in and out: a one-time link from the bot, or an authenticator code set up from an invitation.

Fetching a link uses nothing up, since mail and chat scanners fetch every link: its page has a button, and the button does.
"""

from typing import Final

from aiohttp import web

from bot.surfaces.web import codes, cookies, posted, sender
from bot.surfaces.web.page import go_to, show
from bot.surfaces.web.rate_limit import RateLimit
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR

FROM_ONE_PERSON: Final = web.AppKey("from_one_person", RateLimit)
FROM_ONE_ADDRESS: Final = web.AppKey("from_one_address", RateLimit)
WRONG_OF_ONE_PERSON: Final = web.AppKey("wrong_of_one_person", RateLimit)
WRONG_FROM_ONE_ADDRESS: Final = web.AppKey("wrong_from_one_address", RateLimit)
SET_UP = "set up"
SET_UP_SECONDS = 3600
NOBODYS_SECRET = codes.new_secret()


def limit_tries(app: web.Application) -> None:
    """Five tries a minute for a person, thirty for an address: a whole agency may come in from one.

    Of wrong codes ten an hour for a person, sixty for an address: at five a minute, day and night, one of a million codes
    would soon be right.
    """
    app[FROM_ONE_PERSON] = RateLimit(tries=5, seconds=60)
    app[FROM_ONE_ADDRESS] = RateLimit(tries=30, seconds=60)
    app[WRONG_OF_ONE_PERSON] = RateLimit(tries=10, seconds=3600)
    app[WRONG_FROM_ONE_ADDRESS] = RateLimit(tries=100, seconds=3600)


async def sign_in_page(request: web.Request) -> web.StreamResponse:
    """Ask who it is."""
    return await show(request, "sign_in.html", problem="", person="")


async def sign_in(request: web.Request) -> web.StreamResponse:
    """Sign in with a person's id and the code of their app. Whatever is wrong, the words are the same."""
    sent = await posted.read(request)
    person, code = sent.values.get("person", "").strip(), sent.values.get("code", "")
    _ = request[VISITOR].words.gettext
    if problem := _too_many(request, person):
        return await show(request, "sign_in.html", status=429, problem=problem, person=person)
    if not await _is_right(request, person, code):
        _count_wrong(request, person)
        problem = _("That did not work. Check your sign-in name and use the newest code.")
        return await show(request, "sign_in.html", status=422, problem=problem, person=person)
    return await begin(request, person)


async def link_page(request: web.Request) -> web.StreamResponse:
    """A page with a button. It does not look at the link, so it says nothing about it either."""
    return await show(request, "sign_in_link.html")


async def use_link(request: web.Request) -> web.StreamResponse:
    """Use the link up and sign its person in."""
    await posted.read(request)
    if not request.app[FROM_ONE_ADDRESS].allows(sender.address(request), request.app[SITE].now()):
        problem = request[VISITOR].words.gettext("Too many tries. Wait a minute, then try again.")
        return await show(request, "sign_in.html", status=429, problem=problem, person="")
    person = await request.app[SITE].accounts.use_link(request.match_info["token"])
    if person is None:
        return await show(request, "link_over.html", status=410)
    return await begin(request, person)


async def invitation_page(request: web.Request) -> web.StreamResponse:
    """Show a new secret to scan. It is kept only once a code proves that an app has it."""
    return await _set_up(request, codes.new_secret(), status=200, problem="")


async def accept_invitation(request: web.Request) -> web.StreamResponse:
    """Keep the secret, use the invitation up and sign its person in, once the first code is right."""
    sent = await posted.read(request)
    site, token = request.app[SITE], request.match_info["token"]
    secret = cookies.unseal(site, SET_UP, sent.values.get("secret", ""), SET_UP_SECONDS)
    if not secret:
        return await invitation_page(request)
    _ = request[VISITOR].words.gettext
    if not _may_try(request, token):
        return await _set_up(request, secret, 429, _("Too many tries. Wait a minute, then try again."))
    step = codes.step_of(secret, sent.values.get("code", ""), site.now())
    if step is None:
        return await _set_up(
            request, secret, 422, _("That code is not right. Enter the newest code in your app.")
        )
    person = await site.accounts.accept_invitation(token, secret, step)
    if person is None:
        return await show(request, "link_over.html", status=410)
    return await begin(request, person)


async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session."""
    await posted.read(request)
    await request.app[SITE].accounts.end(request[VISITOR].session_id)
    response = go_to("/")
    cookies.clear(request, response, "session")
    return response


async def session(request: web.Request) -> web.StreamResponse:
    """How long the session still lasts, for the page's warning. Asking does not prolong it."""
    live = request[VISITOR].live
    return web.json_response({"seconds_left": live.seconds_left if live else 0})


async def stay(request: web.Request) -> web.StreamResponse:
    """Stay signed in: the press itself counts as doing something."""
    await posted.read(request)
    return await session(request)


async def begin(request: web.Request, person: str) -> web.StreamResponse:
    """Begin a session, end the one before in this browser, and go on to the page that was wanted."""
    accounts, before = request.app[SITE].accounts, request[VISITOR].session_id
    if before:
        await accounts.end(before)
    session_id = await accounts.begin(person)
    response = go_to(cookies.read_sealed(request, "next") or "/my-work")
    cookies.put(request, response, "session", session_id)
    cookies.clear(request, response, "next")
    return response


async def _set_up(request: web.Request, secret: str, status: int, problem: str) -> web.StreamResponse:
    site = request.app[SITE]
    invitation = await site.accounts.invitation(request.match_info["token"])
    if invitation is None:
        return await show(request, "link_over.html", status=410)
    return await show(
        request,
        "invitation.html",
        status=status,
        invitation=invitation,
        code=codes.new_code(secret, invitation.person, site.hub.name),
        sealed=cookies.seal(site, SET_UP, secret),
        problem=problem,
    )


async def _is_right(request: web.Request, person: str, code: str) -> bool:
    """Whether this code is the person's, now, for the first time. An unknown person takes as long as a known one."""
    site = request.app[SITE]
    secret = await site.accounts.code_secret(person)
    step = codes.step_of(secret or NOBODYS_SECRET, code, site.now())
    return secret is not None and step is not None and await site.accounts.spend_code(person, step)


def _too_many(request: web.Request, person: str) -> str:
    """What to say to one try too many, "" to any other."""
    app, now, _ = request.app, request.app[SITE].now(), request[VISITOR].words.gettext
    may_be_wrong = app[WRONG_OF_ONE_PERSON].has_room(person.casefold(), now)
    if not may_be_wrong or not app[WRONG_FROM_ONE_ADDRESS].has_room(sender.address(request), now):
        return _('Too many wrong codes. Wait an hour, or type "sign in" to the bot for a link.')
    return "" if _may_try(request, person) else _("Too many tries. Wait a minute, then try again.")


def _count_wrong(request: web.Request, person: str) -> None:
    app, now = request.app, request.app[SITE].now()
    app[WRONG_OF_ONE_PERSON].allows(person.casefold(), now)
    app[WRONG_FROM_ONE_ADDRESS].allows(sender.address(request), now)


def _may_try(request: web.Request, person: str) -> bool:
    app, now = request.app, request.app[SITE].now()
    if not app[FROM_ONE_ADDRESS].allows(sender.address(request), now):
        return False
    return app[FROM_ONE_PERSON].allows(person.casefold(), now)
