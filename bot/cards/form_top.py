"""What every form about a case begins with: which case, whom it is about, and that opening it was recorded."""

from collections.abc import Iterable

from bot.cards import phrases
from bot.cards.elements import Section
from bot.cards.sight import Sight
from triage import visibility
from triage.case import Case
from triage.records import Subject


def form_top(
    sight: Sight, case: Case, people: Iterable[Subject] | None = None, also: Iterable[str] = ()
) -> tuple[Section, ...]:
    """The top of a form about these people, all of the case unless said otherwise; `also` stands at its end."""
    shown = tuple(readable(sight, case, one) for one in (case.subjects if people is None else people))
    return (
        Section((phrases.case_line(sight, case),)),
        *((Section(shown),) if shown else ()),
        Section((phrases.opening_recorded(sight), *also)),
    )


def readable(sight: Sight, case: Case, subject: Subject) -> str:
    """One person as the reader may see them: in full, or as the card in the channel shows them."""
    if reads_names(sight, case):
        return phrases.in_full(sight, case, subject)
    return phrases.shown_in_chat(sight, case, subject) or phrases.label(sight, subject)


def reads_names(sight: Sight, case: Case) -> bool:
    """Whether there is one reader, who may read whom the case is about."""
    return sight.reader is not None and visibility.people(sight.reader, case) is None
