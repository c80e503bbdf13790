"""Whether a text that leaves the hub names anybody."""

from collections.abc import Iterable

from triage.folding import fold, without_possessive, words

SHORTEST_NAME = 3

_NOT_NAMES = frozenset(
    """
    mum mums mummy mam mother mothers dad dads daddy father fathers parent parents carer carers partner partners
    boyfriend girlfriend husband wife nan nana nanny gran granny grandma grandad grandmother grandfather grandparent
    grandparents auntie aunt uncle cousin brother brothers sister sisters sibling siblings son sons daughter
    daughters twin twins child children baby unborn boy girl man woman men women family friend friends lodger
    neighbour foster kinship step half both other others and the her his their him she they with who see age aged
    year years month months old not known unknown none nobody home lives weekends at in of on to dog cat
    mr mrs miss ms mx dr bin ibn van von der den del las los
    """.split()  # noqa: SIM905 - a list of words reads best as text
)
_ALSO_WORDS = frozenset(
    """
    amber april art august bill blue brown chance chase faith grace grant green guy hall harmony heath heaven hill
    hope hunter joy june king lane long mark may mercy miles page patience pat penny pip price prince ray reed rich
    river rob rose sandy sky star stone summer sunny sue ward wells white will winter wood young
    """.split()  # noqa: SIM905 - a list of words reads best as text
)


def names_in(text: str, names: Iterable[str]) -> str | None:
    """The first word of a text that is part of one of the names, as written; `None` when there is none.

    Whole words only, whatever their case and accents. Words for family ("mum") are never names. A name of
    two letters, or one that is also a word ("Will", "May"), counts only with a capital; one letter never
    counts. A sentence that begins with "Will" is refused for a child of that name: it can be put otherwise.
    """
    wanted = {fold(part) for name in names for part in words(name)} - _NOT_NAMES
    wanted |= {fold(name) for name in names if "-" in name}
    return next((word for word in map(without_possessive, words(text)) if _gives_away(word, wanted)), None)


def names_written_in(text: str) -> tuple[str, ...]:
    """The words of a note on a household that are names: with a capital, and not "Mum" or "Parents"."""
    capitals = (word for word in words(text) if word[0].isupper() and fold(word) not in _NOT_NAMES)
    return tuple(dict.fromkeys(word for word in capitals if len(word) > 1))


def _gives_away(word: str, wanted: set[str]) -> bool:
    folded = fold(word)
    if folded not in wanted or len(folded) == 1:
        return False
    if len(folded) < SHORTEST_NAME or folded in _ALSO_WORDS:
        return word[0].isupper()
    return True
