"""What was told of a referral, in words: headings for its fields, its doubts, and the whole of it to read."""

from collections.abc import Iterator, Mapping

from bot.cards import phrases, times
from bot.cards.elements import FormPart, Heading, Quote, Section
from bot.cards.referring import secret_address
from bot.cards.sight import Sight
from triage import visibility
from triage.address_guard import address_in
from triage.case import Case
from triage.intake_rules import PUBLIC
from triage.records import Addition, Subject
from triage.told import ALSO_ABOUT, ISSUES_BETWEEN, differing, missing_from_minimum, told

_LONG = ("worry", "child_words", "needs", "harm_happened", "harm_feared", "daily_life", "works_well")
_OF_ONE = (
    "sex",
    "ethnicity",
    "place_of_birth",
    "parents_place_of_birth",
    "religion",
    "first_language",
    "interpreter",
    "disability",
    "school",
    "gp",
    "nhs_number",
)
"""Answers about one person: where there are several, they stand with that person."""
_SHORT = (
    "presenting_issues",
    "household",
    "where_now",
    "already_open_to",
    "other_agencies",
    "family_told",
    "family_told_detail",
    "consent",
    "consent_reason",
    "do_not_contact",
    *_OF_ONE,
)
_APART = (
    "first_name",
    "surname",
    "other_names",
    "address",
    "postcode",
    "address_secret",
    "danger",
    "danger_words",
)
"""Shown elsewhere: with the people, or on top."""


def whole(sight: Sight, case: Case) -> Iterator[FormPart]:
    """The referral in full, as those who screen it read it; a secret address is not in it."""
    _ = sight.words.gettext
    with_people = _OF_ONE if len(case.subjects) > 1 else ()
    known = {
        name: text
        for name, text in told(case).items()
        if name not in with_people and not gives_away(case, name, text)
    }
    yield Heading(_("Referral"))
    yield Section((_from_whom(sight, case), *_about_the_sender(sight, case), *_danger(sight, known)))
    for name in _LONG:
        if known.get(name):
            yield Heading(heading(sight, name), 3)
            yield Quote(known[name])
    rest = [name for name in known if name not in (*_LONG, *_SHORT, *_APART)]
    lines = [line(sight, name, known[name]) for name in (*_SHORT, *rest) if known.get(name)]
    if lines:
        yield Section(tuple(lines))
    yield from _other_words(sight, case)


def missing_line(sight: Sight, case: Case, known: Mapping[str, str] | None = None) -> str:
    """What the minimum still lacks, among all that is known unless said otherwise; empty when nothing."""
    _ = sight.words.gettext
    names = [heading(sight, name) for name in missing_from_minimum(case, known)]
    lowered = ", ".join(name[0].lower() + name[1:] for name in names)
    return _("Still missing from the minimum: {fields}.").format(fields=lowered) if names else ""


def line(sight: Sight, name: str, text: str) -> str:
    """One short answer with its heading."""
    return sight.words.gettext("{heading}: {answer}").format(
        heading=heading(sight, name), answer=answer(sight, name, text)
    )


def answer(sight: Sight, name: str, text: str) -> str:
    """An answer in words: codes are worded, what was typed stays as it was typed."""
    _ = sight.words.gettext
    if name == "presenting_issues":
        labels = {issue.id: issue.label for issue in sight.hub.profile.issues}
        return ", ".join(labels.get(issue, issue) for issue in text.split(ISSUES_BETWEEN))
    known = {
        "yes": _("Yes"),
        "no": _("No"),
        "not_sure": _("Not sure"),
        "no_unsafe": _("No, it could put someone at risk"),
        "no_not_yet": _("No, not yet"),
        "given": _("Asked and given"),
        "refused": _("Asked and refused"),
        "not_sought": _("Not asked"),
        "not_required": _("Not required"),
    }
    return known.get(text, text)


def heading(sight: Sight, name: str) -> str:
    """What a field is called; a heading of the form itself stays as it was."""
    known = _about_somebody(sight) | _about_the_worry(sight) | _about_telling(sight)
    return known.get(name) or _person_heading(sight, name) or _also_heading(sight, name) or name


