"""A form that is longer than a surface shows at once, page by page."""

from collections.abc import Callable, Iterable, Iterator

from bot.cards.elements import Button, Form, FormPart, Heading, Quote
from bot.cards.limits import piece_end, utf16_length
from bot.words import Words

Measure = Callable[[FormPart], int]
"""What a part costs on a surface, in that surface's own unit (blocks, bytes)."""
_SHORTEST_PIECE = 200


def page_of(form: Form, measure: Measure, budget: int) -> tuple[tuple[FormPart, ...], bool]:
    """The parts on the wanted page of a form without fields, and whether another page follows.

    A page past the end is the last one. What a person wrote goes on over as many pages as it takes; another part that
    alone is over the budget has a page to itself.
    """
    parts = (piece for part in form.body for piece in _pieces(part, measure, budget))
    pages = _split(parts, measure, budget)
    number = min(max(form.page, 1), len(pages))
    return pages[number - 1], number < len(pages)


def next_page(form: Form, words: Words) -> Button:
    """The button that opens the page after this one."""
    label = words.gettext("Next page")
    return Button(
        label=label, verb=form.verb, thing=form.thing, name=f"{label}, {form.title}", page=form.page + 1
    )


def _pieces(part: FormPart, measure: Measure, budget: int) -> Iterator[FormPart]:
    length = utf16_length(part.text) if isinstance(part, Quote) else 0
    if not isinstance(part, Quote) or length <= _SHORTEST_PIECE or measure(part) <= budget:
        yield part
        return
    end = piece_end(part.text, length // 2)
    for text in part.text[:end], part.text[end:]:
        yield from _pieces(Quote(text), measure, budget)


def _split(parts: Iterable[FormPart], measure: Measure, budget: int) -> list[tuple[FormPart, ...]]:
    """Parts in pages within the budget; a heading stays with what it is the heading of."""
    pages: list[list[FormPart]] = [[]]
    used = 0
    for group in _under_headings(parts):
        cost = sum(map(measure, group))
        if pages[-1] and used + cost > budget:
            pages.append([])
            used = 0
        pages[-1] += group
        used += cost
    return [tuple(page) for page in pages]


def _under_headings(parts: Iterable[FormPart]) -> Iterable[list[FormPart]]:
    """Each part by itself, with the headings that stand directly above it."""
    group: list[FormPart] = []
    for part in parts:
        group.append(part)
        if not isinstance(part, Heading):
            yield group
            group = []
    if group:
        yield group
