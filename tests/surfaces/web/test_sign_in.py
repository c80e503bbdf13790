"""Signing in and out."""

import re

import pyotp
import pytest

from bot.surfaces.web import codes
from bot.surfaces.web.rate_limit import RateLimit
from tests.surfaces.web.conftest import Behind
from tests.surfaces.web.visitor import Seen, Visit

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(behind: Behind, secret: str = SECRET, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(behind.now) + 30 * steps)


async def with_code(visit: Visit, person: str, typed: str) -> Seen:
    await visit.get("/sign-in")
    return await visit.post("/sign-in", [("person", person), ("code", typed)])


async def test_fetching_a_link_uses_nothing_up(visit: Visit, behind: Behind) -> None:
    for _ in range(3):
        page = await visit.get("/sign-in/t.lowe-1")
        assert page.status == 200
        await visit.client.head("/sign-in/t.lowe-1")
    assert behind.accounts.links == {"t.lowe-1": "t.lowe"}
    assert behind.accounts.sessions == {}
    assert (await visit.post("/sign-in/t.lowe-1")).path == "/my-work"


async def test_a_link_works_once(visit: Visit) -> None:
    await visit.be_somebody()
    page = await visit.be_somebody()
    assert page.status == 410
    assert "It was used already, or it is too old." in page.words


async def test_the_page_of_a_link_says_nothing_about_it(visit: Visit) -> None:
    good, bad = [await visit.get(f"/sign-in/{token}") for token in ("t.lowe-1", "never-made")]
    tidy = [re.sub('value="[0-9a-f]{64}"', "", page.text) for page in (good, bad)]
    assert tidy[0] == tidy[1]
    assert good.status == bad.status
    assert "MASH-" not in good.text