def _about_somebody(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {
        "first_name": _("First name"),
        "surname": _("Surname"),
        "other_names": _("Also known as"),
        "date_of_birth": _("Date of birth"),
        "expected_date": _("Expected date of delivery"),
        "approximate_age": _("Approximate age"),
        "address": _("Address"),
        "postcode": _("Postcode"),
        "sex": _("Sex"),
        "ethnicity": _("Ethnicity"),
        "place_of_birth": _("Place of birth of the child"),
        "parents_place_of_birth": _("Place of birth of the parents"),
        "religion": _("Religion"),
        "first_language": _("First language"),
        "interpreter": _("Interpreter needed"),
        "disability": _("Disability and how they communicate"),
        "school": _("School or nursery"),
        "gp": _("GP"),
        "nhs_number": _("NHS number"),
    }


def _about_the_worry(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {
        "household": _("Who else is in the home"),
        "where_now": _("Where they are now"),
        "presenting_issues": _("What it is about"),
        "worry": _("What they are worried about"),
        "child_words": _("The child's own words"),
        "needs": _("Needs"),
        "harm_happened": _("Harm that has happened"),
        "harm_feared": _("Harm that could happen"),
        "daily_life": _("What a day is like for them"),
        "works_well": _("What works well"),
    }


def _about_telling(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {
        "family_told": _("Parents or carers know"),
        "family_told_detail": _("Who was told, when, and what they said"),
        "consent": _("Consent"),
        "consent_reason": _("Why consent was not asked or was overruled"),
        "do_not_contact": _("Do not contact"),
        "other_agencies": _("Other agencies"),
        "already_open_to": _("Allocated worker"),
        "referrer_name": _("Referrer's name"),
        "referrer_role": _("Referrer's role"),
        "referrer_organisation": _("Referrer's organisation"),
        "referrer_email": _("Referrer's e-mail"),
        "referrer_phone": _("Referrer's phone"),
    }


def _person_heading(sight: Sight, name: str) -> str:
    """The heading of an answer about one of the people around the child: "person_2_name"."""
    _ = sight.words.gettext
    words = {
        "name": _("Person {number}, name"),
        "born": _("Person {number}, date of birth"),
        "relationship": _("Person {number}, relationship"),
        "lives_there": _("Person {number}, lives there"),
        "of_concern": _("Person {number}, person of concern"),
        "safe": _("Person {number}, safe to contact and how"),
    }
    kind, _sep, rest = name.partition("_")
    number, _sep, what = rest.partition("_")
    return words[what].format(number=number) if kind == "person" and what in words else ""


def _also_heading(sight: Sight, name: str) -> str:
    """The heading of what was written of another person whom it is about: "also_about_2"."""
    number = name.removeprefix(ALSO_ABOUT)
    return sight.words.gettext("Also about, {number}").format(number=number) if number != name else ""


def referrer(sight: Sight, case: Case) -> str:
    """Who referred, as this reader may know it: a withheld name is for the duty manager alone, how to reach them for the hub."""
    _ = sight.words.gettext
    who = case.referral.referrer
    if who.anonymous and (sight.reader is None or visibility.referrer_name(sight.reader, case)):
        return _("Somebody who asked not to be named")
    reached = (who.phone, who.email) if _runs_the_hub(sight) else ()
    said = ", ".join(part for part in (who.name, who.role, who.organisation, *reached) if part)
    return said or _("not known")


def _runs_the_hub(sight: Sight) -> bool:
    return sight.reader is not None and visibility.runs_the_hub(sight.reader)


def _from_whom(sight: Sight, case: Case) -> str:
    return sight.words.gettext("Received {when} from {referrer}.").format(
        when=times.now_read(sight, case.referral.received_at), referrer=referrer(sight, case)
    )


def _about_the_sender(sight: Sight, case: Case) -> Iterator[str]:
    """That it is nobody's agency who told of this, for the hub; and a wish not to be named, for all who read it."""
    _ = sight.words.gettext
    if case.referral.source == PUBLIC and _runs_the_hub(sight):
        yield _("A member of the public told us this on the web page.")
    if case.referral.referrer.anonymous and "anonymous_professional" not in case.referral.doubts:
        yield _("They asked us to keep their name from the family. We try. It is not guaranteed.")


def _danger(sight: Sight, known: dict[str, str]) -> Iterator[str]:
    _ = sight.words.gettext
    danger = known.get("danger", "")
    if danger == "yes":
        yield _("It says that someone is in danger now.")
    elif danger:
        yield _("Is anyone in danger right now? {answer}").format(answer=answer(sight, "danger", danger))
    if known.get("danger_words"):
        yield known["danger_words"]


def new_in(case: Case, addition: Addition) -> dict[str, str]:
    """What an addition says of the case that was not known, by field; never who sent it, never a secret address."""
    known, born = told(case), case.first_told.born
    return {
        name: text
        for name, text in differing(addition.fields, known).items()
        if text != born and not name.startswith("referrer_") and not gives_away(case, name, text)
    }


def gives_away(case: Case, name: str, text: str) -> bool:
    """Whether an answer would show an address that must be kept secret."""
    secret = [subject.address for subject in case.subjects if subject.address_secret]
    if not secret:
        return False
    return name in {"address", "postcode"} or (name == "where_now" and bool(address_in(text, secret)))


def _other_words(sight: Sight, case: Case) -> Iterator[FormPart]:
    """What came again under the same number and says something else; agencies read it once it is accepted."""
    _ = sight.words.gettext
    for addition in case.additions:
        if addition.kind != "other_words" or not (addition.accepted_at or _runs_the_hub(sight)):
            continue
        yield Heading(_("Sent again with other words"), 3)
        at = times.now_read(sight, addition.at)
        status = (
            _("Arrived {when}. Accepted.") if addition.accepted_at else _("Arrived {when}. Not accepted yet.")
        )
        yield Section(
            (
                status.format(when=at),
                *(line(sight, name, text) for name, text in new_in(case, addition).items()),
            )
        )


def of_one(sight: Sight, case: Case, subject: Subject) -> tuple[str, ...]:
    """What was told of one of several people alone."""
    known = told(case) if subject == case.first_told else vars(subject)
    return tuple(line(sight, name, known[name]) for name in _OF_ONE if known.get(name))


def people(sight: Sight, case: Case) -> tuple[str, ...]:
    """Everybody it is about, in full; an address that must be kept secret is not in it."""
    _ = sight.words.gettext
    lines: list[str] = []
    for subject in case.subjects:
        lines.append(phrases.in_full(sight, case, subject))
        if subject.other_names:
            lines.append(line(sight, "other_names", subject.other_names))
        if len(case.subjects) > 1:
            lines += of_one(sight, case, subject)
        if subject.address_secret:
            secret = _("The address must be kept secret. Open details to see it.")
            lines.append(secret_address.to_ask_for(sight, subject) or secret)
        elif subject.address or subject.postcode:
            whole_address = ", ".join(part for part in (subject.address, subject.postcode) if part)
            lines.append(line(sight, "address", whole_address))
    return tuple(secret_address.without(sight, case, said) for said in lines)
