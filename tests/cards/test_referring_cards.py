"""Cards and forms from "a referral arrives" to "agencies are asked", word for word, and inside every platform's limits."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.desk import ask_agencies, danger, rerate, screen, to_screen
from bot.cards.elements import Card, Form
from bot.cards.referring import add_more, add_person, attached, doubts, received, refer
from bot.cards.render import adaptive, blockkit
from bot.cards.sight import Sight
from bot.words import Words
from tests.cards.reading import at, buttons_of, read, sight, staff, words
from tests.doubles.adaptive.check import check_card
from tests.doubles.slack.blocks import check_message_blocks, check_view, too_large
from tests.support.cases import REFERENCE, arrived, rated
from triage.arrivals import Doubt
from triage.case import Case
from triage.comparing import Contact, Proposed
from triage.matching import KnownPerson
from triage.naming import SubjectKind
from triage.records import Addition, Clock, Screening, Subject

WORDS = Words("en")
Builder = Callable[[Case, Sight, str], Card]
NOW = at(9, 31)
SCREENER = staff("screening")
DECIDE = Clock("clock-d", "referral-1", "", "decide", "", at(9, 12), at(0, day=18))
KIAN = Subject("other-1", "referral-2", 1, "child", "Kian", "Branigan", born="7 8 2020")
EARLIER = Contact(
    KIAN, KnownPerson(), "MASH-2606-AAAAA", at(9, 0).replace(month=6, day=3), "green", "early_help"
)


def with_promise(case: Case) -> Case:
    return replace(case, clocks=(*case.clocks, DECIDE))


def sent_again(case: Case) -> Case:
    fields = {"first_name": "Kacey", "worry": "It happened again.", "referrer_name": "M. Oyelaran"}
    return replace(
        case, additions=(Addition("addition-1", "referral-1", at(10), "file", "other_words", fields),)
    )


CARDS: dict[str, tuple[Card, str, str]] = {
    "received": (
        received.card(with_promise(arrived()), sight(NOW), "referral-1"),
        f"""Your referral arrived · {REFERENCE}
Received 9:12am Monday 16 November 2026. A social worker will decide what happens next by the end of Tuesday 17 November, and we will tell you here.
If anyone is in danger now, call 999. If something changes, add to the referral or phone the hub on 01632 960 100 and give the reference.
Until you hear from us, carry on with your own agency's safeguarding steps.
[Add to my referral >] [My referrals >]""",
        f"{REFERENCE}: your referral arrived.",
    ),
    "to screen": (
        to_screen.card(
            [arrived(), arrived(danger="no", received_at=at(9, 30)), arrived(danger="")], sight(NOW)
        ),
        f"""TO SCREEN: 3. Oldest arrived 9:12am Mon 16 November.
1 says someone is in danger now: {REFERENCE}.
[Screen the next one >] [Show all >]""",
        "3 referrals to screen. 1 says someone is in danger now.",
    ),
    "one to screen": (
        to_screen.card([arrived(danger="no")], sight(NOW)),
        """TO SCREEN: 1. Oldest arrived 9:12am Mon 16 November.
[Screen the next one >] [Show all >]""",
        "1 referral to screen.",
    ),
    "danger": (
        danger.card(arrived(), sight(NOW), "referral-1"),
        f"""SOMEONE MAY BE IN DANGER NOW · {REFERENCE}
Arrived 9:12am Mon 16 November. Nobody has screened it yet.
[Screen it >]""",
        f"{REFERENCE}: to screen. It says someone is in danger now.",
    ),
    "sent again": (
        attached.card(sent_again(arrived()), sight(NOW), "addition-1"),
        f"""SENT AGAIN WITH OTHER WORDS · {REFERENCE}
