"""What is refused, what is doubted, and when two arrivals say the same."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.arrivals import (
    ALSO_FIELDS,
    FIELD_NAMES,
    AlsoAbout,
    Arrival,
    Refused,
    Taken,
    compare,
    fingerprint,
    judge,
)
from triage.intake_rules import CONTACT_KINDS

NOW = datetime(2026, 11, 16, 13, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
GOOD = Arrival(
    submission_id="F-10231",
    submitted_at="16/11/2026 09:12",
    type="referral",
    referrer_name="Marcus Oyelaran",
    referrer_organisation="Harbour Lane Primary School",
    anonymous="no",
    first_name="Kacey",
    surname="Brannigan",
    date_of_birth="04/03/2017",
    address="12 Tern Close",
    nhs_number="999 339 5633",
    worry="A bruise the shape of fingers.",
    danger="yes",
    family_told="no",
    consent="not_sought",
)
NOBODY = {"first_name": "", "surname": "", "address": "", "nhs_number": "", "date_of_birth": ""}


def verdict(**changes: object) -> Taken | Refused:
    return judge(replace(GOOD, **changes), now=NOW, known_types=CONTACT_KINDS, tz=LONDON)


def taken(**changes: object) -> Taken:
    found = verdict(**changes)
    assert isinstance(found, Taken)
    return found


def test_a_good_referral_goes_in_without_a_doubt() -> None:
    found = taken()
    assert found.doubts == ()
    assert found.received_at == datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
    assert (found.contact_type, found.about, found.name_known) == ("referral", "child", True)
    assert (found.in_danger, found.anonymous, found.address_secret) == (True, False, False)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "Complaint"}, "unknown_type"),
        ({"worry": ""}, "no_worry"),
        ({"worry": " .- "}, "no_worry"),
        (NOBODY, "nobody_and_nowhere"),
        (NOBODY | {"first_name": "Not known", "surname": "?"}, "nobody_and_nowhere"),
        (NOBODY | {"address": "CONFIDENTIAL"}, "nobody_and_nowhere"),
    ],
)
def test_only_what_nobody_can_act_on_is_refused(changes: dict[str, object], reason: str) -> None:
    assert verdict(**changes) == Refused(reason)


@pytest.mark.parametrize(
    "name",
    [
        "first_name",
        "surname",
        "other_names",
        "address",
        "postcode",
        "where_now",
        "school",
        "household",
        "nhs_number",
    ],
)
def test_one_word_of_who_or_where_is_enough(name: str) -> None:
    assert isinstance(verdict(**(NOBODY | {name: "Fernbank 7"})), Taken)


@pytest.mark.parametrize("name", ["child_words", "needs", "harm_happened", "harm_feared", "daily_life"])
def test_a_worry_written_under_another_heading_is_enough(name: str) -> None:
    assert taken(worry="", **{name: "He hit me"}).doubts == ("worry_elsewhere",)


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({"type": ""}, ("no_type",)),
        ({"submitted_at": ""}, ("no_time",)),
        ({"submitted_at": "16/11/2026 25:70"}, ("impossible_time",)),
        ({"submitted_at": "17/11/2026 09:00"}, ("received_in_future",)),
        ({"date_of_birth": "08/19/2010"}, ("birth_month_first",)),
        ({"date_of_birth": "26/05/2029"}, ("birth_in_future",)),
        ({"date_of_birth": "31/02/2017"}, ("impossible_birth_date", "kind_assumed")),
        ({"date_of_birth": "04/03/1817"}, ("impossible_birth_date",)),
        ({"date_of_birth": "04/03/17"}, ("century_assumed",)),
        ({"date_of_birth": "not sure"}, ("kind_assumed",)),
        ({"date_of_birth": "", "expected_date": "22/01/2027"}, ()),
        ({"date_of_birth": "22/01/2027", "kind": "unborn"}, ()),
        ({"date_of_birth": "", "expected_date": "22/01/2029"}, ("impossible_expected_date",)),
        ({"date_of_birth": "", "expected_date": "soon"}, ("impossible_expected_date",)),
        ({"date_of_birth": "", "expected_date": "22/01/2026"}, ("expected_date_over",)),
        ({"nhs_number": "123 456 7890"}, ("bad_nhs_number",)),
        ({"nhs_number": "not known"}, ()),
        ({"kind": "dog"}, ("unknown_kind",)),
        ({"danger": ""}, ("no_danger_answer",)),
        ({"danger": "Maybe later"}, ("unknown_danger_word",)),
        ({"family_told": "Gran knows"}, ("unknown_family_told_word",)),
        ({"consent": "Verbal"}, ("unknown_consent_word",)),
        ({"anonymous": "Prefer so"}, ("unknown_anonymous_word", "anonymous_professional")),
        ({"anonymous": "yes"}, ("anonymous_professional",)),
        ({"anonymous": "yes", "referrer_name": "", "referrer_organisation": ""}, ()),
        ({"referrer_name": "", "referrer_organisation": ""}, ("no_referrer",)),
        ({"referrer_name": "", "referrer_organisation": "", "phone_today": "01632 960 001"}, ()),
        ({"worry": "x" * 3_000}, ()),
        ({"worry": "x" * 3_001}, ("very_long",)),
        ({"worry": "a\u202eb"}, ("hidden_characters",)),
        ({"notes": (("Team", "a\x00b"),)}, ("hidden_characters",)),
        ({"worry": "line\r\nline\tשלום"}, ()),
    ],
)
def test_everything_else_is_taken_and_marked(changes: dict[str, object], doubts: tuple[str, ...]) -> None:
    assert taken(**changes).doubts == doubts


@pytest.mark.parametrize(
    ("changes", "secret"),
    [
        ({"address": "CONFIDENTIAL"}, True),
        ({"address": "Confidential - refuge"}, True),
        ({"where_now": "confidential"}, True),
        ({"address": "Withheld"}, True),
        ({"address_secret": "yes"}, True),
        ({"address_secret": "Please"}, True),
        ({"address_secret": "no"}, False),
        ({"address": "4 Secret Lane"}, False),
    ],
)
def test_a_secret_address_is_a_flag_and_no_doubt(changes: dict[str, object], *, secret: bool) -> None:
    found = taken(**changes)
    assert found.address_secret is secret
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("word", "danger"), [("yes", True), ("Yes - at home", True), ("not_sure", False), ("", False)]
)
def test_danger_is_seen_in_words_that_are_not_known(word: str, *, danger: bool) -> None:
    assert taken(danger=word).in_danger is danger


def test_whoever_may_want_to_stay_anonymous_is_kept_so() -> None:
    assert [taken(anonymous=word).anonymous for word in ("yes", "not_sure", "if possible", "no", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_an_age_stands_in_for_a_date_that_cannot_be_read() -> None:
    found = taken(date_of_birth="31/02/2017", approximate_age="about 9")
    assert found.born is not None
    assert (found.born.kind, found.born.age_years) == ("approximate", 9)
    assert found.doubts == ("impossible_birth_date",)


def test_no_personal_text_is_in_what_a_traceback_would_print() -> None:
    assert "Kacey" not in repr(GOOD) + repr(taken())


def test_the_same_words_are_the_same_however_they_were_exported() -> None:
    again = replace(GOOD, worry=" A bruise\r\nthe shape  of fingers. ", surname="Brannigan\u200a")
    assert compare(fingerprint(again), fingerprint(GOOD)) == "same"


def test_one_accent_in_two_encodings_is_the_same_and_another_case_is_not() -> None:
    composed, decomposed, shouted = (
        fingerprint(replace(GOOD, surname=name))
        for name in ("Wi\u015bniewska", "Wis\u0301niewska", "WI\u015aNIEWSKA")
    )
    assert compare(decomposed, composed) == "same"
    assert compare(shouted, composed) == "other_words"


KIAN = AlsoAbout(kind="child", first_name="Kian", surname="Brannigan", date_of_birth="15/09/2020")


def test_everybody_else_it_is_about_is_judged_like_the_first() -> None:
    unborn = AlsoAbout(first_name="Unborn Brannigan", expected_date="22/01/2027")
    found = taken(also_about=(KIAN, unborn))
    assert (found.about, found.also, found.doubts) == ("child", ("child", "unborn"), ())


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"date_of_birth": "08/19/2010"}, "birth_month_first"),
        ({"date_of_birth": "in the spring"}, "impossible_birth_date"),
        ({"expected_date": "01/01/2026"}, "expected_date_over"),
        ({"nhs_number": "999 339 5634"}, "bad_nhs_number"),
        ({"kind": "boy"}, "unknown_kind"),
        ({"kind": "", "date_of_birth": ""}, "kind_assumed"),
        ({"school": "x" * 3001}, "very_long"),
        ({"first_name": "Ki\u202ean"}, "hidden_characters"),
    ],
)
def test_what_looks_wrong_of_anybody_is_a_doubt(changes: dict[str, str], doubt: str) -> None:
    assert doubt in taken(also_about=(KIAN, replace(KIAN, **changes))).doubts
    assert taken(also_about=(KIAN,)).doubts == ()


def test_somebody_named_beside_nobody_can_be_looked_for() -> None:
    assert isinstance(verdict(**NOBODY, also_about=(KIAN,)), Taken)
    assert isinstance(verdict(**NOBODY, also_about=(AlsoAbout(kind="child"),)), Refused)


@pytest.mark.parametrize("name", ALSO_FIELDS)
def test_a_change_of_anybody_is_other_words_and_their_order_is_not(name: str) -> None:
    tia = AlsoAbout(first_name="Tia")
    together = fingerprint(replace(GOOD, also_about=(KIAN, tia)))
    assert compare(fingerprint(replace(GOOD, also_about=(tia, KIAN))), together) == "same"
    changed = replace(GOOD, also_about=(replace(KIAN, **{name: "changed"}), tia))
    assert compare(fingerprint(changed), together) == "other_words"
    assert compare(fingerprint(GOOD), together) == "other_words"
    assert "Kian" not in repr(KIAN)


def test_an_unknown_number_is_new() -> None:
    assert compare(fingerprint(GOOD), None) == "new"


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_a_change_in_any_field_is_other_words(name: str) -> None:
    changed = ("Neglect",) if name == "presenting_issues" else "changed"
    found = fingerprint(replace(GOOD, **{name: changed}))
    assert compare(found, fingerprint(GOOD)) == "other_words"


def test_a_word_that_moves_to_another_field_is_other_words() -> None:
    moved = replace(GOOD, first_name="", other_names="Kacey")
    assert compare(fingerprint(moved), fingerprint(GOOD)) == "other_words"
    assert compare(fingerprint(replace(GOOD, notes=(("Team", "x"),))), fingerprint(GOOD)) == "other_words"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ARRIVALS = st.builds(
    Arrival,
    **{name: TEXT for name in FIELD_NAMES if name not in ("presenting_issues", "type")},
    type=st.sampled_from(("", *CONTACT_KINDS)),
    presenting_issues=st.lists(TEXT, max_size=3).map(tuple),
    notes=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    also_about=st.lists(st.builds(AlsoAbout, **dict.fromkeys(ALSO_FIELDS, TEXT)), max_size=3).map(tuple),
)


@given(ARRIVALS)
def test_anything_that_arrives_is_judged_and_is_never_received_in_the_future(arrival: Arrival) -> None:
    found = judge(arrival, now=NOW, known_types=CONTACT_KINDS, tz=LONDON)
    if isinstance(found, Taken):
        assert found.received_at <= NOW
        assert len(set(found.doubts)) == len(found.doubts)
    assert compare(fingerprint(arrival), fingerprint(arrival)) == "same"


@given(ARRIVALS)
def test_a_worry_about_somebody_named_always_goes_in(arrival: Arrival) -> None:
    written = replace(arrival, worry="A bruise", surname="Brannigan")
    assert isinstance(judge(written, now=NOW, known_types=CONTACT_KINDS, tz=LONDON), Taken)
