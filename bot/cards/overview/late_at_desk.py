"""What is late after the grace, as rows of a duty manager's work: of each case its late agencies, and each late action."""

from collections.abc import Iterator

from bot.cards import phrases, times
from bot.cards.acting import action_words, digest
from bot.cards.acting.digest import Shown
from bot.cards.elements import Button, Row
from bot.cards.sight import Sight
from triage.case import Case

PHONED = 4
"""So many agencies of one case have a button to phone their lead; of more the longest late, and one button for all."""


def row(sight: Sight, case: Case, late: tuple[Shown, ...], rated: str) -> Row:
    """Of one case the agencies whose answers are late, or one action, with the buttons of the message about it."""
    first = late[0]
    due = times.due_or_overdue(sight, first.due_at)
    what = _action(sight, case, first) if first.about == "action" else _answers(sight, late)
    lines = (f"{rated} · {what} · {due}", *_phoned(sight, late))
    return Row(lines, tuple(_buttons(sight, case, late)))


def _phoned(sight: Sight, late: tuple[Shown, ...]) -> Iterator[str]:
    """Who was phoned about it, in one line; of several agencies each by its name."""
    said = [
        f"{sight.seat(one.seat)}: {call}" if len(late) > 1 else call
        for one in late
        for call in digest.phoned(sight, one, times.happened)
    ]
    if said:
        yield "; ".join(said)


def _answers(sight: Sight, late: tuple[Shown, ...]) -> str:
    seats = ", ".join(sight.seat(one.seat) for one in late)
    return sight.words.ngettext("answer late: {seats}", "answers late: {seats}", len(late)).format(
        seats=seats
    )


def _action(sight: Sight, case: Case, one: Shown) -> str:
    """Which action, whose it is now, and who is asked to take it, so that nobody moves it twice."""
    action = case.action(one.thing)
    said = sight.words.gettext("action {n}").format(n=action.number)
    parts = (said, action_words.whose(sight, action), action_words.offered_to(sight, case, action))
    return ", ".join(part for part in parts if part)


def _buttons(sight: Sight, case: Case, late: tuple[Shown, ...]) -> Iterator[Button]:
    _ = sight.words.gettext
    fits = len(late) <= PHONED
    for one in late if fits else late[: PHONED - 1]:
        if one.seat:
            yield digest.phone_the_lead(
                sight, one, _("Phone the lead: {seat}"), _("Phone the lead: {seat}, {thing}")
            )
    if late[0].about == "action":
        yield digest.move_the_action(sight, late[0], case)
        return
    if not fits:
        label = _("Show all {n}").format(n=len(late))
        named = _("{show_all} that are late in {reference}")
        named = named.format(show_all=label, reference=case.referral.reference)
        yield phrases.button(label, named, "reminder.late", case.referral.id)
    name = _("Go on without them, {reference}").format(reference=case.referral.reference)
    yield digest.go_on_without(sight, case, name)
