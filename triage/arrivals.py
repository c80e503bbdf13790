"""One thing that arrived, and whether it can be taken.

Refused is only what nobody could act on. Everything else is taken and kept as it was written; what looks
wrong is marked as a doubt, and doubtful referrals are screened first.
"""

import json
import re
import unicodedata
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from triage import nhs
from triage.received import Received, read_received
from triage.records import ContactKind, SubjectKind
from triage.subject_kind import SUBJECT_KINDS, Kind, is_known, is_secret, kind_of, names_a_place
from triage.typed_dates import Born, age_on, read_born

LONGEST_IN_A_FORM = 3_000

Refusal = Literal["unreadable", "no_worry", "nobody_and_nowhere", "unknown_type"]
Doubt = Literal[
    "no_type",
    "no_time",
    "impossible_time",
    "no_time_of_day",
    "clocks_changed",
    "received_in_future",
    "received_long_ago",
    "birth_month_first",
    "birth_in_future",
    "century_assumed",
    "impossible_birth_date",
    "impossible_expected_date",
    "expected_date_over",
    "bad_nhs_number",
    "unknown_kind",
    "kind_assumed",
    "no_danger_answer",
    "unknown_danger_word",
    "unknown_family_told_word",
    "unknown_consent_word",
    "unknown_anonymous_word",
    "anonymous_professional",
    "no_referrer",
    "worry_elsewhere",
    "very_long",
    "hidden_characters",
]

YES_NO = ("yes", "no", "not_sure")
FAMILY_TOLD = ("yes", "no", "no_unsafe", "no_not_yet", "not_sure")
CONSENT = ("given", "refused", "not_sought", "not_required")

_DATES: tuple[tuple[str, Doubt], ...] = (
    ("date_of_birth", "impossible_birth_date"),
    ("expected_date", "impossible_expected_date"),
)
_DATE_DOUBTS: tuple[tuple[str, Doubt], ...] = (
    ("month_first", "birth_month_first"),
    ("in_future", "birth_in_future"),
    ("in_past", "expected_date_over"),
    ("two_digit_year", "century_assumed"),
)

# Control characters and changes of writing direction: what a reader sees is not what was written.
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, repr=False)
class AlsoAbout:
    """Another person whom the same arrival is about, as it was written; nothing of it in a `repr`."""

    kind: str = ""
    first_name: str = ""
    surname: str = ""
    other_names: str = ""
    date_of_birth: str = ""
    expected_date: str = ""
    approximate_age: str = ""
    sex: str = ""
    nhs_number: str = ""
    school: str = ""


ALSO_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(AlsoAbout))


@dataclass(frozen=True, repr=False)
class Arrival:
    """A referral, notification or request as it arrived, whatever way it came.

    Every field holds what was written; an answer whose word is known holds its code instead (`yes`,
    `no`, `not_sure`; `given`, …), `type` a contact type's code. Dates are text as typed. Brothers and sisters
    told of together stand in `also_about`; a sibling told of later is another arrival. There is no `repr` of
    the fields: they are personal and tracebacks are logged.
    """

    submission_id: str = ""
    submitted_at: str = ""
    type: str = ""
    referrer_name: str = ""
    referrer_role: str = ""
    referrer_organisation: str = ""
    referrer_email: str = ""
    referrer_phone: str = ""
    phone_today: str = ""
    anonymous: str = ""
    kind: str = ""
    first_name: str = ""
    surname: str = ""
    other_names: str = ""
    date_of_birth: str = ""
    expected_date: str = ""
    approximate_age: str = ""
    sex: str = ""
    ethnicity: str = ""
    place_of_birth: str = ""
    parents_place_of_birth: str = ""
    religion: str = ""
    first_language: str = ""
    interpreter: str = ""
    disability: str = ""
    address: str = ""
    postcode: str = ""
    address_secret: str = ""
    where_now: str = ""
    school: str = ""
    gp: str = ""
    nhs_number: str = ""
    household: str = ""
    presenting_issues: tuple[str, ...] = ()
    worry: str = ""
    child_words: str = ""
    needs: str = ""
    harm_happened: str = ""
    harm_feared: str = ""
    daily_life: str = ""
    works_well: str = ""
    danger: str = ""
    family_told: str = ""
    family_told_detail: str = ""
    consent: str = ""
    consent_reason: str = ""
    do_not_contact: str = ""
    other_agencies: str = ""
    already_open_to: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    """What the form asked besides: heading and answer, in the form's order."""
    also_about: tuple[AlsoAbout, ...] = ()
    """Everybody else it is about, in the order in which it tells of them."""


FIELD_NAMES: tuple[str, ...] = tuple(
    each.name for each in fields(Arrival) if each.name not in {"notes", "also_about"}
)
"""What a form has one answer to."""

