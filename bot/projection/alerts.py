"""What tells an agency to act now, and who is told that a time has passed."""

from collections.abc import Iterator
from datetime import datetime

from bot.projection.personal import ALERT_LIFE, Personal
from storage.tx import Tx
from triage.case import Case
from triage.handing import responsible
from triage.hub import Hub
from triage.meetings import BEGINS, INSIDE
from triage.records import Clock
from triage.roster import Roster

WHAT_SAYS_MORE = {"urgency": 1, INSIDE: 2, BEGINS: 3}
"""Late clocks of which each says what those after it say, and more."""


def of_case(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """Red alerts, and missed clocks."""
    yield from _red_alerts(tx, hub, roster, case)
    yield from _risen(tx, hub, roster, case)
    yield from _late(tx, hub, roster, case)


def _red_alerts(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """An urgent case reaches each on-duty member of each asked seat; nobody is alerted by a post in a channel alone."""
    if case.circle.restricted:  # the personal card tells them
        return
    urgent = [rating for rating in case.ratings if hub.profile.level(rating.level).alerts]
    until = urgent[-1].at + ALERT_LIFE if urgent else tx.now
    if until <= tx.now:
        return
    for seat in case.asked:
        for who in _alerted(hub, roster, case, seat, tx.now):
            yield Personal("red_alert", who, case.referral.id, until)


def _risen(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """A rating that goes up is told to every seat asked so far, though it has answered; once, not beside a new alert."""
    rank = hub.profile.rank
    alerting = [hub.profile.level(rating.level).alerts for rating in case.ratings]
    for position, rating in enumerate(case.ratings):
        until = rating.at + ALERT_LIFE
        if not rating.was or rank(rating.level) <= rank(rating.was) or until <= tx.now:
            continue
        then = case.as_answered_by(rating.at)
        new_alert = alerting[position] and not any(alerting[:position])
        for seat in dict.fromkeys(check.seat for check in case.checks if check.asked_at < rating.at):
            if case.circle.restricted or not new_alert or then.seat_answer(seat).answered:
                for who in _alerted(hub, roster, case, seat, tx.now):
                    yield Personal("risen", who, rating.id, until)


def _alerted(hub: Hub, roster: Roster, case: Case, seat: str, now: datetime) -> tuple[str, ...]:
    """Those on duty; without who said that it is not theirs, and with whom they named."""
    people = [who.id for who in roster.on_duty_for_seat(hub.forum.id, seat, now)]
    handed = case.handed_to(seat)
    if handed is None:
        return tuple(people)
    to = responsible(hub.forum.id, roster, seat, handed, now)
    kept = (one for one in (*people, *(who.id for who in to)) if one != handed.by)
    return tuple(dict.fromkeys(kept)) or tuple(people)


def _late(tx: Tx, hub: Hub, roster: Roster, case: Case) -> Iterator[Personal]:
    """A missed clock tells the people its rule names, for a day at most; it changes no outcome.

    Nobody is told of one urgency both that it has no decision and that it had no meeting: the first says all.
    """
    told = {
        "acknowledge": hub.profile.acknowledge.tells,
        "decide": hub.profile.decide.tells,
        "feedback": hub.profile.feedback.tells,
        "urgency": hub.profile.urgency_tells,
        "handover": hub.profile.pick_up.tells,
        "information": hub.profile.information_requests.tells,
        "access": ("information_governance",),
        "late_view": ("service_manager",),
        "household": ("service_manager",),
        "disagreement": (hub.profile.disagreement[-1].role,),
        INSIDE: hub.profile.meetings.tells,
        BEGINS: hub.profile.meetings.tells,
    }
    know: dict[str, set[str]] = {}
    for clock, until in sorted(_missed(case), key=lambda one: WHAT_SAYS_MORE.get(one[0].kind, 0)):
        people = {who.id for who in roster.on_duty_with_role(hub.forum.id, told[clock.kind], tx.now)}
        if clock.kind in {INSIDE, BEGINS}:
            people = (people | _chair(case, clock)) - know.get(clock.level, set())
        if clock.kind in WHAT_SAYS_MORE and tx.now < until:
            know.setdefault(clock.level, set()).update(people)
        yield from (Personal("late_clock", who, clock.id, until) for who in sorted(people))


def _missed(case: Case) -> Iterator[tuple[Clock, datetime]]:
    """Clocks that were missed and still run, each with how long that is told.

    A late answer is told with all else that is late in its agency.
    """
    for clock in case.clocks:
        if clock.missed_at is not None and clock.stopped_at is None and clock.kind != "answer":
            yield clock, clock.missed_at + ALERT_LIFE


def _chair(case: Case, clock: Clock) -> set[str]:
    """Who chairs the meeting of this clock, whoever else its rule names."""
    return {
        one.meeting.chair for one in case.sittings if one.meeting.id == clock.subject and one.meeting.chair
    }
