"""What happened in a case since a form was opened: said on top of the form, never what anybody wrote."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.cards import phrases, times
from bot.cards.elements import Form, Heading, Section
from bot.cards.sight import Sight
from triage.case import Case


class Happened(NamedTuple):
    """Something that happened in a case: when, a code, and a seat, a subject or a person."""

    at: datetime
    what: str
    who: str = ""


def on_top(form: Form, sight: Sight, case: Case, since: datetime) -> Form:
    """The same form, beginning with what changed while it was open; above it stands when, and that nothing typed is lost."""
    _ = sight.words.gettext
    heading = _("This changed while you were reading.")
    happened = since_then(case, since)
    if not happened:  # the case moved by something that nobody needs to read first
        return replace(form, notice=heading)
    lines = tuple(dict.fromkeys(_line(sight, case, one) for one in happened))
    told = _("This changed at {time} while you were reading. What changed is shown first. Your text is kept.")
    notice = told.format(time=times.happened(sight, happened[-1].at))
    return replace(form, body=(Heading(heading), Section(lines), *form.body), notice=notice)


def since_then(case: Case, since: datetime) -> tuple[Happened, ...]:
    """What happened from then on, the earliest first."""
    return tuple(sorted((one for one in _all(case) if one.at >= since), key=lambda one: one.at))


def _all(case: Case) -> Iterator[Happened]:
    yield from (Happened(one.at, "answered", one.seat) for one in case.answers)
    yield from (Happened(one.at, "gave_a_view", one.seat) for one in case.votes)
    yield from (Happened(one.asked_at, "was_asked", one.seat) for one in case.checks)
    yield from (Happened(one.at, "consent") for one in case.consent_decisions)
    yield from (Happened(one.at, "added") for one in case.additions)
    yield from (Happened(one.at, "disagreed") for one in case.disagreements)
    yield from (Happened(one.at, "rated", one.subject) for one in case.ratings)
    for proposal in case.proposals:
        yield Happened(proposal.at, "proposed", proposal.by)
        if proposal.decided_at:
            yield Happened(proposal.decided_at, proposal.state, proposal.decided_by)


def _line(sight: Sight, case: Case, one: Happened) -> str:
    _ = sight.words.gettext
    said = {
        "answered": _("{who} answered {time}."),
        "gave_a_view": _("{who} gave a view {time}."),
        "was_asked": _("{who} was asked {time}."),
        "consent": _("A decision about consent was recorded {time}."),
        "added": _("Something was added to the referral {time}."),
        "disagreed": _("A disagreement was recorded {time}."),
        "rated": _("{who} was rated {time}."),
        "proposed": _("{who} proposed a decision {time}."),
        "approved": _("{who} approved a decision {time}."),
        "returned": _("{who} returned a decision {time}."),
    }
    time = times.happened(sight, one.at)
    return said[one.what].format(who=_who(sight, case, one), time=time)


def _who(sight: Sight, case: Case, one: Happened) -> str:
    """A seat, a subject or a colleague, by what happened."""
    if one.what in {"answered", "gave_a_view", "was_asked"}:
        return sight.seat(one.who)
    if one.what == "rated":
        return phrases.label(sight, case.subject(one.who))
    return sight.name(one.who) if one.who else ""
