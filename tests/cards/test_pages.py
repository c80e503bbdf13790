from hypothesis import given
from hypothesis import strategies as st

from bot.cards.elements import Form, FormPart, Heading, Section
from bot.cards.render.pages import next_page, page_of
from bot.words import Words

PARTS = st.lists(st.sampled_from((Heading("h"), Section(("one",)), Section(("one", "two")))), max_size=40)


def size(part: FormPart) -> int:
    return len(part.lines) if isinstance(part, Section) else 1


def form(parts: list[FormPart], page: int = 1) -> Form:
    return Form("Open details", "details.open", "d1", tuple(parts), page=page)


@given(PARTS, st.integers(4, 10))
def test_the_pages_together_hold_every_part_once_and_each_fits(parts: list[FormPart], budget: int) -> None:
    read: list[FormPart] = []
    page, more = 1, True
    while more:
        shown, more = page_of(form(parts, page), size, budget)
        alone = not any(isinstance(part, Section) for part in shown[:-1])
        assert sum(map(size, shown)) <= budget or alone
        assert not more or not isinstance(shown[-1], Heading)
        read += shown
        page += 1
    assert read == parts


def test_a_page_past_the_end_is_the_last_and_before_the_first_is_the_first() -> None:
    parts: list[FormPart] = [Section((str(number),)) for number in range(5)]
    assert page_of(form(parts, 9), size, 2) == ((parts[4],), False)
    assert page_of(form(parts, 0), size, 2) == (tuple(parts[:2]), True)


def test_a_form_of_nothing_has_one_empty_page() -> None:
    assert page_of(form([]), size, 2) == ((), False)


def test_next_page_opens_the_same_form_one_page_on() -> None:
    button = next_page(form([], 2), Words("en"))
    assert (button.label, button.verb, button.thing, button.page) == ("Next page", "details.open", "d1", 3)
