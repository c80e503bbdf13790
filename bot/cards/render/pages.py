"""A form that is longer than a surface shows at once, page by page."""

from collections.abc import Callable, Iterable

from bot.cards.elements import Button, Form, FormPart, Heading
from bot.words import Words

Measure = Callable[[FormPart], int]
"""What a part costs on a surface, in that surface's own unit (blocks, bytes)."""


def page_of(form: Form, measure: Measure, budget: int) -> tuple[tuple[FormPart, ...], bool]:
    """The parts on the wanted page of a form without fields, and whether another page follows.

    A page past the end is the last one. A part that alone is over the budget has a page to itself.
    """
    pages = _split(form.body, measure, budget)
    number = min(max(form.page, 1), len(pages))
    return pages[number - 1], number < len(pages)


def next_page(form: Form, words: Words) -> Button:
    """The button that opens the page after this one."""
    label = words.gettext("Next page")
    return Button(
        label=label, verb=form.verb, thing=form.thing, name=f"{label}, {form.title}", page=form.page + 1
    )


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
