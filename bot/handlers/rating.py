"""A rating is changed: the start is kept, the due time moves, and answers move with it."""

from dataclasses import replace
from datetime import datetime

from bot.cards.desk import rerate, screen, urgency
from bot.handlers.asking import answer_clock, answers_due, ask
from bot.handlers.steps import meetings
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.clocks import Rebased, is_missed, rebase
from triage.lifecycle import OPEN
from triage.records import Check, Clock, Rating, Subject


def open_form(_tx: Tx, press: Press) -> Reply:
    """Each subject that nobody decided about yet, with its rating."""
    case = press.the_case
    subjects = tuple(subject for subject in case.subjects if subject.stage in OPEN)
    return Open(
        rerate.form(
            press.sight, case, subjects, lambda subject, level: _rebased(press, case, subject, level).due
        )
    )


def change(tx: Tx, press: Press) -> Reply:
    """Keep the new ratings, move the clocks, and ask whom a higher rating asks."""
    changed = _changed(press)
    for subject, level in changed.items():
        _rate_again(tx, press, subject, level)
    raised = [subject for subject, level in changed.items() if _is_raise(press, subject, level)]
    _move_answers(tx, press, raised=bool(raised))
    asked: set[str] = set()
    for subject in raised:
        asked |= set(ask(tx, press, press.hub.profile.level(changed[subject]).asks, (subject.id,)))
    meetings.keep_in_step(tx, press)
    note = {f"{subject.number} was": _level(press.the_case, subject) for subject in changed}
    note |= {f"{subject.number} is": level for subject, level in changed.items()}
    return Done(note=note | {"asked": " ".join(sorted(asked))})


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """At least one rating must be another; the lowest needs what several contacts add up to."""
    changed = _changed(press)
    if changed:
        return _not_added_up(press, changed)
    first = next(subject for subject in press.the_case.subjects if subject.stage in OPEN)
    return {urgency.field_id(first): rerate.nothing_new(press.sight)}


def _not_added_up(press: Press, changed: dict[Subject, str]) -> dict[str, str]:
    """Linked after they were rated, contacts stand against the lowest rating as they would have at screening."""
    case, lowest = press.the_case, press.hub.profile.levels[-1].id
    if lowest not in changed.values() or press.text("add_up"):
        return {}
    if not rerate.needs_adding_up(press.sight, case, tuple(changed)):
        return {}
    return {"add_up": screen.add_up(press.sight, case.counted_contacts + 1, lowest)}


def _changed(press: Press) -> dict[Subject, str]:
    """The subjects whose urgency was changed, with the new one."""
    found = {}
    for subject in press.the_case.subjects:
        level = press.text(urgency.field_id(subject))
        if subject.stage in OPEN and level and level != _level(press.the_case, subject):
            found[subject] = level
    return found


def _level(case: Case, subject: Subject) -> str:
    rating = case.rating_of(subject)
    return rating.level if rating else ""


def _is_raise(press: Press, subject: Subject, level: str) -> bool:
    profile = press.hub.profile
    return profile.rank(level) > profile.rank(_level(press.the_case, subject))


def _rebased(press: Press, case: Case, subject: Subject, level: str) -> Rebased:
    """The due time at a level, counted from the same start; the one in force is as it is."""
    clock = _clock(case, subject)
    if level == clock.level:
        return Rebased(clock.due_at, None)
    return rebase(
        start=clock.started_at,
        now=press.now,
        old_due=clock.due_at,
        new_length=press.hub.profile.level(level).length.length,
        raised=_is_raise(press, subject, level),
        hours=press.hub.hours,
    )


def _clock(case: Case, subject: Subject) -> Clock:
    clock = case.clock("urgency", subject.id)
    if clock is None:
        raise LookupError("a rated subject has a clock")
    return clock


def _rate_again(tx: Tx, press: Press, subject: Subject, level: str) -> None:
    case = press.the_case
    tx.ratings.add(
        Rating(
            id=new_id(),
            referral=case.referral.id,
            subject=subject.id,
            round=subject.round,
            level=level,
            by=press.actor.person,
            at=press.now,
            reason=press.text("reason"),
            was=_level(case, subject),
        )
    )
    if press.text("add_up"):
        tx.subjects.rewrite(replace(subject, cumulative_note=press.text("add_up")))
    old, rebased = _clock(case, subject), _rebased(press, case, subject, level)
    _stop(tx, old, press.now, missed=rebased.missed is not None)
    tx.clocks.add(Clock(new_id(), old.referral, subject.id, "urgency", level, old.started_at, rebased.due))


def _stop(tx: Tx, clock: Clock, now: datetime, *, missed: bool) -> None:
    """End a clock that another takes the place of; one that ran out stays missed at its level."""
    missed_at = (clock.missed_at or now) if missed else clock.missed_at
    tx.clocks.move(clock.id, stopped_at=now, missed_at=missed_at)


def _move_answers(tx: Tx, press: Press, *, raised: bool) -> None:
    """Bring the answers that are still missing inside the clock that is now the shortest."""
    case = tx.case(press.the_case.referral.id, press.hub.profile)
    if case is None:
        return
    waiting = {seat.seat for seat in case.seat_answers if not seat.answered}
    for check in case.round_checks:
        due_at = _new_answer_due(press, case, check, raised=raised)
        if check.seat not in waiting or due_at == check.due_at:
            continue
        tx.checks.move(check.id, due_at=due_at)
        old = case.clock("answer", check.id)
        if old is not None and old.stopped_at is None:
            _stop(tx, old, press.now, missed=is_missed(old.due_at, press.now))
        tx.clocks.add(answer_clock(replace(check, due_at=due_at), case.level))


def _new_answer_due(press: Press, case: Case, check: Check, *, raised: bool) -> datetime:
    """As if it had been asked under the new clock; once that moment is past, at the share of what is left now.

    An answer that is late when the rating goes up stays late.
    """
    due_at = answers_due(press.hub, case, check.asked_at)
    if due_at <= press.now:
        due_at = answers_due(press.hub, case, press.now)
    return min(check.due_at, due_at) if raised else due_at


VERBS = (Verb("rating.change", "referral", opens=open_form, does=change, checks=check),)
