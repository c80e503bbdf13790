"""In which order somebody's work stands: what cannot wait before all else, and in it whoever is in danger first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import IntEnum

from bot.cards.overview.work_rows import GROUPS, Item
from bot.reading.asked_of_me import BY_MESSAGE
from triage.actions import is_urgent

NOW = "cannot_wait"


class First(IntEnum):
    """What comes first of that which cannot wait, whatever is due."""

    PROTECTION = 0
    DANGER = 1
    UNSAFE = 2
    MOST_URGENT = 3
    OTHER = 4
    RECEIPT = 5
    """Nobody is safer for it: that the person who referred has still to be told that it arrived."""


def in_order(items: Iterable[Item], now: datetime) -> list[Item]:
    """By group, and in each group by what it says and when it is due; what cannot wait is taken out of its own group."""
    placed = [_placed(item, now) for item in items]
    placed.sort(key=lambda item: (GROUPS.index(item.group), *_within(item), item.due_at, item.thing))
    return placed


def _placed(item: Item, now: datetime) -> Item:
    """Under NEEDS YOU NOW, with the words and buttons of its own group, where it cannot wait for its turn there."""
    if not _cannot_wait(item, now):
        return item
    return replace(item, group=NOW, own=item.group)


def _cannot_wait(item: Item, now: datetime) -> bool:
    """Danger now, somebody said to be unsafe, and of the most urgent what is to be approved or was decided for too long."""
    match item.group:
        case "to_screen":
            return item.case is not None and item.case.in_danger
        case "disagreements":
            return item.unsafe
        case "to_approve":
            return _most_urgent(item)
        case "again":
            decided_for_now = item.case is not None and item.thing == item.case.referral.id
            return decided_for_now and _most_urgent(item) and item.due_at <= now
    return False


def _within(item: Item) -> tuple[int, int, bool]:
    """What comes later within its group, whatever is due first.

    Of one kind of message that which says that somebody is in danger comes first; of what waits to be screened what
    looks wrong.
    """
    if item.group == NOW:
        return (_first(item), _of_messages(item), item.case is None or not item.case.in_danger)
    if item.message:
        return (0, _of_messages(item), item.case is None or not item.case.in_danger)
    if item.group == "to_screen" and item.case is not None:
        return (0, 0, not item.case.referral.doubts)
    return (0, 0, False)


def _of_messages(item: Item) -> int:
    """Which of several kinds of messages it is of that stand beside each other; due times tell the most urgent apart."""
    if item.group == NOW and _first(item) is not First.OTHER:
        return 0
    return list(BY_MESSAGE).index(item.message) if item.message else len(BY_MESSAGE)


def _first(item: Item) -> First:
    """How soon it must be seen, of what cannot wait."""
    clock = _late(item)
    if item.message == "urgent":
        return First.PROTECTION
    if clock == "acknowledge":
        return First.RECEIPT
    if item.kind == "disagreements":
        return First.UNSAFE
    if _says_danger(item, clock):
        return First.DANGER
    if item.message == "on_call" or item.kind in {"to_approve", "again"}:
        return First.MOST_URGENT
    return First.MOST_URGENT if clock == "urgency" and _most_urgent(item) else First.OTHER


def _says_danger(item: Item, clock: str) -> bool:
    """Whether it asks somebody to look at a case in which somebody may be in danger and that nobody has looked at."""
    unseen = item.kind == "to_screen" or item.message == "on_call" or clock == "handover"
    return unseen and item.case is not None and item.case.in_danger


def _late(item: Item) -> str:
    """Of a promise about time that was missed: its kind."""
    if item.message != "late_clock" or item.case is None:
        return ""
    return next(clock.kind for clock in item.case.clocks if clock.id == item.thing)


def _most_urgent(item: Item) -> bool:
    return item.case is not None and is_urgent(item.case)
