"""What protects the pages: headers, tokens of forms, cookies, arrivals from elsewhere, errors without details."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.surfaces.web import cookies
from bot.surfaces.web.app import web_app
from bot.surfaces.web.visitor import PAGE_ROUTES
from tests.surfaces.web.conftest import Behind
from tests.surfaces.web.visitor import Visit


@pytest.mark.parametrize(
    "path", ["/sign-in", "/my-work", "/open/vote.cast/c42", "/nowhere", "/changes/channel"]
)
async def test_every_answer_is_private(visit: Visit, path: str) -> None:
    await visit.be_somebody()
    headers = (await visit.get(path)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_pages_hold_no_inline_script_or_style(visit: Visit) -> None:
    await visit.be_somebody()
    for path in ("/my-work", "/open/vote.cast/c42", "/channel"):
        text = (await visit.get(path)).text
        assert " style=" not in text
        assert "<style" not in text
        assert text.count("<script") == 1
        assert '<script src="/static/web.js' in text


async def test_every_post_is_refused_without_the_token_of_our_form(
    visit: Visit, demo_visit: Visit, behind: Behind
) -> None:
    paths = {
        "board": "/board",
        "wall": "/wall",
        "do": "/do/vote.cast/c42",
        "draft": "/draft/vote.cast/c42",
        "sign_in": "/sign-in",
        "sign_in_link": "/sign-in/other",
        "invite": "/invite/i1",
        "sign_out": "/sign-out",
        "stay": "/stay",
        "tell_us": "/tell-us/hub",
        "demo_clock": "/demo/clock",
        "demo_person": "/demo/person",
        "demo_colleagues": "/demo/colleagues",
    }
    behind.accounts.links["other"] = "m.reyes"
    behind.accounts.invitations["i1"] = "m.reyes"
    await visit.be_somebody()
    real = (await visit.get("/channel")).csrf
    for each in (visit, demo_visit):
        assert each.client.app
        routes = [route for route in each.client.app.router.routes() if route.method == "POST"]
        assert {route.name for route in routes} <= paths.keys()
        for route in routes:
            for token in ("", "0" * 64, real[::-1]):
                each.csrf = token
                assert (await each.post(paths[str(route.name)], [("person", "m.reyes")])).status == 403
    assert behind.desk.came == []
    assert behind.the_public.came == []
    assert behind.demo.steps == []
    assert "other" in behind.accounts.links
    assert len(behind.accounts.sessions) == 1


async def test_a_token_of_one_browser_is_nothing_to_another(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/channel")
    behind.accounts.links["other"] = "m.reyes"
    async with TestClient(TestServer(web_app(behind.site()))) as client:
        other = Visit(client)
        await other.be_somebody("other")
        other.csrf = visit.csrf
        assert (await other.post("/do/vote.cast/c42")).status == 403
    assert behind.desk.came == []


async def test_a_form_sent_from_another_site_is_refused_even_with_a_token(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    page = await visit.post("/do/vote.cast/c42", headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status == 403
    assert behind.desk.came == []


@pytest.mark.parametrize(("sender", "stays"), [("same-origin", True), ("cross-site", False), (None, False)])
async def test_a_page_of_an_earlier_session_shows_what_was_written_on_it_and_no_other_site_can_make_it_do_so(
    visit: Visit, behind: Behind, sender: str | None, *, stays: bool
) -> None:
    await visit.be_somebody()
    visit.csrf = "of-an-earlier-session"
    headers = {"Sec-Fetch-Site": sender} if sender else {}
    page = await visit.post("/do/vote.cast/c42", [("f-reason", "Two <b> bruises")], headers)
    assert page.status == 403
    assert ("Two &lt;b&gt; bruises</blockquote>" in page.text) == stays
    assert behind.desk.came == []


async def test_a_session_that_nobody_remembers_still_loses_no_text(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/open/vote.cast/c42")
    behind.accounts.sessions.clear()
    page = await visit.post("/do/vote.cast/c42", [("f-reason", "Two bruises"), ("token", "t")])
    assert page.status == 403
    assert "What you typed Two bruises" in page.words


@pytest.mark.parametrize("https", [True, False])
async def test_cookies_stay_with_us(behind: Behind, *, https: bool) -> None:
    site = behind.site()
    site = replace(site, public_url="https://mash.example.org") if https else site
    async with TestClient(TestServer(web_app(site))) as client:
        seen = [await client.get("/sign-in/t.lowe-1")]
        csrf = (await seen[0].text()).split('name="csrf" value="')[1].split('"')[0]
        visit_cookie = seen[0].cookies["__Host-visit" if https else "mash-visit"]
        sent = {"Cookie": f"{visit_cookie.key}={visit_cookie.value}"}
        seen.append(
            await client.post("/sign-in/t.lowe-1", data={"csrf": csrf}, headers=sent, allow_redirects=False)
        )
        cookies = [cookie for answer in seen for cookie in answer.cookies.values() if cookie.value]
    assert {cookie.key for cookie in cookies} == (
        {"__Host-visit", "__Host-session"} if https else {"mash-visit", "mash-session"}
    )
    for cookie in cookies:
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert bool(cookie["secure"]) is https


async def test_who_comes_from_a_chat_is_sent_on_from_our_own_page(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    from_chat = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    page = await visit.get("/case/MASH-2611-0042", from_chat)
    assert '<meta http-equiv="refresh" content="0;url=/case/MASH-2611-0042">' in page.text
    assert '<a class="button primary" href="/case/MASH-2611-0042">' in page.text
    assert behind.desk.came == []
    assert (await visit.get("/nowhere", from_chat)).status == 404


async def test_an_unknown_page_says_so(visit: Visit) -> None:
    page = await visit.get("/nowhere")
    assert page.status == 404
    assert "There is no page at this address." in page.words


async def test_a_failure_tells_nothing_of_its_cause(
    visit: Visit, behind: Behind, capsys: pytest.CaptureFixture[str]
) -> None:
    behind.desk.fails = True
    await visit.be_somebody()
    page = await visit.get("/open/vote.cast/c42")
    assert page.status == 500
    assert "Nothing was recorded." in page.words
    assert "phone 01632 960 100" in page.words
    assert "Kacey" not in page.text
    logged = "".join(capsys.readouterr())
    assert "vote.cast" in logged
    assert "Kacey" not in logged
    assert "t.lowe" not in logged


async def test_a_failure_of_the_accounts_themselves_is_answered(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    behind.accounts.sessions = None  # type: ignore[assignment]  # what a broken store looks like
    page = await visit.get("/my-work")
    assert page.status == 503
    assert "phone 01632 960 100" in page.text


async def test_a_body_that_is_too_long_is_refused(visit: Visit) -> None:
    await visit.be_somebody()
    page = await visit.post("/do/vote.cast/c42", [("f-reason", "x" * (1024 * 1024 + 1))])
    assert page.status == 413
    assert "That was too long" in page.words


async def test_only_pages_know_their_visitor(behind: Behind) -> None:
    """A route that another part adds (a platform's events, health) gets no cookie and no page of ours."""
    app = web_app(behind.site())
    assert "static" not in app[PAGE_ROUTES]
    async with TestClient(TestServer(app)) as client, client.get("/static/web.css") as answer:
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache"


def test_what_is_sealed_for_one_purpose_opens_for_no_other(behind: Behind) -> None:
    site = behind.site()
    sealed = cookies.seal(site, "next", "/refer")
    assert cookies.unseal(site, "next", sealed, 60) == "/refer"
    assert cookies.unseal(site, "notice", sealed, 60) == ""
    assert cookies.unseal(site, "next", "\udcff", 60) == ""


async def test_what_is_no_verb_is_no_page_and_in_no_log(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    behind.desk.fails = True
    with capture_logs() as logs:
        page = await visit.get("/open/Kacey%20Brannigan/c42")
    assert page.status == 404
    assert behind.desk.came == logs == []
