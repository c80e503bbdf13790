"""Details, first part: whom the case is about, what arrived, and what came before it."""

from collections.abc import Iterator

from bot.cards import phrases, times
from bot.cards.elements import FormPart, Heading, Quote, Row, Section
from bot.cards.referring import secret_address, told
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.records import EarlierContact, Subject


def safe_contact(sight: Sight, case: Case) -> Iterator[FormPart]:
    """What to know before anybody phones, writes or visits."""
    _ = sight.words.gettext
    secret = [s for s in case.subjects if s.address_secret]
    if not secret and not case.referral.safe_contact:
        return
    yield Heading(_("Safe contact"))
    lines = [_("Do not phone, write or visit before you have agreed with the hub how it is safe.")]
    lines += [
        _("The address of {child} is secret.").format(child=phrases.label_inside(sight, s)) for s in secret
    ]
    yield Section(tuple(lines))


def people(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Who it is about, in full; each address behind a press of its own."""
    _ = sight.words.gettext
    yield Heading(_("People"))
    if visibility.people(actor, case):
        shown = phrases.people_lines(sight, case)
        yield Section((*shown, _("Names are for agencies that were asked.")))
        return
    for subject in case.subjects:
        yield _person(sight, case, subject, actor)


def _person(sight: Sight, case: Case, subject: Subject, actor: Actor) -> Row:
    _ = sight.words.gettext
    lines = [secret_address.without(sight, case, said) for said in _facts(sight, case, subject, actor)]
    asked_for = secret_address.to_ask_for(sight, subject)
    show = phrases.button(
        _("Show the address"),
        _("Show the address of {child}, {reference}").format(
            child=phrases.label_inside(sight, subject), reference=case.referral.reference
        ),
        "details.address",
        subject.id,
    )
    if asked_for:
        return Row((phrases.in_full(sight, case, subject), *lines, asked_for))
    known = bool(subject.address or subject.postcode)
    return Row((phrases.in_full(sight, case, subject), *lines), (show,) if known else ())


def _facts(sight: Sight, case: Case, subject: Subject, actor: Actor) -> Iterator[str]:
    """What a record is looked up by; of several people all that was told of each, where the referral may be read."""
    if subject.other_names:
        yield told.line(sight, "other_names", subject.other_names)
    if len(case.subjects) > 1 and visibility.referral_text(actor, case) == "whole":
        yield from told.of_one(sight, case, subject)
        return
    for name in ("school", "gp", "nhs_number"):
        if getattr(subject, name):
            yield told.line(sight, name, getattr(subject, name))


def referral(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """What arrived, or the summary that agencies read in its place."""
    _ = sight.words.gettext
    part = visibility.referral_text(actor, case)
    if part == "whole":
        whole = (*told.whole(sight, case), *_for_agencies(sight, case))
        yield from (secret_address.part(sight, case, one) for one in whole)
        return
    yield Heading(_("Referral"))
    if part == "summary":
        yield Section((_("What agencies read in place of the referral:"),))
        yield quoted(sight, case, case.referral.summary)
    else:
        yield Section((_("The referral is for agencies that were asked."),))


def _for_agencies(sight: Sight, case: Case) -> Iterator[FormPart]:
    if case.referral.summary:
        yield Section((sight.words.gettext("Summary or question for agencies:"),))
        yield Quote(case.referral.summary)


def earlier(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Earlier contacts with dates and outcomes; to agencies their number, as on the card."""
    _ = sight.words.gettext
    if not case.earlier:
        return
    yield Heading(_("Earlier contacts"))
    if visibility.earlier_contacts(actor):
        words = _("{n} in {months} months.")
        months = sight.hub.profile.history.months
        yield Section((words.format(n=case.counted_contacts, months=months),))
        return
    yield Section(tuple(_contact(sight, case, one) for one in case.earlier))
    for subject in case.subjects:
        if subject.cumulative_note:
            yield Section(
                (_("What they add up to, {child}:").format(child=phrases.label_inside(sight, subject)),)
            )
            yield quoted(sight, case, subject.cumulative_note)


def _contact(sight: Sight, case: Case, contact: EarlierContact) -> str:
    _ = sight.words.gettext
    kind = _("same person") if contact.kind == "same" else _("same household")
    outcomes = {one.id: one.label for one in sight.hub.profile.outcomes}
    outcomes |= {one.id: one.label for one in sight.hub.profile.screening.exits}
    parts = (
        phrases.label(sight, case.subject(contact.subject)),
        kind,
        times.day_and_year(sight, contact.received_at),
        contact.reference,
        phrases.rating_word(sight, contact.level) if contact.level else "",
        outcomes.get(contact.outcome, ""),
    )
    return ", ".join(part for part in parts if part)
