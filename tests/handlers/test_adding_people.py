"""A brother or sister is added to a referral before it is screened; afterwards it is a referral of its own."""

import pytest

from bot.cards.afterwards import feedback
from bot.cards.sight import Sight
from bot.interaction import Answer
from bot.words import Words
from tests.support.desk import Desk
from tests.support.referring import KACEY, read, refer, screen, send
from tests.support.search import found_by
from triage.case import Case

KIAN = {"about": "child", "name": "Kian Brannigan", "born": "15 9 2020"}
TIA = {"about": "child", "name": "Tia Brannigan", "born": "about 11"}


async def add(desk: Desk, referral: str, by: str = "teacher-1", **typed: str) -> Answer:
    """Somebody opens the form and sends it."""
    return await desk.do(by, "subject.add", referral, {**KIAN, **typed})


def shown(case: Case) -> list[tuple[int, str, str]]:
    return [(one.number, one.first_name, one.stage) for one in case.subjects]


async def test_the_form_asks_who_it_is_and_no_more(desk: Desk) -> None:
    referral = await refer(desk)

    opened = await desk.press("teacher-1", "subject.add", referral)

    assert opened.form
    assert opened.form.title == "Add another person"
    assert [(field.label, field.optional) for field in opened.form.fields()] == [
        ("Who is it about?", False),
        ("Name", False),
        ("Date of birth or age", False),
        ("Sex (optional)", True),
    ]
    lines = read(opened.form)
    assert "An unborn baby" in lines
    assert "A place or a group" not in lines


async def test_a_later_child_takes_the_next_number_and_the_address_of_the_household(desk: Desk) -> None:
    referral = await refer(desk)
    page = await desk.press("teacher-1", "referral.add", referral)
    home = {"address": "12 Tern Close", "postcode": "ZZ99 3VZ", "school": "Harbour Lane"}
    await desk.submit(page.form, home, by="teacher-1")

    await add(desk, referral, sex="Male")
    answer = await add(desk, referral, **TIA)

    case = await desk.case(referral)
    assert answer.note == f"Recorded 9:12am. {case.referral.reference}."
    assert [(one.number, one.first_name, one.born, one.sex) for one in case.subjects] == [
        (1, "Kacey", "4 3 2017", ""),
        (2, "Kian", "15 9 2020", "Male"),
        (3, "Tia", "about 11", ""),
    ]
    assert {(one.address, one.postcode) for one in case.subjects} == {("12 Tern Close", "ZZ99 3VZ")}
    assert [one.school for one in case.subjects] == ["Harbour Lane", "", ""]


async def test_who_was_added_is_found_again_and_is_on_the_record(desk: Desk) -> None:
    referral = await refer(desk)

    await add(desk, referral)

    case = await desk.case(referral)
    later = await refer(desk, name="Kian Brannigan", born="15 9 2020", household="")
    rows = read((await desk.press("screening-1", "referral.screen", later)).form)
    assert any(
        line.startswith("Kian Brannigan, born 15 September 2020. Contact 16 November 2026") for line in rows
    )
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral))
    added = [entry for entry in entries if (entry.verb, entry.outcome) == ("subject.add", "done")]
    assert [(entry.actor, entry.body) for entry in added] == [
        ("teacher-1", {"subject": case.subjects[1].id, "number": "2", "kind": "child"})
    ]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("about", "", "Select who it is about"),
        ("about", "place", "Choose one of the options shown"),
        ("name", "", 'Enter a name, or "not known"'),
        ("born", "", 'Enter a date like 4 3 2017, or an age like "about 9"'),
        ("born", "in the spring", 'Enter a date like 4 3 2017, or an age like "about 9"'),
    ],
)
async def test_what_is_wrong_is_said_in_the_words_of_the_first_form(
    desk: Desk, field: str, typed: str, said: str
) -> None:
    referral = await refer(desk)

    answer = await add(desk, referral, **{field: typed})

    assert answer.form
    assert answer.form.problems == {field: said}
    assert len((await desk.case(referral)).subjects) == 1


async def test_an_unborn_baby_without_a_name_is_added_by_the_date_it_is_due(desk: Desk) -> None:
    referral = await refer(desk)

    await add(desk, referral, about="unborn", name="not known", born="22 1 2027")

    baby = (await desk.case(referral)).subjects[1]
    assert (baby.kind, baby.first_name, baby.surname, baby.born) == ("unborn", "", "", "22 1 2027")


