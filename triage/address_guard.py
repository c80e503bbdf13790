"""Whether a text gives away where somebody lives."""

from collections.abc import Iterable

from triage.addresses import POSTCODE, distinctive_words
from triage.folding import fold, without_possessive, words


def address_in(text: str, safe_addresses: Iterable[str] = ()) -> tuple[str, ...]:
    """What in a text looks like an address, as it was written: empty when nothing does.

    That is any British postcode, and any word that sets one of the given safe addresses apart, such as the
    name of its street or house, whatever its case and accents.
    """
    telling = {word for address in safe_addresses for word in distinctive_words(address)}
    postcodes = [found[0] for found in POSTCODE.finditer(text)]
    named = [word for word in words(text) if fold(without_possessive(word)) in telling]
    return tuple(dict.fromkeys([*postcodes, *named]))
