"""What of a page has changed since it was made: the page's script asks, and shows how many rows.

A channel card is told apart by what it says, without its last line (the time of its rendering). My work tells minutes
left, which change by themselves, so there a row is told apart by what can be done with it.
"""

import hashlib

from aiohttp import web

from bot.cards.elements import Card
from bot.cards.render.html import rows_of
from bot.ports import PostedCard
from bot.surfaces.web.site import SITE
from bot.surfaces.web.visitor import VISITOR


def marks_of_posts(posts: tuple[PostedCard, ...]) -> list[str]:
    """A mark for each card as it is now."""
    return [
        _mark(f"{post.message_id} {post.card.title}\n{post.card.body}\n{post.card.buttons}") for post in posts
    ]


def marks_of_work(card: Card) -> list[str]:
    """A mark for each row of My work."""
    return list(rows_of(card))


async def changes(request: web.Request) -> web.StreamResponse:
    """The marks of a page as it is now, for the script to compare with those it was made with."""
    desk, identity = request.app[SITE].front_desk, request[VISITOR].identity
    page = request.match_info["page"]
    if identity is None and not (page == "channel" and request.app[SITE].demo):
        raise web.HTTPForbidden
    if page == "channel":
        return web.json_response(marks_of_posts(await desk.channel(identity)))
    assert identity
    if page == "messages":
        return web.json_response(marks_of_posts(await desk.personal(identity)))
    return web.json_response(marks_of_work(await desk.my_work(identity)))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
