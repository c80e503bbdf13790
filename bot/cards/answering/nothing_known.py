"""The form behind "Nothing known": two presses, every person ticked."""

from typing import NamedTuple

from bot.cards import phrases
from bot.cards.elements import Choices, Form, Option, Section, TextField
from bot.cards.limits import SLACK
from bot.cards.sight import Sight
from triage.case import Case
from triage.lifecycle import OPEN
from triage.records import Subject


class Group(NamedTuple):
    """People in one list of ticks: no platform shows more than ten."""

    id: str
    people: tuple[Subject, ...]


def groups(people: tuple[Subject, ...]) -> tuple[Group, ...]:
    """The people in lists that every platform can show."""
    starts = range(0, len(people), SLACK.ticks)
    return tuple(
        Group(
            "people" if not start else f"people_{start // SLACK.ticks + 1}",
            people[start : start + SLACK.ticks],
        )
        for start in starts
    )


def form(sight: Sight, case: Case, people: tuple[Subject, ...], last_systems: str) -> Form:
    """The people this seat is still asked about, ready to confirm."""
    _ = sight.words.gettext
    systems = TextField(
        "systems", _("Systems checked (optional)"), guarded=True, limit=200, optional=True, value=last_systems
    )
    return Form(
        title=_("Nothing known"),
        verb="check.nothing_known",
        thing=case.referral.id,
        body=(
            Section((phrases.case_line(sight, case), *filter(None, (_known_as(sight, s) for s in people)))),
            Section((phrases.opening_recorded(sight),)),
            *(_ticks(sight, case, group) for group in groups(people)),
            systems,
            phrases.safe_to_record(sight),
            *_no_view(sight, people),
        ),
        submit=_("Confirm: nothing known"),
    )


def nobody_ticked(sight: Sight) -> dict[str, str]:
    """What is said when all ticks were taken out."""
    _ = sight.words.gettext
    return {"people": _('Select at least one person, or choose "Cannot check" in Add what we know')}


def _no_view(sight: Sight, people: tuple[Subject, ...]) -> tuple[Section, ...]:
    """What else is recorded; not where nobody gives a view, since only information was asked for."""
    _ = sight.words.gettext
    if all(subject.stage not in OPEN for subject in people):
        return ()
    return (Section((_('This also records "no view". You can give a view until the decision.'),)),)


def _ticks(sight: Sight, case: Case, group: Group) -> Choices:
    _ = sight.words.gettext
    return Choices(
        group.id,
        _("I checked our records for"),
        tuple(Option(s.id, phrases.in_full(sight, case, s)[:75]) for s in group.people),
        hint=_("Untick anyone you did not check"),
        optional=True,
        values=tuple(s.id for s in group.people),
        ticks=True,
    )


def _known_as(sight: Sight, subject: Subject) -> str:
    """Other names and, unless it is secret, the address: what a record is looked up by."""
    _ = sight.words.gettext
    parts = [phrases.label(sight, subject)]
    if subject.other_names:
        parts.append(_("also known as {names}").format(names=subject.other_names))
    if subject.address_secret:
        parts.append(_("address withheld"))
    elif subject.address:
        parts.append(", ".join(part for part in (subject.address, subject.postcode) if part))
    return ": ".join((parts[0], "; ".join(parts[1:]))) if parts[1:] else ""
