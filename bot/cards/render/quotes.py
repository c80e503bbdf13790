"""Words of people above the fields of a form, cut visibly where the whole form is too much for a surface."""

from collections.abc import Iterable
from dataclasses import replace

from bot.cards.elements import Form, FormPart, Quote
from bot.cards.limits import cut, utf16_length
from bot.words import Words

SHORTEST = 200


def with_shorter_quotes(form: Form, excess: int, words: Words) -> Form:
    """The form with its longest quotes cut, until `excess` UTF-16 units are gone or none is longer than a few lines."""
    parts, whole = list(form.body), {number: text for _, number, text in _quotes(form.body)}
    while excess > 0:
        length, number, _ = max(_quotes(parts), default=(0, 0, ""))
        if length <= SHORTEST:
            break
        kept = max(length - excess - SHORTEST, length // 2, SHORTEST)
        shorter = cut(whole[number], kept, words)
        parts[number] = Quote(shorter)
        excess -= length - utf16_length(shorter)
    return replace(form, body=tuple(parts))


def length_of_quotes(form: Form) -> int:
    """How many UTF-16 units of people's words stand in a form."""
    return sum(length for length, _, _ in _quotes(form.body))


def _quotes(parts: Iterable[FormPart]) -> list[tuple[int, int, str]]:
    """Each quote's length in UTF-16 units, its place and its text."""
    return [
        (utf16_length(part.text), number, part.text)
        for number, part in enumerate(parts)
        if isinstance(part, Quote)
    ]
