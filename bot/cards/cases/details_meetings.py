"""Details: the meetings of a case, what was said in them, and where needs will best be met."""

from collections.abc import Iterator

from bot.cards import phrases, times
from bot.cards.answering import said_words
from bot.cards.cases import meeting_line
from bot.cards.deciding import destination
from bot.cards.elements import FormPart, Heading, Section
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.meetings import Sitting, day_of
from triage.records import Statement


def meetings(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Each meeting that was called, with who was there; words of others only where their views are open."""
    _ = sight.words.gettext
    if visibility.people(actor, case) or not (case.sittings or case.destinations):
        return
    yield Heading(_("Meetings"))
    for sitting in case.sittings:
        yield Section(tuple(_lines(sight, case, sitting)))
        yield from _interim(sight, case, sitting)
        yield from _adjourned(sight, case, sitting)
    for one in case.statements:
        if _may_read(case, actor, one):
            how = said_words.how_kept(sight, one)
            yield Section((_("{seat}, {how}:").format(seat=sight.seat(one.seat), how=how),))
            yield quoted(sight, case, one.words)
    for rating in case.destinations:
        yield Section((destination.line(sight, case, rating),))
        yield quoted(sight, case, rating.reason)


def _lines(sight: Sight, case: Case, sitting: Sitting) -> Iterator[str]:
    _ = sight.words.gettext
    meeting = sitting.meeting
    states = {
        "called": _("Called."),
        "open": _("Going on."),
        "closed": _("Closed."),
        "adjourned": _("Adjourned."),
        "not_needed": _("Not needed."),
    }
    said = [_("Meeting {when}.").format(when=times.now_read(sight, meeting.at)), states[meeting.state]]
    if meeting.chair:
        said.append(_("Chair {name}.").format(name=sight.name(meeting.chair)))
    yield " ".join(said)
    if meeting.why_late:
        yield _("Why it was set for after the case was due: {words}").format(words=meeting.why_late)
    if sitting.here:
        yield _("Here ({n}): {seats}.").format(n=len(sitting.here), seats=phrases.seats(sight, sitting.here))
    guests = ", ".join(guest.name for guest in sitting.guests if guest.referral == case.referral.id)
    if guests:
        yield _("Guests, for this case only: {names}.").format(names=guests)


def _interim(sight: Sight, case: Case, sitting: Sitting) -> Iterator[FormPart]:
    _ = sight.words.gettext
    day = day_of(sitting.meeting.interim_until)
    if day is not None:
        said = _("INTERIM DECISION. Back on the list {day}.").format(day=times.posted_day(sight, day))
        yield Section((said,))
        yield from meeting_line.why_interim(case, sight, sitting.meeting)


def _adjourned(sight: Sight, case: Case, sitting: Sitting) -> Iterator[FormPart]:
    _ = sight.words.gettext
    item = sitting.item_of(case.referral.id)
    day = day_of(item.back_on) if item else None
    if item is not None and day is not None:
        yield Section((_("Adjourned to the list of {day}:").format(day=times.posted_day(sight, day)),))
        yield quoted(sight, case, item.why)
        yield Section((_("What keeps the child safe until then:"),))
        yield quoted(sight, case, item.safe)


def _may_read(case: Case, actor: Actor, one: Statement) -> bool:
    """A seat's own words, or where each view that was said with them may be read."""
    if actor.seat == one.seat:
        return True
    votes = [vote for vote in case.votes if vote.id in one.votes]
    return bool(votes) and all(visibility.vote(actor, case, vote) is None for vote in votes)
