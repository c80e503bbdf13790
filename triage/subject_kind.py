"""Who or what a referral is about, worked out from what was written."""

import re
from dataclasses import dataclass
from typing import get_args

from triage.records import SubjectKind

SUBJECT_KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)
ADULT_AT = 18

_NOT_KNOWN = frozenset(
    {"", "not known", "unknown", "unk", "not given", "none", "n/a", "na", "nk", "tbc", "anon"}
)
_UNBORN = re.compile(r"\s*(?:the\s+)?(?:unborn\b|baby\s+of\b|ub\s+baby\b)", re.IGNORECASE)
_ADULT_ISSUE = re.compile(
    r"\badult (?:safeguarding|at risk|protection)\b|\bvulnerable adult\b", re.IGNORECASE
)
_PLACE_ISSUE = re.compile(r"\b(?:location|place|venue|premises)\b", re.IGNORECASE)
_SHARED_PLACE = re.compile(
    r"\b(?:underpass|subway|arches|park|playground|shops?|station|car park|bus stop|bridge|alley|stairwell|"
    r"takeaway|arcade|shopping centre|precinct|canal|towpath|wasteland|estate|square)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\d|\b(?:boys?|girls?|child|children|kids?|bab(?:y|ies)|lads?|teens?|teenagers?|m[ae]n|wom[ae]n|famil(?:y|ies)|"
    r"brothers?|sisters?|sons?|daughters?|mum|dad|mother|father)\b",
    re.IGNORECASE,
)
_SECRET = re.compile(r"\b(?:confidential|refuge|withheld|do not disclose)\b", re.IGNORECASE)
_SECRET_ALONE = re.compile(r"[\W_]*(?:confidential|withheld|secret)(?: address)?[\W_]*", re.IGNORECASE)


def is_known(text: str) -> bool:
    """Whether the text says something: not empty, not "not known", not punctuation alone."""
    return any(map(str.isalnum, text)) and " ".join(text.casefold().strip(" .?-").split()) not in _NOT_KNOWN


def names_a_place(text: str) -> bool:
    """Whether the text says where: known, and not just "CONFIDENTIAL"."""
    return is_known(text) and not _SECRET_ALONE.fullmatch(text)


def is_secret(address: str) -> bool:
    """Whether what stands as an address says that the address must be kept secret."""
    return bool(_SECRET.search(address) or _SECRET_ALONE.fullmatch(address))


@dataclass(frozen=True)
class Kind:
    """What a referral is about; `assumed` when nothing written settles it, so that a person looks."""

    kind: SubjectKind
    assumed: bool = False


def kind_of(
    *,
    given: str,
    names: tuple[str, ...],
    address: str,
    expected: bool,
    age_years: int | None,
    issues: tuple[str, ...],
    person_facts: bool,
) -> Kind:
    """What the referral is about.

    `given` is the kind that the referrer chose and wins if it is one of ours; `names` the name fields;
    `expected` whether a date of delivery is given; `age_years` the age today, None if not known;
    `person_facts` whether anything but a name says that it is one person (a sex, an NHS number, a household).
    Where nothing decides, it is taken as a child: that is the one that costs most to miss.
    """
    for kind in SUBJECT_KINDS:
        if given == kind:
            return Kind(kind)
    if expected or any(_UNBORN.match(name) for name in names):
        return Kind("unborn")
    if age_years is not None:
        return Kind("adult" if age_years >= ADULT_AT else "child")
    person_named = any(is_known(name) and not _is_shared_place(name) for name in names)
    if not person_named and not person_facts:
        if _any(_PLACE_ISSUE, issues):
            return Kind("place")
        if any(_is_shared_place(text) for text in (address, *names)):
            return Kind("place", assumed=True)
    return Kind("adult") if _any(_ADULT_ISSUE, issues) else Kind("child", assumed=True)


def _is_shared_place(text: str) -> bool:
    """Whether the text is a place where people gather: no house number, nobody mentioned."""
    return bool(_SHARED_PLACE.search(text)) and not _SOMEBODY.search(text)


def _any(pattern: re.Pattern[str], texts: tuple[str, ...]) -> bool:
    return any(pattern.search(text) for text in texts)
