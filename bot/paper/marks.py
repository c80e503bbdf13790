"""The marks that stand on each page of every export, print and minute."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards import times
from bot.cards.answering import answer_words
from bot.cards.elements import Section
from bot.cards.sight import Sight
from triage.case import Case

PAGE: Final = "{page}"
PAGES: Final = "{pages}"
"""Where a renderer puts the numbers that only it knows."""


@dataclass(frozen=True)
class Marks:
    """What one copy of a document is marked with. People are named by id, `reference` may name several cases.

    What is made once and taken by many, as minutes are, says too who took this copy and when, so that a lost one is traced.
    """

    hub: str
    reference: str
    purpose: str
    made_by: str
    made_at: datetime
    copy: int = 1
    taken_by: str = ""
    taken_at: datetime | None = None


def top(sight: Sight, marks: Marks) -> tuple[str, ...]:
    """The lines above the text of each page."""
    _ = sight.words.gettext
    return (
        _("OFFICIAL-SENSITIVE PERSONAL"),
        f"{marks.hub} · {marks.reference}",
        _("Purpose: {purpose}").format(purpose=marks.purpose),
    )


def bottom(sight: Sight, marks: Marks) -> tuple[str, ...]:
    """The lines below the text of each page, without the page's number."""
    _ = sight.words.gettext
    made = _("Made by {name}, {time} on {day}. Copy {n}.").format(
        name=sight.name(marks.made_by),
        time=times.clock_time(sight, marks.made_at),
        day=times.day_and_year(sight, marks.made_at),
        n=marks.copy,
    )
    belongs = _(
        "Information belongs to the agency that gave it. Do not pass it on without that agency's agreement."
    )
    return (" ".join((made, *_taken(sight, marks))), belongs)


def _taken(sight: Sight, marks: Marks) -> tuple[str, ...]:
    if marks.taken_at is None:
        return ()
    words = sight.words.gettext("Taken by {name}, {time} on {day}.")
    return (
        words.format(
            name=sight.name(marks.taken_by),
            time=times.clock_time(sight, marks.taken_at),
            day=times.day_and_year(sight, marks.taken_at),
        ),
    )


def page_number(sight: Sight) -> str:
    """Words with `PAGE` and `PAGES` in them."""
    return sight.words.gettext("Page {page} of {pages}")


def no_reply(sight: Sight, case: Case) -> tuple[str, ...]:
    """The agencies that were asked and did not answer."""
    silent = sorted(sight.seat(one.seat) for one in case.seat_answers if not one.answered)
    words = sight.words.gettext("No reply: {seats}.")
    return (words.format(seats=", ".join(silent)),) if silent else ()


def belongs_to(sight: Sight, seat: str, tier: str = "") -> Section:
    """Whose the part that follows is, and who may see it: "Police. Who may see this: The hub only."."""
    _ = sight.words.gettext
    owner = sight.seat(seat) if seat else sight.hub.forum.name
    if not tier:
        return Section((_("Belongs to: {owner}.").format(owner=owner),))
    may = answer_words.label_of(answer_words.tiers(sight), tier)
    return Section((_("Belongs to: {owner}. Who may see this: {words}.").format(owner=owner, words=may),))
