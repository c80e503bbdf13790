"""The pages to read, as a browser without JavaScript gets them."""

import re
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.interaction import Phase
from bot.ports import PostedCard
from bot.surfaces.web.app import web_app
from bot.surfaces.web.site import Hub
from tests.surfaces.web.conftest import Behind
from tests.surfaces.web.examples import HOSTILE, meeting_card, my_work
from tests.surfaces.web.visitor import Visit

PAGES = ["/my-work", "/messages", "/channel", "/refer", "/case/MASH-2611-0042", "/open/vote.cast/c42"]


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_opens_before_signing_in_and_then_the_wanted_page_does(visit: Visit, path: str) -> None:
    page = await visit.get(path)
    assert page.path == "/sign-in"
    page = await visit.be_somebody()
    assert page.path == path
    assert page.status == 200


async def test_the_first_address_leads_to_my_work(visit: Visit) -> None:
    assert (await visit.get("/")).path == "/sign-in"
    await visit.be_somebody()
    assert (await visit.get("/")).path == "/my-work"


async def test_pages_show_the_cards_to_the_person_who_is_signed_in(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    assert "My work · Police · Updated 10:42am" in (await visit.get("/my-work")).words
    channel = await visit.get("/channel")
    assert channel.text.count("<article") == 4
    assert (await visit.get("/messages")).text.count("<article") == 1
    assert set(behind.desk.readers) == {"t.lowe"}


async def test_who_may_not_read_the_channel_is_not_told_that_it_is_empty(
    visit: Visit, behind: Behind
) -> None:
    behind.desk.posts.clear()
    await visit.be_somebody()
    sessions = behind.accounts.sessions
    sessions.update({key: replace(each, pages=frozenset()) for key, each in sessions.items()})
    words = (await visit.get("/channel")).words
    assert "The channel is for the agencies and the hub's own staff. Nothing was shown." in words
    assert "Nothing has been posted here yet." not in words


async def test_empty_pages_say_so(visit: Visit, behind: Behind) -> None:
    behind.desk.posts.clear()
    await visit.be_somebody()
    assert "Nothing has been posted here yet." in (await visit.get("/channel")).words
    assert "There are no messages for you." in (await visit.get("/messages")).words


async def test_hub_number_and_help_are_on_every_page(visit: Visit) -> None:
    for path in ("/sign-in", "/what-is-recorded", "/nowhere"):
        assert "Hub 01632 960 100 · Emergency duty team 01632 960 199" in (await visit.get(path)).words
    await visit.be_somebody()
    for path in PAGES:
        assert "Hub 01632 960 100 · Emergency duty team 01632 960 199" in (await visit.get(path)).words


async def test_what_is_recorded_can_be_read_by_anybody(visit: Visit) -> None:
    page = await visit.get("/what-is-recorded")
    assert "with your name, agency, time, and whether you used Slack, Teams or the web." in page.words


async def test_a_case_is_found_by_its_reference(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/case/MASH-2611-0042")
    opened = behind.desk.came[-1]
    assert (opened.verb, opened.thing, opened.phase) == ("details.open", "MASH-2611-0042", Phase.PRESS)


@pytest.mark.parametrize("path", ["/channel", "/my-work", "/open/details.open/c42", "/open/vote.cast/c42"])
async def test_no_two_buttons_of_a_page_have_the_same_name(visit: Visit, path: str) -> None:
    await visit.be_somebody()
    names = re.findall('aria-label="([^"]+)"', (await visit.get(path)).text)
    assert len(names) == len(set(names)) > 0


async def test_hostile_words_stay_words(visit: Visit) -> None:
    await visit.be_somebody()
    page = await visit.get("/open/details.open/c42")
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert " ".join(HOSTILE.split()) in page.words.replace("&#39;", "'")


async def test_the_focus_goes_back_to_the_row_or_to_the_next(visit: Visit) -> None:
    await visit.be_somebody()
    first, second = re.findall('<li class="row[^"]*" id="([^"]+)"', (await visit.get("/my-work")).text)[:2]
    assert f'id="{first}" tabindex="-1" autofocus' in (await visit.get(f"/my-work?at={first}.{second}")).text
    assert f'id="{second}" tabindex="-1" autofocus' in (await visit.get(f"/my-work?at=gone.{second}")).text
    assert 'id="p2" tabindex="-1" autofocus' in (await visit.get("/channel?at=p2.p3")).text
    assert "autofocus" not in (await visit.get("/channel?at=<x>")).text


async def marks(visit: Visit, page: str) -> list[str]:
    async with visit.client.get(f"/changes/{page}") as response:
        assert response.status == 200
        found: list[str] = await response.json()
        return found


async def test_a_changed_card_has_another_mark_and_the_time_of_drawing_does_not_count(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    before = await marks(visit, "channel")
    page = await visit.get("/channel")
    assert f'data-marks="{" ".join(before)}"' in page.text
    redrawn = behind.desk.posts[3].card
    behind.desk.posts[3] = PostedCard(
        "p4",
        type(redrawn)(redrawn.title, redrawn.fallback, redrawn.body, redrawn.buttons, "Updated 10:43am."),
    )
    assert await marks(visit, "channel") == before
    behind.desk.posts[3] = PostedCard("p4", type(redrawn)("CLOSED", "F"))
    after = await marks(visit, "channel")
    assert after[:3] == before[:3]
    assert after[3] != before[3]


async def test_a_row_of_my_work_changes_when_something_else_can_be_done_not_each_minute(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    before = await marks(visit, "my-work")
    assert len(before) == 4
    behind.desk.work = type(behind.desk.work)("My work · Updated 10:43am", "F", my_work().body[:3])
    assert await marks(visit, "my-work") == before[:1]
    assert await marks(visit, "messages")


async def test_changes_are_told_to_nobody_else(visit: Visit) -> None:
    assert (await visit.get("/changes/channel")).status == 403


async def test_asking_for_changes_does_not_keep_a_session_alive(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    behind.accounts.touched.clear()
    await visit.get("/changes/channel")
    await visit.get("/session")
    assert behind.accounts.touched == [False, False]
    await visit.get("/channel")
    assert behind.accounts.touched[-1] is True


async def test_a_link_to_the_meeting_room_takes_no_address_with_it(visit: Visit, behind: Behind) -> None:
    behind.desk.posts = [PostedCard("p1", meeting_card())]
    await visit.be_somebody()
    assert '<a href="https://meet.example.org/hub" rel="noreferrer">' in (await visit.get("/channel")).text


async def test_each_page_names_the_visitors_own_hub(behind: Behind) -> None:
    site = replace(behind.site(), hubs={"north": Hub("North hub", "01632 960 200")})
    async with TestClient(TestServer(web_app(site))) as client:
        visit = Visit(client)
        assert "Harbour MASH" in (await visit.get("/sign-in")).words
        await visit.be_somebody()
        (session,) = behind.accounts.sessions
        behind.accounts.sessions[session] = replace(behind.accounts.sessions[session], hub="north")
        page = await visit.get("/my-work")
    assert page.title.endswith("North hub")
    assert "01632 960 200" in page.words
    assert "Harbour MASH" not in page.words
