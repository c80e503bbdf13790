"""Forms and buttons: what reaches the front desk, and what the person sees afterwards."""

from dataclasses import replace

import pytest

from bot.cards.elements import Form, Section
from bot.interaction import Answer, Phase
from tests.surfaces.web import examples
from tests.surfaces.web.conftest import Behind
from tests.surfaces.web.visitor import Visit

REFER = [
    ("f-about", "child"),
    ("f-name", "Kacey Brannigan"),
    ("d-born", "4"),
    ("d-born", " 3 "),
    ("d-born", "2017"),
    ("f-worry", "Line one\r\nLine two"),
    ("f-phone", ""),
    ("token", "tok-refer"),
    ("from", "my-work"),
]


async def test_opening_a_form_is_a_press_of_the_person_with_a_delivery_of_its_own(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    page = await visit.get("/open/vote.cast/c42?from=channel.p1.p2&page=2")
    await visit.get("/open/vote.cast/c42")
    first, second = behind.desk.came
    assert (first.identity.surface, first.identity.tenant, first.identity.user) == ("web", "", "t.lowe")
    assert (first.verb, first.thing, first.phase, first.page) == ("vote.cast", "c42", Phase.PRESS, 2)
    assert first.delivery != second.delivery
    assert first.followed, "an address is no button"
    assert page.title == "Give our view – Harbour MASH"
    assert page.hidden("from") == "channel.p1.p2"
    assert 'href="/channel?at=p1.p2"' in page.text


@pytest.mark.parametrize("page", ["0", "-1", "two", "9" * 5_000, "٢"])
async def test_an_address_that_names_no_page_opens_the_first(visit: Visit, behind: Behind, page: str) -> None:
    await visit.be_somebody()
    assert (await visit.get(f"/open/vote.cast/c42?page={page}")).status == 200
    assert behind.desk.came[-1].page == 1


async def test_a_sent_form_arrives_as_it_was_typed(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    page = await visit.post("/do/referral.start/", REFER)
    sent = behind.desk.came[-1]
    assert sent.phase is Phase.SUBMIT
    assert sent.fields == {
        "about": ("child",),
        "name": ("Kacey Brannigan",),
        "born": ("4 3 2017",),
        "worry": ("Line one\nLine two",),
        "phone": (),
    }
    assert (sent.verb, sent.thing, sent.token) == ("referral.start", "", "tok-refer")
    assert page.path == "/my-work"
    assert "Recorded 10:42am. MASH-2611-0042." in page.words


async def test_several_ticks_arrive_together(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/open/check.nothing_known/c42")
    ticks = [("f-people", "1"), ("f-people", "2"), ("token", "t")]
    await visit.post("/do/check.nothing_known/c42", ticks)
    assert behind.desk.came[-1].fields == {"people": ("1", "2")}


async def test_the_notice_is_shown_once(visit: Visit) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    assert "Recorded 10:42am." in (await visit.post("/do/referral.start/", REFER)).words
    assert "Recorded 10:42am." not in (await visit.get("/my-work")).words


async def test_the_notice_is_not_readable_in_the_browser(visit: Visit) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    page = await visit.post("/do/referral.start/", REFER, follow=False)
    assert page.status == 303
    assert "MASH-2611" not in str(page.headers)


async def test_a_button_that_acts_is_one_delivery_however_often_its_page_sends_it(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    page = await visit.get("/channel")
    press = [("press", page.hidden("press")), ("from", "channel.p4"), ("page", "1")]
    landed = await visit.post("/do/meeting.here/mt1", press)
    await visit.post("/do/meeting.here/mt1", press)
    first, second = behind.desk.came
    assert first.phase is Phase.PRESS
    assert first.token == ""
    assert first.delivery == second.delivery
    assert landed.path == "/channel?at=p4"
    assert (await visit.get("/channel")).hidden("press") != page.hidden("press")


async def test_two_people_never_share_a_delivery(visit: Visit, behind: Behind) -> None:
    behind.accounts.links["m.reyes-1"] = "m.reyes"
    for link in ("t.lowe-1", "m.reyes-1"):
        await visit.be_somebody(link)
        await visit.get("/channel")
        await visit.post("/do/meeting.here/mt1", [("press", "the-same")])
    assert len({each.delivery for each in behind.desk.came}) == 2


async def test_a_wrong_form_comes_back_with_all_that_was_typed(visit: Visit, behind: Behind) -> None:
    typed = {"name": ("Kacey",), "worry": ("She said <b>no</b>.",), "about": ("child",)}
    behind.desk.find_wrong("referral.start", typed, {"phone": "Enter a phone number, like 01632 960 001"})
    await visit.be_somebody()
    page = await visit.post("/do/referral.start/", REFER)
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert 'href="#f-phone"' in page.text
    assert "She said &lt;b&gt;no&lt;/b&gt;.</textarea>" in page.text
    assert 'value="child" checked' in page.text
    assert "Send again" not in page.words


async def test_a_refusal_is_a_page_and_what_was_typed_stays(visit: Visit, behind: Behind) -> None:
    behind.desk.refuse("vote.cast")
    await visit.be_somebody()
    page = await visit.post(
        "/do/vote.cast/c42", [("f-reason", "Because of what the school saw"), ("token", "t")]
    )
    assert page.status == 403
    assert "A section 47 enquiry needs a duty manager." in page.words
    assert "Because of what the school saw" in page.words
    assert 'name="f-reason" value="Because of what the school saw"' in page.text
    assert "Close" in page.words


async def test_a_form_that_was_refused_may_be_sent_again_and_is_judged_anew(
    visit: Visit, behind: Behind
) -> None:
    """Its token keeps what was recorded to once; a delivery that was refused before would only repeat the refusal."""
    await visit.be_somebody()
    for _ in range(2):
        await visit.post("/do/vote.cast/c42", [("f-reason", "Because"), ("token", "t")])
    first, second = behind.desk.came
    assert first.token == second.token == "t"
    assert first.delivery != second.delivery


async def test_a_refusal_is_said_once(visit: Visit, behind: Behind) -> None:
    refused = examples.refusal()
    words = "A section 47 enquiry needs a duty manager."
    behind.desk.answers["vote.cast"] = Answer("refused", refused, note=f"You cannot. {words}")
    await visit.be_somebody()
    page = await visit.get("/open/vote.cast/c42")
    assert page.words.count(words) == 1


async def test_a_form_that_follows_says_first_what_was_recorded(visit: Visit, behind: Behind) -> None:
    following = replace(behind.desk.forms["vote.cast"], notice="This case is next.")
    behind.desk.answers["check.nothing_known"] = Answer("done", following, "Recorded 10:42am.")
    await visit.be_somebody()
    page = await visit.post("/do/check.nothing_known/c42", [("token", "t")])
    assert '<p class="notice" role="status">Recorded 10:42am.\nThis case is next.</p>' in page.text


async def test_a_refused_press_offers_nothing_to_send_again(visit: Visit, behind: Behind) -> None:
    behind.desk.refuse("meeting.here")
    await visit.be_somebody()
    await visit.get("/channel")
    page = await visit.post("/do/meeting.here/mt1", [("press", "n1")])
    assert page.status == 403
    assert "Send again" not in page.words


async def test_what_could_not_be_saved_can_be_sent_again(visit: Visit, behind: Behind) -> None:
    behind.desk.fails = True
    await visit.be_somebody()
    page = await visit.post("/do/referral.start/", REFER)
    assert page.status == 503
    assert "Nothing was recorded and your text is still here. Press again." in page.words
    assert "use http://127.0.0.1:8000 or phone 01632 960 100" in page.words
    assert "row could not be written" not in page.text
    behind.desk.fails = False
    kept = [(name, value) for name, value in REFER if value]
    for name, value in kept:
        assert f'name="{name}" value="{value.replace(chr(13), "")}"' in page.text.replace("\r", "")
    assert (await visit.post("/do/referral.start/", kept)).status == 200


async def test_done_can_show_the_next_form_with_what_was_recorded_on_top(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    behind.desk.answers["check.nothing_known"] = Answer(
        "done", behind.desk.forms["check.nothing_known"], "Recorded 10:42am. MASH-2611-0039."
    )
    page = await visit.post("/do/check.nothing_known/c39", [("token", "t")])
    assert page.status == 200
    assert "Recorded 10:42am. MASH-2611-0039." in page.words
    assert "Confirm: nothing known" in page.words


async def test_a_draft_is_kept_and_comes_back(visit: Visit) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    typed = [("f-worry", "Half a thought"), ("token", "tok-refer")]
    saved = await visit.post("/draft/referral.start/", typed)
    assert '"saved": "Draft, saved 9:58am"' in saved.text
    page = await visit.get("/refer")
    assert "Draft, saved 9:58am" in page.words
    assert "Half a thought</textarea>" in page.text


async def test_a_form_that_was_sent_meanwhile_leaves_no_draft(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    behind.drafts.sent.add("tok-refer")
    saved = await visit.post(
        "/draft/referral.start/", [("f-worry", "Half a thought"), ("token", "tok-refer")]
    )
    assert saved.text == '{"saved": ""}'
    assert "Half a thought" not in (await visit.get("/refer")).text


async def test_text_sent_after_the_session_ended_is_there_after_signing_in_again(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    behind.accounts.go_idle()
    came = len(behind.desk.came)
    page = await visit.post("/do/referral.start/", REFER)
    assert page.path == "/sign-in"
    assert len(behind.desk.came) == came
    behind.accounts.links["again"] = "t.lowe"
    page = await visit.be_somebody("again")
    assert page.path == "/open/referral.start/?from=my-work"
    assert "Line one\nLine two</textarea>" in page.text
    assert 'value="Kacey Brannigan"' in page.text


async def test_text_of_a_form_that_was_sent_before_is_shown_to_copy(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    behind.accounts.go_idle()
    behind.drafts.sent.add(dict(REFER)["token"])
    page = await visit.post("/do/referral.start/", REFER, {"Sec-Fetch-Site": "same-origin"})
    assert page.status == 403
    assert "Line one\nLine two</blockquote>" in page.text


async def test_text_sent_after_the_session_ended_stays_when_it_cannot_be_kept(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    behind.accounts.go_idle()
    behind.drafts.fails = True
    page = await visit.post("/do/referral.start/", REFER)
    assert page.status == 503
    assert "Line one\nLine two</blockquote>" in page.text
    assert "Send again" in page.words


async def test_a_draft_is_never_shown_to_somebody_else(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    await visit.post("/draft/referral.start/", [("f-worry", "Half a thought")])
    behind.accounts.links["other"] = "m.reyes"
    await visit.be_somebody("other")
    assert "Half a thought" not in (await visit.get("/refer")).text


async def test_what_was_recorded_is_said_though_the_next_form_cannot_be_made(
    visit: Visit, behind: Behind
) -> None:
    await visit.be_somebody()
    await visit.get("/refer")
    body = (Section(None),)  # type: ignore[arg-type]  # a card module's mistake
    behind.desk.answers["referral.start"] = Answer(
        "done",
        Form("Next", "x", "", body),
        note="Recorded 10:42am.",
    )
    page = await visit.post("/do/referral.start/", REFER)
    assert page.path == "/my-work"
    assert (
        "Recorded 10:42am. It was recorded. What comes next could not be shown. "
        "Do not send it again: open My work to go on. Reference "
    ) in page.words
