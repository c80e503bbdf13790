"""The whole record of a case, for the case system: every part with whose it is, as its maker may read it."""

from collections.abc import Iterator

from bot.cards import phrases
from bot.cards.cases import details
from bot.cards.elements import FormPart, Heading, Quote, Row, Section
from bot.cards.meetings import minutes
from bot.cards.referring import secret_address
from bot.cards.sight import Sight
from bot.paper.document import Document, Part
from bot.paper.marks import Marks, no_reply
from bot.reading.known import without_kept_household
from storage.tx import Tx
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.records import Export


def document(tx: Tx, sight: Sight, case: Case, reader: Actor, export: Export) -> Document:
    """The copy as it reads now: nothing of it is stored a second time."""
    _ = sight.words.gettext
    marks = Marks(
        hub=sight.hub.forum.name,
        reference=case.referral.reference,
        purpose=export.purpose,
        made_by=export.by,
        made_at=export.at,
        copy=export.copy,
    )
    shown = without_kept_household(tx, sight.roster, case, sight.now)
    return Document(
        title=_("Record of {reference}").format(reference=case.referral.reference),
        name=f"{case.referral.reference}-copy-{export.copy}",
        marks=marks,
        body=(
            *_state(sight, case),
            *on_paper(details.parts(sight, shown, reader)),
            *on_paper(tuple(_minutes(tx, sight, case, reader))),
        ),
    )


def on_paper(parts: tuple[FormPart, ...]) -> Iterator[Part]:
    """What can be read of a form's parts; nothing on paper can be pressed."""
    for part in parts:
        match part:
            case Row(lines):
                yield Section(lines)
            case Heading() | Section() | Quote():
                yield part


def _state(sight: Sight, case: Case) -> Iterator[Part]:
    """What whoever reads only the first page must know."""
    _ = sight.words.gettext
    if silent := no_reply(sight, case):
        yield Section(silent)
    if case.late_votes():
        yield Section((_("Views came in after the decision. They are marked as late."),))
    yield from _addresses(sight, case)
    if case.referral.closed_at is None:
        yield Section((_("The case was not closed when this was made: it is not the whole of it."),))


def _minutes(tx: Tx, sight: Sight, case: Case, reader: Actor) -> Iterator[FormPart]:
    """The newest minutes of each of its meetings: who came, and what they say about this case and no other."""
    _ = sight.words.gettext
    if visibility.decision(reader, case):
        return
    parts = tx.meetings.minutes_parts.of(case.referral.id)
    for sitting in case.sittings:
        for version in sitting.minutes[-1:]:
            yield Heading(_("Minutes, version {n}").format(n=version.version))
            yield from minutes.state_lines(sight, version)
            yield from minutes.shown(version.parts)
            for part in parts:
                if part.minutes == version.id:
                    yield from minutes.shown(part.parts)


def _addresses(sight: Sight, case: Case) -> Iterator[Part]:
    """Where people live: on screen that is behind a press of its own, and a secret address stays there."""
    _ = sight.words.gettext
    for subject in case.subjects:
        where = ", ".join(part for part in (subject.address, subject.postcode) if part)
        if where:
            secret = secret_address.to_ask_for(sight, subject) or _(
                "The address is secret: read it on screen."
            )
            known = secret if subject.address_secret else where
            child = phrases.named_with_age(sight, case, subject)
            yield Section((_("{child}. Address: {where}").format(child=child, where=known),))
