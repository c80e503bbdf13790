"""What is late after the grace, as rows of a duty manager's work: of each case its late agencies, and each late action."""

from collections.abc import Iterator

from bot.cards import times
from bot.cards.acting import digest
from bot.cards.acting.digest import Shown
from bot.cards.elements import Button, Row
from bot.cards.sight import Sight
from triage.case import Case

PHONED = 4
"""So many agencies of one case have a button to phone their lead, those that are late longest."""


def row(sight: Sight, case: Case, late: tuple[Shown, ...], rated: str) -> Row:
    """Of one case the agencies whose answers are late, or one action, with the buttons of the message about it."""
    first = late[0]
    due = times.due_or_overdue(sight, first.due_at)
    what = _action(sight, case, first) if first.about == "action" else _answers(sight, late)
    return Row((f"{rated} · {what} · {due}",), tuple(_buttons(sight, case, late)))


def _answers(sight: Sight, late: tuple[Shown, ...]) -> str:
    seats = ", ".join(sight.seat(one.seat) for one in late)
    return sight.words.ngettext("answer late: {seats}", "answers late: {seats}", len(late)).format(
        seats=seats
    )


def _action(sight: Sight, case: Case, one: Shown) -> str:
    _ = sight.words.gettext
    said = _("action {n}").format(n=case.action(one.thing).number)
    return f"{said}, {sight.seat(one.seat)}" if one.seat else said


def _buttons(sight: Sight, case: Case, late: tuple[Shown, ...]) -> Iterator[Button]:
    _ = sight.words.gettext
    for one in late[:PHONED]:
        if one.seat:
            yield digest.phone_the_lead(
                sight, one, _("Phone the lead: {seat}"), _("Phone the lead: {seat}, {thing}")
            )
    if late[0].about == "action":
        yield digest.move_the_action(sight, late[0], case)
        return
    name = _("Go on without them, {reference}").format(reference=case.referral.reference)
    yield digest.go_on_without(sight, case, name)
