"""The pages to read: the channel, one's messages, My work, and what is recorded."""

from aiohttp import web
from markupsafe import Markup

from bot.cards.render import html
from bot.cards.render.spot import Spot
from bot.ports import PostedCard
from bot.surfaces.web.changes import marks_of_posts, marks_of_work
from bot.surfaces.web.page import around, go_to, show
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR, signed_in


async def front(request: web.Request) -> web.StreamResponse:
    """Where an address without a path leads: My work, in the demo the channel as an onlooker sees it."""
    if request[VISITOR].live:
        return go_to("/my-work")
    if request.app[SITE].demo is None:
        return go_to("/sign-in")
    return await _channel(request)


@signed_in
async def channel(request: web.Request) -> web.StreamResponse:
    """The hub's channel as one page."""
    return await _channel(request)


@signed_in
async def messages(request: web.Request) -> web.StreamResponse:
    """The messages to this person, newest first."""
    identity = request[VISITOR].identity
    assert identity
    posts = await request.app[SITE].front_desk.personal(identity)
    return await _posts(request, "messages.html", "messages", posts)


@signed_in
async def my_work(request: web.Request) -> web.StreamResponse:
    """This person's own list."""
    identity = request[VISITOR].identity
    assert identity
    card = await request.app[SITE].front_desk.my_work(identity)
    focus = _came_from(request, "my-work").focus(html.rows_of(card))
    return await show(
        request,
        "my_work.html",
        card=html.card(card, around(request, Spot("my-work"), focus=focus)),
        marks=marks_of_work(card),
    )


async def recorded(request: web.Request) -> web.StreamResponse:
    """What people are told about being recorded; anybody may read it."""
    return await show(request, "recorded.html")


async def _channel(request: web.Request) -> web.StreamResponse:
    posts = await request.app[SITE].front_desk.channel(request[VISITOR].identity)
    return await _posts(request, "channel.html", "channel", posts)


async def _posts(
    request: web.Request, template: str, page: str, posts: tuple[PostedCard, ...]
) -> web.StreamResponse:
    ids = tuple(post.message_id for post in posts)
    focus = _came_from(request, page).focus(ids)
    cards = [
        _post(request, post, Spot(page, post.message_id, below), focus)
        for post, below in zip(posts, (*ids[1:], ""), strict=bool(posts))
    ]
    return await show(request, template, cards=cards, marks=marks_of_posts(posts))


def _post(request: web.Request, post: PostedCard, spot: Spot, focus: str) -> Markup:
    can_press = request[VISITOR].live is not None
    here = around(request, spot, focus=focus, level=2, can_press=can_press)
    return html.card(post.card, here, post.message_id)


def _came_from(request: web.Request, page: str) -> Spot:
    return Spot.parse(f"{page}.{request.query.get('at', '')}")
