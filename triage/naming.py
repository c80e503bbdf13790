"""How people are shown in chat: initials, age and number, never a name.

Codes and values only; the cards turn them into words.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from triage.typed_dates import DAYS_IN_MONTH, MONTHS_IN_YEAR, Age, Born, age_on

SubjectKind = Literal["child", "unborn", "adult", "person_of_concern", "place", "group", "theme"]
AgeUnit = Literal["years", "months", "under_a_month", "decade"]

DAYS_IN_YEAR = 365.25
JOINS_THE_NEXT_LETTER = 9
"""The Unicode combining class of the sign that ties an Indic letter to the one after it."""


@dataclass(frozen=True)
class SubjectFacts:
    """What is known of one subject. Names are empty when they are not known; they never leave `about`."""

    kind: SubjectKind
    number: int
    born: Born
    first_name: str = ""
    surname: str = ""


@dataclass(frozen=True)
class ShownSubject:
    """One subject as chat may show it.

    `initials` is `None` when the name is not known. `age_value` is a count of `age_unit`: for `decade` it is
    70 for somebody in their seventies (10 for an adult under 20), for `under_a_month` 0; both are `None` when
    the age is not known. `expected_month` is the first day of the month in which an unborn baby is due.
    """

    kind: SubjectKind
    number: int
    initials: str | None = None
    age_value: int | None = None
    age_unit: AgeUnit | None = None
    approximate: bool = False
    expected_month: date | None = None


@dataclass(frozen=True)
class ShownChildren:
    """Many children in one line: how many, and the youngest and oldest known age."""

    count: int
    youngest: Age | None
    oldest: Age | None


def initials(first_name: str, surname: str) -> str | None:
    """The first letter of each name in capitals, "K.B."; `None` when neither name holds a letter.

    Works in any script: a letter keeps the marks that belong to it. Signs before the first letter are
    passed over, and a name with a hyphen gives its first letter only.
    """
    letters = [letter for letter in (_first_letter(first_name), _first_letter(surname)) if letter]
    return "".join(f"{letter}." for letter in letters) or None


def about(subject: SubjectFacts, today: date) -> ShownSubject | None:
    """What chat may show of a subject on a day; `None` for a person of concern, who is not shown."""
    match subject.kind:
        case "person_of_concern":
            return None
        case "unborn":
            return ShownSubject("unborn", subject.number, expected_month=_month_due(subject.born))
        case "child":
            return _shown_person(subject, age_on(subject.born, today))
        case "adult":
            return _shown_person(subject, _decade(age_on(subject.born, today)))
        case _:
            return ShownSubject(subject.kind, subject.number)


def many_children(children: Sequence[SubjectFacts], today: date) -> ShownChildren:
    """Children in one line, for a card that would name too many of them."""
    ages = sorted(filter(None, (age_on(child.born, today) for child in children)), key=_months)
    return ShownChildren(len(children), ages[0] if ages else None, ages[-1] if ages else None)


def oldest_first(born: Sequence[Born], today: date) -> list[int]:
    """The order in which subjects are numbered, as positions in `born`.

    Oldest first, then who is expected, then whose age is not known; equal ages keep their order, so twins
    differ by number alone.
    """
    return sorted(range(len(born)), key=lambda position: _order(born[position], today))


def _first_letter(name: str) -> str:
    signs = unicodedata.normalize("NFC", name)
    for position, sign in enumerate(signs):
        if unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lo"):
            return unicodedata.normalize("NFC", sign.upper()[0] + _marks_of(signs[position + 1 :]))
    return ""


def _marks_of(following: str) -> str:
    marks = ""
    for sign in following:
        if (
            not unicodedata.category(sign).startswith("M")
            or unicodedata.combining(sign) == JOINS_THE_NEXT_LETTER
        ):
            break
        marks += sign
    return marks


def _shown_person(subject: SubjectFacts, age: tuple[int, AgeUnit] | None) -> ShownSubject:
    value, unit = age or (None, None)
    return ShownSubject(
        subject.kind,
        subject.number,
        initials=initials(subject.first_name, subject.surname),
        age_value=value,
        age_unit=unit,
        approximate=subject.born.kind == "approximate" and age is not None,
    )


def _decade(age: Age | None) -> tuple[int, AgeUnit] | None:
    return (age.value // 10 * 10, "decade") if age and age.unit == "years" else None


def _month_due(born: Born) -> date | None:
    return born.date.replace(day=1) if born.kind == "expected" and born.date else None


def _months(age: Age) -> int:
    return age.value * MONTHS_IN_YEAR if age.unit == "years" else age.value


def _order(born: Born, today: date) -> tuple[int, date]:
    if born.date is not None:
        return (1 if born.kind == "expected" else 0), born.date
    if born.age_months is not None:
        return 0, today - timedelta(days=born.age_months * DAYS_IN_MONTH)
    if born.age_years is not None:
        return 0, today - timedelta(days=born.age_years * DAYS_IN_YEAR)
    return 2, today
