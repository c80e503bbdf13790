"""What a message of reminders shows now: each thing that it lists, as it stands at this moment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.cards.acting import digest as cards
from bot.cards.acting.digest import Shown
from bot.cards.elements import Card
from bot.cards.sight import Sight
from bot.reading.known import known_cases
from storage.reminders import Digest, Line
from storage.tx import Tx
from triage.actions import is_urgent, less_safe, said_instead
from triage.authority import Actor
from triage.case import Case
from triage.lifecycle import ASKED, OPEN
from triage.records import Action
from triage.reminders import Snoozed, Waiting, late_at, snooze_until

LATE_AT_DESK = ("answer", "action")
"""What is late at the desk and is no task, which has a row of its own in My work."""
WAITED_FOR = frozenset({"rated", "requested"})
"""While somebody of a case is at one of these stages, the agencies that were asked are waited for."""


def drawn(tx: Tx, digest_id: str, sight: Sight) -> tuple[Card, datetime | None] | None:
    """The card, and when it will look different by time alone; None when there is no such message."""
    made = tx.reminders.get(digest_id)
    if made is None:
        return None
    if made.replaced_at is not None:
        return cards.replaced(sight, made.replaced_at), None
    shown = lines_of(tx, sight, made)
    moments = [moment for one in shown for moment in (one.due_at, one.snooze_to, one.snoozed_until) if moment]
    later = min((moment for moment in moments if moment > sight.now), default=None)
    return cards.card(sight, made.level, made.made_at, shown, made.id), later


def lines_of(tx: Tx, sight: Sight, made: Digest) -> tuple[Shown, ...]:
    """All that a message lists, as it stands now, as far as its reader may see it."""
    return tuple(_Lines(tx, sight, made).shown())


def late_in_case(tx: Tx, forum: str, person: str, case: Case) -> tuple[Shown, ...]:
    """What is late at the desk of one case, as `late_at_desk` says it."""
    return late_at_desk(tx, forum, person, lambda _: {case.referral.id: case})


def late_at_desk(
    tx: Tx, forum: str, person: str, cases: Callable[[Iterable[str]], Mapping[str, Case]]
) -> tuple[Shown, ...]:
    """The answers and actions of which this person was told at the desk that they are late, as far as they are still.

    Late longest first. `cases` reads cases, without those that the person may not know of. An agency that somebody went on without, proposing
    a decision, is waited for no more until that comes back; one that does not sit today, until it does.
    """
    lines = tx.reminders.told(forum, person, "desk", LATE_AT_DESK)
    read = cases(line.referral for line in lines)
    told = ((line, read[line.referral]) for line in lines if line.referral in read)
    late = (one for line, case in told if _is_late(tx, line, one := _now(tx, line, case), case))
    return tuple(sorted(late, key=lambda one: one.due_at))


def _is_late(tx: Tx, line: Line, one: Shown, case: Case) -> bool:
    """Whether it still waits after the grace, which begins anew with a later due time."""
    not_waited_for = one.about == "answer" and (
        case.stages.isdisjoint(WAITED_FOR) or case.away(one.seat, tx.now)
    )
    rules = case.profile.reminders.rules
    return one.waits and not not_waited_for and late_at("desk", _waiting(line, one), rules) <= tx.now


class _Lines:
    """The lines of one message; what its reader may not know of is left out as if it had never been there."""

    def __init__(self, tx: Tx, sight: Sight, made: Digest) -> None:
        self._tx = tx
        self._sight = sight
        self._made = made
        self._owner = made.person if made.level == "owner" else ""
        self._lines = tx.reminders.lines(made.id)
        reader = sight.reader or Actor("")
        referrals = dict.fromkeys(line.referral for line in self._lines if line.referral)
        self._cases = {case.referral.id: case for case in known_cases(tx, sight.hub, reader, referrals)}

    def shown(self) -> Iterator[Shown]:
        """Each line that its reader may see."""
        snoozed = self._tx.reminders.snoozed(self._made.forum, (self._made.person,))
        for line in self._lines:
            case = self._cases.get(line.referral)
            if line.referral and case is None:
                continue
            until = snoozed.get(Snoozed(self._made.person, line.about, line.thing))
            yield self._late(line, self._put_off(line, _now(self._tx, line, case, self._owner), until))

    def _put_off(self, line: Line, shown: Shown, until: datetime | None) -> Shown:
        """With the time until which it may be, or was, put off."""
        if shown.over or self._made.level != "owner" or not line.referral:
            return shown
        if until is not None and self._sight.now < until and self._sight.now < shown.due_at:
            return replace(shown, snoozed_until=until)
        rules = self._sight.hub.profile.reminders.rules
        to = snooze_until(self._made.made_at, _waiting(line, shown), rules, self._sight.hub.hours)
        offered = to is not None and self._sight.now < to and self._sight.now < shown.due_at
        return replace(shown, snooze_to=to) if offered else shown

    def _late(self, line: Line, shown: Shown) -> Shown:
        """With whose it is and how often they were reminded, for who looks after what is late."""
        if self._made.level == "owner":
            return shown
        return replace(shown, reminded=self._tx.reminders.times_reminded(line, shown.owner))


def _waiting(line: Line, shown: Shown) -> Waiting:
    return Waiting(
        about=line.about,  # type: ignore[arg-type]  # kept as one of its codes
        thing=line.thing,
        referral=line.referral,
        seat=line.seat,
        begun_at=shown.due_at,
        due_at=shown.due_at,
        urgent=shown.urgent,
    )


def _now(tx: Tx, line: Line, case: Case | None, owner: str = "") -> Shown:
    """One line as it stands now; `owner` is who is reminded of what is theirs, nobody at the lead's and the desk's."""
    shown = Shown(line.id, line.about, line.thing, line.seat, case, line.due_at, urgent=line.urgent)
    if line.about == "task" or case is None:
        task = tx.tasks.get(line.thing)
        over = "done" if task is None or task.done_at else ""
        return replace(shown, task=task, over=over, over_at=task.done_at if task else None)
    shown = replace(shown, urgent=line.urgent or is_urgent(case))
    match line.about:
        case "answer":
            return _answer(shown, case, owner)
        case "view":
            return _view(shown, case, owner)
        case "action" | "less_safe":
            return _action(shown, case, owner)
        case "approval":
            proposal = case.proposal(line.thing)
            over = "" if proposal.state == "open" else "done"
            return replace(shown, over=over, over_at=proposal.decided_at)
        case _:
            return _feedback(shown, case)


def _answer(shown: Shown, case: Case, owner: str) -> Shown:
    if shown.seat not in case.asked or shown.seat in case.shut_out:
        return replace(shown, over="over")
    stands = case.seat_answer(shown.seat)
    shown = replace(shown, due_at=stands.due_at)
    handed = case.handed_to(shown.seat)
    if stands.answered:
        return replace(shown, over="done", over_at=case.answers_of(shown.seat)[-1].at)
    return _still_asked(replace(shown, owner=handed.to if handed else ""), case, owner)


def _view(shown: Shown, case: Case, owner: str) -> Shown:
    if shown.seat in case.kept_from:
        return replace(shown, over="over")
    waiting = [subject for subject in case.subjects if subject.stage in OPEN]
    given = [vote for vote in case.votes if vote.seat == shown.seat]
    if waiting and given and all(case.vote_of(shown.seat, subject) for subject in waiting):
        return replace(shown, over="done", over_at=given[-1].at)
    return _still_asked(replace(shown, due_at=case.due_at or shown.due_at), case, owner)


def _still_asked(shown: Shown, case: Case, owner: str) -> Shown:
    """Nobody is asked any more about what is decided; what was handed on is somebody else's to answer."""
    if not any(subject.stage in ASKED for subject in case.subjects):
        return replace(shown, over="over")
    handed = case.handed_to(shown.seat)
    if owner and handed and handed.by == owner and handed.to != owner:
        return replace(shown, over="given", over_at=handed.at)
    return shown


def _action(shown: Shown, case: Case, owner: str) -> Shown:
    action = case.action(shown.thing)
    if shown.about == "less_safe":
        return _less_safe(shown, case, action)
    shown = replace(shown, seat=action.seat, due_at=action.due_at, owner=action.owner)
    if action.state != "open":
        return replace(shown, over="done", over_at=action.done_at)
    if owner and action.owner not in {"", owner}:
        return replace(shown, over="given")
    return shown


def _less_safe(shown: Shown, case: Case, action: Action) -> Shown:
    if less_safe(case, action):
        return shown
    said = said_instead(case, action)
    return replace(shown, over="done", over_at=said.at if said else None)


def _feedback(shown: Shown, case: Case) -> Shown:
    one = next((found for found in case.feedback if found.id == shown.thing), None)
    if one is None or one.state == "prepared":
        return shown
    return replace(shown, over="done", over_at=one.sent_at)
