"""Details, last part: each promise about time, when it was due, and what stopped it when."""

from collections.abc import Iterator
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import FormPart, Heading, Section
from bot.cards.sight import Sight
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.lifecycle import EXITS
from triage.records import Clock


def clocks(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Each promise about time: when it was due, and what became of it."""
    _ = sight.words.gettext
    if not case.clocks or visibility.people(actor, case):
        return
    yield Heading(_("Clocks"))
    yield Section(tuple(_clock(sight, case, clock) for clock in case.clocks))


def _clock(sight: Sight, case: Case, clock: Clock) -> str:
    _ = sight.words.gettext
    due = _("{what}: due {when}.").format(
        what=_promise(sight, case, clock), when=times.now_read(sight, clock.due_at)
    )
    notes = []
    if _is_shut_out(case, clock):
        notes += [_("Not waited for.")] if phrases.says_why_shut_out(sight, case) else []
    elif clock.missed_at is not None:
        notes.append(_("Missed."))
    if clock.stopped_at is not None:
        notes.append(_stopped(sight, case, clock, clock.stopped_at))
    return " ".join((due, *notes))


def _is_shut_out(case: Case, clock: Clock) -> bool:
    """Whether it is the clock of an agency that cannot answer, since nobody there may know of the case."""
    asked = (check.seat for check in case.checks if clock.kind == "answer" and check.id == clock.subject)
    return any(seat in case.shut_out for seat in asked)


def _stopped(sight: Sight, case: Case, clock: Clock, at: datetime) -> str:
    _ = sight.words.gettext
    when, why = times.now_read(sight, at), _what_stopped(sight, case, clock, at)
    if not why:
        return _("Stopped {when}.").format(when=when)
    return _("Stopped {when}: {why}.").format(when=when, why=why)


def _what_stopped(sight: Sight, case: Case, clock: Clock, at: datetime) -> str:
    """What happened in the moment in which a clock stopped; empty where nothing that is kept says so."""
    _ = sight.words.gettext
    known = (
        (_("a decision was approved"), [one.at for one in case.decisions]),
        (_("the rating changed"), [one.at for one in case.ratings]),
        (_("the agency answered"), [one.at for one in case.answers]),
        (_("the meeting was opened"), [one.meeting.opened_at for one in case.sittings]),
        (_("the person who referred was told"), _told_at(case)),
        (_("it was picked up"), [one.picked_up_at for one in case.nights]),
        (_("somebody looked at it"), _done_at(case, "late_view", "household")),
        (_("it was answered"), [one.at for one in case.disagreement_steps]),
        (_("the reply was approved"), [one.decided_at for one in case.information_replies]),
        (_("it was released"), [one.released_at for one in case.access_requests]),
        (_("the case was closed"), [one.at for one in case.closings]),
        (_("only information was asked for"), [one.at for one in case.information_requests]),
    )
    found = [said for said, moments in known if at in moments]
    if not found and clock.kind == "decide" and all(one.stage in EXITS for one in case.subjects):
        return _("screening sent it elsewhere")
    return found[0] if found else ""


def _told_at(case: Case) -> list[datetime | None]:
    """On arrival in chat, by hand, or with a reply."""
    by_hand = _done_at(case, "acknowledge", "feedback", "holding")
    replies = (*(one.sent_at for one in case.feedback), *(one.sent_at for one in case.holding))
    return [case.referral.recorded_at, *by_hand, *replies]


def _done_at(case: Case, *kinds: str) -> list[datetime | None]:
    return [one.done_at for one in case.tasks if one.kind in kinds]


def _promise(sight: Sight, case: Case, clock: Clock) -> str:
    _ = sight.words.gettext
    if clock.kind == "answer":
        seat = next((check.seat for check in case.checks if check.id == clock.subject), "")
        return _("Answer of {seat}").format(seat=sight.seat(seat) if seat else "")
    if clock.kind == "urgency":
        subject = next((s for s in case.subjects if s.id == clock.subject), None)
        who = phrases.label(sight, subject) if subject else case.referral.reference
        return _("{child}, {rating}").format(child=who, rating=phrases.rating(sight, clock.level))
    words = {
        "handover": _("Picking up what came in overnight"),
        "acknowledge": _("Telling the person who referred that it arrived"),
        "decide": _("A social worker's decision"),
        "feedback": _("Feedback to the person who referred"),
        "access": _("Answer to an access request"),
        "disagreement": _("Answer to a disagreement"),
        "late_view": _("A look at a late view"),
        "household": _("A look at new household information"),
        "information": _("Reply to an information request"),
        "meeting": _("A meeting inside the urgency"),
        "meeting_begins": _("The meeting"),
        "holding": _("Telling the person who referred that nothing is decided yet"),
    }
    return words.get(clock.kind, clock.kind)