async def test_whoever_referred_goes_on_to_another_person_or_the_rest(desk: Desk) -> None:
    sent = await send(desk)
    assert sent.form
    assert [button.label for button in sent.form.buttons] == ["Add more now", "Add another person"]

    added = await add(desk, sent.form.buttons[1].thing)

    assert added.form
    assert "This referral is about 2 people." in read(added.form)
    assert [(b.label, b.verb) for b in added.form.buttons] == [
        ("Add another person", "subject.add"),
        ("Add more now", "referral.add"),
    ]


async def test_who_screens_adds_from_the_screening_form_and_goes_back_to_it(desk: Desk) -> None:
    referral = await refer(desk)
    screening = await desk.press("screening-1", "referral.screen", referral)
    assert screening.form
    assert ("Add another person", "subject.add") in [(b.label, b.verb) for b in screening.form.buttons]

    added = await add(desk, referral, by="screening-1")

    assert added.form
    assert [(b.label, b.verb) for b in added.form.buttons] == [
        ("Add another person", "subject.add"),
        ("Back to screening", "referral.screen"),
    ]
    again = await desk.submit(
        screening.form, {"what": "rate", "urgency_1": "red", "reason": "Marks."}, by="screening-1"
    )
    assert again.form
    assert again.form.problems == {"urgency_2": "Select an urgency for child 2"}
    assert "Child 2: Kian Brannigan, born 15 September 2020 (6)" in read(again.form)
    await desk.submit(again.form, {"urgency_2": "amber"}, by="screening-1")
    assert shown(await desk.case(referral)) == [(1, "Kacey", "rated"), (2, "Kian", "rated")]


@pytest.mark.parametrize("opened_by", ["desk.next", "referral.screen"])
async def test_nobody_leaves_screening_unread(desk: Desk, opened_by: str) -> None:
    referral = await refer(desk)
    screening = await desk.press(
        "screening-1", opened_by, referral if opened_by.startswith("referral") else ""
    )
    await add(desk, referral)
    closes = {"what": "advice", "reason": "Told where to turn."}

    again = await desk.submit(screening.form, closes, by="screening-1")

    assert again.form
    assert again.form.notice == "This changed while you were reading."
    assert shown(await desk.case(referral)) == [(1, "Kacey", "received"), (2, "Kian", "received")]
    await desk.submit(again.form, {}, by="screening-1")
    assert shown(await desk.case(referral)) == [(1, "Kacey", "advice"), (2, "Kian", "advice")]


async def test_an_unchanged_referral_leaves_screening_at_once(desk: Desk) -> None:
    await refer(desk)
    screening = await desk.press("screening-1", "desk.next")

    answer = await desk.submit(screening.form, {"what": "advice", "reason": "Told."}, by="screening-1")

    assert answer.kind == "done"


async def test_once_it_is_screened_a_sibling_is_a_new_referral(desk: Desk) -> None:
    referral = await refer(desk)
    form = (await desk.press("teacher-1", "subject.add", referral)).form
    await screen(desk, referral)

    said = (
        "This referral has been screened. Nothing was recorded. Refer a brother or sister as a new referral: "
        "the hub links the two."
    )
    for answer in (
        await desk.submit(form, KIAN, by="teacher-1"),
        await desk.press("screening-1", "subject.add", referral),
    ):
        assert (answer.kind, answer.note) == ("refused", said)
    assert len((await desk.case(referral)).subjects) == 1
    for person, verb in (("teacher-1", "referral.add"), ("screening-1", "case.more")):
        opened = (await desk.press(person, verb, referral)).form
        assert opened
        assert "subject.add" not in [button.verb for button in opened.buttons]


@pytest.mark.parametrize("person", ["nurse-1", "police-1", "chair-1", "admin-1"])
async def test_nobody_else_adds_anybody(desk: Desk, person: str) -> None:
    referral = await refer(desk)

    before = await desk.press(person, "subject.add", referral)
    await screen(desk, referral)
    after = await desk.press(person, "subject.add", referral)

    assert before.note == after.note == "There is nothing here with that reference."


