"""The demo's bar: its clock, "who are you?", and colleagues who answer by themselves. Mounted in the demo only."""

from typing import get_args

from aiohttp import web

from bot.surfaces.web import posted
from bot.surfaces.web.page import go_to
from bot.surfaces.web.ports import DemoControls, DemoStep
from bot.surfaces.web.sign_in import begin
from bot.surfaces.web.site import SITE

STEPS: tuple[DemoStep, ...] = get_args(DemoStep)


async def move_clock(request: web.Request) -> web.StreamResponse:
    """Move the demo's clock on and show the page again."""
    sent = await posted.read(request)
    for step in STEPS:
        if step == sent.values.get("step"):
            await _demo(request).move(step)
    return go_to(_back(sent.values.get("back", "")))


async def be_somebody(request: web.Request) -> web.StreamResponse:
    """Sign in as whom the visitor picked."""
    sent = await posted.read(request)
    person = sent.values.get("person", "")
    if person not in {each.id for each in await _demo(request).people()}:
        return go_to("/")
    return await begin(request, person)


async def colleagues(request: web.Request) -> web.StreamResponse:
    """Let the other people answer by themselves, or stop them."""
    sent = await posted.read(request)
    await _demo(request).let_colleagues_answer(sent.values.get("answer") == "yes")
    return go_to(_back(sent.values.get("back", "")))


def _demo(request: web.Request) -> DemoControls:
    demo = request.app[SITE].demo
    assert demo
    return demo


def _back(page: str) -> str:
    """The page whose bar was pressed, if it is one of those that can simply be shown again."""
    return f"/{page}" if page in ("", "channel", "messages", "my-work", "board", "measures") else "/"
