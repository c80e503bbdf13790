"""The form behind "Nothing known": two presses, every person ticked."""

from typing import NamedTuple

from bot.cards import phrases
from bot.cards.elements import Choices, Form, Option, Section, TextField
from bot.cards.limits import SLACK, utf16_length
from bot.cards.referring import secret_address
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
            Section(
                (phrases.case_line(sight, case), *filter(None, (_known_as(sight, case, s) for s in people)))
            ),
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
        tuple(Option(s.id, phrases.in_full(sight, case, s)) for s in group.people),
        hint=_("Untick anyone you did not check"),
        optional=True,
        values=tuple(s.id for s in group.people),
        ticks=True,
    )


def _known_as(sight: Sight, case: Case, subject: Subject) -> str:
    """What a record is looked up by: other names, the address unless it is secret, and a name too long for its tick."""
    _ = sight.words.gettext
    parts = []
    if subject.other_names:
        names = secret_address.without(sight, case, subject.other_names)
        parts.append(_("also known as {names}").format(names=names))
    if subject.address_secret:
        parts.append(_("address withheld"))
    elif subject.address or subject.postcode:
        parts.append(", ".join(part for part in (subject.address, subject.postcode) if part))
    whole = phrases.in_full(sight, case, subject)
    if utf16_length(whole) > SLACK.option_text:
        return "; ".join((whole, *parts))
    return f"{phrases.label(sight, subject)}: {'; '.join(parts)}" if parts else ""
