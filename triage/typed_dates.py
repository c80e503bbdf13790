"""Reading the date of birth, age or expected date that a person types.

Days come before months. What can be read but should be looked at carries a doubt code; what cannot be a date
or an age is `None`. All dates are local calendar dates without a time.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

Doubt = Literal[
    "month_first",
    "in_future",
    "in_past",
    "too_far_ahead",
    "too_long_ago",
    "two_digit_year",
    "day_not_known",
    "year_only",
]
"""Why a person should look at a date again.

`month_first`: only readable with the month first, as 08/19/2010. `in_future`: a birth still to come.
`in_past` and `too_far_ahead`: an expected date that is over, or further off than a pregnancy lasts.
`too_long_ago`: an age that nobody reaches. `two_digit_year`: the century is ours. `day_not_known` and
`year_only`: a month or a year was typed.
"""

OLDEST = 115
LONGEST_PREGNANCY = dt.timedelta(days=7 * 44)
MONTHS_IN_YEAR = 12
DAYS_IN_MONTH = 30.44
MONTHS_IN = {"m": 1.0, "w": 7 / DAYS_IN_MONTH, "d": 1 / DAYS_IN_MONTH}
"""How many months a month, a week and a day are, by the first letter of the unit."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
}
NONE_WORDS = {"none", "no", "n/a", "na", "not applicable", "nobody"}
UNKNOWN_WORDS = {
    "not known",
    "unknown",
    "not sure",
    "unsure",
    "don't know",
    "dont know",
    "do not know",
    "nk",
    "?",
}
NEWBORN_WORDS = {"newborn", "new born", "newborn baby"}

_APPROXIMATELY = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|maybe|perhaps|circa|c\.|abt|~)\s*(.*)"
)
_EXPECTED = re.compile(r"(?:due(?: dt.date)?|edd|expected(?: dt.date)?)[:\s]+(?:in |on )?(.*)")
_BORN = re.compile(r"(?:born|dob|d\.o\.b\.?|date of birth)[:\s]+(?:in |on )?(.*)")
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:t00:00(?::00)?.*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/., ]+(\d{1,2})[-/., ]+(\d{4}|\d{2})")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_DAY_NAMED_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[-/., ]*([a-z]+)[-/., ]+(\d{4}|\d{2})")
_NAMED_MONTH_DAY = re.compile(r"([a-z]+)[-/. ]+(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4}|\d{2})")
_MONTH_AND_YEAR = re.compile(r"([a-z]+|\d{1,2})[-/., ]+(\d{4})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_AGE = re.compile(
    r"(?:aged?:? )?(\d{1,3})(?:\s*(?:or|to|-|/)\s*\d{1,3})?\s*"
    r"(years?|yrs?|y|months?|mths?|mos?|m|weeks?|wks?|w|days?|d)?[\s-]*(?:old|o|of age)?"
)
_DECADE = re.compile(r"(?:(?:in )?(?:his|her|their) )?(?:early |mid[- ]?|late )?(\d0)'?s")


@dataclass(frozen=True)
class Born:
    """What is known of when somebody was, or will be, born.

    `date` is set for an exact and an expected date, and for an approximate one when more than an age was
    typed; `age_years` or `age_months` (under two years) for an approximate age without a date.
    """

    kind: Literal["exact", "approximate", "expected", "none", "unknown"]
    date: dt.date | None = None
    age_years: int | None = None
    age_months: int | None = None
    doubts: tuple[Doubt, ...] = ()


class Age(NamedTuple):
    """An age as it is said: in years, under a year in months, under a month without a number (0)."""

    value: int
    unit: Literal["years", "months", "under_a_month"]


class TypedDate(NamedTuple):
    """A date that was typed, with the codes of what should be looked at again."""

    day: dt.date
    doubts: tuple[Doubt, ...]


def read_born(text: str, today: dt.date, *, unborn: bool = False) -> Born | None:
    """Read what was typed for "date of birth or age"; `None` when it is no date and no age.

    With `unborn` a date is the one on which the baby is expected, as it is after "due" or "EDD".
    """
    words = _plain(text)
    if words in NONE_WORDS:
        return Born("none")
    if words in UNKNOWN_WORDS:
        return Born("unknown")
    if expected := _EXPECTED.fullmatch(words):
        return _read_expected(expected[1], today)
    if unborn:
        return _read_expected(words, today)
    return _read_birth(words, today)


def read_date(text: str, today: dt.date, *, ahead: bool = False) -> TypedDate | None:
    """Read a whole date: day, month, year; `None` when it is none.

    A year of two digits is the latest that is not after today's, or with `ahead` one of this century.
    """
    return _whole_date(_plain(text), today, ahead=ahead)


def age_on(born: Born, today: dt.date) -> Age | None:
    """The age on a day; `None` for who is not born yet and where nothing is known.

    An approximate age without a date stays what it was when it was typed. Who is born on 29 February is a
    year older on 1 March.
    """
    if born.kind not in ("exact", "approximate"):
        return None
    if born.date is None:
        return _approximate_age(born)
    if born.date > today:
        return None
    months = (today.year - born.date.year) * MONTHS_IN_YEAR + today.month - born.date.month
    months -= today.day < born.date.day
    return _age(months)


