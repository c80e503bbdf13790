"""More is told after a referral arrived: four pages in any order, and the same form sent again with other words."""

from dataclasses import replace

from bot.cards.elements import TextField
from bot.cards.limits import utf16_length
from tests.handlers.test_kept_from import work_of
from tests.support.cases import arrived
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.referring import CLEAN, MESSY, read, refer, screen, take_file
from triage.told import missing_from_minimum, told

PAGES = ["The child", "People", "The worry", "Telling the family"]


async def test_four_pages_each_lead_to_the_others(desk: Desk) -> None:
    referral = await refer(desk)

    for number, title in enumerate(PAGES, start=1):
        opened = await desk.press("teacher-1", "referral.add", referral, page=number)
        assert opened.form
        assert title in read(opened.form)
        assert opened.form.submit == "Save and continue"
        *pages, another = opened.form.buttons
        assert [button.label for button in pages] == [one for one in PAGES if one != title]
        assert another.label == "Add another person"
        assert all(field.optional for field in opened.form.fields())
        for button in pages:
            assert PAGES[button.page - 1] == button.label


async def test_what_is_still_missing_is_said_and_shrinks(desk: Desk) -> None:
    referral = await refer(desk)
    opened = await desk.press("teacher-1", "referral.add", referral)
    line = next(one for one in read(opened.form) if one.startswith("Still missing from the minimum: "))
    assert "ethnicity" in line
    assert "first language" in line
    assert "the child's own words" in line

    saved = await desk.submit(
        opened.form, {"ethnicity": "White British", "first_language": "English"}, by="teacher-1"
    )

    assert saved.kind == "done"
    assert saved.form
    assert PAGES[1] in read(saved.form)
    line = next(one for one in read(saved.form) if one.startswith("Still missing from the minimum: "))
    assert "ethnicity" not in line
    assert "first language" not in line


async def test_how_somebody_is_safe_to_contact_is_told_before_anybody_phones(desk: Desk) -> None:
    referral = await refer(desk)
    assert not (await desk.case(referral)).referral.safe_contact
    people = await desk.press("teacher-1", "referral.add", referral, page=2)
    await desk.submit(people.form, {"person_1_safe": "By text before 3pm only"}, by="teacher-1")
    assert (await desk.case(referral)).referral.safe_contact


async def test_each_page_is_kept_as_it_was_saved_and_shows_what_was_told(desk: Desk) -> None:
    referral = await refer(desk)
    worry = await desk.press("teacher-1", "referral.add", referral, page=3)
    await desk.submit(
        worry.form, {"presenting_issues": ("neglect", "missing"), "needs": "Sleep"}, by="teacher-1"
    )
    family = await desk.press("teacher-1", "referral.add", referral, page=4)
    last = await desk.submit(
        family.form, {"consent": "refused", "do_not_contact": "Not the father"}, by="teacher-1"
    )

    assert last.form is None
    case = await desk.case(referral)
    assert [dict(addition.fields) for addition in case.additions] == [
        {"presenting_issues": "neglect; missing", "needs": "Sleep"},
        {"consent": "refused", "do_not_contact": "Not the father"},
    ]
    assert told(case)["worry"] == "A bruise the shape of fingers."
    assert case.referral.safe_contact
    again = await desk.press("teacher-1", "referral.add", referral, page=3)
    assert again.form
    held = {field.id: getattr(field, "values", ()) for field in again.form.fields()}
    assert held["presenting_issues"] == ("neglect", "missing")
    assert "harm_happened" in missing_from_minimum(case)


async def test_a_page_saved_without_a_change_keeps_nothing(desk: Desk) -> None:
    referral = await refer(desk)

    opened = await desk.press("teacher-1", "referral.add", referral)
    saved = await desk.submit(opened.form, {}, by="teacher-1")

    assert saved.kind == "done"
    assert (await desk.case(referral)).additions == ()


async def test_what_a_box_cannot_show_as_it_was_written_stays_as_it_was(desk: Desk) -> None:
    """An address of several lines, and a text that another system sent and no box can hold."""
    child = replace(arrived().subjects[0], address="12 Tern Close\r\nSmethwick", school="Tanglewick " * 30)
    case = arrived()
    words = "She says no. 👩‍👧 " * 180
    referral = await keep(
        desk, replace(case, referral=replace(case.referral, child_words=words), subjects=(child,))
    )
    before = await desk.case(referral)
    for page in (1, 3):
        opened = await desk.press("teacher-1", "referral.add", referral, page=page)
        assert opened.form
        for field in opened.form.fields():
            if isinstance(field, TextField):
                assert utf16_length(field.value) <= field.limit
                assert field.multiline or "\n" not in field.value
        assert "More is known than fits here" in "\n".join(f.hint for f in opened.form.fields())
        saved = await desk.submit(opened.form, {"religion": "None"} if page == 1 else {}, by="teacher-1")
        assert saved.kind == "done"
    after = await desk.case(referral)
    assert [dict(addition.fields) for addition in after.additions] == [{"religion": "None"}]
    assert told(after) == told(before) | {"religion": "None"}