async def test_signing_in_ends_the_session_before(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    behind.accounts.links["m"] = "m.reyes"
    await visit.be_somebody("m")
    assert [session.person for session in behind.accounts.sessions.values()] == ["m.reyes"]


async def test_signing_out_ends_the_session(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.post("/sign-out")
    assert behind.accounts.sessions == {}
    assert (await visit.get("/my-work")).path == "/sign-in"


async def test_an_idle_session_opens_nothing(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    behind.accounts.go_idle()
    for path in ("/my-work", "/channel", "/open/vote.cast/c42"):
        assert (await visit.get(path)).path == "/sign-in"
    assert '"seconds_left": 0' in (await visit.get("/session")).text
    assert behind.desk.came == []


async def test_an_invitation_is_used_up_only_by_a_right_code(visit: Visit, behind: Behind) -> None:
    behind.accounts.invitations["i1"] = "t.lowe"
    page = await visit.get("/invite/i1")
    assert "<svg" in page.text
    found = re.search('<code class="key">([A-Z2-7 ]+)</code>', page.text)
    assert found
    secret = found[1].replace(" ", "")
    sealed = page.hidden("secret")
    assert secret not in sealed
    wrong = await visit.post("/invite/i1", [("secret", sealed), ("code", "000000")])
    assert wrong.status == 422
    assert wrong.title.startswith("Error:")
    assert found[1] in wrong.text
    assert behind.accounts.secrets == {}
    right = await visit.post("/invite/i1", [("secret", sealed), ("code", code(behind, secret))])
    assert right.path == "/my-work"
    assert behind.accounts.secrets == {"t.lowe": secret}
    assert (await visit.get("/invite/i1")).status == 410


async def test_a_secret_that_we_did_not_draw_is_not_taken(visit: Visit, behind: Behind) -> None:
    behind.accounts.invitations["i1"] = "t.lowe"
    await visit.get("/invite/i1")
    page = await visit.post("/invite/i1", [("secret", SECRET), ("code", code(behind))])
    assert page.path == "/invite/i1"
    assert behind.accounts.secrets == {}


async def test_a_code_signs_in_once(visit: Visit, behind: Behind) -> None:
    behind.accounts.secrets["t.lowe"] = SECRET
    assert (await with_code(visit, "t.lowe", code(behind))).path == "/my-work"
    await visit.post("/sign-out")
    assert (await with_code(visit, "t.lowe", code(behind))).status == 422


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_a_phone_may_be_half_a_minute_off(visit: Visit, behind: Behind, steps: int) -> None:
    behind.accounts.secrets["t.lowe"] = SECRET
    typed = code(behind, steps=steps)
    assert (await with_code(visit, "t.lowe", f"{typed[:3]} {typed[3:]}")).path == "/my-work"


@pytest.mark.parametrize(("person", "steps"), [("t.lowe", 2), ("t.lowe", -2), ("nobody", 0), ("", 0)])
async def test_whatever_is_wrong_the_words_are_the_same(
    visit: Visit, behind: Behind, person: str, steps: int
) -> None:
    behind.accounts.secrets["t.lowe"] = SECRET
    page = await with_code(visit, person, code(behind, steps=steps))
    assert page.status == 422
    assert "That did not work. Check your sign-in name and use the newest code." in page.words
    assert behind.accounts.sessions == {}


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "१२३४५६", "1" * 5000])
async def test_what_is_no_code_is_only_wrong(visit: Visit, behind: Behind, typed: str) -> None:
    behind.accounts.secrets["t.lowe"] = SECRET
    assert (await with_code(visit, "t.lowe", typed)).status == 422


async def test_five_tries_a_minute_and_then_even_the_right_code_waits(visit: Visit, behind: Behind) -> None:
    behind.accounts.secrets["t.lowe"] = SECRET
    for _ in range(5):
        assert (await with_code(visit, "t.lowe", "000000")).status == 422
    assert (await with_code(visit, "t.lowe", code(behind))).status == 429
    behind.now += 61
    assert (await with_code(visit, "t.lowe", code(behind))).path == "/my-work"


async def test_after_ten_wrong_codes_in_an_hour_even_the_right_one_waits(
    visit: Visit, behind: Behind
) -> None:
    behind.accounts.secrets["t.lowe"] = SECRET
    for _ in range(10):
        assert (await with_code(visit, "T.Lowe", "000000")).status == 422
        behind.now += 61
    page = await with_code(visit, "t.lowe", code(behind))
    assert page.status == 429
    assert 'Too many wrong codes. Wait an hour, or type "sign in" to the bot for a link.' in page.words
    behind.now += 3600
    assert (await with_code(visit, "t.lowe", code(behind))).path == "/my-work"


async def test_right_codes_are_never_too_many(visit: Visit, behind: Behind) -> None:
    behind.accounts.secrets["t.lowe"] = SECRET
    for _ in range(12):
        assert (await with_code(visit, "t.lowe", code(behind))).path == "/my-work"
        behind.now += 61


async def test_wrong_codes_are_counted_by_address_too(visit: Visit, behind: Behind) -> None:
    for number in range(100):
        assert (await with_code(visit, f"person{number}", "000000")).status == 422
        behind.now += 2
    assert (await with_code(visit, "person101", "000000")).status == 429


async def test_links_that_are_made_up_are_tried_thirty_times_a_minute(visit: Visit, behind: Behind) -> None:
    await visit.get("/sign-in/made-up")
    for number in range(30):
        assert (await visit.post(f"/sign-in/made-up-{number}")).status == 410
    assert (await visit.post("/sign-in/made-up")).status == 429
    behind.now += 61
    assert (await visit.be_somebody()).path == "/my-work"


async def test_tries_are_counted_by_address_too(visit: Visit) -> None:
    for number in range(30):
        assert (await with_code(visit, f"person{number}", "000000")).status == 422
    assert (await with_code(visit, "person31", "000000")).status == 429


async def test_behind_a_proxy_the_address_is_the_one_it_names(visit: Visit) -> None:
    async def try_from(address: str) -> int:
        page = await visit.post(
            "/sign-in", [("person", address), ("code", "0")], {"X-Forwarded-For": f"9.9.9.9, {address}"}
        )
        return page.status

    await visit.get("/sign-in")
    assert [await try_from(f"10.0.0.{number}") for number in range(31)] == [422] * 31


async def test_an_address_that_somebody_puts_before_the_proxys_own_counts_for_nothing(visit: Visit) -> None:
    await visit.get("/sign-in")
    tried = []
    for number in range(31):
        headers = [("X-Forwarded-For", f"10.0.0.{number}"), ("X-Forwarded-For", "9.9.9.9")]
        data = [("csrf", visit.csrf), ("person", f"person{number}"), ("code", "0")]
        async with visit.client.post("/sign-in", data=data, headers=headers) as answer:
            tried.append(answer.status)
    assert tried == [422] * 30 + [429]


def test_a_long_key_takes_no_more_room_than_a_short_one() -> None:
    limit = RateLimit(tries=1, seconds=60)
    assert limit.allows("x" * 1_000_000, 0)
    assert not limit.allows("x" * 1_000_000, 1)
    assert max(map(len, limit._seen)) < 100


def test_a_rate_limit_forgets_in_time_and_keeps_no_endless_list() -> None:
    limit = RateLimit(tries=2, seconds=60)
    assert [limit.allows("a", now) for now in (0, 1, 2, 59, 60.5)] == [True, True, False, False, True]
    for number in range(10_001):
        limit.allows(str(number), 61)
    assert len(limit._seen) == 10_000


def test_a_step_is_told_so_that_a_code_can_be_spent() -> None:
    assert codes.step_of(SECRET, pyotp.TOTP(SECRET).at(3000), 3000) == 100
    assert codes.step_of(SECRET, pyotp.TOTP(SECRET).at(3030), 3000) == 101
    assert codes.step_of(SECRET, pyotp.TOTP(SECRET).at(3060), 3000) is None


async def test_one_press_keeps_somebody_signed_in(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/my-work")
    behind.accounts.touched.clear()
    assert '"seconds_left": 900' in (await visit.post("/stay")).text
    assert behind.accounts.touched == [True]
