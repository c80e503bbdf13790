"""From an arrival that was judged to the records that keep it, each field in its place and nothing lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from storage.ids import new_id
from storage.tx import Tx
from triage.arrivals import FIELD_NAMES, Arrival, Taken, each_of
from triage.hub import Hub
from triage.naming import oldest_first
from triage.records import Referral, Referrer, Subject, SubjectKind
from triage.roster import Roster
from triage.subject_kind import is_known, is_secret
from triage.told import ALSO_ABOUT, REFERRAL_FIELDS, SUBJECT_FIELDS
from triage.typed_dates import Born, read_born

_BIRTH_FIELDS = ("date_of_birth", "expected_date", "approximate_age")
HOW_IT_CAME = ("submission_id", "submitted_at", "type", "kind", "anonymous", "phone_today", "address_secret")
_ELSEWHERE = frozenset(
    (
        *REFERRAL_FIELDS,
        *SUBJECT_FIELDS,
        *_BIRTH_FIELDS,
        *HOW_IT_CAME,
        *(f"referrer_{what}" for what in ("name", "role", "organisation", "email", "phone")),
        "presenting_issues",
    )
)
"""Fields of an arrival that have a place of their own; all others are kept among the details."""


def referral_from(
    tx: Tx, hub: Hub, roster: Roster, arrival: Arrival, judged: Taken, *, source: str, person: str
) -> Referral:
    """The referral, with a reference drawn in the month that it is for the hub's people."""
    today = tx.now.astimezone(hub.zone)
    return Referral(
        id=new_id(),
        forum=hub.forum.id,
        reference=tx.referrals.draw_reference(today.year, today.month),
        kind=judged.contact_type,
        source=source,
        received_at=judged.received_at,
        recorded_at=tx.now,
        referrer=_referrer(roster, arrival, judged, person),
        worry=arrival.worry,
        danger="yes" if judged.in_danger else arrival.danger,
        family_told=arrival.family_told,
        child_words=arrival.child_words,
        household=arrival.household,
        where_now="" if _is_where_secret(arrival) else arrival.where_now,
        issues=arrival.presenting_issues,
        consent=arrival.consent,
        consent_reason=arrival.consent_reason,
        already_open_to=arrival.already_open_to,
        submission_id=arrival.submission_id,
        safe_contact=is_known(arrival.do_not_contact),
        doubts=judged.doubts,
        details=_details(arrival, hub, judged),
    )


def _referrer(roster: Roster, arrival: Arrival, judged: Taken, person: str) -> Referrer:
    known = roster.people.get(person)
    return Referrer(
        person=person,
        name=known.name if known else arrival.referrer_name,
        role=arrival.referrer_role,
        organisation=known.agency if known else arrival.referrer_organisation,
        email=known.email if known else arrival.referrer_email,
        phone=arrival.phone_today or arrival.referrer_phone,
        anonymous=judged.anonymous,
    )


def subjects_from(referral: Referral, arrival: Arrival, judged: Taken, hub: Hub) -> tuple[Subject, ...]:
    """Everybody it is about, in the order told, numbered by age; what is of the household is the same for all."""
    people = zip(each_of(arrival), (judged.about, *judged.also), strict=True)
    first, *others = (_subject(referral, each, kind, hub) for each, kind in people)
    first = replace(first, address_secret=judged.address_secret)
    told = (first, *(of_the_household(one, first) for one in others))
    day = referral.received_at.astimezone(hub.zone).date()
    born = [read_born(one.born, day, unborn=one.kind == "unborn") or Born("unknown") for one in told]
    numbers = {place: number for number, place in enumerate(oldest_first(born, day), start=1)}
    return tuple(replace(one, number=numbers[place], told_order=place) for place, one in enumerate(told))


def of_the_household(person: Subject, first: Subject) -> Subject:
    """A person with the address of the first, and as secret."""
    return replace(
        person, address=first.address, postcode=first.postcode, address_secret=first.address_secret
    )


def _subject(referral: Referral, arrival: Arrival, kind: SubjectKind, hub: Hub) -> Subject:
    where = arrival.where_now if _is_where_secret(arrival) else ""
    return Subject(
        id=new_id(),
        referral=referral.id,
        number=1,
        kind=kind,
        first_name=arrival.first_name,
        surname=arrival.surname,
        other_names=arrival.other_names,
        born=_born(arrival, kind, hub, referral.received_at)[1],
        sex=arrival.sex,
        ethnicity=arrival.ethnicity,
        first_language=arrival.first_language,
        religion=arrival.religion,
        address="; ".join(part for part in (arrival.address, where) if part),
        postcode=arrival.postcode,
        school=arrival.school,
        gp=arrival.gp,
        nhs_number=arrival.nhs_number,
    )


def _is_where_secret(arrival: Arrival) -> bool:
    """Whether "where are they now" holds what must stay secret: it is then kept as the secret address."""
    return is_secret(arrival.where_now)


def _born(arrival: Arrival, kind: SubjectKind, hub: Hub, received_at: datetime) -> tuple[str, str]:
    """The birth field that can be read, by name and as written; else the first that was filled in."""
    today = received_at.astimezone(hub.zone).date()
    filled = [(name, text) for name in _BIRTH_FIELDS if (text := getattr(arrival, name).strip())]
    for name, text in filled:
        read = read_born(text, today, unborn=kind == "unborn")
        if read is not None and read.kind not in {"none", "unknown"}:
            return name, text
    return filled[0] if filled else ("", "")


def _details(arrival: Arrival, hub: Hub, judged: Taken) -> dict[str, str]:
    """Whatever was written and has no place of its own, by field name or by the form's own heading."""
    kept = {name: str(getattr(arrival, name)) for name in FIELD_NAMES if name not in _ELSEWHERE}
    kept |= dict(_other_births(arrival, judged, hub))
    if judged.in_danger and arrival.danger != "yes":
        kept["danger_words"] = arrival.danger
    if arrival.phone_today and arrival.phone_today != arrival.referrer_phone:
        kept["referrer_phone"] = arrival.referrer_phone
    for heading, text in arrival.notes:
        kept[heading] = text
    return {name: text for name, text in kept.items() if text}


def _other_births(arrival: Arrival, judged: Taken, hub: Hub) -> Iterator[tuple[str, str]]:
    """What was written as a date of birth or an age and is not what the subject keeps."""
    people = zip(each_of(arrival), (judged.about, *judged.also), strict=True)
    for number, (each, kind) in enumerate(people):
        read, _ = _born(each, kind, hub, judged.received_at)
        left = {name: getattr(each, name) for name in _BIRTH_FIELDS if name != read}
        if number:
            yield f"{ALSO_ABOUT}{number}", ", ".join(text for text in left.values() if text)
        else:
            yield from left.items()
