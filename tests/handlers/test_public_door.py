"""What a member of the public tells a hub: what they are asked, what is kept of it, and who reads their name."""

from dataclasses import replace

import pytest

from bot.cards.elements import Form, TextField
from bot.drawing import Drawing
from bot.interaction import Answer, Identity, SurfaceName
from bot.public_door import StoredPublicDoor
from bot.reading.overview import StoredOverview
from storage.tx import Tx
from tests.support.desk import Desk
from tests.support.people import FORUM, WEB_TENANT
from tests.support.referring import KACEY, read, screen
from triage.case import Case

NEIGHBOUR = {
    "about": "child",
    "name": "Kacey Brannigan",
    "born": "about 9",
    "where": "14 Harbour Lane",
    "household": "",
    "worry": "Shouting every night, and the child cries.",
    "danger": "not_sure",
    "family_told": "no",
    "own_name": "Ottoline Fenwick",
    "phone": "01632 960 002",
    "email": "",
    "keep_name": "yes",
}
NAMELESS = {"own_name": "", "phone": ""}


@pytest.fixture
def door(desk: Desk) -> StoredPublicDoor:
    """The door of the desk's hub, which lets members of the public in."""
    let_in(desk, FORUM)
    return StoredPublicDoor(desk.store, desk.hubs, desk.projection, lambda: None)


def let_in(desk: Desk, hub: str, *, public_form: bool = True) -> None:
    def put(tx: Tx) -> None:
        tx.forums.put(replace(desk.hub.forum, id=hub, public_form=public_form))
        desk.hubs.refresh(tx)

    desk.store.write_now(put)


async def tell(door: StoredPublicDoor, key: str = "key-1", hub: str = FORUM, **typed: str) -> Answer:
    fields = {name: (text,) if text else () for name, text in {**NEIGHBOUR, **typed}.items()}
    return await door.tell(hub, fields, key)


async def told(desk: Desk, door: StoredPublicDoor, **typed: str) -> Case:
    """The case that it became."""
    answer = await tell(door, **typed)
    assert answer.kind == "done", answer
    (referral,) = await ids(desk)
    return await desk.case(referral)


async def ids(desk: Desk, hub: str = FORUM) -> tuple[str, ...]:
    return await desk.store.read(lambda tx: tx.referrals.all_ids(hub))


async def test_it_begins_with_999_and_the_hubs_phone_and_asks_what_a_referral_asks(
    door: StoredPublicDoor,
) -> None:
    form = await door.form(FORUM)

    assert form.notice.splitlines() == [
        "If anyone is in danger now, call 999.",
        "To speak to somebody, phone the hub on 01632 960 100.",
    ]
    assert [(field.label, field.optional) for field in form.fields()] == [
        ("Who is it about?", False),
        ("Name", False),
        ("Date of birth or age", False),
        ("Where are they now? (optional)", True),
        ("Who else is in the home? (optional)", True),
        ("What are you worried about?", False),
        ("Is anyone in danger right now?", False),
        ("Do the parents or carers know that you are telling us?", False),
        ("Your name (optional)", True),
        ("Your phone number (optional)", True),
        ("Your e-mail address (optional)", True),
        ("Do you want us to keep your name from the family?", False),
    ]
    assert next(f for f in form.fields() if f.id == "keep_name").hint == "We will try. We cannot promise."


async def test_while_the_hub_is_closed_it_says_whom_to_phone(desk: Desk, door: StoredPublicDoor) -> None:
    desk.move_clock(hours=12)
    closed = "The hub is closed until 8:45am Tuesday 17 November. In danger now: 999. Until then phone the emergency duty team on 01632 960 199."

    assert (await door.form(FORUM)).notice.splitlines()[-1] == closed
    assert closed in read((await tell(door)).form)


