"""Put the web pages together as one aiohttp application."""

from aiohttp import web

from bot.interaction import VERB_SHAPE
from bot.surfaces.web import changes, demo, guards, overview, pages, papers, press, sign_in, tell_us
from bot.surfaces.web.page import STATIC
from bot.surfaces.web.site import SITE, Site
from bot.surfaces.web.visitor import PAGE_ROUTES, know_visitor

MOST_BYTES = 1024 * 1024


def web_app(site: Site) -> web.Application:
    """The pages as an application. Run it without an access log: sign-in links and references are in its addresses."""
    app = web.Application(
        client_max_size=MOST_BYTES,
        middlewares=[
            guards.keep_private,
            guards.demo_on_loopback_only,
            know_visitor,
            guards.explain_errors,
            guards.arrivals,
        ],
    )
    app[SITE] = site
    sign_in.limit_tries(app)
    app.add_routes(_READING)
    app.add_routes(_PRESSING)
    app.add_routes(_SIGNING_IN)
    if site.public:
        tell_us.limit_pace(app)
        app.add_routes(_TELLING_US)
    if site.demo:
        app.add_routes(_DEMO)
    app[PAGE_ROUTES] = frozenset(app.router.named_resources())
    app.router.add_static("/static", STATIC, name="static")
    return app


_READING = [
    web.get("/", pages.front, name="front"),
    web.get("/channel", pages.channel, name="channel"),
    web.get("/messages", pages.messages, name="messages"),
    web.get("/my-work", pages.my_work, name="my_work"),
    web.get(f"/paper/{{verb:{VERB_SHAPE}}}/{{thing:[^/.]+}}", papers.page, name="paper"),
    web.get(f"/paper/{{verb:{VERB_SHAPE}}}/{{thing:[^/.]+}}.docx", papers.file, name="paper_file"),
    web.get("/what-is-recorded", pages.recorded, name="recorded"),
    web.get("/board", overview.board, name="board"),
    web.post("/board", overview.search, name="board"),
    web.get("/measures", overview.measures, name="measures"),
    web.get("/measures.csv", overview.measures_csv, name="measures_csv"),
    web.post("/wall", overview.put_up_wall, name="wall"),
    web.get("/wall", overview.wall, name="wall"),
    web.get("/changes/board", overview.changes, name="board_changes"),
    web.get("/changes/{page:channel|messages|my-work}", changes.changes, name="changes"),
]
_ABOUT = f"{{verb:{VERB_SHAPE}}}/{{thing:[^/]*}}"
_PRESSING = [
    web.get(f"/open/{_ABOUT}", press.open_form, name="open"),
    web.post(f"/do/{_ABOUT}", press.act, name="do"),
    web.post(f"/draft/{_ABOUT}", press.keep_draft, name="draft"),
    web.get("/case/{reference}", press.open_case, name="case"),
    web.get("/refer", press.refer, name="refer"),
]
_SIGNING_IN = [
    web.get("/sign-in", sign_in.sign_in_page, name="sign_in"),
    web.post("/sign-in", sign_in.sign_in, name="sign_in"),
    web.get("/sign-in/{token}", sign_in.link_page, name="sign_in_link"),
    web.post("/sign-in/{token}", sign_in.use_link, name="sign_in_link"),
    web.get("/invite/{token}", sign_in.invitation_page, name="invite"),
    web.post("/invite/{token}", sign_in.accept_invitation, name="invite"),
    web.post("/sign-out", sign_in.sign_out, name="sign_out"),
    web.get("/session", sign_in.session, name="session"),
    web.post("/stay", sign_in.stay, name="stay"),
]
_TELLING_US = [
    web.get("/tell-us", tell_us.where, name="tell_us_where"),
    web.get("/tell-us/{hub}", tell_us.page, name="tell_us"),
    web.post("/tell-us/{hub}", tell_us.send, name="tell_us"),
]
_DEMO = [
    web.post("/demo/clock", demo.move_clock, name="demo_clock"),
    web.post("/demo/person", demo.be_somebody, name="demo_person"),
    web.post("/demo/colleagues", demo.colleagues, name="demo_colleagues"),
]