async def test_more_offers_it_last(desk: Desk) -> None:
    referral = await refer(desk)

    more = (await desk.press("screening-1", "case.more", referral)).form

    assert more
    assert more.buttons[-1].label == "Add another person"


async def test_only_who_may_read_the_case_reads_who_is_in_it_already(desk: Desk) -> None:
    referral = await refer(desk)
    await add(desk, referral, by="screening-1")

    hub = read((await desk.press("duty-1", "subject.add", referral)).form)
    referrer = read((await desk.press("teacher-1", "subject.add", referral)).form)

    assert "Child 2: Kian Brannigan, born 15 September 2020 (6)" in hub
    assert "This referral is about 2 people." in referrer
    assert not any("Kian" in line for line in referrer)


async def test_an_address_that_becomes_secret_is_secret_for_everybody_who_lives_there(desk: Desk) -> None:
    referral = await refer(desk, where="")
    page = await desk.press("teacher-1", "referral.add", referral)
    await desk.submit(page.form, {"address": "12 Tern Close", "postcode": "ZZ99 3VZ"}, by="teacher-1")
    await add(desk, referral)
    pair = "postcode+house:ZZ993VZ:12"
    assert len(await found_by(desk, pair)) == 2

    page = await desk.press("teacher-1", "referral.add", referral)
    await desk.submit(page.form, {"address_secret": ("yes",)}, by="teacher-1")
    await add(desk, referral, **TIA)

    case = await desk.case(referral)
    assert [one.address_secret for one in case.subjects] == [True, True, True]
    assert await found_by(desk, pair) == []
    text = "\n".join(read((await desk.press("screening-1", "referral.screen", referral)).form))
    assert "Tern" not in text
    assert text.count("The address must be kept secret.") == 3


async def test_each_person_stands_with_what_was_told_of_them(desk: Desk) -> None:
    referral = await refer(desk)
    page = await desk.press("teacher-1", "referral.add", referral)
    await desk.submit(page.form, {"sex": "Female", "ethnicity": "White British"}, by="teacher-1")
    alone = read((await desk.press("screening-1", "referral.screen", referral)).form)
    assert alone.index("Sex: Female") > alone.index("Referral")

    await add(desk, referral, sex="Male")

    lines = read((await desk.press("screening-1", "referral.screen", referral)).form)
    kacey = lines.index("Child 1: Kacey Brannigan, born 4 March 2017 (9)")
    kian = lines.index("Child 2: Kian Brannigan, born 15 September 2020 (6)")
    assert lines[kacey + 1 : kian] == ["Sex: Female", "Ethnicity: White British"]
    assert lines[kian + 1] == "Sex: Male"
    assert lines.count("Sex: Female") == 1


async def test_what_was_typed_first_stays_with_the_first(desk: Desk) -> None:
    assert KACEY["name"] == "Kacey Brannigan"
    referral = await refer(desk)
    await add(desk, referral, **TIA)

    page = (await desk.press("teacher-1", "referral.add", referral)).form

    assert page
    assert {field.id: getattr(field, "value", "") for field in page.fields()}[
        "full_name"
    ] == "Kacey Brannigan"


async def test_whoever_referred_hears_nothing_of_somebody_the_hub_added(desk: Desk) -> None:
    referral = await refer(desk)
    await add(desk, referral, by="screening-1")

    await desk.do(
        "screening-1",
        "referral.screen",
        referral,
        {"what": "early_help", "send_to": "Early help", "reason": "Known."},
    )

    case = await desk.case(referral)
    (reply,) = case.feedback
    assert [subject for subject, _ in reply.outcomes] == [case.first_told.id]
    eyes = Sight(Words(), desk.hub, await desk.store.read(desk.hubs.roster), desk.clock.now())
    assert feedback.sentences(eyes, case, reply) == ("The family will be offered early help.",)


async def test_what_looks_wrong_with_a_later_child_is_said_to_who_screens(desk: Desk) -> None:
    referral = await refer(desk)
    await add(desk, referral)
    assert "Look at this first" not in read(
        (await desk.press("screening-1", "referral.screen", referral)).form
    )

    await add(desk, referral, born="15 9 2029")

    lines = read((await desk.press("screening-1", "referral.screen", referral)).form)
    assert "The date of birth is in the future. Check it." in lines
    assert (await desk.case(referral)).referral.doubts == ("birth_in_future",)
