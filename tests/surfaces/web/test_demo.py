"""The demo: an onlooker's channel, "who are you?", a clock to move. On this machine only."""

import pytest

from tests.surfaces.web.conftest import Behind
from tests.surfaces.web.visitor import Visit


async def test_an_onlooker_sees_the_channel_and_nothing_opens(demo_visit: Visit, behind: Behind) -> None:
    page = await demo_visit.get("/")
    assert page.status == 200
    assert page.words.index("Who are you?") < page.words.index("RED ◆ due 1:12pm")
    assert "/open/" not in page.text
    assert behind.desk.readers == [""]
    assert (await demo_visit.get("/open/details.open/c42")).path == "/sign-in"
    assert behind.desk.came == []
    assert (await demo_visit.get("/changes/channel")).status == 200
    assert (await demo_visit.get("/changes/my-work")).status == 403


async def test_a_visitor_can_be_anybody_and_somebody_else(demo_visit: Visit) -> None:
    await demo_visit.get("/")
    page = await demo_visit.post("/demo/person", [("person", "m.reyes")])
    assert page.path == "/my-work"
    assert "M. Reyes" in page.words
    assert '<option value="m.reyes" selected>' in page.text
    page = await demo_visit.post("/demo/person", [("person", "t.lowe")])
    assert '<option value="t.lowe" selected>' in page.text


async def test_nobody_who_is_not_in_the_demo(demo_visit: Visit, behind: Behind) -> None:
    await demo_visit.get("/")
    await demo_visit.post("/demo/person", [("person", "root")])
    assert behind.accounts.sessions == {}


async def test_the_clock_moves_on(demo_visit: Visit, behind: Behind) -> None:
    assert "It is Monday 16 November 2026, 1:00pm." in (await demo_visit.get("/")).words
    for step in ("10-minutes", "1-hour", "next-due", "next-working-day", "back"):
        page = await demo_visit.post("/demo/clock", [("step", step), ("back", "")])
    assert behind.demo.steps == ["10-minutes", "1-hour", "next-due", "next-working-day"]
    assert "It is Monday 16 November 2026, 5:00pm." in page.words


async def test_colleagues_can_be_stopped(demo_visit: Visit, behind: Behind) -> None:
    page = await demo_visit.get("/")
    assert 'aria-pressed="true"' in page.text
    page = await demo_visit.post(
        "/demo/colleagues", [("answer", page.hidden("answer")), ("back", "//evil.example")]
    )
    assert page.path == "/"
    assert behind.demo.answering is False
    assert 'aria-pressed="false"' in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "demo.example.org"},
        {"Host": "evil.localhost.example"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
    ],
)
async def test_the_demo_answers_nobody_who_came_through_something(
    demo_visit: Visit, headers: dict[str, str]
) -> None:
    page = await demo_visit.get("/", headers)
    assert page.status == 403
    assert "RED" not in page.text


async def test_outside_the_demo_there_is_no_bar_and_no_picker(visit: Visit) -> None:
    page = await visit.get("/sign-in")
    assert "Who are you?" not in page.words
    for path in ("/demo/person", "/demo/clock", "/demo/colleagues"):
        assert (await visit.post(path, [("person", "t.lowe")])).status == 404