# What a referral should hold at the least: needs, harms, ethnicity, place of birth of child and parents,
# religion, first or preferred language, the child's voice and lived experience [002].
MINIMUM: tuple[str, ...] = (
    "needs",
    "harm_happened",
    "harm_feared",
    "ethnicity",
    "place_of_birth",
    "parents_place_of_birth",
    "religion",
    "first_language",
    "child_words",
    "daily_life",
)

_WORRY_FIELDS = ("child_words", "needs", "harm_happened", "harm_feared", "daily_life")
_WHO_FIELDS = ("first_name", "surname", "other_names", "nhs_number", "household", "school")
_WHERE_FIELDS = ("address", "postcode", "where_now")


@dataclass(frozen=True, repr=False)
class Taken:
    """The arrival goes in.

    `received_at` is aware, UTC; clocks run from it. `about` is what the referrer chose, or derived; `also` is
    the same of everybody else it is about. `born` is the first that can be read of date of birth, expected
    date and approximate age. `doubts` is empty when nothing looks wrong; a doubtful one is screened first.
    """

    contact_type: ContactKind
    received_at: datetime
    about: SubjectKind
    also: tuple[SubjectKind, ...]
    name_known: bool
    born: Born | None
    in_danger: bool
    anonymous: bool
    address_secret: bool
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Refused:
    """The arrival cannot be acted on, and why. It waits for a person; it is not thrown away."""

    reason: Refusal


def judge(
    arrival: Arrival, *, now: datetime, known_types: Collection[ContactKind], tz: ZoneInfo
) -> Taken | Refused:
    """Whether the arrival goes in, and what is doubtful about it.

    `now` is aware: when it reached the hub. `known_types` are the contact types that the hub takes.
    `tz` is the hub's time zone, in which the form wrote its times.
    """
    refusal = _refusal(arrival, known_types)
    if refusal:
        return Refused(refusal)
    today = now.astimezone(tz).date()
    received = read_received(arrival.submitted_at, now=now, tz=tz)
    born = _born(arrival, today)
    about, *also = (_kind(each, _born(each, today), today).kind for each in each_of(arrival))
    return Taken(
        contact_type=next((known for known in known_types if known == arrival.type), "referral"),
        received_at=received.at,
        about=about,
        also=tuple(also),
        name_known=is_known(arrival.first_name) or is_known(arrival.surname),
        born=born,
        in_danger=arrival.danger.casefold().startswith("yes"),
        anonymous=arrival.anonymous not in ("", "no"),
        address_secret=_secret(arrival),
        doubts=_doubts(arrival, received, today),
    )


def each_of(arrival: Arrival) -> tuple[Arrival, ...]:
    """The arrival as it is about each person alone, in the order told: the others without the first one's answers."""
    return (arrival, *(Arrival(**asdict(one)) for one in arrival.also_about))


def fingerprint(arrival: Arrival) -> str:
    """One canonical string of all that was written, to be kept only as a keyed hash.

    Empty fields are left out, so that a field added to a later version changes no fingerprint; line
    ends, runs of spaces and the order of columns do not count.
    """
    written = {name: _plain(getattr(arrival, name)) for name in FIELD_NAMES}
    written["also_about"] = sorted(
        json.dumps({name: _plain(text) for name, text in asdict(one).items() if text.strip()}, sort_keys=True)
        for one in arrival.also_about
    )
    written["notes"] = sorted(
        f"{_plain(name)}={_plain(text)}" for name, text in arrival.notes if text.strip()
    )
    return json.dumps(
        {name: text for name, text in written.items() if text}, ensure_ascii=False, sort_keys=True
    )


def compare(found: str, known: str | None) -> Literal["new", "same", "other_words"]:
    """How an arrival stands to the one already kept under its submission number.

    Both are fingerprints, or the same keyed hash of them; `known` is None if the number is not known or
    the arrival has none. `same`: nothing is added. `other_words`: it is attached to the first, for a
    person to accept.
    """
    if known is None:
        return "new"
    return "same" if found == known else "other_words"


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    return [" ".join(unicodedata.normalize("NFC", each).split()) for each in value]


def _refusal(arrival: Arrival, known_types: Collection[ContactKind]) -> Refusal | None:
    if arrival.type and arrival.type not in known_types:
        return "unknown_type"
    if not _has_letters(arrival.worry) and not any(
        _has_letters(getattr(arrival, name)) for name in _WORRY_FIELDS
    ):
        return "no_worry"
    who = any(is_known(getattr(each, name)) for each in each_of(arrival) for name in _WHO_FIELDS)
    where = any(names_a_place(getattr(arrival, name)) for name in _WHERE_FIELDS)
    return None if who or where else "nobody_and_nowhere"


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _born(arrival: Arrival, today: date) -> Born | None:
    """The first of date of birth, expected date and approximate age that can be read."""
    for name in ("date_of_birth", "expected_date", "approximate_age"):
        born = _read_date(arrival, name, today)
        if born:
            return born
    return None


