"""Details, first part: whom the case is about, what arrived, and what came before it."""

from collections.abc import Iterator

from bot.cards import phrases, secret_address, times
from bot.cards.elements import FormPart, Heading, Quote, Row, Section
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
    lines += [_("The address of {child} is secret.").format(child=_child(sight, s)) for s in secret]
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
        yield _person(sight, case, subject)
    if case.referral.household:
        yield Section((_("Who else is in the home:"),))
        yield Quote(secret_address.without(sight, case, case.referral.household))


def _person(sight: Sight, case: Case, subject: Subject) -> Row:
    _ = sight.words.gettext
    facts = (
        (_("Also known as: {words}"), subject.other_names),
        (_("School or nursery: {words}"), subject.school),
        (_("GP: {words}"), subject.gp),
        (_("NHS number: {words}"), subject.nhs_number),
        (_("Sex: {words}"), subject.sex),
        (_("Ethnicity: {words}"), subject.ethnicity),
        (_("First language: {words}"), subject.first_language),
        (_("Religion: {words}"), subject.religion),
    )
    lines = tuple(
        secret_address.without(sight, case, said.format(words=value)) for said, value in facts if value
    )
    show = phrases.button(
        _("Show the address"),
        _("Show the address of {child}, {reference}").format(
            child=_child(sight, subject), reference=case.referral.reference
        ),
        "details.address",
        subject.id,
    )
    known = bool(subject.address or subject.postcode)
    return Row((phrases.in_full(sight, case, subject), *lines), (show,) if known else ())


def referral(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """What arrived, or the summary that agencies read in its place."""
    _ = sight.words.gettext
    yield Heading(_("Referral"))
    part = visibility.referral_text(actor, case)
    if part == "summary":
        yield Section((_("What agencies read in place of the referral:"),))
        yield Quote(secret_address.without(sight, case, case.referral.summary))
    elif part == "whole":
        yield from _whole(sight, case, actor)
    else:
        yield Section((_("The referral is for agencies that were asked."),))


def _whole(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    _ = sight.words.gettext
    referral = case.referral
    received = times.now_read(sight, referral.received_at)
    yield Section((_("Received {when}.").format(when=received), _from(sight, case, actor)))
    yield Quote(secret_address.without(sight, case, referral.worry))
    if referral.child_words:
        yield Section((_("The child's own words:"),))
        yield Quote(secret_address.without(sight, case, referral.child_words))
    lines = tuple(line for line in (_danger(sight, case), _told(sight, case), _consent(sight, case)) if line)
    if lines:
        yield Section(lines)
    if referral.where_now:
        yield Section((_("Where they are now:"),))
        yield Quote(secret_address.without(sight, case, referral.where_now))
    if referral.summary:
        yield Section((_("Summary or question for agencies:"),))
        yield Quote(secret_address.without(sight, case, referral.summary))
    for addition in case.additions:
        yield Section((_("Added {when}:").format(when=times.now_read(sight, addition.at)),))
        words = "\n".join(value for value in addition.fields.values() if value)
        yield Quote(secret_address.without(sight, case, words))


def _from(sight: Sight, case: Case, actor: Actor) -> str:
    _ = sight.words.gettext
    who = case.referral.referrer
    if visibility.referrer_name(actor, case):
        return _("From: {who}").format(who=_("Somebody who asked not to be named"))
    known = ", ".join(part for part in (who.name, who.role, who.organisation) if part)
    return _("From: {who}").format(who=known or _("not known"))


def _danger(sight: Sight, case: Case) -> str:
    _ = sight.words.gettext
    words = {
        "yes": _("Somebody is in danger now: yes."),
        "no": _("Somebody is in danger now: no."),
        "not_sure": _("Somebody is in danger now: not sure."),
    }
    return words.get(case.referral.danger, "")


def _told(sight: Sight, case: Case) -> str:
    _ = sight.words.gettext
    words = {
        "yes": _("The parents or carers know about the referral."),
        "no": _("The parents or carers do not know about the referral."),
        "no_unsafe": _("The parents or carers do not know: it could put someone at risk."),
        "no_not_yet": _("The parents or carers do not know yet."),
        "not_sure": _("It is not known whether the parents or carers know."),
    }
    return words.get(case.referral.family_told, "")


def _consent(sight: Sight, case: Case) -> str:
    _ = sight.words.gettext
    words = {
        "given": _("Consent to share: given."),
        "refused": _("Consent to share: refused."),
        "not_sought": _("Consent to share: not sought."),
        "not_required": _("Consent to share: not required."),
    }
    said = words.get(case.referral.consent, "")
    why = secret_address.without(sight, case, case.referral.consent_reason)
    return _("{consent} Reason: {why}").format(consent=said, why=why) if said and why else said


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
            yield Section((_("What they add up to, {child}:").format(child=_child(sight, subject)),))
            yield Quote(secret_address.without(sight, case, subject.cumulative_note))


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


def _child(sight: Sight, subject: Subject) -> str:
    return phrases.inside(phrases.label(sight, subject))
