"""The parts of an address as people write them: postcode, house number, and the words that set it apart."""

import re

from triage.folding import folded_words

POSTCODE = re.compile(
    r"(?<![^\W_])(?:gir\s*0aa|zz99\s*[0-9][a-z]{2}|[a-z]{1,2}[0-9][a-z0-9]?\s*[0-9][abd-hjlnp-uw-z]{2})(?![^\W_])",
    re.IGNORECASE,
)
"""A whole British postcode, with or without its space; also pseudo-postcodes such as ZZ99 3VZ."""

_COMMON_WORDS = frozenset(
    """
    a an and at by in near of off on opposite the to with
    flat flats apartment apt unit room floor block house hse home hostel lodge cottage court ct tower building
    avenue ave bank close cl crescent cres drive dr end field gardens gdns gate green grove hill lane ln mews
    parade park passage place pl quay rise road rd row side square sq street st terrace ter view walk way yard
    east north south west upper lower great little new old number no
    england wales scotland uk confidential withheld refuge secret address not known unknown
    """.split()  # noqa: SIM905 - a list of words reads best as text
)
_NUMBER = re.compile(r"[0-9]+[a-z]?")


def postcode_of(text: str) -> str:
    """The first postcode in a text, in capitals and without its space; empty when there is none."""
    found = POSTCODE.search(text)
    return "".join(found[0].upper().split()) if found else ""


def house_numbers(address: str) -> tuple[str, ...]:
    """The numbers of flat and house as written, `3b` included, without those of a postcode."""
    without_postcode = POSTCODE.sub(" ", address)
    return tuple(dict.fromkeys(word for word in folded_words(without_postcode) if _NUMBER.fullmatch(word)))


def distinctive_words(address: str) -> tuple[str, ...]:
    """The words that set an address apart, folded: not its numbers, nor "flat", "road" and the like."""
    without_postcode = POSTCODE.sub(" ", address)
    return tuple(
        word
        for word in dict.fromkeys(folded_words(without_postcode))
        if word not in _COMMON_WORDS and not word[0].isdigit() and len(word) > len("st")
    )
