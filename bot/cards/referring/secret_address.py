"""A secret address in words that people wrote: it is read only behind "Show the address", which is audited."""

import re

from bot.cards.elements import FormPart, Quote, Section
from bot.cards.sight import Sight
from triage.address_guard import address_in
from triage.case import Case
from triage.records import Subject
from triage.subject_kind import names_a_place


def quoted(sight: Sight, case: Case, text: str) -> Quote:
    """What a person wrote, without a secret address of this case."""
    return Quote(without(sight, case, text))


def part(sight: Sight, case: Case, one: FormPart) -> FormPart:
    """A part to read, without it."""
    match one:
        case Quote(text):
            return quoted(sight, case, text)
        case Section(lines):
            return Section(tuple(without(sight, case, line) for line in lines))
        case _:
            return one


def without(sight: Sight, case: Case, text: str) -> str:
    """The text with whatever gives a secret address of this case away taken out, visibly."""
    secret = [s for s in case.subjects if s.address_secret]
    if not secret:
        return text
    whole = [part for s in secret for part in (s.address, s.postcode) if part]
    telling = address_in(text, [f"{s.address} {s.postcode}" for s in secret])
    said = sight.words.gettext("[address withheld]")
    for part in sorted({*whole, *telling}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", lambda _: said, text, flags=re.IGNORECASE)
    return text


def to_ask_for(sight: Sight, subject: Subject) -> str:
    """What to do about a secret address of which nothing came but that it is secret; empty for any other.

    Whoever refers is told that the hub phones them, so whoever reads it here must know that nobody has yet.
    """
    if not subject.address_secret or _is_there(subject):
        return ""
    return sight.words.gettext("No address yet: phone the person who referred.")


def _is_there(subject: Subject) -> bool:
    return any(names_a_place(part) for part in (*subject.address.split(";"), subject.postcode))