async def test_a_page_is_known_by_its_questions_where_a_chat_brings_no_page_number(desk: Desk) -> None:
    referral = await refer(desk)
    opened = await desk.press("teacher-1", "referral.add", referral, page=4)
    assert opened.form
    form = type(opened.form)(**{**vars(opened.form), "page": 1})

    await desk.submit(form, {"other_agencies": "CAMHS"}, by="teacher-1")

    assert [dict(a.fields) for a in (await desk.case(referral)).additions] == [{"other_agencies": "CAMHS"}]


async def test_more_than_three_issues_are_too_many(desk: Desk) -> None:
    referral = await refer(desk)
    opened = await desk.press("teacher-1", "referral.add", referral, page=3)

    issues = ("neglect", "missing", "place", "online_harm")
    answer = await desk.submit(opened.form, {"presenting_issues": issues}, by="teacher-1")

    assert answer.form
    assert answer.form.problems == {"presenting_issues": "Select 3 at most"}


async def test_agencies_look_for_the_name_as_it_is_known_now(desk: Desk) -> None:
    referral = await refer(desk, name="Kacy Branigan")
    opened = await desk.press("teacher-1", "referral.add", referral)

    await desk.submit(
        opened.form, {"full_name": "Kacey Brannigan", "nhs_number": "999 339 5633"}, by="teacher-1"
    )

    case = await desk.case(referral)
    subject = case.subjects[0]
    assert (subject.first_name, subject.surname, subject.nhs_number) == ("Kacey", "Brannigan", "999 339 5633")
    assert await found_by(desk, referral, "nhs:9993395633")
    notes = [
        e.body for e in await desk.store.read(lambda tx: tx.audit.entries(referral)) if e.outcome == "done"
    ]
    assert notes[-1]
    assert (notes[-1]["surname was"], notes[-1]["surname is"]) == ("Branigan", "Brannigan")


async def test_a_secret_address_is_found_by_no_search_and_shown_in_no_form(desk: Desk) -> None:
    referral = await refer(desk, where="")
    opened = await desk.press("teacher-1", "referral.add", referral)
    await desk.submit(opened.form, {"address": "12 Tern Close", "postcode": "ZZ99 3VZ"}, by="teacher-1")
    pair = "postcode+house:ZZ993VZ:12"
    assert await found_by(desk, referral, pair)

    opened = await desk.press("teacher-1", "referral.add", referral)
    await desk.submit(opened.form, {"address_secret": ("yes",)}, by="teacher-1")

    assert (await desk.case(referral)).subjects[0].address_secret
    assert not await found_by(desk, referral, pair)
    for press in (("teacher-1", "referral.add"), ("screening-1", "referral.screen")):
        text = "\n".join(read((await desk.press(*press, referral)).form))
        assert "Tern" not in text
        assert "ZZ99" not in text


async def found_by(desk: Desk, referral: str, pair: str) -> bool:
    now = desk.clock.now()
    found = await desk.store.read(
        lambda tx: tx.referrals.candidates(desk.hub.forum.id, [pair], now.replace(year=2025), "")
    )
    return referral in {subject.referral for subject in found}


async def test_nobody_adds_to_the_referral_of_another(desk: Desk) -> None:
    referral = await refer(desk)

    for person in ("nurse-1", "police-1"):
        answer = await desk.press(person, "referral.add", referral)
        assert (answer.kind, answer.note) == ("refused", "There is nothing here with that reference.")


async def test_the_same_form_with_other_words_waits_for_the_desk_and_then_stands_beside_the_first(
    desk: Desk,
) -> None:
    desk.move_clock(days=1, hours=3)
    await take_file(desk, CLEAN)
    taken = await take_file(desk, MESSY)
    referral = taken[6].referral_id  # type: ignore[union-attr]  # another test shows that it is attached
    addition = (await desk.case(referral)).additions[0]
    await desk.store.write(lambda tx: desk.projection.referral(tx, desk.hub, desk.hubs.roster(tx), referral))
    assert {m.audience for m in await desk.messages("attached")} == {"screening-1", "duty-1", "duty-2"}
    asked = [item.thing for item in (await work_of(desk, "screening-1")).items if item.message == "attached"]
    assert asked == [addition.id]

    opened = await desk.press("screening-1", "addition.accept", addition.id)
    assert "Sent again: Sent twice by the form." in read(opened.form)
    accepted = await desk.submit(opened.form, {}, by="screening-1")

    assert accepted.kind == "done"
    assert await desk.messages("attached") == []
    assert not any(item.message == "attached" for item in (await work_of(desk, "screening-1")).items)
    case = await desk.case(referral)
    assert case.additions[0].accepted_at == desk.clock.now()
    assert told(case)["worry"].startswith("Found at 03:20")
    screening = read((await desk.press("screening-1", "referral.screen", referral)).form)
    assert "What they are worried about: Sent twice by the form." in screening
    again = await desk.press("duty-1", "addition.accept", addition.id)
    assert again.note == "Already accepted. Your press changed nothing."


