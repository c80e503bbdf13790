"""Somebody refers a concern: what they are asked, what they hear, what they find again."""

import pytest

from bot.cards.elements import Section
from tests.support.decisions import approve, keep_answered
from tests.support.desk import Desk
from tests.support.people import FORUM
from tests.support.referring import KACEY, read, refer, screen, send

NEXT = (
    "Received 9:12am Monday 16 November 2026. A social worker will decide what happens next by the end of Tuesday 17 November, and we will tell you here.",
    "If anyone is in danger now, call 999. If something changes, add to the referral or phone the hub on 01632 960 100 and give the reference.",
)


async def test_the_form_asks_nine_things_in_their_order(desk: Desk) -> None:
    opened = await desk.press("teacher-1", "referral.start")

    assert opened.form
    assert opened.form.title == "Refer a concern"
    assert opened.form.submit == "Send referral"
    assert [(field.label, field.optional) for field in opened.form.fields()] == [
        ("Who is it about?", False),
        ("Name", False),
        ("Date of birth or age", False),
        ("Where are they now? (optional)", True),
        ("Who else is in the home? (optional)", True),
        ("What are you worried about?", False),
        ("Is anyone in danger right now?", False),
        ("Do the parents or carers know you are referring?", False),
        ("Your phone number today", False),
    ]


async def test_what_nobody_can_read_is_kept_as_a_mark_and_never_lost(desk: Desk) -> None:
    """Half an emoji that a client cut off, what a terminal leaves in a copy, a name that turns the line round."""
    sent = await send(desk, name="Kacey\u202e Brannigan", worry="A bruise\x00 \x1b[1m. She\x0bcried \ud83d")

    assert sent.form
    case = await desk.case(sent.form.buttons[0].thing)
    assert case.referral.worry == "A bruise\ufffd \ufffd[1m. She\ncried \ufffd"
    assert case.subjects[0].first_name == "Kacey\ufffd"


async def test_what_was_typed_is_kept_and_what_happens_next_is_said_at_once(desk: Desk) -> None:
    sent = await send(desk)

    assert sent.form
    referral = sent.form.buttons[0].thing
    case = await desk.case(referral)
    reference = case.referral.reference
    assert sent.note == f"Recorded 9:12am. {reference}."
    assert read(sent.form) == [
        "Your referral arrived",
        reference,
        *NEXT,
        "Until you hear from us, carry on with your own agency's safeguarding steps.",
        "You typed the date of birth 4 March 2017.",
    ]
    assert [(b.label, b.verb) for b in sent.form.buttons] == [
        ("Add more now", "referral.add"),
        ("Add another person", "subject.add"),
    ]
    assert reference.startswith("MASH-2611-")
    subject = case.subjects[0]
    assert (subject.kind, subject.first_name, subject.surname, subject.born) == (
        "child",
        "Kacey",
        "Brannigan",
        "4 3 2017",
    )
    assert case.referral.referrer.person == "teacher-1"
    assert case.referral.referrer.organisation == "Harbour Lane Primary School"
    assert case.referral.referrer.phone == KACEY["phone"]
    assert case.referral.doubts == ()


async def test_who_referred_is_told_by_a_message_and_the_promise_is_kept(desk: Desk) -> None:
    referral = await refer(desk)

    assert [m.thing for m in await desk.messages("received", to="teacher-1")] == [referral]
    clock = (await desk.case(referral)).clock("acknowledge")
    assert clock is not None
    assert clock.stopped_at == desk.clock.now()
    assert await desk.store.read(lambda tx: tx.open_tasks(FORUM)) == ()


async def test_the_desk_sees_at_once_that_something_waits_and_that_there_may_be_danger(desk: Desk) -> None:
    await refer(desk, danger="no")
    assert {m.audience for m in await desk.messages("to_screen")} == {"screening-1", "duty-1", "duty-2"}
    assert await desk.messages("danger") == []

    referral = await refer(desk, danger="yes")

    alerts = await desk.messages("danger")
    assert {(m.audience, m.thing) for m in alerts} == {
        (who, referral) for who in ("screening-1", "duty-1", "duty-2")
    }


async def test_nothing_of_a_new_referral_is_in_the_channel(desk: Desk) -> None:
    await refer(desk)

    assert [m.card for m in await desk.messages(to="channel")] == ["notice"]


async def test_the_phone_number_of_last_time_is_there(desk: Desk) -> None:
    await refer(desk, phone="01632 960 999")

    opened = await desk.press("teacher-1", "referral.start")

    assert opened.form
    assert {field.id: getattr(field, "value", "") for field in opened.form.fields()}[
        "phone"
    ] == "01632 960 999"


async def test_a_message_from_the_chat_is_in_the_form_and_is_named_afterwards(desk: Desk) -> None:
    opened = await desk.press("teacher-1", "referral.start", prefill={"worry": "Look at her arm"})

    assert opened.form
    assert {f.id: getattr(f, "value", "") for f in opened.form.fields()}["worry"] == "Look at her arm"
    sent = await desk.submit(opened.form, {**KACEY, "worry": "Look at her arm"}, by="teacher-1")
    left_behind = "The original message is still in the chat. Delete it if it names anyone."
    assert left_behind in read(sent.form)
    assert left_behind not in read((await send(desk)).form)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("about", "", "Select who it is about"),
        ("name", "", 'Enter a name, or "not known"'),
        ("born", "", 'Enter a date like 4 3 2017, or an age like "about 9"'),
        ("phone", "call me", "Enter a phone number, like 01632 960 001"),
        ("born", "in the spring", 'Enter a date like 4 3 2017, or an age like "about 9"'),
        ("worry", "", "Enter what you are worried about"),
        ("worry", "?!", "Enter what you are worried about"),
        ("danger", "", "Select yes, no or not sure"),
        ("family_told", "", "Select if the parents or carers know"),
        ("phone", "", "Enter a phone number, like 01632 960 001"),
    ],
)
async def test_what_is_wrong_is_said_beside_the_question_and_what_was_typed_stays(
    desk: Desk, field: str, typed: str, said: str
) -> None:
    answer = await send(desk, **{field: typed})

    assert answer.kind == "invalid"
    assert answer.form
    assert answer.form.problems == {field: said}
    held = {one.id: getattr(one, "value", "") for one in answer.form.fields()}
    assert held == {**KACEY, field: typed}
    assert await desk.store.read(lambda tx: tx.referrals.all_ids(FORUM)) == ()


