"""Words as they are compared: without case, accents and signs."""

import re
import unicodedata

_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
_APOSTROPHES = "'’ʼ‘`´"


def fold(text: str) -> str:
    """Letters and digits alone, in lower case and without accents: `Adébáyò-O’Connor` is `adebayooconnor`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS_WITHOUT_ACCENT))
    return "".join(sign for sign in decomposed if sign.isalnum() or _is_vowel_sign(sign))


def words(text: str) -> list[str]:
    """The words of a text as written; an apostrophe is part of a word, a hyphen is not."""
    spaced = "".join(sign if _belongs_to_a_word(sign) else " " for sign in text)
    return [word for piece in spaced.split() if (word := piece.strip(_APOSTROPHES))]


def without_possessive(word: str) -> str:
    """The word without the `'s` at its end."""
    return re.sub(f"[{_APOSTROPHES}]s$", "", word, flags=re.IGNORECASE)


def folded_words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [folded for word in words(text) if (folded := fold(word))]


def _belongs_to_a_word(sign: str) -> bool:
    return sign.isalnum() or sign in _APOSTROPHES or unicodedata.category(sign).startswith("M")


def _is_vowel_sign(sign: str) -> bool:
    """Whether a mark spells a vowel, as in Indic scripts, where an accent only colours a letter."""
    return unicodedata.category(sign).startswith("M") and not unicodedata.combining(sign)