WRONG = [
    ("about", "", "Select who it is about"),
    ("name", "", 'Enter a name, or "not known"'),
    ("born", "the other day", 'Enter a date like 4 3 2017, or an age like "about 9"'),
    ("worry", "...", "Enter what you are worried about"),
    ("worry", "x" * 3001, "Use 1 fewer character"),
    ("danger", "", "Select yes, no or not sure"),
    ("danger", "perhaps", "Choose one of the options shown"),
    ("family_told", "", "Select if the parents or carers know"),
    ("phone", "ring me", "Enter a phone number, like 01632 960 001"),
    ("email", "ottoline", "Enter an e-mail address, like name@example.org, or leave it empty"),
    ("email", "ottoline@", "Enter an e-mail address, like name@example.org, or leave it empty"),
    ("keep_name", "", "Select yes or no"),
]


async def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(
    desk: Desk, door: StoredPublicDoor
) -> None:
    for field, typed, said in WRONG:
        answer = await tell(door, **{field: typed})
        assert answer.kind == "invalid"
        assert answer.form
        assert answer.form.problems == {field: said}
        assert held(answer.form)["own_name"] == "Ottoline Fenwick"
    assert await ids(desk) == ()


async def test_whoever_cannot_say_a_name_must_say_where_to_look(door: StoredPublicDoor) -> None:
    answer = await tell(door, name="not known", where="")

    assert answer.form
    assert answer.form.problems == {
        "where": "Enter where they are, or something else that helps to find them"
    }


async def test_what_was_told_is_kept_as_of_nobody_on_the_roster(desk: Desk, door: StoredPublicDoor) -> None:
    case = await told(desk, door)

    referral, (subject,) = case.referral, case.subjects
    assert (referral.source, referral.referrer.person, referral.doubts) == ("public", "", ())
    assert (referral.danger, referral.family_told, referral.where_now) == (
        "not_sure",
        "no",
        "14 Harbour Lane",
    )
    assert (subject.first_name, subject.surname, subject.born) == ("Kacey", "Brannigan", "about 9")
    who = referral.referrer
    assert (who.name, who.phone, who.anonymous) == ("Ottoline Fenwick", "01632 960 002", True)
    entries = await desk.store.read(lambda tx: tx.audit.entries(referral.id))
    assert [(entry.actor, entry.surface, entry.verb) for entry in entries] == [
        ("public", "public", "contact.received")
    ]
    assert {m.audience for m in await desk.messages("to_screen")} == {"screening-1", "duty-1", "duty-2"}


async def test_the_same_words_from_the_same_form_are_taken_once(desk: Desk, door: StoredPublicDoor) -> None:
    first = await tell(door)

    assert await tell(door) == first
    assert len(await ids(desk)) == 1
    await tell(door, worry="It happened again.")
    assert len(await ids(desk)) == 2, "what was written anew on the same page is not lost"
    await tell(door, key="key-2")
    assert len(await ids(desk)) == 3, "the same words on another day are told anew"


@pytest.mark.parametrize(
    ("typed", "said", "task"),
    [
        (
            {},
            "We will tell you in the way that you gave us, but nothing that is private to the family.",
            True,
        ),
        (NAMELESS, "You left no way to reach you, so we cannot tell you what happens.", False),
        (
            {"phone": "", "keep_name": "no"},
            "You left no way to reach you, so we cannot tell you what happens.",
            False,
        ),
    ],
)
async def test_what_happens_next_and_whether_they_will_hear_of_it(
    desk: Desk, door: StoredPublicDoor, typed: dict[str, str], said: str, *, task: bool
) -> None:
    lines = read((await tell(door, **typed)).form)

    (referral,) = await ids(desk)
    case = await desk.case(referral)
    kept = "We will try to keep your name from the family. We cannot promise."
    assert lines == [
        "Thank you. What you told us has arrived",
        f"Your reference is {case.referral.reference}. Write it down: you need it if you phone.",
        "Received 9:12am Monday 16 November 2026. A social worker will decide what happens next by the end of Tuesday 17 November.",
        "If anyone is in danger now, call 999. If something changes, phone the hub on 01632 960 100 and give the reference.",
        said,
        *([kept] if case.referral.referrer.anonymous else []),
        "Tell us about somebody else",
    ]
    tasks = await desk.store.read(lambda tx: tx.open_tasks(FORUM))
    assert [one.who for one in tasks] == (
        ["Somebody who asked not to be named, 01632 960 002"] if task else []
    )
    assert all(said in one.words and "Fenwick" not in one.words for one in tasks)


