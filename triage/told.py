"""All that was told of a referral: what arrived, and what was added to it since, as one view.

Nothing that arrived is lost in it: what the person who referred adds later stands in place of an empty or older answer,
other words that came under the same number only fill what was empty.
"""

from collections.abc import Mapping
from datetime import tzinfo

from triage.arrivals import FIELD_NAMES, MINIMUM
from triage.case import Case
from triage.matching import KnownPerson
from triage.records import Referral, Subject
from triage.subject_kind import is_known
from triage.typed_dates import read_born

SUBJECT_FIELDS = (
    "first_name",
    "surname",
    "other_names",
    "sex",
    "ethnicity",
    "first_language",
    "religion",
    "address",
    "postcode",
    "school",
    "gp",
    "nhs_number",
)
"""Fields of an arrival that stand on the subject under the same name."""

REFERRAL_FIELDS = (
    "worry",
    "danger",
    "family_told",
    "child_words",
    "household",
    "where_now",
    "consent",
    "consent_reason",
    "already_open_to",
)
"""Fields of an arrival that stand on the referral under the same name."""

ISSUES_BETWEEN = "; "
KEEP_ADDRESS = "address_secret"
"""The name under which an addition says that the address must be kept secret."""
ALSO_ABOUT = "also_about_"
"""Begins the name under which something is kept of another person whom an arrival is about; a number follows, from 1."""


def told(case: Case) -> dict[str, str]:
    """What is known of the referral and of the first it told of, by field name; empty fields are left out."""
    referral, first = case.referral, case.first_told
    known = {name: str(getattr(referral, name)) for name in REFERRAL_FIELDS}
    known |= {name: str(getattr(first, name)) for name in SUBJECT_FIELDS}
    known |= {"presenting_issues": ISSUES_BETWEEN.join(referral.issues), **referral.details}
    known = {name: text for name, text in known.items() if text}
    for addition in case.additions:
        if addition.kind == "added":
            known |= addition.fields
        elif addition.accepted_at is not None:
            known = {**addition.fields, **known}
    return {name: text for name, text in known.items() if text}


def own_words(case: Case) -> dict[str, str]:
    """What whoever referred told: where the hub wrote something since, what stood there before it did."""
    known, theirs = told(case), set[str]()
    for addition in reversed(case.additions):
        if addition.kind != "added":
            continue
        if addition.by == case.referral.referrer.person:
            theirs |= set(addition.fields)
            continue
        known |= {name: addition.before.get(name, "") for name in addition.fields if name not in theirs}
    return {name: text for name, text in known.items() if text}


def said_secret(case: Case) -> bool:
    """Whether whoever referred said that the address must be kept secret; the hub may have said so since."""
    for addition in case.additions:
        if KEEP_ADDRESS in addition.before and addition.by != case.referral.referrer.person:
            first = addition.before[KEEP_ADDRESS] == "yes"
            return _secret_since(case, first=first)
    return case.first_told.address_secret


def _secret_since(case: Case, *, first: bool) -> bool:
    """What they said last of it themselves; what held before the hub said anything, if they said nothing."""
    mine = [
        addition.fields[KEEP_ADDRESS] == "yes"
        for addition in case.additions
        if KEEP_ADDRESS in addition.fields and addition.by == case.referral.referrer.person
    ]
    return mine[-1] if mine else first


def hub_keeps_secret(case: Case) -> bool:
    """Whether the hub said last that the address must be kept secret: whoever referred cannot undo that."""
    others = [
        addition.fields[KEEP_ADDRESS]
        for addition in case.additions
        if KEEP_ADDRESS in addition.fields and addition.by != case.referral.referrer.person
    ]
    return others[-1:] == ["yes"]


def missing_from_minimum(case: Case, known: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The fields of the minimum that say nothing yet, in their order [002]; among all that is known, unless said otherwise."""
    known = told(case) if known is None else known
    return tuple(name for name in MINIMUM if not is_known(known.get(name, "")))


def differing(fields: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The answers among `fields` that say something else than what is known, in the order of a referral's fields."""
    order = {name: place for place, name in enumerate(FIELD_NAMES)}
    new = {name: text for name, text in fields.items() if text and text != known.get(name, "")}
    return dict(sorted(new.items(), key=lambda one: order.get(one[0], len(order))))


def known_person(referral: Referral, subject: Subject, zone: tzinfo) -> KnownPerson:
    """What a subject can be found and compared by. `zone` is where the day of a typed age is read.

    A secret address is left out: it is never searched.
    """
    told_on = referral.received_at.astimezone(zone).date()
    secret = subject.address_secret
    return KnownPerson(
        first_name=subject.first_name,
        surname=subject.surname,
        other_names=subject.other_names,
        born=read_born(subject.born, told_on, unborn=subject.kind == "unborn"),
        told_on=told_on,
        nhs_number=subject.nhs_number,
        address="" if secret else subject.address,
        postcode="" if secret else subject.postcode,
        household=referral.household,
    )
