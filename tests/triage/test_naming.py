import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.naming import (
    ShownChildren,
    ShownSubject,
    SubjectFacts,
    SubjectKind,
    about,
    initials,
    many_children,
    oldest_first,
)
from triage.typed_dates import Age, Born

TODAY = date(2026, 11, 16)


def born(year: int, month: int = 1, day: int = 1) -> Born:
    return Born("exact", date=date(year, month, day))


@pytest.mark.parametrize(
    ("first_name", "surname", "expected"),
    [
        ("Kacey", "Brannigan", "K.B."),
        ("Tomos", "Llewellyn-Frost", "T.L."),
        ("Ibrahim", "Al-Sayed", "I.A."),
        ("Oluwaseun", "Adébáyò-O’Connor", "O.A."),
        ("Aleksandra", "Wiśniewska", "A.W."),
        ("siân", "d’Arcy", "S.D."),
        ("Åsa", "Östlund", "Å.Ö."),
        (unicodedata.normalize("NFD", "Åsa"), "Ng", "Å.N."),
        ("Élodie", "'t Hooft", "É.T."),
        ("ʻAlana", "  Smith", "A.S."),
        ("Ольга", "Петрова", "О.П."),
        ("محمد", "علي", "م.ع."),
        ("王", "小明", "王.小."),
        ("किरण", "क्षत्रिय", "कि.क."),
        ("Leen", "", "L."),
        ("", "Sedgewick", "S."),
        ("", "", None),
        ("?", "—", None),
    ],
)
def test_initials_in_any_script(first_name: str, surname: str, expected: str | None) -> None:
    assert initials(first_name, surname) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (
            SubjectFacts("child", 1, born(2017, 3, 4), "Kacey", "Brannigan"),
            ShownSubject("child", 1, "K.B.", 9, "years"),
        ),
        (
            SubjectFacts("child", 1, born(2026, 7, 11), "Tomos", "Llewellyn-Frost"),
            ShownSubject("child", 1, "T.L.", 4, "months"),
        ),
        (
            SubjectFacts("child", 2, born(2026, 11, 1), "Tomos", "Llewellyn-Frost"),
            ShownSubject("child", 2, "T.L.", 0, "under_a_month"),
        ),
        (
            SubjectFacts(
                "unborn", 1, Born("expected", date=date(2027, 1, 22)), "Unborn baby of", "Sedgewick"
            ),
            ShownSubject("unborn", 1, expected_month=date(2027, 1, 1)),
        ),
        (SubjectFacts("unborn", 1, Born("unknown")), ShownSubject("unborn", 1)),
        (
            SubjectFacts("child", 1, Born("approximate", age_years=9)),
            ShownSubject("child", 1, None, 9, "years", approximate=True),
        ),
        (SubjectFacts("child", 1, Born("unknown"), "Kacey", "Brannigan"), ShownSubject("child", 1, "K.B.")),
        (
            SubjectFacts("child", 1, born(2029, 5, 26), "Reece", "Dunmore"),
            ShownSubject("child", 1, "R.D."),
        ),
        (
            SubjectFacts("adult", 1, born(1950, 6, 7), "Doreen", "Hackett"),
            ShownSubject("adult", 1, "D.H.", 70, "decade"),
        ),
        (
            SubjectFacts("adult", 2, born(2008, 1, 1), "Sam", "Hill"),
            ShownSubject("adult", 2, "S.H.", 10, "decade"),
        ),
        (SubjectFacts("person_of_concern", 1, born(1990), "Lee", "Stone"), None),
        (SubjectFacts("place", 1, Born("none"), "", "The underpass"), ShownSubject("place", 1)),
        (SubjectFacts("group", 1, Born("none"), "", "The lads"), ShownSubject("group", 1)),
        (SubjectFacts("theme", 1, Born("none")), ShownSubject("theme", 1)),
    ],
)
def test_what_chat_may_show(subject: SubjectFacts, expected: ShownSubject | None) -> None:
    assert about(subject, TODAY) == expected


@given(
    st.sampled_from(["child", "unborn", "adult", "person_of_concern", "place", "group", "theme"]),
    st.text(alphabet=st.characters(categories=["L"]), min_size=4),
    st.text(alphabet=st.characters(categories=["L"]), min_size=4),
)
def test_no_more_than_two_letters_of_a_name_are_shown(
    kind: SubjectKind, first_name: str, surname: str
) -> None:
    shown = about(SubjectFacts(kind, 1, born(2017), first_name, surname), TODAY)
    if shown is None or shown.initials is None:
        return
    assert kind in ("child", "adult")
    assert len([letter for letter in shown.initials.split(".") if letter]) <= 2
    assert all(len(unicodedata.normalize("NFC", letter)) <= 1 for letter in shown.initials.split("."))


def test_oldest_comes_first_and_twins_keep_their_order() -> None:
    children = [
        Born("unknown"),
        born(2020, 9, 15),
        Born("expected", date=date(2027, 1, 22)),
        born(2017, 3, 4),
        Born("approximate", age_years=8),
        born(2020, 9, 15),
        Born("approximate", age_months=4),
    ]
    assert oldest_first(children, TODAY) == [3, 4, 1, 5, 6, 2, 0]
    overdue, newborn = Born("expected", date=date(2026, 11, 1)), born(2026, 11, 10)
    assert oldest_first([overdue, newborn], TODAY) == [1, 0]


def test_many_children_are_a_count_and_a_range() -> None:
    ages = [born(2024, 1, 1), born(2011, 2, 1), Born("unknown"), Born("approximate", age_months=4)]
    children = [SubjectFacts("child", number, known) for number, known in enumerate(ages, start=1)]
    assert many_children(children, TODAY) == ShownChildren(4, Age(4, "months"), Age(15, "years"))
    assert many_children(children[2:3], TODAY) == ShownChildren(1, None, None)