WISH = "They asked us to keep their name from the family. We try. It is not guaranteed."


@pytest.mark.parametrize(("who", "named"), [("screening-1", False), ("duty-1", True)])
async def test_screening_shows_the_wish_and_the_name_to_the_duty_manager_alone(
    desk: Desk, door: StoredPublicDoor, who: str, *, named: bool
) -> None:
    case = await told(desk, door)

    shown = read((await desk.press(who, "referral.screen", case.referral.id)).form)

    assert WISH in shown
    assert "A member of the public told us this on the web page." in shown
    assert any("Ottoline Fenwick" in line for line in shown) is named
    assert any("Somebody who asked not to be named" in line for line in shown) is not named


async def test_an_agency_that_is_asked_reads_the_wish_and_no_name(desk: Desk, door: StoredPublicDoor) -> None:
    case = await told(desk, door)
    await screen(desk, case.referral.id)

    shown = read((await desk.press("police-1", "details.open", case.referral.id)).form)

    assert WISH in shown
    assert not any("Fenwick" in line or "960 002" in line or "member of the public" in line for line in shown)


async def test_no_message_names_who_told_it(desk: Desk, door: StoredPublicDoor) -> None:
    case = await told(desk, door, danger="yes")
    await screen(desk, case.referral.id)
    drawing, messages = Drawing(desk.hubs), await desk.messages()

    cards = [await desk.store.read(lambda tx, one=one: drawing.draw(tx, one)) for one in messages]

    assert len(cards) > 20
    assert not any(word in repr(cards) for word in ("Fenwick", "Ottoline", "960 002", "neighbour"))


async def test_the_figures_count_them_as_members_of_the_public(desk: Desk, door: StoredPublicDoor) -> None:
    for number in range(5):
        await tell(door, key=f"key-{number}")
    manager = Identity(SurfaceName.WEB, WEB_TENANT, "duty-1")

    read_by_them = await StoredOverview(desk.store, desk.hubs).measures(manager, 3)

    assert read_by_them
    (source,) = (figure for figure in read_by_them.report.figures if figure.id == "source")
    assert [line.label for line in source.lines] == ["Members of the public", "All"]


async def test_a_colleague_is_never_asked_and_cannot_slip_it_in(desk: Desk) -> None:
    opened = await desk.press("teacher-1", "referral.start")
    assert opened.form
    assert "keep_name" not in held(opened.form)
    with_wish = replace(opened.form, body=(*opened.form.body, TextField("keep_name", "Keep my name")))

    answer = await desk.submit(with_wish, {**KACEY, "keep_name": "yes"}, by="teacher-1")

    assert answer.form
    case = await desk.case(answer.form.buttons[0].thing)
    assert not case.referral.referrer.anonymous


async def test_only_a_hub_that_says_so_lets_them_in(desk: Desk, door: StoredPublicDoor) -> None:
    let_in(desk, FORUM, public_form=False)
    let_in(desk, "north")

    await tell(door, hub="north")
    with pytest.raises(LookupError):
        await tell(door)
    with pytest.raises(LookupError):
        await door.form(FORUM)

    assert door.hubs() == ("north",)
    assert (len(await ids(desk, "north")), await ids(desk)) == (1, ())


def held(form: Form) -> dict[str, str]:
    return {field.id: getattr(field, "value", "") for field in form.fields()}