def _read_date(arrival: Arrival, name: str, today: date) -> Born | None:
    """What was typed as a date or an age; None if it cannot be read or says that nothing is known."""
    born = _read(arrival, name, today)
    return None if born is None or born.kind in ("none", "unknown") else born


def _read(arrival: Arrival, name: str, today: date) -> Born | None:
    expected = name == "expected_date" or (name == "date_of_birth" and arrival.kind == "unborn")
    return read_born(getattr(arrival, name), today, unborn=expected)


def _kind(arrival: Arrival, born: Born | None, today: date) -> Kind:
    return kind_of(
        given=arrival.kind,
        names=(arrival.first_name, arrival.surname, arrival.other_names),
        address=arrival.address,
        expected=(born is not None and born.kind == "expected") or is_known(arrival.expected_date),
        age_years=_age_years(born, today),
        issues=arrival.presenting_issues,
        person_facts=any(map(is_known, (arrival.sex, arrival.nhs_number, arrival.household))),
    )


def _age_years(born: Born | None, today: date) -> int | None:
    """The age today in whole years, exact or approximate; 0 for a child of some months."""
    age = age_on(born, today) if born else None
    if age is None:
        return None
    return age.value if age.unit == "years" else 0


def _secret(arrival: Arrival) -> bool:
    """Whether the address must be kept secret: said so, or written where the address would stand."""
    return arrival.address_secret not in ("", "no") or any(
        is_secret(text) for text in (arrival.address, arrival.postcode, arrival.where_now)
    )


def _doubts(arrival: Arrival, received: Received, today: date) -> tuple[Doubt, ...]:
    found: list[Doubt] = [] if arrival.type else ["no_type"]
    found += received.doubts
    for each in each_of(arrival):
        found += person_doubts(each, today)
    found += _answer_doubts(arrival)
    found += _referrer_doubts(arrival)
    found += _text_doubts(arrival)
    return tuple(dict.fromkeys(found))


def person_doubts(each: Arrival, today: date) -> list[Doubt]:
    """What looks wrong with what is told of one person: the dates, the NHS number, who it is."""
    found = _birth_doubts(each, today)
    if is_known(each.nhs_number) and nhs.check(each.nhs_number):
        found.append("bad_nhs_number")
    born = _born(each, today)
    return found + _kind_doubts(each, _kind(each, born, today), born)


def _birth_doubts(arrival: Arrival, today: date) -> list[Doubt]:
    """What is doubtful about the dates; one unborn may have the expected date where a birth would stand."""
    found: list[Doubt] = []
    for name, impossible in _DATES:
        if is_known(getattr(arrival, name)):
            born = _read(arrival, name, today)
            if born is None or "too_long_ago" in born.doubts or "too_far_ahead" in born.doubts:
                found.append(impossible)
            else:
                found += [ours for theirs, ours in _DATE_DOUBTS if theirs in born.doubts]
    return found


def _kind_doubts(arrival: Arrival, kind: Kind, born: Born | None) -> list[Doubt]:
    if arrival.kind and arrival.kind not in SUBJECT_KINDS:
        return ["unknown_kind"]
    return ["kind_assumed"] if kind.assumed and born is None else []


def _answer_doubts(arrival: Arrival) -> list[Doubt]:
    """What a form's answers leave open: nobody said whether there is danger, or in words not known."""
    found: list[Doubt] = [] if arrival.danger else ["no_danger_answer"]
    answers: tuple[tuple[str, tuple[str, ...], Doubt], ...] = (
        (arrival.danger, YES_NO, "unknown_danger_word"),
        (arrival.family_told, FAMILY_TOLD, "unknown_family_told_word"),
        (arrival.consent, CONSENT, "unknown_consent_word"),
        (arrival.anonymous, YES_NO, "unknown_anonymous_word"),
    )
    return found + [doubt for answer, codes, doubt in answers if answer and answer not in codes]


def _referrer_doubts(arrival: Arrival) -> list[Doubt]:
    """A professional cannot stay anonymous; a member of the public may, and then has no name."""
    if arrival.anonymous not in ("", "no"):
        return ["anonymous_professional"] if is_known(arrival.referrer_organisation) else []
    named = (arrival.referrer_name, arrival.referrer_organisation, arrival.referrer_email)
    reached = (arrival.referrer_phone, arrival.phone_today)
    return [] if any(map(is_known, named + reached)) else ["no_referrer"]


def _text_doubts(arrival: Arrival) -> list[Doubt]:
    texts = [text for name in FIELD_NAMES if isinstance(text := getattr(arrival, name), str)]
    texts += [*arrival.presenting_issues, *(text for _, text in arrival.notes)]
    texts += [text for one in arrival.also_about for text in asdict(one).values()]
    found: list[Doubt] = [] if _has_letters(arrival.worry) else ["worry_elsewhere"]
    if any(len(text) > LONGEST_IN_A_FORM for text in texts):
        found.append("very_long")
    if any(_HIDDEN.search(text) for text in texts):
        found.append("hidden_characters")
    return found