async def test_somebody_must_be_able_to_find_them(desk: Desk) -> None:
    answer = await send(desk, name="not known", born="not known", where="", household="")

    assert answer.form
    assert answer.form.problems == {
        "where": "Enter where they are, or something else that helps to find them"
    }


@pytest.mark.parametrize(
    ("about", "name", "kept"),
    [
        ("child", "Kacey Brannigan", ("Kacey", "Brannigan", "")),
        ("child", "Mary Ann Smith", ("Mary Ann", "Smith", "")),
        ("child", "Kacey", ("Kacey", "", "")),
        ("child", "not known", ("", "", "")),
        ("child", "Not known, the little boy at number 30", ("", "", "the little boy at number 30")),
        ("unborn", "Baby of Tamsin Sedgewick", ("Baby of Tamsin", "Sedgewick", "")),
        ("place", "The underpass behind the shops", ("The underpass behind the shops", "", "")),
    ],
)
async def test_the_one_name_field_is_kept_as_names(
    desk: Desk, about: str, name: str, kept: tuple[str, str, str]
) -> None:
    born = {"unborn": "22 1 2027", "place": "none"}.get(about, "4 3 2017")

    referral = await refer(desk, about=about, name=name, born=born)

    subject = (await desk.case(referral)).subjects[0]
    assert (subject.kind, subject.first_name, subject.surname, subject.other_names) == (about, *kept)


async def test_an_address_that_must_stay_secret_is_not_among_the_words_others_read(desk: Desk) -> None:
    referral = await refer(desk, where="confidential, 5 Elm Court")

    case = await desk.case(referral)
    assert case.subjects[0].address_secret
    assert case.referral.where_now == ""


async def test_my_referrals_say_where_each_stands_and_nothing_of_the_case(desk: Desk) -> None:
    first = await refer(desk)
    desk.move_clock(hours=1)
    await refer(desk, "nurse-1", name="Tomos Frost")
    second = await refer(desk)
    await screen(desk, first)

    opened = await desk.press("teacher-1", "referral.mine")

    one, two = await desk.case(first), await desk.case(second)
    assert read(opened.form) == [
        "My referrals",
        f"{two.referral.reference}, received 10:12am today",
        "Waiting to be read.",
        f"{one.referral.reference}, received 9:12am today",
        "A social worker has read your referral. We will write to you.",
    ]


async def test_the_reference_of_ones_own_referral_leads_to_my_referrals(desk: Desk) -> None:
    reference = (await desk.case(await refer(desk))).referral.reference

    own = await desk.press("teacher-1", "details.open", reference.lower())
    others = await desk.press("nurse-1", "details.open", reference)

    assert (own.kind, read(own.form)[:2]) == ("open", ["My referrals", f"{reference}, received 9:12am today"])
    assert others.kind == "refused"


async def test_whoever_may_read_the_case_reads_it_though_they_referred_it(desk: Desk) -> None:
    reference = (await desk.case(await refer(desk, "duty-1"))).referral.reference

    opened = (await desk.press("duty-1", "details.open", reference)).form

    assert opened is not None
    assert opened.verb == "details.open"


async def test_who_referred_nobody_is_told_so(desk: Desk) -> None:
    assert read((await desk.press("police-1", "referral.mine")).form) == [
        "My referrals",
        "You have not referred anybody yet.",
    ]


async def test_my_referrals_leads_to_the_reply_and_says_who_disagrees(desk: Desk) -> None:
    referral = await keep_answered(desk)
    (prepared,) = (await approve(desk, referral)).feedback
    await desk.do("duty-1", "feedback.send", prepared.id, {"how": "chat", "checked": "yes"})
    why = {"unsafe": "no", "about": "outcome", "why": "A check each day at school is needed."}
    await desk.do("teacher-1", "disagreement.raise", referral, why)

    form = (await desk.press("teacher-1", "referral.mine")).form

    assert form is not None
    assert read(form)[-1].startswith("We wrote to you 12:51pm today. You disagreed 12:51pm Mon 16 November.")
    assert "Read the full reply" in [
        button.label for row in form.body for button in getattr(row, "buttons", ())
    ]


async def test_who_refers_while_the_hub_is_closed_is_told_so_at_once(desk: Desk) -> None:
    closed = "The hub is closed until 8:45am Tuesday 17 November."
    assert closed not in " ".join(read((await desk.press("teacher-1", "referral.start")).form))
    desk.move_clock(hours=9)

    form = (await desk.press("teacher-1", "referral.start")).form
    assert form is not None
    assert isinstance(form.body[0], Section)
    assert closed in " ".join(form.body[0].lines), "before anything is typed"
    sent = await send(desk)

    assert "The hub is closed until 8:45am Tuesday 17 November." in " ".join(read(sent.form))
    assert "phone the emergency duty team on" in " ".join(read(sent.form))
