"""Whether two people in different referrals may be one, or live in one household.

Nothing is decided here: a pair is proposed with its reasons and a person decides. What is compared is
personal, what comes out is a number and codes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from triage import nhs
from triage.addresses import distinctive_words, house_numbers, postcode_of
from triage.folding import fold, folded_words, words
from triage.sounds import sound
from triage.typed_dates import Born

Reason = Literal[
    "nhs_same",
    "nhs_one_digit_off",
    "nhs_different",
    "name_same",
    "name_similar",
    "names_swapped",
    "known_as",
    "surname_only",
    "first_name_only",
    "birth_date_same",
    "birth_day_and_month_swapped",
    "birth_date_similar",
    "birth_year_same",
    "birth_near_expected",
    "age_similar",
    "birth_date_different",
    "address_same",
    "named_in_household",
]

PROPOSED_FROM = 60
"""The score from which two people are proposed as one."""

ALIKE = 0.86
SAME_SOUND = 0.92
SHORTEST_PART = 3
TWO_OF_THREE = 2
UNBORN_WORDS = frozenset({"unborn", "baby", "of", "the"})
ADDRESS_ALIKE = 80
WEEKS_AROUND_EXPECTED = 7


@dataclass(frozen=True)
class KnownPerson:
    """What is known of one person, as it was written.

    `other_names` are the names they also go by, separated by commas or semicolons. `told_on` is the day on
    which an approximate age was typed. `household` is the note of who else is in the home. A secret address
    is left empty: it is never searched.
    """

    first_name: str = ""
    surname: str = ""
    other_names: str = ""
    born: Born | None = None
    told_on: date | None = None
    nhs_number: str = ""
    address: str = ""
    postcode: str = ""
    household: str = ""


@dataclass(frozen=True)
class Match:
    """How likely two people are one (0 to 100), whether they seem to share a home, and why.

    Also a household match carries its reasons: `address_same`, `named_in_household`.
    """

    score: int
    same_household: bool
    reasons: tuple[Reason, ...]

    @property
    def proposed(self) -> Literal["same", "household"] | None:
        """What a person should be asked: are they the same, do they share a home, or nothing."""
        if self.score >= PROPOSED_FROM:
            return "same"
        return "household" if self.same_household else None


@dataclass(frozen=True)
class _Likeness:
    """How alike one fact is, from 0 to 1; `None` when one side does not have it."""

    value: float | None
    reasons: tuple[Reason, ...] = ()


def search_pairs(person: KnownPerson) -> tuple[str, ...]:
    """The plain strings of which one in common makes two people candidates; storage keeps their HMACs.

    Each joins two facts, so that none can be guessed from a list of names or of dates alone.
    """
    return tuple(sorted({*_name_pairs(person), *_number_pairs(person), *_home_pairs(person)}))


def score(one: KnownPerson, other: KnownPerson) -> Match:
    """How likely two people are one, and why; the same whichever way round."""
    named, born, number = _names_alike(one, other), _births_alike(one, other), _nhs_alike(one, other)
    home = _household_reasons(one, other)
    points = _points(named, born, number) + (5 if "address_same" in home and named.value else 0)
    return Match(
        score=max(0, min(100, round(points))),
        same_household=bool(home),
        reasons=(*number.reasons, *named.reasons, *born.reasons, *home),
    )


def _points(named: _Likeness, born: _Likeness, number: _Likeness) -> float:
    """Names and birth count half each; what is not known counts for nothing and against nothing.

    A name that is plainly another keeps the pair below what is proposed, unless the NHS number says
    otherwise: a baby may have come with the mother's. So does a birth date that is plainly another, which
    leaves the name alone half of the points.
    """
    name = named.value or 0.0
    points = 70 * name if born.value is None else 50 * name + 50 * born.value
    if name < ALIKE and "first_name_only" not in named.reasons:
        points = min(points, 35)
    if number.value == 1:
        return max(points, 95 if name >= ALIKE or born.value else 65)
    if number.value:
        return points + 20 * number.value
    return points - 10 if number.value == 0 else points


def _names_alike(one: KnownPerson, other: KnownPerson) -> _Likeness:
    straight = _in_order(one, other)
    swapped = _swapped(one, other)
    if swapped.value is not None and swapped.value > (straight.value or 0.0):
        return swapped
    return straight


def _in_order(one: KnownPerson, other: KnownPerson) -> _Likeness:
    surname = _best(_surnames(one), _surnames(other))
    first = _best(_first_names(one), _first_names(other))
    if first is None or surname is None:
        return _one_name_alike(first, surname)
    if first < ALIKE and surname < ALIKE:
        return _Likeness(min(first, surname))
    if surname < ALIKE:
        return _Likeness(0.5 * first, ("first_name_only",))
    if first < ALIKE:
        return _Likeness(0.5 * surname, ("surname_only",))
    main = _best(_main_first_name(one), _main_first_name(other))
    if main is None or main < ALIKE:
        return _Likeness(0.95 * min(first, surname), ("known_as",))
    return _Likeness((first + surname) / 2, ("name_same" if first == surname == 1 else "name_similar",))


def _one_name_alike(first: float | None, surname: float | None) -> _Likeness:
    """The likeness when a first name or a surname is missing on one side; `None` when both are."""
    if surname is not None:
        return _Likeness(0.9 * surname, ("surname_only",) if surname >= ALIKE else ())
    if first is not None:
        return _Likeness(0.5 * first, ("first_name_only",) if first >= ALIKE else ())
    return _Likeness(None)


def _swapped(one: KnownPerson, other: KnownPerson) -> _Likeness:
    ours = _best(_main_first_name(one), _surnames(other)) or 0.0
    theirs = _best(_surnames(one), _main_first_name(other)) or 0.0
    if min(ours, theirs) < ALIKE:
        return _Likeness(None)
    return _Likeness(0.95 * (ours + theirs) / 2, ("names_swapped",))


def _best(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float | None:
    return max((_alike(a, b) for a, b in product(ours, theirs)), default=None)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    few_slips = DamerauLevenshtein.distance(one, other) <= _slips_allowed(one, other)
    sounds_alike = min(len(one), len(other)) >= SHORTEST_PART and sound(one) == sound(other)
    return max(JaroWinkler.similarity(one, other) if few_slips else 0.0, SAME_SOUND if sounds_alike else 0.0)


def _slips_allowed(one: str, other: str) -> int:
    return max(1, min(len(one), len(other)) // 4)


def _main_first_name(person: KnownPerson) -> tuple[str, ...]:
    parts = [part for part in folded_words(person.first_name) if part not in UNBORN_WORDS]
    return tuple(dict.fromkeys(["".join(parts), *parts[:1]])) if parts else ()


def _first_names(person: KnownPerson) -> tuple[str, ...]:
    others = (fold(name) for name in _listed(person.other_names))
    parts = (fold(word) for name in _listed(person.other_names) for word in words(name)[:1])
    return tuple(dict.fromkeys([*_main_first_name(person), *filter(None, others), *filter(None, parts)]))


def _surnames(person: KnownPerson) -> tuple[str, ...]:
    parts = [part for part in folded_words(person.surname) if len(part) >= SHORTEST_PART]
    return tuple(dict.fromkeys(filter(None, [fold(person.surname), *parts])))


def _listed(names: str) -> list[str]:
    return [name for name in names.replace(";", ",").replace("/", ",").split(",") if name.strip()]


def _births_alike(one: KnownPerson, other: KnownPerson) -> _Likeness:
    if _has_date(one) and _has_date(other):
        return _dates_alike(one, other)
    years, other_years = _birth_years(one), _birth_years(other)
    if not years or not other_years:
        return _Likeness(None)
    if set(years) & set(other_years):
        return _Likeness(0.6, ("age_similar",))
    return _Likeness(0.0, ("birth_date_different",))


def _dates_alike(one: KnownPerson, other: KnownPerson) -> _Likeness:
    ours, theirs = _date_of(one), _date_of(other)
    if ours == theirs:
        return _Likeness(1.0, ("birth_date_same",))
    if (ours.year, ours.month, ours.day) == (theirs.year, theirs.day, theirs.month):
        return _Likeness(0.9, ("birth_day_and_month_swapped",))
    if _is_expected(one) != _is_expected(other) and abs((ours - theirs).days) <= WEEKS_AROUND_EXPECTED * 7:
        return _Likeness(0.7, ("birth_near_expected",))
    same = (ours.year == theirs.year) + (ours.month == theirs.month) + (ours.day == theirs.day)
    if same == TWO_OF_THREE:
        return _Likeness(0.6, ("birth_date_similar",))
    if ours.year == theirs.year:
        return _Likeness(0.4, ("birth_year_same",))
    return _Likeness(0.0, ("birth_date_different",))


def _has_date(person: KnownPerson) -> bool:
    return (
        person.born is not None and person.born.kind in ("exact", "expected") and person.born.date is not None
    )


def _date_of(person: KnownPerson) -> date:
    assert person.born is not None
    assert person.born.date is not None
    return person.born.date


def _is_expected(person: KnownPerson) -> bool:
    return person.born is not None and person.born.kind == "expected"


def _birth_years(person: KnownPerson) -> tuple[int, ...]:
    """The years in which they may have been born; those around an age that was typed."""
    born = person.born
    if born is None:
        return ()
    if born.date is not None:
        near_new_year = born.kind == "expected" and born.date.month in (1, 12)
        return (
            (born.date.year - 1, born.date.year, born.date.year + 1) if near_new_year else (born.date.year,)
        )
    years = born.age_years if born.age_months is None else born.age_months // 12
    if years is None or person.told_on is None:
        return ()
    return tuple(person.told_on.year - years - off for off in (-1, 0, 1, 2))


def _nhs_alike(one: KnownPerson, other: KnownPerson) -> _Likeness:
    ours, theirs = _nhs_digits(one), _nhs_digits(other)
    if not ours or not theirs:
        return _Likeness(None)
    if ours == theirs:
        return _Likeness(0.5 if nhs.check(ours) else 1.0, ("nhs_same",))
    if DamerauLevenshtein.distance(ours, theirs) == 1:
        return _Likeness(0.5, ("nhs_one_digit_off",))
    return _Likeness(0.0, ("nhs_different",))


def _nhs_digits(person: KnownPerson) -> str:
    """Ten digits, also when they cannot be a number, as after a slip; empty for anything else."""
    written = nhs.digits(person.nhs_number)
    return written if re.fullmatch("[0-9]{10}", written) else ""


def _household_reasons(one: KnownPerson, other: KnownPerson) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if _same_address(one, other):
        reasons.append("address_same")
    if _is_named_in(one, other) or _is_named_in(other, one):
        reasons.append("named_in_household")
    return tuple(reasons)


def _same_address(one: KnownPerson, other: KnownPerson) -> bool:
    ours, theirs = _postcode(one), _postcode(other)
    if ours and theirs and ours != theirs:
        return False
    numbers, other_numbers = set(house_numbers(one.address)), set(house_numbers(other.address))
    if (numbers or other_numbers) and not numbers & other_numbers:
        return False
    streets = [" ".join(distinctive_words(person.address)) for person in (one, other)]
    if not all(streets):
        return bool(fold(one.address)) and fold(one.address) == fold(other.address)
    return fuzz.token_set_ratio(*streets) >= ADDRESS_ALIKE


def _is_named_in(person: KnownPerson, other: KnownPerson) -> bool:
    """Whether one person's first name stands in the other's household, with a surname that fits both."""
    first, note = _main_first_name(person), folded_words(other.household)
    if not first or first[0] not in note:
        return False
    surname = _best(_surnames(person), _surnames(other)) or 0.0
    return surname >= ALIKE or any(name in note for name in _surnames(person))


def _postcode(person: KnownPerson) -> str:
    return postcode_of(person.postcode) or postcode_of(person.address)


def _name_pairs(person: KnownPerson) -> Iterator[str]:
    surnames = {sound(name) for name in _surnames(person)} - {""}
    for surname, year in product(surnames, _birth_years(person)):
        yield f"surname+year:{surname}:{year}"
    if not _has_date(person):
        return
    born = _date_of(person)
    for name in ({sound(name) for name in _first_names(person)} | surnames) - {""}:
        yield f"name+date:{name}:{born.isoformat()}"
    low, high = sorted((born.day, born.month))
    for initial in {name[0] for name in _first_names(person)}:
        yield f"initial+date:{initial}:{born.year}-{low}-{high}"


def _number_pairs(person: KnownPerson) -> Iterator[str]:
    number = _nhs_digits(person)
    if number and nhs.check(number) is None:
        yield f"nhs:{number}"


def _home_pairs(person: KnownPerson) -> Iterator[str]:
    postcode = _postcode(person)
    if not postcode:
        return
    for number in house_numbers(person.address) or distinctive_words(person.address):
        yield f"postcode+house:{postcode}:{number}"
