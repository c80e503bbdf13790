"""A sound code for names, so that Branigan is found as Brannigan and Alsayed as Al-Sayed.

It is meant to bring spellings together, not to tell them apart: people look at what it finds.
"""

import re

from triage.folding import fold

_VOWELS = "aeiouy"
_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mac(?=[^aeiouyh])|^mc", "mk"),
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"^j(?=[aeiou])|^y(?=[aeiou])", "j"),
        (r"ph", "f"),
        (r"ch(?=[rl])", "k"),
        (r"sch|sh|sz", "s"),
        (r"tch|ch|cz", "x"),
        (r"th", "t"),
        (r"mp(?=[st])", "m"),
        (r"dg(?=[eiy])", "j"),
        (r"gh(?=[^aeiouy]|$)", ""),
        (r"wh", "w"),
        (r"ck|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"g(?=[eiy])", "j"),
        (r"v", "f"),
        (r"z", "s"),
        (r"w(?=[^aeiouy]|$)", ""),
        (r"(?<=.)h", ""),
    )
)
_SAME_SIGN_AGAIN = re.compile(r"(.)\1+")


def sound(name: str) -> str:
    """The sound of a name: its consonants, and an `a` for a vowel at its start. Empty for an empty name.

    A name in another script than the Latin stands for itself.
    """
    letters = fold(name)
    if not letters.isascii():
        return letters
    for spelling, sounded in _SPELLINGS:
        letters = spelling.sub(sounded, letters)
    first, rest = letters[:1], letters[1:]
    code = ("a" if first and first in _VOWELS else first) + re.sub(f"[{_VOWELS}]", "", rest)
    return _SAME_SIGN_AGAIN.sub(r"\1", code)