def _age(months: int) -> Age:
    if months >= MONTHS_IN_YEAR:
        return Age(months // MONTHS_IN_YEAR, "years")
    return Age(months, "months") if months else Age(0, "under_a_month")


def _approximate_age(born: Born) -> Age | None:
    if born.age_months is not None:
        return _age(born.age_months)
    return None if born.age_years is None else Age(born.age_years, "years")


def _plain(text: str) -> str:
    """Lower case, single spaces, without what stands in brackets and without a full stop at the end."""
    without_brackets = re.sub(r"\(.*?\)", " ", text.casefold().replace("’", "'"))
    return " ".join(without_brackets.split()).strip(" .,;") if text.strip() != "?" else "?"


def _read_birth(words: str, today: dt.date) -> Born | None:
    if said_born := _BORN.fullmatch(words):
        words = said_born[1]
    about = _APPROXIMATELY.fullmatch(words)
    if about:
        words = about[1]
    if typed := _whole_date(words, today, ahead=False):
        doubts = (*typed.doubts, *_birth_doubts(typed.day, today))
        return Born("approximate" if about else "exact", date=typed.day, doubts=doubts)
    return _read_month_or_year(words, today) or _read_age(words)


def _birth_doubts(born: dt.date, today: dt.date) -> tuple[Doubt, ...]:
    if born > today:
        return ("in_future",)
    return ("too_long_ago",) if today.year - born.year > OLDEST else ()


def _read_month_or_year(words: str, today: dt.date) -> Born | None:
    if first := _first_of_month(words):
        return Born("approximate", date=first, doubts=("day_not_known", *_birth_doubts(first, today)))
    if _YEAR.fullmatch(words):
        years = today.year - int(words)
        if years < 0:
            return Born("approximate", date=dt.date(int(words), 1, 1), doubts=("year_only", "in_future"))
        too_long_ago: tuple[Doubt, ...] = ("too_long_ago",) if years > OLDEST else ()
        return Born("approximate", age_years=years, doubts=("year_only", *too_long_ago))
    return None


def _read_age(words: str) -> Born | None:
    if words in NEWBORN_WORDS:
        return Born("approximate", age_months=0)
    if decade := _DECADE.fullmatch(words):
        return Born("approximate", age_years=int(decade[1]))
    digits = " ".join(str(NUMBERS.get(word, word)) for word in words.split())
    match = _AGE.fullmatch(digits)
    if match is None:
        return None
    number, unit = int(match[1]), (match[2] or "years")[0]
    if unit == "y":
        return Born("approximate", age_years=number) if 0 < number <= OLDEST else None
    return Born("approximate", age_months=int(number * MONTHS_IN[unit]))


def _read_expected(words: str, today: dt.date) -> Born | None:
    if about := _APPROXIMATELY.fullmatch(words):
        words = about[1]
    if typed := _whole_date(words, today, ahead=True):
        return Born("expected", date=typed.day, doubts=(*typed.doubts, *_expected_doubts(typed.day, today)))
    if first := _first_of_month(words):
        return Born("expected", date=first, doubts=("day_not_known", *_expected_doubts(first, today)))
    return None


def _expected_doubts(expected: dt.date, today: dt.date) -> tuple[Doubt, ...]:
    if expected < today:
        return ("in_past",)
    return ("too_far_ahead",) if expected - today > LONGEST_PREGNANCY else ()


def _whole_date(words: str, today: dt.date, *, ahead: bool) -> TypedDate | None:
    if iso := _ISO.fullmatch(words):
        return _typed(int(iso[1]), int(iso[2]), int(iso[3]))
    if match := _NUMERIC.fullmatch(words) or _RUN_TOGETHER.fullmatch(words):
        day, month, year = int(match[1]), int(match[2]), match[3]
        return _numeric_date(day, month, year, today, ahead=ahead)
    if match := _DAY_NAMED_MONTH.fullmatch(words):
        day_text, month_name, year = match.groups()
    elif match := _NAMED_MONTH_DAY.fullmatch(words):
        month_name, day_text, year = match.groups()
    else:
        return None
    return _typed_short(int(day_text), MONTHS.get(month_name, 0), year, today, ahead=ahead)


def _numeric_date(day: int, month: int, year: str, today: dt.date, *, ahead: bool) -> TypedDate | None:
    if month > MONTHS_IN_YEAR >= day:
        swapped = _typed_short(month, day, year, today, ahead=ahead)
        return swapped and TypedDate(swapped.day, ("month_first", *swapped.doubts))
    return _typed_short(day, month, year, today, ahead=ahead)


def _typed_short(day: int, month: int, year: str, today: dt.date, *, ahead: bool) -> TypedDate | None:
    if len(year) > len("17"):
        return _typed(int(year), month, day)
    century = 2000 if ahead or 2000 + int(year) <= today.year else 1900
    typed = _typed(century + int(year), month, day)
    return typed and TypedDate(typed.day, ("two_digit_year",))


def _typed(year: int, month: int, day: int) -> TypedDate | None:
    try:
        return TypedDate(dt.date(year, month, day), ())
    except ValueError:
        return None


def _first_of_month(words: str) -> dt.date | None:
    match = _MONTH_AND_YEAR.fullmatch(words)
    if match is None:
        return None
    month = int(match[1]) if match[1].isdigit() else MONTHS.get(match[1], 0)
    typed = _typed(int(match[2]), month, 1)
    return typed and typed.day