Arrived 10:00am Mon 16 November. Not accepted yet.
[Read and accept >]""",
        f"{REFERENCE}: sent again with other words.",
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_each_card_reads_as_it_should(name: str) -> None:
    card, text, fallback = CARDS[name]
    assert read(card) == text
    assert card.fallback == fallback


@pytest.mark.parametrize("name", CARDS)
def test_each_card_keeps_to_its_budget_on_both_platforms(name: str) -> None:
    card, _, _ = CARDS[name]
    slack = blockkit.message(card, WORDS)["blocks"]
    assert check_message_blocks(slack) == []
    assert len(slack) <= 4
    teams, _ = adaptive.message(card, WORDS)
    assert check_card(teams) == []
    assert sum(part["type"] == "TextBlock" for part in teams["body"]) <= 4
    assert adaptive.size(teams) <= (6 if name == "received" else 4) * 1024


@pytest.mark.parametrize("name", CARDS)
def test_no_two_buttons_of_a_card_have_the_same_name(name: str) -> None:
    names = [button.name for button in buttons_of(CARDS[name][0])]
    assert len(names) == len(set(names))


MARKERS = ("Zyrafelle", "Qvistgaard", "Marmalade Row", "ZZ99 3VZ", "spiral fracture", "Wexcombe School")


@pytest.mark.parametrize(
    "build", [received.card, danger.card, lambda case, seen, _: to_screen.card([case], seen)]
)
def test_no_message_gives_away_whom_or_what_it_is_about(build: Builder) -> None:
    case = arrived(
        ("Zyrafelle", "Qvistgaard", "4 3 2017"),
        worry="A spiral fracture.",
        household="Zyrafelle and others",
        where_now="Wexcombe School",
    )
    subject = replace(
        case.subjects[0], address="5 Marmalade Row", postcode="ZZ99 3VZ", school="Wexcombe School"
    )

    card = build(with_promise(replace(case, subjects=(subject,))), sight(NOW), "referral-1")

    text = f"{words(card)} {blockkit.message(card, WORDS)} {adaptive.message(card, WORDS)}".casefold()
    assert [marker for marker in MARKERS if marker.casefold() in text] == []


def test_nothing_can_be_added_once_it_is_closed() -> None:
    case = arrived()
    closed = replace(case, subjects=tuple(replace(s, stage="closed") for s in case.subjects))
    assert [b.label for b in received.card(with_promise(closed), sight(NOW), "").buttons] == ["My referrals"]


def test_many_in_danger_are_counted_and_the_first_are_named() -> None:
    card = to_screen.card([arrived(reference=f"MASH-2611-AAAA{n}") for n in range(2, 9)], sight(NOW))
    assert "MASH-2611-AAAA6 and 2 more." in read(card)
    assert "7 say someone is in danger now: MASH-2611-AAAA2," in read(card)


def screening(case: Case | None = None, proposed: tuple[Proposed, ...] = ()) -> Form:
    case = case or arrived()
    others = (Screening("referral-1", "chair-1", at(9, 31)),)
    return screen.form(
        sight(NOW, SCREENER),
        case,
        due=lambda _level: case.referral.received_at,
        proposed=proposed,
        others=others,
    )


@pytest.mark.parametrize(
    ("born", "kind", "said"),
    [
        ("4 3 2017", "child", "You typed the date of birth 4 March 2017."),
        ("1 2 2027", "unborn", "You typed that the baby is due 1 February 2027."),
        ("about 9", "child", ""),
        ("not known", "child", ""),
    ],
)
def test_a_date_of_birth_is_read_back_in_words(born: str, kind: SubjectKind, said: str) -> None:
    case = arrived(("Kacey", "Brannigan", born))
    case = replace(case, subjects=(replace(case.subjects[0], kind=kind),))

    for form in (refer.sent(sight(NOW), case, from_message=False), add_person.added(sight(NOW), case)):
        assert [line for line in words(form).splitlines() if line.startswith("You typed")] == (
            [said] if said else []
        )


def test_a_secret_address_is_in_no_words_that_screening_reads() -> None:
    case = arrived(worry="They hide at 4 Quayle Rise, ZZ99 3VZ.", household="All of 4 Quayle Rise.")
    subject = replace(case.subjects[0], address="4 Quayle Rise", postcode="ZZ99 3VZ", address_secret=True)

    text = words(screening(replace(case, subjects=(subject, *case.subjects[1:]))))

    assert "They hide at [address withheld], [address withheld]." in text
    assert "Quayle" not in text


def test_earlier_contacts_are_named_with_what_became_of_them() -> None:
    case = arrived()
    proposed = Proposed(case.subjects[1], EARLIER, "same", 90)

    text = words(screening(case, (proposed,)))

    assert "Are these the same people?" in text
    assert "Kian Branigan, born 7 August 2020. Contact 3 June 2026, green, early help." in text
    assert "Compared with Child 2: Kian Brannigan, born 15 September 2020 (6)" in text
    assert "Being screened by S. Patel since 9:31am" in text
    assert "What do the earlier contacts add up to? (only if 3 or more in 12 months)" in text


def test_what_agencies_are_asked_by_each_rating_is_said() -> None:
    text = words(screening())
    assert (
        "RED ◆: all of them. AMBER ▲: all of them. GREEN ●: CAF, Education, Health, Police, Social Work."
        in text
    )


def eight_children() -> Case:
    return arrived(
        *((f"Child{n}", "Brannigan", f"{n} 3 2015") for n in range(1, 9)), worry="He was late. " * 500
    )


def forms() -> dict[str, Form]:
    seen, case = sight(NOW, SCREENER), sent_again(with_promise(arrived()))
    three = tuple(
        Proposed(
            case.subjects[0],
            replace(EARLIER, subject=replace(KIAN, id=f"other-{n}"), reference=f"MASH-2606-AAAA{n}"),
            "household",
            50,
        )
        for n in range(3)
    )
    pages = {f"page {page}": add_more.form(seen, case, page) for page in range(1, 5)}
    return pages | {
        "refer": refer.form(seen, phone="01632 960 001", worry="w" * 3000),
        "sent": refer.sent(seen, case, from_message=True),
        "screen": screening(case, three),
        "screen many": screening(eight_children()),
        "rerate": rerate.form(seen, rated(), rated().subjects, lambda _subject, _level: at(13, 12)),
        "ask": ask_agencies.form(seen, rated(), ("police", "housing"), ()),
        "sent again": attached.form(seen, case, case.additions[0]),
    }


@pytest.mark.parametrize("name", forms())
def test_every_form_is_taken_by_both_platforms(name: str) -> None:
    form = replace(forms()[name], token="token")
    view = blockkit.modal(form, WORDS, "http://127.0.0.1:8080")
    assert check_view(view, "modal") == []
    assert not too_large(view)
    assert check_card(adaptive.dialog(form, WORDS, "http://127.0.0.1:8080"), "dialog") == []


@pytest.mark.parametrize("name", forms())
def test_every_form_says_what_may_be_left_out(name: str) -> None:
    form = forms()[name]
    assert len(form.title) <= 24
    for field in form.fields():
        marked = re.search(r"\((optional|only if [^)]+)\)$", field.label) is not None
        prefilled = name.startswith("rerate") or field.id.startswith("same_")
        assert marked == field.optional or prefilled, field.label


def test_the_words_of_every_doubt_are_there() -> None:
    every = Doubt.__args__  # type: ignore[attr-defined]  # a Literal's values
    said = doubts.words(sight(NOW), every)
    assert len(set(said)) >= len(every) - 1
    assert all(line.endswith(".") for line in said)


@given(
    st.sampled_from(["12 Tern Close", "Flat 7, Corder House", "Marmalade Cottage, 3 Kiln Row"]),
    st.sampled_from(["", "confidential", "With friends", "At 12 Tern Close", "Corder House, flat 7"]),
)
@settings(max_examples=30)
def test_a_secret_address_is_in_no_form_of_the_desk(address: str, where: str) -> None:
    case = arrived(where_now=where)
    secret = replace(case.subjects[0], address=address, postcode="ZZ99 3VZ", address_secret=True)
    other_words = {"address": f"The flat at {address}", "postcode": "ZZ99 4XX", "where_now": address}
    again = Addition("a", "referral-1", at(10), "file", "other_words", other_words)
    case = replace(case, subjects=(secret, *case.subjects[1:]), additions=(again,))
    seen = sight(NOW, SCREENER)

    shown = [screening(case), attached.form(seen, case, again)]
    shown += [add_more.form(seen, case, page) for page in range(1, 5)]

    text = "\n".join(words(form) for form in shown)
    assert "ZZ99" not in text
    telling = {"Tern", "Corder", "Marmalade"} & set(address.replace(",", "").split())
    assert not any(word in text for word in telling)
