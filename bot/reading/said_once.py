"""What is late stands once in My work: where another row says that it is overdue, the late clock has none."""

from collections.abc import Iterable

from bot.cards.overview.work_rows import Item
from triage.case import Case
from triage.meetings import BEGINS, INSIDE
from triage.records import Subject

LATE_IN = {
    "late_view": "again",
    "household": "again",
    INSIDE: "meetings",
    BEGINS: "meetings",
    "disagreement": "disagreements",
    "access": "access",
}
"""By the kind of its clock, which group has a row about what the clock is of, for whom it has it at all."""


def said_once(items: Iterable[Item]) -> list[Item]:
    """Without what is late of which another row says that it is overdue, with the same buttons."""
    found = list(items)
    said = {_said_by(item) for item in found if item.message != "late_clock"}
    return [item for item in found if item.message != "late_clock" or _says_it_too(item) not in said]


def _said_by(item: Item) -> tuple[str, str]:
    """What a row speaks of: its thing; of feedback its case, whose clock knows no more. A holding reply is not feedback."""
    if item.group == "feedback" and item.case:
        return ("", "") if item.holding else (item.group, item.case.referral.id)
    return (item.group, item.thing)


def _says_it_too(late: Item) -> tuple[str, str] | None:
    """Which row would say of this late clock that it is overdue; None where none could."""
    if late.case is None:
        return None
    clock = next(clock for clock in late.case.clocks if clock.id == late.thing)
    match clock.kind:
        case "urgency":
            return _about_the_decision(late.case, late.case.subject(clock.subject))
        case "feedback":
            return ("feedback", late.case.referral.id)
    return (LATE_IN[clock.kind], clock.subject) if clock.kind in LATE_IN else None


def _about_the_decision(case: Case, subject: Subject) -> tuple[str, str] | None:
    """The row about the decision on one person that is late: an interim one, or one that waits for an approval."""
    made = case.decision_on(subject)
    if made and made.interim_until:
        return ("again", case.referral.id)
    waiting = (one for one in case.open_proposals if subject.id in {each.subject for each in one.outcomes})
    return next((("to_approve", one.id) for one in waiting), None)
