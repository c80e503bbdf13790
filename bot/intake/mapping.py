"""From a row of a file, or a JSON object, to an arrival."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from triage.arrivals import ALSO_FIELDS, CONSENT, FAMILY_TOLD, FIELD_NAMES, YES_NO, AlsoAbout, Arrival
from triage.intake_rules import CONTACT_KINDS, IntakeRules, loosely
from triage.subject_kind import SUBJECT_KINDS
from triage.typed_text import readable

FieldError = Literal["not_text", "given_twice", "not_people", "too_many_people"]

ALSO_ABOUT = "also_about"
MOST_ALSO = 19
"""More people than this beside the first are no household that anybody screens in one form."""

_SEPARATES_ISSUES = str.maketrans({"|": ";", "\n": ";", "\r": ";"})


@dataclass(frozen=True)
class FieldErrors:
    """Fields of a JSON object that cannot be understood: a code by the name under which each was sent."""

    errors: Mapping[str, FieldError]


@dataclass(frozen=True, repr=False)
class _Read:
    """The keys of a JSON object sorted out: our fields by name, what is no field of ours, what cannot be understood."""

    written: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    errors: dict[str, FieldError] = field(default_factory=dict)


def headings(rules: IntakeRules) -> tuple[str, ...]:
    """The headings by which the council's file is recognised; our own names where the profile has none."""
    return tuple(rules.columns.values()) or FIELD_NAMES


def arrival_from_row(cells: Mapping[str, str], rules: IntakeRules) -> Arrival:
    """An arrival from the cells of a file; a column that is no field of ours is kept as a note."""
    names = _names(rules)
    written: dict[str, str] = {}
    notes: list[tuple[str, str]] = []
    for heading, cell in cells.items():
        name = names.get(loosely(heading))
        if name and name not in written:
            written[name] = cell
        elif cell.strip():
            notes.append((readable(heading), readable(cell).strip()))
    return _arrival(written, notes, rules)


def arrival_from_json(
    sent: Mapping[str, object], rules: IntakeRules, *, now: datetime
) -> Arrival | FieldErrors:
    """An arrival from a JSON object whose keys are our field names or the profile's headings.

    `referrer` may be an object of `name`, `role`, `organisation`, `email`, `phone` and `anonymous`. A
    value is text, a number, true or false, nothing, or for the presenting issues a list of texts; `also_about`
    is a list of objects, one for each other person. A key that is no field of ours is kept as a note. Without
    a time it is submitted `now` (aware).
    """
    names = _names(rules)
    others = sent.get(ALSO_ABOUT)
    read = _read(_flat({key: value for key, value in sent.items() if key != ALSO_ABOUT}), names)
    people = _people(others, {key: name for key, name in names.items() if name in ALSO_FIELDS})
    if isinstance(people, str):
        return FieldErrors(read.errors | {ALSO_ABOUT: people})
    for number, one in enumerate(people, start=1):
        read.errors.update({f"{ALSO_ABOUT}.{number}.{key}": error for key, error in one.errors.items()})
        read.notes.extend((f"{ALSO_ABOUT} {number}: {key}", text) for key, text in one.notes)
    if read.errors:
        return FieldErrors(read.errors)
    if not read.written.get("submitted_at", "").strip():
        read.written["submitted_at"] = now.isoformat()
    notes = [note for note in read.notes if note[1].strip()]
    also = tuple(_also(one.written) for one in people if any(map(str.strip, one.written.values())))
    return _arrival(read.written, notes, rules, also)


def _read(pairs: Iterable[tuple[str, object]], names: Mapping[str, str]) -> _Read:
    found = _Read()
    for key, value in pairs:
        name = names.get(loosely(key))
        text = _text(value, several=name == "presenting_issues")
        if name is None:
            said = readable(json.dumps(value, ensure_ascii=False)) if text is None else text
            found.notes.append((readable(key), said))
        elif text is None:
            found.errors[key] = "not_text"
        elif name in found.written:
            found.errors[key] = "given_twice"
        else:
            found.written[name] = text
    return found


def _people(sent: object, names: Mapping[str, str]) -> list[_Read] | FieldError:
    """Everybody else it is about, as they were listed."""
    listed = [] if sent is None else sent
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        return "not_people"
    if len(listed) > MOST_ALSO:
        return "too_many_people"
    return [_read(one.items(), names) for one in listed]


def _also(written: Mapping[str, str]) -> AlsoAbout:
    values = {name: text.strip() for name, text in written.items()}
    return AlsoAbout(**{**values, "kind": _code(values.get("kind", ""), {}, SUBJECT_KINDS)})


def _names(rules: IntakeRules) -> dict[str, str]:
    """Our field name by the loose form of each heading; the council's words come before ours."""
    ours = {loosely(name): name for name in FIELD_NAMES}
    return ours | {loosely(heading): name for name, heading in rules.columns.items()}


def _flat(sent: Mapping[str, object]) -> list[tuple[str, object]]:
    """The pairs, with those of a `referrer` object among the others."""
    pairs: list[tuple[str, object]] = []
    for key, value in sent.items():
        if key == "referrer" and isinstance(value, Mapping):
            pairs += [
                (inner if inner == "anonymous" else f"referrer_{inner}", each)
                for inner, each in value.items()
            ]
        else:
            pairs.append((key, value))
    return pairs


def _text(value: object, *, several: bool) -> str | None:
    """The value as somebody would have typed it; None if it is neither text nor a plain value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if several and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return readable(";".join(value))
    return readable(str(value)) if isinstance(value, str | int | float) else None


def _arrival(
    written: Mapping[str, str],
    notes: list[tuple[str, str]],
    rules: IntakeRules,
    also_about: tuple[AlsoAbout, ...] = (),
) -> Arrival:
    """The fields as written, with the code in place of each answer whose word is known."""
    values = {name: readable(text).strip() for name, text in written.items()}
    issues = values.pop("presenting_issues", "").translate(_SEPARATES_ISSUES).split(";")
    words: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
        "type": (rules.types, CONTACT_KINDS),
        "kind": ({}, SUBJECT_KINDS),
        "danger": (rules.yes_no, YES_NO),
        "anonymous": (rules.yes_no, YES_NO),
        "address_secret": (rules.yes_no, YES_NO),
        "family_told": ({**rules.yes_no, **rules.family_told}, FAMILY_TOLD),
        "consent": (rules.consent, CONSENT),
    }
    for name, (table, codes) in words.items():
        if name in values:
            values[name] = _code(values[name], table, codes)
    return Arrival(
        **values,
        presenting_issues=tuple(issue.strip() for issue in issues if issue.strip()),
        notes=tuple(notes),
        also_about=also_about,
    )


def _code(text: str, words: Mapping[str, str], codes: tuple[str, ...]) -> str:
    """The code of a known word; a word that is not known stays as it was written."""
    by_word = {loosely(code): code for code in codes} | {loosely(word): code for word, code in words.items()}
    return by_word.get(loosely(text), text) if loosely(text) else text
