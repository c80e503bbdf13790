"""The one place where the whole case can be read: each part to those who may, and a word where a part is held back."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.cards import phrases
from bot.cards.cases import (
    closing,
    details_answers,
    details_clocks,
    details_course,
    details_meetings,
    details_referral,
    details_urgent,
    more,
    restrict,
)
from bot.cards.elements import Form, FormPart, Heading, Quote, Section
from bot.cards.referring import secret_address
from bot.cards.sight import Sight
from triage.authority import Actor
from triage.case import Case
from triage.records import Subject


class Opening(NamedTuple):
    """Somebody opened the details."""

    person: str
    seat: str
    at: datetime


def form(
    sight: Sight,
    case: Case,
    actor: Actor,
    openings: Sequence[Opening],
    attempts: Sequence[Opening] = (),
    *,
    not_reached: Sequence[Opening] = (),
) -> Form:
    """The case as this person may read it. `openings` and `attempts` are those that this person may be told of."""
    _ = sight.words.gettext
    return Form(
        title=_("Details"),
        verb="details.open",
        thing=case.referral.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section((phrases.opening_recorded(sight),)),
            *((Section((restrict.line(sight, case),)),) if case.restriction else ()),
            *parts(sight, case, actor),
            *_openings(sight, openings),
            *_attempts(sight, attempts),
            *_not_reached(sight, not_reached),
        ),
        buttons=more.buttons(sight, case, actor),
    )


def parts(sight: Sight, case: Case, actor: Actor) -> tuple[FormPart, ...]:
    """All that is kept of the case, each part as this person may read it: on screen, and on paper."""
    return (
        *details_urgent.urgent_protection(sight, case, actor),
        *details_referral.safe_contact(sight, case),
        *details_referral.people(sight, case, actor),
        *details_referral.referral(sight, case, actor),
        *details_referral.earlier(sight, case, actor),
        *details_answers.answers(sight, case, actor),
        *details_answers.views(sight, case, actor),
        *details_course.decisions(sight, case, actor),
        *details_course.actions(sight, case, actor),
        *details_meetings.meetings(sight, case, actor),
        *closing.history(sight, case),
        *details_clocks.clocks(sight, case, actor),
    )


def address(sight: Sight, case: Case, subject: Subject) -> Form:
    """One person's address, which is a press of its own."""
    _ = sight.words.gettext
    whole = "\n".join(part for part in (subject.address, subject.postcode) if part)
    if asked_for := secret_address.to_ask_for(sight, subject):
        shown: tuple[FormPart, ...] = (Section((asked_for,)),)
    else:
        shown = (
            *_warning(sight, subject),
            Quote(whole) if whole else Section((_("No address is recorded."),)),
        )
    return Form(
        title=_("Address"),
        verb="details.address",
        thing=subject.id,
        body=(
            Section(
                (
                    case.referral.reference,
                    f"{phrases.label(sight, subject)}: {phrases.full_name(sight, subject)}",
                )
            ),
            Section((phrases.opening_recorded(sight),)),
            *shown,
        ),
    )


def _warning(sight: Sight, subject: Subject) -> Iterator[Section]:
    if subject.address_secret:
        yield Section((sight.words.gettext("This address is secret. Do not pass it on or write it down."),))


def _openings(sight: Sight, openings: Sequence[Opening]) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    if not openings:
        return ()
    lines = tuple(details_course.opened(sight, one.person, one.seat, one.at) for one in openings)
    return Heading(_("Who has opened this")), Section(lines)


def _attempts(sight: Sight, attempts: Sequence[Opening]) -> tuple[FormPart, ...]:
    """They were told that there is nothing here."""
    _ = sight.words.gettext
    if not attempts:
        return ()
    opened = (details_course.opened(sight, one.person, one.seat, one.at) for one in attempts)
    return Heading(_("Who was refused")), Section(tuple(opened))


def _not_reached(sight: Sight, people: Sequence[Opening]) -> tuple[FormPart, ...]:
    """Whom the bot cannot write to: they were mentioned in the channel, and business support tells them."""
    _ = sight.words.gettext
    if not people:
        return ()
    lines = tuple(details_course.opened(sight, one.person, one.seat, one.at) for one in people)
    return Heading(_("Alerts that could not be delivered")), Section(lines)
