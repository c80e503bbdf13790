"""Agencies are asked what they know: one check for each seat, due at a share of what is left."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.cards.desk import ask_agencies
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.clocks import WorkingTime, halfway
from triage.hub import Hub
from triage.lifecycle import OPEN
from triage.records import Check, Clock


def ask(tx: Tx, press: Press, seats: Iterable[str], subjects: Iterable[str]) -> tuple[str, ...]:
    """Ask each of these seats about those of the subjects that it was not asked about; says which were asked.

    The urgency clocks must be running: answers are due inside the shortest of them.
    """
    referral, wanted, about = press.the_case.referral.id, set(seats), tuple(subjects)
    case = tx.case(referral, press.hub.profile)
    if case is None or case.due_at is None:
        raise LookupError("agencies are asked about a case that was rated")
    due_at = answers_due(press.hub, case, press.now)
    asked = []
    for seat in press.hub.profile.seats:
        new = tuple(one for one in about if one not in case.asked_about(seat.id))
        if seat.id in wanted and new:
            check = Check(new_id(), referral, seat.id, new, press.now, due_at, press.actor.person)
            tx.checks.add(check)
            tx.clocks.add(answer_clock(check, case.level))
            asked.append(seat.id)
    return tuple(asked)


def answers_due(hub: Hub, case: Case, start: datetime) -> datetime:
    """When answers asked for at `start` are due: at the profile's share of what is then left of the shortest clock.

    What alerts nobody is shared in opening hours, so that no agency is late before it opens. An agency has the profile's
    least time to look, inside the clock while that still runs: asked after a limit was missed, nobody is late at once.
    """
    if case.due_at is None:
        raise LookupError("no urgency clock was started")
    least = timedelta(minutes=hub.profile.checks.least_minutes)
    if case.due_at <= start:
        return start + least
    level = hub.profile.level(case.level)
    in_hours = isinstance(level.length.length, WorkingTime) or not level.alerts
    is_open = hub.hours.working_time_between(start, case.due_at) > timedelta()
    hours = hub.hours if in_hours and is_open else None
    shared = halfway(start, case.due_at, hub.profile.checks.share, hours)
    soonest = hours.add_working_time(start, least) if hours else start + least
    return min(max(shared, soonest), case.due_at)


def answer_clock(check: Check, level: str) -> Clock:
    """The clock of one check."""
    return Clock(new_id(), check.referral, check.id, "answer", level, check.asked_at, check.due_at)


def open_form(_tx: Tx, press: Press) -> Reply:
    """The agencies that were not asked about everybody yet; when nobody was, those of the rating are filled in."""
    case = press.the_case
    seats = _to_ask(case)
    first = press.hub.profile.level(case.level).asks if not case.asked else ()
    chosen = tuple(seat for seat in seats if seat in first)
    return Open(ask_agencies.form(press.sight, case, seats, chosen))


def send(tx: Tx, press: Press) -> Reply:
    """Ask them, and keep what they will read."""
    keep_shared_words(tx, press)
    asked = ask(tx, press, press.chosen("seats"), _open_subjects(press.the_case))
    return Done(note={"asked": " ".join(asked)})


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """A summary that agencies are to read must be written."""
    return {"summary": ask_agencies.no_summary(press.sight)} if missing_summary(press) else {}


def missing_summary(press: Press) -> bool:
    """Whether agencies are to read a summary that nobody wrote."""
    return press.text("shared") == "summary" and not press.text("summary")


def keep_shared_words(tx: Tx, press: Press) -> None:
    """Keep what agencies will read."""
    referral = press.the_case.referral
    chosen: Literal["referral", "summary"] = "summary" if press.text("shared") == "summary" else "referral"
    tx.referrals.rewrite(replace(referral, shared_words=chosen, summary=press.text("summary")))


def _open_subjects(case: Case) -> tuple[str, ...]:
    return tuple(subject.id for subject in case.subjects if subject.stage in OPEN)


def _to_ask(case: Case) -> tuple[str, ...]:
    about = set(_open_subjects(case))
    return tuple(seat.id for seat in case.profile.seats if not about.issubset(case.asked_about(seat.id)))


VERBS = (Verb("checks.ask", "referral", opens=open_form, does=send, checks=check),)
