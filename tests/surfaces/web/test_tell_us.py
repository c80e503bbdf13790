"""Members of the public tell a hub of a worry: what a browser without JavaScript and without an account gets."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.surfaces.web.app import web_app
from bot.surfaces.web.rate_limit import Pace
from bot.surfaces.web.sender import house
from bot.surfaces.web.site import Hub
from bot.surfaces.web.tell_us import MOST_BYTES
from tests.surfaces.web.conftest import HUB, Behind
from tests.surfaces.web.visitor import Seen, Visit

TOLD = [
    ("f-name", "Kacey Brannigan"),
    ("f-worry", "Shouting <every> night"),
    ("f-own_name", "Ottoline Fenwick"),
]


async def sends(visit: Visit, page: Seen, *more: tuple[str, str]) -> Seen:
    return await visit.post("/tell-us/hub", [*TOLD, *more, ("token", page.hidden("token"))])


async def test_it_says_999_first_and_asks_nobody_to_sign_in(visit: Visit) -> None:
    page = await visit.get("/tell-us")

    assert (page.status, page.path) == (200, "/tell-us/hub")
    assert page.title == "Tell us what you are worried about – Harbour MASH"
    main = page.words.partition("Skip to the page Harbour MASH ")[2]
    assert main.startswith(
        "Tell us what you are worried about If anyone is in danger now, call 999. "
        "To speak to somebody, phone the hub on 01632 960 100."
    )
    assert page.headers["Cache-Control"] == "no-store"
    assert "What you open and do here is recorded." not in page.words
    assert "/draft/" not in page.text
    assert "Close" not in page.words


async def test_where_no_hub_says_so_there_is_no_such_page(behind: Behind) -> None:
    behind.public = None
    async with TestClient(TestServer(web_app(behind.site()))) as client:
        visit = Visit(client)
        assert "/tell-us" not in (await visit.get("/sign-in")).text
        for path in ("/tell-us", "/tell-us/hub"):
            assert (await visit.get(path)).status == 404
        assert (await visit.post("/tell-us/hub", TOLD)).status == 404


async def test_the_first_pages_lead_there(visit: Visit, demo_visit: Visit) -> None:
    assert 'href="/tell-us"' in (await visit.get("/sign-in")).text
    assert 'href="/tell-us"' in (await demo_visit.get("/")).text


async def test_of_several_hubs_one_is_chosen_and_its_page_gives_its_own_phone(behind: Behind) -> None:
    behind.the_public.at = ("hub", "north")
    north = Hub("Northfield MASH", "01632 960 300", emergency_phone="01632 960 399")
    site = replace(behind.site(), hubs={"hub": HUB, "north": north})
    async with TestClient(TestServer(web_app(site))) as client:
        visit = Visit(client)
        choice = await visit.get("/tell-us")
        assert "If anyone is in danger now, call 999." in choice.words
        assert '<a href="/tell-us/hub">Harbour MASH</a>' in choice.text
        assert '<a href="/tell-us/north">Northfield MASH</a>' in choice.text
        page = await visit.get("/tell-us/north")
        assert "Hub 01632 960 300 · Emergency duty team 01632 960 399" in page.words
        assert (await visit.get("/tell-us/south")).status == 404


async def test_who_is_signed_in_refers_as_a_colleague(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    page = await visit.get("/tell-us")
    assert page.path == "/refer"
    assert (await visit.post("/tell-us/hub", TOLD)).path == "/refer"
    assert behind.the_public.came == []


async def test_what_is_told_reaches_the_hub_and_its_reference_is_said(visit: Visit, behind: Behind) -> None:
    page = await sends(visit, await visit.get("/tell-us"))

    assert (page.status, page.path) == (200, "/tell-us/hub")
    assert "Thank you. What you told us has arrived" in page.words
    assert "MASH-2611-7KDMQ" in page.words
    ((hub, fields, _),) = behind.the_public.came
    assert hub == "hub"
    assert fields["worry"] == ("Shouting <every> night",)


async def test_a_page_sent_twice_is_known_again_and_no_other_is(visit: Visit, behind: Behind) -> None:
    page = await visit.get("/tell-us")
    await sends(visit, page)
    await sends(visit, page)
    await sends(visit, await visit.get("/tell-us"))
    async with TestClient(TestServer(web_app(behind.site()))) as client:
        other = Visit(client)
        await other.get("/tell-us")
        await sends(other, page)

    keys = [key for _, _, key in behind.the_public.came]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


async def test_a_mistake_keeps_the_text_and_the_form_stays_the_same_one(visit: Visit, behind: Behind) -> None:
    first = await visit.get("/tell-us")
    behind.the_public.problems = {"about": "Select who it is about"}

    page = await sends(visit, first)

    assert page.status == 422
    assert page.title == "Error: Tell us what you are worried about – Harbour MASH"
    assert '<a href="#f-about-1">Select who it is about</a>' in page.text
    assert "Shouting &lt;every&gt; night</textarea>" in page.text
    assert page.hidden("token") == first.hidden("token")


async def test_a_failure_of_ours_loses_no_text_and_is_logged_without_it(visit: Visit, behind: Behind) -> None:
    page = await visit.get("/tell-us")
    behind.the_public.fails = True
    with capture_logs() as logs:
        failed = await sends(visit, page)

    assert failed.status == 503
    assert "Nothing was recorded and your text is still here." in failed.words
    assert "phone 01632 960 100. If anyone is in danger now, call 999." in failed.words
    assert "Shouting <every> night" in failed.words
    assert [log["event"] for log in logs] == ["web.not_told"]
    assert "Fenwick" not in repr(logs)
    behind.the_public.fails = False
    again = [(name, failed.hidden(name)) for name in ("f-name", "f-worry", "f-own_name", "token")]
    assert (await visit.post("/tell-us/hub", again)).status == 200
    assert behind.the_public.came[0] == behind.the_public.came[1]


@pytest.mark.parametrize("in_pieces", [False, True])
async def test_what_is_far_too_long_is_not_read(visit: Visit, behind: Behind, *, in_pieces: bool) -> None:
    await visit.get("/tell-us")
    body = FormData([("csrf", visit.csrf), ("f-worry", "x" * MOST_BYTES)])()._value

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 4096):
            yield body[start : start + 4096]

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    sent = pieces() if in_pieces else body
    async with visit.client.post("/tell-us/hub", data=sent, headers=headers) as answer:
        assert answer.status == 413
        assert "That was too long" in await answer.text()
    assert behind.the_public.came == []


async def test_who_sends_too_much_is_asked_to_phone_and_loses_no_text(visit: Visit, behind: Behind) -> None:
    page = await visit.get("/tell-us")
    assert {(await sends(visit, page)).status for _ in range(10)} == {200}

    refused = await sends(visit, page)

    assert refused.status == 429
    assert refused.headers["Retry-After"] == "600"
    assert "If anyone is in danger now, call 999. Phone the hub on 01632 960 100:" in refused.words
    assert "Nothing was recorded." in refused.words
    assert "Ottoline Fenwick" in refused.words
    assert len(behind.the_public.came) == 10
    behind.now += 601
    assert (await sends(visit, page)).status == 200


@pytest.mark.parametrize(("trusted", "status"), [(frozenset({"127.0.0.1"}), 200), (frozenset(), 429)])
async def test_an_address_is_believed_from_a_trusted_proxy_only(
    behind: Behind, trusted: frozenset[str], status: int
) -> None:
    async with TestClient(TestServer(web_app(replace(behind.site(), trusted_proxies=trusted)))) as client:
        visit = Visit(client)
        await visit.get("/tell-us")
        for number in range(11):
            page = await visit.post("/tell-us/hub", TOLD, {"X-Forwarded-For": f"10.0.0.{number}"})
    assert page.status == status


@pytest.mark.parametrize(
    ("tries", "allowed"),
    [
        ([("a", 0), ("a", 1), ("a", 2)], [True, True, False]),
        ([("a", 0), ("a", 1), ("a", 60), ("a", 61)], [True, True, True, True]),
        ([("a", 0), ("a", 1), ("b", 2), ("c", 3)], [True, True, True, False]),
        ([("a", 0), ("a", 1), ("a", 2), ("a", 3), ("b", 4)], [True, True, False, False, True]),
        ([("a", 0), ("b", 1), ("c", 2), ("d", 3), ("d", 61)], [True, True, True, False, True]),
    ],
    ids=["two of one", "later", "three in all", "one cannot use up the others' share", "all, later"],
)
def test_the_pace_of_one_address_and_of_all(tries: list[tuple[str, float]], allowed: list[bool]) -> None:
    pace = Pace(from_one=2, in_all=3, seconds=60)
    assert [pace.allows(address, now) for address, now in tries] == allowed


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("somewhere", "somewhere"),
    ],
)
def test_the_addresses_of_one_house_are_one_sender(address: str, counted_as: str) -> None:
    assert house(address) == counted_as