async def test_what_was_told_later_is_read_at_screening(desk: Desk) -> None:
    referral = await refer(desk)
    opened = await desk.press("teacher-1", "referral.add", referral, page=2)
    await desk.submit(
        opened.form, {"person_1_name": "Lee Stone", "person_1_of_concern": "yes"}, by="teacher-1"
    )

    lines = read((await desk.press("screening-1", "referral.screen", referral)).form)

    assert "Person 1, name: Lee Stone" in lines
    assert "Person 1, person of concern: Yes" in lines


async def test_more_may_be_told_while_agencies_are_asked(desk: Desk) -> None:
    referral = await refer(desk)
    await screen(desk, referral)

    opened = await desk.press("teacher-1", "referral.add", referral, page=3)
    saved = await desk.submit(opened.form, {"needs": "Sleep"}, by="teacher-1")

    assert saved.kind == "done"
    assert told(await desk.case(referral))["needs"] == "Sleep"


# Whoever referred reads their own words only.


async def held_by(desk: Desk, referral: str, person: str, page: int = 1) -> dict[str, object]:
    """What the fields of a page hold for somebody."""
    form = (await desk.press(person, "referral.add", referral, page=page)).form
    assert form is not None
    return {field.id: getattr(field, "values", ()) or getattr(field, "value", "") for field in form.fields()}


async def add_by(desk: Desk, referral: str, person: str, **typed: str | tuple[str, ...]) -> None:
    saved = await desk.submit((await desk.press(person, "referral.add", referral)).form, typed, by=person)
    assert saved.kind == "done"


async def test_what_the_hub_added_is_not_shown_to_whoever_referred(desk: Desk) -> None:
    referral = await refer(desk)
    await add_by(desk, referral, "screening-1", ethnicity="Not White British", nhs_number="999 339 5633")

    theirs, ours = await held_by(desk, referral, "teacher-1"), await held_by(desk, referral, "screening-1")

    assert (theirs["ethnicity"], theirs["nhs_number"]) == ("", "")
    assert theirs["full_name"] == "Kacey Brannigan"
    assert (ours["ethnicity"], ours["nhs_number"]) == ("Not White British", "999 339 5633")
    line = next(
        one
        for one in read((await desk.press("teacher-1", "referral.add", referral)).form)
        if one.startswith("Still missing")
    )
    assert "ethnicity" in line


async def test_where_the_hub_put_something_right_their_own_words_stay_and_undo_nothing(desk: Desk) -> None:
    referral = await refer(desk, name="Kacy Branigan")
    await add_by(desk, referral, "teacher-1", gp="Dr Low")
    await add_by(desk, referral, "screening-1", full_name="Kacey Brannigan", gp="Dr Lowe")

    theirs = await held_by(desk, referral, "teacher-1")
    await add_by(desk, referral, "teacher-1", religion="None")

    assert (theirs["full_name"], theirs["gp"]) == ("Kacy Branigan", "Dr Low")
    subject = (await desk.case(referral)).subjects[0]
    assert (subject.first_name, subject.surname, subject.gp) == ("Kacey", "Brannigan", "Dr Lowe")
    assert subject.religion == "None"
    assert (await held_by(desk, referral, "teacher-1"))["religion"] == "None"


async def test_their_own_later_word_stands_over_the_hubs(desk: Desk) -> None:
    referral = await refer(desk)
    await add_by(desk, referral, "screening-1", gp="Dr Lowe")
    await add_by(desk, referral, "teacher-1", gp="Dr Marsh")

    assert (await held_by(desk, referral, "teacher-1"))["gp"] == "Dr Marsh"
    assert (await held_by(desk, referral, "screening-1"))["gp"] == "Dr Marsh"


async def test_an_address_that_the_hub_keeps_secret_stays_secret_whatever_they_send(desk: Desk) -> None:
    referral = await refer(desk)
    await add_by(desk, referral, "teacher-1", address="14 Larkspur Gardens")
    await add_by(desk, referral, "screening-1", address_secret=("yes",))

    theirs = await held_by(desk, referral, "teacher-1")
    await add_by(desk, referral, "teacher-1", gp="Dr Lowe")

    assert (theirs["address"], theirs["address_secret"]) == ("", "")
    assert (await desk.case(referral)).subjects[0].address_secret
    await add_by(desk, referral, "teacher-1", address_secret=("yes",))
    await add_by(desk, referral, "teacher-1", address_secret=())
    assert (await desk.case(referral)).subjects[0].address_secret
